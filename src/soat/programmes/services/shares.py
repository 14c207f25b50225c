"""Gives each agency its own copy of a group's duties (requirement G5), so that every task has an owner.

At the start for all groups, for the units whenever a subject is added, and when the coordinator says who a party is.
The group's duty stays as what the plan says, retired from the list of tasks. Runs in the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.utils.timezone import localdate

from soat.access.actor import Actor
from soat.core.text import fold
from soat.legal import services as legal
from soat.people.models import Agency
from soat.programmes.models import Duty, DutyOwner, Programme, Review
from soat.programmes.rules.duties import is_visit_report
from soat.programmes.services.owners import Owners, Share
from soat.trail import services as trail

_COPIED = ("owner", "text", "due_text", "due_on", "span_start", "span_end", "confidence", "doubt", "review",
           "reviewed_at", "reviewed_by", "order", "programme_id")  # fmt: skip
_TOLD = ("party", "owner", "agency_id", "text", "due_text", "due_on")
_PAST = "Hạn trong kế hoạch ({:%d/%m/%Y}) đã qua khi đơn vị được bổ sung. Hãy đặt hạn mới cho đơn vị này."


def share_all(programme: Programme, *, by: Actor, now: datetime) -> int:
    """One duty for each agency of a group or of an enumeration. Returns how many duties came out of groups."""
    owners = Owners(programme, localdate(now))
    groups = list(Duty.objects.tasks().filter(programme=programme, agency=None))
    return sum(share(duty, owners.of(duty), by=by, now=now) for duty in groups)


def share_with_unit(programme: Programme, agency: Agency, *, by: Actor, now: datetime) -> int:
    """A unit added later gets its copy of what falls to the units; a duty of all units not yet shared is shared now.

    Due dates that have passed are left open. Returns how many duties the unit got.
    """
    groups = list(Duty.objects.filter(programme=programme, owner=DutyOwner.UNITS, agency=None, group=None))
    owners = Owners(programme, localdate(now))
    for duty in groups:
        shares = owners.of(duty) if duty.retired_at is None else [Share(agency.pk, duty.party)]
        share(duty, shares, by=by, now=now, after=localdate(now))
    return len(groups)


def share(duty: Duty, shares: Iterable[Share], *, by: Actor, now: datetime, after: date | None = None) -> int:
    """Copies of a group's duty for its owners, which is no task itself from then on. Returns how many were made.

    A unit that has the same report to make already, because the plan says it twice, gets no second one. A due date
    before `after` is left open for the coordinator to set.
    """
    shares = list(shares)
    made = [_copy(duty, one, after) for one in _without_it(duty, shares)]
    if not shares:
        return 0
    Duty.objects.bulk_create(made)
    for one in made:
        legal.copy_citations({duty.pk: one.pk})
        trail.record(
            "duty.manage",
            one,
            by=by,
            now=now,
            programme_id=duty.programme_id,
            agency_id=one.agency_id,
            after=trail.snapshot(one, _TOLD),
            reason="Tách từ nhiệm vụ giao chung cho nhiều cơ quan.",
        )
    if duty.retired_at is None:
        duty.retired_at = now
        duty.save(update_fields=["retired_at"])
    trail.record(
        "duty.manage",
        duty,
        by=by,
        now=now,
        programme_id=duty.programme_id,
        before={"agency_id": None},
        after={"agencies": [one.agency_id for one in made], "duties": [one.pk for one in made]},
    )
    return len(made)


def retire_of_unit(programme: Programme, agency_id: UUID, *, by: Actor, now: datetime, reason: str) -> int:
    """What a unit still had to do as a subject is no task any more. Returns how many duties that were."""
    open_ones = Duty.objects.tasks().filter(
        programme=programme, agency_id=agency_id, owner=DutyOwner.UNITS, group__isnull=False, done_at=None
    )
    retired = list(open_ones.select_for_update())
    for duty in retired:
        duty.retired_at = now
        duty.save(update_fields=["retired_at"])
        trail.record(
            "duty.manage",
            duty,
            by=by,
            now=now,
            programme_id=programme.pk,
            agency_id=agency_id,
            before={"retired_at": None},
            after={"retired_at": now},
            reason=reason,
        )
    return len(retired)


def _without_it(duty: Duty, shares: list[Share]) -> list[Share]:
    """Those whose agency does not have the same report to make already."""
    if not is_visit_report(duty):
        return shares
    held = Duty.objects.tasks().filter(programme_id=duty.programme_id, owner=duty.owner).exclude(pk=duty.pk)
    rows = held.filter(agency_id__in=[one.agency_id for one in shares if one.agency_id])
    has = {
        agency for agency, text in rows.values_list("agency_id", "text") if _same(text) == _same(duty.text)
    }
    return [one for one in shares if one.agency_id not in has]


def _same(text: str) -> str:
    return fold(text).strip(" .;,")


def _copy(duty: Duty, to: Share, after: date | None) -> Duty:
    copy = Duty(**{name: getattr(duty, name) for name in _COPIED})
    copy.group_id, copy.agency_id, copy.party = duty.group_id or duty.pk, to.agency_id, to.party
    doubt = to.doubt
    if after and copy.due_on and copy.due_on < after:
        doubt, copy.due_on = _PAST.format(copy.due_on), None
    if doubt:
        copy.doubt, copy.review, copy.reviewed_at, copy.reviewed_by = doubt, Review.READ, None, None
    return copy
