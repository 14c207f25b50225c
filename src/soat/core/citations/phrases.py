"""Patterns of the words around a document number: dates, places, issuers, bounds of an abstract (L1).

Every pattern is bounded, so that reading stays linear. Used by `context` on normalised text.
"""

from __future__ import annotations

import re
from datetime import date

from soat.core.citations.vocabulary import AGENCIES, TYPE_WORDS

_UPPER = "A-ZĐÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
_WORD = rf"(?!(?:VỀ|NGÀY|NĂM|TRÊN|THỰC|BAN|QUY|KÈM)(?!\w))[{_UPPER}][^\W\d_]{{0,8}}"
_NAME = rf"(?:{_WORD}(?:[ ]{_WORD}){{0,3}}(?:[ ]-[ ]{_WORD}(?:[ ]{_WORD})?)?|\d{{1,2}}(?!\d))"
_LEVEL = r"(?i:tỉnh|thành\s+phố|tp\.?|quận|huyện|thị\s+xã|xã|phường|thị\s+trấn|đặc\s+khu)"
PLACE = rf"{_LEVEL}(?:[ ]?{_NAME})?"
_NAMED_PLACE = re.compile(rf"(?P<owned>(?:của|địa bàn)[ ])?(?<![^\W_])(?P<place>{_LEVEL}[ ]{_NAME})")
_COUNCIL = r"(?i:(?:ủy|uỷ)\s+ban\s+nhân\s+dân|ubnd|hội\s+đồng\s+nhân\s+dân|hđnd)"
_NATIONAL = (
    r"(?i:văn\s+phòng\s+chính\s+phủ|thủ\s+tướng(?:\s+chính\s+phủ)?|chính\s+phủ|quốc\s+hội|bộ\s+chính\s+trị|ban\s+bí\s+thư"
    r"|(?:ủy|uỷ)\s+ban\s+thường\s+vụ\s+quốc\s+hội|ban\s+chấp\s+hành\s+trung\s+ương(?:\s+đảng)?)"
)
_PARTY = (
    r"(?:(?i:ban\s+thường\s+vụ|ban\s+chấp\s+hành)\s+)?(?i:tỉnh|thành|quận|huyện)\s+(?i:ủy|uỷ)"
    rf"(?:[ ]{_NAME})?"
)
_OFFICE = (
    r"(?:Bộ|Sở|Ban|Cục|Tổng cục|Thanh tra|Văn phòng|Trung tâm|Phòng|Đoàn|Hội)\s[^,;.:()\n]{2,60}?"
    r"(?=\s+(?:về|ngày|v/v|ban hành|hướng dẫn|quy định|số|tại|năm)(?!\w)|[,;.:()\n]|$)"
)
ISSUER = (
    rf"(?P<head>(?i:chủ\s+tịch|bộ\s+trưởng|giám\s+đốc)\s+)?"
    rf"(?P<body>(?P<council>{_COUNCIL})(?:\s+(?:các\s+)?(?P<council_place>{PLACE}))?|{_NATIONAL}|{_PARTY}|(?P<place>{PLACE})|{_OFFICE})"
)
BY = re.compile(rf"[\s,]{{0,4}}(?i:của|(?P<do>do))\s+{ISSUER}(?(do)\s+(?i:ban\s+hành))(?!\w)")
ISSUED_BY_AT_END = re.compile(rf"\s+do\s+{ISSUER}\s+ban\s+hành\s*$")
TYPE_PATTERN = "|".join(word.replace(" ", r"\s+") for word in TYPE_WORDS)
BEFORE_LIST = re.compile(
    rf"(?:của|do)\s+{ISSUER}(?:\s+ban\s+hành)?\s*(?:(?:gồm|là|như\s+sau)?\s*:\s*(?:(?i:{TYPE_PATTERN})\s*)?(?:số\s*:?\s*)?|số\s*:?\s*)$"
)
LIST_JOINT = re.compile(rf"(?:[\s,;]|(?:và|hoặc|các|số)(?!\w)|(?i:{TYPE_PATTERN})|:)*")
LIST_CUT = re.compile(rf"(?:[,;]\s*(?:và\s+)?|\s+và\s+)(?:các\s+)?(?:(?i:{TYPE_PATTERN})\s*)(?:số\s*:?\s*)?$")
LAW = re.compile(r"(?:Bộ luật|Luật|Nghị quyết|Pháp lệnh)(?!\w)")
LISTED_LINE = re.compile(rf"\s*[-+•*]\s*\d+\s?(?i:{TYPE_PATTERN})\s+(?:số\s*:?\s*)?$")

