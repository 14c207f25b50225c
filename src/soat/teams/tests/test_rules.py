"""States of the team and recusal, without a database."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from soat.teams.models import ActKind, MemberState
from soat.teams.rules import ACTS, Declared, Post, acts_from, reached, recusal

UNIT, OTHER = uuid4(), uuid4()
DAY = date(2026, 5, 6)


def post(ends: date | None, starts: date | None = None, agency: object = UNIT) -> Post:
    return Post(agency, "Sở Du lịch", "Chuyên viên", starts, ends)  # type: ignore[arg-type]


def test_the_table_names_known_acts_and_states_only() -> None:
    assert set(ACTS) == set(ActKind.values)
    states = {state for sources, target in ACTS.values() for state in (*sources, target)}
    assert states == set(MemberState.values)
    assert acts_from("ended") == []
    assert acts_from("serving") == ["replace", "extend", "suspend", "end"]
    assert reached("resume", "suspended") == "serving"
    assert reached("resume", "serving") == ""


@pytest.mark.parametrize(
    ("ends", "years", "told"),
    [
        (None, 0, "đang công tác tại Sở Du lịch (Chuyên viên)"),
        (DAY + timedelta(1), 0, "đang công tác"),
        (DAY, 0, ""),
        (date(2024, 1, 1), 3, "đến 01/01/2024, chưa đủ 3 năm"),
        (date(2023, 5, 6), 3, ""),
        (date(2023, 5, 7), 3, "chưa đủ 3 năm"),
        (date(2024, 2, 29), 3, "chưa đủ 3 năm"),
    ],
)
def test_a_post_bars_while_held_and_for_some_years_after(ends: date | None, years: int, told: str) -> None:
    reason = recusal([post(ends)], [], {UNIT}, DAY, years)
    assert (told in reason) if told else reason == ""


def test_a_post_elsewhere_or_not_yet_begun_bars_nothing() -> None:
    assert recusal([post(None, agency=OTHER)], [], {UNIT}, DAY, 3) == ""
    assert recusal([post(None, starts=DAY + timedelta(1))], [], {UNIT}, DAY, 3) == ""


def test_a_declared_interest_bars_whatever_the_years() -> None:
    declared = [Declared(OTHER, "Sở Y tế", "anh trai"), Declared(UNIT, "Sở Du lịch", "vợ làm Giám đốc")]
    assert "vợ làm Giám đốc" in recusal([], declared, {UNIT}, DAY, 0)
    assert recusal([], declared[:1], {UNIT}, DAY, 0) == ""


@given(st.integers(1, 9000), st.integers(0, 10))
def test_more_years_never_free_anybody(days_ago: int, years: int) -> None:
    ends = DAY - timedelta(days_ago)
    if recusal([post(ends)], [], {UNIT}, DAY, years):
        assert recusal([post(ends)], [], {UNIT}, DAY, years + 1)
