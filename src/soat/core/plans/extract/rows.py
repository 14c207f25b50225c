"""Lines of tables as legal portals print them: "A | B |". Shared by the Word and the web reader (G1).

A cell comes as the list of its paragraphs. Heads and signatures, set in two columns, give one line per pair
of paragraphs; tables of data give one line per row.
"""

from __future__ import annotations

import re
from itertools import zip_longest

LAYOUT = re.compile(
    r"cộng h(?:òa|oà) xã hội|độc lập\s*[-–]|^số\s*:|^nơi nhận|^(?:tm|kt|tl|tuq|q)\s*\.", re.IGNORECASE
)
LIST_MARK = re.compile(r"[-+•*–]\s|\d{1,3}[.)]|[a-zđ][.)]\s")
_LONGEST_CELL = 40  # paragraphs; more than that is a page laid out as a table


def table_row(cells: list[list[str]]) -> list[str]:
    """Lines for one row. `cells` holds the paragraphs of each cell, [] for one merged with that above."""
    filled = [paragraphs for paragraphs in cells if paragraphs]
    if not filled:
        return []
    if len(cells) == 1 or any(_is_page(paragraphs) for paragraphs in filled):
        return [line for paragraphs in filled for line in paragraphs]
    if any(LAYOUT.search(line) for paragraphs in filled for line in paragraphs):
        return [_line(list(parts)) for parts in zip_longest(*cells, fillvalue="")]
    return [_line([_cell(paragraphs) for paragraphs in cells])]


def break_line(before: str, after: str) -> str:
    """What a line break within a paragraph becomes: a space where a sentence runs on, else a new line."""
    return " " if after.lstrip()[:1].islower() and not LIST_MARK.match(after.lstrip()) and before else "\n"


def _is_page(paragraphs: list[str]) -> bool:
    return len(paragraphs) > _LONGEST_CELL or any(line.endswith(" |") for line in paragraphs)


def _line(cells: list[str]) -> str:
    while not cells[-1]:
        cells.pop()
    return " | ".join(cells).strip() + " |"


def _cell(paragraphs: list[str]) -> str:
    """Paragraphs of a cell on one line; a semicolon parts list entries that have no mark of their own."""
    text = ""
    for paragraph in paragraphs:
        entry = paragraph[:1].isupper() or LIST_MARK.match(paragraph)
        apart = "; " if entry and text[-1:].isalnum() else " "
        text = f"{text}{apart}{paragraph}" if text else paragraph
    return text
