"""Reads an outline back from Excel (requirement G4): every error at once, by cell, in words; nothing is changed.

A whole file that cannot be taken in (no .xlsx, damaged, too large, hidden sheet) raises UnreadableFile with one
sentence. Called by the import page; `outline_apply` writes what came out.
"""

from __future__ import annotations

import io
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext
from python_calamine import CalamineError, CalamineWorkbook

from soat.core.errors import UnreadableFile
from soat.core.text import fold, normalise
from soat.programmes.models import NodeKind
from soat.programmes.outline_lines import Line, rule_flaw
from soat.programmes.services import outline_values as values_of
from soat.programmes.services.outline_cells import CellError, Cells
from soat.programmes.services.outline_excel import AUDIENCE, COLUMNS, SETTINGS, SURVEY, TYPES, Head
from soat.programmes.services.outline_workbook import checked, formula_cells, opened

MOST_ROWS = 3_000
_CODE = re.compile(r"[a-z][a-z0-9_]{0,19}")
_KINDS = {fold(str(kind.written)): kind for kind in NodeKind} | {kind.value: kind for kind in NodeKind}
_BY_TYPE = {written: kind for kind, written in reversed(TYPES.items())} | {"note": NodeKind.NARRATIVE}


@dataclass(slots=True)
class Reading:
    """What the file says, and all that is wrong with it. `fingerprint`: of the version it was downloaded from."""

    head: Head | None = None
    lines: list[Line] = field(default_factory=list)
    errors: list[CellError] = field(default_factory=list)
    fingerprint: str = ""


def read_file(data: bytes, areas: Collection[str]) -> Reading:
    """Read the sheets `survey` and `settings`. `areas`: number and title of the programme's content areas."""
    book = opened(data)
    formulas = formula_cells(book, SURVEY)
    if SETTINGS in book.sheets:
        checked(book, SETTINGS)
    try:
        sheets = CalamineWorkbook.from_filelike(io.BytesIO(data))
        rows = sheets.get_sheet_by_name(SURVEY).to_python(skip_empty_area=False)
        settings = sheets.get_sheet_by_name(SETTINGS).to_python() if SETTINGS in book.sheets else []
    except CalamineError as error:
        raise UnreadableFile(
            gettext("Tệp Excel bị hỏng, không đọc được. Hãy mở bằng Excel, lưu lại rồi thử lại.")
        ) from error
    if len(rows) > MOST_ROWS:
        raise UnreadableFile(
            gettext("Trang “survey” có quá %(rows)s dòng. Hãy xóa các dòng thừa rồi thử lại.")
            % {"rows": MOST_ROWS}
        )
    reader = _Reader([[_text(cell) for cell in row] for row in rows], areas)
    reader.errors += [
        CellError(cell, gettext("Ô này chứa công thức. Hãy dán lại dưới dạng giá trị.")) for cell in formulas
    ]
    reading = reader.read()
    _read_settings(reading, [[_text(cell) for cell in row] for row in settings])
    return reading


def _text(value: Any) -> str:
    """A cell as text: 3.0 is "3", a date is day/month/year."""
    match value:
        case bool():
            return "yes" if value else "no"
        case float() if value.is_integer():
            return str(int(value))
        case datetime() | date():
            return f"{value:%d/%m/%Y}"
    return normalise(str(value)).replace("\r\n", "\n").strip()


