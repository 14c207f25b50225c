"""Where there is no timetable the conflict is one, none of its rules can be spared, and each relaxation helps."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import given, settings

from soat.core.timetable import bound, conflict
from soat.core.timetable.facts import Facts
from soat.core.timetable.problem import Problem, Timetable
from soat.core.timetable.reading import read
from soat.core.timetable.rules import keeping, rules, without
from soat.core.timetable.solve import solve
from soat.core.timetable.tests.instances import instance
from soat.core.timetable.tests.test_solve import small

HOUR = 3600.0


def twelve(**change: Any) -> dict[str, Any]:
    """Twelve units that are open every day for half a day; nobody is away or recused."""
    problem = instance(12, 2, 10, 20) | change
    for unit in problem["units"]:
        unit |= {"duration_half_days": 1, "blackout": [], "earliest": None, "latest": None}
    for person in problem["people"]:
        person |= {"unavailable": [], "worked_at": []}
    return problem


def kinds(found: Timetable) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.rule, one.subjects) for one in found.conflict]


@given(small())
@settings(max_examples=40, deadline=None)
def test_of_a_small_conflict_no_rule_can_be_spared(data: dict[str, Any]) -> None:
    problem = read(data)
    later = time.monotonic() + HOUR
    keys, proven = conflict.smallest(problem, later, later)
    assert proven == bool(keys)
    found = solve(problem)
    assert (found.status == "infeasible") == bool(keys)
    if keys:
        assert not feasible(keeping(problem, keys))
        assert all(feasible(keeping(problem, [one for one in keys if one != key])) for key in keys)
        assert found.relaxations


def feasible(problem: Problem) -> bool:
    return isinstance(conflict.answer_of(problem, time.monotonic() + HOUR), dict)


def test_three_locks_for_two_subteams() -> None:
    problem = twelve()
    names = [unit["id"] for unit in problem["units"][:3]]
    problem["locked"] = [{"unit": name, "day": problem["days"][9], "half": "am"} for name in names]
    found = solve(read(problem))
    assert kinds(found) == [("subteams", ()), *(("locked", (name,)) for name in names)]
    assert {one.rule for one in found.relaxations} == {"subteams", "locked", "visit"}
    assert "Tăng số tổ kiểm tra lên 3." in {one.text for one in found.relaxations}
    assert "buổi sáng" in found.conflict[1].text


def test_a_unit_that_is_never_open() -> None:
    problem = twelve()
    name, days = problem["units"][0]["id"], problem["days"][3:5]
    problem["units"][0] |= {"earliest": days[0], "latest": days[1], "blackout": days}
    found = solve(read(problem))
    assert kinds(found) == [("blackout", (name,)), ("window", (name,))]
    assert [one.rule for one in found.relaxations] == ["blackout", "window", "visit"]
    assert "Khi đó có thể kiểm tra vào ngày" in found.relaxations[0].text


def test_a_content_nobody_knows() -> None:
    problem = twelve()
    problem["units"][0]["contents"] = ["hạt nhân"]
    found = solve(read(problem))
    assert kinds(found) == [("skill", ("hạt nhân",)), ("visit", (problem["units"][0]["id"],))]
    assert found.relaxations[0].text == "Bổ sung vào Đoàn một người có chuyên môn “hạt nhân”."


def test_leads_who_are_away_or_recused() -> None:
    problem = twelve(lead_people=["người 0"])
    unit = problem["units"][0]
    unit |= {"earliest": problem["days"][0], "latest": problem["days"][0]}
    problem["people"][0] |= {"unavailable": problem["days"][:1]}
    found = solve(read(problem))
    assert kinds(found) == [("lead", ()), ("unavailable", ("người 0",)), ("window", (unit["id"],))]
    assert [one.rule for one in found.relaxations] == ["lead", "unavailable", "window", "visit"]
    problem["people"][0] |= {"unavailable": [], "worked_at": [unit["id"]]}
    found = solve(read(problem))
    assert kinds(found) == [("lead", ()), ("recused", ("người 0",)), ("visit", (unit["id"],))]
    assert [one.rule for one in found.relaxations] == ["lead", "visit"]


def test_far_places_on_one_day_and_too_few_vehicles() -> None:
    problem = twelve(subteams=1, vehicles=1, travel={})
    first = problem["days"][0]
    for unit, place in zip(problem["units"][:2], ("a", "b"), strict=True):
        unit |= {"place": place, "earliest": first, "latest": first}
    found = solve(read(problem))
    assert {one.rule for one in found.conflict} == {"travel", "vehicles", "window"}
    assert {"travel", "vehicles", "window"} <= {one.rule for one in found.relaxations}


def test_several_changes_together_where_one_is_not_enough() -> None:
    problem = twelve(subteams=1, vehicles=9)
    first = problem["days"][0]
    for unit in problem["units"][:10]:
        unit |= {"earliest": first, "latest": first, "contents": ["nội dung 0"]}
    for person in problem["people"]:
        person |= {"skills": [*person["skills"], "nội dung 0"]}
    found = solve(read(problem))
    assert [one.rule for one in found.conflict].count("window") == 3
    assert [one.rule for one in found.relaxations] == ["together"]
    assert found.relaxations[0].text.startswith("Cùng lúc: ")


def test_all_units_in_too_few_days_is_one_sentence() -> None:
    problem = twelve(subteams=1)
    problem["days"] = problem["days"][:5]
    found = solve(read(problem))
    assert found.status == "infeasible"
    assert [one.rule for one in found.conflict] == ["subteams", "visit"]
    assert len(found.conflict[1].subjects) == 11
    assert "và 6 đơn vị khác" in found.conflict[1].text


def test_without_time_nothing_is_claimed() -> None:
    problem = read(twelve())
    assert conflict.explain(problem, time.monotonic() - 1) == conflict.Explanation()
    assert conflict.answer_of(problem, time.monotonic() - 1) is None


def test_too_large_for_people_by_name_may_stay_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """Recusal of the only lead shows with people by name only."""
    monkeypatch.setattr(conflict, "LARGE", 0)
    problem = twelve(lead_people=["người 0"])
    problem["units"][0] |= {"earliest": problem["days"][0], "latest": problem["days"][0]}
    problem["people"][0]["worked_at"] = [problem["units"][0]["id"]]
    assert conflict.answer_of(read(problem), time.monotonic() + HOUR) is None


def test_no_conflict_left_to_change() -> None:
    assert list(conflict._several(read(twelve()), [], time.monotonic() + HOUR)) == []


def test_what_is_not_needed_is_left_out_of_several_changes() -> None:
    problem = read(twelve(subteams=1))
    said = [
        (key, list(conflict._changes(problem, key))[-1][1]) for key in (("subteams", ""), ("vehicles", ""))
    ]
    together = conflict._together(problem, said, time.monotonic() + HOUR)
    assert together.text == "Cùng lúc: "


def test_a_relaxation_without_answer_is_told_even_without_time() -> None:
    problem = twelve(subteams=1)
    problem["days"] = problem["days"][:5]
    some = read(problem)
    assert bound.prices(Facts(some)) is None
    assert conflict.explain(some, time.monotonic() - 1).conflict


@pytest.mark.parametrize("kind", ["travel", "lead", "vehicles", "subteams"])
def test_a_rule_can_be_taken_away(kind: str) -> None:
    problem = read(twelve(subteams=1))
    assert (kind, "") in rules(problem)
    assert without(problem, (kind, "")) != problem
