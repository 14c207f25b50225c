"""Turns the tree of an outline into sections and items (requirement G3).

A heading with something under it is a section; one without is an item, unless its neighbours are sections:
then it is a section that asks for what its title says. A heading that asks for a figure, or yes or no, stays
an item.
"""

from __future__ import annotations

from collections.abc import Sequence

from soat.core.plans.found import within
from soat.core.plans.lines import Line
from soat.core.plans.model import Citation, OutlineItem, OutlineSection, Span
from soat.core.plans.outline.asks import Ask, asks_of, kind_of, unit_of, wants_attachment
from soat.core.plans.outline.audience import audience_in
from soat.core.plans.outline.node import OUTER, Node, part
from soat.core.plans.outline.tree import title_of

PARTLY_FOR = "Chỉ một phần của mục nói về đối tượng này: hãy xác định đơn vị nào phải trả lời mục."
MAYBE_COUNT = "Mục này có thể cần trả lời bằng lời thay vì bằng số: hãy chọn kiểu trả lời."


class Builder:
    """`reasons` gathers why a section or item is doubtful, by its identity."""

    def __init__(self, citations: Sequence[Citation]) -> None:
        self.reasons: dict[int, str] = {}
        self._citations = citations

    def sections(self, nodes: list[Node]) -> list[OutlineSection]:
        """The outermost sections; every node here is a heading."""
        return [self._section(node) for node in nodes]

    def _doubt(self, value: OutlineItem | OutlineSection, reason: str) -> None:
        value.confidence = 0.5
        self.reasons[id(value)] = reason

    def _section(self, node: Node) -> OutlineSection:
        title = title_of(node.line) if node.line else ""
        section = OutlineSection(node.label, title, span_of(node), audience=node.audience)
        if node.line and node.audience is None and (audience := audience_in(node.line)):
            section.audience = audience.text
        if node.reason:
            self._doubt(section, node.reason)
        if not node.children or _asks_itself(node):
            section.items = self._items(node)
        else:
            self._fill(section, node)
        return section

    def _fill(self, section: OutlineSection, node: Node) -> None:
        deep = any(child.is_heading and child.children and not _asks_itself(child) for child in node.children)
        for child in node.children:
            if _is_section(child, deep):
                section.sections.append(self._section(child))
            else:
                section.items.extend(self._items(child))

    def _items(self, node: Node) -> list[OutlineItem]:
        """The items of one line; what stands under it belongs to the first, or to the last that ends with
        ":"."""
        under = [item for child in node.children for item in self._items(child)]
        if node.line is None:
            return under
        items = self._asked(node, node.line)
        (items[-1] if node.opens else items[0]).items.extend(under)
        return items

    def _asked(self, node: Node, line: Line) -> list[OutlineItem]:
        asks = _asks(node, line)
        items = []
        for place, ask in enumerate(asks):
            piece = part(line, ask.start, ask.end)
            start = node.span[0] if place == 0 and node.span else piece.starts[0]
            end = node.span[1] if place == len(asks) - 1 and node.span else piece.ends[-1]
            items.append(self._item(ask, piece, (start, end)))
        for head, *below in node.columns:
            column = self._column(head)
            column.items = [self._column(inner, column) for inner in below]
            items[-1].items.append(column)
        return items

    def _column(self, head: Line, above: OutlineItem | None = None) -> OutlineItem:
        """A column asks for what its head says, or for what the head above it counts."""
        kind = kind_of(head.text)
        unit = unit_of(kind, head.text)
        if above and above.kind == "count" and kind in ("narrative", "count"):
            kind, unit = "count", unit or above.unit
        return self._item(Ask(0, len(head.text), kind, unit), head, head.span())

    def _item(self, ask: Ask, piece: Line, span: Span) -> OutlineItem:
        item = OutlineItem(ask.kind, piece.text, span, ask.unit, attachment=wants_attachment(piece.text))
        item.citations = within(self._citations, span)
        if ask.confidence < 1:
            self._doubt(item, MAYBE_COUNT)
        if audience := audience_in(piece):
            item.audience = audience.text
            if audience.confidence < 1:
                self._doubt(item, PARTLY_FOR)
        return item


def _asks(node: Node, line: Line) -> list[Ask]:
    whole = Ask(0, len(line.text), "narrative", None)
    if node.is_table:
        whole.kind = "table"
        return [whole]
    if node.unit:
        whole.kind, whole.unit = ("ratio", "%") if "%" in node.unit else ("count", node.unit)
        return [whole]
    asks = asks_of(line.text)
    group = node.children and line.text.endswith(":") and asks[-1].kind in ("list", "yes_no", "table")
    return [whole] if group and len(asks) == 1 else asks


def _is_section(node: Node, deep: bool) -> bool:
    if not node.is_heading:
        return False
    if node.line is None or node.rank <= OUTER:
        return True
    return deep and not _asks_itself(node)


def _asks_itself(node: Node) -> bool:
    """Whether a heading is more than a title: it wants a figure, or yes or no."""
    if node.line is None or node.rank <= OUTER:
        return False
    return any(ask.kind in ("count", "ratio", "yes_no") for ask in _asks(node, node.line))


def span_of(node: Node) -> Span:
    """The node's line; for a lost heading, what stands under it."""
    if node.span:
        return node.span
    spans = [span_of(child) for child in node.children]
    return min(start for start, _ in spans), max(end for _, end in spans)
