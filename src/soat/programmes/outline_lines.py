"""An outline as plain lines (requirement G4): what its nodes say, apart from the rows that hold them.

Versions are compared by it, Excel files are made of it and read into it, and what a version lacks is found on it.
No queries, no clock. `code` names a line; it is the same in every version.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Literal

from django.utils.translation import gettext, gettext_noop

from soat.core.indicators import Measure, RuleError, parse
from soat.programmes.models import NodeKind, SubjectKind

UNTITLED = "(chưa có tiêu đề)"
MEASURED = (NodeKind.COUNT, NodeKind.RATIO)
LABELS = {
    "kind": gettext_noop("Kiểu"),
    "number": gettext_noop("Số thứ tự"),
    "text": gettext_noop("Nội dung"),
    "unit": gettext_noop("Đơn vị tính"),
    "required": gettext_noop("Bắt buộc"),
    "help": gettext_noop("Hướng dẫn"),
    "weight": gettext_noop("Trọng số"),
    "area": gettext_noop("Lĩnh vực"),
    "audience": gettext_noop("Đối tượng"),
    "numerator": gettext_noop("Tử số"),
    "denominator": gettext_noop("Mẫu số"),
    "check_rule": gettext_noop("Kiểm tra"),
    "columns": gettext_noop("Cột của bảng"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A section or an item; parent, numerator and denominator are codes, `area` its number and title."""

    code: str
    kind: str
    text: str
    parent: str = ""
    number: str = ""
    unit: str = ""
    required: bool = False
    help: str = ""
    weight: Decimal | None = None
    area: str = ""
    audience: tuple[str, ...] = ()
    numerator: str = ""
    denominator: str = ""
    check_rule: str = ""
    columns: tuple[str, ...] = ()

    @property
    def is_section(self) -> bool:
        return self.kind == NodeKind.SECTION

    def shown(self, name: str) -> str:
        """The value of a field in words."""
        value = getattr(self, name)
        match name:
            case "kind":
                return str(NodeKind(value).label)
            case "audience":
                return ", ".join(str(SubjectKind(kind).label) for kind in value)
            case "columns":
                return ", ".join(value)
            case "required":
                return gettext("Có") if value else gettext("Không")
        return "" if value is None else str(value)


@dataclass(frozen=True, slots=True)
class Gap:
    """What a line lacks before its version can be issued. `is_doubt`: read from the plan, not looked at yet."""

    text: str
    is_doubt: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """How a line differs between two versions; `details` are (label, before, after)."""

    kind: Literal["added", "removed", "changed", "moved"]
    line: Line
    details: tuple[tuple[str, str, str], ...] = ()


def is_untitled(text: str) -> bool:
    return not text.strip() or text == UNTITLED


def measures(lines: Iterable[Line]) -> list[Measure]:
    """The lines as `derive_checks` wants them."""
    return [
        Measure(one.code, one.kind, one.text, one.parent, one.unit, one.numerator, one.denominator)
        for one in lines
    ]


def gaps(lines: Sequence[Line], doubts: Mapping[str, str]) -> dict[str, list[Gap]]:
    """What each line lacks, by code; lines that lack nothing are left out. `doubts`: reason by code."""
    known = {line.code: line for line in lines}
    inhabited = {line.parent for line in lines}
    twins = _twins(lines)
    found: dict[str, list[Gap]] = {}
    for line in lines:
        told = [Gap(text) for text in _lacks(line, known, inhabited, twins)]
        # the reader doubts it for the same reason: counts or a title that the plan does not have
        is_told = bool(told) and (line.kind == NodeKind.RATIO or is_untitled(line.text))
        if (doubt := doubts.get(line.code, "")) and not is_told:
            told.append(Gap(doubt, is_doubt=True))
        if told:
            found[line.code] = told
    return found


def _lacks(
    line: Line, known: Mapping[str, Line], inhabited: set[str], twins: Mapping[str, str]
) -> Iterator[str]:
    if is_untitled(line.text):
        yield gettext("Chưa có tiêu đề. Hãy ghi vào ô “Nội dung” rồi lưu.")
    if line.is_section and line.code not in inhabited:
        yield gettext("Mục này chưa có nội dung con. Hãy thêm hoặc bỏ mục.")
    if line.code in twins:
        yield gettext("Trùng nội dung với %(code)s ở cùng cấp. Hãy ghi rõ để đơn vị không nhầm.") % {
            "code": twins[line.code]
        }
    if line.kind == NodeKind.RATIO:
        yield from _lacks_counts(line, known)
    if line.kind == NodeKind.TABLE and not line.columns:
        yield gettext("Bảng chưa có cột. Hãy nhập tên các cột.")
    if line.check_rule and (flaw := rule_flaw(line.check_rule, known)):
        yield gettext("Biểu thức kiểm tra chưa đúng. %(flaw)s") % {"flaw": flaw}
    if _nobody(line, known):
        yield gettext(
            "Không loại đơn vị nào phải trả lời, vì đối tượng của mục chứa nó khác. Hãy sửa đối tượng."
        )


