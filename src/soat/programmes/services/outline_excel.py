"""An outline as an Excel file (requirement G4): an XLSForm with columns of our own, and a sheet to read.

`survey` is what an import reads back (`outline_excel_read`); user text is written as text, never as a formula. Called
by the outline pages.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from soat.core.indicators import rename
from soat.programmes.models import NodeKind, Outline, SubjectKind
from soat.programmes.outline_lines import Line

SURVEY, CHOICES, SETTINGS, READABLE = "survey", "choices", "settings", "Đề cương"
COLUMNS = (
    "type", "name", "label", "hint", "required", "relevant", "calculation", "constraint", "parent", "kind",
    "number", "unit", "weight", "area", "audience", "numerator", "denominator", "columns",
)  # fmt: skip
TYPES = {
    NodeKind.SECTION: "begin_group",
    NodeKind.NARRATIVE: "text",
    NodeKind.COUNT: "integer",
    NodeKind.RATIO: "calculate",
    NodeKind.YES_NO: "select_one yes_no",
    NodeKind.LIST: "text",
    NodeKind.TABLE: "text",
    NodeKind.ATTACHMENT: "file",
}
AUDIENCE = "doi_tuong"
_WIDE = {
    "label": 70,
    "hint": 40,
    "calculation": 28,
    "constraint": 28,
    "area": 28,
    "audience": 24,
    "columns": 28,
}
_HEADS = (
    "Số",
    "Mã",
    "Nội dung",
    "Kiểu trả lời",
    "Đơn vị tính",
    "Bắt buộc",
    "Đối tượng",
    "Cách tính",
    "Hướng dẫn",
)
_WIDTHS = (8, 8, 80, 14, 14, 10, 26, 34, 40)
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")  # "_x0041_" in a cell would be read as "A"
_NOTE = "Trang này để đọc. Muốn sửa, hãy sửa ở trang “survey” rồi nhập lại tệp vào hệ thống."


@dataclass(frozen=True, slots=True)
class Head:
    """What a version says of itself."""

    title: str
    audience_text: str = ""
    data_period_text: str = ""
    data_period_start: date | None = None

    @classmethod
    def of(cls, outline: Outline) -> Head:
        return cls(outline.title, outline.audience_text, outline.data_period_text, outline.data_period_start)


def write_file(head: Head, lines: Sequence[Line], *, version: int, fingerprint: str) -> bytes:
    """The .xlsx. `fingerprint` tells at import whether the draft has changed since."""
    book = Workbook()
    del book["Sheet"]
    _write_readable(book.create_sheet(READABLE), head, lines)
    survey = book.create_sheet(SURVEY)
    _write(survey, [COLUMNS, *_survey(lines)])
    _dress_survey(survey)
    _write(book.create_sheet(CHOICES), [("list_name", "name", "label"), *_choices()])
    _write(
        book.create_sheet(SETTINGS),
        [
            ("form_title", "form_id", "version", "default_language", *_SETTINGS),
            (head.title, "de_cuong", str(version), "Tiếng Việt (vi)", *_settings(head, fingerprint)),
        ],
    )
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


_SETTINGS = ("audience_text", "data_period_text", "data_period_start", "fingerprint")


def _settings(head: Head, fingerprint: str) -> tuple[str, ...]:
    start = f"{head.data_period_start:%d/%m/%Y}" if head.data_period_start else ""
    return (head.audience_text, head.data_period_text, start, fingerprint)


def _choices() -> Iterator[tuple[str, str, str]]:
    yield ("yes_no", "yes", "Có")
    yield ("yes_no", "no", "Không")
    for kind in SubjectKind:
        yield (AUDIENCE, kind.value, str(kind.written))


def _survey(lines: Sequence[Line]) -> Iterator[tuple[Any, ...]]:
    """A row for each line in document order, groups closed where their section ends."""
    yield (f"select_one {AUDIENCE}", AUDIENCE, "Loại đơn vị", *[""] * (len(COLUMNS) - 3))
    above = {line.code: line.parent for line in lines}
    opened: list[str] = []
    for line in lines:
        chain = set()
        up = line.parent
        while up:
            chain.add(up)
            up = above.get(up, "")
        while opened and opened[-1] not in chain:
            opened.pop()
            yield ("end_group", *[""] * (len(COLUMNS) - 1))
        yield _row(line)
        if line.is_section:
            opened.append(line.code)
    for _ in opened:
        yield ("end_group", *[""] * (len(COLUMNS) - 1))


def _row(line: Line) -> tuple[Any, ...]:
    is_tied = line.numerator and line.denominator
    return (
        TYPES[NodeKind(line.kind)],
        line.code,
        line.text,
        line.help,
        "yes" if line.required else "",
        " or ".join(f"${{{AUDIENCE}}} = '{kind}'" for kind in line.audience),
        f"round(${{{line.numerator}}} div ${{{line.denominator}}} * 100, 2)" if is_tied else "",
        in_braces(line.check_rule),
        line.parent,
        line.shown("kind"),
        line.number,
        line.unit,
        "" if line.weight is None else float(line.weight),
        line.area,
        "; ".join(str(SubjectKind(kind).written) for kind in line.audience),
        line.numerator,
        line.denominator,
        "\n".join(line.columns),
    )


class _Braced(dict[str, str]):
    """Every code as XLSForm refers to it, but for the words that join comparisons."""

    def get(self, word: str, default: Any = None) -> Any:
        return default if word in ("và", "and") else f"${{{word}}}"


def in_braces(rule: str) -> str:
    """ "m1 <= m2" as XLSForm writes it: "${m1} <= ${m2}"."""
    return rename(rule, _Braced())


def _write_readable(sheet: Any, head: Head, lines: Sequence[Line]) -> None:
    depth: dict[str, int] = {}
    rows: list[tuple[Any, ...]] = [(head.title,), (_NOTE,), _HEADS]
    for line in lines:
        depth[line.code] = depth[line.parent] + 1 if line.parent in depth else 0
        rows.append(_readable(line, "    " * depth[line.code]))
    _write(sheet, rows)
    sheet["A1"].font = Font(bold=True, size=14)
    for cell in sheet[3]:
        cell.font = Font(bold=True)
    for row, line in enumerate(lines, start=4):
        sheet.cell(row, 3).font = Font(bold=line.is_section)
    for number, width in enumerate(_WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "A4"
    sheet.protection.sheet = True
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _readable(line: Line, indent: str) -> tuple[Any, ...]:
    how = f"{line.numerator} : {line.denominator} × 100" if line.numerator and line.denominator else ""
    told = "; ".join(part for part in (how, line.check_rule and f"kiểm tra {line.check_rule}") if part)
    return (
        line.number, line.code, indent + line.text, line.shown("kind"), line.unit,
        "x" if line.required else "", line.shown("audience"), told, line.help,
    )  # fmt: skip


def _dress_survey(sheet: Any) -> None:
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for number, name in enumerate(COLUMNS, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = _WIDE.get(name, 14)
    sheet.freeze_panes = "D2"
    kinds = DataValidation(
        "list", formula1=f'"{",".join(str(kind.written) for kind in NodeKind)}"', allow_blank=True
    )
    sheet.add_data_validation(kinds)
    kinds.add(
        f"{get_column_letter(COLUMNS.index('kind') + 1)}2:{get_column_letter(COLUMNS.index('kind') + 1)}2000"
    )


def _write(sheet: Any, rows: Sequence[Sequence[Any]]) -> None:
    """Cells row by row; text stays text whatever it begins with."""
    for at, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            if value == "":
                continue
            cell = sheet.cell(at, column)
            cell.value = _ESCAPE.sub("_x005F_", value) if isinstance(value, str) else value
            if isinstance(value, str):
                cell.data_type = "s"
                cell.quotePrefix = value[0] in "=+-@'\t"
                cell.alignment = Alignment(wrap_text=True, vertical="top")