class _Reader(Cells):
    """One pass over the rows; a wrong cell is noted and reading goes on."""

    def __init__(self, rows: Sequence[Sequence[str]], areas: Collection[str]) -> None:
        super().__init__(areas)
        self.rows = rows
        self.lines: dict[str, Line] = {}
        self.placed: dict[str, int] = {}
        self.groups: list[str] = []

    def read(self) -> Reading:
        head = self.rows[0] if self.rows else []
        self.at = {name.strip().lower(): column for column, name in enumerate(head) if name.strip()}
        if missing := [name for name in ("type", "name", "label") if name not in self.at]:
            self.errors.append(
                CellError(
                    "A1",
                    gettext("Dòng đầu trang “survey” thiếu cột %(join)s. Hãy dùng tệp tải từ hệ thống.")
                    % {"join": ", ".join(missing)},
                )
            )
            return Reading(errors=self.errors)
        for row, values in enumerate(self.rows[1:], start=2):
            self.row = row
            self.cells = {name: values[column] for name, column in self.at.items() if column < len(values)}
            if any(self.cells.get(name) for name in COLUMNS):
                self._read_row()
        for line in self.lines.values():
            self._check_references(line)
        self.errors.sort(key=lambda error: _cell_order(error.cell))
        return Reading(lines=list(self.lines.values()), errors=self.errors)

    def _read_row(self) -> None:
        written = " ".join(self.get("type").lower().replace(" group", "_group").split())
        if written == "end_group":
            if not self.groups:
                self.wrong("type", gettext("Dòng đóng mục này không có dòng mở (begin_group) ở trên."))
            self.groups[-1:] = []
            return
        if self.get("name").lower() == AUDIENCE:
            return
        kind = self._kind(written)
        code = self._code()
        line = Line(
            code=code,
            kind=kind,
            text=self._label(),
            parent=self._parent(kind, code),
            number=self.get("number"),
            unit=self.unit(kind),
            required=self.required(),
            help=self.get("hint"),
            weight=self.weight(),
            area=self.area(),
            audience=self.audience(),
            columns=self.columns(kind),
            check_rule=self.rule(),
            **self.sides(kind),
        )
        self.lines[code] = line
        self.placed[code] = self.row
        if kind == NodeKind.SECTION:
            self.groups.append(code)

    def _kind(self, written: str) -> str:
        """From `kind`, else from the XLSForm type."""
        named = self.get("kind")
        kind = _KINDS.get(fold(named)) if named else _BY_TYPE.get(written)
        if kind is None:
            column, value = ("kind", named) if named else ("type", written)
            labels = ", ".join(one.written for one in NodeKind)
            self.wrong(
                column,
                gettext("Không có kiểu “%(value)s”. Hãy chọn một trong: %(labels)s.")
                % {"value": value, "labels": labels},
            )
            return NodeKind.NARRATIVE
        if (kind == NodeKind.SECTION) != (written == "begin_group"):
            self.wrong(
                "type",
                gettext("Mục lớn phải có type là begin_group, nội dung thì không. Hãy sửa type hoặc kind."),
            )
        return kind

    def _code(self) -> str:
        code = self.get("name").lower()
        if code and not _CODE.fullmatch(code):
            self.wrong(
                "name",
                gettext("Mã “%(code)s” không hợp lệ. Mã gồm chữ thường không dấu, số và _, bắt đầu bằng chữ.")
                % {"code": code},
            )
            code = ""
        if code in self.lines:
            self.wrong(
                "name",
                gettext("Mã %(code)s đã dùng ở dòng %(code2)s. Mỗi mục cần một mã riêng.")
                % {"code": code, "code2": self.placed[code]},
            )
            code = ""
        return code or values_of.next_code([*self.lines, *self._names()])

    def _names(self) -> list[str]:
        column = self.at["name"]
        return [row[column].lower() for row in self.rows[1:] if column < len(row)]

    def _label(self) -> str:
        if not self.cells.get("label"):
            self.wrong("label", gettext("Chưa có nội dung. Hãy ghi nội dung của mục."))
        return self.get("label")

    def _parent(self, kind: str, code: str) -> str:
        """The code in `parent`, else the group the row stands in. It must stand above, and be of a fitting kind."""
        parent = self.get("parent").lower() or (self.groups[-1] if self.groups else "")
        if parent and parent not in self.lines:
            self.wrong(
                "parent",
                gettext("Không có mục %(parent)s ở phía trên. Mục chứa phải đứng trước mục con.")
                % {"parent": parent},
            )
            return ""
        while self.groups and kind == NodeKind.SECTION and self.groups[-1] != parent:
            self.groups.pop()
        is_in_section = bool(parent) and self.lines[parent].is_section
        if kind == NodeKind.SECTION and parent and not is_in_section:
            self.wrong("parent", gettext("Mục lớn chỉ đặt được trong mục lớn khác hoặc ở ngoài cùng."))
        if kind != NodeKind.SECTION and not parent:
            self.wrong(
                "parent", gettext("Nội dung báo cáo phải nằm trong một mục lớn. Hãy ghi mã mục chứa nó.")
            )
        return parent

    def _check_references(self, line: Line) -> None:
        """What may point to a row further down is looked at when all rows are known."""
        self.row = self.placed[line.code]
        for name, side in (("numerator", line.numerator), ("denominator", line.denominator)):
            if side and (side not in self.lines or self.lines[side].kind != NodeKind.COUNT):
                self.wrong(name, gettext("Mã %(side)s không phải số đếm của đề cương này.") % {"side": side})
        if line.numerator and line.numerator == line.denominator:
            self.wrong("denominator", gettext("Tử số và mẫu số phải là hai số đếm khác nhau."))
        if line.check_rule and (flaw := rule_flaw(line.check_rule, self.lines)):
            self.wrong("constraint", flaw)


def _cell_order(cell: str) -> tuple[int, str]:
    letters = cell.rstrip("0123456789")
    return int(cell[len(letters) :]), letters.rjust(3)


def _read_settings(reading: Reading, rows: Sequence[Sequence[str]]) -> None:
    """Title and periods, where the sheet has them."""
    if len(rows) < 2:
        return
    told = dict(zip((name.lower() for name in rows[0]), rows[1], strict=False))
    reading.fingerprint = told.get("fingerprint", "")
    start = _day(told.get("data_period_start", ""))
    if told.get("data_period_start") and start is None:
        reading.errors.append(
            CellError("settings", gettext("Ô data_period_start phải là ngày, dạng ngày/tháng/năm."))
        )
    reading.head = Head(
        told.get("form_title", "")[:500],
        told.get("audience_text", "")[:500],
        told.get("data_period_text", "")[:500],
        start,
    )


def _day(text: str) -> date | None:
    try:
        return datetime.strptime(text, "%d/%m/%Y").date()  # noqa: DTZ007 - a day, not a moment
    except ValueError:
        return None
