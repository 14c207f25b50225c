"""Days on which a member or a unit cannot, said or taken back (S1). Who declares: the member for herself, who plans
for anybody; a unit asks, and who plans answers or records them herself. Planned visits stay: the page lists them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from soat.access.actor import Actor
from soat.common.errors import Conflict, DomainError, Missing
from soat.common.ids import new_id
from soat.common.locks import hold
from soat.common.once import made_before
from soat.inbox.services import of_agency, tell, who_may
from soat.people.models import Agency
from soat.programmes.models import Programme
from soat.schedules.models import Absence, Blackout, BlackoutRequest, Crew
from soat.teams.models import Member
from soat.trail import services as trail

LONGEST = 366  # days of one span


@dataclass(frozen=True, slots=True)
class Days:
    """From `first` to `last`, both included."""

    first: date
    last: date
    reason: str = ""

    def check(self) -> None:
        if self.last < self.first:
            raise DomainError("Ngày cuối phải từ ngày đầu trở đi.", "last")
        if (self.last - self.first).days >= LONGEST:
            raise DomainError("Một lần khai không quá một năm. Hãy chia thành nhiều lần.", "last")

    def values(self) -> dict[str, object]:
        return {"first": self.first, "last": self.last, "reason": self.reason}


def declare(member: Member, days: Days, *, by: Actor, now: datetime, key: UUID | None = None) -> Absence:
    """The member cannot go on these days."""
    _may_declare(member, by)
    days.check()
    key = key or new_id()
    with transaction.atomic():
        hold(key)
        values = {"member_id": member.pk, **days.values()}
        if (made := made_before(Absence, key, values)) is not None:
            return made
        absence = Absence(id=key, programme_id=member.programme_id, **values)
        absence.save(force_insert=True)
        _record("absence.declare", absence, by, now, after=trail.snapshot(absence, ("first", "last")))
        _tell_planners(absence, by, now)
    return absence


def _tell_planners(absence: Absence, by: Actor, now: datetime) -> None:
    """Of each visit that she was to go to on these days."""
    days = {"visit__day__gte": absence.first, "visit__day__lte": absence.last}
    crews = Crew.objects.filter(member=absence.member, visit__state__in=("planned", "notified"), **days)
    for crew in crews.select_related("visit__agency", "person").order_by("visit__day"):
        facts = {"person": str(crew.person), "day": f"{crew.visit.day:%d/%m/%Y}", "visit": str(crew.visit)}
        planners = who_may("schedule.plan", absence.programme_id)
        tell(
            "absence.declared",
            to=planners,
            about=crew.visit,
            facts=facts,
            by=by,
            now=now,
            key=str(absence.pk),
        )


def undeclare(absence: Absence, *, by: Actor, now: datetime) -> None:
    """She can go on these days after all."""
    _may_declare(absence.member, by)
    with transaction.atomic():
        hold(absence.pk)
        if not Absence.objects.filter(pk=absence.pk).exists():
            raise Missing
        _record("absence.declare", absence, by, now, before=trail.snapshot(absence, ("first", "last")))
        absence.delete()


def _may_declare(member: Member, by: Actor) -> None:
    programme = member.programme
    if by.may("schedule.plan", programme_id=programme.pk, state=programme.state):
        return
    by.require("absence.declare", programme_id=programme.pk, state=programme.state)
    if not Member.objects.filter(pk=member.pk, person__user=by.id).exists():
        raise Conflict("Mỗi thành viên tự khai ngày vắng của mình; Cơ quan thường trực khai giúp được.")


def ask(
    programme: Programme, agency: Agency, days: Days, *, by: Actor, now: datetime, key: UUID | None = None
) -> BlackoutRequest:
    """A unit asks not to be visited on these days, with the reason."""
    by.require("blackout.ask", programme_id=programme.pk, state=programme.state, agency_id=agency.pk)
    days.check()
    if not days.reason:
        raise DomainError("Hãy ghi lý do, ví dụ đơn vị tổ chức đại hội.", "reason")
    key = key or new_id()
    with transaction.atomic():
        hold(key)
        values = {"agency_id": agency.pk, **days.values()}
        if (made := made_before(BlackoutRequest, key, values)) is not None:
            return made
        asked = BlackoutRequest(id=key, programme=programme, asked_at=now, asked_by=by.id, **values)
        asked.save(force_insert=True)
        _record(
            "blackout.ask", asked, by, now, agency=agency.pk, after=trail.snapshot(asked, ("first", "last"))
        )
        planners = who_may("schedule.plan", programme.pk)
        tell("blackout.asked", to=planners, about=asked, facts=_facts(asked), by=by, now=now)
    return asked


def _facts(asked: BlackoutRequest) -> dict[str, str]:
    days = {"first": f"{asked.first:%d/%m/%Y}", "last": f"{asked.last:%d/%m/%Y}"}
    return {"agency": str(asked.agency), **days}


def answer(
    asked: BlackoutRequest, *, accepted: bool, words: str, by: Actor, now: datetime
) -> BlackoutRequest:
    """Accepted: the days bar the calendar from now on. A refusal needs its reason."""
    programme = asked.programme
    by.require("schedule.plan", programme_id=programme.pk, state=programme.state)
    words = words.strip()
    if not accepted and not words:
        raise DomainError("Hãy ghi lý do chưa chấp nhận để đơn vị biết.", "words")
    with transaction.atomic():
        asked = (
            BlackoutRequest.objects.select_for_update(of=("self",)).select_related("agency").get(pk=asked.pk)
        )
        if asked.answered_at:
            raise Conflict("Đề nghị này đã được trả lời. Hãy tải lại trang.")
        asked.accepted, asked.answer = accepted, words
        asked.answered_at, asked.answered_by = now, by.id
        asked.save(update_fields=["accepted", "answer", "answered_at", "answered_by"])
        if accepted:
            _blackout(programme, asked.agency, Days(asked.first, asked.last, asked.reason), new_id())
        _record(
            "schedule.plan", asked, by, now, agency=asked.agency_id,
            before={"accepted": None}, after={"accepted": accepted}, reason=words,
        )  # fmt: skip
        unit = of_agency("blackout.ask", programme.pk, asked.agency_id)
        facts = {**_facts(asked), "answer": "được chấp nhận" if accepted else "chưa được chấp nhận"}
        tell("blackout.answered", to=unit, about=asked, facts=facts, by=by, now=now)
    return asked


def bar(
    programme: Programme, agency: Agency, days: Days, *, by: Actor, now: datetime, key: UUID | None = None
) -> Blackout:
    """Who plans records days on which a unit cannot be visited."""
    by.require("schedule.plan", programme_id=programme.pk, state=programme.state)
    days.check()
    key = key or new_id()
    with transaction.atomic():
        hold(key)
        values = {"agency_id": agency.pk, **days.values()}
        if (made := made_before(Blackout, key, values)) is not None:
            return made
        barred = _blackout(programme, agency, days, key)
        _record("schedule.plan", barred, by, now, after=trail.snapshot(barred, ("first", "last")))
    return barred


def unbar(barred: Blackout, *, by: Actor, now: datetime) -> None:
    """The unit can be visited on these days again."""
    by.require("schedule.plan", programme_id=barred.programme_id, state=barred.programme.state)
    with transaction.atomic():
        if not Blackout.objects.select_for_update().filter(pk=barred.pk).exists():
            raise Missing
        _record("schedule.plan", barred, by, now, before=trail.snapshot(barred, ("first", "last")))
        barred.delete()


def _blackout(programme: Programme, agency: Agency, days: Days, key: UUID) -> Blackout:
    barred = Blackout(
        id=key, programme=programme, agency=agency, first=days.first, last=days.last, reason=days.reason
    )
    barred.save(force_insert=True)
    return barred


def _record(
    action: str,
    span: Absence | Blackout | BlackoutRequest,
    by: Actor,
    now: datetime,
    *,
    before: dict[str, object] | None = None,
    after: dict[str, object] | None = None,
    reason: str = "",
    agency: UUID | None = None,
) -> None:
    trail.record(
        action, span, by=by, now=now, before=before, after=after, reason=reason,
        programme_id=span.programme_id, agency_id=agency,
    )  # fmt: skip
