"""Turns away text that is no Vietnamese inspection plan before it is read (issue 2, "bad input").

Lenient on purpose: plans of any province, year and style, decisions that issue one, plans joined with digital
transformation and plans without an outline pass. Called by the command line and by the import of a programme.
"""

from __future__ import annotations

import re

from soat.core.errors import NotAPlan, UnreadableFile

# Letters that neither French, Portuguese nor any other language than Vietnamese uses together.
_VIETNAMESE_LETTERS = re.compile("[ĂăĐđƠơƯưẠ-ỹ]")
_LETTERS = re.compile(r"[^\W\d_]")
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
    """Raises UnreadableFile for text without letters, NotAPlan for another language or kind of paper."""
    letters = len(_LETTERS.findall(text))
    if letters == 0:
        raise UnreadableFile("Tệp không có chữ nào để đọc; hãy chọn lại tệp kế hoạch.")
    if len(_VIETNAMESE_LETTERS.findall(text)) < _MIN_SHARE * letters:
        raise NotAPlan("Văn bản này không phải tiếng Việt có dấu; hãy tải lên bản kế hoạch bằng tiếng Việt.")
    if not _is_about_inspection(" ".join(text.lower().split())):
        raise NotAPlan(
            "Văn bản này không giống kế hoạch kiểm tra (không thấy đoàn, đối tượng, nội dung hay thời gian "
            "kiểm tra); hãy chọn tệp kế hoạch hoặc quyết định ban hành kế hoạch kiểm tra."
        )


def _is_about_inspection(text: str) -> bool:
    """Two different signs of an inspection, and either a title that says so or the word again and again."""
    if sum(sign in text for sign in _SIGNS) < 2:
        return False
    return bool(_TITLE.search(text[:_TITLE_WITHIN])) or text.count("kiểm tra") * 200 >= text.count(" ")
