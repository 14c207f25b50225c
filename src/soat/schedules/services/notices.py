"""What a unit is told about a visit, kept as it was told (S6): day, team, contents, what to prepare, deadline.

Plan 97, III.2b, III.3.1. The paper of Decree 30 is drawn from the same facts by the papers room.
"""

from __future__ import annotations

from datetime import date, datetime

from soat.access.actor import Actor
from soat.inbox.services import of_agency, tell
from soat.programmes.models import Statement
from soat.programmes.services.report_dues import follow_visit
from soat.schedules.models import Notice, NoticeKind, Visit
from soat.schedules.rules import HALVES
from soat.schedules.selectors import themes


def send(visit: Visit, kind: str, *, by: Actor, now: datetime, reason: str = "") -> Notice:
    """Keep the notice for the unit; its report's deadline follows. Runs in the transaction of the step it tells."""
    notice = Notice(
        programme_id=visit.programme_id,
        visit=visit,
        agency_id=visit.agency_id,
        kind=kind,
        title=f"{NoticeKind(kind).written}: {visit.agency}",
        text=text_of(visit, kind, reason),
        day=visit.day,
        report_due_on=visit.report_due_on,
        sent_at=now,
        sent_by=by.id,
    )
    notice.save(force_insert=True)
    follow_visit(visit.programme_id, visit.agency_id, _report_due(visit), by=by, now=now)
    _tell(notice, by, now)
    return notice


def _tell(notice: Notice, by: Actor, now: datetime) -> None:
    """The people of the unit, and those who go there."""
    crew = set(notice.visit.crew.values_list("member__person__user", flat=True))
    unit = of_agency("visit.view", notice.programme_id, notice.agency_id)
    when = f", ngày {notice.day:%d/%m/%Y}" if notice.day else ""
    facts = {"title": f"{notice.title}{when}"}
    tell("visit.told", to=unit | crew, about=notice.visit, facts=facts, by=by, now=now)


def _report_due(visit: Visit) -> date | None:
    """The deadline of the unit's report: of the first visit it was told of that is on the plan or added to it."""
    told = Visit.objects.filter(
        programme_id=visit.programme_id,
        agency_id=visit.agency_id,
        state="notified",
        kind__in=("planned", "added"),
        report_due_on__isnull=False,
    )
    return told.order_by("day", "half", "id").values_list("report_due_on", flat=True).first()


def text_of(visit: Visit, kind: str, reason: str = "") -> str:
    """The words of a notice, also for its preview before it is sent."""
    if kind == "cancel":
        return f"Cuộc kiểm tra tại {visit.agency} không tiến hành. Lý do: {reason}"
    lines = [f"Đoàn kiểm tra làm việc tại {visit.agency} {_when(visit)}."]
    if kind == "change":
        lines.insert(0, "Lịch kiểm tra đã thay đổi; thông báo này thay cho thông báo trước.")
    if visit.place:
        lines.append(f"Địa điểm: {visit.place}.")
    areas = [one.area.title for one in visit.contents.select_related("area").order_by("area__order")]
    lines += ["Nội dung kiểm tra:", *(f"- {title};" for title in areas)]
    crew = [str(one.member.person) for one in visit.crew.select_related("member__person")]
    if crew:
        lines.append(f"Thành phần Đoàn: {', '.join(crew)}.")
    joining = [str(one.lead_agency) for one in themes.joining(visit)]
    if joining:
        lines.append(f"Cùng tham gia (kiểm tra chuyên đề): {', '.join(dict.fromkeys(joining))}.")
    sides = Statement.objects.filter(programme_id=visit.programme_id, kind="unit_side").order_by("order")
    if sides:
        lines += ["Thành phần đơn vị:", *(f"- {one.text}" for one in sides)]
    if visit.report_due_on:
        lines.append(f"Báo cáo theo đề cương gửi chậm nhất hết ngày {visit.report_due_on:%d/%m/%Y}.")
    return "\n".join(lines)


def _when(visit: Visit) -> str:
    half = HALVES[(visit.half, visit.half_days)].lower()
    return f"{half} ngày {visit.day:%d/%m/%Y}" if visit.day else "vào ngày sẽ báo sau"
