"""Corners of the parts that whole problems seldom reach: no prices, no time, moves, the surplus of a crew."""

from __future__ import annotations

import random
import time
from typing import Any

import pytest
from ortools.linear_solver.python import model_builder as lp

from soat.core.timetable import bound, finish, search
from soat.core.timetable.checker import faults
from soat.core.timetable.facts import Facts
from soat.core.timetable.model import Model
from soat.core.timetable.reading import read
from soat.core.timetable.tests.instances import instance
from soat.core.timetable.tests.test_solve import answer_to

HOUR = 3600.0


def begun(problem: dict[str, Any], until: float = HOUR) -> search.Search:
    facts = Facts(read(problem))
    prices = bound.prices(facts)
    assert prices
    now = time.monotonic()
    some = search.Search(facts, prices, now, now + until)
    some.floor = prices.bound
    some.random = random.Random(0)
    return some


def test_without_prices_the_bound_is_weak_and_true(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = instance(12, 2, 10, 20)
    strong = bound.prices(Facts(read(problem)))
    monkeypatch.setattr(lp.Solver, "solve", lambda self, model: lp.SolveStatus.ABNORMAL)
    weak = bound.prices(Facts(read(problem)))
    assert weak
    assert strong
    assert 0 < weak.bound <= strong.bound
    assert answer_to(problem)["status"] == "optimal"


def test_any_prices_give_a_bound_below_the_optimum(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bound does not rest on the LP solver: prices by lot give one too."""
    problem = instance(12, 2, 10, 20)
    best = answer_to(problem)["objective"]
    draw = random.Random(3)
    for _ in range(20):
        monkeypatch.setattr(lp.Solver, "dual_value", lambda self, row: -draw.choice([0, 0, 1, 7, 500]))
        prices = bound.prices(Facts(read(problem)))
        assert prices
        assert prices.bound <= best


def test_whole_days_only_need_a_trip_each() -> None:
    problem = instance(6, 2, 10, 20)
    for unit in problem["units"]:
        unit["duration_half_days"] = 2
    assert bound.least_trips(Facts(read(problem))) == 6


def test_no_time_still_gives_a_right_answer() -> None:
    problem = instance(60, 3, 15, 60, seconds=0.1)
    answer = answer_to(problem)
    assert answer["status"] == "feasible"
    assert faults(problem, answer) == []


def test_steps_without_time_change_nothing() -> None:
    some = begun(instance(12, 2, 10, 20, seconds=1), until=-1)
    some._start()
    some._at_once()  # the first answer has a grace of a second; what follows has none
    best = some.best
    some._improve()
    assert some._round({unit: list(slots) for unit, slots in enumerate(some.facts.slots)}) == {}
    some._prove()
    assert some.best == best


def test_too_large_for_one_model_is_not_proven(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "EXACT", 1)
    some = begun(instance(12, 2, 10, 20))
    some._start()
    some._prove()
    assert some.floor == some.prices.bound


def test_rounds_bring_missing_units_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "IDLE_ROUNDS", 1)
    some = begun(instance(12, 2, 10, 20))
    some._start()
    some.best = {unit: place for unit, place in some.best.items() if unit > 1}
    some._improve()
    assert len(some.best) == 12


def test_rounds_alone_improve_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "WHOLE", 0)
    monkeypatch.setattr(search, "EXACT", 0)
    monkeypatch.setattr(search, "IDLE_ROUNDS", 2)
    some = begun(instance(20, 2, 12, 20))
    some._start()
    start = some.value(some.best)
    assert some.run().value(some.best) < start


def test_former_slots_that_nobody_can_keep() -> None:
    """All former visits on one day: as many stay as there is room, the others move."""
    problem = instance(12, 2, 10, 20)
    day = problem["days"][4]
    for unit in problem["units"]:
        unit |= {"blackout": [], "earliest": None, "latest": None}
    problem["previous"] = [{"unit": unit["id"], "day": day, "half": "am"} for unit in problem["units"]]
    answer = answer_to(problem)
    assert faults(problem, answer) == []
    assert sum(visit["day"] == day and visit["half"] == "am" for visit in answer["visits"]) == 2


def test_a_former_day_that_is_no_day_any_more_is_a_move() -> None:
    problem = instance(12, 2, 10, 20)
    unit = problem["units"][0]["id"]
    problem["previous"] = [{"unit": unit, "day": "2023-01-03", "half": "am"}]
    answer = answer_to(problem)
    assert faults(problem, answer) == []
    assert [wish["subjects"] for wish in answer["broken_wishes"] if wish["wish"] == "stability"] == [[unit]]


def test_whoever_meets_no_need_alone_goes_home() -> None:
    facts = Facts(read(instance(3, 1, 3, 10)))
    everyone = (0, 1, 2)
    lean = finish.without_surplus(facts, {0: (facts.slots[0][0], everyone)})
    assert set(lean[0][1]) < set(everyone)


def test_a_model_of_dropped_units_may_leave_them_out() -> None:
    problem = read(instance(3, 1, 3, 10))
    facts = Facts(problem)
    model = Model(facts, {0: [], 1: facts.slots[1]}, drop=5).build()
    solver, status = begun(instance(12, 2, 10, 20))._solve(model, 5)
    assert status in search.FOUND
    assert 0 not in model.answer(solver)
