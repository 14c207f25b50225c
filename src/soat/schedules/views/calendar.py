"""The calendar of a programme's visits and its list (S1); for a unit the visits it was told of (S6)."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from soat.access.views import actor_of, posted, signed_in
from soat.common.forms import attempted
from soat.common.looks import Badge, Empty
from soat.common.tables import Column, Table
from soat.programmes.models import Programme
from soat.programmes.views.frame import programme_for, require_on
from soat.schedules import rules
from soat.schedules.forms.visits import CalendarForm, ShapeForm, VisitFilter
from soat.schedules.models import Visit
from soat.schedules.selectors import visits as read
from soat.schedules.selectors.grid import span, weeks
from soat.schedules.services import visits as write
from soat.schedules.services.visits import Shape
from soat.schedules.views.frame import may, require, shared, state_badge


@require_safe
@signed_in
def calendar(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor, programme = actor_of(request), programme_for(request, pk)
    require_on(actor, "visit.view", programme)
    if not may(actor, "schedule.view", programme):
        return _of_unit(request, programme)
    may_plan = may(actor, "schedule.plan", programme)
    form = CalendarForm(request.GET, programme=programme)
    form.is_valid()
    rows = read.standing(programme, actor, form.member)
    placed = [one for one in rows if one.day]
    shown = span(form.day or _first_day(programme, placed), form.view)
    context = shared(actor, programme, "calendar") | {
        "form": form,
        "view": form.view,
        "shown": shown,
        "month": (shown.first + timedelta(days=7)) if shown.month else None,
        "weeks": weeks(shown, placed),
        "today": timezone.localdate(),
        "waiting": [one for one in rows if one.day is None],
        "any": bool(rows) or form.member,
        "unplanned": read.unplanned(programme).count() if may_plan else 0,
        "movable": rules.MOVABLE if may_plan else (),
    }
    return render(request, "schedules/calendar.html", context)


def _first_day(programme: Programme, placed: list[Visit]) -> date:
    """Today within the period; else the first visit that has a day; else the period's first day."""
    today = timezone.localdate()
    first, last = programme.period_start, programme.period_end
    if first and last and first <= today <= last:
        return today
    return min((one.day for one in placed if one.day), default=first or today)


def _of_unit(request: HttpRequest, programme: Programme) -> HttpResponse:
    actor = actor_of(request)
    rows = [(one, state_badge(one), list(one.notices.all())) for one in read.told(programme, actor)]
    return render(request, "schedules/unit.html", shared(actor, programme, "calendar") | {"rows": rows})


@require_safe
@signed_in
def visits(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The list: the same visits as words, sortable, for who does not use a mouse."""
    actor, programme = actor_of(request), programme_for(request, pk)
    require(actor, "schedule.view", programme)
    form = VisitFilter(request.GET, secret=may(actor, "surprise.view", programme))
    form.is_valid()
    chosen = {name: form.chosen(name) for name in ("state", "kind", "words", "lack")}
    rows = read.listed(programme, actor, **chosen, since=form.first_day)
    table = Table(_columns(), rows, request.GET, caption="Cuộc kiểm tra", sort="ngay", empty=_no_visits())
    unplaced = read.visits(programme, actor).filter(read.LACKS["day"]).count()
    context = shared(actor, programme, "visits") | {"table": table, "form": form, "unplaced": unplaced}
    return render(request, "schedules/visits.html", context)


def _columns() -> list[Column]:
    return [
        Column(label="Đơn vị", value="agency", head=True, link=_link, key="don-vi", sort="agency__sort_key"),
        Column(label="Ngày", value=lambda one: one.day or "Chưa xếp", key="ngay", sort="day"),
        Column(label="Buổi", value=read.when),
        Column(label="Loại", value=lambda one: one.get_kind_display()),
        Column(label="Hạn báo cáo", value="report_due_on", kind="date", key="han", sort="report_due_on"),
        Column(label="Người đi", value="people", kind="num", key="nguoi", sort="people"),
        Column(label="Khóa", value=lambda one: Badge("Đã khóa", "neutral", "lock") if one.locked else ""),
        Column(label="Trạng thái", value=state_badge, key="trang-thai", sort="state"),
    ]


def _no_visits() -> Empty:
    return Empty(
        "Không có cuộc kiểm tra nào như vậy.", "Hãy bỏ bớt điều kiện lọc, hoặc lập danh sách ở trang Lịch."
    )


def _link(visit: Visit) -> str:
    return reverse("schedules:visit", args=[visit.programme_id, visit.pk])


@require_http_methods(["GET", "POST"])
@signed_in
def plan(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Visits for all subjects that have none, without a day."""
    actor, programme = actor_of(request), programme_for(request, pk)
    require(actor, "schedule.plan", programme)
    form = ShapeForm(posted(request), programme=programme)
    subjects = list(read.unplanned(programme).select_related("agency"))
    if request.method == "POST" and form.is_valid():
        shape = Shape(**form.cleaned_data)
        step = partial(write.plan, programme, subjects, shape, by=actor, now=timezone.now())
        if (made := attempted(form, step)) is not None:
            messages.success(request, f"Đã lập {len(made)} cuộc kiểm tra. Hãy xếp ngày cho từng cuộc.")
            return redirect("schedules:calendar", programme.pk)
    context = shared(actor, programme, "calendar") | {
        "form": form,
        "subjects": subjects,
        "loose": programme.subjects.filter(agency=None).count(),
    }
    return render(request, "schedules/plan.html", context)
