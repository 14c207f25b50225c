"""Running numbers of a paper's blocks: "Chương II", "Điều 3.", "1.", "đ)" (Decree 30/2020, Annex I, cell 6).

Chapters and articles run through the whole paper; smaller units begin anew in the larger one that holds them.
Called by `soat.core.paper.flow`, once for the body and once for each annex.
"""

from __future__ import annotations

from collections.abc import Callable

from soat.core.paper.formats import point, roman
from soat.core.paper.model import Block, Kind

_LABELS: dict[Kind, Callable[[int], str]] = {
    Kind.PART: lambda number: f"Phần {roman(number)}",
    Kind.CHAPTER: lambda number: f"Chương {roman(number)}",
    Kind.SECTION: lambda number: f"Mục {number}",
    Kind.SUBSECTION: lambda number: f"Tiểu mục {number}",
    Kind.HEADING: lambda number: f"{roman(number)}.",
    Kind.ARTICLE: lambda number: f"Điều {number}.",
    Kind.CLAUSE: lambda number: f"{number}.",
    Kind.POINT: lambda number: f"{point(number)})",
}
_HELD = {
    Kind.PART: (Kind.SECTION, Kind.SUBSECTION, Kind.HEADING, Kind.CLAUSE, Kind.POINT),
    Kind.CHAPTER: (Kind.SECTION, Kind.SUBSECTION, Kind.HEADING, Kind.CLAUSE, Kind.POINT),
    Kind.SECTION: (Kind.SUBSECTION, Kind.HEADING, Kind.CLAUSE, Kind.POINT),
    Kind.SUBSECTION: (Kind.HEADING, Kind.CLAUSE, Kind.POINT),
    Kind.HEADING: (Kind.CLAUSE, Kind.POINT),
    Kind.ARTICLE: (Kind.CLAUSE, Kind.POINT),
    Kind.CLAUSE: (Kind.POINT,),
}


class Numbering:
    """Gives each block in turn its label; kinds without numbers get ""; bullets get "-"."""

    def __init__(self) -> None:
        self._last: dict[Kind, int] = {}

    def label(self, block: Block) -> str:
        if block.kind is Kind.BULLET:
            return "-"
        if block.kind not in _LABELS:
            return ""
        number = block.number or self._last.get(block.kind, 0) + 1
        self._last[block.kind] = number
        for kind in _HELD.get(block.kind, ()):
            self._last.pop(kind, None)
        return _LABELS[block.kind](number)
