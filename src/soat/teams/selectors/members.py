"""Everybody in the list of the team with posts, competences and acts; the candidates for a replacement (T1, T2).

Rows are read by the system: the database shows a member only the persons with an account, while the team is one list
for all who may see it. Every caller has checked `team.view` first.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import Prefetch

from soat.access.actor import acting_as, system
from soat.people.models import Person, Position
from soat.programmes.models import Programme, SeatKind
from soat.teams.models import Act, Competence, Member, MemberState

_KINDS = list(SeatKind.values)
_READER = "danh sách Đoàn"


def everyone(programme: Programme) -> list[Member]:
    """Members with agency and areas, heads first, those who left at the end."""
    return everyone_of([programme])[programme.pk]


def everyone_of(programmes: Sequence[Programme]) -> dict[UUID, list[Member]]:
    """The same of several programmes at once, by programme."""
    found: dict[UUID, list[Member]] = {one.pk: [] for one in programmes}
    areas = Competence.objects.select_related("area").order_by("area__order", "area_id")
    with acting_as(system(_READER)):
        rows = (
            Member.objects.filter(programme__in=programmes)
            .select_related("person", "agency")
            .prefetch_related(Prefetch("competences", areas))
        )
        for member in sorted(rows, key=_order):
            found[member.programme_id].append(member)
    return found


def standing(programme: Programme) -> list[Member]:
    """Those who have not left."""
    return [member for member in everyone(programme) if member.state != MemberState.ENDED]


def office(member: Member) -> str:
    """Title and agency in one line."""
    return ", ".join(part for part in (member.title, str(member.agency or "")) if part)


def one(programme: Programme, member_id: UUID) -> Member | None:
    with acting_as(system(_READER)):
        return (
            Member.objects.filter(programme=programme, pk=member_id)
            .select_related("person", "agency", "programme", "nomination")
            .first()
        )


def acts(member: Member) -> list[Act]:
    """Her acts, the latest first."""
    with acting_as(system(_READER)):
        rows = Act.objects.filter(member=member).select_related("successor__person")
        return list(rows.order_by("-done_at", "-id"))


def posts(person: Person, on: date) -> list[Position]:
    """What she holds on a day."""
    with acting_as(system(_READER)):
        held = person.positions.select_related("agency").order_by("-valid_from", "pk")
        return [post for post in held if post.valid_to is None or post.valid_to > on]


def _order(member: Member) -> tuple[object, ...]:
    return (member.state == MemberState.ENDED, _KINDS.index(member.kind), member.listed_at, member.pk)


def covered_areas(programme_id: UUID) -> set[UUID]:
    """Areas that somebody who has not left can check."""
    held = Competence.objects.filter(programme_id=programme_id).exclude(member__state=MemberState.ENDED)
    return set(held.values_list("area_id", flat=True))
