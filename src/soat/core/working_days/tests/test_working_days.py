"""The working-day clock: the plan's own example, swapped days, every start and count, damaged tables, the command."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from soat.cli import main
from soat.core.errors import DomainError
from soat.core.working_days import Calendar, Entry, closes_at, deadline, shift, vietnam
from soat.core.working_days.table import read

KNOWN = vietnam(2023, 2028)
DAYS = st.dates(date(2024, 1, 1), date(2027, 12, 31))


@pytest.mark.parametrize(
    ("visit", "days", "due"),
    [
        ("2024-05-06", 3, "2024-05-02"),  # Saturday 4 May 2024 made up for Monday 29 April
        ("2024-05-02", 1, "2024-04-26"),
        ("2024-02-15", 1, "2024-02-07"),  # over Tết
        ("2025-05-05", 1, "2025-04-29"),
        ("2025-04-28", 1, "2025-04-26"),
        ("2026-09-03", 2, "2026-08-27"),
        ("2024-09-04", 1, "2024-08-30"),
        ("2026-08-24", 1, "2026-08-22"),
    ],
)
def test_deadlines_that_were_worked_out_by_hand(visit: str, days: int, due: str) -> None:
    assert deadline(KNOWN, date.fromisoformat(visit), days).isoformat() == due


@given(DAYS, st.integers(1, 60))
def test_exactly_n_working_days_lie_between_the_deadline_and_the_visit(visit: date, days: int) -> None:
    due = deadline(KNOWN, visit, days)
    assert KNOWN.works(due)
    assert len(list(KNOWN.between(due, visit - timedelta(days=1)))) == days


@given(DAYS, st.integers(1, 60))
def test_adding_undoes_taking_away_from_a_working_day(day: date, days: int) -> None:
    start = shift(KNOWN, day, -1)
    assert shift(KNOWN, shift(KNOWN, start, days), -days) == start


@given(DAYS, st.integers(1, 30), st.integers(0, 40))
def test_a_later_visit_is_never_due_earlier(visit: date, days: int, later: int) -> None:
    assert deadline(KNOWN, visit, days) <= deadline(KNOWN, visit + timedelta(days=later), days)


@given(DAYS, st.integers(1, 30), DAYS)
def test_a_closure_never_makes_a_deadline_later(visit: date, days: int, closed: date) -> None:
    closing = KNOWN.changed([Entry(closed, False, "Bão", "Công điện")])
    assert deadline(closing, visit, days) <= deadline(KNOWN, visit, days)


def test_no_days_is_the_day_itself() -> None:
    assert shift(KNOWN, date(2024, 5, 5), 0) == date(2024, 5, 5)


def test_a_deadline_lasts_until_midnight_in_vietnam() -> None:
    assert closes_at(date(2024, 5, 2)) == datetime(2024, 5, 2, 17, tzinfo=UTC)


def test_a_notice_of_no_days_is_refused() -> None:
    with pytest.raises(DomainError, match="từ 1 trở lên"):
        deadline(KNOWN, date(2024, 5, 6), 0)


def test_a_calendar_says_where_it_ends() -> None:
    short = Calendar(date(2024, 5, 1), date(2024, 5, 31))
    with pytest.raises(DomainError, match="chưa có ngày 30/04/2024"):
        deadline(short, date(2024, 5, 2), 2)


def test_another_weekend() -> None:
    friday_off = Calendar(date(2024, 1, 1), date(2024, 12, 31), weekend=frozenset({4}))
    assert shift(friday_off, date(2024, 1, 4), 1) == date(2024, 1, 6)


def test_the_shipped_table_agrees_with_the_holidays_package_where_that_has_notices() -> None:
    computed = vietnam(2024, 2025, Path(__file__).with_name("empty.csv"))
    span = date(2024, 1, 1), date(2025, 12, 31)
    assert list(computed.between(*span)) == list(KNOWN.between(*span))
    assert not any(one.certain for one in computed.entries.values())


def test_every_entry_names_its_source_and_unpublished_years_are_doubts() -> None:
    assert all(one.source for one in KNOWN.entries.values())
    assert {one.day.year for one in KNOWN.doubts(date(2023, 1, 1), date(2028, 12, 31))} == {
        2023,
        2026,
        2027,
        2028,
    }


@pytest.mark.parametrize("years", [(1980, 1990), (2025, 2024), (2099, 2100)])
def test_years_nobody_knows_are_refused(years: tuple[int, int]) -> None:
    with pytest.raises(DomainError, match="từ 1990 đến 2099"):
        vietnam(*years)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("ngay,loai\n", "thiếu cột: ten, tinh_trang, nguon"),
        ("", "thiếu cột"),
        ("ngay,loai,ten,tinh_trang,nguon\n04/05/2024,nghi,a,b,c\n", "Dòng 2"),
        ("ngay,loai,ten,tinh_trang,nguon\n2024-05-04,làm,a,b,c\n", "Dòng 2"),
        ("ngay,loai,ten,tinh_trang,nguon\n2024-05-04\n", "Dòng 2"),
        ("ngay,loai,ten,tinh_trang,nguon\n2024-W19-1,nghi,a,b,c\n", "Dòng 2"),
        ("a" * 200_000, "không phải là CSV đúng ở dòng 1"),
        ("ngay,loai,ten,tinh_trang,nguon\n" + "a" * 200_000, "không phải là CSV đúng ở dòng 2"),
    ],
)
def test_a_damaged_table_is_named(tmp_path: Path, text: str, says: str) -> None:
    table = tmp_path / "local.csv"
    table.write_text(text, encoding="utf-8")
    with pytest.raises(DomainError, match=says):
        read(table)


def test_a_table_that_is_not_there_or_no_text(tmp_path: Path) -> None:
    with pytest.raises(DomainError, match="Không mở được"):
        read(tmp_path / "none.csv")
    (tmp_path / "bytes.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(DomainError, match="không phải chữ UTF-8"):
        read(tmp_path / "bytes.csv")


def test_the_command_prints_the_day(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["workdays", "deadline", "2024-05-06", "3"]) == 0
    printed = capsys.readouterr()
    assert printed.out == "2024-05-02\n"
    assert printed.err == ""


def test_the_command_takes_local_closures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = tmp_path / "local.csv"
    table.write_text(
        "ngay,loai,ten,tinh_trang,nguon\n2024-05-03,nghi,Bão,đã ban hành,Công điện\n", encoding="utf-8"
    )
    assert main(["workdays", "deadline", "2024-05-06", "3", "--local", str(table)]) == 0
    assert capsys.readouterr().out == "2024-04-26\n"


def test_the_command_names_days_that_are_not_published(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["workdays", "deadline", "2027-05-04", "1"]) == 0
    assert "03/05/2027" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("day", "days", "says"),
    [
        ("06/05/2024", "3", "không phải là ngày"),
        ("2024-W19-1", "3", "không phải là ngày"),
        ("20240506", "3", "là ngày"),
        ("2024-05-06", "-1", "từ 1"),
        ("2024-05-06", "²", "từ 1"),
    ],
)
def test_the_command_refuses_in_a_sentence(
    day: str, days: str, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["workdays", "deadline", "--", day, days]) == 2
    assert says in capsys.readouterr().err
