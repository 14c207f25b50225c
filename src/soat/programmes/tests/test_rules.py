"""The table of states: reachable, unambiguous, tied to the permission table; checks name what is missing."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from soat.access.permissions import PERMISSIONS
from soat.programmes import rules
from soat.programmes.rules import START, TRANSITIONS, Facts, missing

READY = Facts(
    period_start=date(2026, 1, 1), period_end=date(2026, 2, 1), areas=1, heads=1, subjects=1, has_outline=True
)


def test_each_step_has_its_own_right_in_its_own_state() -> None:
    for step in TRANSITIONS:
        states = {state for p in PERMISSIONS if p.action == step.action for state in p.states}
        assert states == {step.source}
    assert len({(step.source, step.target) for step in TRANSITIONS}) == len(TRANSITIONS)


def test_a_full_programme_may_start() -> None:
    assert missing(START, READY) == {}


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"period_start": None}, "period"),
        ({"period_end": None}, "period"),
        ({"areas": 0}, "areas"),
        ({"subjects": 0}, "subjects"),
        ({"subjects_unlinked": 2}, "agencies"),
        ({"heads": 0}, "head"),
        ({"has_outline": False}, "outline"),
        ({"outline_open": 3}, "outline_open"),
        ({"doubts": 4}, "doubts"),
        ({"unplaced": 5}, "unplaced"),
    ],
)
def test_each_gap_is_told_by_its_key(change: dict[str, object], key: str) -> None:
    from dataclasses import replace

    told = missing(START, replace(READY, **change))
    assert list(told) == [key]
    assert all(str(n) in told[key] for n in change.values() if isinstance(n, int) and n > 1)


def test_subjects_may_be_left_for_later() -> None:
    from dataclasses import replace

    assert missing(START, replace(READY, subjects=0, subjects_later=True)) == {}


@given(st.builds(Facts))
def test_every_sentence_says_what_to_do(facts: Facts) -> None:
    for sentence in missing(START, facts).values():
        assert "Hãy" in sentence
        assert sentence.endswith(".")


def test_overdue_begins_the_day_after() -> None:
    due = date(2026, 3, 1)
    days = [date(2026, 2, 28), due, date(2026, 3, 2)]
    assert [rules.is_overdue(due, day) for day in days] == [False, False, True]
    assert not rules.is_overdue(None, due)


def test_each_state_is_reached_and_leads_nowhere_unknown() -> None:
    for states, steps in (
        (rules.ProgrammeState, rules.TRANSITIONS),
        (rules.OutlineState, rules.OUTLINE_TRANSITIONS),
    ):
        ends = {end for step in steps for end in (step.source, step.target)}
        assert ends == set(states)
