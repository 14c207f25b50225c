"""Reads when the inspection takes place (requirement G1). Called by `reader.py`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from soat.core.plans.dates import Stretch, find_stretch
from soat.core.plans.found import Notes
from soat.core.plans.lines import Line
from soat.core.plans.model import Period
from soat.core.plans.structure import Node

_SENTENCE = re.compile(
    r"(?:thoi gian (?:thuc hien |tien hanh |to chuc |du kien )*(?:kiem tra)?|(?:doan kiem tra )?tien hanh kiem tra|du kien (?:kiem tra )?"
    r"|kiem tra (?:truc tiep )?(?:duoc )?(?:thuc hien|tien hanh))[^.;]{0,60}?(?:tu|trong|quy|vao|:)"
)


def read_period(nodes: Sequence[Node], body: Sequence[Line], notes: Notes) -> Period | None:
    """The first period of the time part; else of a sentence anywhere in the body that speaks of inspecting."""
    best: tuple[int, Period] | None = None
    for node in nodes:
        for each in node.walk():
            if each.topic != "period" or each.line is None:
                continue
            start = each.title_end if each.title_end < len(each.line.text) else each.line.body
            found = _stretch(each.line, start, notes)
            if found and (best is None or _weight(found[1]) > best[0]):
                best = _weight(found[1]), found[0]
    if best:
        return _doubted(best[1], notes)
    for line in body:
        if _SENTENCE.search(line.plain) and (found := _stretch(line, 0, notes)):
            found[0].confidence = min(found[0].confidence, 0.6)
            return _doubted(found[0], notes)
    return None


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


def _weight(stretch: Stretch) -> int:
    """Two stated ends before one, one before a bare year."""
    return (
        2 * (stretch.first is not None and stretch.last is not None)
        + (not stretch.only_year) * 2
        + stretch.stated
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
