"""Tables of an outline: rows "STT | Chỉ tiêu | Đơn vị tính | Kết quả |" (requirement G3).

Where the rows name indicators, each row becomes a node as if it stood in its own line; else the table stays
one item with its column heads as children. Called by `read`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby

from soat.core.plans.lines import Line
from soat.core.plans.markers import marker_of
from soat.core.plans.model import Span, Text
from soat.core.plans.outline.asks import kind_of
from soat.core.plans.outline.node import OUTER, PLAIN, Node, node_of, part
from soat.core.plans.outline.tree import Tree

_ORDER = re.compile(r"(?:stt|tt|so tt|so thu tu)\.?$")
_LABEL = re.compile(r"(?:ten |cac )?(?:noi dung|chi tieu|tieu chi|chi so|nhiem vu|thong tin|hang muc)")
_UNIT = re.compile(r"(?:don vi(?: tinh)?|dvt|dv tinh)$")
_VALUE = re.compile(
    r"ket qua|so lieu|so luong|thuc hien|gia tri|ghi chu|tong so$|ty le$|ti le$|nam \d{4}|ky bao cao"
)


@dataclass(slots=True)
class Columns:
    """Places of the columns that tell what a row asks for."""

    label: int
    order: int | None
    unit: int | None


def add_table(tree: Tree, rows: list[Line]) -> list[Text]:
    """Put consecutive rows into the tree. Gives the rows that are no items (heads over a whole outline)."""
    columns = _columns(_cells(rows[0]))
    found = [(line, _row(line, columns) if columns else None) for line in rows]
    nodes = [node for _, node in found if node]
    if nodes and (any(node.is_heading and node.rank <= OUTER for node in nodes) or not tree.root.children):
        for node in nodes:
            tree.add(node)
        return [line.whole() for line, node in found if not node]
    table = _table_node(tree, rows)
    if nodes:
        table.children.extend(_nested(nodes))
    else:
        table.columns = _heads(rows)
    return []


def row_groups(lines: list[Line]) -> list[tuple[bool, list[Line]]]:
    """The lines, rows of one table together."""
    return [(is_row, list(run)) for is_row, run in groupby(lines, key=lambda line: line.is_row)]


def _columns(heads: list[Line | None]) -> Columns | None:
    label = _place(heads, _LABEL)
    unit = _place(heads, _UNIT)
    if label is None or (unit is None and _place(heads, _VALUE) is None):
        return None
    return Columns(label, _place(heads, _ORDER), unit)


def _place(heads: list[Line | None], wanted: re.Pattern[str]) -> int | None:
    return next((place for place, head in enumerate(heads) if head and wanted.match(head.plain)), None)


def _cells(line: Line) -> list[Line | None]:
    """The cells of a row; None for an empty one."""
    cells: list[Line | None] = []
    start = 0
    for cell in line.text.split("|"):
        cells.append(part(line, start, start + len(cell)) if cell.strip() else None)
        start += len(cell) + 1
    return cells


def _cell(cells: list[Line | None], place: int | None) -> Line | None:
    return cells[place] if place is not None and place < len(cells) else None


def _heads(rows: list[Line]) -> list[list[Line]]:
    """Column heads; each with the heads under it where the second row divides a column."""
    upper = _cells(rows[0])
    lower = (
        _cells(rows[1]) if len(rows) > 1 and upper[0] and not rows[1].text.lstrip("| ")[:1].isdigit() else []
    )
    heads: list[list[Line]] = []
    for place, head in enumerate(upper):
        if head and not _ORDER.match(head.plain):
            heads.append([head])
        below = _cell(lower, place) if not lower or lower[0] is None else None
        if below and heads and (head is None or _cell(upper, place + 1) is None):
            heads[-1].append(below)
    return heads


def _row(line: Line, columns: Columns) -> Node | None:
    """The node of a row that names an indicator; None for the heads and for rows without one."""
    cells = _cells(line)
    label = _cell(cells, columns.label)
    if label is None or _LABEL.fullmatch(label.plain) or not any(letter.isalpha() for letter in label.text):
        return None
    node = node_of(label)
    node.span = line.span()
    order = _cell(cells, columns.order)
    if order and node.label is None and not node.is_bullet:
        _number(node, order)
    unit = _cell(cells, columns.unit)
    node.unit = unit.text if unit and unit.text.strip(" .…-/") else None
    return node


def _number(node: Node, order: Line) -> None:
    marker = marker_of(f"{order.text.rstrip('.)')}. X", f"{order.plain.rstrip('.)')}. x")
    if marker.path:
        node.style, node.ordinal, node.label = marker.kind, marker.number, marker.label


def _table_node(tree: Tree, rows: list[Line]) -> Node:
    """The line that announces the table, or else the table's own first row."""
    last = tree.last
    span: Span = (rows[0].starts[0], rows[-1].ends[-1])
    if (
        last.span
        and not last.is_heading
        and not last.is_table
        and (last.opens or kind_of(last.text) == "table")
    ):
        last.is_table = True
        last.span = (last.span[0], span[1])
        return last
    table = Node(PLAIN, rows[0], span, is_table=True)
    tree.add(table)
    return table


def _nested(nodes: list[Node]) -> list[Node]:
    tree = Tree()
    for node in nodes:
        tree.add(node)
    return tree.root.children
