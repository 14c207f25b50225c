"""Whom a part of the outline is for, and the time its figures cover (G3). Called by `front` and `build`."""

from __future__ import annotations

import re

from soat.core.plans.lines import Line
from soat.core.plans.model import Text

_AGENCY = (
    r"(?:các\s+|những\s+)?(?:sở|ban|ngành|UBND|[ủu][ỷy] ban|cấp (?:huyện|xã|tỉnh)|quận|huyện|xã|phường"
    r"|thị xã|đặc khu|địa phương|đơn vị sự nghiệp|văn phòng|cơ quan chuyên môn|cơ quan, (?:đơn vị|địa phương)"
    r"|chi cục|trung tâm)\b"
)
_FOR = r"(?:dành|dùng) (?:riêng )?cho|áp dụng (?:cho|đối với|với)"
_WHO = rf"(?:{_FOR}|đối với)\s+(?P<who>{_AGENCY}[^().;:]*)"
_INSIDE = re.compile(_WHO, re.I)
_ANYWHERE = re.compile(rf"{_WHO}|(?:{_FOR})\s+(?P<any>[^().;:]+)", re.I)
_AT_START = re.compile(rf"[(\s]*(?:nội dung |phần |mục |chỉ )*{_WHO}", re.I)
_BRACKET = re.compile(r"\(([^()]*)\)")
_PERIOD_LINE = re.compile(
    r"[(*\s-]*(?:(?:luu y|ghi chu)\s*:?\s*)?(?:cac |toan bo )?(?:so lieu|(?:thoi diem|thoi gian"
    r"|moc thoi gian|moc|ky|thoi ky) (?:lay |chot |tinh )?(?:so lieu|bao cao))\b[^.]*\b(?:tu|tinh|den|chot)\b"
)
_PERIOD = re.compile(r"\btu (?:ngay |thang |dau |quy )?[^();]{1,60}? den [^();]*|\b(?:tinh )?den [^();]*")
_A_TIME = re.compile(r"\d|thoi diem|hien tai|nay\b")


def audience_in(line: Line, *, anywhere: bool = False) -> Text | None:
    """Whom the line says it is for. In mid-sentence it counts only `anywhere` (titles). A bracket that
    says more than that ("cả công chức cấp xã đối với UBND cấp huyện") makes it doubtful."""
    match = (_ANYWHERE.search if anywhere else _AT_START.match)(line.text)
    if match:
        return _who(line, match)
    for bracket in _BRACKET.finditer(line.text):
        inside = _INSIDE.search(line.text, bracket.start(1), bracket.end(1))
        if inside:
            found = _who(line, inside)
            found.confidence = 1.0 if _AT_START.match(line.text, bracket.start(1)) else 0.6
            return found
    return None


def _who(line: Line, match: re.Match[str]) -> Text:
    group = "who" if match["who"] else "any"
    start, end = match.span(group)
    return Text(
        match[group].rstrip(" ,-"),
        line.span(start, end - len(match[group]) + len(match[group].rstrip(" ,-"))),
    )


def data_period_in(line: Line) -> Text | None:
    """The time the figures cover, when the line is about nothing else."""
    if not _PERIOD_LINE.match(line.plain, line.body):
        return None
    match = _PERIOD.search(line.plain)
    return line.cut(match.start(), match.end()) if match and _A_TIME.search(match[0]) else None
