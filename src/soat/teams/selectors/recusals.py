"""Reads of the teams room that others ask for: who is barred from which agency (T3)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from soat.access.models import Heir
from soat.people.models import Position
from soat.teams import rules
from soat.teams.models import Interest, Member, Settings


def recusals(
    programme_id: UUID, members: Collection[Member], agencies: Collection[UUID], on: date
) -> dict[tuple[UUID, UUID], str]:
    """(member, agency) → reason, only where something bars. A constant number of queries."""
    persons = {member.person_id for member in members}
    settings = Settings.objects.filter(programme_id=programme_id).first()
    years = settings.recusal_years if settings else Settings._meta.get_field("recusal_years").default
    posts: dict[UUID, list[rules.Post]] = {}
    for one in Position.objects.filter(person__in=persons).select_related("agency"):
        post = rules.Post(one.agency_id, one.agency.name, one.title, one.valid_from, one.valid_to)
        posts.setdefault(one.person_id, []).append(post)
    declared: dict[UUID, list[rules.Declared]] = {}
    for interest in Interest.objects.filter(
        programme_id=programme_id, person__in=persons, withdrawn_at=None
    ).select_related("agency"):
        told = rules.Declared(interest.agency_id, interest.agency.name, interest.reason)
        declared.setdefault(interest.person_id, []).append(told)
    lines = _lines_of(agencies)
    found = {}
    for member in members:
        for agency_id in agencies:
            reason = rules.recusal(
                posts.get(member.person_id, ()),
                declared.get(member.person_id, ()),
                lines[agency_id],
                on,
                years,
            )
            if reason:
                found[(member.pk, agency_id)] = reason
    return found


def _lines_of(agencies: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """Each agency with those it succeeded: who worked at a merged department worked at its successor."""
    lines = {agency_id: {agency_id} for agency_id in agencies}
    for agency_id, predecessor in Heir.objects.filter(agency_id__in=agencies).values_list(
        "agency_id", "predecessor_id"
    ):
        lines[agency_id].add(predecessor)
    return lines
