"""Persons and positions that somebody may see (requirements P2, P5)."""

from __future__ import annotations

from django.db.models import Prefetch, Q, QuerySet

from soat.access.actor import Actor
from soat.core.text import fold, normalise
from soat.people.models import Agency, Person, Position


def may_see_people(actor: Actor) -> bool:
    """Whether the directory shows her more than herself: everyone, a programme's people, or her agency's."""
    return actor.may("person.view") or any(
        actor.may("person.view", programme_id=held.programme_id, agency_id=held.agency_id)
        for held in actor.holdings
    )


def persons(actor: Actor, words: str = "") -> QuerySet[Person]:
    """Persons by given name, with their positions; `words` with or without diacritics."""
    rows: QuerySet[Person] = Person.objects.visible_to(actor)
    for word in fold(words).split():
        rows = rows.filter(folded__contains=word)
    held = Position.objects.select_related("agency").order_by("valid_to", "-valid_from", "pk")
    return rows.prefetch_related(Prefetch("positions", held)).order_by("sort_key", "pk")


def twins(full_name: str, agency: Agency | None) -> list[Person]:
    """Persons of the same name (marks told apart) at the agency; without one, all of that name."""
    rows = Person.objects.filter(full_name__iexact=" ".join(normalise(full_name).split()))
    if agency:
        rows = rows.filter(Q(positions__agency=agency) | Q(positions=None))
    return list(rows.distinct().order_by("pk")[:5])


def known_as(full_name: str, email: str, agency: Agency | None) -> list[Person]:
    """Who may be meant already: by the e-mail, then by the name; with their positions."""
    same = Person.objects.filter(email__iexact=email) if email else Person.objects.none()
    ids = [one.pk for one in (*same, *twins(full_name, agency))]
    return list(Person.objects.filter(pk__in=ids).prefetch_related("positions__agency").order_by("pk"))


def positions_at(agency: Agency, actor: Actor) -> QuerySet[Position]:
    """Who held what at the agency, as far as she may see; those who hold it now first, then by given name."""
    return (
        Position.objects.filter(agency=agency, person__in=Person.objects.visible_to(actor))
        .select_related("person")
        .order_by("-valid_to", "person__sort_key", "pk")
    )


def positions_of(person: Person) -> QuerySet[Position]:
    """Her positions, the latest first."""
    return person.positions.select_related("agency").order_by("-valid_to", "-valid_from", "pk")
