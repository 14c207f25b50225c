"""Merging visits to one unit, and the burden meter: visits and half days that each unit bears (S5, S9)."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from soat.access.views import actor_of, signed_in
from soat.common.errors import DomainError
from soat.common.looks import Empty
from soat.common.tables import Column, Table
from soat.programmes.views.frame import programme_for
from soat.schedules.selectors import merges as read
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
    rows = read.burdens(programme, actor)
    context = shared(actor, programme, "merges") | {
        "pairs": read.pairs(programme, actor)[:200],
        "table": Table(
            [
                Column(
                    label="Đơn vị",
                    value="agency",
                    head=True,
                    key="don-vi",
                    sort=lambda one: one.agency.sort_key,
                ),
                Column(label="Số cuộc", value="visits", kind="num", key="cuoc", sort=lambda one: one.visits),
                Column(
                    label="Số buổi", value="half_days", kind="num", key="buoi", sort=lambda one: one.half_days
                ),
            ],
            rows,
            request.GET,
            caption="Mức chịu tải của từng đơn vị trong năm",
            empty=Empty("Chưa có cuộc kiểm tra nào.", "Mức chịu tải hiện ra khi lịch có cuộc kiểm tra."),
        ),
    }
    return render(request, "schedules/merges.html", context)
