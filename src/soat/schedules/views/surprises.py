"""Pages of surprise inspections (S7). For who does not decide on them they are not there: 404, no tab, no count."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from soat.access.views import actor_of, posted, signed_in
from soat.common.forms import attempted
from soat.common.looks import Empty
from soat.common.tables import Column, Table
from soat.programmes.models import Programme
from soat.programmes.views.frame import programme_for
from soat.schedules.forms.surprises import OpenForm, ProposeForm
from soat.schedules.forms.visits import ReasonForm
from soat.schedules.models import Visit
from soat.schedules.selectors import surprises as read
from soat.schedules.selectors import visits as visits_read
from soat.schedules.services import surprises as write
from soat.schedules.services.visits import Shape
from soat.schedules.views.frame import may, require, require_secret, shared, state_badge

_ACTIONS = {"approve": "surprise.approve", "refuse": "surprise.approve", "open": "surprise.open"}


@require_safe
@signed_in
def listing(request: HttpRequest, pk: UUID) -> HttpResponse:
    programme = _programme(request, pk)
    actor = actor_of(request)
    may_propose = may(actor, "surprise.propose", programme)
    table = Table(
        [
            Column(label="Đơn vị", value="agency", head=True, link=_link),
            Column(label="Ngày dự kiến", value=lambda one: one.day or "Chưa định"),
            Column(label="Lý do", value="reason"),
            Column(label="Đề xuất lúc", value="made_at", kind="date"),
            Column(label="Trạng thái", value=state_badge),
        ],
        read.surprises(programme, actor),
        request.GET,
        caption="Kiểm tra đột xuất",
        empty=Empty("Chưa có đề xuất kiểm tra đột xuất.", "Cơ quan thường trực đề xuất, Trưởng Đoàn duyệt."),
    )
    context = shared(actor, programme, "surprises") | {"table": table, "may_propose": may_propose}
    return render(request, "schedules/surprises.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def propose(request: HttpRequest, pk: UUID) -> HttpResponse:
    programme = _programme(request, pk)
    actor = actor_of(request)
    require(actor, "surprise.propose", programme)
    form = ProposeForm(posted(request), programme=programme)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        shape = Shape(given.pop("areas"), given.pop("half_days"), given.pop("mode"))
        step = partial(
            write.propose, programme, given.pop("agency"), shape, by=actor, now=timezone.now(), **given
        )
        if (visit := attempted(form, step)) is not None:
            messages.success(request, "Đã đề xuất. Chỉ người quyết định và người đi kiểm tra thấy cuộc này.")
            return redirect("schedules:visit", programme.pk, visit.pk)
    return render(request, "schedules/propose.html", shared(actor, programme, "surprises") | {"form": form})


@require_POST
@signed_in
def step(request: HttpRequest, pk: UUID, visit_id: UUID, name: str) -> HttpResponse:
    """Approve, refuse with the reason, or open on the spot."""
    programme = _programme(request, pk)
    actor, now = actor_of(request), timezone.now()
    visit = visits_read.visit(programme, actor, visit_id)
    require(actor, _ACTIONS[name], programme)
    if name == "approve":
        write.approve(visit, by=actor, now=now)
        messages.success(request, "Đã duyệt. Khi đến nơi, hãy mở cuộc kiểm tra tại chỗ.")
    elif name == "refuse":
        write.refuse(visit, reason=_given(ReasonForm(request.POST), "reason"), by=actor, now=now)
        messages.success(request, "Đã ghi nhận không duyệt.")
    else:
        write.open_on_the_spot(visit, place=_given(OpenForm(request.POST), "place"), by=actor, now=now)
        messages.success(request, "Đã mở cuộc kiểm tra. Từ lúc này đơn vị thấy cuộc kiểm tra.")
    return redirect("schedules:visit", programme.pk, visit.pk)


def _given(form: ReasonForm | OpenForm, name: str) -> str:
    """The field, "" where it is wrong: the service then says what is missing."""
    return str(form.cleaned_data[name]) if form.is_valid() else ""


def _programme(request: HttpRequest, pk: UUID) -> Programme:
    programme = programme_for(request, pk)
    require_secret(actor_of(request), programme)
    return programme


def _link(visit: Visit) -> str:
    return reverse("schedules:visit", args=[visit.programme_id, visit.pk])
