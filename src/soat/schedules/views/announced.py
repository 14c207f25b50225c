"""The announced schedule of a programme, for the press (`selectors.announced`)."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from soat.access.views import actor_of, signed_in
from soat.common.looks import Badge, Empty, Tone
from soat.common.tables import Column, Table
from soat.programmes.views.frame import programme_for
from soat.schedules.selectors import announced as read
from soat.schedules.views.frame import require, shared

_TONES: dict[str, Tone] = {"Sắp tới": "info", "Đã qua": "good", read.CALLED_OFF: "neutral"}


@require_safe
@signed_in
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor, programme = actor_of(request), programme_for(request, pk)
    require(actor, "schedule.public", programme)
    table = Table(
        [
            Column(label="Đơn vị", value="unit", head=True),
            Column(label="Ngày", value="day", kind="date"),
            Column(label="Buổi", value="when"),
            Column(label="Địa điểm", value="place"),
            Column(label="Tình trạng", value=lambda one: Badge(one.stand, _TONES[one.stand])),
        ],
        read.announced(programme, timezone.localdate()),
        request.GET,
        caption="Lịch kiểm tra đã công bố",
        empty=Empty(
            "Chưa có cuộc kiểm tra nào được công bố.",
            "Khi Đoàn kiểm tra thông báo lịch cho đơn vị, ngày và địa điểm hiện ở đây.",
        ),
    )
    context = shared(actor, programme, "announced") | {"table": table}
    return render(request, "schedules/announced.html", context)
