"""What was declared, and who in the team is barred from which subject and why, for the page of interests (T3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from soat.access.actor import Actor, acting_as, system
from soat.people.models import Person, Position
from soat.programmes.models import Programme, Subject
from soat.teams.models import Interest, Member, MemberState, Settings
from soat.teams.selectors.members import standing
from soat.teams.selectors.recusals import recusals


@dataclass(frozen=True, slots=True)
class Bar:
    member: Member
    subject: Subject
    reason: str


def declared(programme: Programme, actor: Actor) -> list[Interest]:
    """Interests that stand, the latest first. Persons are read by the system, see `selectors.members`."""
    seen = Interest.objects.visible_to(actor).filter(programme=programme, withdrawn_at=None)
    shown = list(seen.values_list("pk", flat=True))
    with acting_as(system("việc phải tránh")):
        rows = Interest.objects.filter(pk__in=shown).select_related("person", "agency", "programme")
        return list(rows.order_by("-declared_at", "-id"))


def bars(programme: Programme, actor: Actor, on: date) -> list[Bar]:
    """Member × subject where something bars her on a day, by member, then in the plan's order."""
    subjects = list(
        Subject.objects.visible_to(actor)
        .current()
        .filter(programme=programme, agency__isnull=False)
        .order_by("order", "id")
    )
    members = standing(programme)
    with acting_as(system("việc phải tránh")):
        found = recusals(programme.pk, members, {one.agency_id for one in subjects if one.agency_id}, on)
    return [
        Bar(member, subject, reason)
        for member in members
        for subject in subjects
        if subject.agency_id and (reason := found.get((member.pk, subject.agency_id)))
    ]


def without_posts(programme: Programme) -> list[Member]:
    """Members of whom the directory holds no post, so that recusal by workplace cannot be told."""
    members = standing(programme)
    with acting_as(system("việc phải tránh")):
        known = set(
            Position.objects.filter(person__in=[one.person_id for one in members]).values_list(
                "person_id", flat=True
            )
        )
    return [one for one in members if one.person_id not in known]


def recusal_years(programme: Programme) -> int:
    """The programme's setting, or the usual number of years."""
    settings = Settings.objects.filter(programme=programme).first() or Settings()
    return int(settings.recusal_years)


def speaks_for(programme: Programme, actor: Actor, *, everybody: bool) -> list[Person]:
    """For whom she may declare: the team's persons, or herself."""
    with acting_as(system("việc phải tránh")):
        team = Member.objects.filter(programme=programme).exclude(state=MemberState.ENDED)
        who = Q(pk__in=team.values("person")) if everybody else Q(user=actor.id)
        return list(Person.objects.filter(who).order_by("sort_key", "pk"))
