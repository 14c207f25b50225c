"""Texts the reader could not place (requirement G2): kept as a note, or turned into a value; never dropped."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext

from soat.access.actor import Actor
from soat.common.errors import Conflict
from soat.common.ids import new_id
from soat.common.once import made_before
from soat.programmes.models import Sourced, Unplaced
from soat.programmes.parts import Part
from soat.programmes.services.review import draft, insert
from soat.trail import services as trail

NOTE = "note"


def keep_as_note(left: Unplaced, *, by: Actor, now: datetime) -> Unplaced:
    """The text says nothing the programme needs; it stays readable beside the plan."""
    with transaction.atomic():
        left = _open(left, by)
        _settle(left, NOTE, by, now)
    return left


def place(
    left: Unplaced,
    part: Part,
    values: dict[str, Any],
    *,
    by: Actor,
    now: datetime,
    key: UUID | None = None,
) -> Sourced:
    """The text becomes a row of `part`, at its own place in the plan. `key`: of the form (common/once.py)."""
    key = key or new_id()
    with transaction.atomic():
        draft(left.programme, by)
        if (made := made_before(part.model, key, values)) is not None:
            return made
        left = _open(left, by)
        row = insert(left.programme, part, values, left, key, by, now)
        _settle(left, part.slug, by, now)
    return row


def reopen(left: Unplaced, *, by: Actor, now: datetime) -> Unplaced:
    """Look at a text again that was kept as a note or whose row was removed."""
    with transaction.atomic():
        programme = draft(left.programme, by)
        left = Unplaced.objects.get(pk=left.pk)
        left.programme = programme
        if left.settled_as not in (NOTE, "removed"):
            raise Conflict(
                gettext("Đoạn này đang mở hoặc đã được đưa vào một mục. Hãy tải lại trang để xem.")
            )
        before = trail.snapshot(left, ("settled_as",))
        left.settled_at, left.settled_by, left.settled_as = None, None, ""
        left.save(update_fields=["settled_at", "settled_by", "settled_as"])
        _record(left, by, now, before, {"settled_as": ""})
    return left


def _open(left: Unplaced, by: Actor) -> Unplaced:
    programme = draft(left.programme, by)
    held = Unplaced.objects.get(pk=left.pk)
    held.programme = programme
    if held.settled_at:
        raise Conflict(gettext("Đoạn này vừa được người khác xếp xong. Hãy tải lại trang để xem."))
    return held


def _settle(left: Unplaced, settled_as: str, by: Actor, now: datetime) -> None:
    left.settled_at, left.settled_by, left.settled_as = now, by.id, settled_as
    left.save(update_fields=["settled_at", "settled_by", "settled_as"])
    _record(left, by, now, {"settled_as": ""}, {"settled_as": settled_as})


def _record(left: Unplaced, by: Actor, now: datetime, before: dict[str, Any], after: dict[str, Any]) -> None:
    trail.record(
        "programme.review", left, by=by, now=now, before=before, after=after, programme_id=left.programme_id
    )
