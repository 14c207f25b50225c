"""`soat cite FILE [--json]`: the documents a file cites, for people or for programs (issue 2, L2).

Imports nothing of Django. Bad input raises DomainError; `soat.cli` prints its sentence and exits 2.
"""

from __future__ import annotations

import argparse
import json
import sys
from typing import TYPE_CHECKING, Any

from soat.core.errors import UnreadableFile
from soat.core.input_files import argument

if TYPE_CHECKING:
    from soat.core.citations.model import Citation

_HEADINGS = ("Số, ký hiệu", "Loại", "Cơ quan ban hành", "Ngày", "Trích yếu")
_FOREIGN = "Văn bản này không phải tiếng Việt có dấu và không có số, ký hiệu văn bản nào; hãy chọn lại tệp."
_WIDTHS = (22, 14, 44, 10)


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds `cite` to the parser of `soat`."""
    cite = commands.add_parser("cite", help="tìm các văn bản được viện dẫn trong một tệp")
    cite.add_argument("file", type=argument, metavar="TỆP")
    cite.add_argument("--json", action="store_true", help="in từng lần viện dẫn dạng JSON")
    cite.set_defaults(run=_cite)


def to_json(citation: Citation) -> dict[str, Any]:
    """The citation as JSON values; `date` as YYYY-MM-DD, `span` as [start, end] in the extracted text."""
    return {
        "number": citation.number,
        "type": citation.type,
        "issuer": citation.issuer,
        "date": citation.date.isoformat() if citation.date else None,
        "year": citation.year,
        "title": citation.title,
        "text": citation.text,
        "span": list(citation.span),
    }


def _cite(args: argparse.Namespace) -> int:
    from soat.core.citations.find import find_all
    from soat.core.plans.extract import extract
    from soat.core.plans.screening import ensure_readable, is_vietnamese

    extracted = extract(args.file)
    ensure_readable(extracted.text)
    for warning in extracted.warnings:
        print(warning, file=sys.stderr)
    citations = find_all(extracted.text)
    if not citations and not is_vietnamese(extracted.text):
        raise UnreadableFile(_FOREIGN)
    if args.json:
        print(json.dumps({"citations": [to_json(one) for one in citations]}, ensure_ascii=False, indent=2))
    else:
        print(_table(citations))
    return 0


def _table(citations: list[Citation]) -> str:
    """Each document once, with what all its mentions say of it."""
    from soat.core.citations.model import distinct

    documents = distinct(citations)
    if not documents:
        return "Không tìm thấy số, ký hiệu văn bản nào trong tệp này."
    lines = [_line(*_HEADINGS)]
    for one in documents:
        when = f"{one.date:%d/%m/%Y}" if one.date else str(one.year or "")
        lines.append(_line(one.number, one.type or "", one.issuer or "", when, one.title or ""))
    lines.append(f"{len(documents)} văn bản, {len(citations)} lần viện dẫn.")
    return "\n".join(lines)


def _line(*cells: str) -> str:
    padded = [cell.ljust(width) for cell, width in zip(cells, _WIDTHS, strict=False)]
    return "  ".join([*padded, cells[-1]]).rstrip()
