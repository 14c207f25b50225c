"""Reads when the inspection takes place (requirement G1). Called by `reader.py`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from soat.core.plans.dates import Moment, Stretch, find_stretch
from soat.core.plans.found import Notes
from soat.core.plans.lines import Line
from soat.core.plans.model import Period, Subject
from soat.core.plans.structure import Node

_ROUND = re.compile(r"(?:dot|giai doan|lan) (?:\d|[iv]+\b|mot|hai|ba)")
_TIME_ONLY = re.compile(r"(?:trong |vao )?(?:quy|thang) [\divx]{1,3}(?:[ /](?:nam )?\d{4})?")
_SENTENCE = re.compile(
    r"(?:thoi gian (?:thuc hien |tien hanh |to chuc |du kien )*(?:kiem tra)?"
    r"|(?:doan kiem tra )?tien hanh kiem tra|du kien (?:kiem tra )?"
    r"|kiem tra (?:truc tiep )?(?:duoc )?(?:thuc hien|tien hanh))[^.;]{0,60}?(?:tu|trong|quy|vao|:)"
)


def read_period(
    nodes: Sequence[Node], root: Node, subjects: Sequence[Subject], times: Sequence[Moment], notes: Notes
) -> Period | None:
    """The period of the time part; else of a sentence that speaks of inspecting; else of the subjects' `times`."""
    lines = [each for node in nodes for each in node.walk() if each.topic == "period"]
    found = _best(lines, notes) or _best((each for each in root.walk() if "period" in each.group), notes)
    if found is None:
        spoken = [each for each in root.walk() if _SENTENCE.search(each.line.plain)]
        found = _best(spoken, notes)
        if found:
            found.confidence = min(found.confidence, 0.6)
    return _doubted(found, notes) if found else _of_subjects(subjects, times, notes)


def _best(nodes: Iterable[Node], notes: Notes) -> Period | None:
    """The fullest stretch; rounds ("Đợt 1: …", "Đợt 2: …") are joined."""
    best: tuple[tuple[int, ...], Period] | None = None
    rounds: list[Period] = []
    for each in nodes:
        start = each.title_end if each.title_end < len(each.line.text) else each.line.body
        found = _stretch(each.line, start, notes)
        if found is None or (each.topic == "subjects" and not _is_long(found[1])):
            continue
        if _ROUND.match(each.title) or (_TIME_ONLY.fullmatch(each.title) and each.children):
            rounds.append(found[0])
        weight = (*_weight(found[1]), int(each.heads))
        if best is None or weight > best[0]:
            best = weight, found[0]
    if len(rounds) > 1:
        return _joined(rounds)
    return best[1] if best else None


def _is_long(stretch: Stretch) -> bool:
    """More than a month: in a list of subjects a single month is one subject's."""
    return (
        stretch.first is not None and stretch.last is not None and stretch.first.month != stretch.last.month
    )


def _joined(rounds: Sequence[Period]) -> Period:
    first, last = rounds[0], rounds[-1]
    starts = [each.start for each in rounds if each.start]
    ends = [each.end for each in rounds if each.end]
    text = "; ".join(each.text for each in rounds)
    confidence = min(each.confidence for each in rounds)
    return Period(
        min(starts, default=None), max(ends, default=None), text, (first.span[0], last.span[1]), confidence
    )


def _of_subjects(subjects: Sequence[Subject], times: Sequence[Moment], notes: Notes) -> Period | None:
    if not times:
        return None
    start, end = min(time.first for time in times), max(time.last for time in times)
    span = subjects[0].span[0], subjects[-1].span[1]
    text = f"{start:%d/%m/%Y} - {end:%d/%m/%Y}"
    notes.doubt(
        "period", "Thời gian kiểm tra được suy từ lịch của từng đơn vị; hãy kiểm tra lại hai mốc này.", span
    )
    return Period(start, end, text, span, 0.6)


def _stretch(line: Line, start: int, notes: Notes) -> tuple[Period, Stretch] | None:
    stretch = find_stretch(line.plain, notes.year, start)
    if stretch is None:
        return None
    confidence = 0.5 if stretch.only_year or not (stretch.first and stretch.last) else 1.0
    confidence = confidence if stretch.stated else 0.6
    text = line.cut(start) or line.whole()
    return Period(
        stretch.first, stretch.last, text.text, line.span(stretch.start, stretch.end), confidence
    ), stretch


def _weight(stretch: Stretch) -> tuple[int, ...]:
    """A month or more before a single day, two ends before one, one before a bare year."""
    both = stretch.first is not None and stretch.last is not None
    return (
        int(not stretch.only_year),
        int(both and stretch.first != stretch.last),
        int(both),
        int(stretch.stated),
    )


def _doubted(period: Period, notes: Notes) -> Period:
    if period.start is None:
        notes.doubt("period.start", "Kế hoạch chỉ nêu hạn cuối; hãy nhập ngày bắt đầu kiểm tra.", period.span)
    elif period.end is None:
        notes.doubt(
            "period.end", "Kế hoạch chỉ nêu ngày bắt đầu; hãy nhập ngày kết thúc kiểm tra.", period.span
        )
    elif period.confidence < 0.7:
        notes.doubt(
            "period",
            "Thời gian kiểm tra không ghi rõ tháng hoặc năm; hãy kiểm tra lại hai mốc này.",
            period.span,
        )
    return period
