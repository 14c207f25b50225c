"""Answers are right by the checker at every size; small ones best, or truly impossible, by trying everything."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from itertools import combinations, product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from soat.core.timetable.checker import faults, objective
from soat.core.timetable.cli import to_json
from soat.core.timetable.reading import read
from soat.core.timetable.solve import solve
from soat.core.timetable.tests.instances import instance

DAYS = ["2024-05-06", "2024-05-07"]
Json = dict[str, Any]


def answer_to(problem: Json) -> Json:
    answer: Json = json.loads(json.dumps(to_json(solve(read(problem)))))
    return answer


def subsets(of: list[str], least: int = 0) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(of), min_size=least, unique=True)


@st.composite
def small(draw: st.DrawFn) -> Json:
    """Up to three units, two days, two people: few enough to try every timetable."""
    units = [
        {
            "id": name,
            "place": draw(st.sampled_from(["xa", "gần", "kề"])),
            "duration_half_days": draw(st.integers(1, 2)),
            "contents": draw(subsets(["đất", "thuế"], 1)),
            "earliest": draw(st.sampled_from([*DAYS, None])),
            "latest": DAYS[1],
            "blackout": draw(st.sampled_from([[], [], [], [DAYS[0]]])),
        }
        for name in "ABC"[: draw(st.integers(1, 3))]
    ]
    names = [unit["id"] for unit in units]
    people = [
        {
            "id": name,
            "agency": "sở",
            "skills": draw(st.sampled_from([["đất", "thuế"], ["đất", "thuế"], ["đất"], ["thuế"]])),
            "unavailable": draw(st.sampled_from([[], [], [DAYS[1]]])),
            "worked_at": draw(st.sampled_from([[], [], [], ["A"]])),
        }
        for name in ("Hoa", "Tú")
    ]
    former = st.fixed_dictionaries({"day": st.sampled_from(DAYS), "half": st.just("am")})
    return {
        "days": DAYS,
        "units": units,
        "people": people,
        "lead_people": draw(st.sampled_from([[], ["Hoa"], ["Hoa", "Tú"]])),
        "subteams": draw(st.integers(1, 2)),
        "vehicles": draw(st.integers(1, 2)),
        "travel": draw(st.sampled_from([None, {"gần": {"kề": 60, "xa": 61}, "kề": {"gần": 30}}])),
        "locked": [{"unit": name} | draw(former) for name in draw(subsets(names[:1]))],
        "previous": [{"unit": name} | draw(former) for name in draw(subsets(names))],
        "weights": draw(
            st.fixed_dictionaries(
                {},
                optional=dict.fromkeys(
                    ("spread", "early", "travel", "stability", "fairness"), st.integers(0, 9)
                ),
            )
        ),
        "limits": {"seconds": 30, "workers": 1},
    }


def whole_answer(problem: Json, visits: list[Json]) -> Json:
    cost = objective(problem, visits)
    wishes = [{"cost": cost}]
    return {
        "visits": visits,
        "objective": cost,
        "bound": cost,
        "gap": 0,
        "status": "optimal",
        "broken_wishes": wishes,
    }


def every_timetable(problem: Json) -> Iterator[list[Json]]:
    """All timetables that break no rule, by nothing but the checker."""
    crews = [list(some) for size in (1, 2) for some in combinations(["Hoa", "Tú"], size)]
    kinds = list(product(DAYS, ("am", "pm"), crews, range(1, problem["vehicles"] + 1)))

    def extend(visits: list[Json], left: list[Json]) -> Iterator[list[Json]]:
        if not left:
            yield visits
            return
        for day, half, crew, vehicle in kinds:
            visit = {"unit": left[0]["id"], "day": day, "half": half, "people": crew, "vehicle": vehicle}
            done = [*visits, visit]
            part = problem | {
                "units": [unit for unit in problem["units"] if unit["id"] in {one["unit"] for one in done}],
                "locked": [
                    lock for lock in problem["locked"] if lock["unit"] in {one["unit"] for one in done}
                ],
                "previous": [],
            }
            if not faults(part, whole_answer(part, done)):
                yield from extend(done, left[1:])

    return extend([], problem["units"])


@given(small())
@settings(max_examples=60, deadline=None)
def test_small_problems_are_solved_to_the_optimum_or_shown_to_have_none(problem: Json) -> None:
    answer = answer_to(problem)
    best = min((objective(problem, visits) for visits in every_timetable(problem)), default=None)
    if best is None:
        assert answer["status"] == "infeasible"
        assert answer["conflict"]
    else:
        assert answer["status"] == "optimal"
        assert answer["objective"] == answer["bound"] == best
        assert faults(problem, answer) == []


@pytest.mark.parametrize("weights", [{}, {"spread": 1, "early": 3}, {"travel": 50, "fairness": 0}])
def test_twelve_units_are_proven(weights: dict[str, int]) -> None:
    problem = instance(12, 2, 10, 20, **weights)
    answer = answer_to(problem)
    assert faults(problem, answer) == []
    assert answer["status"] == "optimal"


def test_the_same_seed_gives_the_same_answer() -> None:
    problem = instance(30, 3, 12, 30, seconds=60)
    one, other = answer_to(problem), answer_to(problem)
    assert one["visits"] == other["visits"]


def test_more_units_than_one_model_takes_are_right() -> None:
    problem = instance(310, 12, 40, 60, seconds=8)
    answer = answer_to(problem)
    assert faults(problem, answer) == []
    assert answer["gap"] < 0.2


def test_a_change_moves_only_what_it_must() -> None:
    problem = instance(40, 3, 15, 40, seconds=60)
    before = answer_to(problem)
    keep = {visit["unit"]: {key: visit[key] for key in ("unit", "day", "half")} for visit in before["visits"]}
    changed = copy.deepcopy(problem) | {"previous": list(keep.values())}
    unit = before["visits"][5]["unit"]
    next(one for one in changed["units"] if one["id"] == unit)["blackout"].append(before["visits"][5]["day"])
    after = answer_to(changed)
    assert faults(changed, after) == []
    moved = {
        v["unit"] for v in after["visits"] if keep[v["unit"]] != {k: v[k] for k in ("unit", "day", "half")}
    }
    assert unit in moved
    assert len(moved) <= 4


def test_a_locked_visit_stays() -> None:
    problem = instance(12, 2, 10, 20)
    unit = problem["units"][0] | {
        "duration_half_days": 1,
        "blackout": [],
        "earliest": problem["days"][0],
        "latest": problem["days"][-1],
    }
    lock = {"unit": unit["id"], "day": problem["days"][7], "half": "pm"}
    problem |= {"units": [unit, *problem["units"][1:]], "locked": [lock]}
    answer = answer_to(problem)
    assert faults(problem, answer) == []
    assert lock.items() <= next(visit for visit in answer["visits"] if visit["unit"] == unit["id"]).items()
