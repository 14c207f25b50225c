"""Numbers, dates, points and list ends as Decree 30/2020, Annex I writes them."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from soat.core.errors import DomainError
from soat.core.paper.formats import PaperDate, listed, number_line, plain, point, roman


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("2024-02-05", "ngày 05 tháng 02 năm 2024"),
        ("2024-01-31", "ngày 31 tháng 01 năm 2024"),
        ("2024-03-10", "ngày 10 tháng 3 năm 2024"),
        ("2024-12-09", "ngày 09 tháng 12 năm 2024"),
        ("2024-02-29", "ngày 29 tháng 02 năm 2024"),
        ("2024-02", "ngày \u00a0\u00a0\u00a0\u00a0\u00a0\u00a0 tháng 02 năm 2024"),
        (
            "2024",
            "ngày \u00a0\u00a0\u00a0\u00a0\u00a0\u00a0 tháng \u00a0\u00a0\u00a0\u00a0\u00a0\u00a0 năm 2024",
        ),
    ],
)
def test_dates(text: str, written: str) -> None:
    assert str(PaperDate.parse(text)) == written


@pytest.mark.parametrize(
    "text",
    [
        "",
        "05/02/2024",
        "2024-13",
        "2024-00",
        "2024-02-30",
        "2023-02-29",
        "1900-02-29",
        "2024-04-31",
        "2024-04-00",
        "0000",
    ],
)
def test_days_that_do_not_exist_are_refused(text: str) -> None:
    with pytest.raises(DomainError, match="Hãy ghi dạng 2024-02-05"):
        PaperDate.parse(text)


@pytest.mark.parametrize(
    ("number", "written"),
    [
        ("5", "Số: 05/KH"),
        ("97", "Số: 97/KH"),
        ("", "Số: \u00a0\u00a0\u00a0\u00a0\u00a0\u00a0/KH"),
        ("30c", "Số: 30c/KH"),
        ("x", "Số: x/KH"),
    ],
)
def test_numbers(number: str, written: str) -> None:
    assert number_line(number, "KH") == written


def test_points_follow_the_vietnamese_alphabet() -> None:
    assert "".join(map(point, range(1, 24))) == "abcdđeghiklmnopqrstuvxy"
    assert [point(24), point(28)] == ["aa", "đđ"]


def test_roman() -> None:
    assert [roman(number) for number in (1, 4, 9, 14, 40, 90, 400, 1999)] == [
        "I",
        "IV",
        "IX",
        "XIV",
        "XL",
        "XC",
        "CD",
        "MCMXCIX",
    ]


def test_lists_end_with_semicolons_and_a_stop() -> None:
    assert listed(["Sở Y tế.", "Sở Nội vụ ; ", "Lưu: VT"]) == ["Sở Y tế;", "Sở Nội vụ;", "Lưu: VT."]
    assert listed([]) == []


def test_plain_drops_what_cannot_be_printed_and_composes() -> None:
    dirty = (
        "e\u200b\u0301 a\x00b\x1b\u200b\u202e\ufeff\ud800\ufffe\x85c\td\r\ne\u2028f"
        + unicodedata.normalize("NFD", "Ỗ")
    )
    assert plain(dirty) == "é abc d\ne\nfỖ"


def test_piles_of_accents_are_cut() -> None:
    assert plain("x" + "\u0323" * 9 + "y") == "x" + "\u0323" * 4 + "y"


@given(st.text(alphabet=st.characters()))
def test_plain_is_stable_and_fit_for_xml(text: str) -> None:
    once = plain(text)
    assert plain(once) == once
    assert all(letter == "\n" or unicodedata.category(letter) not in {"Cc", "Cs", "Cn"} for letter in once)
