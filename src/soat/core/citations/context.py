"""What the words around a document number say of it: type, issuer, date, abstract (requirement L1).

The words after a number come as "ngày … của … về …" in any order of the first two; a list shares the words
before its first number ("các Thông tư của Văn phòng Chính phủ: số …, số …"). Called by `find` and `relations`
on normalised text.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from soat.core.citations import phrases
from soat.core.citations.grammar import Number
from soat.core.citations.vocabulary import AGENCIES, LETTER, LOCAL, PARTY, TYPES, agency_name
from soat.core.text import Span

_BEFORE, _ABSTRACT_LENGTH = 220, 600


@dataclass(slots=True)
class Reading:
    """A number with what was read around it. `title_span` in the normalised text; `announced`: the issuer was
    said before a list, so it holds to the end of the line."""

    number: Number
    type: str | None
    issuer: str | None = None
    date: date | None = None
    year: int | None = None
    title_span: Span | None = None
    announced: bool = False


def read_contexts(text: str, numbers: list[Number]) -> list[Reading]:
    """One reading for each number, with what lists share handed on along them."""
    readings = [_read(text, number, numbers[i + 1 : i + 6]) for i, number in enumerate(numbers)]
    pairs = list(pairwise(readings))
    for before, after in pairs:
        if _in_one_list(text, before, after):
            after.type = after.type or _type_of_symbol(after.number) or before.type
            _share_issuer(before, after)
        elif before.announced and "\n" not in text[before.number.span[1] : after.number.span[0]]:
            _share_issuer(before, after)
    for before, after in reversed(pairs):
        if _in_one_list(text, before, after):
            _share_issuer(after, before)
    for reading in readings:
        reading.issuer = _issuer(text, reading)
        reading.type = reading.type or _type_of_symbol(reading.number)
    return readings


def _read(text: str, number: Number, following: list[Number]) -> Reading:
    reading = Reading(number, number.lead.type, year=number.year)
    position = number.span[1]
    if year := phrases.year_at(text, position):
        reading.year, position = year
    for _ in range(2):
        if when := phrases.date_at(text, position):
            reading.date, reading.year, position = when
        if issuer := phrases.BY.match(text, position):
            reading.issuer = phrases.issuer_words(issuer, _local(number))
            position = issuer.end()
    _read_title(text, reading, position, following)
    _read_before(text, reading)
    return reading


def _read_title(text: str, reading: Reading, position: int, following: list[Number]) -> None:
    """The abstract that follows, without "do … ban hành" at its end, without the next document of a list."""
    listed = _is_listed(text, reading.number)
    start = position if listed else phrases.abstract_start(text, position)
    if start is None:
        return
    limit = min(len(text), start + _ABSTRACT_LENGTH)
    end = phrases.line_end(text, start, limit) if listed else phrases.clause_end(text, start, limit)
    for number in following:
        cut = phrases.LIST_CUT.search(text, max(start, number.span[0] - 60), number.span[0])
        if number.span[0] < end and cut:
            end = cut.start()
            break
    by = phrases.ISSUED_BY_AT_END.search(text, max(start, end - 100), end)
    if by:
        reading.issuer = phrases.issuer_words(by, _local(reading.number))
        end = by.start()
    start += len(text[start:end]) - len(text[start:end].lstrip(" ,:\n"))
    end = start + len(text[start:end].rstrip(" ,.:/\n"))
    reading.title_span = (start, end) if start < end else None


def _is_listed(text: str, number: Number) -> bool:
    """Whether the number stands at the head of a portal's list line: "- 12Kế hoạch 57/KH-UBND …"."""
    line = text.rfind("\n", max(0, number.span[0] - 80), number.span[0]) + 1
    return bool(phrases.LISTED_LINE.match(text[line : number.span[0]]))


def _read_before(text: str, reading: Reading) -> None:
    """What the words before a list say of its documents; "Luật Tiếp công dân số 42/2013/QH13"."""
    start = reading.number.span[0]
    window = text[max(0, start - _BEFORE) : start].rpartition("\n")[2]
    issuer = None if reading.issuer else phrases.BEFORE_LIST.search(window)
    if issuer:
        reading.issuer = phrases.issuer_words(issuer, _local(reading.number))
        reading.announced = True
    if not reading.type and any("QH" in symbol for symbol in reading.number.agencies):
        laws = phrases.LAW.findall(window)
        reading.type = laws[-1] if laws else None


def _in_one_list(text: str, before: Reading, after: Reading) -> bool:
    between = text[before.number.span[1] : after.number.span[0]]
    return len(between) < 60 and bool(phrases.LIST_JOINT.fullmatch(between))


def _share_issuer(giver: Reading, taker: Reading) -> None:
    if giver.issuer and not taker.issuer and giver.number.agencies[:1] == taker.number.agencies[:1]:
        taker.issuer, taker.announced = giver.issuer, giver.announced


def _issuer(text: str, reading: Reading) -> str | None:
    """By the symbol where it names one body of the country, else by the text; a council's place, where only
    its level is said or nothing at all, by the abstract ("… trên địa bàn tỉnh Bình Định")."""
    symbols = reading.number.agencies
    if _local(reading.number):
        said = reading.issuer or AGENCIES[symbols[0]] or ""
        return _with_place(said, text, reading.title_span)
    if symbols and symbols[0] not in PARTY:
        names = [agency_name(symbol) for symbol in (symbols if reading.number.joint else symbols[:1])]
        return ", ".join(filter(None, names)) or reading.issuer
    return reading.issuer or (agency_name(symbols[0]) if symbols else None)


def _with_place(issuer: str, text: str, title: Span | None) -> str:
    unsaid = issuer in AGENCIES.values()
    place = phrases.last_place(text, *title, owning=not unsaid) if title else None
    level = next((level for level in ("tỉnh", "thành phố") if place and place.startswith(f"{level} ")), None)
    if not place or not level:
        return issuer
    if unsaid:
        return f"{issuer} {place}"
    return issuer.removesuffix(level) + place if issuer.endswith(f" {level}") else issuer


def _local(number: Number) -> str | None:
    return number.agencies[0] if number.agencies and number.agencies[0] in LOCAL else None


def _type_of_symbol(number: Number) -> str | None:
    if number.type:
        return TYPES[number.type]
    return None if any("QH" in symbol for symbol in number.agencies) else LETTER
