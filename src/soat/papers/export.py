"""The number register as an Excel or CSV file; text of users is written as text, never as a formula (D2)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from soat.core.text import normalise

_WIDE = 60
_MARKS = ("=", "+", "-", "@", "\t", "\r")  # what spreadsheets take for the beginning of a formula


def excel_of(head: Sequence[str], lines: Iterable[Sequence[object]], title: str) -> bytes:
    """One sheet with a bold head that stays in view."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title[:31]
    widths = [len(name) for name in head]
    for number, line in enumerate((head, *lines), start=1):
        for place, value in enumerate(line, start=1):
            cell = sheet.cell(number, place)
            if isinstance(value, date):
                cell.value, cell.number_format = value, "dd/mm/yyyy"
            elif isinstance(value, int):
                cell.value = value
            else:
                cell.value, cell.data_type = _printable(str(value)), "s"
                cell.alignment = Alignment(wrap_text=True, vertical="top")
            widths[place - 1] = min(max(widths[place - 1], len(str(value))), _WIDE)
    for place, width in enumerate(widths, start=1):
        sheet.cell(1, place).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(place)].width = width + 2
    sheet.freeze_panes = "A2"
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def csv_of(head: Sequence[str], lines: Iterable[Sequence[object]]) -> bytes:
    """UTF-8 with a mark, so that Excel reads the Vietnamese; a value like a formula gets an apostrophe before it."""
    written = io.StringIO(newline="")
    rows = csv.writer(written)
    rows.writerow(head)
    for line in lines:
        rows.writerow([_cell(value) for value in line])
    return written.getvalue().encode("utf-8-sig")


def _cell(value: object) -> str:
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    text = _printable(str(value))
    return f"'{text}" if text.startswith(_MARKS) else text


def _printable(text: str) -> str:
    return "".join(letter for letter in normalise(text) if letter >= " " or letter == "\n")
