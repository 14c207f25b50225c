"""JSON to `Problem`: every bad input is one clear sentence (issue 3, "Bad input").

Called by `soat schedule solve` and, with the same JSON, by the schedules room. What contradicts itself on paper (a
window that ends before it begins, two locks of one unit) is refused here; what no timetable can meet is for `solve`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

from soat.core import values
from soat.core.errors import DomainError
from soat.core.timetable.problem import HALVES, Half, Limits, Person, Place, Problem, Unit, Weights

MOST_UNITS, MOST_PEOPLE, MOST_DAYS = 2000, 500, 400
MOST_WEIGHT, MOST_SECONDS, MOST_WORKERS = 10_000, 600, 8
_TOP = tuple(one.name for one in fields(Problem) if one.name != "stop")
_UNIT = tuple(one.name for one in fields(Unit))
_PERSON = tuple(one.name for one in fields(Person))


def read_file(path: Path) -> Problem:
    """The problem in a JSON file. Raises DomainError with a sentence for people."""
    return read(values.load(path))


def read(data: object) -> Problem:
    """The problem in JSON values, in the shape of issue 3. Raises DomainError."""
    top = values.record(data, "Bài toán", _TOP, ("days", "units", "people", "subteams", "vehicles"))
    days = _days(top["days"])
    _limit(top["units"], "units", "đơn vị", MOST_UNITS)
    _limit(top["people"], "people", "người", MOST_PEOPLE)
    units = values.items(top["units"], "units", lambda one, at: _unit(one, at, days))
    people = values.items(top["people"], "people", _person)
    values.distinct((one.id for one in units), "units")
    values.distinct((one.id for one in people), "people")
    leads = values.items(top.get("lead_people"), "lead_people", values.text)
    problem = Problem(
        days=days,
        units=tuple(units),
        people=tuple(people),
        lead_people=frozenset(leads),
        subteams=values.whole(top["subteams"], "subteams", 1, 1000),
        vehicles=values.whole(top["vehicles"], "vehicles", 1, 1000),
        travel=_travel(top.get("travel")),
        locked=_places(top.get("locked"), "locked", units, days),
        previous=_places(top.get("previous"), "previous", units, None),
        weights=_weights(top.get("weights")),
        limits=_limits(top.get("limits")),
    )
    _references(problem)
    return problem


def _limit(value: object, where: str, what: str, most: int) -> None:
    if isinstance(value, list) and len(value) > most:
        raise DomainError(
            f"Tệp có {len(value)} {what}; mỗi lần xếp lịch nhận nhiều nhất {most} {what}. "
            "Hãy chia theo địa bàn hoặc theo đợt rồi xếp từng phần.",
            where,
        )
    if not value:
        raise DomainError(f"{where} đang trống; hãy ghi ít nhất một {what}.", where)


def _days(value: object) -> tuple[date, ...]:
    _limit(value, "days", "ngày", MOST_DAYS)
    days = values.items(value, "days", values.day)
    for before, after in pairwise(days):
        if after <= before:
            raise DomainError(
                f"days phải theo thứ tự tăng dần, mỗi ngày một lần; {after} đứng sau {before}.", "days"
            )
    return tuple(days)


def _unit(value: object, where: str, days: tuple[date, ...]) -> Unit:
    data = values.record(value, where, _UNIT, ("id", "place", "duration_half_days", "contents"))
    unit = Unit(
        id=values.text(data["id"], f"{where}.id"),
        place=values.text(data["place"], f"{where}.place"),
        duration_half_days=values.whole(data["duration_half_days"], f"{where}.duration_half_days", 1, 2),
        contents=tuple(dict.fromkeys(values.items(data["contents"], f"{where}.contents", values.text))),
        earliest=values.day(data.get("earliest") or str(days[0]), f"{where}.earliest"),
        latest=values.day(data.get("latest") or str(days[-1]), f"{where}.latest"),
        blackout=frozenset(values.items(data.get("blackout"), f"{where}.blackout", values.day)),
    )
    if unit.latest < unit.earliest:
        raise DomainError(
            f"Đơn vị “{unit.id}” có thời hạn ngược: sớm nhất {unit.earliest} mà muộn nhất {unit.latest}.",
            where,
        )
    return unit


def _person(value: object, where: str) -> Person:
    data = values.record(value, where, _PERSON, ("id", "agency", "skills"))
    return Person(
        id=values.text(data["id"], f"{where}.id"),
        agency=values.text(data["agency"], f"{where}.agency"),
        skills=frozenset(values.items(data["skills"], f"{where}.skills", values.text)),
        unavailable=frozenset(values.items(data.get("unavailable"), f"{where}.unavailable", values.day)),
        worked_at=frozenset(values.items(data.get("worked_at"), f"{where}.worked_at", values.text)),
    )


def _places(value: object, where: str, units: list[Unit], days: tuple[date, ...] | None) -> tuple[Place, ...]:
    """Locked or previous visits. With `days`, their day must be one of them (a previous day may have gone)."""
    places = values.items(value, where, _place)
    values.distinct((one.unit for one in places), where)
    known = {one.id: one for one in units}
    for one in places:
        values.member(one.unit, known, where, "đơn vị")
        if days is not None and one.day not in days:
            raise DomainError(f"{where}: ngày {one.day} của “{one.unit}” không nằm trong days.", where)
        if known[one.unit].duration_half_days == 2 and one.half == "pm":
            raise DomainError(f"{where}: “{one.unit}” kiểm tra cả ngày nên phải ghi buổi “am”.", where)
    return tuple(places)


def _place(value: object, where: str) -> Place:
    names = ("unit", "day", "half")
    data = values.record(value, where, names, names)
    return Place(
        values.text(data["unit"], f"{where}.unit"),
        values.day(data["day"], f"{where}.day"),
        _half(data, where),
    )


def _half(data: dict[str, Any], where: str) -> Half:
    for half in HALVES:
        if data["half"] == half:
            return half
    raise DomainError(f"{where}.half phải là “am” (buổi sáng) hoặc “pm” (buổi chiều).", where)


def _travel(value: object) -> dict[str, dict[str, float]] | None:
    if value is None:
        return None
    return {
        start: {
            end: values.number(minutes, f"travel[{start}][{end}]", 0, 10_000)
            for end, minutes in values.table(row, f"travel[{start}]").items()
        }
        for start, row in values.table(value, "travel").items()
    }


def _weights(value: object) -> Weights:
    names = tuple(one.name for one in fields(Weights))
    data = values.record({} if value is None else value, "weights", names)
    return Weights(
        **{name: values.whole(one, f"weights.{name}", 0, MOST_WEIGHT) for name, one in data.items()}
    )


def _limits(value: object) -> Limits:
    data = values.record({} if value is None else value, "limits", ("seconds", "workers", "seed"))
    plain = Limits()
    return Limits(
        seconds=values.number(data.get("seconds", plain.seconds), "limits.seconds", 0.1, MOST_SECONDS),
        workers=values.whole(data.get("workers", plain.workers), "limits.workers", 1, MOST_WORKERS),
        seed=values.whole(data.get("seed", plain.seed), "limits.seed", 0, 2**31 - 1),
    )


def _references(problem: Problem) -> None:
    """Every person and unit that is spoken of must be there."""
    people, units = {one.id for one in problem.people}, {one.id for one in problem.units}
    _all_known(problem.lead_people, people, "lead_people", "người")
    for one in problem.people:
        _all_known(one.worked_at, units, f"worked_at của “{one.id}”", "đơn vị")


def _all_known(names: Iterable[str], known: set[str], where: str, what: str) -> None:
    for name in sorted(names):
        values.member(name, known, where, what)
