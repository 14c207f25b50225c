"""The list of agencies as of a day: filtered, flat or as a tree (requirement P1)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext

from soat.access.actor import Actor
from soat.common.looks import Node
from soat.people.models import Agency
from soat.people.selectors.matching import find


@dataclass(frozen=True, slots=True)
class AgencyFilter:
    """`on` None: of all times. `words` as typed, with or without diacritics or as an abbreviation."""

    on: date | None
    words: str = ""
    kind: str = ""
    level: str = ""
    place: str = ""


def listing(actor: Actor, wanted: AgencyFilter) -> QuerySet[Agency]:
    """Agencies in alphabetical order."""
    rows = Agency.objects.visible_to(actor)
    if wanted.on:
        rows = rows.on(wanted.on)
    told = {"kind": wanted.kind, "level": wanted.level, "place": wanted.place}
    rows = rows.filter(**{field: value for field, value in told.items() if value})
    if wanted.words:
        rows = rows.filter(pk__in=[found.agency.pk for found in find(wanted.words, wanted.on)])
    return rows.select_related("parent").order_by("sort_key", "pk")


def places() -> list[str]:
    """The places agencies belong to."""
    return list(Agency.objects.exclude(place="").order_by("place").values_list("place", flat=True).distinct())


def roots(agencies: QuerySet[Agency], url: Callable[[Agency], str]) -> list[Node]:
    """The same agencies as a tree by parent; one whose parent is not among them stands at the top."""
    rows = list(agencies)
    known = {agency.pk for agency in rows}
    below: dict[UUID | None, list[Agency]] = {}
    for agency in rows:
        below.setdefault(agency.parent_id if agency.parent_id in known else None, []).append(agency)

    def node(agency: Agency) -> Node:
        children = tuple(node(child) for child in below.get(agency.pk, ()))
        note = gettext("%(len)s cơ quan trực thuộc") % {"len": len(children)} if children else ""
        return Node(agency.name, note=note, url=url(agency), children=children, id=f"a{agency.pk}")

    return [node(agency) for agency in below.get(None, ())]
