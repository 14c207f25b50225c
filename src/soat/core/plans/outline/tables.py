"""Tables of an outline: rows "STT | Chỉ tiêu | Đơn vị tính | Kết quả |" (requirement G3).

Where the rows name indicators, each row becomes a node as if it stood in its own line; else the table stays one
item with its column heads as children. Called by `read`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby

from soat.core.plans.lines import Line
from soat.core.plans.markers import marker_of
from soat.core.plans.model import Span, Text
from soat.core.plans.outline.node import OUTER, PLAIN, Node, node_of, part
from soat.core.plans.outline.tree import Tree

_CELL = re.compile(r"[^|]+")
_ORDER = re.compile(r"(?:stt|tt|so tt|so thu tu)\.?$")
_LABEL = re.compile(r"(?:ten |cac )?(?:noi dung|chi tieu|tieu chi|chi so|nhiem vu|thong tin|hang muc|linh vuc)")
_UNIT = re.compile(r"(?:don vi(?: tinh)?|dvt|dv tinh)$")
_VALUE = re.compile(r"(?:ket qua|so lieu|so luong|thuc hien|gia tri|ghi chu|tong so|ty le|ti le|nam \d{4}|ky bao cao)")


@dataclass(slots=True)
class Columns:
    """Places of the columns that tell what a row asks for."""

    label: int
    order: int | None
    unit: int | None


def add_table(tree: Tree, rows: list[Line]) -> list[Text]:
    """Put consecutive rows into the tree. Gives the rows that are no items (heads over a whole outline)."""
    heads = _cells(rows[0])
    columns = _columns(heads)
    indicators = [_row(line, columns) for line in rows[1:]] if columns else []
    nodes = [node for node in indicators if node]
    if nodes and (any(node.is_heading and node.rank <= OUTER for node in nodes) or not tree.root.children):
        for node in nodes:
            tree.add(node)
        return [line.whole() for line, node in zip(rows[1:], indicators, strict=True) if not node] + [rows[0].whole()]
    table = _table_node(tree, rows)
    if nodes:
        table.children.extend(_nested(nodes))
    else:
        table.columns = [head for head in heads if not _ORDER.match(head.plain)]
    return []


def row_groups(lines: list[Line]) -> list[tuple[bool, list[Line]]]:
    """The lines, rows of one table together."""
    return [(is_row, list(run)) for is_row, run in groupby(lines, key=lambda line: line.is_row)]


def _columns(heads: list[Line]) -> Columns | None:
    label = next((place for place, head in enumerate(heads) if _LABEL.match(head.plain)), None)
    order = next((place for place, head in enumerate(heads) if _ORDER.match(head.plain)), None)
    unit = next((place for place, head in enumerate(heads) if _UNIT.match(head.plain)), None)
    if label is None or not (unit is not None or any(_VALUE.match(head.plain) for head in heads)):
        return None
    return Columns(label, order, unit)


def _cells(line: Line) -> list[Line]:
    return [part(line, *cell.span()) for cell in _CELL.finditer(line.text) if cell[0].strip()]


def _row(line: Line, columns: Columns) -> Node | None:
    """The node of a row that names an indicator; None for one that repeats the heads or has none."""
    cells = [part(line, *cell.span()) if cell[0].strip() else None for cell in _CELL.finditer(line.text)]
    label = cells[columns.label] if columns.label < len(cells) else None
    if label is None or _LABEL.fullmatch(label.plain) or not any(letter.isalpha() for letter in label.text):
        return None
    node = node_of(label)
    node.span = line.span()
    order = cells[columns.order] if columns.order is not None else None
    if order and node.style == PLAIN or (order and node.label is None and not node.is_bullet):
        _number(node, order)
    unit = cells[columns.unit] if columns.unit is not None and columns.unit < len(cells) else None
    node.unit = unit.text if unit else None
    return node


def _number(node: Node, order: Line) -> None:
    marker = marker_of(f"{order.text.rstrip('.)')}. X", f"{order.plain.rstrip('.)')}. x")
    if marker.path:
        node.style, node.ordinal, node.label = marker.kind, marker.number, marker.label


def _table_node(tree: Tree, rows: list[Line]) -> Node:
    """The line that announces the table, or else the table's own first row."""
    last = tree.last
    span: Span = (rows[0].starts[0], rows[-1].ends[-1])
    if last.line and not last.is_heading and not last.children and not last.is_table and last.span and last.opens:
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
