"""A plan in a page of Vietnamese for the terminal: what was read, what is doubtful, what found no place.

Called by `soat plan read` without `--json`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from soat.core.plans.export import coverage
from soat.core.plans.model import Plan, Seat

_WIDTH = 100
_MISSING = "(không thấy)"


def summarise(plan: Plan) -> str:
    """Lines of text, one fact each; long sentences are cut."""
    return "\n".join([*_head(plan), *_contents(plan), *_people(plan), *_tasks(plan), *_to_check(plan)])


def _head(plan: Plan) -> Iterator[str]:
    head, period = plan.document, plan.period
    yield _cut(f"{head.type or 'Văn bản'} số {head.number or _MISSING}: {head.title or _MISSING}")
    yield f"Ban hành: {head.issuer or _MISSING}, {head.place or _MISSING}, ngày {_day(head.date)}"
    yield f"Người ký: {head.signer or _MISSING}"
    start, end = (period.start, period.end) if period else (None, None)
    yield f"Thời gian kiểm tra: {_day(start)} – {_day(end)}"
    for method in plan.methods:
        days = method.notice_working_days
        yield _cut(f"Cách kiểm tra: {method.title}" + (f" (báo trước {days} ngày làm việc)" if days else ""))


def _contents(plan: Plan) -> Iterator[str]:
    yield f"Nội dung: {len(plan.content_areas)} lĩnh vực"
    for area in plan.content_areas:
        yield _cut(f"  {area.number or '-'} {area.title} ({len(area.items)} mục)")
    yield f"Đối tượng: {len(plan.subjects)}"
    for subject in plan.subjects:
        month = f" (tháng {subject.month.month}/{subject.month.year})" if subject.month else ""
        yield _cut(f"  {subject.name}{month}")


def _people(plan: Plan) -> Iterator[str]:
    team = plan.team
    yield _cut(f"Trưởng đoàn: {team.head.text if team.head else _MISSING}")
    for title, seats in (
        ("Phó trưởng đoàn", team.deputies),
        ("Thành viên", team.members),
        ("Cử người giúp việc", team.support_agencies),
    ):
        yield f"{title}: {len(seats)}"
        yield from (_cut(f"  {_name(seat)}") for seat in seats)


def _tasks(plan: Plan) -> Iterator[str]:
    yield f"Nhiệm vụ các bên: {len(plan.duties)}"
    sections = len(plan.outline.sections) if plan.outline else 0
    yield f"Đề cương báo cáo: {sections} phần" if plan.outline else "Đề cương báo cáo: không có"
    yield f"Số hiệu văn bản được nêu: {len({each.number for each in plan.citations})}"


def _to_check(plan: Plan) -> Iterator[str]:
    yield f"Cần xem lại: {len(plan.doubts)}"
    yield from (_cut(f"  {doubt.field}: {doubt.reason}") for doubt in plan.doubts)
    yield f"Chưa xếp được: {len(plan.unplaced)}"
    yield from (_cut(f"  “{each.text}” ({each.reason})") for each in plan.unplaced)
    figures = coverage(plan)
    yield f"Đã xếp {figures['placed']}/{figures['total']} ký tự"


def _name(seat: Seat) -> str:
    return ", ".join(part for part in (seat.person, seat.agency) if part) or seat.text


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else _MISSING


def _cut(line: str) -> str:
    line = " ".join(line.split()) if not line.startswith("  ") else "  " + " ".join(line.split())
    return line if len(line) <= _WIDTH else line[: _WIDTH - 1] + "…"
