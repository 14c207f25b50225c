"""A plan of the corpus as a printed PDF: justified paragraphs, ruled tables with wrapped cells, page numbers.

Called by `test_formats` only; typst lays the pages out, with the fonts it brings along.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import groupby

import typst

_FRAME = """
#set page(paper: "a4", margin: (left: 3cm, right: 1.8cm, y: 2.2cm), header: context {
  let page = counter(page).get().first()
  if page > 1 { align(center)[#page] }
}, header-ascent: 40%)
#set text(size: 13pt, lang: "vi", font: "Libertinus Serif", hyphenate: false)
#set par(justify: true, first-line-indent: (amount: 1cm, all: true), spacing: 0.8em)
"""


def printed_of(lines: Iterable[str]) -> bytes:
    """The lines as Word would print them; rows "A | B |" as tables, the first and last as heads without rules."""
    return bytes(typst.compile((_FRAME + "\n".join(_blocks(list(lines)))).encode()))


def _blocks(lines: list[str]) -> Iterator[str]:
    for is_row, group in groupby(
        (line for line in lines if line.strip()), key=lambda line: line.endswith(" |")
    ):
        block = list(group)
        if is_row:
            yield _table([[cell.strip() for cell in line.removesuffix("|").split("|")] for line in block])
        else:
            yield from (_paragraph(line.strip()) for line in block)


def _paragraph(line: str) -> str:
    place = "center" if line.isupper() else "left"
    return f"#align({place}, par({_quoted(line)}))" if line.isupper() else f"#par({_quoted(line)})"


def _table(rows: list[list[str]]) -> str:
    width = max(map(len, rows))
    cells = [cell for row in rows for cell in [*row, *[""] * (width - len(row))]]
    numbered = rows[0][0].lower() in ("tt", "stt")
    columns = ", ".join(["auto", *["1fr"] * (width - 1)] if numbered else ["1fr"] * width)
    stroke = "0.5pt" if numbered else "none"
    told = ", ".join(f"par(first-line-indent: 0pt, justify: false, {_quoted(cell)})" for cell in cells)
    return f"#table(columns: ({columns}), stroke: {stroke}, {told})"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
