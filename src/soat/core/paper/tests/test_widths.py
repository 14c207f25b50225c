"""Widths of letters and even breaking, on which the rules' lengths rest."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from soat.core.paper.widths import balanced, width


def test_width_is_that_of_times_new_roman() -> None:
    assert width("A", 1000) == pytest.approx(722 * 25.4 / 72)
    assert width("Ấ", 12) == width("A", 12)
    assert width("Đ", 12) == width("D", 12)
    assert width("ư", 12) > width("u", 12)
    assert width("ờ", 12, bold=True) == width("ơ", 12, bold=True) > width("o", 12, bold=True)
    assert width("\u00a0", 12) == width(" ", 12)
    assert width("→", 1000) == pytest.approx(500 * 25.4 / 72)


def test_lines_are_as_few_as_fit_and_even() -> None:
    assert balanced("ỦY BAN NHÂN DÂN TỈNH BÌNH SƠN", 12, 66, bold=True) == "ỦY BAN NHÂN DÂN\nTỈNH BÌNH SƠN"
    assert balanced("SỞ NỘI VỤ", 12, 66) == "SỞ NỘI VỤ"
    assert balanced("MỘT\nHAI", 12, 66) == "MỘT\nHAI"
    assert balanced("", 12, 66) == ""


@given(
    st.lists(st.text(alphabet="ABĐƯi", min_size=1, max_size=9), min_size=1, max_size=20), st.floats(20, 100)
)
def test_breaking_keeps_every_word_and_the_room(words: list[str], room: float) -> None:
    broken = balanced(" ".join(words), 12, room)
    assert broken.split() == words
    assert all(width(line, 12) <= room + 1e-6 or " " not in line for line in broken.split("\n"))
