"""Merging visits to one unit, and the burden meter: visits and days that each unit bears in a year (S5, S9)."""

from __future__ import annotations

from functools import partial
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from soat.access.views import actor_of, signed_in
from soat.common.errors import DomainError
from soat.common.looks import Empty
from soat.common.tables import Column, Table
from soat.programmes.models import Programme
from soat.programmes.views.frame import programme_for
from soat.schedules.selectors import merges as read
from soat.schedules.selectors import themes
from soat.schedules.selectors import visits as visits_read
from soat.schedules.services import merges as write
from soat.schedules.views.frame import require, shared


class PairForm(forms.Form):
    kept = forms.UUIDField()
    other = forms.UUIDField()


@require_http_methods(["GET", "POST"])
@signed_in
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor, programme = actor_of(request), programme_for(request, pk)
    if request.method == "POST":
        require(actor, "schedule.plan", programme)
        form = PairForm(request.POST)
        if not form.is_valid():
            raise DomainError("Hãy chọn hai cuộc kiểm tra để ghép.")
        kept, other = (
            visits_read.visit(programme, actor, form.cleaned_data[name]) for name in ("kept", "other")
        )
        write.merge(kept, other, by=actor, now=timezone.now())
        messages.success(request, f"Đã ghép thành một cuộc tại {kept.agency}.")
        return redirect("schedules:visit", programme.pk, kept.pk)
    require(actor, "schedule.view", programme)
    known = read.years(programme, actor)
    asked = request.GET.get("nam", "")
    year = int(asked) if asked.isdecimal() and int(asked) in known else _year(programme, known)
    rows = read.burdens(programme, actor, year)
    context = shared(actor, programme, "merges") | {
        "pairs": read.pairs(programme, actor)[:200],
        "overlaps": themes.waiting(programme, actor),
        "years": known,
        "year": year,
        "table": Table(
            [
                Column(
                    label="Đơn vị",
                    value="agency",
                    head=True,
                    link=partial(_visits_of, programme),
                    key="don-vi",
                    sort=lambda one: one.agency.sort_key,
                ),
                Column(label="Số cuộc", value="visits", kind="num", key="cuoc", sort=lambda one: one.visits),
                Column(label="Chuyên đề", value="thematic", kind="num"),
                Column(label="Đoàn chuyên đề đi cùng", value="joined", kind="num"),
                Column(label="Số ngày", value="days", kind="num", key="ngay", sort=lambda one: one.half_days),
            ],
            rows,
            request.GET,
            caption=f"Mức chịu tải của từng đơn vị trong năm {year}",
            empty=Empty("Chưa có cuộc kiểm tra nào.", "Mức chịu tải hiện ra khi lịch có cuộc kiểm tra."),
        ),
    }
    return render(request, "schedules/merges.html", context)


def _year(programme: Programme, known: list[int]) -> int:
    """This year if it has visits, else the programme's, else the last one."""
    today = timezone.localdate().year
    return today if today in known else programme.year or (known[-1] if known else today)


def _visits_of(programme: Programme, burden: read.Burden) -> str:
    """The list of the unit's visits."""
    return f"{reverse('schedules:visits', args=[programme.pk])}?{urlencode({'words': burden.agency.name})}"
