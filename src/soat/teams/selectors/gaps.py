"""Where the list of the team and what is known elsewhere contradict each other: told on its first page (T1).

Somebody holds a role of the team but sits in no seat; a member names no agency while the plan's seats do.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from soat.access.actor import acting_as, system
from soat.access.models import Grant
from soat.access.roles import TEAM_ROLES, Role
from soat.people.models import Person
from soat.programmes.models import Programme
from soat.teams.models import Member
from soat.teams.selectors.members import standing
from soat.teams.selectors.places import Place


@dataclass(frozen=True, slots=True)
class Unseated:
    """She holds the role in the programme and is not in the list of the team."""

    person: Person
    role: Role


def unseated(programme: Programme) -> list[Unseated]:
    """Holders of roles of the team who are not in its list, heads first."""
    seated = {member.person_id for member in standing(programme)}
    with acting_as(system("danh sách Đoàn")):
        grants = Grant.objects.filter(programme_id=programme.pk, ended_at=None, role__in=TEAM_ROLES)
        roles = dict(grants.order_by("given_at").values_list("user_id", "role"))
        people = Person.objects.filter(user_id__in=roles).order_by("sort_key", "pk")
        found = [
            Unseated(one, Role(roles[one.user_id])) for one in people if one.user_id and one.pk not in seated
        ]
    return sorted(found, key=lambda one: list(Role).index(one.role))


def of_no_agency(places: Collection[Place]) -> list[Member]:
    """Members outside the plan's seats only because no agency is told of them."""
    waits = {place.kind for place in places if not place.outside and place.agency and not place.members}
    return [
        member
        for place in places
        if place.outside and place.kind in waits
        for member in place.members
        if member.agency_id is None
    ]
