"""The time limit holds for problems of every size that is taken: what cannot be built in time is left out."""

from __future__ import annotations

import math
import time
from typing import Any

import pytest

from soat.core.timetable import bound, conflict, finish, greedy
from soat.core.timetable.facts import AT_ONCE, PER_SECOND, Facts, enough_time
from soat.core.timetable.model import Model
from soat.core.timetable.reading import read
from soat.core.timetable.solve import solve
from soat.core.timetable.tests.instances import instance


def crowded(units: int, months: int, seconds: float) -> dict[str, Any]:
    """Each of 500 people may come to each of the units for each of 20 contents, 28 days a month."""
    days = [f"2024-{month:02}-{day:02}" for month in range(1, months + 1) for day in range(1, 29)]
    contents = [f"c{n}" for n in range(20)]
    return {
        "days": days,
        "units": [
            {"id": f"u{n}", "place": "p", "duration_half_days": 1, "contents": contents} for n in range(units)
        ],
        "people": [{"id": f"x{n}", "agency": "a", "skills": contents} for n in range(500)],
        "subteams": 1000,
        "vehicles": 1000,
        "limits": {"seconds": seconds, "workers": 1},
    }


def test_a_problem_far_too_large_for_its_time_keeps_to_it() -> None:
    start = time.process_time()
    answer = solve(read(crowded(1000, 6, 1)))
    assert answer.status in ("unknown", "feasible")
    assert (
        time.process_time() - start < 8
    )  # a generous measure: a busy machine, and the slots are always listed


def test_time_is_measured_in_literals() -> None:
    assert enough_time(10**12, math.inf)
    assert enough_time(AT_ONCE, time.monotonic() - 100)
    assert not enough_time(AT_ONCE + 1, time.monotonic() - 100)
    assert not enough_time(PER_SECOND, time.monotonic() + 0.5)


def test_prices_without_time_are_weak_and_true(monkeypatch: pytest.MonkeyPatch) -> None:
    facts = Facts(read(instance(12, 2, 10, 20)))
    strong = bound.prices(facts)
    monkeypatch.setattr(bound, "enough_time", lambda literals, until: False)
    weak = bound.prices(facts)
    assert strong is not None
    assert weak is not None
    assert weak.bound <= strong.bound
    for of_unit, day in zip(weak.reduced, weak.target, strict=True):
        assert min(of_unit.values()) == of_unit[day] == 0


def test_a_start_stops_when_time_is_up(monkeypatch: pytest.MonkeyPatch) -> None:
    facts = Facts(read(instance(12, 2, 10, 20)))
    assert len(greedy.plan(facts)) == 12
    assert greedy.plan(facts, until=time.monotonic() - 1) == {}
    ticks = iter([0.0, 5.0] * 100)  # before the unit there is time, before its slot there is none
    monkeypatch.setattr(greedy.time, "monotonic", lambda: next(ticks))
    assert greedy.plan(facts, until=1) == {}


def test_a_model_knows_its_size() -> None:
    facts = Facts(read(instance(3, 1, 3, 10)))
    slots = dict(enumerate(facts.slots))
    days, whole = Model(facts, slots, crews=False), Model(facts, slots)
    nobody = Model(facts, slots, only={unit: frozenset() for unit in slots})
    assert nobody.size < days.size <= whole.size


def test_nothing_is_explained_of_a_problem_too_large_for_the_time() -> None:
    assert conflict.explain(read(crowded(800, 1, 1)), time.monotonic()) == conflict.Explanation()


def test_models_too_large_for_the_time_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = read(instance(12, 2, 10, 20, seconds=5))
    monkeypatch.setattr("soat.core.timetable.search.enough_time", lambda literals, until: False)
    monkeypatch.setattr("soat.core.timetable.conflict.enough_time", lambda literals, until: False)
    assert solve(problem).status == "feasible"  # by placing one after the other
    assert list(conflict._models(Facts(problem), math.inf)) == []


def test_vehicles_of_a_very_full_day_are_matched() -> None:
    """One thousand visits in the morning and in the afternoon of one day, all near: half of them ride on."""
    problem = crowded(2000, 1, 1)
    facts = Facts(read(problem | {"people": problem["people"][:1], "days": problem["days"][:1]}))
    visits = finish.visits(facts, {unit: ((0, unit % 2), (0,)) for unit in range(2000)})
    assert len({visit.vehicle for visit in visits}) == 1000


def test_what_cannot_be_tried_in_time_is_not_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conflict, "enough_time", lambda literals, until: False)
    monkeypatch.setattr(greedy, "plan", lambda *_, **__: {})
    assert conflict.answer_of(read(instance(12, 2, 10, 20)), math.inf) is None
