"""What holds of a duty (requirement G5): its states and steps, and the one deadline of a unit's report.

open → reported → confirmed; a report is taken back by the party, or sent back by the coordinator; open ⇄ struck, for a
sentence of the plan that is no task. Who may do it stands in `access.permissions`. No queries, no clock. Called by
services, pages and the rooms above (visits, my work), so that a deadline is the same wherever it is read.
"""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

from django.db.models import TextChoices

from soat.core.text import fold


class DutyState(TextChoices):
    OPEN = "open", "Đang mở"
    REPORTED = "reported", "Đã báo cáo, chờ xác nhận"
    CONFIRMED = "confirmed", "Đã xác nhận"
    SHARED = "shared", "Đã giao từng cơ quan"
    STRUCK = "struck", "Không phải nhiệm vụ"


class Task(Protocol):
    """What the rules look at in a duty."""

    @property
    def text(self) -> str: ...
    @property
    def owner(self) -> str: ...
    @property
    def due_on(self) -> date | None: ...
    @property
    def due_text(self) -> str: ...
    @property
    def done_at(self) -> object: ...
    @property
    def confirmed_at(self) -> object: ...
    @property
    def retired_at(self) -> object: ...
    @property
    def strike_reason(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Step:
    """`action` is the right needed; `refused` is said to whom the state is no longer one of `sources`."""

    action: str
    sources: tuple[DutyState, ...]
    target: DutyState
    refused: str


_GONE = (
    "Nhiệm vụ này đã giao riêng cho từng cơ quan hoặc không còn phải làm. Hãy xem trong danh sách nhiệm vụ."
)
STEPS: dict[str, Step] = {
    "report": Step("duty.report", (DutyState.OPEN,), DutyState.REPORTED, _GONE),
    "withdraw": Step(
        "duty.report",
        (DutyState.REPORTED,),
        DutyState.OPEN,
        "Chỉ rút được báo cáo đang chờ xác nhận. Nếu báo cáo đã được xác nhận, hãy đề nghị cơ quan thường trực mở lại.",
    ),
    "confirm": Step(
        "duty.manage",
        (DutyState.REPORTED,),
        DutyState.CONFIRMED,
        "Báo cáo này đã được xác nhận hoặc bên báo cáo vừa rút lại. Hãy tải lại trang để xem.",
    ),
    "reopen": Step(
        "duty.manage",
        (DutyState.REPORTED, DutyState.CONFIRMED),
        DutyState.OPEN,
        "Nhiệm vụ này đang mở, không cần mở lại.",
    ),
    "strike": Step(
        "duty.manage",
        (DutyState.OPEN,),
        DutyState.STRUCK,
        "Chỉ loại được nhiệm vụ đang mở. Nếu đã có báo cáo, hãy mở lại nhiệm vụ trước.",
    ),
    "restore": Step(
        "duty.manage", (DutyState.STRUCK,), DutyState.OPEN, "Đây vẫn đang là nhiệm vụ, không cần đưa lại."
    ),
}


def state_of(duty: Task) -> DutyState:
    if duty.retired_at:
        return DutyState.STRUCK if duty.strike_reason else DutyState.SHARED
    if duty.confirmed_at:
        return DutyState.CONFIRMED
    return DutyState.REPORTED if duty.done_at else DutyState.OPEN


def reached(step: str, duty: Task) -> bool:
    """Whether the duty stands where the step starts."""
    return state_of(duty) in STEPS[step].sources


# How plans speak of the report a unit hands in before the visit, the surest first.
_REPORT = (
    re.compile(r"bao cao.*\bde cuong"),
    re.compile(r"\b(?:xay dung|chuan bi|hoan thanh|lap|gui|nop)\b[^.;]{0,20} bao cao"),
)
# Reports that are asked for at other times.
_OTHER = re.compile(
    r"khac phuc|dinh ky|hang (?:thang|quy|nam)|dot xuat|sau (?:khi )?(?:(?:ket thuc|co) )?(?:dot |thong bao )?"
    r"(?:ket luan|kiem tra|thanh tra)"
)


def is_visit_report(duty: Task) -> bool:
    """Whether the duty is the report that a unit hands in before it is inspected."""
    words = fold(f"{duty.text} {duty.due_text}")
    return duty.owner == "units" and not _OTHER.search(words) and any(form.search(words) for form in _REPORT)


def is_on_outline(duty: Task) -> bool:
    """Whether the plan says that the report follows the outline."""
    return is_visit_report(duty) and bool(_REPORT[0].search(fold(duty.text)))


def report_due_words(due_on: date | None, notice_days: int | None) -> str:
    """Until when a unit's report is handed in: the day, or the rule while the visit has none; "" without either."""
    if due_on:
        return f"{due_on:%d/%m/%Y}"
    return f"{notice_days} ngày làm việc trước ngày kiểm tra; chưa có lịch" if notice_days else ""


def due_words(duty: Task, notice_days: int | None) -> str:
    """The deadline of a duty in the words of every page: its date, the rule of reports, the plan's words."""
    if duty.due_on or is_visit_report(duty):
        return report_due_words(duty.due_on, notice_days) or duty.due_text or NO_DATE
    return duty.due_text or NO_DATE


NO_DATE = "Chưa có ngày cụ thể"


def speaks_for(
    agency_id: UUID | None, reporter_id: UUID | None, person_id: UUID, agencies: Set[UUID]
) -> bool:
    """Whether a duty's report is this person's: she sent it, it is her agency's, or the duty names no agency."""
    return agency_id is None or agency_id in agencies or reporter_id == person_id
