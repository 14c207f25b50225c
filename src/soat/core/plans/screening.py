"""Turns away text that is no Vietnamese inspection plan before it is read (issue 2, "bad input").

Lenient on purpose: plans of any province, year and style, decisions that issue one, plans joined with digital
transformation and plans without an outline pass. Text that could not be read within 5 s and 500 MB is refused with
the limit it passes. Called by the command line and by the import of a programme.
"""

from __future__ import annotations

import re

from soat.core.errors import NotAPlan, UnreadableFile
from soat.core.text import numeral

# Letters that neither French, Portuguese nor any other language than Vietnamese uses together.
_VIETNAMESE_LETTERS = re.compile("[ĂăĐđƠơƯưẠ-ỹ]")
_LETTERS = re.compile(r"[^\W\d_]")
MAX_LINES = 20_000
"""A line is at most an item of the outline, a subject, a member or a duty."""
MAX_NUMBERS = 10_000
_FILLED_LINE = re.compile(r"[^\s].*")
_NUMBER = re.compile(r"\d[/-]\s?(?:\d{4}/)?[^\W\d_]{2}")
_MIN_SHARE = 0.03  # running Vietnamese has 0.12 to 0.2
_TITLE = re.compile(
    r"(?:kế hoạch|quyết định|chương trình|phương án).{0,120}?kiểm tra|thành lập (?:đoàn|tổ) kiểm tra"
)
_TITLE_WITHIN = 6000  # characters: legal portals put lists of related documents before the head
_SIGNS = (
    "kế hoạch kiểm tra",
    "đoàn kiểm tra",
    "tổ kiểm tra",
    "lịch kiểm tra",
    "nội dung kiểm tra",
    "thời gian kiểm tra",
    "thời gian thực hiện kiểm tra",
    "thời kỳ kiểm tra",
    "địa điểm kiểm tra",
    "thành phần kiểm tra",
    "phương pháp kiểm tra",
    "phương thức kiểm tra",
    "hình thức kiểm tra",
    "đối tượng kiểm tra",
    "đối tượng được kiểm tra",
    "đơn vị được kiểm tra",
    "địa phương được kiểm tra",
    "kiểm tra công tác",
    "kiểm tra theo kế hoạch",
    "kiểm tra thường xuyên",
    "kiểm tra đột xuất",
    "kiểm tra trực tiếp",
    "phục vụ kiểm tra",
)


def ensure_plan_like(text: str) -> None:
    """Raises UnreadableFile for text without letters or too much of it, NotAPlan for another language or paper."""
    ensure_readable(text)
    if not is_vietnamese(text):
        raise NotAPlan("Văn bản này không phải tiếng Việt có dấu; hãy tải lên bản kế hoạch bằng tiếng Việt.")
    if not _is_about_inspection(" ".join(text.lower().split())):
        raise NotAPlan(
            "Văn bản này không giống kế hoạch kiểm tra (không thấy đoàn, đối tượng, nội dung hay thời gian "
            "kiểm tra); hãy chọn tệp kế hoạch hoặc quyết định ban hành kế hoạch kiểm tra."
        )


def ensure_readable(text: str) -> None:
    """Raises UnreadableFile for text without letters, or with more lines or numbers than are read at once."""
    if not _LETTERS.search(text):
        raise UnreadableFile("Tệp không có chữ nào để đọc; hãy chọn lại tệp kế hoạch.")
    _refuse_more("dòng", sum(1 for _ in _FILLED_LINE.finditer(text)), MAX_LINES)
    _refuse_more("số, ký hiệu văn bản", sum(1 for _ in _NUMBER.finditer(text)), MAX_NUMBERS)


def is_vietnamese(text: str) -> bool:
    """Whether the letters are those of Vietnamese written with its marks."""
    letters = sum(1 for _ in _LETTERS.finditer(text))
    return sum(1 for _ in _VIETNAMESE_LETTERS.finditer(text)) >= max(1, _MIN_SHARE * letters)


def _refuse_more(noun: str, count: int, limit: int) -> None:
    if count > limit:
        raise UnreadableFile(
            f"Văn bản có {numeral(count)} {noun}, nhiều hơn mức {numeral(limit)} {noun} đọc được mỗi lần; "
            "hãy tách riêng phần kế hoạch và đề cương rồi thử lại."
        )


def _is_about_inspection(text: str) -> bool:
    """Two different signs of an inspection, and either a title that says so or the word again and again."""
    if sum(sign in text for sign in _SIGNS) < 2:
        return False
    return bool(_TITLE.search(text[:_TITLE_WITHIN])) or text.count("kiểm tra") * 200 >= text.count(" ")
