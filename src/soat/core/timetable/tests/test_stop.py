"""A search that is stopped gives its best so far; a conflict that ran out of time says that it may not be smallest."""

from __future__ import annotations

import threading
import time
from typing import Any

import pytest

from soat.core.timetable import conflict, search
from soat.core.timetable.checker import faults
from soat.core.timetable.cli import _words, to_json
from soat.core.timetable.problem import Problem
from soat.core.timetable.reading import read
from soat.core.timetable.solve import solve
from soat.core.timetable.tests.instances import instance


def test_a_stopped_search_answers_with_its_best() -> None:
    data = instance(130, 4, 20, 120, seconds=60)
    problem = read(data)
    threading.Timer(2, problem.stop.ask).start()
    start = time.monotonic()
    heard: list[tuple[int, int]] = []
    found = solve(problem, lambda objective, bound: heard.append((objective, bound)))
    assert time.monotonic() - start < 30
    if found.visits:  # a busy machine may have had none yet
        assert faults(data, to_json(found)) == []
        assert all(objective >= bound for objective, bound in heard)


def test_stopped_before_it_began_there_is_no_search_for_causes() -> None:
    data = instance(3, 1, 3, 10)
    data["units"][0]["blackout"] = data["days"]
    problem = read(data)
    problem.stop.ask()
    found = solve(problem)
    assert (found.status, found.conflict) == ("unknown", ())


class Slow:
    def __init__(self) -> None:
        self.stopped = 0

    def stop_search(self) -> None:
        self.stopped += 1


def test_only_solvers_that_run_are_stopped() -> None:
    problem, over, running = read(instance(3, 1, 3, 10)), Slow(), Slow()
    with problem.stop.running(over):
        pass
    with problem.stop.running(running):
        problem.stop.ask()
    assert (over.stopped, running.stopped) == (0, 1)


def barred() -> dict[str, Any]:
    """Two whole-day visits locked to one day, for one sub-team."""
    data = instance(12, 1, 10, 20)
    for unit in data["units"][:2]:
        unit |= {"duration_half_days": 2, "blackout": [], "earliest": None, "latest": None}
    data["locked"] = [
        {"unit": unit["id"], "day": data["days"][0], "half": "am"} for unit in data["units"][:2]
    ]
    return data


def test_a_conflict_of_which_not_every_rule_was_tried_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    assert solve(read(barred())).note == ""
    answer_of = conflict.answer_of

    def doubtful(problem: Problem, until: float) -> Any:
        return None if len(problem.units) < 2 else answer_of(problem, until)

    monkeypatch.setattr(conflict, "answer_of", doubtful)
    found = solve(read(barred()))
    assert found.status == "infeasible"
    assert "chưa chắc" in found.note
    assert found.note in _words(found)


def test_a_better_bound_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[tuple[int, int]] = []
    problem = read(instance(12, 2, 10, 20))
    found = solve(problem, lambda objective, bound: heard.append((objective, bound)))
    assert heard[-1] == (found.objective, found.bound)
    assert (found.objective or 0) < search.MISSING
