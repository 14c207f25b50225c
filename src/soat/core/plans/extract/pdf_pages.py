"""Lines of text on the pages of a PDF, with their places, as PDFium sees them (requirement G1).

Refuses scans, locked files and broken text layers, never guesses. Called by the process of `extract.pdf`.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2 as pdfium
from pypdfium2 import raw

from soat.core.errors import UnreadableFile

MAX_PAGES = 300
_LOCKED = "PDF này đặt mật khẩu; hãy bỏ mật khẩu rồi thử lại."
_DAMAGED = "Tệp PDF bị hỏng, không mở được; hãy tải lại từ nơi ban hành hoặc dùng bản .docx."
_TOO_LONG = f"PDF dài hơn {MAX_PAGES} trang; hãy tách riêng phần kế hoạch và đề cương rồi thử lại."
_SCANNED = (
    "PDF này chỉ có ảnh, không có chữ để đọc; hãy dùng bản .docx, hoặc nhận dạng chữ (OCR) rồi thử lại."
)
_GARBLED = "Lớp chữ của PDF này bị hỏng (chữ chép ra không đúng chữ nhìn thấy); hãy dùng bản .docx."
_MIN_CHARACTERS = 15  # a page with fewer is an image with a stamp or page number on it
_SAMPLED = 500  # signs of a page
_WIDE_SPACE, _WIDE_GAP = (
    2.5,
    0.6,
)  # in heights of the line: what parts two columns, with and without a space sign


@dataclass(slots=True)
class Line:
    """A run of text on one line and in one column. Points from the lower left of the page."""

    text: str
    left: float
    right: float
    bottom: float
    top: float

    @property
    def middle(self) -> float:
        return (self.bottom + self.top) / 2

    @property
    def height(self) -> float:
        return self.top - self.bottom


@dataclass(slots=True)
class Page:
    lines: list[Line]
    width: float
    height: float


def read_pages(data: bytes) -> tuple[list[Page], list[str]]:
    """Pages in order, lines in the order of the file, and warnings. Raises UnreadableFile."""
    try:
        document = pdfium.PdfDocument(data)
        if len(document) > MAX_PAGES:
            raise UnreadableFile(_TOO_LONG)
        sheets = [_Sheet(document[number]) for number in range(len(document))]
    except pdfium.PdfiumError as error:
        locked = getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD
        raise UnreadableFile(_LOCKED if locked else _DAMAGED) from error
    return [sheet.page for sheet in sheets], _warnings(sheets)


class _Sheet:
    """A page read: its lines, and how much of its text is sound."""

    def __init__(self, page: Any) -> None:
        self._text = page.get_textpage()
        self._codes = _codes(self._text)
        self._rectangle = raw.FS_RECTF()
        self._column_gap = self._usual_gap()
        self.signs = sum(code > 32 for code in self._codes)
        self.lost = self._lost()
        self.page = Page(list(self._lines()), page.get_width(), page.get_height())

    def _lost(self) -> int:
        """Signs without a letter that anybody could read: private use, replacement, unmapped glyphs."""
        bad = sum(0xE000 <= code <= 0xF8FF or code == 0xFFFD for code in self._codes)
        step = max(1, len(self._codes) // _SAMPLED)
        unmapped = sum(
            raw.FPDFText_HasUnicodeMapError(self._text, index) == 1
            for index in range(0, len(self._codes), step)
        )
        return int(max(bad, unmapped * step))

    def _usual_gap(self) -> float:
        """Files that place each word by itself have no space signs: there only a wide gap parts columns."""
        spaces = [index for index, code in enumerate(self._codes) if code == 32][:_SAMPLED]
        made_up = sum(raw.FPDFText_IsGenerated(self._text, index) == 1 for index in spaces)
        return _WIDE_SPACE if made_up * 2 > len(spaces) else _WIDE_GAP

    def _lines(self) -> Iterator[Line]:
        start = 0
        for index, code in enumerate([*self._codes, 10]):
            if code in (10, 13):
                yield from self._columns(start, index)
                start = index + 1

    def _columns(self, start: int, end: int) -> Iterator[Line]:
        """The line's text, parted where a gap is too wide to be a space."""
        while start < end and self._codes[start] <= 32:
            start += 1
        while end > start and self._codes[end - 1] <= 32:
            end -= 1
        if start == end:
            return
        begin = start
        for index in range(start, end):
            if self._codes[index] == 32 and self._parts_columns(index):
                yield self._line(begin, index)
                begin = index + 1
        yield self._line(begin, end)

    def _parts_columns(self, index: int) -> bool:
        _, right, bottom, top = self._box(index - 1)
        gap, height = self._box(index + 1)[0] - right, top - bottom
        if gap <= height * self._column_gap:
            return False
        return gap > height * _WIDE_SPACE or raw.FPDFText_IsGenerated(self._text, index) == 1

    def _line(self, start: int, end: int) -> Line:
        left, _, bottom, top = self._box(start)
        _, right, last_bottom, last_top = self._box(end - 1)
        # Letters with two marks (Ủ) stand higher than the font: the lower of two signs tells its height.
        return Line(_text(self._codes[start:end]), left, right, min(bottom, last_bottom), min(top, last_top))

    def _box(self, index: int) -> tuple[float, float, float, float]:
        """Left, right, bottom, top of a sign with the height of its font."""
        box = self._rectangle
        raw.FPDFText_GetLooseCharBox(self._text, index, box)
        return box.left, box.right, box.bottom, box.top


def _codes(text: Any) -> list[int]:
    """UTF-16 units of a page by the numbers PDFium gives its signs."""
    count = text.count_chars()
    units = (ctypes.c_ushort * (count + 1))()
    if raw.FPDFText_GetText(text, 0, count, units) == count + 1:
        return list(units[:count])
    return [raw.FPDFText_GetUnicode(text, index) for index in range(count)]


def _text(codes: list[int]) -> str:
    """PDFium gives UTF-16 units, and U+FFFE or U+0002 for a hyphen at the end of a line."""
    units = b"".join((0x2D if code in (0xFFFE, 2) else code & 0xFFFF).to_bytes(2, "little") for code in codes)
    return units.decode("utf-16-le", "replace")


def _warnings(sheets: list[_Sheet]) -> list[str]:
    signs, lost = sum(sheet.signs for sheet in sheets), sum(sheet.lost for sheet in sheets)
    images = [number for number, sheet in enumerate(sheets, 1) if sheet.signs < _MIN_CHARACTERS]
    if len(images) == len(sheets):
        raise UnreadableFile(_SCANNED)
    if lost * 20 > signs:
        raise UnreadableFile(_GARBLED)
    warnings = [f"Khoảng {lost} ký tự trong PDF không đọc được."] if lost else []
    if images:
        numbers = ", ".join(map(str, images[:20]))
        warnings.append(f"Trang {numbers} không có chữ để đọc (trang trống hoặc ảnh quét).")
    return warnings
