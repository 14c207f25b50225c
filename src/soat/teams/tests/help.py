"""Rows for the tests of the team's pages: a service run as a person of the cast, seats, requests, names, members."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from tests.cast import NOW, SYSTEM, Cast, make_agency

from soat.access.actor import acting_as
from soat.people.models import Agency, Person
from soat.programmes.models import Seat
from soat.teams.models import Member, Nomination, Request
from soat.teams.services import members, nominations
from soat.teams.services.nominations import Candidate

LONG = "Nguyễn Hoàng Thiên Phước Công Tằng Tôn Nữ Huyền Trang"


def run(cast: Cast, name: str, service: Any, *given: Any, **more: Any) -> Any:
    actor = cast.actor(name)
    with acting_as(actor):
        return service(*given, **more, by=actor, now=NOW)


def url(name: str, cast: Cast, *more: Any) -> str:
    return reverse(f"teams:{name}", args=[cast.ours.pk, *more])


def in_days(number: int) -> date:
    return timezone.localdate() + timedelta(number)


def seat(
    cast: Cast, kind: str = "member", agency: Agency | None = None, text: str = "Lãnh đạo cơ quan"
) -> Seat:
    with acting_as(SYSTEM):
        order = Seat.objects.count()
        return Seat.objects.create(programme=cast.ours, kind=kind, text=text, agency=agency, order=order)


def ask(
    cast: Cast, agency: Agency, due_on: date | None = None, wanted: int = 1, kind: str = "member"
) -> Request:
    asked: Request = run(
        cast,
        "coordinator",
        nominations.request,
        cast.ours,
        agency,
        kind=kind,
        wanted=wanted,
        due_on=due_on or in_days(20),
    )
    return asked


def name_one(
    cast: Cast, asked: Request, full_name: str = "Phạm Thị Lan", who: str = "unit_officer"
) -> Nomination:
    named: Nomination = run(cast, who, nominations.propose, asked, Candidate(full_name, "Phó Trưởng phòng"))
    return named


def add(cast: Cast, full_name: str, kind: str = "member", agency: Agency | None = None) -> Member:
    """A listed member out of the directory."""
    with acting_as(SYSTEM):
        person = Person.objects.create(full_name=full_name, sort_key=full_name, folded=full_name)
    member: Member = run(
        cast, "coordinator", members.add, cast.ours, person, kind=kind, agency=agency, title="Phó Giám đốc"
    )
    return member


def many(cast: Cast, number: int) -> list[Member]:
    """That many members, each from an agency with a seat."""
    found = []
    for n in range(number):
        with acting_as(SYSTEM):
            agency = make_agency(f"Sở thứ {n} {number}", "department")
        seat(cast, agency=agency)
        found.append(add(cast, f"{LONG} {n}", agency=agency))
    return found
