"""Rebuilds logical lines from wrapped ones, and takes page numbers and rules out (domain facts 6; requirement G2).

A break inside a sentence is told from a new paragraph by what both sides look like, never by a fixed width: portals,
PDF and OCR wrap at different places, and some put a blank line between all lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from soat.core.plans.cells import rows_of
from soat.core.plans.lines import Line, glued, joined, physical_lines
from soat.core.plans.model import Span
from soat.core.plans.topics import AREA, announced

_RULE = re.compile(r"[^\w%]+")
_PAGE = re.compile(r"(?:trang\s*|page\s*)?-?\s?\d{1,3}\s?-?(?:\s?/\s?\d{1,3})?")
_STOPS = (".", ";", ":", "!", "?", "./", "…")
_BLANKS = ("..", "…", "__")
_OPEN_ENDS = re.compile(
    r"(?:,|\b(?:va|cua|so|ve|theo|cac|cho|voi|den|tu|ngay|thang|gom|hoac|do|trong|nhung|mot|giai doan))$"
)
_HEAD = re.compile(
    r"(?:can cu|theo de nghi|xet de nghi|noi nhan|ke hoach$|quyet dinh:?$|so\s?:|cong hoa"
    r"|doc lap|phu luc|de cuong|tm\.|kt\.|tl\."
    r"|\(?(?:kem theo|ban hanh kem|danh cho|dung cho|ap dung (?:cho|doi)|so lieu|thoi diem lay)\b"
    r"|ong\b|ba\b|tm )"
)
_NUMBER = re.compile(r"\d{1,5}[a-zđ]?\s?/(?:\s?(?:19|20)\d\d\s?/)?\s?[A-ZĐ]{2}")
_YEAR = re.compile(r"(?:19|20)\d\d\b")
_YEAR_END = re.compile(r"\b(?:19|20)\d\d$")
_WIDEST_WRAP = 135
_WRAPPED = 0.03  # the share of lines that begin in mid-sentence, without which a text is not wrapped


@dataclass(slots=True)
class Layout:
    """Logical lines in order, and the spans of page numbers and rules between them."""

    lines: list[Line] = field(default_factory=list)
    furniture: list[Span] = field(default_factory=list)


def layout_of(text: str) -> Layout:
    """Split the text into logical lines. Linear in its length."""
    layout = Layout()
    kept: list[Line] = []
    gaps: list[bool] = []
    found, before = rows_of(*_split(text))
    pages = _page_numbers(found)
    for place, (line, gap) in enumerate(zip(found, before, strict=True)):
        if place in pages or _RULE.fullmatch(line.text):
            layout.furniture.append(line.span())
        else:
            kept.append(line)
            gaps.append(gap)
    layout.lines = _join(kept, gaps)
    return layout


def _split(text: str) -> tuple[list[Line], list[bool]]:
    lines: list[Line] = []
    gaps: list[bool] = []
    for line, gap in physical_lines(text):
        lines.append(line)
        gaps.append(gap)
    return lines, gaps


def _page_numbers(lines: Sequence[Line]) -> set[int]:
    """Lines that hold nothing but a page number. Numbers close to each other are cells of a table instead."""
    alone = [place for place, line in enumerate(lines) if len(line.text) < 16 and _PAGE.fullmatch(line.plain)]
    pages = set()
    for rank, place in enumerate(alone):
        near = [other for other in alone[max(rank - 1, 0) : rank + 2] if other != place]
        if all(abs(other - place) > 4 for other in near):
            pages.add(place)
    return pages


def _join(lines: Sequence[Line], gaps: Sequence[bool]) -> list[Line]:
    width = _wrap_width(lines)
    ignore_gaps = sum(gaps) > 0.7 * len(gaps)
    result: list[Line] = []
    group: list[Line] = []
    for line, gap in zip(lines, gaps, strict=True):
        close = group and (ignore_gaps or not gap or line.text[0].islower())
        if close and _continues(group[0], group[-1], line, width):
            group.append(line)
            continue
        if group:
            result.append(joined(group))
        group = [line]
    if group:
        result.append(joined(group))
    return result


def _wrap_width(lines: Sequence[Line]) -> int:
    """The width at which lines are broken, or 0 when the text is not wrapped."""
    lengths = sorted(len(line.text) for line in lines if len(line.text) > 20)
    broken = sum(line.text[0].islower() and line.marker.kind == "none" for line in lines)
    if len(lengths) < 8 or broken < _WRAPPED * len(lines):
        return 0
    width = lengths[len(lengths) * 9 // 10]
    return width if width <= _WIDEST_WRAP else 0


def _continues(first: Line, before: Line, line: Line, width: int) -> bool:
    if first.is_row or line.is_row:
        return False
    if glued(before.text, line.text) or _NUMBER.match(line.text) or _years(before, line):
        return True
    if _starts_anew(before, line):
        return False
    if before.text.endswith(_STOPS) and not _goes_on(before, line, width):
        return False
    if line.text[0].islower() or line.text[0] in ",;.)/" or _ends_open(before, line):
        return True
    return _broken_at_width(first, before, line, width)


def _years(before: Line, line: Line) -> bool:
    """ "giai đoạn 2021" + "- 2025": a dash between years begins no item."""
    return line.marker.kind == "bullet" and bool(
        _YEAR_END.search(before.text) and _YEAR.match(line.text, line.body)
    )


def _goes_on(before: Line, line: Line, width: int) -> bool:
    """Whether small letters go on after a stop: a blank to fill in, or a clause after ";" broken at the width."""
    full = width > 0 and len(before.text) >= 0.72 * width and not before.text.endswith(":")
    return line.text[0].islower() and (full or before.text.endswith(_BLANKS))


def _ends_open(before: Line, line: Line) -> bool:
    """Whether a line ends with a word that wants another. "số" wants a number: "chính quyền số" is complete."""
    if before.text.endswith("số") and not line.text[0].isdigit():
        return False
    if line.text[0].isdigit() and before.text.endswith((" năm", " quý", " khoản", " điều")):
        return True
    return before.text.endswith(" tại") or bool(_OPEN_ENDS.search(before.plain))


def _starts_anew(before: Line, line: Line) -> bool:
    kind = line.marker.kind
    if kind == "none":
        return bool(_HEAD.match(line.plain)) and not line.text[0].islower()
    return True


def _broken_at_width(first: Line, before: Line, line: Line, width: int) -> bool:
    """A line as long as the page whose sentence goes on with a capital or a digit ("tỉnh" + "Quảng Trị")."""
    if not width or len(before.text) < 0.72 * width:
        return False
    if line.text.isupper() or before.text.isupper():
        return first.marker.kind != "none" and line.text.isupper() and before.text.isupper()
    return not (first is before and first.marker.number is not None and _is_title(first))


def _is_title(line: Line) -> bool:
    """A numbered line that names a part or an area: what follows is its text."""
    title = line.plain[line.body :]
    return ":" not in title and bool(AREA.match(title) or announced(title))
