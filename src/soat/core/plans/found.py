"""What a reader of one part hands back: spans it used, doubts, and texts it could not read (requirement G2).

Here too: which citations of the whole text stand in one value's span. Called by the readers of all parts."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from soat.core.citations import Citation
from soat.core.plans.lines import Line
from soat.core.plans.model import Doubt, Span, Text


@dataclass(slots=True)
class Notes:
    """Gathered while reading. `year` is the plan's, for months named without one."""

    year: int | None = None
    placed: list[Span] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)

    def place(self, line: Line) -> None:
        """The whole line has found its place."""
        self.placed.append(line.span())

    def keep(self, line: Line) -> None:
        """The line is known for what it is, but no field takes it: it stands in the plan's notes."""
        self.placed.append(line.span())
        self.texts.append(line.whole())

    def doubt(self, path: str, reason: str, span: Span) -> None:
        self.doubts.append(Doubt(path, reason, span))


def within(citations: Sequence[Citation], span: Span) -> list[Citation]:
    """Those of the citations, which are in the order of the text, that begin within the span."""
    first = bisect_left(citations, span[0], key=lambda one: one.span[0])
    return list(citations[first : bisect_left(citations, span[1], first, key=lambda one: one.span[0])])
