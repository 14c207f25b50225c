"""What every edit of a draft does (requirement G4): lock it, find the node as she saw it, number siblings, record.

Called by `outline_nodes` and `outline_places`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext, gettext_noop

from soat.access.actor import Actor
from soat.common.errors import Conflict
from soat.programmes.models import Node, NodeKind, Outline
from soat.programmes.outline_lines import LABELS
from soat.programmes.selectors.outlines import Tree, tree_of
from soat.programmes.services import outline_values as values_of
from soat.programmes.services.outlines import locked_draft, short
from soat.trail import services as trail
from soat.trail.models import Event

_LABELS = {
    **LABELS,
    "area_id": gettext_noop("Lĩnh vực"),
    "numerator_id": gettext_noop("Tử số"),
    "denominator_id": gettext_noop("Mẫu số"),
}
_MOVED = {"parent_id", "order"}


def opened(outline: Outline, by: Actor) -> tuple[Outline, Tree]:
    draft = locked_draft(outline, by)
    return draft, tree_of(draft)


def seen(tree: Tree, node: Node, revision: int, by: Actor) -> Node:
    """The node as it is now, if she saw it so; else Conflict that says what the other did."""
    held = tree.by_id.get(node.pk)
    if held is None or held.revision != revision:
        raise Conflict(_what_happened(node.pk, by))
    return held


def same(tree: Tree, node: Node | None, by: Actor) -> Node | None:
    if node is None:
        return None
    if node.pk not in tree.by_id:
        raise Conflict(_what_happened(node.pk, by))
    return tree.by_id[node.pk]


def _what_happened(node_id: UUID, by: Actor) -> str:
    event = Event.objects.filter(subject_id=node_id).order_by("-at", "-seq").first()
    if event is None:
        return gettext("Mục này vừa được thay đổi. Hãy tải lại trang rồi làm lại.")
    told = json.loads(event.payload)
    who = gettext("Bạn, ở một cửa sổ khác,") if event.actor_id == by.id else event.actor_name
    return gettext("%(who)s %(done)s “%(short)s” lúc %(localtime)s. Hãy tải lại trang rồi làm lại.") % {
        "who": who,
        "done": _done(told["before"], told["after"]),
        "short": short(event.subject_name),
        "localtime": f"{timezone.localtime(event.at):%H:%M}",
    }


def _done(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    if not after:
        return gettext("đã bỏ mục")
    changed = {name for name in after if before.get(name) != after[name]}
    if changed <= _MOVED:
        return gettext("đã chuyển chỗ mục")
    names = [gettext(label).lower() for name, label in _LABELS.items() if name in changed]
    return (
        gettext("đã sửa %(join)s của mục") % {"join": ", ".join(names)}
        if names
        else gettext("đã xác nhận mục")
    )


def settle(group: Sequence[Node], former: Sequence[Node]) -> None:
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


def first_number(tree: Tree, parent: Node | None) -> str:
    """What a section alone under `parent` is numbered; `settle` goes on from its siblings where there are some."""
    if any(one.kind == NodeKind.SECTION for one in tree.below(parent.pk if parent else None)):
        return ""
    depth = len(tree.above(parent)) + 1 if parent else 0
    return ("I", "1", "a")[min(depth, 2)]


def mark(node: Node, review: str, by: Actor, now: datetime) -> None:
    node.review, node.reviewed_at, node.reviewed_by = review, now, by.id
    node.revision += 1


def record(node: Node, by: Actor, now: datetime, before: dict[str, Any], after: dict[str, Any]) -> None:
    trail.record(
        "outline.edit", node, by=by, now=now, before=before, after=after, programme_id=node.programme_id
    )
