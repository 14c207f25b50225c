"""Vietnam's calendar: the shipped table for the years it has, the `holidays` package for the others (S1).

The Labour Code (45/2019/QH14, Article 112) and yearly notices are the sources; each entry names its own.
`read` also takes a province's table of local closures, which has the same columns.
"""

from __future__ import annotations

import csv
import io
from datetime import date
from importlib.metadata import version
from pathlib import Path

from soat.core.errors import DomainError
from soat.core.input_files import read_text, shown
from soat.core.values import iso_day
from soat.core.working_days.calendar import Calendar, Entry

COLUMNS = ("ngay", "loai", "ten", "tinh_trang", "nguon")
KINDS = {"nghi": False, "lam_bu": True}
PUBLISHED = "đã ban hành"
FIRST_YEAR, LAST_YEAR = 1990, 2099
MOST_BYTES = 2_000_000
_TABLE = Path(__file__).parents[2] / "samples" / "working-days-2024-2027.csv"
_TOO_LARGE = "Bảng ngày làm việc lớn hơn 2 MB; hãy chỉ giữ những năm cần dùng."


def vietnam(first_year: int, last_year: int, table: Path = _TABLE) -> Calendar:
    """The calendar of those years, both included. Raises DomainError for a year nobody can know."""
    if not FIRST_YEAR <= first_year <= last_year <= LAST_YEAR:
        raise DomainError(f"Lịch làm việc chỉ tính được cho các năm từ {FIRST_YEAR} đến {LAST_YEAR}.", "year")
    shipped = read(table)
    known = {one.day.year for one in shipped}
    years = set(range(first_year, last_year + 1))
    entries = _computed(years - known) + [one for one in shipped if one.day.year in years]
    return Calendar(date(first_year, 1, 1), date(last_year, 12, 31), {one.day: one for one in entries})


def read(table: Path) -> list[Entry]:
    """Entries of a CSV table with the columns `ngay, loai (nghi | lam_bu), ten, tinh_trang, nguon`.

    Raises DomainError naming the line that cannot be read.
    """
    rows = csv.DictReader(io.StringIO(read_text(table, MOST_BYTES, _TOO_LARGE)))
    try:
        missing = [name for name in COLUMNS if name not in (rows.fieldnames or ())]
        if missing:
            raise DomainError(f"Bảng ngày làm việc thiếu cột: {', '.join(missing)}.")
        return [_entry(row, number) for number, row in enumerate(rows, start=2)]
    except csv.Error as error:
        raise DomainError(
            f"Bảng ngày làm việc “{shown(table)}” không phải là CSV đúng ở dòng {rows.line_num + 1}; "
            "hãy kiểm tra dấu ngoặc kép và lưu lại dạng CSV, mã UTF-8."
        ) from error


def _entry(row: dict[str, str | None], number: int) -> Entry:
    values = {name: (row[name] or "").strip() for name in COLUMNS}
    try:
        day, working = iso_day(values["ngay"]), KINDS[values["loai"]]
    except (ValueError, KeyError) as error:
        raise DomainError(
            f"Dòng {number} của bảng ngày làm việc sai: ngày phải dạng 2024-05-04, loại phải là “nghi” hoặc “lam_bu”."
        ) from error
    return Entry(day, working, values["ten"], values["nguon"], values["tinh_trang"] == PUBLISHED)


def _computed(years: set[int]) -> list[Entry]:
    """What `holidays` knows of years that the table has not: certain only if a swap was published."""
    if not years:
        return []
    import holidays  # slow to import: only when needed

    known = holidays.country_holidays("VN", years=years, language="vi")
    source = f"holidays {version('holidays')}"
    off = [Entry(day, False, name, source, False) for day, name in known.items()]
    made_up = (day for day in known.weekend_workdays if day.year in years)
    return off + [Entry(day, True, "Làm bù", source, False) for day in made_up]
