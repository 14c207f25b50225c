"""The answer of a run becomes the plan, and back (S2, S4): the same services as planning by hand, in one transaction.

Visits change places with each other, so the database looks for double bookings at the end of it, before anything is
told. What was there before is kept with the run, and put back by `undo` where nobody has changed it since.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from soat.access.actor import Actor
from soat.common.errors import Conflict
from soat.core.errors import DomainError
from soat.schedules.models import Mode, Run, Vehicle, Visit
from soat.schedules.selectors.comparison import Line, Spot, compared
from soat.schedules.selectors.planning import Plan
from soat.schedules.selectors.problem import state_of
from soat.schedules.services import crews, notices, visits
from soat.schedules.services.recording import locked, told_conflicts
from soat.schedules.services.runs import locked_run, record_run
from soat.teams.models import Member

Json = dict[str, Any]
Changes = Sequence[tuple[Visit, Spot]]
_WAITING = "schedules_person_free, schedules_vehicle_free, schedules_unit_one_visit"


def apply(run: Run, *, chosen: Collection[str] | None, seen: str, by: Actor, now: datetime) -> list[Line]:
    """The changes of the answer, all of them or those of the visits `chosen`. Returns what was done.

    `seen`: the token of the comparison that the page showed; a plan changed since is a Conflict.
    """
    by.require("schedule.plan", programme_id=run.programme_id, state=run.programme.state)
    with transaction.atomic():
        run = locked_run(run)
        if run.state != "done":
            raise Conflict(f"Phương án này đang ở trạng thái “{run.get_state_display().lower()}”.")
        plan = _held(run, now)
        comparison = compared(run, plan)
        if comparison.token != seen:
            raise Conflict(
                "Lịch vừa được thay đổi sau khi trang này mở. Hãy tải lại trang, xem lại rồi áp dụng."
            )
        lines = [one for one in comparison.changed if chosen is None or one.visit_id in chosen]
        if not lines:
            raise DomainError("Hãy chọn ít nhất một cuộc kiểm tra để áp dụng.", "chosen")
        by_id = {str(one.pk): one for one in plan.visits}
        run.kept = {one.visit_id: _kept(by_id[one.visit_id]) for one in lines}
        _carry_out(run, plan, [(by_id[one.visit_id], one.after) for one in lines if one.after], by, now)
        run.state, run.applied_at, run.applied_by = "applied", now, by.id
        run.save(update_fields=["kept", "state", "applied_at", "applied_by"])
        record_run(run, {"applied": len(lines)}, by=by, now=now)
    return lines


def undo(run: Run, *, by: Actor, now: datetime) -> tuple[int, list[str]]:
    """Visits stand again as before the answer was applied: how many, and those that others have changed since."""
    by.require("schedule.plan", programme_id=run.programme_id, state=run.programme.state)
    with transaction.atomic():
        run = locked_run(run)
        if run.state != "applied":
            raise Conflict("Phương án này chưa được áp dụng.")
        plan = _held(run, now)
        by_id = {str(one.pk): one for one in plan.visits}
        answer = {one["unit"]: one for one in run.answer["visits"]}
        back = {key: one for key, one in run.kept.items() if _as_applied(by_id.get(key), answer[key], one)}
        with _at_the_end():
            for key, one in back.items():
                _put_back(by_id[key], one, by, now)
        left = [run.frame["names"][key] for key in run.kept if key not in back]
        run.state, run.applied_at, run.applied_by, run.kept = "done", None, None, {}
        run.save(update_fields=["kept", "state", "applied_at", "applied_by"])
        record_run(run, {"undone": len(back)}, by=by, now=now)
    return len(back), left


def _held(run: Run, now: datetime) -> Plan:
    """The plan, none of whose visits anybody else changes until the end of the transaction."""
    rows = Visit.objects.select_for_update(of=("self",)).filter(programme_id=run.programme_id)
    list(rows.exclude(kind="surprise").order_by("pk").values_list("pk"))
    return Plan(run.programme, timezone.localdate(now))


@contextmanager
def _at_the_end() -> Iterator[None]:
    """Double bookings count at the end of the block; one that is left is told and undoes it all."""
    with told_conflicts(), connection.cursor() as cursor:
        cursor.execute(f"SET CONSTRAINTS {_WAITING} DEFERRED")
        yield
        cursor.execute(f"SET CONSTRAINTS {_WAITING} IMMEDIATE")


def _carry_out(run: Run, plan: Plan, changes: Changes, by: Actor, now: datetime) -> None:
    _refuse_barred(plan, changes)
    vehicles = _vehicles(run, changes) if run.frame["wishes"]["vehicles"] else {}
    with _at_the_end():
        for visit, spot in changes:
            _move(visit, spot, by, now)
            _staff(plan, visit, spot.people, by, now)
            vehicle = vehicles.get(visit.pk)
            if vehicle is not None and vehicle.pk != visit.vehicle_id:
                visits.take_vehicle(visit, vehicle, by=by, now=now)
            _tell(visit, by, now)


def _refuse_barred(plan: Plan, changes: Changes) -> None:
    """What was entered after the run was asked counts too: absences, recusals, members who left."""
    members = {str(one.pk): one for one in plan.members}
    for visit, spot in changes:
        for key in spot.people:
            told = "có người đã thôi tham gia Đoàn"
            if member := members.get(key):
                why = plan.bar(member, visit.agency_id, spot.day or plan.today)
                told = why and f"{member.person} không đi được, {why}"
            if told:
                raise Conflict(f"{visit.agency}: {told}. Dữ liệu đã thay đổi sau khi tính; hãy xếp lại.")


def _move(visit: Visit, spot: Spot, by: Actor, now: datetime) -> None:
    if (visit.day, visit.half) != (spot.day, spot.half):
        visits.move(visit, spot.day, spot.half, staffed_next=True, by=by, now=now)


def _tell(visit: Visit, by: Actor, now: datetime) -> None:
    """Once day and people are set: a unit that was told already hears of both together."""
    if (row := locked(visit)).state == "notified":
        notices.send(row, "change", by=by, now=now)


def _staff(plan: Plan, visit: Visit, people: Collection[str], by: Actor, now: datetime) -> None:
    """Exactly these people go; an area nobody answers for is given to whom of them knows it and has least so far."""
    there = {str(one.member_id): one for one in visit.crew.all()}
    for key in there.keys() - set(people):
        crews.leave(there.pop(key), by=by, now=now)
    members = {str(one.pk): one for one in plan.members}
    for key in people:
        if key not in there:
            there[key] = crews.join(visit, members[key], by=by, now=now)
    led = {one.area_id for one in visit.assignments.all() if one.responsible and one.crew in there.values()}
    given: Counter[str] = Counter()
    for content in visit.contents.all():
        able = [key for key in there if content.area_id in plan.areas_known.get(UUID(key), ())]
        if able and content.area_id not in led:
            key = min(able, key=lambda one: (given[one], one))
            given[key] += 1
            crews.assign(there[key], content.area, responsible=True, by=by, now=now)


def _vehicles(run: Run, changes: Changes) -> dict[UUID, Vehicle]:
    """A vehicle for each visit that goes on the road: its own where that is free then, else any that is."""
    fleet = list(Vehicle.objects.filter(programme_id=run.programme_id, active=True))
    taken: set[tuple[UUID | None, date | None, str]] = set()
    others = Visit.objects.filter(programme_id=run.programme_id, vehicle__isnull=False)
    for visit in others.exclude(state="cancelled").exclude(pk__in=[visit.pk for visit, _ in changes]):
        taken |= {(visit.vehicle_id, visit.day, half) for half in _halves(visit.half, visit.half_days)}
    found: dict[UUID, Vehicle] = {}
    for visit, spot in changes:
        if visit.mode != Mode.REMOTE:
            times = [(spot.day, half) for half in _halves(spot.half, visit.half_days)]
            ordered = sorted(fleet, key=lambda one: one.pk != visit.vehicle_id)
            free = [one for one in ordered if not any((one.pk, *time) in taken for time in times)]
            for one in free[:1]:
                found[visit.pk] = one
                taken |= {(one.pk, *time) for time in times}
    return found


def _halves(half: str, half_days: int) -> tuple[str, ...]:
    return ("am", "pm") if half_days == 2 else (half,)


def _kept(visit: Visit) -> Json:
    """The visit as it is before the answer is applied."""
    return {
        **state_of(visit),
        "state": visit.state,
        "vehicle": str(visit.vehicle_id) if visit.vehicle_id else None,
        "parts": [
            [str(one.crew.member_id), str(one.area_id), one.responsible] for one in visit.assignments.all()
        ],
    }


def _as_applied(visit: Visit | None, answered: Json, kept: Json) -> bool:
    """Whether the visit still stands where the answer put it, and the unit was told no more than before."""
    return visit is not None and visit.state == kept["state"] and Spot.of(state_of(visit)).is_of(answered)


def _put_back(visit: Visit, kept: Json, by: Actor, now: datetime) -> None:
    _move(visit, Spot.of(kept), by, now)
    there = {str(one.member_id): one for one in visit.crew.all()}
    for key in there.keys() - set(kept["people"]):
        crews.leave(there.pop(key), by=by, now=now)
    for member in Member.objects.filter(pk__in=set(kept["people"]) - there.keys()).select_related("person"):
        there[str(member.pk)] = crews.join(visit, member, by=by, now=now)
    parts = {(member, area): responsible for member, area, responsible in kept["parts"]}
    for one in visit.assignments.select_related("crew", "visit__programme"):
        if (str(one.crew.member_id), str(one.area_id)) not in parts:
            crews.unassign(one, by=by, now=now)
    areas = {str(one.area_id): one.area for one in visit.contents.all()}
    known = {
        (str(one.crew.member_id), str(one.area_id)): one.responsible
        for one in visit.assignments.select_related("crew")
    }
    for (member, area), responsible in sorted(parts.items(), key=lambda one: one[1]):
        if known.get((member, area)) != responsible:
            crews.assign(there[member], areas[area], responsible=responsible, by=by, now=now)
    former = Vehicle.objects.filter(pk=kept["vehicle"]).first() if kept["vehicle"] else None
    if (former.pk if former else None) != visit.vehicle_id:
        visits.take_vehicle(visit, former, by=by, now=now)
    _tell(visit, by, now)
