"""The checker finds every kind of fault: a right answer, one thing changed at a time."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from soat.core.timetable.checker import faults

Json = dict[str, Any]
PROBLEM: Json = {
    "days": ["2024-05-06", "2024-05-07"],
    "units": [
        {"id": "A", "place": "xa", "duration_half_days": 1, "contents": ["đất"], "blackout": ["2024-05-07"]},
        {"id": "B", "place": "gần", "duration_half_days": 1, "contents": ["thuế"], "latest": "2024-05-06"},
        {"id": "C", "place": "gần", "duration_half_days": 2, "contents": ["đất"], "earliest": "2024-05-07"},
    ],
    "people": [
        {"id": "Hoa", "agency": "sở", "skills": ["đất"], "worked_at": ["B"]},
        {"id": "Tú", "agency": "sở", "skills": ["thuế"], "unavailable": ["2024-05-07"]},
        {"id": "An", "agency": "sở", "skills": []},
    ],
    "lead_people": ["Hoa", "Tú"],
    "subteams": 1,
    "vehicles": 2,
    "travel": {"gần": {"xa": 61}},
    "locked": [{"unit": "A", "day": "2024-05-06", "half": "am"}],
    "previous": [{"unit": "C", "day": "2024-05-07", "half": "am"}],
}
ANSWER: Json = {
    "status": "optimal",
    "objective": 15,
    "bound": 15,
    "gap": 0.0,
    "broken_wishes": [{"cost": 15}],
    "visits": [
        {"unit": "A", "day": "2024-05-06", "half": "am", "people": ["Hoa"], "vehicle": 1},
        {"unit": "B", "day": "2024-05-06", "half": "pm", "people": ["Tú"], "vehicle": 2},
        {"unit": "C", "day": "2024-05-07", "half": "am", "people": ["Hoa"], "vehicle": 1},
    ],
}


def test_a_right_answer_has_no_fault() -> None:
    assert faults(PROBLEM, ANSWER) == []


def visit(number: int, **change: Any) -> Callable[[Json], None]:
    return lambda answer: answer["visits"][number].update(change)


def whole(**change: Any) -> Callable[[Json], None]:
    return lambda answer: answer.update(change)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (whole(visits=ANSWER["visits"][:2]), "C: 0 visits"),
        (whole(visits=[*ANSWER["visits"], ANSWER["visits"][0]]), "A: 2 visits"),
        (visit(0, unit="Z"), "Z: unknown"),
        (visit(0, day="2024-05-08"), "A: 2024-05-08 is no day"),
        (visit(1, day="2024-05-07"), "B: 2024-05-07 is outside the window"),
        (visit(0, day="2024-05-07"), "A: 2024-05-07 is blacked out"),
        (visit(2, half="pm"), "C: no half pm"),
        (visit(0, half="tối"), "A: no half tối"),
        (visit(0, vehicle=3), "A: no vehicle 3"),
        (visit(0, people=["Hoa", "Hoa"]), "A: people twice or unknown"),
        (visit(0, people=["Mai"]), "A: people twice or unknown"),
        (visit(2, people=["Hoa", "Tú"]), "C: Tú is away"),
        (visit(1, people=["Hoa", "Tú"]), "B: Hoa is recused"),
        (visit(0, people=["Tú"]), "A: nobody for đất"),
        (visit(0, people=["An"]), "A: no lead"),
        (visit(0, half="pm"), "A: lock broken"),
        (visit(1, half="am"), "('2024-05-06', 'am'): 2 visits at once"),
        (visit(1, half="am", vehicle=1), "A, B: double booking"),
        (visit(1, vehicle=1), "A, B: too far for one day"),
        (whole(objective=16), "objective 16, counted 15"),
        (whole(broken_wishes=[]), "broken wishes do not sum to the objective"),
        (whole(bound=16), "bound 16 or gap 0.0"),
        (whole(gap=0.5), "bound 15 or gap 0.5"),
        (whole(status="feasible"), "status feasible"),
    ],
)
def test_one_change_is_found(change: Callable[[Json], None], fault: str) -> None:
    answer = copy.deepcopy(ANSWER)
    change(answer)
    assert fault in faults(PROBLEM, answer)
