"""Units of counts: what is counted in "... nhiệm vụ", "Tổng số hồ sơ …", "Số biên chế (người)". Called by
`asks`.
"""

from __future__ import annotations

import re

_NOUNS = (
    "nhiệm vụ", "văn bản", "hồ sơ", "thủ tục", "TTHC", "VBQPPL", "DVCTT", "DVC", "dịch vụ công", "dịch vụ",
    "người", "lượt người", "công chức", "viên chức", "cán bộ", "lao động", "biên chế", "đơn vị", "phòng",
    "cơ quan", "tổ chức", "doanh nghiệp", "xã", "phường", "lượt", "cuộc", "vụ việc", "vụ", "đơn", "ý kiến",
    "kiến nghị", "phản ánh", "khiếu nại", "tố cáo", "sáng kiến", "mô hình", "giải pháp", "triệu đồng",
    "tỷ đồng", "nghìn đồng", "đồng", "lớp", "buổi", "hội nghị", "tin", "bài", "quy trình", "trường hợp",
    "dự án", "kế hoạch", "quyết định", "nghị quyết", "báo cáo", "phiếu", "điểm", "ngày", "giờ", "máy",
    "chữ ký số", "chứng thư số", "tài khoản", "hệ thống", "phần mềm", "cơ sở dữ liệu", "lần", "đề án",
    "vị trí việc làm", "vị trí", "khóa", "hộ", "tài liệu", "lỗi", "nội dung", "chỉ tiêu", "đại biểu",
    "tin bài", "thư xin lỗi", "kết luận", "chương trình",
)  # fmt: skip
_PERSONS = frozenset(("công chức", "viên chức", "cán bộ", "lao động"))
_NOUN = re.compile(rf"(?:{'|'.join(sorted(_NOUNS, key=len, reverse=True))})(?!\w)", re.I)
_AFTER_BLANK = re.compile(r"[)\s]*(%|[^\W\d_]+(?: [^\W\d_]+){0,2}(?=\s*(?:[,.;:()?]|$)))")
_OPENING = re.compile(
    r"[(\s]*(?:trong đó\s*[,:]?\s*)?(?:tổng số lượng|tổng số|tổng|số lượng|số)\s+(?:các\s+)?", re.I
)
_INSIDE = re.compile(r"\bsố lượng\s+(?:các\s+)?", re.I)
_IN_BRACKETS = re.compile(r"\(\s*(?:(?:đơn vị tính|đơn vị|ĐVT)\s*:?\s*)?([^()]{1,25})\)\s*[.:;]?$", re.I)


def unit_after(text: str, place: int) -> tuple[str | None, int]:
    """The unit that stands right after a blank ending at `place`, and where it ends."""
    start = place + len(text[place : place + 5]) - len(text[place : place + 5].lstrip())
    if (noun := _NOUN.match(text, start)) is not None:
        return noun[0], noun.end()
    after = _AFTER_BLANK.match(text, place)
    return (after[1], after.end()) if after else (None, place)


def unit_of_count(text: str) -> str | None:
    """The unit of a count that is named without a blank: bracketed at its end, else the noun counted."""
    bracketed = _IN_BRACKETS.search(text)
    if bracketed and _NOUN.match(bracketed[1]):
        return bracketed[1].strip()
    openings = (_OPENING.match(text), _INSIDE.search(text))
    noun = next((found for one in openings if one and (found := _NOUN.match(text, one.end()))), None)
    if noun is None:
        return None
    return "người" if noun[0].lower() in _PERSONS else noun[0]
