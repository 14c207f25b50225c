"""The first version of the report outline from a read plan (requirement G3). Called by `services.import_plan`.

A node's audience is its own or its parent's, its area that of the section it stands in. Ratios are tied to the nodes
of their counts by span, so that two counts of the same words are never mixed up.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from soat.access.actor import Actor
from soat.core.plans.dates import find_moments
from soat.core.plans.model import DOUBTFUL, OutlineItem, OutlineSection, Span
from soat.core.plans.model import Outline as ReadOutline
from soat.core.text import fold
from soat.programmes.models import Area, Node, NodeKind, Outline
from soat.programmes.services.reading.parties import Areas, audience_of
from soat.programmes.services.reading.rows import Rows


def outline_of(read: ReadOutline, rows: Rows, *, by: Actor, now: datetime) -> Outline:
    """The draft version 1, unsaved; its nodes go to `rows`, parents before children."""
    period = read.data_period.text if read.data_period else ""
    outline = Outline(
        programme=rows.programme,
        version=1,
        title=" ".join((read.title or "Đề cương báo cáo").split())[:500],
        audience_text=(read.audience.text if read.audience else "")[:500],
        data_period_text=period[:500],
        data_period_start=_start(period, rows.programme.year),
        created_at=now,
        created_by=by.id,
    )
    _Builder(outline, rows, read).build()
    return outline


def _start(words: str, year: int | None) -> date | None:
    moments = find_moments(fold(words), year)
    return moments[0].first if moments else None


class _Builder:
    def __init__(self, outline: Outline, rows: Rows, read: ReadOutline) -> None:
        self.outline, self.rows, self.read = outline, rows, read
        self.areas = rows.of(Area)
        self.like = Areas([area.title for area in self.areas], [s.title for s in _sections(read.sections)])
        self.counts: dict[Span, Node] = {}
        self.ratios: list[tuple[Node, OutlineItem]] = []

    def build(self) -> None:
        for place, section in enumerate(self.read.sections):
            self._section(section, f"outline.sections[{place}]", None)
        for node, item in self.ratios:
            node.numerator = self._count(item.numerator_span)
            node.denominator = self._count(item.denominator_span)
        for place, row in enumerate(self.rows.of(Node), start=1):
            row.code = f"m{place}"

    def _count(self, span: Span | None) -> Node | None:
        return self.counts.get(span) if span else None

    def _section(self, read: OutlineSection, path: str, parent: Node | None) -> None:
        node = self._node(NodeKind.SECTION, read.title, read.audience, parent)
        node.number = (read.number or "")[:20]
        place = self.like.like(read.title)
        if place is not None:
            node.area = self.areas[place]
        self.rows.add(path, node, read)
        inside: list[tuple[Span, str, OutlineItem | OutlineSection]] = [
            *((item.span, f"{path}.items[{n}]", item) for n, item in enumerate(read.items)),
            *((section.span, f"{path}.sections[{n}]", section) for n, section in enumerate(read.sections)),
        ]
        for _, inner, part in sorted(inside, key=lambda each: each[0]):  # as they stand in the plan
            if isinstance(part, OutlineSection):
                self._section(part, inner, node)
            else:
                self._item(part, inner, node)

    def _item(self, read: OutlineItem, path: str, parent: Node) -> None:
        # A doubtful audience hides the item from nobody until somebody has looked.
        audience = read.audience if read.confidence >= DOUBTFUL else None
        node = self._node(NodeKind(read.kind), read.text, audience, parent)
        node.unit = (read.unit or "")[:60]
        self.rows.add(path, node, read)
        if node.kind == NodeKind.COUNT:
            self.counts[read.span] = node
        if node.kind == NodeKind.RATIO:
            self.ratios.append((node, read))
        for inner, item in enumerate(read.items):
            self._item(item, f"{path}.items[{inner}]", node)
        if read.attachment:
            papers = self._node(NodeKind.ATTACHMENT, "Tài liệu kèm theo mục này", None, node)
            self.rows.add(f"{path}.attachment", papers, read)

    def _node(self, kind: NodeKind, text: str, audience: str | None, parent: Node | None) -> Node:
        return Node(
            programme=self.rows.programme,
            outline=self.outline,
            parent=parent,
            kind=kind,
            text=text or "(chưa có tiêu đề)",
            audience=audience_of(audience) or (parent.audience if parent else []),
            area=parent.area if parent else None,
        )


def _sections(sections: list[OutlineSection]) -> Iterator[OutlineSection]:
    for section in sections:
        yield section
        yield from _sections(section.sections)
