"""How numbers, dates, points and ends of lists are written in administrative papers (Decree 30/2020, Annex I).

Pure functions on text and numbers; called by `soat.core.paper.flow` and by whoever fills a paper's text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from soat.core.errors import DomainError

_LETTERS = "abcdđeghiklmnopqrstuvxy"
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_BLANK = "\u00a0" * 6
_PILED = re.compile(
    "([\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]{4})[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]+"
)
_UNWANTED = {"Cc", "Cs", "Cn", "Co"}
_DIRECTION_MARKS = frozenset(
    map(chr, (*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF))
)


@dataclass(frozen=True, slots=True)
class PaperDate:
    """A day, or what of it is known: a draft leaves the day or the month blank."""

    year: int
    month: int | None = None
    day: int | None = None

    @classmethod
    def parse(cls, text: str) -> PaperDate:
        """Reads "2024-02-05", "2024-02" or "2024". Raises DomainError with a sentence."""
        match = _DATE.fullmatch(text)
        year, month, day = (
            (int(part) if part else None for part in match.groups()) if match else (0, None, None)
        )
        if not year or not _exists(year, month, day):
            raise DomainError(
                f"Ngày “{text}” không đúng. Hãy ghi dạng 2024-02-05, hoặc 2024-02 nếu chưa có ngày."
            )
        return cls(year, month, day)

    def __str__(self) -> str:
        """Days below 10 and the months 1 and 2 take a leading 0, as the decree has it."""
        day = _BLANK if self.day is None else f"{self.day:02}"
        month = _BLANK if self.month is None else f"{self.month:02}" if self.month < 3 else str(self.month)
        return f"ngày {day} tháng {month} năm {self.year}"


def _exists(year: int, month: int | None, day: int | None) -> bool:
    if month is None:
        return True
    if not 1 <= month <= 12:
        return False
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return day is None or 1 <= day <= (28 if month == 2 and not leap else _DAYS[month - 1])


def number_line(number: str, symbol: str) -> str:
    """ "Số: 05/KH-UBND": one digit takes a leading 0, a number not yet given stays blank."""
    written = f"0{number}" if len(number) == 1 and number.isdigit() else number or _BLANK
    return f"Số: {written}/{symbol}"


def roman(number: int) -> str:
    """1 → I, 4 → IV."""
    written = ""
    for value, letters in _ROMAN:
        times, number = divmod(number, value)
        written += letters * times
    return written


def point(number: int) -> str:
    """1 → a, 5 → đ, 7 → g: the Vietnamese alphabet; after y come aa, bb, …"""
    rounds, place = divmod(number - 1, len(_LETTERS))
    return _LETTERS[place] * (rounds + 1)


def plain(text: str) -> str:
    """User text as printable text: NFC, tabs as spaces, "\\n" for line ends, no control or invisible marks,
    at most four accents above each other (Vietnamese needs two; piles of thousands break typesetters)."""
    for mark in ("\r\n", "\r", "\u2028", "\u2029"):
        text = text.replace(mark, "\n")
    text = "".join(letter for letter in text.replace("\t", " ") if letter == "\n" or not _unwanted(letter))
    return _PILED.sub(r"\1", unicodedata.normalize("NFC", text))


def _unwanted(letter: str) -> bool:
    return letter in _DIRECTION_MARKS or (
        (letter > "~" or letter < " ") and unicodedata.category(letter) in _UNWANTED
    )


def listed(items: Sequence[str], last: str = ".") -> list[str]:
    """The items each ending with ";", the last with `last`; what they ended with before is dropped."""
    bare = [item.rstrip().rstrip(";.,").rstrip() for item in items]
    return [item + (last if place == len(bare) - 1 else ";") for place, item in enumerate(bare)]
