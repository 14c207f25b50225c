"""The working days of a year: holidays, swaps, closures entered by hand; adding one tells whose deadline moved."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from soat.access.views import actor_of, signed_in
from soat.common.errors import Missing
from soat.common.forms import attempted
from soat.schedules.forms.days import DayForm
from soat.schedules.models import CalendarDay, Visit
from soat.schedules.selectors import days as read
from soat.schedules.services import days as write

KNOWN = range(1992, 2099)  # years whose calendar, and that of the years beside them, can be computed
SHOWN = 20  # visits named one by one; more are counted


@require_safe
@signed_in
def page(request: HttpRequest) -> HttpResponse:
    actor_of(request).require("agency.view")
    return _page(request, DayForm())


@require_POST
@signed_in
def add(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    actor.require("calendar.edit")
    form = DayForm(request.POST)
    if form.is_valid():
        step = partial(write.set_day, **form.cleaned_data, by=actor, now=timezone.now())
        if (done := attempted(form, step)) is not None:
            entry, moved = done
            messages.success(request, f"Đã ghi ngày {entry.day:%d/%m/%Y}. {_told(moved)}")
            return redirect(f"{request.path.removesuffix('them/')}?nam={entry.day.year}")
    return _page(request, form)


@require_POST
@signed_in
def remove(request: HttpRequest, day_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    actor.require("calendar.edit")
    entry = CalendarDay.objects.visible_to(actor).filter(pk=day_id).first()
    if entry is None:
        raise Missing
    moved = write.clear_day(entry, by=actor, now=timezone.now())
    messages.success(request, f"Đã bỏ ngày {entry.day:%d/%m/%Y} khỏi lịch riêng. {_told(moved)}")
    return redirect("schedules:days")


def _told(moved: list[Visit]) -> str:
    """Which visits' deadline moved; a surprise is named nowhere (it has no deadline told to anybody)."""
    rows = [one for one in moved if one.kind != "surprise"]
    if not rows:
        return "Không có hạn báo cáo nào thay đổi."
    named = "; ".join(
        f"{one.agency}: {one.report_due_on:%d/%m/%Y}" for one in rows[:SHOWN] if one.report_due_on
    )
    more = f" và {len(rows) - SHOWN} cuộc khác" if len(rows) > SHOWN else ""
    return f"Hạn báo cáo đã đổi ở {len(rows)} cuộc kiểm tra: {named}{more}."


def _page(request: HttpRequest, form: DayForm) -> HttpResponse:
    actor = actor_of(request)
    asked = request.GET.get("nam", "")
    year = int(asked) if asked.isdecimal() and int(asked) in KNOWN else timezone.localdate().year
    rows = read.special_days(year)
    context = {
        "year": year,
        "beside": [one for one in (year - 1, year + 1) if one in KNOWN],
        "rows": rows,
        "doubtful": any(not row.certain for row in rows),
        "form": form if actor.may("calendar.edit") else None,
    }
    return render(request, "schedules/days.html", context)
