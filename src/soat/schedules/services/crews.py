"""Who goes to a visit and who checks what there (T1, T3): crew and assignments, with recusal refused by its reason."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate

from soat.access.actor import Actor
from soat.common.errors import Conflict, DomainError
from soat.inbox.services import tell
from soat.programmes.models import Area
from soat.schedules.models import Assignment, Crew, Visit
from soat.schedules.selectors import matrix
from soat.schedules.services.recording import locked, record, told_conflicts
from soat.teams.models import Member


def join(visit: Visit, member: Member, *, by: Actor, now: datetime) -> Crew:
    """`member` goes along. Refused: recused, absent, not serving, or elsewhere at that time."""
    _may(visit, by)
    with transaction.atomic():
        visit = locked(visit)
        _open_to_change(visit)
        if told := matrix.bars(visit, [member], localdate(now)).get(member.pk):
            raise DomainError(f"{member.person} không đi được: {told}. Hãy chọn người khác.", "member")
        crew = Crew(programme_id=visit.programme_id, visit=visit, member=member, person_id=member.person_id)
        with told_conflicts():
            crew.save(force_insert=True)
        record("schedule.plan", visit, by=by, now=now, after={"joined": str(member.pk)})
        _tell("visit.crew", visit, member, by, now)
    return crew


def leave(crew: Crew, *, by: Actor, now: datetime) -> None:
    """She does not go; her assignments at the visit fall away with it."""
    _may(crew.visit, by)
    with transaction.atomic():
        visit = locked(crew.visit)
        _open_to_change(visit)
        crew.delete()
        record("schedule.plan", visit, by=by, now=now, after={"left": str(crew.member_id)})
        _tell("visit.off", visit, crew.member, by, now)


def _tell(kind: str, visit: Visit, member: Member, by: Actor, now: datetime) -> None:
    """Whoever is taken off a surprise may not see it any more, so she is told nothing."""
    to = [member.person.user_id]
    tell(kind, to=to, about=visit, facts={"visit": str(visit)}, by=by, now=now)


def assign(crew: Crew, area: Area, *, responsible: bool, by: Actor, now: datetime) -> Assignment:
    """She checks `area` at the visit; `responsible`: she answers for it, instead of who did before."""
    _may(crew.visit, by)
    with transaction.atomic():
        visit = locked(crew.visit)
        _open_to_change(visit)
        if not visit.contents.filter(area=area).exists():
            raise DomainError("Nội dung này không thuộc cuộc kiểm tra.", "area")
        if responsible:
            visit.assignments.filter(area=area, responsible=True).update(responsible=False)
        assignment, made = Assignment.objects.get_or_create(
            visit=visit, crew=crew, area=area, defaults={"programme_id": visit.programme_id}
        )
        assignment.responsible = responsible
        assignment.save(update_fields=["responsible"])
        record(
            "schedule.plan",
            visit,
            by=by,
            now=now,
            after={
                "area": str(area.pk),
                "assigned": str(crew.member_id),
                "responsible": responsible,
                "new": made,
            },
        )
    return assignment


def unassign(assignment: Assignment, *, by: Actor, now: datetime) -> None:
    _may(assignment.visit, by)
    with transaction.atomic():
        visit = locked(assignment.visit)
        _open_to_change(visit)
        assignment.delete()
        record(
            "schedule.plan", visit, by=by, now=now, after={"area": str(assignment.area_id), "assigned": None}
        )


def _may(visit: Visit, by: Actor) -> None:
    action = "surprise.propose" if visit.kind == "surprise" else "schedule.plan"
    by.require(action, programme_id=visit.programme_id, state=visit.programme.state)


def _open_to_change(visit: Visit) -> None:
    if visit.state in ("opened", "cancelled"):
        raise Conflict("Cuộc kiểm tra đã mở hoặc đã hủy nên không đổi thành phần được.")


def arrange(
    visit: Visit, wanted: Mapping[UUID, Mapping[UUID, str]], *, seen: str, by: Actor, now: datetime
) -> int:
    """The whole matrix at once: member who goes → area → "checks" or "leads". Returns the number of changes.

    `seen`: `selectors.matrix.token` of the page. All or nothing; one event for each change, as from the single steps.
    """
    _may(visit, by)
    with transaction.atomic():
        visit = locked(visit)
        if matrix.token(visit) != seen:
            raise Conflict("Phân công vừa được người khác sửa. Hãy tải lại trang rồi làm lại.")
        changes = 0
        there = {
            one.member_id: one for one in visit.crew.select_related("visit__programme", "member__person")
        }
        for member_id in there.keys() - wanted.keys():
            leave(there.pop(member_id), by=by, now=now)
            changes += 1
        for member in Member.objects.filter(pk__in=wanted.keys() - there.keys()).select_related("person"):
            there[member.pk] = join(visit, member, by=by, now=now)
            changes += 1
        return changes + _arrange_parts(visit, there, wanted, by, now)


def _arrange_parts(
    visit: Visit,
    there: Mapping[UUID, Crew],
    wanted: Mapping[UUID, Mapping[UUID, str]],
    by: Actor,
    now: datetime,
) -> int:
    led = [area_id for parts in wanted.values() for area_id, part in parts.items() if part == matrix.LEADS]
    if len(led) != len(set(led)):
        raise DomainError(
            "Mỗi nội dung chỉ có một người phụ trách. Hãy để một người, những người khác kiểm tra."
        )
    before = {
        (one.crew.member_id, one.area_id): one
        for one in visit.assignments.select_related("crew", "visit__programme")
    }
    after = {
        (member_id, area_id): part for member_id, parts in wanted.items() for area_id, part in parts.items()
    }
    changes = 0
    for key in before.keys() - after.keys():
        unassign(before[key], by=by, now=now)
        changes += 1
    areas = {one.area_id: one.area for one in visit.contents.select_related("area")}
    # those who answer for an area come last, so that the one before has made room
    for (member_id, area_id), part in sorted(after.items(), key=lambda one: one[1] == matrix.LEADS):
        known = before.get((member_id, area_id))
        if known is None or known.responsible != (part == matrix.LEADS):
            assign(there[member_id], areas[area_id], responsible=part == matrix.LEADS, by=by, now=now)
            changes += 1
    return changes
