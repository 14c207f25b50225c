"""Whom a part of the outline is for, and the time its figures cover (requirement G3). Called by `front` and `build`."""

from __future__ import annotations

import re

from soat.core.plans.lines import Line
from soat.core.plans.model import Text

_AGENCY = (
    r"(?:các\s+|những\s+)?(?:sở|ban|ngành|UBND|[ủu][ỷy] ban|cấp (?:huyện|xã|tỉnh)|quận|huyện|xã|phường|thị xã|đặc khu"
    r"|địa phương|đơn vị sự nghiệp|văn phòng|cơ quan chuyên môn|cơ quan, đơn vị|chi cục|trung tâm)\b"
)
_WHO = rf"(?:dành (?:riêng )?cho|áp dụng (?:cho|đối với|với)|đối với)\s+(?P<who>{_AGENCY}[^().;:]*)"
_ANYWHERE = re.compile(_WHO, re.I)
_AT_START = re.compile(rf"[(\s]*(?:nội dung |phần |mục |chỉ )*{_WHO}", re.I)
_BRACKET = re.compile(r"\(([^()]*)\)")
_PERIOD_LINE = re.compile(
    r"[(*\s-]*(?:(?:luu y|ghi chu)\s*:?\s*)?(?:cac |toan bo )?"
    r"(?:so lieu|(?:thoi diem|thoi gian|moc thoi gian|moc|ky|thoi ky) (?:lay |chot |tinh )?(?:so lieu|bao cao))\b[^.]*\b(?:tu|tinh|den|chot)\b"
)
_PERIOD = re.compile(r"\btu (?:ngay |thang |dau |quy )?[^();]{1,60}? den [^();]*|\b(?:tinh )?den [^();]*")
_A_TIME = re.compile(r"\d|thoi diem|hien tai|nay\b")


def audience_in(line: Line, *, anywhere: bool = False) -> Text | None:
    """Whom the line says it is for. Words in mid-sentence count only `anywhere` (titles); a bracket that says more
    than that ("cả công chức cấp xã đối với UBND cấp huyện") makes it doubtful."""
    match = (_ANYWHERE.search if anywhere else _AT_START.match)(line.text)
    if match:
        return line.cut(match.start("who"), match.end("who"), edges=" ,-")
    for bracket in _BRACKET.finditer(line.text):
        inside = _ANYWHERE.search(line.text, bracket.start(1), bracket.end(1))
        if inside:
            found = line.cut(inside.start("who"), inside.end("who"), edges=" ,-")
            if found and not _AT_START.match(line.text, bracket.start(1)):
                found.confidence = 0.6
            return found
    return None


def data_period_in(line: Line) -> Text | None:
    """The time the figures cover, when the line is about nothing else."""
    if not _PERIOD_LINE.match(line.plain, line.body):
        return None
    match = _PERIOD.search(line.plain)
    return line.cut(match.start(), match.end()) if match and _A_TIME.search(match[0]) else None
