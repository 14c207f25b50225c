"""Editing a draft of the outline (requirement G4): nodes added, changed, removed, confirmed.

Every editor locks the version first and says which revision of the node she saw, so that two never overwrite each
other: the second is told what the first did. Called by the outline editor.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext

from soat.access.actor import Actor
from soat.common.errors import Conflict, DomainError
from soat.common.ids import new_id
from soat.common.once import made_before
from soat.core.indicators import Check
from soat.legal import services as legal
from soat.programmes.models import Node, NodeKind, Outline, Review
from soat.programmes.outline_lines import is_untitled, users_of
from soat.programmes.selectors.outlines import Tree, tree_of
from soat.programmes.services import outline_values as values_of
from soat.programmes.services.citing import recite
from soat.programmes.services.outline_draft import first_number, mark, opened, record, same, seen, settle
from soat.programmes.services.outlines import short
from soat.trail import services as trail

EDITABLE = (
    "kind", "number", "text", "unit", "required", "help", "weight", "area_id", "audience", "numerator_id",
    "denominator_id", "check_rule", "columns",
)  # fmt: skip
_TOLD = (*EDITABLE, "parent_id", "order")
# Stored with the node, so in Vietnamese.
NAMED_AFTER = "Tên này đặt theo tên của tỷ lệ; hãy xem số đếm có đúng là tử số, mẫu số không."


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
        draft, tree = opened(outline, by)
        if (made := made_before(Node, key, {"kind": kind, "text": values_of.text(text)})) is not None:
            return made
        under = same(tree, parent, by)
        behind = same(tree, after, by)
        node = _new(draft, tree, kind, values_of.text(text), under)
        node.pk = key
        group = list(tree.below(under.pk if under else None))
        at = group.index(behind) + 1 if behind in group else len(group)
        values_of.check_place(node.kind, under)
        node.save(force_insert=True)
        settle([*group[:at], node, *group[at:]], group)
        recite([node], draft.programme, by=by, now=now)
        record(node, by, now, {}, trail.snapshot(node, _TOLD))
    return node


def change(node: Node, *, revision: int, by: Actor, now: datetime, **values: Any) -> Node:
    """Change fields of EDITABLE. What a kind does not have is emptied. A doubt is settled by it."""
    with transaction.atomic():
        draft, tree = opened(node.outline, by)
        held = seen(tree, node, revision, by)
        before = trail.snapshot(held, EDITABLE)
        for name in EDITABLE:
            setattr(held, name, values.get(name, getattr(held, name)))
        values_of.settle(held, tree)
        after = trail.snapshot(held, EDITABLE)
        if before == after:
            return held
        mark(held, Review.CORRECTED, by, now)
        held.save(update_fields=[*EDITABLE, "revision", "review", "reviewed_at", "reviewed_by"])
        if before["text"] != after["text"]:
            recite([held], draft.programme, by=by, now=now)
        record(held, by, now, before, after)
    return held


def confirm(node: Node, *, revision: int, by: Actor, now: datetime) -> Node:
    """A doubtful node was looked at and is right as it stands. One without a title needs one first."""
    with transaction.atomic():
        _, tree = opened(node.outline, by)
        held = seen(tree, node, revision, by)
        if is_untitled(held.text):
            raise DomainError(
                gettext("Mục này chưa có tiêu đề. Hãy ghi tiêu đề rồi lưu; lưu xong là đã xem."), "text"
            )
        before = {"review": held.review}
        mark(held, Review.CONFIRMED, by, now)
        held.save(update_fields=["revision", "review", "reviewed_at", "reviewed_by"])
        record(held, by, now, before, {"review": held.review})
    return held


def remove(node: Node, *, revision: int, by: Actor, now: datetime, is_confirmed: bool = False) -> list[Node]:
    """Remove the node and all below it; returns them. Raises StillUsed if others need it, unless confirmed."""
    with transaction.atomic():
        _, tree = opened(node.outline, by)
        held = seen(tree, node, revision, by)
        branch = tree.branch(held)
        users = _users(tree, branch)
        if users and not is_confirmed:
            told = ", ".join(f"“{short(user.text)}” ({user.code})" for user in users)
            raise StillUsed(
                gettext(
                    "Mục này còn dùng để tính hoặc kiểm tra %(told)s. Nếu vẫn bỏ, các mục đó sẽ phải hoàn thiện "
                    "lại."
                )
                % {"told": told}
            )
        _let_go(users, branch, by, now)
        group = tree.siblings(held)
        record(held, by, now, trail.snapshot(held, _TOLD), {})
        legal.uncite(one.pk for one in branch)
        Node.objects.filter(pk__in=[one.pk for one in branch]).delete()
        settle([one for one in group if one is not held], group)
    return branch


def add_counts(node: Node, *, revision: int, by: Actor, now: datetime) -> Node:
    """Two counts below a ratio that lacks them, named after it; the names are in doubt until she has looked at them."""
    with transaction.atomic():
        draft, tree = opened(node.outline, by)
        held = seen(tree, node, revision, by)
        if held.kind != NodeKind.RATIO:
            raise DomainError(
                gettext("Chỉ tỷ lệ mới có tử số và mẫu số. Hãy chọn một mục kiểu tỷ lệ."), "kind"
            )
        names = values_of.count_names(held.text)
        before = trail.snapshot(held, EDITABLE)
        for side, text in zip(("denominator", "numerator"), reversed(names), strict=True):
            if getattr(held, f"{side}_id") is None:
                count = _new(draft, tree, NodeKind.COUNT, text, held)
                count.review, count.doubt = Review.READ, NAMED_AFTER
                count.order = len(tree.below(held.pk))
                count.save(force_insert=True)
                tree = tree_of(draft)
                setattr(held, f"{side}_id", count.pk)
        mark(held, Review.CORRECTED, by, now)
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
        record(held, by, now, before, trail.snapshot(held, EDITABLE))
    return held


def accept_checks(outline: Outline, rules: Sequence[str], *, by: Actor, now: datetime) -> list[Check]:
    """Write proposed checks, named by their rule, onto their nodes. Those no longer proposed are left out."""
    with transaction.atomic():
        _, tree = opened(outline, by)
        accepted = [check for check in tree.proposed_checks if check.rule in rules]
        for check in accepted:
            node = tree.by_code[check.code]
            before = trail.snapshot(node, ("check_rule",))
            rule = f"{node.check_rule} và {check.rule}" if node.check_rule else check.rule
            node.check_rule = values_of.check_rule(rule, tree)
            node.revision += 1
            node.save(update_fields=["check_rule", "revision"])
            record(node, by, now, before, trail.snapshot(node, ("check_rule",)))
    return accepted


def _new(draft: Outline, tree: Tree, kind: str, text: str, parent: Node | None) -> Node:
    if kind not in NodeKind.values:
        raise DomainError(gettext("Kiểu mục này không có. Hãy chọn một kiểu trong danh sách."), "kind")
    return Node(
        programme_id=draft.programme_id,
        outline=draft,
        parent=parent,
        kind=kind,
        text=text,
        code=values_of.next_code(tree.by_code),
        unit="%" if kind == NodeKind.RATIO else "",
        area=parent.area if parent else None,
        number=first_number(tree, parent) if kind == NodeKind.SECTION else "",
    )


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
        record(user, by, now, before, trail.snapshot(user, EDITABLE))
