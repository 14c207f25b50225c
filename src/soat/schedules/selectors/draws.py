"""Draws by lot that she may see, the frame a draw is made from, and the protocol that anyone replays (S8)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from soat.access.actor import Actor
from soat.common.errors import Missing
from soat.people.models import Agency, AgencyKind
from soat.programmes.models import Programme, Subject
from soat.schedules.models import Draw

# agencies that plans inspect; the rest is drawn by nobody
_DRAWN = ("department", "office", "inspectorate", "district", "commune", "public_unit", "other")
OUTSIDE, SUBJECTS = "outside", "subjects"


@dataclass(frozen=True, slots=True)
class Stratum:
    """One kind of agency and those of it that can be drawn."""

    key: str
    label: str
    agencies: list[Agency]


def draws(programme: Programme, actor: Actor) -> QuerySet[Draw]:
    return Draw.objects.visible_to(actor).filter(programme=programme).order_by("-committed_at", "id")


def draw(programme: Programme, actor: Actor, pk: UUID) -> Draw:
    found = draws(programme, actor).filter(pk=pk).select_related("programme").first()
    if found is None:
        raise Missing
    return found


def strata(programme: Programme, among: str, today: date) -> list[Stratum]:
    """Agencies that exist today by kind: those that are no subject yet, or the subjects."""
    current = Subject.objects.current().filter(programme=programme, agency__isnull=False).values("agency")
    rows = Agency.objects.on(today).filter(kind__in=_DRAWN).exclude(level="central")
    rows = rows.filter(pk__in=current) if among == SUBJECTS else rows.exclude(pk__in=current)
    by_kind: dict[str, list[Agency]] = {}
    for one in rows.order_by("sort_key", "pk"):
        by_kind.setdefault(one.kind, []).append(one)
    return [Stratum(kind, AgencyKind(kind).written, by_kind[kind]) for kind in _DRAWN if kind in by_kind]


def frame_of(found: Iterable[Stratum], sizes: dict[str, int]) -> dict[str, Any]:
    """The units and numbers as they are sealed: strata of which none is drawn are left out.

    A unit is named as people know it, so that a protocol is read without the system; equal names get their place and
    a counter.
    """
    drawn = [one for one in found if sizes.get(one.key)]
    names = _names([agency for one in drawn for agency in one.agencies])
    units = [
        {"id": names[agency.pk], "stratum": one.label, "agency": str(agency.pk)}
        for one in drawn
        for agency in one.agencies
    ]
    return {"units": units, "sizes": {one.label: sizes[one.key] for one in drawn}}


def _names(agencies: list[Agency]) -> dict[UUID, str]:
    often = Counter(one.name for one in agencies)
    placed = {
        one.pk: f"{one.name}, {one.place}" if often[one.name] > 1 and one.place else one.name
        for one in agencies
    }
    given: Counter[str] = Counter()
    names = {}
    for key, name in placed.items():
        given[name] += 1
        names[key] = name if given[name] == 1 else f"{name} ({given[name]})"
    return names


def drawn_agencies(draw: Draw) -> list[Agency]:
    """Whom it drew, in the order of the protocol; an agency that is gone is left out."""
    of_name = {one["id"]: UUID(one["agency"]) for one in draw.frame["units"]}
    keys = [of_name[name] for name in draw.protocol.get("drawn", ())]
    known = Agency.objects.in_bulk(keys)
    return [known[key] for key in keys if key in known]


def sealed(draw: Draw) -> dict[str, Any]:
    """What is published before: all but the seed and the units drawn."""
    return {
        "commitment": draw.commitment,
        "population": [{"id": one["id"], "stratum": one["stratum"]} for one in draw.frame["units"]],
        "sizes": draw.frame["sizes"],
    }