def _lacks_counts(line: Line, known: Mapping[str, Line]) -> Iterator[str]:
    names = ((gettext("tử số"), line.numerator), (gettext("mẫu số"), line.denominator))
    without = [name for name, code in names if code not in known or known[code].kind != NodeKind.COUNT]
    if without:
        yield gettext("Tỷ lệ chưa có %(join)s. Hãy chọn hoặc thêm số đếm.") % {"join": " và ".join(without)}


def _nobody(line: Line, known: Mapping[str, Line]) -> bool:
    reach = set(line.audience)
    above, seen = known.get(line.parent), {line.code}
    while reach and above is not None and above.code not in seen:
        seen.add(above.code)
        reach = reach & set(above.audience) if above.audience else reach
        above = known.get(above.parent)
    return bool(line.audience) and not reach


def _twins(lines: Iterable[Line]) -> dict[str, str]:
    """For each line that says what an earlier one beside it says: the code of that one."""
    first: dict[tuple[str, bool, str], str] = {}
    twins: dict[str, str] = {}
    for line in lines:
        words = " ".join(re.findall(r"\w+", line.text.lower()))
        here = (line.parent, line.is_section, words)
        if words and first.setdefault(here, line.code) != line.code:
            twins[line.code] = first[here]
    return twins


def rule_flaw(rule: str, known: Mapping[str, Line]) -> str:
    """Why a check rule cannot be used in this outline, "" if it can."""
    try:
        codes = parse(rule).codes
    except RuleError as error:
        return error.message
    strange = [code for code in codes if code not in known]
    if strange:
        return gettext("Đề cương không có mã %(join)s.") % {"join": ", ".join(strange)}
    wordy = [code for code in codes if known[code].kind not in MEASURED]
    return gettext("Mã %(join)s không phải số đếm hoặc tỷ lệ.") % {"join": ", ".join(wordy)} if wordy else ""


def used_by(line: Line) -> frozenset[str]:
    """The codes a line is computed from or its check names."""
    try:
        checked = parse(line.check_rule).codes if line.check_rule else ()
    except RuleError:
        checked = ()
    return frozenset((line.numerator, line.denominator, *checked)) - {""}


def users_of(lines: Iterable[Line], codes: Collection[str]) -> list[Line]:
    """Lines outside `codes` that are computed or checked from one of them."""
    return [line for line in lines if line.code not in codes and not used_by(line).isdisjoint(codes)]


def diff(old: Sequence[Line], new: Sequence[Line]) -> list[Change]:
    """What changed, in the order of `new`, then what was removed in the order of `old`."""
    before, after = {line.code: line for line in old}, {line.code: line for line in new}
    moved = _moved(old, new)
    changes: list[Change] = []
    for line in new:
        former = before.get(line.code)
        if former is None:
            changes.append(Change("added", line))
        elif details := _details(former, line):
            changes.append(Change("changed", line, details))
        if line.code in moved:
            changes.append(Change("moved", line))
    return changes + [Change("removed", line) for line in old if line.code not in after]


def _details(old: Line, new: Line) -> tuple[tuple[str, str, str], ...]:
    names = [one.name for one in fields(Line) if one.name in LABELS]
    return tuple(
        (gettext(LABELS[name]), old.shown(name), new.shown(name))
        for name in names
        if getattr(old, name) != getattr(new, name)
    )


def _moved(old: Sequence[Line], new: Sequence[Line]) -> set[str]:
    """Lines under another parent, and the fewest that must have moved among those that stayed under theirs."""
    home = {line.code: (line.parent, place) for place, line in enumerate(old)}
    moved: set[str] = set()
    stayed: dict[str, list[tuple[int, str]]] = {}
    for line in new:
        if line.code not in home:
            continue
        parent, place = home[line.code]
        if parent != line.parent:
            moved.add(line.code)
        else:
            stayed.setdefault(parent, []).append((place, line.code))
    for group in stayed.values():
        kept = _longest_rising([place for place, _ in group])
        moved |= {code for place, code in group if place not in kept}
    return moved


def _longest_rising(places: Sequence[int]) -> set[int]:
    """The longest rising subsequence of distinct numbers."""
    ends: list[int] = []
    former: dict[int, int | None] = {}
    for place in places:
        at = bisect_left(ends, place)
        former[place] = ends[at - 1] if at else None
        ends[at : at + 1] = [place]
    kept: set[int] = set()
    last = ends[-1] if ends else None
    while last is not None:
        kept.add(last)
        last = former[last]
    return kept
