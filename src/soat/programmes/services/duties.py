"""Duties as tasks (requirement G5): who owns one and until when. Their reports: `duty_reports`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext

from soat.access.actor import Actor
from soat.common.errors import Conflict, DomainError
from soat.common.ids import new_id
from soat.common.once import made_before
from soat.inbox.services import of_agency, tell
from soat.people.models import Agency
from soat.programmes import rules
from soat.programmes.models import Duty, DutyOwner, Programme, Review
from soat.programmes.services import shares
from soat.programmes.services.citing import recite, words_of
from soat.programmes.services.duty_steps import (
    REVIEWED,
    SHOWN,
    check_past,
    fingerprint,
    locked,
    record,
    refuse_retired,
)
from soat.programmes.services.holding import held
from soat.programmes.services.owners import Owners, Share
from soat.trail import services as trail


def add(
    programme: Programme,
    *,
    party: str,
    owner: str,
    text: str,
    agency: Agency | None,
    due_on: date | None,
    by: Actor,
    now: datetime,
    key: UUID | None = None,
    allow_past: bool = False,
) -> Duty:
    """A duty entered by hand; one of all units goes at once to each of them. Raises PastDue unless `allow_past`.

    `key`: of the form (common/once.py); sent twice it gives the same duty.
    """
    key = key or new_id()
    values = {"text": text, "party": party, "owner": owner, "due_on": due_on}
    with transaction.atomic():
        programme = held(programme, "duty.manage", by=by)
        rules.check_values("duty", values, issued_on=programme.issued_on, is_new=True)
        if (made := made_before(Duty, key, {**values, "agency": agency})) is not None:
            return made
        check_past(due_on, now, allow_past)
        same = {"text": text, "party": party, "agency": agency, "done_at": None}
        if Duty.objects.filter(programme=programme, **same).exists():
            raise Conflict(
                gettext("Chương trình đã có nhiệm vụ đúng như vậy của bên này. Không cần thêm lại.")
            )
        duty = Duty(
            id=key,
            programme=programme,
            party=party,
            owner=owner,
            text=text,
            agency=agency,
            due_on=due_on,
            order=Duty.objects.filter(programme=programme).count(),
            review=Review.CONFIRMED,
            reviewed_at=now,
            reviewed_by=by.id,
        )
        duty.save(force_insert=True)
        recite([duty], programme, by=by, now=now)
        record("duty.manage", duty, by, now, {}, trail.snapshot(duty, SHOWN))
        _tell_owners([duty], by, now)
        if programme.state == "running" and owner == DutyOwner.UNITS and agency is None:
            shares.share(duty, Owners(programme, localdate(now)).of(duty), by=by, now=now)
    return duty


def change(
    duty: Duty,
    *,
    party: str,
    owner: str,
    text: str,
    agency: Agency | None,
    due_on: date | None,
    by: Actor,
    now: datetime,
    seen: str = "",
    allow_past: bool = False,
) -> Duty:
    """Correct a duty, hand it to another agency, set or move its due date. A reported one is first reopened.

    What was doubtful about it counts as looked at. Raises PastDue for a new date in the past unless `allow_past`.
    """
    values = {"text": text, "party": party, "owner": owner, "due_on": due_on}
    with transaction.atomic():
        duty = locked(duty, "duty.manage", by)
        rules.check_values("duty", values, issued_on=duty.programme.issued_on)
        if duty.done_at:
            raise Conflict("Nhiệm vụ này đã có báo cáo kết quả. Hãy mở lại nhiệm vụ trước khi sửa.")
        refuse_retired(duty)
        if seen and seen != fingerprint(duty):
            raise Conflict(
                "Trong lúc bạn sửa, người khác đã sửa nhiệm vụ này. Những gì bạn nhập vẫn ở dưới, "
                "bên cạnh bản hiện nay; hãy đối chiếu rồi lưu lại."
            )
        check_past(due_on, now, allow_past or due_on == duty.due_on)
        before = trail.snapshot(duty, SHOWN)
        said_before = words_of(duty)
        duty.party, duty.owner, duty.text, duty.agency = party, owner, text, agency
        duty.due_by_visit, duty.due_on = duty.due_by_visit and due_on == duty.due_on, due_on
        duty.review, duty.reviewed_at, duty.reviewed_by = Review.CORRECTED, now, by.id
        duty.save(update_fields=["party", "owner", "text", "agency", "due_on", "due_by_visit", *REVIEWED])
        if words_of(duty) != said_before:
            recite([duty], duty.programme, by=by, now=now)
        record("duty.manage", duty, by, now, before, trail.snapshot(duty, SHOWN))
        if before["agency_id"] != trail.snapshot(duty, SHOWN)["agency_id"]:
            _tell_owners([duty], by, now)
    return duty


def _tell_owners(duties: Iterable[Duty], by: Actor, now: datetime) -> None:
    """Agencies that are given a duty after the start; those of the plan itself are told by the start."""
    for duty in duties:
        if duty.agency_id and duty.programme.state == "running":
            to = of_agency("duty.report", duty.programme_id, duty.agency_id)
            tell("duty.given", to=to, about=duty, facts={"duty": duty.text[:300]}, by=by, now=now)


def give_to(duty: Duty, *, agencies: Sequence[Agency], by: Actor, now: datetime) -> int:
    """The coordinator says which agencies a party is: each gets its own task. Returns how many there are."""
    with transaction.atomic():
        duty = locked(duty, "duty.manage", by)
        if not agencies:
            raise DomainError("Hãy tìm và chọn ít nhất một cơ quan chịu trách nhiệm.", "agencies")
        refuse_retired(duty)
        if duty.agency_id or duty.done_at:
            raise Conflict(
                gettext("Nhiệm vụ này đã có cơ quan chịu trách nhiệm hoặc đã xong. Hãy tải lại trang để xem.")
            )
        duty.review, duty.reviewed_at, duty.reviewed_by = Review.CORRECTED, now, by.id
        duty.save(update_fields=list(REVIEWED))
        number = shares.share(duty, [Share(one.pk, one.name[:500]) for one in agencies], by=by, now=now)
        _tell_owners(Duty.objects.filter(group=duty).select_related("programme"), by, now)
        return number
