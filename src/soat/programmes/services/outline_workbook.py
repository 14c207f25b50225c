"""Opens an uploaded .xlsx without trusting it: kind, sizes, hidden sheets, formulas (requirement G4).

The bounded archive of the plan reader does the inflating; its sentences speak of .docx, so they are said anew here.
Called by `outline_excel_read`.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from typing import Any

from soat.core.errors import UnreadableFile
from soat.core.plans.extract import archive
from soat.core.plans.extract.archive import Archive

MAX_BYTES = 10 * 1024 * 1024
MAX_INFLATED = 60 * 1024 * 1024
FARTHEST_ROW = 5_000
_ADDRESS = re.compile(r"[A-Z]{1,2}([1-9]\d{0,5})")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
NO_XLSX = (
    "Tệp không phải Excel .xlsx hoặc đang đặt mật khẩu. Hãy lưu thành .xlsx, không mật khẩu, rồi thử lại."
)
BROKEN = "Tệp Excel bị hỏng, không đọc được. Hãy mở bằng Excel, lưu lại rồi thử lại."
TOO_LARGE = "Tệp Excel quá lớn nên không được mở. Hãy dùng tệp tải từ hệ thống, chỉ sửa trang “survey”."
NO_SURVEY = "Tệp không có trang “survey”. Hãy tải tệp Excel của đề cương từ hệ thống rồi sửa trên tệp đó."
FAR_AWAY = "Tệp Excel có ô nằm quá xa hoặc sai địa chỉ. Hãy xóa các dòng, cột thừa rồi lưu lại."
HIDDEN = "Trang “survey” đang bị ẩn nên không rõ có được sửa không. Hãy bỏ ẩn, kiểm tra rồi thử lại."


@dataclass(frozen=True, slots=True)
class Sheet:
    part: str
    is_hidden: bool


@dataclass(frozen=True, slots=True)
class Book:
    archive: Archive
    sheets: dict[str, Sheet]


def opened(data: bytes) -> Book:
    """The workbook's sheets. Raises UnreadableFile with one sentence for anything that is no sound .xlsx."""
    if len(data) > MAX_BYTES:
        raise UnreadableFile(TOO_LARGE)
    if data[:4] != b"PK\x03\x04":
        raise UnreadableFile(NO_XLSX)
    try:
        book = Archive(data)
        _inflate_all(data)
        workbook, relations = book.xml("xl/workbook.xml"), book.xml("xl/_rels/workbook.xml.rels")
    except UnreadableFile as error:
        raise UnreadableFile(_said_anew(error)) from error
    if workbook is None or relations is None:
        raise UnreadableFile(NO_XLSX)
    targets = {one.get("Id"): _part(one.get("Target", "")) for one in relations.iter("{*}Relationship")}
    sheets = {
        one.get("name", ""): Sheet(
            targets.get(one.get(_RELATION), ""), one.get("state", "visible") != "visible"
        )
        for one in workbook.iter("{*}sheet")
    }
    return Book(book, sheets)


def _said_anew(error: UnreadableFile) -> str:
    return TOO_LARGE if error.message in (archive.TOO_LARGE, TOO_LARGE) else BROKEN


def _inflate_all(data: bytes) -> None:
    """Inflate every part once, bounded: no reader after this one meets more bytes than the directory says."""
    with zipfile.ZipFile(io.BytesIO(data)) as zipped:
        if sum(info.file_size for info in zipped.infolist()) > MAX_INFLATED:
            raise UnreadableFile(TOO_LARGE)
        try:
            damaged = zipped.testzip()
        except (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, NotImplementedError) as error:
            raise UnreadableFile(BROKEN) from error
    if damaged:
        raise UnreadableFile(BROKEN)


def _part(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def formula_cells(book: Book, name: str) -> list[str]:
    """Addresses of the sheet's cells that hold formulas. Raises UnreadableFile if it is missing or hidden."""
    if name not in book.sheets:
        raise UnreadableFile(NO_SURVEY)
    if book.sheets[name].is_hidden:
        raise UnreadableFile(HIDDEN)
    root = checked(book, name)
    return [formula.getparent().get("r", "A1") for formula in root.iter("{*}f")]


def checked(book: Book, name: str) -> Any:
    """The sheet's XML, once its addresses are sound: the reader would set aside room for every cell up to the last."""
    try:
        root: Any = book.archive.xml(book.sheets[name].part)
    except UnreadableFile as error:
        raise UnreadableFile(_said_anew(error)) from error
    if root is None:
        raise UnreadableFile(BROKEN)
    for row in root.iter("{*}row"):
        if not _is_near(f"A{row.get('r', '1')}") or not all(_is_near(cell.get("r", "A1")) for cell in row):
            raise UnreadableFile(FAR_AWAY)
    return root


def _is_near(address: str) -> bool:
    match = _ADDRESS.fullmatch(address)
    return match is not None and int(match[1]) <= FARTHEST_ROW