_DAY = re.compile(
    rf"[\s,|(]{{0,6}}(?:{_NAME}\s*,\s*)?(?:(?:đã\s+)?(?:ký|ban\s+hành)\s+)?(?i:ngày)\s+"
    r"(\d{1,2})\s*(?:[/.-]|tháng)\s*(\d{1,2})\s*(?:[/.-]|năm)\s*((?:19|20)\d\d)(?!\d)"
)
_BLANK_DAY = re.compile(
    rf"[\s,|(]{{0,6}}(?:{_NAME}\s*,\s*)?(?i:ngày)[\s.…_]*tháng[\s.…_\d]*năm\s+((?:19|20)\d\d)(?!\d)"
)
_YEAR = re.compile(r"[\s,(]{0,4}(?i:năm)\s+((?:19|20)\d\d)(?!\d)")
_ABSTRACT = re.compile(
    r"[\s,:“\"]{0,6}(?=(?i:v/v|về|quy\s+định|hướng\s+dẫn|sửa\s+đổi|bổ\s+sung|phê\s+duyệt|ban\s+hành(?!\s+kèm)|triển\s+khai"
    r"|thực\s+hiện|tiếp\s+tục|kiểm\s+tra|bãi\s+bỏ|thay\s+thế|công\s+bố|thành\s+lập|tăng\s+cường|đẩy\s+mạnh)(?!\w))"
)
_CLAUSE_END = re.compile(r";|\.(?=\s|$)|\./|\n\s{0,8}(?P<next>\S|$)|\s\((?i:sau\s+đây)|\s\|")


def date_at(text: str, position: int) -> tuple[date | None, int | None, int] | None:
    """The date at `position` as (date, year, end), date None if only a year stands there; None if nothing."""
    if day := _DAY.match(text, position):
        try:
            when = date(int(day[3]), int(day[2]), int(day[1]))
        except ValueError:
            return None, int(day[3]), day.end()
        return when, when.year, day.end()
    blank = _BLANK_DAY.match(text, position)
    return (None, int(blank[1]), blank.end()) if blank else None


def year_at(text: str, position: int) -> tuple[int, int] | None:
    """The year in "năm 2022" at `position`, and where it ends."""
    found = _YEAR.match(text, position)
    return (int(found[1]), found.end()) if found else None


def issuer_words(issuer: re.Match[str], agency: str | None) -> str | None:
    """The issuer's name in full: "UBND TP Huế" -> "Ủy ban nhân dân thành phố Huế". A bare place ("do tỉnh X
    ban hành") is the place of the symbol's agency; None where the symbol names no agency of places."""
    if issuer["place"]:
        return f"{AGENCIES[agency]} {_proper(issuer['place'])}" if agency else None
    if not issuer["council"]:
        return _proper((issuer["head"] or "") + issuer["body"])
    council = "UBND" if issuer["council"][0] in "uUủỦ" else "HĐND"
    place = _proper(issuer["council_place"] or "")
    return " ".join(filter(None, [_proper(issuer["head"] or ""), AGENCIES[council], place]))


def _proper(words: str) -> str:
    plain = " ".join(words.split()).replace("Uỷ", "Ủy").replace("uỷ", "ủy")
    plain = re.sub(r"(?i)^tp\.?\s?", "thành phố ", plain)
    if plain.isupper():
        plain = plain.title()
    level = re.match(rf"{_LEVEL}(?!\s*ủy)", plain)
    return plain[: level.end()].lower() + plain[level.end() :] if level else plain


def last_place(text: str, start: int, end: int, *, owning: bool) -> str | None:
    """The last place named between `start` and `end`, its level in small letters; `owning`: only after "của"
    or "trên địa bàn", which tell the issuer's own place from a partner's."""
    places = [place for place in _NAMED_PLACE.finditer(text, start, end) if place["owned"] or not owning]
    return _proper(places[-1]["place"]) if places else None


def abstract_start(text: str, position: int) -> int | None:
    found = _ABSTRACT.match(text, position)
    return found.end() if found else None


def line_end(text: str, start: int, limit: int) -> int:
    found = text.find("\n", start, limit)
    return limit if found < 0 else found


def clause_end(text: str, start: int, limit: int) -> int:
    """Where the clause ends: at `;`, a full stop, a new line that does not go on in small letters, a closing
    parenthesis without its opening one, or `limit`."""
    borders = _CLAUSE_END.finditer(text, start, limit)
    end = next((border.start() for border in borders if not (border["next"] or "").islower()), limit)
    depth = 0
    for at in range(start, end):
        depth += {"(": 1, ")": -1}.get(text[at], 0)
        if depth < 0:
            return at
    return end
