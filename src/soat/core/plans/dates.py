"""Dates and periods in words: months, quarters, halves, ranges, deadlines (requirement G1).

Works on folded text ("tu thang 6 den thang 12/2024"). A month without a year takes the year of its neighbour, then
the plan's, and says so. Called by the readers of head, period, subjects and duties.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

_Y = r"(?:19|20)\d\d(?!\d)"
_TO_YEAR = rf"(?:\s?[/-]\s?|,?\s?(?:cua\s?)?nam\s?)(?P<{{}}>{_Y})"
_AND = r"\s?(?:,|;|va|den|-)\s?(?:het\s?)?"
_SCAN = re.compile(
    rf"(?<![\d/])(?P<d>\d{{1,2}})\s?[/.-]\s?(?P<dm>\d{{1,2}})\s?[/.-]\s?(?P<dy>{_Y})"
    rf"|ngay\s?(?P<wd>\d{{1,2}})\s?thang\s?(?P<wm>\d{{1,2}})(?!\d)(?:{_TO_YEAR.format('wy')})?"
    rf"|(?:ngay\s?|(?<=\btu )|(?<=\bden )|(?<=\btruoc ))(?P<sd>\d{{1,2}})\s?[/-]\s?(?P<sm>\d{{1,2}})(?!\s?[/\d-])"
    rf"|thang\s?(?P<m>\d{{1,2}}(?!\d)(?:{_AND}(?:thang\s?)?\d{{1,2}}(?![\d.]|\s?/\s?\d{{1,2}}\s?/)){{0,11}})"
    rf"(?:{_TO_YEAR.format('my')})?"
    rf"|(?<![\d/])(?P<bm>\d{{1,2}})\s?/\s?(?P<by>{_Y})"
    rf"|quy\s?(?P<q>(?:iv|i{{1,3}}|[1-4])(?!\w)(?:{_AND}(?:quy\s?)?(?:iv|i{{1,3}}|[1-4])(?!\w)){{0,3}})"
    rf"(?:{_TO_YEAR.format('qy')})?"
    rf"|(?:0?6|sau) thang (?P<h>dau|cuoi)\s?nam\s?(?P<hy>{_Y})?"
    rf"|(?:cuoi|het|ket thuc) nam\s?(?P<ey>{_Y})?"
    rf"|nam\s?(?P<y>{_Y})"
)
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_ONLY_END = re.compile(
    r"(?:truoc|cham nhat(?: la)?|den het|muon nhat|hoan thanh(?: trong| vao)?|khong qua|den"
    r"|het)\W*(?:ngay\s?)?$"
)
_ONLY_START = re.compile(r"(?:ke tu|bat dau tu|\btu|sau)\W*(?:ngay\s?)?$")


_LIST = re.compile(r"\bden\b|,|\bva\b|thang \d+\s?-\s?\d")


@dataclass(slots=True, frozen=True)
class Moment:
    """A stretch of days named in the text. `stated` is False when its year came from elsewhere."""

    first: date
    last: date
    start: int
    end: int
    stated: bool = True
    only_year: bool = False


@dataclass(slots=True, frozen=True)
class Stretch:
    """A period read from a sentence; either end may be open."""

    first: date | None
    last: date | None
    start: int
    end: int
    stated: bool = True
    only_year: bool = False


def day(year: int, month: int, number: int) -> date | None:
    """The date, or None when there is no such day."""
    try:
        return date(year, month, number)
    except ValueError:
        return None


def find_moments(
    folded: str, year: int | None = None, start: int = 0, end: int | None = None
) -> list[Moment]:
    """All dates, months, quarters, halves and years of the folded text in order."""
    found: list[Moment] = []
    pending: list[re.Match[str]] = []
    for match in _SCAN.finditer(folded, start, len(folded) if end is None else end):
        own = _year_of(match)
        if own is None:
            pending.append(match)
            continue
        found += [moment for earlier in pending if (moment := _moment(earlier, own, stated=True))]
        pending.clear()
        if moment := _moment(match, own, stated=True):
            found.append(moment)
    fallback = found[-1].last.year if found else year
    if fallback is not None:
        found += [moment for match in pending if (moment := _moment(match, fallback, stated=bool(found)))]
    return found


def find_stretch(
    folded: str, year: int | None = None, start: int = 0, end: int | None = None
) -> Stretch | None:
    """The first period of the text: a range, one month or quarter, a deadline, or a year alone."""
    moments = find_moments(folded, year, start, end)
    exact = [moment for moment in moments if not moment.only_year]
    if not exact:
        return _of(moments[:1], folded, start) if moments else None
    run = [exact[0]]
    for before, moment in pairwise(exact):
        if not _belongs(folded[before.end : moment.start]):
            break
        run.append(moment)
    return _of(run, folded, start)


def _belongs(between: str) -> bool:
    return len(between) < 30 and bool(
        re.fullmatch(
            r"[\s,;-]*(?:den|toi|va|-|het|ngay|thang|trong|cuoi|hoac|ket thuc|hoan thanh|xong|vao|truoc|[\s,;-])*"
            r"|[\s.;,)]*(?:dot|lan|giai doan) (?:thu )?(?:\d|i{1,3}|hai|ba)[\s:(]*(?:(?:tu|trong|vao|du kien) )*",
            between,
        )
    )


def _of(run: list[Moment], folded: str, start: int) -> Stretch:
    first, last = min(moment.first for moment in run), max(moment.last for moment in run)
    stated = all(moment.stated for moment in run)
    before = folded[max(start, run[0].start - 24) : run[0].start]
    bounds = run[0].start, run[-1].end
    whole = run[0].only_year or bool(_LIST.search(folded, *bounds))
    if len(run) == 1 and not whole and _ONLY_END.search(before):
        return Stretch(None, last, *bounds, stated)
    if len(run) == 1 and not whole and _ONLY_START.search(before):
        return Stretch(first, None, *bounds, stated)
    return Stretch(first, last, *bounds, stated, run[0].only_year)


def _year_of(match: re.Match[str]) -> int | None:
    for name in ("dy", "wy", "my", "by", "qy", "hy", "ey", "y"):
        if match[name]:
            return int(match[name])
    return None


def _moment(match: re.Match[str], year: int, *, stated: bool) -> Moment | None:
    kind = next(
        name
        for name in ("d", "wd", "sd", "m", "bm", "q", "h", "y", "ey", "end")
        if name == "end" or match[name]
    )
    bounds = _BOUNDS[kind](match, year)
    if bounds is None:
        return None
    return Moment(*bounds, match.start(), match.end(), stated, only_year=kind == "y")


_Bounds = tuple[date, date] | None


def _one_day(day_name: str, month_name: str) -> Callable[[re.Match[str], int], _Bounds]:
    def bounds(match: re.Match[str], year: int) -> _Bounds:
        found = day(year, int(match[month_name]), int(match[day_name]))
        return (found, found) if found else None

    return bounds


def _months(first: int, last: int, year: int) -> _Bounds:
    if not (1 <= first <= 12 and 1 <= last <= 12):
        return None
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def _month_list(match: re.Match[str], year: int) -> _Bounds:
    numbers = [int(number) for number in re.findall(r"\d+", match["m"])]
    return _months(min(numbers), max(numbers), year)


def _quarter_list(match: re.Match[str], year: int) -> _Bounds:
    numbers = [_QUARTERS[word] for word in re.findall(r"iv|i{1,3}|[1-4]", match["q"].replace("quy", ""))]
    return _months(min(numbers) * 3 - 2, max(numbers) * 3, year)


_BOUNDS: dict[str, Callable[[re.Match[str], int], _Bounds]] = {
    "d": _one_day("d", "dm"),
    "wd": _one_day("wd", "wm"),
    "sd": _one_day("sd", "sm"),
    "m": _month_list,
    "bm": lambda match, year: _months(int(match["bm"]), int(match["bm"]), year),
    "q": _quarter_list,
    "h": lambda match, year: _months(1, 6, year) if match["h"] == "dau" else _months(7, 12, year),
    "y": lambda match, year: _months(1, 12, year),
    "ey": lambda match, year: _months(12, 12, year),
    "end": lambda match, year: _months(12, 12, year),
}
