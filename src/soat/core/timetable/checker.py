"""Verifies an answer against its problem, both as JSON: plain arithmetic, no code shared with the model (issue 3).

Every hard rule and the objective are worked out again from the words of the rules. Called by tests, by the bench and
by whoever wants to trust an answer that came from elsewhere.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations
from typing import Any

WEIGHTS = {"spread": 100, "early": 1, "travel": 5, "stability": 1000, "fairness": 20}
Json = dict[str, Any]


def faults(problem: Json, answer: Json) -> list[str]:
    """What is wrong with an answer that has visits; an empty list says that it is right."""
    units = {unit["id"]: unit for unit in problem["units"]}
    visits = answer["visits"]
    met = Counter(visit["unit"] for visit in visits)
    found = [f"{unit}: {met[unit]} visits" for unit in units if met[unit] != 1]
    found += [f"{unit}: unknown" for unit in met if unit not in units]
    if found:
        return found
    for visit in visits:
        found += [
            f"{visit['unit']}: {fault}" for fault in _visit_faults(problem, units[visit["unit"]], visit)
        ]
    found += _locks(problem, visits)
    found += _room(problem, units, visits)
    found += _double(problem, units, visits)
    return found + _figures(problem, units, answer)


def objective(problem: Json, visits: list[Json]) -> int:
    """The cost of the visits, see the five wishes in the documentation of the objective."""
    units = {unit["id"]: unit for unit in problem["units"]}
    weights = WEIGHTS | (problem.get("weights") or {})
    costs = {
        "spread": _spread(problem, units, visits),
        "early": _early(problem, units, visits),
        "travel": len({(visit["day"], visit["vehicle"]) for visit in visits}),
        "stability": _moved(problem, visits),
        "fairness": _unfair(problem, units, visits),
    }
    return sum(int(weights[wish]) * cost for wish, cost in costs.items())


def _visit_faults(problem: Json, unit: Json, visit: Json) -> Iterator[str]:
    """What is wrong with one visit by itself."""
    day = visit["day"]
    if day not in problem["days"]:
        yield f"{day} is no day"
    if not (unit.get("earliest") or day) <= day <= (unit.get("latest") or day):
        yield f"{day} is outside the window"
    if day in (unit.get("blackout") or []):
        yield f"{day} is blacked out"
    if visit["half"] not in (("am",) if unit["duration_half_days"] == 2 else ("am", "pm")):
        yield f"no half {visit['half']}"
    if visit["vehicle"] not in range(1, problem["vehicles"] + 1):
        yield f"no vehicle {visit['vehicle']}"
    yield from _crew_faults(problem, unit, visit)


def _crew_faults(problem: Json, unit: Json, visit: Json) -> Iterator[str]:
    """What is wrong with the people of one visit."""
    known = {person["id"]: person for person in problem["people"]}
    crew = set(visit["people"])
    if len(crew) < len(visit["people"]) or not crew <= set(known):
        yield "people twice or unknown"
        return
    people = [known[one] for one in crew]
    yield from (f"{one['id']} is away" for one in people if visit["day"] in (one.get("unavailable") or []))
    yield from (f"{one['id']} is recused" for one in people if unit["id"] in (one.get("worked_at") or []))
    skills = {skill for one in people for skill in one["skills"]}
    yield from (f"nobody for {content}" for content in unit["contents"] if content not in skills)
    leads = set(problem.get("lead_people") or [])
    if leads and not leads & crew:
        yield "no lead"


def _locks(problem: Json, visits: list[Json]) -> list[str]:
    at = {visit["unit"]: (visit["day"], visit["half"]) for visit in visits}
    locked = problem.get("locked") or []
    return [
        f"{lock['unit']}: lock broken" for lock in locked if at[lock["unit"]] != (lock["day"], lock["half"])
    ]


def _halves(units: dict[str, Json], visit: Json) -> list[tuple[str, str]]:
    halves = ["am", "pm"] if units[visit["unit"]]["duration_half_days"] == 2 else [visit["half"]]
    return [(visit["day"], half) for half in halves]


def _room(problem: Json, units: dict[str, Json], visits: list[Json]) -> list[str]:
    at_once = Counter(half for visit in visits for half in _halves(units, visit))
    return [
        f"{half}: {count} visits at once" for half, count in at_once.items() if count > problem["subteams"]
    ]


def _double(problem: Json, units: dict[str, Json], visits: list[Json]) -> list[str]:
    """Pairs of visits of a day that share a person or the vehicle: at the same time or too far apart."""
    found = []
    by_day: dict[str, list[Json]] = {}
    for visit in visits:
        by_day.setdefault(visit["day"], []).append(visit)
    for one, other in (pair for some in by_day.values() for pair in combinations(some, 2)):
        if one["vehicle"] != other["vehicle"] and not set(one["people"]) & set(other["people"]):
            continue
        if set(_halves(units, one)) & set(_halves(units, other)):
            found.append(f"{one['unit']}, {other['unit']}: double booking")
        elif not _near(problem, units[one["unit"]]["place"], units[other["unit"]]["place"]):
            found.append(f"{one['unit']}, {other['unit']}: too far for one day")
    return found


def _near(problem: Json, place: str, other: str) -> bool:
    travel = problem.get("travel")
    if travel is None or place == other:
        return True
    known = [travel[a][b] for a, b in ((place, other), (other, place)) if b in travel.get(a, {})]
    return bool(known) and max(known) <= 60


def _figures(problem: Json, units: dict[str, Json], answer: Json) -> list[str]:
    """The objective, its parts, bound, gap and status agree with each other."""
    cost, bound = objective(problem, answer["visits"]), answer["bound"]
    found = []
    if answer["objective"] != cost:
        found.append(f"objective {answer['objective']}, counted {cost}")
    if sum(wish["cost"] for wish in answer["broken_wishes"]) != cost:
        found.append("broken wishes do not sum to the objective")
    if not 0 <= bound <= cost or abs(answer["gap"] - ((cost - bound) / cost if cost else 0)) > 1e-9:
        found.append(f"bound {bound} or gap {answer['gap']}")
    if answer["status"] != ("optimal" if bound == cost else "feasible"):
        found.append(f"status {answer['status']}")
    return found


def _spread(problem: Json, units: dict[str, Json], visits: list[Json]) -> int:
    load = Counter(day for visit in visits for day, _ in _halves(units, visit))
    mean = -(-sum(unit["duration_half_days"] for unit in units.values()) // len(problem["days"]))
    return sum(max(0, halves - max(2, mean)) for halves in load.values())


def _early(problem: Json, units: dict[str, Json], visits: list[Json]) -> int:
    return sum(
        sum((units[visit["unit"]].get("earliest") or "") <= day < visit["day"] for day in problem["days"])
        for visit in visits
    )


def _moved(problem: Json, visits: list[Json]) -> int:
    at = {visit["unit"]: (visit["day"], visit["half"]) for visit in visits}
    return sum(at[one["unit"]] != (one["day"], one["half"]) for one in problem.get("previous") or [])


def _unfair(problem: Json, units: dict[str, Json], visits: list[Json]) -> int:
    load = Counter(person for visit in visits for person in visit["people"] for _ in _halves(units, visit))
    return sum(max(0, load[person["id"]] - _share(problem, units, person)) for person in problem["people"])


def _share(problem: Json, units: dict[str, Json], person: Json) -> int:
    """The fair share: of each visit the largest of the parts 1/n, n being those who can meet the same need."""
    share = Fraction(0)
    for unit in units.values():
        able = [one for one in problem["people"] if unit["id"] not in (one.get("worked_at") or [])]
        groups = [[one["id"] for one in able if content in one["skills"]] for content in unit["contents"]]
        groups.append([one["id"] for one in able if one["id"] in (problem.get("lead_people") or [])])
        parts = [Fraction(1, len(group)) for group in groups if person["id"] in group]
        share += max(parts, default=Fraction(0)) * unit["duration_half_days"]
    return math.ceil(share)
