"""Writes lines read from Excel into the draft (requirement G4), all or nothing, after a person saw the differences.

Called by the import page. Nodes are told apart by their code; what did not change is not touched.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext

from soat.access.actor import Actor
from soat.common.errors import Conflict
from soat.legal import services as legal
from soat.programmes.models import Area, Node, Outline, Review
from soat.programmes.outline_lines import Change, Line, diff
from soat.programmes.selectors.outlines import Tree, tree_of
from soat.programmes.services.citing import recite
from soat.programmes.services.outline_excel import Head
from soat.programmes.services.outlines import locked_draft
from soat.trail import services as trail

_PLAIN = ("kind", "number", "text", "unit", "required", "help", "weight", "check_rule")
_WRITTEN = [
    *_PLAIN, "parent", "area", "audience", "columns", "numerator", "denominator", "order", "revision", "review",
    "reviewed_at", "reviewed_by",
]  # fmt: skip


def apply(
    outline: Outline, head: Head | None, lines: Sequence[Line], *, fingerprint: str, by: Actor, now: datetime
) -> list[Change]:
    """Make the draft say what the lines say. `fingerprint` is the draft's when the differences were shown."""
    with transaction.atomic():
        draft = locked_draft(outline, by)
        tree = tree_of(draft)
        if tree.fingerprint != fingerprint:
            raise Conflict(
                gettext(
                    "Đề cương vừa được người khác sửa sau khi bạn xem khác biệt. Hãy nhập lại tệp để xem lại."
                )
            )
        changes = diff(tree.lines, lines)
        _write(draft, tree, lines, {change.line.code for change in changes}, by, now)
        if head is not None:
            for name, value in asdict(head).items():
                setattr(draft, name, value)
            draft.save(update_fields=list(asdict(head)))
        told = {kind: [one.line.code for one in changes if one.kind == kind] for kind in _KINDS}
        trail.record(
            "outline.edit", draft, by=by, now=now, programme_id=draft.programme_id,
            before={"fingerprint": fingerprint}, after={"fingerprint": tree_of(draft).fingerprint, **told},
        )  # fmt: skip
    return changes


_KINDS = ("added", "changed", "moved", "removed")


def _write(
    draft: Outline, tree: Tree, lines: Sequence[Line], changed: set[str], by: Actor, now: datetime
) -> None:
    nodes = {
        line.code: tree.by_code.get(line.code)
        or Node(outline=draft, programme_id=draft.programme_id, code=line.code)
        for line in lines
    }
    areas = {str(area): area for area in Area.objects.filter(programme_id=draft.programme_id)}
    places: dict[str, int] = {}
    added: list[Node] = []
    kept: list[Node] = []
    former = {node.pk: node.text for node in tree.by_id.values()}
    for line in lines:
        node = nodes[line.code]
        is_new = line.code not in tree.by_code
        order = places.get(line.parent, 0)
        places[line.parent] = order + 1
        if not is_new and line.code not in changed and node.order == order:
            continue
        _fill(node, line, nodes, areas)
        node.order = order
        node.revision += 0 if is_new else 1
        if line.code in changed:
            node.review, node.reviewed_at, node.reviewed_by = Review.CORRECTED, now, by.id
        (added if is_new else kept).append(node)
    gone: list[UUID] = [node.pk for code, node in tree.by_code.items() if code not in nodes]
    Node.objects.bulk_create(added)
    Node.objects.bulk_update(kept, _WRITTEN)
    legal.uncite(gone)
    Node.objects.filter(pk__in=gone).delete()
    said = [node for node in (*added, *kept) if former.get(node.pk) != node.text]
    recite(said, draft.programme, by=by, now=now)


def _fill(node: Node, line: Line, nodes: dict[str, Node], areas: dict[str, Area]) -> None:
    for name in _PLAIN:
        setattr(node, name, getattr(line, name))
    node.parent = nodes.get(line.parent)
    node.area = areas.get(line.area)
    node.audience, node.columns = list(line.audience), list(line.columns)
    node.numerator, node.denominator = nodes.get(line.numerator), nodes.get(line.denominator)


def packed(head: Head | None, lines: Sequence[Line]) -> dict[str, Any]:
    """What was read, as plain values for a signed form field; `unpacked` gives it back."""
    start = head and head.data_period_start
    return {
        "head": head and {**asdict(head), "data_period_start": start and start.isoformat()},
        "lines": [
            {**asdict(line), "weight": None if line.weight is None else str(line.weight)} for line in lines
        ],
    }


def unpacked(told: dict[str, Any]) -> tuple[Head | None, list[Line]]:
    """The inverse of `packed`."""
    head = told["head"]
    if head:
        start = head["data_period_start"]
        head = Head(**{**head, "data_period_start": datetime.fromisoformat(start).date() if start else None})
    return head, [
        Line(
            **{
                **line,
                "weight": None if line["weight"] is None else Decimal(line["weight"]),
                "audience": tuple(line["audience"]),
                "columns": tuple(line["columns"]),
            }
        )
        for line in told["lines"]
    ]
