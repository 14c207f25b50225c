"""What a laid-out paper is made of: lines, rules, stamps, tables, columns, on sections of pages.

The only thing writers see, so that .docx and PDF cannot differ in what they say. Widths and indents are millimetres,
sizes, pitches and gaps points. Made by `soat.core.paper.flow`, drawn by `soat.papers.writers`.
"""

from __future__ import annotations

from dataclasses import dataclass

from soat.core.paper.model import Align


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one style; "\\n" breaks the line."""

    text: str
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph. `first` is the indent of its first line beside `left` (negative: it hangs), `pitch` from line to
    line, `before` the gap above, `keep` holds it with what follows on one page, `level` > 0 makes it a heading."""

    runs: tuple[Run, ...]
    size: float
    pitch: float
    align: Align = Align.JUSTIFY
    left: float = 0.0
    first: float = 0.0
    before: float = 0.0
    keep: bool = False
    level: int = 0
    shape: str = "line"


@dataclass(frozen=True, slots=True)
class Rule:
    """A centred horizontal rule."""

    width: float
    before: float
    shape: str = "rule"


@dataclass(frozen=True, slots=True)
class Stamp:
    """A centred frame around bold capitals, in the red of stamps."""

    text: str
    size: float
    width: float
    height: float
    before: float
    shape: str = "stamp"


@dataclass(frozen=True, slots=True)
class Columns:
    """Two columns without borders, kept on one page where `whole`."""

    widths: tuple[float, float]
    left: tuple[Shape, ...]
    right: tuple[Shape, ...]
    before: float = 0.0
    whole: bool = True
    shape: str = "columns"


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with borders. `groups` are cells above `head`: text, columns, rows (2: reaches over the head's row, which
    has None there). Both rows repeat on each page. `total` is bold."""

    widths: tuple[float, ...]
    aligns: tuple[Align, ...]
    groups: tuple[tuple[str, int, int], ...]
    head: tuple[str | None, ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...]
    size: float
    pitch: float
    before: float
    shape: str = "grid"


Shape = Line | Rule | Stamp | Columns | Grid


@dataclass(frozen=True, slots=True)
class Section:
    """Pages with numbers of their own, shown from the second page on."""

    landscape: bool
    shapes: tuple[Shape, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """A laid-out paper and what its file says about it."""

    title: str
    author: str
    day: tuple[int, int, int]
    sections: tuple[Section, ...]
