"""Visits that concern an agency's own people, for the overview of the programme (S5, S6). Registered by `apps.py`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.urls import reverse

from soat.access.actor import Actor
from soat.programmes.models import Programme
from soat.programmes.rules.duties import report_due_words
from soat.programmes.selectors.mine import Line
from soat.schedules.models import Visit
from soat.schedules.selectors.visits import when


def lines(programme: Programme, actor: Actor, agencies: frozenset[UUID], today: date) -> Iterator[Line]:
    """Her unit's visits from today on that it was told of, with what is inspected; inspections her agency leads."""
    ahead = Q(day__gte=today) | Q(day=None)
    visits = (
        Visit.objects.visible_to(actor)
        .filter(ahead, programme=programme)
        .exclude(state="cancelled")
        .select_related("agency", "programme")
        .prefetch_related("contents__area")
        .order_by("day", "half", "id")[:20]
    )
    for visit in visits:
        if visit.agency_id in agencies and visit.notified_at:
            yield _line("Lịch kiểm tra", visit, str(visit.agency))
        elif visit.lead_agency_id in agencies:
            yield _line("Kiểm tra chuyên đề do cơ quan tôi chủ trì", visit, str(visit.agency))


def _line(head: str, visit: Visit, agency: str) -> Line:
    day = f"{when(visit)} ngày {visit.day:%d/%m/%Y}" if visit.day else "Chưa xếp ngày"
    areas = "; ".join(content.area.title for content in visit.contents.all())
    due = report_due_words(visit.report_due_on, visit.programme.notice_working_days)
    told = [f"Nội dung: {areas}" if areas else "", f"Hạn báo cáo: {due}" if due else ""]
    url = reverse("schedules:visit", args=[visit.programme_id, visit.pk])
    return Line(head, f"{day}: {agency}", url, ". ".join(filter(None, told)))
