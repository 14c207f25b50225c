"""Small builders of lines and rules shared by head, body and foot of a paper. Called by `soat.core.paper.flow`."""

from __future__ import annotations

from soat.core.paper import layout as measures
from soat.core.paper.formats import plain
from soat.core.paper.model import Align
from soat.core.paper.shapes import Line, Rule, Run
from soat.core.paper.widths import balanced, width


def centred(
    text: str,
    size: float,
    room: float,
    *,
    bold: bool = False,
    italic: bool = False,
    before: float = 0.0,
    level: int = 0,
) -> Line:
    """A single-spaced centred line, broken into lines of like length where it is wider than `room` mm."""
    broken = balanced(plain(text), size, room, bold=bold)
    return Line(
        (Run(broken, bold=bold, italic=italic),),
        size,
        measures.single(size),
        Align.CENTER,
        before=before,
        keep=True,
        level=level,
    )


def rule_under(line: Line, share: float = measures.RULE_SHARE, before: float = measures.RULE_GAP) -> Rule:
    """A rule `share` times as long as the last line of a centred text."""
    run = line.runs[-1]
    last = run.text.rsplit("\n", 1)[-1]
    return Rule(round(width(last, line.size, bold=run.bold) * share, 2), before)
