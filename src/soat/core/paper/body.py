"""The body of a paper or an annex: numbered blocks and tables as lines and grids (Decree 30/2020, Annex I, cell 6).

Called by `soat.core.paper.flow`.
"""

from __future__ import annotations

from collections.abc import Sequence

from soat.core.paper import layout as measures
from soat.core.paper.formats import plain
from soat.core.paper.layout import pitch
from soat.core.paper.lines import centred
from soat.core.paper.model import Block, Content, Kind, Table
from soat.core.paper.numbering import Numbering
from soat.core.paper.shapes import Grid, Line, Run, Shape

_CENTRED = {Kind.PART: 1, Kind.CHAPTER: 2, Kind.SECTION: 3, Kind.SUBSECTION: 4}
_LEVELS = {Kind.HEADING: 2, Kind.ARTICLE: 3, Kind.CLAUSE: 4}
_SIZE, _GAP = measures.BODY_SIZE, measures.PARAGRAPH_GAP


def body_shapes(contents: Sequence[Content], room: float) -> list[Shape]:
    """The contents in order, for pages with `room` mm between the margins."""
    numbering = Numbering()
    shapes: list[Shape] = []
    for content in contents:
        if isinstance(content, Table):
            shapes += _table(content, room)
        else:
            shapes += _block(content, numbering.label(content), room)
    return shapes


def _block(block: Block, label: str, room: float) -> list[Shape]:
    if block.kind in _CENTRED:
        return _large(block, label, room)
    title, paragraphs = plain(block.title), plain(block.text).split("\n") if block.text else []
    if block.kind is Kind.HEADING:
        title = title.upper()
    if title:
        bold = block.kind is not Kind.POINT
        heading = _line(
            (Run(f"{label} {title}".lstrip(), bold=bold),),
            keep=bool(paragraphs) or bold,
            level=_LEVELS.get(block.kind, 0),
        )
        return [heading, *(_line((Run(text),)) for text in paragraphs)]
    first = (Run(f"{label} ", bold=block.kind in (Kind.ARTICLE, Kind.HEADING)),) if label else ()
    return [
        _line((*(first if place == 0 else ()), Run(text))) for place, text in enumerate(paragraphs or [""])
    ]


def _large(block: Block, label: str, room: float) -> list[Shape]:
    level = _CENTRED[block.kind]
    shapes: list[Shape] = [centred(label, _SIZE, room, bold=True, before=2 * _GAP, level=level)]
    if block.title:
        shapes.append(centred(block.title.upper(), _SIZE, room, bold=True))
    shapes += [_line((Run(text),)) for text in plain(block.text).split("\n") if text]
    return shapes


def _line(runs: tuple[Run, ...], *, keep: bool = False, level: int = 0) -> Line:
    return Line(runs, _SIZE, pitch(_SIZE), first=measures.INDENT, before=_GAP, keep=keep, level=level)


def _table(table: Table, room: float) -> list[Shape]:
    size = measures.TABLE_SIZE
    whole = sum(column.share for column in table.columns)
    groups, head = _heads(table)
    grid = Grid(
        widths=tuple(round(room * column.share / whole, 2) for column in table.columns),
        aligns=tuple(column.align for column in table.columns),
        groups=groups,
        head=head,
        rows=tuple(tuple(plain(cell) for cell in row) for row in table.rows),
        total=tuple(plain(cell) for cell in table.total),
        size=size,
        pitch=measures.single(size),
        before=_GAP,
    )
    caption = [centred(table.caption, _SIZE, room, bold=True, before=2 * _GAP)] if table.caption else []
    return [*caption, grid]


def _heads(table: Table) -> tuple[tuple[tuple[str, int, int], ...], tuple[str | None, ...]]:
    """The two rows of the head. A group over one column without title takes both rows."""
    head: list[str | None] = [plain(column.title) for column in table.columns]
    groups, first = [], 0
    for title, span in table.groups:
        deep = 2 if span == 1 and not head[first] else 1
        if deep == 2:
            head[first] = None
        groups.append((plain(title), span, deep))
        first += span
    return tuple(groups), tuple(head)
