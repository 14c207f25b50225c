"""The force of a document on a day (L3)."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from soat.legal.rules import LABELS, Change, effect

DAY = date(2025, 7, 1)
AMENDED = Change("amends", "Nghị định 107/2021/NĐ-CP", date(2021, 12, 6))
REPLACED = Change("replaces", "Nghị định 118/2025/NĐ-CP", date(2025, 7, 1))


@pytest.mark.parametrize(
    ("begins", "ends", "changes", "is_known", "status"),
    [
        (date(2018, 6, 21), None, [], True, "in_force"),
        (date(2026, 1, 1), None, [REPLACED], True, "not_yet"),
        (date(2018, 6, 21), None, [AMENDED], True, "amended"),
        (date(2018, 6, 21), None, [AMENDED, REPLACED], True, "replaced"),
        (date(2018, 6, 21), date(2025, 1, 1), [AMENDED], True, "expired"),
        (date(2018, 6, 21), date(2026, 1, 1), [], True, "in_force"),
        (None, None, [], False, "unknown"),
        (None, None, [], True, "in_force"),
        (date(2024, 1, 1), None, [], False, "unknown"),
        (None, None, [Change("amends", "x", None)], False, "amended"),
    ],
)
def test_force(begins, ends, changes, is_known, status) -> None:  # type: ignore[no-untyped-def]
    found = effect(DAY, begins=begins, ends=ends, changes=changes, is_known=is_known)
    assert found.status == status
    assert found.label == LABELS[found.status]


def test_the_day_before_it_was_replaced_it_was_amended() -> None:
    found = effect(date(2025, 6, 30), begins=date(2018, 6, 21), ends=None, changes=[REPLACED, AMENDED])
    assert (found.status, found.by) == ("amended", ("Nghị định 107/2021/NĐ-CP",))


days = st.dates(date(2000, 1, 1), date(2040, 1, 1))
changes = st.builds(Change, st.sampled_from(["amends", "replaces"]), st.just("x"), st.none() | days)


@given(days, st.integers(0, 4000), st.none() | days, st.lists(changes, max_size=5))
def test_once_replaced_it_stays_so(day: date, later: int, begins: date | None, given: list[Change]) -> None:
    if effect(day, begins=begins, ends=None, changes=given).status == "replaced":
        after = date.fromordinal(day.toordinal() + later)
        assert effect(after, begins=begins, ends=None, changes=given).status == "replaced"
