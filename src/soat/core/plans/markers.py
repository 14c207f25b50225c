"""What a line begins with: "I.", "1.", "1.1.", "a)", "-", "+", "Điều 1", "Phần I", "Nội dung 1:" (Decree 30, Annex I).

The rank orders the kinds from the outermost to the innermost; `structure.py` builds the tree from it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_ACCENTED = [chr(code) for code in [*range(0xC0, 0x1B1), *range(0x1EA0, 0x1EFA)]]
UPPER = "A-Z" + "".join(filter(str.isupper, _ACCENTED))  # for classes of regular expressions
LOWER = "a-z" + "".join(filter(str.islower, _ACCENTED))
ALPHABET = "abcdđeghiklmnopqrstuvxy"
RANKS = {
    "part": 0, "capital": 1, "roman": 2, "article": 3, "section": 3, "number": 4, "number2": 5, "number3": 6,
    "number4": 7, "bracket": 8, "letter": 9, "bullet": 10, "plus": 11, "none": 10, "cell": 10,
}  # fmt: skip
_ROMAN_DIGITS = {"i": 1, "v": 5, "x": 10, "l": 50}
_BULLETS = "-–—−*•·▪■●○◦➢➤✓\u2022\uf0b7\uf02d\uf0a7"

_FORMS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "part",
        re.compile(
            r"(?:phan|chuong)\s+(?:thu\s+)?([ivxl]{1,5}|\d{1,2}|nhat|hai|ba|bon)\b(?!\s+mem)\s*[.:-]?\s*"
        ),
    ),
    ("article", re.compile(r"dieu\s+(\d{1,3})\s*[.:]\s*")),
    ("section", re.compile(r"muc\s+(\d{1,2}|[ivx]{1,5})\s*[.:]\s*")),
    ("number", re.compile(r"(?:noi dung|linh vuc)\s+(\d{1,2})\s*[.:]\s*(?=\S)")),
    ("number", re.compile(r"(\d{1,2}(?:\.\d{1,2}){1,3})(?:[.)]\s*|\s+)(?=[^\d\s%/])")),
    ("number", re.compile(r"(\d{1,3})\s?(?:\.(?!\d)\s*|/\s+)(?=\S)")),
    ("number", re.compile(r"(\d{1,2})-\s+(?=[^\W\d_])")),
    ("bracket", re.compile(r"\(?(\d{1,2})\)\s*(?=\S)")),
    ("plus", re.compile(r"(\+)\s*(?=\S)")),
)
_ROMAN = re.compile(r"([IVXL]{1,6})\s?(?:[.)/]|(?<=\s)[-–]|[-–](?=\s))(?!v\b)\s*(?=\S)")
_CAPITAL = re.compile(rf"([A-HĐ])\s?[.)/]\s+(?=[{UPPER}])")
# A row of a table whose bars were lost: "3 Sở Y tế Tháng 4", "1 Ông …".
_CELL = re.compile(
    rf"(\d{{1,3}})\s+(?=(?:Sở|Ban|Văn phòng|Thanh tra|Phường|Xã|Ông|Bà|phường|xã) [{UPPER}]"
    rf"|(?:UBND|[ỦU][ỷy] ban nhân dân|Uỷ ban nhân dân) )"
)
_LETTER = re.compile(r"([a-zđ])\s?[.)/](?!\w\.)\s*(?=\S)")
_BULLET = re.compile(rf"([{re.escape(_BULLETS)}])(?!\1)\s*(?=\S)")
# Forms whose letters' case counts, in the order they are tried.
_CASED = (("cell", _CELL), ("roman", _ROMAN), ("capital", _CAPITAL), ("letter", _LETTER), ("bullet", _BULLET))


@dataclass(slots=True, frozen=True)
class Marker:
    """`number` counts from 1; `path` is the whole dotted number; `end` is where the words begin."""

    kind: str
    label: str | None
    path: tuple[int, ...]
    end: int

    @property
    def number(self) -> int | None:
        return self.path[-1] if self.path else None

    @property
    def rank(self) -> float:
        return RANKS[self.kind]


NOTHING = Marker("none", None, (), 0)


def marker_of(text: str, plain: str) -> Marker:
    """The marker of a clean line; `plain` is its folded copy of the same length."""
    for kind, form in _FORMS:
        if match := form.match(plain):
            return _numbered(kind, match[1], text[: match.end(1)].strip("( "), match.end())
    for kind, form in _CASED:
        if match := form.match(text):
            return Marker(kind, match[1], _path(kind, match[1]), match.end())
    return NOTHING


def _path(kind: str, label: str) -> tuple[int, ...]:
    if kind == "roman":
        return (_roman(label.lower()),)
    place = ALPHABET.find(label.lower()) if kind in ("capital", "letter") else -1
    return (place + 1,) if place >= 0 else ()


def _numbered(kind: str, digits: str, label: str, end: int) -> Marker:
    if kind == "plus":
        return Marker(kind, label, (), end)
    if not digits[0].isdigit():
        words = {"nhat": 1, "hai": 2, "ba": 3, "bon": 4}
        return Marker(kind, label, (words.get(digits) or _roman(digits),), end)
    path = tuple(int(part) for part in digits.split("."))
    if kind == "number" and len(path) > 1:
        kind = f"number{len(path)}"
    return Marker(kind, label, path, end)


def _roman(digits: str) -> int:
    total = 0
    for digit, after in zip(digits, [*digits[1:], ""], strict=True):
        value = _ROMAN_DIGITS[digit]
        total += -value if after and _ROMAN_DIGITS[after] > value else value
    return total
