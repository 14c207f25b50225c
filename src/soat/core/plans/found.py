"""What a reader of one part hands back: spans it used, doubts, and texts it could not read (requirement G2)."""

from __future__ import annotations

from dataclasses import dataclass, field

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
