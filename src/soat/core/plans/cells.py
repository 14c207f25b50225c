"""Puts a table back together whose cells were copied each into a line of its own (requirement G1; domain facts 6).

"STT", the other heads, "1", its cells, "2", … become rows with bars, as converters write them. Called by `logical.py`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from soat.core.plans.lines import Line, joined

_ORDER = re.compile(r"(?:stt|tt|so tt|so thu tu)\.?")
_NUMBER = re.compile(r"0?(\d{1,3})\.?")
_MOST_HEADS = 8
_WIDEST = 160  # characters of a cell


def rows_of(lines: Sequence[Line], gaps: Sequence[bool]) -> tuple[list[Line], list[bool]]:
    """The lines with each such table as rows; `gaps` tells of each whether a blank line stood before it."""
    result: list[Line] = []
    before: list[bool] = []
    place = 0
    while place < len(lines):
        bounds = _rows(lines, place) if _ORDER.fullmatch(lines[place].plain) else []
        for start, end in bounds or [(place, place + 1)]:
            result.append(joined(lines[start:end], " | ") if bounds else lines[start])
            before.append(gaps[start])
            place = end
    return result, before


def _rows(lines: Sequence[Line], start: int) -> list[tuple[int, int]]:
    """Bounds of the head and of each row of the table that begins at `start`; none where it is no table."""
    first = next((at for at in range(start + 2, start + 1 + _MOST_HEADS) if _numbered(lines, at, 1)), None)
    if first is None:
        return []
    width = first - start
    rows, place, number = [(start, first)], first, 1
    while _numbered(lines, place, number):
        number += 1
        ends = range(place + 1, place + width + 1)
        end = next((at for at in ends if at == len(lines) or _ends_row(lines, at, number)), place + width)
        rows.append((place, end))
        place = end
    return rows if len(rows) > 2 else []


def _numbered(lines: Sequence[Line], place: int, number: int) -> bool:
    match = _NUMBER.fullmatch(lines[place].plain) if place < len(lines) else None
    return match is not None and int(match[1]) == number


def _ends_row(lines: Sequence[Line], place: int, number: int) -> bool:
    """At the next row's number, a heading, or a line too long for a cell."""
    line = lines[place]
    heading = line.marker.number is not None and line.marker.kind in ("roman", "number", "article", "letter")
    return _numbered(lines, place, number) or heading or len(line.text) > _WIDEST
