"""Editing a draft of the outline (requirement G4): nodes added, changed, moved, removed, confirmed.

Every editor locks the version first and says which revision of the node she saw, so that two never overwrite each
other: the second is told what the first did. Called by the outline editor.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from soat.access.actor import Actor
from soat.common.errors import Conflict, DomainError
from soat.common.ids import new_id
from soat.common.once import made_before
from soat.core.indicators import Check
from soat.legal import services as legal
from soat.programmes.models import Node, NodeKind, Outline, Review
from soat.programmes.outline_lines import LABELS, is_untitled, users_of
from soat.programmes.selectors.outlines import Tree, tree_of
from soat.programmes.services import outline_values as values_of
from soat.programmes.services.citing import recite
from soat.programmes.services.outlines import locked_draft, short
from soat.trail import services as trail
from soat.trail.models import Event

EDITABLE = (
    "kind", "number", "text", "unit", "required", "help", "weight", "area_id", "audience", "numerator_id",
    "denominator_id", "check_rule", "columns",
)  # fmt: skip
_TOLD = (*EDITABLE, "parent_id", "order")
_LABELS = {**LABELS, "area_id": "Lĩnh vực", "numerator_id": "Tử số", "denominator_id": "Mẫu số"}
_MOVED = {"parent_id", "order"}


class StillUsed(Conflict):
    """A node that others are computed from; removing it must be confirmed."""


def add(
    outline: Outline,
    *,
    kind: str,
    text: str,
    parent: Node | None,
    after: Node | None,
    by: Actor,
    now: datetime,
    key: UUID | None = None,
) -> Node:
    """A new node under `parent` (None: at the top), behind `after`, or last where that is None.

    `key`: of the form (common/once.py); sent twice it gives the same node.
    """
    key = key or new_id()
    with transaction.atomic():
        draft, tree = _opened(outline, by)
        if (made := made_before(Node, key, {"kind": kind, "text": values_of.text(text)})) is not None:
            return made
        under = _same(tree, parent, by)
        behind = _same(tree, after, by)
        node = _new(draft, tree, kind, values_of.text(text), under)
        node.pk = key
        group = list(tree.below(under.pk if under else None))
        at = group.index(behind) + 1 if behind in group else len(group)
        values_of.check_place(node.kind, under)
        node.save(force_insert=True)
        _settle([*group[:at], node, *group[at:]], group)
        recite([node], draft.programme, by=by, now=now)
        _record(node, by, now, {}, trail.snapshot(node, _TOLD))
    return node


def change(node: Node, *, revision: int, by: Actor, now: datetime, **values: Any) -> Node:
    """Change fields of EDITABLE. What a kind does not have is emptied. A doubt is settled by it."""
    with transaction.atomic():
        draft, tree = _opened(node.outline, by)
        held = _seen(tree, node, revision, by)
        before = trail.snapshot(held, EDITABLE)
        for name in EDITABLE:
            setattr(held, name, values.get(name, getattr(held, name)))
        values_of.settle(held, tree)
        after = trail.snapshot(held, EDITABLE)
        if before == after:
            return held
        _mark(held, Review.CORRECTED, by, now)
        held.save(update_fields=[*EDITABLE, "revision", "review", "reviewed_at", "reviewed_by"])
        if before["text"] != after["text"]:
            recite([held], draft.programme, by=by, now=now)
        _record(held, by, now, before, after)
    return held


def confirm(node: Node, *, revision: int, by: Actor, now: datetime) -> Node:
    """A doubtful node was looked at and is right as it stands. One without a title needs one first."""
    with transaction.atomic():
        _, tree = _opened(node.outline, by)
        held = _seen(tree, node, revision, by)
        if is_untitled(held.text):
            raise DomainError("Mục này chưa có tiêu đề. Hãy ghi tiêu đề rồi lưu; lưu xong là đã xem.", "text")
        before = {"review": held.review}
        _mark(held, Review.CONFIRMED, by, now)
        held.save(update_fields=["revision", "review", "reviewed_at", "reviewed_by"])
        _record(held, by, now, before, {"review": held.review})
    return held


def move(
    node: Node, *, parent: Node | None, before: Node | None, revision: int, by: Actor, now: datetime
) -> Node:
    """Put the node with all below it under `parent`, in front of `before`, or last where that is None."""
    with transaction.atomic():
        _, tree = _opened(node.outline, by)
        held = _seen(tree, node, revision, by)
        under, front = _same(tree, parent, by), _same(tree, before, by)
        if front is not None and front.parent_id != (under.pk if under else None):
            raise Conflict(f"Mục “{short(front.text)}” vừa được chuyển đi nơi khác. Hãy tải lại trang.")
        _put(tree, held, under, front, by, now)
    return held


def shift(node: Node, direction: str, *, revision: int, by: Actor, now: datetime) -> Node:
    """Move one step: "up", "down", "in" (under the one above it), "out" (behind its parent)."""
    with transaction.atomic():
        _, tree = _opened(node.outline, by)
        held = _seen(tree, node, revision, by)
        under, front = _step(tree, held, direction)
        _put(tree, held, under, front, by, now)
    return held


def remove(node: Node, *, revision: int, by: Actor, now: datetime, is_confirmed: bool = False) -> list[Node]:
    """Remove the node and all below it; returns them. Raises StillUsed if others need it, unless confirmed."""
    with transaction.atomic():
        _, tree = _opened(node.outline, by)
        held = _seen(tree, node, revision, by)
        branch = tree.branch(held)
        users = _users(tree, branch)
        if users and not is_confirmed:
            told = ", ".join(f"“{short(user.text)}” ({user.code})" for user in users)
            raise StillUsed(
                f"Mục này còn dùng để tính hoặc kiểm tra {told}. Nếu vẫn bỏ, các mục đó sẽ phải hoàn thiện lại."
            )
        _let_go(users, branch, by, now)
        group = tree.siblings(held)
        _record(held, by, now, trail.snapshot(held, _TOLD), {})
        legal.uncite(one.pk for one in branch)
        Node.objects.filter(pk__in=[one.pk for one in branch]).delete()
        _settle([one for one in group if one is not held], group)
    return branch


def add_counts(node: Node, *, revision: int, by: Actor, now: datetime) -> Node:
    """Two counts below a ratio that lacks them, named after it. She made them: nothing of the plan is in doubt."""
    with transaction.atomic():
        draft, tree = _opened(node.outline, by)
        held = _seen(tree, node, revision, by)
        if held.kind != NodeKind.RATIO:
            raise DomainError("Chỉ tỷ lệ mới có tử số và mẫu số. Hãy chọn một mục kiểu tỷ lệ.", "kind")
        names = values_of.count_names(held.text)
        before = trail.snapshot(held, EDITABLE)
        for side, text in zip(("denominator", "numerator"), reversed(names), strict=True):
            if getattr(held, f"{side}_id") is None:
                count = _new(draft, tree, NodeKind.COUNT, text, held)
                count.review, count.reviewed_at, count.reviewed_by = Review.CONFIRMED, now, by.id
                count.order = len(tree.below(held.pk))
                count.save(force_insert=True)
                tree = tree_of(draft)
                setattr(held, f"{side}_id", count.pk)
        _mark(held, Review.CORRECTED, by, now)
        held.save(
            update_fields=[
                "numerator_id",
                "denominator_id",
                "revision",
                "review",
                "reviewed_at",
                "reviewed_by",
            ]
        )
        _record(held, by, now, before, trail.snapshot(held, EDITABLE))
    return held


def accept_checks(outline: Outline, rules: Sequence[str], *, by: Actor, now: datetime) -> list[Check]:
    """Write proposed checks, named by their rule, onto their nodes. Those no longer proposed are left out."""
    with transaction.atomic():
        _, tree = _opened(outline, by)
        accepted = [check for check in tree.proposed_checks if check.rule in rules]
        for check in accepted:
            node = tree.by_code[check.code]
            before = trail.snapshot(node, ("check_rule",))
            rule = f"{node.check_rule} và {check.rule}" if node.check_rule else check.rule
            node.check_rule = values_of.check_rule(rule, tree)
            node.revision += 1
            node.save(update_fields=["check_rule", "revision"])
            _record(node, by, now, before, trail.snapshot(node, ("check_rule",)))
    return accepted


def _opened(outline: Outline, by: Actor) -> tuple[Outline, Tree]:
    draft = locked_draft(outline, by)
    return draft, tree_of(draft)


def _seen(tree: Tree, node: Node, revision: int, by: Actor) -> Node:
    """The node as it is now, if she saw it so; else Conflict that says what the other did."""
    held = tree.by_id.get(node.pk)
    if held is None or held.revision != revision:
        raise Conflict(_what_happened(node.pk, by))
    return held


def _same(tree: Tree, node: Node | None, by: Actor) -> Node | None:
    if node is None:
        return None
    if node.pk not in tree.by_id:
        raise Conflict(_what_happened(node.pk, by))
    return tree.by_id[node.pk]


def _what_happened(node_id: UUID, by: Actor) -> str:
    event = Event.objects.filter(subject_id=node_id).order_by("-at", "-seq").first()
    if event is None:
        return "Mục này vừa được thay đổi. Hãy tải lại trang rồi làm lại."
    told = json.loads(event.payload)
    who = "Bạn, ở một cửa sổ khác," if event.actor_id == by.id else event.actor_name
    return (
        f"{who} {_done(told['before'], told['after'])} “{short(event.subject_name)}” "
        f"lúc {timezone.localtime(event.at):%H:%M}. Hãy tải lại trang rồi làm lại."
    )


def _done(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    if not after:
        return "đã bỏ mục"
    changed = {name for name in after if before.get(name) != after[name]}
    if changed <= _MOVED:
        return "đã chuyển chỗ mục"
    names = [label.lower() for name, label in _LABELS.items() if name in changed]
    return f"đã sửa {', '.join(names)} của mục" if names else "đã xác nhận mục"


def _new(draft: Outline, tree: Tree, kind: str, text: str, parent: Node | None) -> Node:
    if kind not in NodeKind.values:
        raise DomainError("Kiểu mục này không có. Hãy chọn một kiểu trong danh sách.", "kind")
    return Node(
        programme_id=draft.programme_id,
        outline=draft,
        parent=parent,
        kind=kind,
        text=text,
        code=values_of.next_code(tree.by_code),
        unit="%" if kind == NodeKind.RATIO else "",
        area=parent.area if parent else None,
        number=_first_number(tree, parent) if kind == NodeKind.SECTION else "",
    )


def _first_number(tree: Tree, parent: Node | None) -> str:
    """What a section alone under `parent` is numbered; `_settle` goes on from its siblings where there are some."""
    if any(one.kind == NodeKind.SECTION for one in tree.below(parent.pk if parent else None)):
        return ""
    depth = len(tree.above(parent)) + 1 if parent else 0
    return ("I", "1", "a")[min(depth, 2)]


def _put(tree: Tree, node: Node, under: Node | None, front: Node | None, by: Actor, now: datetime) -> None:
    if under is not None and (under is node or node in tree.above(under)):
        raise DomainError("Không thể chuyển một mục vào chính nó. Hãy chọn chỗ khác.")
    values_of.check_place(node.kind, under)
    before = trail.snapshot(node, ("parent_id", "order"))
    left = tree.siblings(node)
    without = [one for one in left if one is not node]
    group = (
        without
        if node.parent_id == (under.pk if under else None)
        else tree.below(under.pk if under else None)
    )
    at = group.index(front) if front in group else len(group)
    if without is not group:
        _settle(without, left)
        node.number = _first_number(tree, under) if node.kind == NodeKind.SECTION else node.number
    node.parent = under
    node.revision += 1
    node.save(update_fields=["parent", "number", "revision"])
    _settle([*group[:at], node, *group[at:]], left if group is without else group)
    _record(node, by, now, before, trail.snapshot(node, ("parent_id", "order")))


def _step(tree: Tree, node: Node, direction: str) -> tuple[Node | None, Node | None]:
    """(new parent, the sibling to stand in front of) for one step. Raises DomainError where there is no way."""
    group, parent = tree.siblings(node), tree.parent(node)
    at = group.index(node)
    if direction == "up" and at > 0:
        return parent, group[at - 1]
    if direction == "down" and at + 1 < len(group):
        return parent, group[at + 2] if at + 2 < len(group) else None
    if direction == "in" and at > 0:
        return group[at - 1], None
    if direction == "out" and parent is not None:
        uncles = tree.siblings(parent)
        behind = uncles.index(parent) + 1
        return tree.parent(parent), uncles[behind] if behind < len(uncles) else None
    raise DomainError("Mục này không chuyển tiếp được theo hướng đó.")


def _settle(group: Sequence[Node], former: Sequence[Node]) -> None:
    """Number the siblings anew: `order` from 0, and the sections' own numbers where these ran on (I, II, III)."""
    changed: list[Node] = []
    numbers = values_of.numbers_like(
        [one.number for one in former if one.kind == NodeKind.SECTION],
        sum(one.kind == NodeKind.SECTION for one in group),
    )
    sections = 0
    for place, node in enumerate(group):
        number = node.number
        if node.kind == NodeKind.SECTION and numbers:
            number, sections = numbers[sections], sections + 1
        if (node.order, node.number) != (place, number):
            node.order, node.number = place, number
            changed.append(node)
    Node.objects.bulk_update(changed, ["order", "number"])


