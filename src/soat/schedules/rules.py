"""States of a visit and what each step needs (S1, S6, S7; T1). No queries, no clock.

planned → notified → opened; surprise: proposed → approved → opened; any of them before it is opened → cancelled.
Who may do a step stands in `access.permissions` under the same action. Read by services, pages and `docs/states.md`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from soat.core.working_days import Calendar, deadline


@dataclass(frozen=True, slots=True)
class Step:
    """`name` leads from one of `sources` to `target`; `action` is the right it needs."""

    name: str
    action: str
    label: str
    sources: tuple[str, ...]
    target: str


STEPS: tuple[Step, ...] = (
    Step("notify", "visit.notify", "Gửi thông báo lịch", ("planned",), "notified"),
    Step("approve", "surprise.approve", "Duyệt kiểm tra đột xuất", ("proposed",), "approved"),
    Step("open", "surprise.open", "Mở kiểm tra đột xuất tại chỗ", ("approved",), "opened"),
    Step("cancel", "schedule.plan", "Hủy cuộc kiểm tra", ("planned", "notified"), "cancelled"),
    Step("refuse", "surprise.approve", "Không duyệt, hủy đột xuất", ("proposed", "approved"), "cancelled"),
)
_LONGER = "Nếu kiểm tra muộn hơn, hãy gia hạn thời kỳ ở trang Tổng quan của chương trình."
# (half, half days) in words
HALVES = {("am", 1): "Sáng", ("pm", 1): "Chiều", ("am", 2): "Cả ngày"}
BY_NAME = {step.name: step for step in STEPS}
MOVABLE = ("planned", "notified", "proposed", "approved")


def reached(name: str, state: str) -> str:
    """The state that a step leads to from `state`, "" where it is not open."""
    step = BY_NAME[name]
    return step.target if state in step.sources else ""


@dataclass(frozen=True, slots=True)
class Place:
    """What placing a visit looks at: the day asked for, the programme's period, days on which it cannot be."""

    day: date
    half: str
    half_days: int
    first: date | None
    last: date | None
    barred: tuple[tuple[date, date, str], ...] = ()


def misplaced(place: Place, calendar: Calendar) -> str:
    """Why a visit cannot stand on that day, "" where it can."""
    if place.half_days == 2 and place.half != "am":
        return "Cuộc kiểm tra cả ngày phải bắt đầu buổi sáng."
    if place.first and place.day < place.first:
        return f"Ngày {place.day:%d/%m/%Y} trước thời kỳ kiểm tra (từ {place.first:%d/%m/%Y})."
    if place.last and place.day > place.last:
        return f"Ngày {place.day:%d/%m/%Y} sau thời kỳ kiểm tra (đến {place.last:%d/%m/%Y}). {_LONGER}"
    if not calendar.works(place.day):
        entry = calendar.entries.get(place.day)
        return f"Ngày {place.day:%d/%m/%Y} là ngày nghỉ ({entry.name if entry else 'cuối tuần'})."
    for first, last, reason in place.barred:
        if first <= place.day <= last:
            return f"Đơn vị không tiếp Đoàn từ {first:%d/%m/%Y} đến {last:%d/%m/%Y}" + (
                f": {reason}." if reason else "."
            )
    return ""


@dataclass(frozen=True, slots=True)
class Service:
    """Whether a member serves in the team of the visit, and from when to when (null: open)."""

    serves: bool
    first: date | None = None
    last: date | None = None


def not_serving(service: Service, day: date) -> str:
    """Why a member does not go on `day`, "" where she serves."""
    if not service.serves:
        return "chưa có quyết định tham gia Đoàn, hoặc đã tạm dừng, đã thôi"
    if (service.first and day < service.first) or (service.last and day > service.last):
        return f"ngày {day:%d/%m/%Y} ngoài thời gian tham gia Đoàn"
    return ""


def report_due(calendar: Calendar, day: date | None, notice_days: int | None) -> date | None:
    """The last day of the unit's report (S1): the N-th working day before the visit; none without day or N."""
    return deadline(calendar, day, notice_days) if day and notice_days else None


@dataclass(frozen=True, slots=True)
class Readiness:
    """What notifying looks at: the visit's areas and those that have a responsible person; today; the deadline."""

    day: date | None
    report_due_on: date | None
    today: date
    areas: Collection[str] = field(default=())
    without_responsible: Collection[str] = field(default=())


def not_ready(facts: Readiness) -> dict[str, str]:
    """What stands in the way of notifying a unit, by field (T1, S6)."""
    told: dict[str, str] = {}
    if facts.day is None:
        told["day"] = "Chưa có ngày kiểm tra. Hãy xếp ngày."
    if not facts.areas:
        told["areas"] = "Chưa có nội dung kiểm tra. Hãy chọn ít nhất một lĩnh vực."
    if facts.without_responsible:
        named = "; ".join(facts.without_responsible)
        told["responsible"] = f"Chưa có người phụ trách: {named}. Hãy phân công."
    if facts.report_due_on and facts.report_due_on < facts.today:
        told["report_due_on"] = (
            f"Hạn nộp báo cáo ({facts.report_due_on:%d/%m/%Y}) đã qua nên đơn vị không kịp chuẩn bị. "
            "Hãy chọn ngày kiểm tra muộn hơn."
        )
    return told
