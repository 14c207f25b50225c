"""Moving a node of a draft with all below it (requirement G4). Called by the edits of the outline editor."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from soat.access.actor import Actor
from soat.common.errors import Conflict, DomainError
from soat.programmes.models import Node, NodeKind
from soat.programmes.selectors.outlines import Tree
from soat.programmes.services import outline_values as values_of
from soat.programmes.services.outline_draft import first_number, opened, record, same, seen, settle
from soat.programmes.services.outlines import short
from soat.trail import services as trail


def move(
    node: Node, *, parent: Node | None, before: Node | None, revision: int, by: Actor, now: datetime
) -> Node:
    """Put the node with all below it under `parent`, in front of `before`, or last where that is None."""
    with transaction.atomic():
        _, tree = opened(node.outline, by)
        held = seen(tree, node, revision, by)
        under, front = same(tree, parent, by), same(tree, before, by)
        if front is not None and front.parent_id != (under.pk if under else None):
            raise Conflict(
                gettext("Mục “%(short)s” vừa được chuyển đi nơi khác. Hãy tải lại trang.")
                % {"short": short(front.text)}
            )
        _put(tree, held, under, front, by, now)
    return held


def shift(node: Node, direction: str, *, revision: int, by: Actor, now: datetime) -> Node:
    """Move one step: "up", "down", "in" (under the one above it), "out" (behind its parent)."""
    with transaction.atomic():
        _, tree = opened(node.outline, by)
        held = seen(tree, node, revision, by)
        under, front = _step(tree, held, direction)
        _put(tree, held, under, front, by, now)
    return held


def _put(tree: Tree, node: Node, under: Node | None, front: Node | None, by: Actor, now: datetime) -> None:
    if under is not None and (under is node or node in tree.above(under)):
        raise DomainError(gettext("Không thể chuyển một mục vào chính nó. Hãy chọn chỗ khác."))
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
        settle(without, left)
        node.number = first_number(tree, under) if node.kind == NodeKind.SECTION else node.number
    node.parent = under
    node.revision += 1
    node.save(update_fields=["parent", "number", "revision"])
    settle([*group[:at], node, *group[at:]], left if group is without else group)
    record(node, by, now, before, trail.snapshot(node, ("parent_id", "order")))


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
    raise DomainError(gettext("Mục này không chuyển tiếp được theo hướng đó."))
