"""The grammar of document numbers: where one stands in a normalised text and how it is properly written (L2).

    number = digits [letter] "/" [year "/"] symbol     97/KH-UBND, 30c/NQ-CP, 02/2017/TT-VPCP, 2231/SNV-CC&PC
    party  = digits "-" type "/" agency                12-NQ/TW
    short  = type symbol digits                        QĐ820, Quyết định số 820

Read around the errors of typing and scanning: stray spaces and line breaks, lost hyphens (QĐUBND), "-" for
"/", D for Đ. A number inside a longer number, a date, ratio or address is none. Linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from soat.core.citations.symbol import Symbol, read_symbol
from soat.core.citations.vocabulary import TYPE_WORDS, TYPES, type_symbol
from soat.core.text import Span, fold

_HEAD = re.compile(
    r"(?<!\d)(?P<digits>\d{1,3}\.\d{3}|\d{1,6})(?P<suffix>[a-zđA-ZĐ]?)(?P<sep>\s{0,4}/\s{0,4}|-)"
    r"(?:(?P<year>(?:19|20)\d\d|[89]\d)\s{0,4}[/-]\s{0,4})?(?=[^\W\d_])"
)
_LEAD_WORDS = re.compile(
    rf"(?:(?<![^\W\d_])(?P<type>{'|'.join(map(fold, TYPE_WORDS))}|van ban)\s?)?"
    r"(?P<number>(?<![^\W\d_])so)?\s?[:.]?$"
)
_LEAD_SYMBOL = re.compile(rf"(?<![^\W_])(?P<symbol>{'|'.join(TYPES)}|QD|ND)\s?-?\s?(?:[Ss]ố\s?:?\s?)?$")
_LONGER = re.compile(r"\w[/_-]$|\d\.$|(?<!\w)\d{1,3},$|\d{3},$")
_SHORT = re.compile(
    r"(?<!\w)(?:(?P<symbol>QĐ|QD|NĐ|NQ|CV)[ -]?(?:số\s{0,4}:?\s{0,4})?|(?<![Mm]ẫu )"
    r"(?P<words>(?i:quyết định|nghị định|nghị quyết|kế hoạch|thông tư|chỉ thị|công văn))"
    r"\s{1,4}(?i:số)\s{0,4}:?\s{0,4})"
    r"(?P<digits>\d{2,5})(?!\w|\s{0,4}[/-]|[.,%]\d)"
)
_DASHES = str.maketrans(
    dict.fromkeys("\u2010\u2011\u2012\u2013\u2212", "-") | dict.fromkeys("\u2044\u2215", "/")
)
_LEAD_WINDOW = 48
_SYMBOL_OF = {fold(name): symbol for symbol, name in TYPES.items()}
_WORDS_BY_FOLD = {fold(word): word for word in TYPE_WORDS}


@dataclass(frozen=True, slots=True)
class Lead:
    """What stands right before a number: a type in words, and whether any word announces a number."""

    type: str | None
    announced: bool


@dataclass(frozen=True, slots=True)
class Number:
    """A number as found: properly written, its parts, its span in the normalised text."""

    written: str
    span: Span
    year: int | None
    type: str | None
    agencies: tuple[str, ...]
    lead: Lead

    @property
    def joint(self) -> bool:
        """Issued by several bodies together: 01/2021/TTLT-BNV-BTC."""
        return self.type in {"TTLT", "NQLT"}


def find_numbers(text: str) -> list[Number]:
    """Every document number of a normalised text, in order; "QĐ820" and "Quyết định số 820" give "820/QĐ"."""
    plain = text.translate(_DASHES)
    return sorted([*_full(plain), *_short(plain)], key=lambda number: number.span)


def _short(text: str) -> Iterator[Number]:
    for found in _SHORT.finditer(text):
        symbol = type_symbol(found["symbol"] or "") or _SYMBOL_OF[fold(found["words"])]
        written = f"{found['digits']}/{symbol}"
        yield Number(written, found.span(), None, symbol, (), Lead(TYPES[symbol], announced=True))


def _full(text: str) -> Iterator[Number]:
    position = 0
    while head := _HEAD.search(text, position):
        number = _read(text, head)
        position = number.span[1] if number else head.end("digits")
        if number:
            yield number


def lead_before(text: str, start: int) -> Lead:
    """Reads "Nghị định số ", "QĐ", "Số: " and the like before `start`."""
    window = text[max(0, start - _LEAD_WINDOW) : start]
    symbol = _LEAD_SYMBOL.search(window)
    if symbol:
        return Lead(TYPES[type_symbol(symbol["symbol"]) or ""], announced=True)
    found = _LEAD_WORDS.search(fold(window))
    words, announced = (found["type"], found["number"]) if found else (None, None)
    return Lead(_WORDS_BY_FOLD.get(words or ""), bool(words or announced))


def _read(text: str, head: re.Match[str]) -> Number | None:
    lead = lead_before(text, head.start())
    if not _stands_free(text, head.start(), lead):
        return None
    symbol = read_symbol(text, head.end())
    if symbol is None or not _accepted(symbol, head, lead):
        return None
    year = int(head["year"]) if head["year"] else None
    if year and year < 100:
        year += 1900
    return Number(_write(head, symbol), (head.start(), symbol.end), year, symbol.type, symbol.agencies, lead)


def _stands_free(text: str, start: int, lead: Lead) -> bool:
    """Not the tail of a longer number or code; glued to a letter only where words announce a number."""
    before = text[start - 1 : start]
    if before.isalpha():
        return lead.announced
    return not _LONGER.search(text[max(0, start - 4) : start])


def _accepted(symbol: Symbol, head: re.Match[str], lead: Lead) -> bool:
    """Enough signs that this is a document number: addresses, ratios and codes look alike."""
    known = bool(symbol.type and symbol.agencies)
    if head["sep"] == "-":
        return known and not head["year"]  # "giai đoạn 2021-2025/…" is a span of years
    if symbol.small:
        return known
    if symbol.agencies[:1] == ("CP",) and lead.type == TYPES["ĐA"]:
        return False  # "Đề án 06/CP" is a name, see `find_named`
    if symbol.type or symbol.agencies:
        return len(symbol.parts) > 1 or lead.announced or bool(head["year"])
    coded = len(symbol.parts) > 1 and len(symbol.parts[0]) >= 3 and symbol.parts[1].isalpha()
    return bool(lead.type) or (coded and len(symbol.parts[1]) >= 2)


def _write(head: re.Match[str], symbol: Symbol) -> str:
    number = head["digits"].replace(".", "") + head["suffix"]
    if symbol.party and head["sep"] == "-":
        return f"{number}-{symbol.parts[0]}/{symbol.joined(1)}"
    year = f"{head['year']}/" if head["year"] else ""
    return f"{number}/{year}{symbol.joined()}"
