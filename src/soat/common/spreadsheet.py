"""Tables people upload: CSV (comma or semicolon, UTF-8) or Excel, as rows of texts by column name.

Called by the imports of people and of legal. Hostile files are refused by size before they are opened.
"""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePath

from django.utils.translation import gettext
from python_calamine import CalamineError, CalamineWorkbook

from soat.core.errors import UnreadableFile
from soat.core.text import normalise

MAX_BYTES = 5 * 1024 * 1024
_MAX_UNPACKED = 60 * 1024 * 1024
MAX_ROWS = 20_000


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its line in the file (the head is line 1) and its texts by column name."""

    line: int
    cells: dict[str, str]

    def get(self, column: str) -> str:
        return self.cells.get(column, "")


def read_table(data: bytes, file_name: str) -> list[Row]:
    """Rows below the head, empty ones left out. Raises UnreadableFile with a sentence that says what to do."""
    if len(data) > MAX_BYTES:
        raise UnreadableFile(gettext("Tệp lớn hơn 5 MB. Hãy bỏ bớt cột, dòng không cần rồi tải lại."), "file")
    is_excel = PurePath(file_name).suffix.lower() in (".xlsx", ".xls", ".ods")
    lines = _excel(data) if is_excel else _csv(data)
    if len(lines) > MAX_ROWS + 1:
        raise UnreadableFile(
            gettext("Tệp có hơn %(rows)s dòng. Hãy chia thành nhiều tệp.") % {"rows": MAX_ROWS}, "file"
        )
    head = [normalise(name).strip().casefold() for name in lines[0]] if lines else []
    if not any(head):
        raise UnreadableFile(
            gettext("Tệp không có dòng tiêu đề cột. Hãy tải tệp mẫu và điền theo mẫu."), "file"
        )
    return [
        Row(number, dict(zip(head, cells, strict=False)))
        for number, line in enumerate(lines[1:], start=2)
        if any(cells := [" ".join(normalise(cell).split()) for cell in line])
    ]


def _csv(data: bytes) -> list[list[str]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableFile(
            gettext("Tệp không phải CSV mã UTF-8. Hãy lưu lại dưới dạng “CSV UTF-8” hoặc Excel (.xlsx)."),
            "file",
        ) from error
    first = text.split("\n", 1)[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    try:
        return list(csv.reader(io.StringIO(text.replace("\0", ""), newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise UnreadableFile(gettext("Tệp CSV bị hỏng. Hãy mở bằng Excel rồi lưu lại."), "file") from error


def _excel(data: bytes) -> list[list[str]]:
    try:
        if zipfile.is_zipfile(io.BytesIO(data)):
            with zipfile.ZipFile(io.BytesIO(data)) as parts:
                if sum(part.file_size for part in parts.infolist()) > _MAX_UNPACKED:
                    raise UnreadableFile(
                        gettext("Tệp Excel quá lớn khi giải nén. Hãy bỏ bớt trang tính."), "file"
                    )
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
        return [[_text(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    except (CalamineError, zipfile.BadZipFile, IndexError, ValueError) as error:
        raise UnreadableFile(
            gettext("Không mở được tệp Excel. Hãy mở lại bằng Excel và lưu dưới dạng .xlsx."), "file"
        ) from error


def _text(value: object) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
