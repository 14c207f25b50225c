"""Versions of the report outline (requirement G4): drafted, issued, retired. One draft and one in use at most.

The version in use is what new reports start from; a report keeps the version it started with, since a version that
was issued never changes (a trigger sees to it). Called by the outline pages and the start of a programme.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext

from soat.access.actor import Actor
from soat.common.errors import Conflict, Incomplete, Missing
from soat.common.ids import new_id
from soat.legal import services as legal
from soat.programmes import rules
from soat.programmes.models import Node, Outline, Programme
from soat.programmes.rules import OutlineState
from soat.programmes.selectors.outlines import Tree, tree_of
from soat.trail import services as trail

_HEAD = ("title", "audience_text", "data_period_text", "data_period_start")
_OWN = ("id", "outline_id", "parent_id", "numerator_id", "denominator_id", "revision")


def start_draft(programme: Programme, *, by: Actor, now: datetime) -> Outline:
    """A draft that copies the version in use, same keys and codes; an empty first one where there is none."""
    with transaction.atomic():
        programme = _locked(programme, by)
        versions = list(Outline.objects.filter(programme=programme))
        if any(one.state == OutlineState.DRAFT for one in versions):
            raise Conflict(
                gettext("Chương trình đã có một bản dự thảo đề cương. Hãy tải lại trang và soạn tiếp bản đó.")
            )
        former = next((one for one in versions if one.state == OutlineState.IN_USE), None)
        draft = Outline(
            programme=programme,
            version=max((one.version for one in versions), default=0) + 1,
            created_at=now,
            created_by=by.id,
            **{name: getattr(former, name) for name in _HEAD if former},
        )
        draft.title = draft.title or "Đề cương báo cáo"
        draft.save(force_insert=True)
        if former:
            former_tree = tree_of(former)
            copied = copies(former_tree, draft)
            Node.objects.bulk_create(copied)
            former_ids = (place.node.pk for place in former_tree.places)
            legal.copy_citations(dict(zip(former_ids, (node.pk for node in copied), strict=True)))
        _record(draft, by, now, {}, {"version": draft.version, "copied_from": former and former.version})
    return draft


def copies(tree: Tree, draft: Outline) -> list[Node]:
    """The tree's nodes again for another version, unsaved, parents before children."""
    ids: dict[UUID | None, UUID] = {place.node.pk: new_id() for place in tree.places}
    return [_copy(place.node, draft, ids) for place in tree.places]


def _copy(node: Node, draft: Outline, ids: dict[UUID | None, UUID]) -> Node:
    values = {
        one.attname: getattr(node, one.attname)
        for one in Node._meta.concrete_fields
        if one.attname not in _OWN
    }
    return Node(
        **values,
        id=ids[node.pk],
        outline=draft,
        parent_id=ids.get(node.parent_id),
        numerator_id=ids.get(node.numerator_id),
        denominator_id=ids.get(node.denominator_id),
    )


def issue(outline: Outline, *, by: Actor, now: datetime) -> Outline:
    """The draft comes into use for reports not yet started; the one before it retires.

    Raises Incomplete with what is missing, keyed by the node's code.
    """
    with transaction.atomic():
        _locked(outline.programme, by)
        draft = locked_draft(outline, by)
        if missing := missing_of(tree_of(draft)):
            raise Incomplete(gettext("Đề cương chưa đủ để ban hành. Hãy hoàn thiện các mục sau."), missing)
        retired = Outline.objects.filter(programme_id=draft.programme_id, state=OutlineState.IN_USE).first()
        if retired:
            retired.state = rules.RETIRE.target
            retired.save(update_fields=["state"])
            _record(retired, by, now, {"state": rules.RETIRE.source}, {"state": rules.RETIRE.target})
        draft.state, draft.issued_at, draft.issued_by = rules.ISSUE.target, now, by.id
        draft.save(update_fields=["state", "issued_at", "issued_by"])
        after = {"state": rules.ISSUE.target, "version": draft.version}
        _record(draft, by, now, {"state": rules.ISSUE.source}, after)
    return draft


def missing_of(tree: Tree) -> dict[str, str]:
    """What keeps a version from being issued: sentences by the code of their node."""
    if not tree.places:
        return {"outline": gettext("Đề cương chưa có mục nào. Hãy thêm mục hoặc nhập từ tệp Excel.")}
    told: dict[str, str] = {}
    for place in tree.places:
        code = place.node.code
        if code in tree.gaps:
            reasons = " ".join(gap.text for gap in tree.gaps[code])
            told[code] = f"“{short(place.node.text)}”: {reasons}"
    return told


def short(text: str, most: int = 80) -> str:
    """The text in one line, cut at a word."""
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[:most].rsplit(' ', 1)[0]}…"


def discard_draft(outline: Outline, *, by: Actor, now: datetime) -> None:
    """Throw the draft away. Only where another version is in use: the plan's own draft is corrected instead."""
    with transaction.atomic():
        _locked(outline.programme, by)
        draft = locked_draft(outline, by)
        if not Outline.objects.filter(programme_id=draft.programme_id, state=OutlineState.IN_USE).exists():
            raise Conflict(
                gettext("Chưa có phiên bản nào đang dùng nên chưa bỏ được bản dự thảo này. Hãy sửa tiếp.")
            )
        _record(draft, by, now, {"state": OutlineState.DRAFT, "version": draft.version}, {})
        legal.uncite(Node.objects.filter(outline=draft).values_list("pk", flat=True))
        draft.delete()


def change_head(outline: Outline, *, by: Actor, now: datetime, **values: Any) -> Outline:
    """Correct title, audience and data period of a draft; `values` are fields of `_HEAD`."""
    with transaction.atomic():
        draft = locked_draft(outline, by)
        before = trail.snapshot(draft, _HEAD)
        for name in _HEAD:
            setattr(draft, name, values.get(name, getattr(draft, name)))
        draft.save(update_fields=list(_HEAD))
        _record(draft, by, now, before, trail.snapshot(draft, _HEAD))
    return draft


def locked_draft(outline: Outline, by: Actor) -> Outline:
    """The draft's row, locked: whoever edits this version waits here for the other. Raises Conflict if it is none."""
    by.require("outline.edit", programme_id=outline.programme_id, state=outline.programme.state)
    held = (
        Outline.objects.select_for_update(of=("self",))
        .select_related("programme")
        .filter(pk=outline.pk)
        .first()
    )
    if held is None:
        raise Conflict(gettext("Bản dự thảo đề cương này vừa bị bỏ. Hãy tải lại trang."))
    if held.state != rules.ISSUE.source:
        raise Conflict(
            gettext(
                "Phiên bản %(version)s đã ban hành nên không sửa được. Hãy tạo phiên bản mới rồi sửa ở đó."
            )
            % {"version": held.version}
        )
    return held


def _locked(programme: Programme, by: Actor) -> Programme:
    by.require("outline.edit", programme_id=programme.pk, state=programme.state)
    held = Programme.objects.select_for_update(of=("self",)).filter(pk=programme.pk).first()
    if held is None:
        raise Missing
    by.require("outline.edit", programme_id=held.pk, state=held.state)
    return held


def _record(
    outline: Outline, by: Actor, now: datetime, before: dict[str, Any], after: dict[str, Any]
) -> None:
    trail.record(
        "outline.edit", outline, by=by, now=now, before=before, after=after, programme_id=outline.programme_id
    )
