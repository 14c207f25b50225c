"""What the coordinator has to see to about the schedule, and where the press finds it: next steps (S1, S6, T1, A2).

Registered by `apps.py`; a fixed number of queries however many programmes there are. A surprise counts for nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse

from soat.access.actor import Actor
from soat.programmes.models import Programme, Subject
from soat.programmes.selectors.next_steps import Step, Urgency
from soat.schedules.models import Visit
from soat.schedules.selectors.visits import LACKS


def steps(programmes: Sequence[Programme], actor: Actor, today: date) -> dict[UUID, list[Step]]:
    """For the coordinator subjects without a visit, visits without day, people or notice; for the press its page."""
    found = {one.pk: _for_press(one) for one in programmes if _may(actor, "schedule.public", one)}
    mine = [one for one in programmes if _may(actor, "schedule.plan", one)]
    return found | (_to_plan(mine, actor, today) if mine else {})


def _may(actor: Actor, action: str, programme: Programme) -> bool:
    return actor.may(action, programme_id=programme.pk, state="running")


def _for_press(programme: Programme) -> list[Step]:
    url = reverse("schedules:announced", args=[programme.pk])
    return [Step("Xem lịch kiểm tra đã công bố", url, Urgency.PLAN)]


def _to_plan(mine: Sequence[Programme], actor: Actor, today: date) -> dict[UUID, list[Step]]:
    counts: dict[UUID, dict[str, int]] = {one.pk: {} for one in mine}
    taken = Visit.objects.filter(subject=OuterRef("pk")).exclude(state="cancelled")
    subjects = Subject.objects.visible_to(actor).current().filter(~Exists(taken), agency__isnull=False)
    _add(counts, subjects.filter(programme__in=mine).values("programme_id"), unplanned=Count("id"))
    planned = Visit.objects.visible_to(actor).filter(programme__in=mine, state="planned").order_by()
    _add(
        counts,
        planned.values("programme_id"),
        **{f"no_{name}": Count("id", filter=condition) for name, condition in LACKS.items()},
        late=Count("id", filter=LACKS["notice"] & Q(report_due_on__lt=today) | Q(day__lt=today)),
    )
    return {one.pk: list(_steps(one, counts[one.pk])) for one in mine}


def _steps(programme: Programme, counts: dict[str, int]) -> Iterator[Step]:
    told = (
        ("late", "{} cuộc kiểm tra đã tới hạn mà chưa thông báo cho đơn vị", "visits", Urgency.LATE),
        ("unplanned", "{} đối tượng chưa có cuộc kiểm tra", "plan", Urgency.PLAN),
        ("no_day", "{} cuộc kiểm tra chưa xếp ngày", "visits", Urgency.PLAN),
        (
            "no_responsible",
            "{} cuộc kiểm tra chưa có người phụ trách đủ các nội dung",
            "visits",
            Urgency.PLAN,
        ),
        ("no_notice", "{} cuộc kiểm tra đã xếp ngày mà chưa thông báo", "visits", Urgency.PLAN),
    )
    for name, text, view, urgency in told:
        if count := counts.get(name, 0):
            query = f"?lack={'notice' if name == 'late' else name[3:]}" if view == "visits" else ""
            url = reverse(f"schedules:{view}", args=[programme.pk]) + query
            yield Step(text.format(count), url, urgency)


def _add(counts: dict[UUID, dict[str, int]], rows: Any, **figures: Count) -> None:
    found: Iterable[dict[str, Any]] = rows.order_by().annotate(**figures)
    for row in found:
        of = dict(row)
        counts[of.pop("programme_id")].update(of)
