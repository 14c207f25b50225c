"""Finds agencies of the register by words of their names, for the search box of the review (requirement G2)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext

from soat.access.actor import Actor
from soat.core.text import fold
from soat.people.models import Agency
from soat.programmes.models import Programme, Subject


@dataclass(frozen=True, slots=True)
class Shown:
    """An agency as it is offered: names recur, so place and time of being are told."""

    id: UUID
    name: str
    note: str


def found(words: str, *, limit: int = 10) -> list[Agency]:
    """Agencies whose name holds every word, diacritics and case aside; nothing for no words."""
    every = Q()
    for word in fold(words).split():
        every &= Q(folded__contains=word) | Q(abbreviation__iexact=word)
    if not every:
        return []
    return list(Agency.objects.filter(every).order_by("sort_key", "valid_from")[:limit])


def shown(agency: Agency) -> Shown:
    since, until = agency.valid_from, agency.valid_to
    notes = [
        agency.place,
        agency.get_level_display(),
        gettext("từ %(since)s") % {"since": f"{since:%d/%m/%Y}"} if since else "",
        gettext("đến trước %(until)s") % {"until": f"{until:%d/%m/%Y}"} if until else "",
    ]
    return Shown(agency.pk, agency.name, ", ".join(note for note in notes if note))


def names_of(ids: Iterable[UUID]) -> dict[UUID | None, str]:
    """Names by id. The register is open to everybody who is signed in."""
    return dict(Agency.objects.filter(pk__in=list(ids)).values_list("pk", "name"))


def agencies_of(programme: Programme, today: date) -> QuerySet[Agency]:
    """Agencies of the time of the programme: those that exist today or did when it was issued."""
    found = Agency.objects.on(programme.issued_on or today) | Agency.objects.on(today)
    return found.order_by("sort_key", "id")


def inspected_in(programme: Programme, actor: Actor) -> list[Agency]:
    """Agencies inspected in the programme now, as far as they are linked to the register; in alphabetical order."""
    subjects = Subject.objects.visible_to(actor).filter(programme=programme, ended_at=None)
    return list(Agency.objects.filter(pk__in=subjects.values("agency")).order_by("sort_key", "id"))
