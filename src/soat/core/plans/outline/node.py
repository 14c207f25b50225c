"""One line of an outline with what stands under it, before it is known to be a section or an item."""

from __future__ import annotations

from dataclasses import dataclass, field

from soat.core.plans.lines import Line
from soat.core.plans.markers import RANKS, Marker
from soat.core.plans.model import Span

_DASHES = "-–—−"
PLAIN = "plain"
CAPITALS = "capitals"
ROOT = "root"
OUTER = 2.0
_INNERMOST_HEADING = 9.0
_BULLET = 20.0
_OTHER_RANKS = {ROOT: -1.0, CAPITALS: OUTER, PLAIN: 19.0, "+": 21.0, "*": 22.0}


@dataclass(slots=True, eq=False)
class Node:
    """`style` tells what it begins with, `ordinal` its place in its series, `label` its number as written.
    `lost` marks a heading that the text does not have but its numbering calls for (no `line` then).
    `columns` are the heads of a table, each with the heads that stand under it."""

    style: str
    line: Line | None
    span: Span | None
    ordinal: int | None = None
    label: str | None = None
    unit: str | None = None
    audience: str | None = None
    columns: list[list[Line]] = field(default_factory=list)
    is_table: bool = False
    children: list[Node] = field(default_factory=list)
    lost: bool = False
    group: int = 0
    reason: str | None = None

    @property
    def text(self) -> str:
        return self.line.text if self.line else ""

    @property
    def rank(self) -> float:
        return RANKS[self.style] if self.style in RANKS else _OTHER_RANKS.get(self.style, _BULLET)

    @property
    def is_heading(self) -> bool:
        return 0 <= self.rank <= _INNERMOST_HEADING

    @property
    def is_bullet(self) -> bool:
        return self.rank >= _BULLET

    @property
    def opens(self) -> bool:
        """Whether its sentence ends with a colon, so that what follows belongs to it."""
        return self.text.endswith(":")


def node_of(line: Line) -> Node:
    """The node of a logical line that is not a table row."""
    marker = line.marker
    body = line if marker.end >= len(line.text) else part(line, marker.end)
    return Node(_style(line, marker), body, line.span(), marker.number, _label(marker))


def _style(line: Line, marker: Marker) -> str:
    if marker.kind == "none":
        return CAPITALS if is_capitals(line.text) else PLAIN
    if marker.kind == "plus":
        return "+"
    if marker.kind != "bullet":
        return marker.kind
    return "-" if marker.label is None or marker.label in _DASHES else marker.label


def _label(marker: Marker) -> str | None:
    return marker.label if marker.path else None


def is_capitals(text: str) -> bool:
    """Whether a line is a heading in capitals: two words at least, no small letter."""
    return text.isupper() and len(text.split()) > 1 and sum(letter.isalpha() for letter in text) > 5


def part(line: Line, start: int, end: int | None = None) -> Line:
    """The part of a line, blanks at its edges left out. It must not be blank."""
    end = len(line.text) if end is None else end
    while line.text[start] == " ":
        start += 1
    while line.text[end - 1] == " ":
        end -= 1
    return Line(line.text[start:end], line.starts[start:end], line.ends[start:end])
