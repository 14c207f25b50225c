"""What one line of an outline asks the unit for: a count, a rate, yes or no, a list, a table, or words (G3).

A line may ask several things ("Số biên chế được giao? Số biên chế hiện có?"); `asks_of` cuts it where a new
one begins. All patterns run in linear time. Called by `build`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from soat.core.plans.model import ItemKind
from soat.core.plans.outline.formulas import formula_span
from soat.core.plans.outline.units import unit_after, unit_of_count

_BLANK = re.compile(r"[.…_](?:\s?[.…_])+|…")
_DATE_BLANK = re.compile(r"(?:ngày|tháng|năm|quý|(?<!tổng )số)\s?$|/\s?$", re.I)
_NOT_A_NUMBER = r"(?!liệu|hóa|hoá|hiệu|ký hiệu|điện thoại|thứ tự|và ký|đăng ký\b|lượng\b)"
_LEAD = r"[(\s]*(?:(?:trong đó|cụ thể|gồm|bao gồm)\s*[,:]?\s*)?(?:[-+*]\s*)?"
_COUNT = re.compile(
    rf"{_LEAD}(?:tổng số(?! liệu)|số (?:lượng|lượt)\b|số {_NOT_A_NUMBER}[^\W\d_]"
    r"|tổng (?:biên chế|kinh phí|mức|nguồn|dự toán|vốn|thu\b|chi\b|cộng))",
    re.I,
)
_COUNT_INSIDE = re.compile(r"(?:tổng hợp|thống kê|báo cáo|cập nhật|nêu)\b[^.;:?]*\bsố lượng\b", re.I)
_HOW_MANY = re.compile(r"\b(?:bao nhiêu|mấy)\b", re.I)
_RATIO = re.compile(rf"{_LEAD}(?:(?:đạt|chiếm)\s+)?(?:t[ỷỉ] (?:lệ|trọng)|phần trăm)\b", re.I)
_BARE_PERCENT = re.compile(r"(?<!\d)(?<!\d\s)%")
_YES_NO = re.compile(
    r"\b(?:không|chưa)\s*\?|\bcó\s*[/,]\s*(?:không|chưa)\b|\bđã\s*/\s*chưa\b|\bcó hay (?:không|chưa)\b"
    r"|[☐□]\s*có\b",
    re.I,
)
_YES_NO_START = re.compile(r"(?:có|đã)\b", re.I)
_YES_NO_END = re.compile(r"\b(?:không|chưa)[.;]?$", re.I)
_WHICH = re.compile(r"\b(?:thế nào|ra sao|vì sao|tại sao|gì|nào|ai)\b", re.I)
_LIST = re.compile(
    r"\b(?:liệt kê|kể tên|nêu (?:rõ |cụ thể )?(?:từng|tên|danh (?:sách|mục))|thống kê (?:các|danh)"
    r"|nêu cụ thể (?:các|từng)|(?:lập|kèm|kèm theo|gửi|gửi kèm|có) danh (?:sách|mục))\b|^danh (?:sách|mục)\b"
    r"|\(\s*(?:ghi |nêu )?(?:rõ )?số\s*(?:,|và|hiệu|ký hiệu)[^)]{0,40}(?:ngày|trích yếu)",
    re.I,
)
_TABLE = re.compile(
    r"\b(?:theo|tại|vào|ở)\s+(?:các\s+)?(?:biểu mẫu|mẫu biểu|biểu|bảng|phụ lục|mẫu)"
    r"(?:\s+(?:số|kèm|gửi|đính|sau|dưới|\d|[IVX]+\b)|\s*[).;:]|$)"
    r"|^(?:bảng|biểu)\s+(?:số|tổng hợp|thống kê|\d)",
    re.I,
)
_ATTACHMENT = re.compile(
    r"\b(?:gửi kèm|đính kèm|kèm(?: theo)? (?:danh (?:sách|mục)|bản|tài liệu|văn bản|hồ sơ|minh chứng|biểu"
    r"|phụ lục|file|ảnh))\b",
    re.I,
)
_CUT = re.compile(r"[?;]\s+(?=\S)|[,:(]\s*(?=(?:tổng số|số|t[ỷỉ] lệ)\s+[^\W\d_])", re.I)
_CLOSING = re.compile(r"[ ,.;:)]+")
_MEASURED = ("count", "ratio")


@dataclass(slots=True)
class Ask:
    """`text[start:end]` of the line asks for `kind`, counted in `unit`. `grown`: made of several pieces."""

    start: int
    end: int
    kind: ItemKind
    unit: str | None
    confidence: float = 1.0
    grown: bool = False


def kind_of(text: str) -> ItemKind:
    """What a sentence asks for, read from its words alone."""
    if _RATIO.match(text) or _BARE_PERCENT.search(text):
        return "ratio"
    if _is_yes_no(text):
        return "yes_no"
    if _COUNT.match(text) or _HOW_MANY.search(text) or _number_blanks(text) or _COUNT_INSIDE.match(text):
        return "count"
    if _TABLE.search(text):
        return "table"
    return "list" if _LIST.search(text) else "narrative"


def wants_attachment(text: str) -> bool:
    """Whether the unit must send papers along ("gửi kèm danh sách")."""
    return bool(_ATTACHMENT.search(text))


def asks_of(text: str) -> list[Ask]:
    """The asks of a line in order; together they cover the line. The text must not be blank."""
    bounds = [0, *_cuts(text), len(text)]
    pieces = [_ask(text, start, end) for start, end in pairwise(bounds)]
    several = sum(piece.kind in _MEASURED for piece in pieces) > 1
    asks: list[Ask] = []
    for piece in pieces:
        if asks and not _stand_apart(text, asks[-1], piece):
            _absorb(asks[-1], piece, several)
        else:
            asks.append(piece)
    return _wordy([_settled(text, ask) if ask.grown else ask for ask in asks], text)


def unit_of(kind: ItemKind, text: str) -> str | None:
    """In what the answer is counted: "%" for a rate, the blank's or the noun's unit for a count."""
    if kind == "ratio":
        return "%"
    if kind != "count":
        return None
    return next((unit for _, unit in _number_blanks(text)), None) or unit_of_count(text)


def _ask(text: str, start: int, end: int) -> Ask:
    words = text[start:end].strip()
    kind = kind_of(words)
    sure = kind != "count" or _COUNT.match(words) or _HOW_MANY.search(words) or _number_blanks(words)
    return Ask(start, end, kind, unit_of(kind, words), 1.0 if sure else 0.65)


def _cuts(text: str) -> list[int]:
    """Places where a new ask may begin: after a question, before "số …", after a blank with its unit."""
    places = {match.end() for match in _CUT.finditer(text)}
    for end, _ in _number_blanks(text)[:-1]:
        marks = _CLOSING.match(text, end)
        places.add(marks.end() if marks else end)
    kept_whole = formula_span(text)
    return sorted(
        place for place in places if 0 < place < len(text) and not kept_whole[0] < place < kept_whole[1]
    )


def _stand_apart(text: str, left: Ask, right: Ask) -> bool:
    mark = text[max(0, right.start - 2) : right.start].strip()[-1:]
    if mark == "?":
        return left.kind != "narrative" or right.kind != "narrative"
    if left.kind in _MEASURED:
        return right.kind in _MEASURED or (right.kind == "list" and mark == ";")
    return False


def _absorb(ask: Ask, piece: Ask, several: bool) -> None:
    ask.end, ask.grown = piece.end, True
    if several and ask.kind == "narrative" and piece.kind in _MEASURED:
        ask.kind, ask.unit = piece.kind, piece.unit


def _settled(text: str, ask: Ask) -> Ask:
    whole = _ask(text, ask.start, ask.end)
    return ask if whole.kind == "narrative" else whole


def _wordy(asks: list[Ask], text: str) -> list[Ask]:
    """A question that follows counts in one line ("Việc bố trí biên chế …?") wants words, not yes or no."""
    for before, ask in pairwise(asks):
        if (
            before.kind in _MEASURED
            and ask.kind == "yes_no"
            and not _YES_NO.search(text[ask.start : ask.end])
        ):
            ask.kind = "narrative"
    return asks


def _is_yes_no(text: str) -> bool:
    if _YES_NO.search(text) or (_YES_NO_START.match(text) and _YES_NO_END.search(text)):
        return True
    return text.endswith("?") and not (_WHICH.search(text) or _HOW_MANY.search(text) or _COUNT.match(text))


def _number_blanks(text: str) -> list[tuple[int, str]]:
    """Blanks to be filled with a number: where each with its unit ends, and the unit."""
    found = []
    for blank in _BLANK.finditer(text):
        unit, end = unit_after(text, blank.end())
        if unit and not _DATE_BLANK.search(text[max(0, blank.start() - 10) : blank.start()]):
            found.append((end, unit))
    return found
