"""A small outline for the tests: two sections, a ratio of two counts, a doubtful item."""

from __future__ import annotations

from typing import Any

from tests.cast import NOW, SYSTEM

from soat.access.actor import acting_as
from soat.programmes.models import Node, Outline, Programme
from soat.programmes.selectors.outlines import Tree, tree_of


def make_outline(programme: Programme, *, state: str = "draft", version: int = 1) -> Outline:
    """I (m1): text m2, counts m3, m4, ratio m5 = m3/m4; II (m6): yes/no m7 for departments, doubtful narrative m8."""
    with acting_as(SYSTEM):
        outline = Outline.objects.create(
            programme=programme, version=version, title="Đề cương", created_at=NOW, created_by=SYSTEM.id
        )
        one = put(outline, None, "section", "CHỈ ĐẠO", "m1", number="I")
        put(outline, one, "narrative", "Chỉ đạo cải cách hành chính.", "m2")
        done = put(outline, one, "count", "Số nhiệm vụ đã xong", "m3", unit="nhiệm vụ")
        total = put(outline, one, "count", "Tổng số nhiệm vụ", "m4", unit="nhiệm vụ")
        put(outline, one, "ratio", "Tỷ lệ hoàn thành", "m5", unit="%", numerator=done, denominator=total)
        two = put(outline, None, "section", "KẾT QUẢ", "m6", number="II")
        put(outline, two, "yes_no", "Có áp dụng ISO?", "m7", audience=["department"])
        put(
            outline,
            two,
            "narrative",
            "Nêu kiến nghị.",
            "m8",
            doubt="Chưa rõ kiểu trả lời.",
            span_start=0,
            span_end=3,
        )
        if state != "draft":
            settle(outline, state)
    return outline


def settle(outline: Outline, state: str) -> None:
    with acting_as(SYSTEM):
        Node.objects.filter(outline=outline).update(
            review="confirmed", reviewed_at=NOW, reviewed_by=SYSTEM.id
        )
        outline.state, outline.issued_at, outline.issued_by = state, NOW, SYSTEM.id
        outline.save()


def put(outline: Outline, parent: Node | None, kind: str, text: str, code: str, **more: Any) -> Node:
    order = Node.objects.filter(outline=outline, parent=parent).count()
    return Node.objects.create(
        programme=outline.programme,
        outline=outline,
        parent=parent,
        kind=kind,
        text=text,
        code=code,
        order=order,
        **more,
    )


def tree(outline: Outline) -> Tree:
    with acting_as(SYSTEM):
        return tree_of(outline)


def node(outline: Outline, code: str) -> Node:
    found = tree(outline).by_code[code]
    found.outline = outline
    return found


def shape(outline: Outline) -> list[str]:
    """Each node as "depth number? code", in document order."""
    return [f"{place.depth}{place.node.number}:{place.node.code}" for place in tree(outline).places]
