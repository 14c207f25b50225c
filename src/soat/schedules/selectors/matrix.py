"""Who could go to a visit and who checks what there: the assignment matrix, member × area (T1, T3).

Read by the visit's page; the same facts are checked again by `services.crews` when they are written.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from uuid import UUID

from django.db.models import Q

from soat.programmes.models import Area
from soat.schedules import rules
from soat.schedules.models import Absence, Assignment, Crew, Visit
from soat.teams.models import Competence, Member
from soat.teams.selectors import recusals

NONE, CHECKS, LEADS = "", "checks", "leads"


@dataclass(frozen=True, slots=True)
class Cell:
    """What she does in one area at the visit; `knows`: the area is among her competences."""

    area: Area
    name: str
    part: str
    knows: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A member of the team: whether she goes, why she cannot (`barred`, "" where she can), her part in each area."""

    member: Member
    goes: bool
    barred: str
    cells: list[Cell]

    @property
    def name(self) -> str:
        return f"goes-{self.member.pk}"


def areas_of(visit: Visit) -> list[Area]:
    return [one.area for one in visit.contents.select_related("area").order_by("area__order", "area__title")]


def rows_of(visit: Visit, today: date) -> list[Row]:
    """All serving members and whoever goes, these first. A constant number of queries."""
    going = set(Crew.objects.filter(visit=visit).values_list("member_id", flat=True))
    members = list(
        Member.objects.filter(Q(state="serving") | Q(pk__in=going), programme_id=visit.programme_id)
        .select_related("person")
        .order_by("person__sort_key")
    )
    parts = {
        (one.crew.member_id, one.area_id): LEADS if one.responsible else CHECKS
        for one in Assignment.objects.filter(visit=visit).select_related("crew")
    }
    known = set(Competence.objects.filter(member__in=members).values_list("member_id", "area_id"))
    barred, areas = bars(visit, members, today), areas_of(visit)
    rows = [
        Row(
            member,
            member.pk in going,
            barred.get(member.pk, ""),
            [
                Cell(
                    area,
                    f"part-{member.pk}-{area.pk}",
                    parts.get((member.pk, area.pk), NONE),
                    (member.pk, area.pk) in known,
                )
                for area in areas
            ],
        )
        for member in members
    ]
    return sorted(rows, key=lambda row: (not row.goes, bool(row.barred)))


def bars(visit: Visit, members: Collection[Member], today: date) -> dict[UUID, str]:
    """member → why she cannot go to the visit, where something bars her (double booking is the database's).

    A visit without a day is looked at as of today, but for absences. Asked by the matrix and by `services.crews`.
    """
    day = visit.day or today
    told = {one[0]: why for one, why in recusals(visit.programme_id, members, [visit.agency_id], day).items()}
    if visit.day:
        for absent in Absence.objects.filter(
            member__in=[one.pk for one in members], first__lte=day, last__gte=day
        ):
            told[absent.member_id] = f"vắng từ {absent.first:%d/%m/%Y} đến {absent.last:%d/%m/%Y}"
    return told | {one.pk: why for one in members if (why := rules.not_serving(_service(visit, one), day))}


def _service(visit: Visit, member: Member) -> rules.Service:
    serves = member.programme_id == visit.programme_id and member.state == "serving"
    return rules.Service(serves, member.serves_from, member.serves_to)


def token(visit: Visit) -> str:
    """The crew and assignments as a page shows them; a change by another makes another token."""
    crew = Crew.objects.filter(visit=visit).order_by("pk").values_list("member_id", flat=True)
    parts = (
        Assignment.objects.filter(visit=visit).order_by("pk").values_list("crew_id", "area_id", "responsible")
    )
    return sha256(repr((list(crew), list(parts))).encode()).hexdigest()[:32]


def wanted(visit: Visit, posted: Mapping[str, str], today: date) -> dict[UUID, dict[UUID, str]]:
    """From the posted matrix: member who goes → area → part. A part given means that she goes."""
    found: dict[UUID, dict[UUID, str]] = {}
    for row in rows_of(visit, today):
        parts = {
            cell.area.pk: posted[cell.name] for cell in row.cells if posted.get(cell.name) in (CHECKS, LEADS)
        }
        if posted.get(row.name) or parts:
            found[row.member.pk] = parts
    return found
