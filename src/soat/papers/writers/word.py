"""Draws a laid-out paper as an editable .docx (requirement D1). Text goes into text nodes only, never into fields.

Line pitches are exact, rules are borders of empty paragraphs, head and foot are tables without borders: what Word
and LibreOffice both draw alike. Called by `soat.papers.writers`.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any

import docx
from docx.oxml.ns import qn

from soat.core.paper import layout as measures
from soat.core.paper.flow import layout_of
from soat.core.paper.shapes import Columns, Grid, Layout, Line, Rule, Run, Section, Shape, Stamp
from soat.papers.writers.ooxml import borders, el, paragraph, text_run, twips_mm, twips_pt

if TYPE_CHECKING:
    from soat.core.paper.model import Paper

_FONT, _RED = "Times New Roman", "FF0000"
_CELL_SIDE, _CELL_TOP = 1.9, 2.0  # mm, pt; as in paper.typ


def write_docx(paper: Paper) -> bytes:
    """The paper as .docx."""
    layout = layout_of(paper)
    document = docx.Document()
    _set_defaults(document, layout)
    header = document.sections[0].header
    header.is_linked_to_previous = False
    _number_pages(header)
    reference = document.element.body.sectPr.find(qn("w:headerReference"))
    body = document.element.body
    body.clear()
    for place, section in enumerate(layout.sections):
        body.extend(_draw(section.shapes, _room(section)))
        breaking = _section_break(section, reference if place == 0 else None)
        last = place == len(layout.sections) - 1
        body.append(paragraph(1, inner=() if last else (breaking,)))
        if last:
            body.append(breaking)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _set_defaults(document: Any, layout: Layout) -> None:
    about = document.core_properties
    about.title, about.author, about.last_modified_by, about.comments = (
        layout.title,
        layout.author,
        "",
        "",
    )
    about.language = "vi-VN"
    about.created = about.modified = datetime(*layout.day)  # noqa: DTZ001 - python-docx wants a naive UTC time
    normal = document.styles["Normal"].element.get_or_add_rPr()
    normal.clear()
    families = dict.fromkeys(("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"), _FONT)
    normal.extend(
        [
            el("w:rFonts", families),
            el("w:sz", {"w:val": measures.BODY_SIZE * 2}),
            el("w:szCs", {"w:val": measures.BODY_SIZE * 2}),
            el("w:lang", {"w:val": "vi-VN", "w:eastAsia": "vi-VN"}),
        ]
    )
    # Mode 15, Word 2013 and later: tables begin at the margin, not a cell's padding left of it.
    compat = document.settings.element.find(qn("w:compat"))
    compat.find(qn("w:compatSetting")).set(qn("w:val"), "15")


def _number_pages(header: Any) -> None:
    size = measures.PAGE_NUMBER_SIZE
    field = el("w:fldSimple", {"w:instr": "PAGE"}, text_run(Run("2"), size))
    header._element.clear()
    header._element.append(paragraph(measures.single(size), {"w:jc": {"w:val": "center"}}, (field,)))


def _section_break(section: Section, header: Any) -> Any:
    size = (measures.PAGE_WIDTH, measures.PAGE_HEIGHT)
    wide, high = reversed(size) if section.landscape else size
    page = {"w:w": twips_mm(wide), "w:h": twips_mm(high)}
    return el(
        "w:sectPr",
        {},
        *(() if header is None else (header,)),
        el("w:type", {"w:val": "nextPage"}),
        el("w:pgSz", page | ({"w:orient": "landscape"} if section.landscape else {})),
        el(
            "w:pgMar",
            {
                "w:top": twips_mm(measures.TOP),
                "w:right": twips_mm(measures.RIGHT),
                "w:bottom": twips_mm(measures.BOTTOM),
                "w:left": twips_mm(measures.LEFT),
                "w:header": twips_mm(measures.PAGE_NUMBER_TOP),
                "w:footer": twips_mm(measures.PAGE_NUMBER_TOP),
                "w:gutter": 0,
            },
        ),
        el("w:pgNumType", {"w:start": 1}),
        el("w:titlePg"),
    )


def _room(section: Section) -> float:
    return measures.LANDSCAPE_TEXT_WIDTH if section.landscape else measures.TEXT_WIDTH


def _draw(shapes: Iterable[Shape], room: float, before: float = 0.0) -> list[Any]:
    """XML of the shapes; `before` is added above the first. Columns of one width become rows of one table."""
    drawn: list[Any] = []
    for key, group in groupby(shapes, key=lambda shape: shape.widths if isinstance(shape, Columns) else None):
        if key is not None:
            drawn.append(_columns([shape for shape in group if isinstance(shape, Columns)]))
            continue
        for shape in group:
            extra = before if not drawn else 0.0
            if isinstance(shape, Line):
                drawn.append(_line(shape, extra))
            elif isinstance(shape, Rule):
                drawn.append(_rule(shape, room))
            elif isinstance(shape, Stamp):
                drawn.append(_stamp(shape, room, extra))
            elif isinstance(shape, Grid):
                drawn += [paragraph(shape.before), _grid(shape), paragraph(1)]
    return drawn


def _line(line: Line, extra: float) -> Any:
    indent: dict[str, object] = {"w:left": twips_mm(line.left)}
    indent |= (
        {"w:hanging": twips_mm(-line.first)} if line.first < 0 else {"w:firstLine": twips_mm(line.first)}
    )
    properties: dict[str, dict[str, object]] = {
        "w:keepNext": {"w:val": int(line.keep)},
        "w:ind": indent,
        "w:jc": {"w:val": "both" if line.align == "justify" else line.align},
    }
    if line.level:
        properties["w:outlineLvl"] = {"w:val": line.level - 1}
    runs = tuple(text_run(run, line.size) for run in line.runs)
    return paragraph(line.pitch, properties, runs, before=line.before + extra)


def _rule(rule: Rule, room: float) -> Any:
    side = twips_mm((room - rule.width) / 2)
    properties: dict[str, Any] = {
        "w:keepNext": {"w:val": 1},
        "w:pBdr": borders(("w:top",), measures.RULE_WEIGHT),
        "w:ind": {"w:left": side, "w:right": side},
    }
    return paragraph(1, properties, before=rule.before)


def _stamp(stamp: Stamp, room: float, extra: float) -> Any:
    side = twips_mm((room - stamp.width) / 2)
    pitch = measures.single(stamp.size)
    space = round((stamp.height / measures.MM_PER_PT - pitch) / 2)
    properties: dict[str, Any] = {
        "w:keepNext": {"w:val": 1},
        "w:pBdr": [
            *borders(("w:top",), 1, _RED, space),
            *borders(("w:left",), 1, _RED),
            *borders(("w:bottom",), 1, _RED, space),
            *borders(("w:right",), 1, _RED),
        ],
        "w:ind": {"w:left": side, "w:right": side},
        "w:jc": {"w:val": "center"},
    }
    run = text_run(Run(stamp.text, bold=True), stamp.size, _RED)
    return paragraph(pitch, properties, (run,), before=stamp.before + extra)


def _columns(rows: list[Columns]) -> Any:
    widths = rows[0].widths
    table = _table(widths, {})
    for row in rows:
        sides = zip(widths, (row.left, row.right), strict=True)
        cells = [_cell(_draw(shapes, width, row.before) or [paragraph(1)], width) for width, shapes in sides]
        table.append(_row(el("w:trPr", {}, *((el("w:cantSplit"),) if row.whole else ())), cells))
    return table


def _grid(grid: Grid) -> Any:
    sides = ("w:top", "w:left", "w:bottom", "w:right", "w:insideH", "w:insideV")
    padding = {"w:top": twips_pt(_CELL_TOP), "w:left": twips_mm(_CELL_SIDE)}
    padding |= {"w:bottom": twips_pt(_CELL_TOP), "w:right": twips_mm(_CELL_SIDE)}
    table = _table(grid.widths, padding, borders(sides, 0.5))
    for cells in _head_rows(grid):
        table.append(_row(el("w:trPr", {}, el("w:cantSplit"), el("w:tblHeader")), cells))
    for row in grid.rows:
        table.append(_row(None, _cells(grid, row, bold=False)))
    if grid.total:
        table.append(_row(None, _cells(grid, grid.total, bold=True)))
    return table


def _head_rows(grid: Grid) -> list[list[Any]]:
    upper, first = [], 0
    for text, span, deep in grid.groups:
        joined = (el("w:vMerge", {"w:val": "restart"}),) if deep == 2 else ()
        upper.append(_head_cell(grid, text, sum(grid.widths[first : first + span]), span, joined))
        first += span
    lower = [
        _head_cell(grid, text or "", width, joined=() if text is not None else (el("w:vMerge"),))
        for text, width in zip(grid.head, grid.widths, strict=True)
    ]
    return [upper, lower] if upper else [lower]


def _head_cell(grid: Grid, text: str, width: float, span: int = 1, joined: tuple[Any, ...] = ()) -> Any:
    run = text_run(Run(text, bold=True), grid.size)
    inner = paragraph(grid.pitch, {"w:jc": {"w:val": "center"}}, (run,))
    return _cell([inner], width, span, *joined, el("w:vAlign", {"w:val": "center"}))


def _cells(grid: Grid, row: tuple[str, ...], *, bold: bool) -> list[Any]:
    cells = []
    for text, width, align in zip(row, grid.widths, grid.aligns, strict=True):
        side = {"w:jc": {"w:val": "both" if align == "justify" else align}}
        cells.append(
            _cell([paragraph(grid.pitch, side, (text_run(Run(text, bold=bold), grid.size),))], width)
        )
    return cells


def _row(properties: Any, cells: list[Any]) -> Any:
    return el("w:tr", {}, *(() if properties is None else (properties,)), *cells)


def _cell(inner: list[Any], width: float, span: int = 1, *properties: Any) -> Any:
    spans = (el("w:gridSpan", {"w:val": span}),) if span > 1 else ()
    size = el("w:tcW", {"w:w": twips_mm(width), "w:type": "dxa"})
    return el("w:tc", {}, el("w:tcPr", {}, size, *spans, *properties), *inner)


def _table(widths: tuple[float, ...], padding: dict[str, int], edges: Any = None) -> Any:
    margins = [
        el(side, {"w:w": padding.get(side, 0), "w:type": "dxa"})
        for side in ("w:top", "w:left", "w:bottom", "w:right")
    ]
    return el(
        "w:tbl",
        {},
        el(
            "w:tblPr",
            {},
            el("w:tblW", {"w:w": sum(map(twips_mm, widths)), "w:type": "dxa"}),
            el("w:tblInd", {"w:w": 0, "w:type": "dxa"}),
            *(() if edges is None else (el("w:tblBorders", {}, *edges),)),
            el("w:tblLayout", {"w:type": "fixed"}),
            el("w:tblCellMar", {}, *margins),
        ),
        el("w:tblGrid", {}, *(el("w:gridCol", {"w:w": twips_mm(width)}) for width in widths)),
    )