def _users(tree: Tree, branch: Sequence[Node]) -> list[Node]:
    """Nodes outside the branch that are computed or checked from a node in it."""
    return [tree.by_code[line.code] for line in users_of(tree.lines, {node.code for node in branch})]


def _let_go(users: Sequence[Node], branch: Sequence[Node], by: Actor, now: datetime) -> None:
    """Empty numerators and denominators that point into the branch; checks stay and are shown as wrong."""
    gone = {node.pk for node in branch}
    for user in users:
        before = trail.snapshot(user, EDITABLE)
        user.numerator_id = None if user.numerator_id in gone else user.numerator_id
        user.denominator_id = None if user.denominator_id in gone else user.denominator_id
        user.revision += 1
        user.save(update_fields=["numerator_id", "denominator_id", "revision"])
        _record(user, by, now, before, trail.snapshot(user, EDITABLE))


def _mark(node: Node, review: str, by: Actor, now: datetime) -> None:
    node.review, node.reviewed_at, node.reviewed_by = review, now, by.id
    node.revision += 1


def _record(node: Node, by: Actor, now: datetime, before: dict[str, Any], after: dict[str, Any]) -> None:
    trail.record(
        "outline.edit", node, by=by, now=now, before=before, after=after, programme_id=node.programme_id
    )
