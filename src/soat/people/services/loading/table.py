"""What every loaded table shares: rows with defaults, days, errors by row, agencies by name, place and time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from django.utils.translation import gettext

from soat.common.errors import DomainError
from soat.common.spreadsheet import Row, read_table
from soat.people import rules
from soat.people.models import Agency

Source = Path | Sequence[Row | Mapping[str, str]]

_DAY_FORMS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y")


@dataclass(frozen=True, slots=True)
class RowError:
    line: int
    column: str
    message: str

    def __str__(self) -> str:
        return gettext("Dòng %(line)s, cột %(column)s: %(message)s") % {
            "line": self.line,
            "column": self.column,
            "message": self.message,
        }


class BadRows(DomainError):
    """The file was not taken in; `rows` lists everything that is wrong with it."""

    status = 422

    def __init__(self, rows: list[RowError]) -> None:
        self.rows = sorted(rows, key=lambda row: row.line)
        super().__init__(
            gettext(
                "Tệp có %(len)s chỗ cần sửa nên chưa nhập dòng nào. Ví dụ: %(rows)s Hãy sửa rồi tải lại tệp."
            )
            % {"len": len(rows), "rows": self.rows[0]},
            "file",
        )


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many rows were added, and how many stood there already."""

    added: int
    known: int


@dataclass
class Reading:
    """Collects errors while rows are read."""

    errors: list[RowError] = field(default_factory=list)

    def wrong(self, row: Row, column: str, message: str) -> None:
        self.errors.append(RowError(row.line, column, message))

    def day(self, row: Row, column: str) -> date | None:
        text = row.get(column)
        for form in _DAY_FORMS:
            try:
                return datetime.strptime(text, form).date()  # noqa: DTZ007
            except ValueError:
                continue
        if text:
            self.wrong(
                row,
                column,
                gettext("“%(text)s” không phải ngày. Hãy ghi dạng ngày/tháng/năm, ví dụ 1/7/2025.")
                % {"text": text},
            )
        return None

    def finish(self) -> None:
        if self.errors:
            raise BadRows(self.errors)


Span = tuple[date | None, date | None]


class Known:
    """Agencies of the register and of the file, found by name, place and time."""

    def __init__(self, agencies: Iterable[Agency]) -> None:
        self._by_name: dict[str, list[Agency]] = {}
        for agency in agencies:
            self.add(agency)

    def add(self, agency: Agency) -> None:
        self._by_name.setdefault(agency.name.casefold(), []).append(agency)

    def meeting(self, name: str, place: str, span: Span) -> list[Agency]:
        """Agencies of that name and place (any place when none is told) which share a day with `span`."""
        return [
            agency
            for agency in self._by_name.get(name.casefold(), ())
            if (not place or agency.place.casefold() == place.casefold())
            and rules.overlap((agency.valid_from, agency.valid_to), span)
        ]


def rows_of(source: Source, defaults: Mapping[str, str]) -> list[Row]:
    if isinstance(source, Path):
        rows = read_table(source.read_bytes(), source.name)
    else:
        rows = [
            item if isinstance(item, Row) else Row(number, dict(item))
            for number, item in enumerate(source, start=2)
        ]
    return [
        Row(row.line, {**defaults, **{key: text for key, text in row.cells.items() if text}}) for row in rows
    ]


def require(reading: Reading, rows: list[Row], columns: Sequence[str]) -> None:
    for row in rows:
        for column in columns:
            if not row.get(column):
                reading.wrong(row, column, gettext("Ô này không được để trống."))
    if not rows:
        raise BadRows([RowError(1, columns[0], gettext("Tệp không có dòng dữ liệu nào."))])


def check(row: Row, column: str, reading: Reading, check: Callable[[], object]) -> None:
    try:
        check()
    except DomainError as error:
        reading.wrong(row, column, error.message)
