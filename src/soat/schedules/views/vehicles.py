"""Vehicles: list, adding, changing, retiring; the plan of a week to print (S9; plan 97, IV.1)."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from soat.access.views import actor_of, posted, signed_in, step_of
from soat.common.errors import DomainError
from soat.common.forms import attempted
from soat.common.looks import Badge, Empty
from soat.common.tables import Column, Table
from soat.programmes.models import Programme
from soat.programmes.views.frame import programme_for
from soat.schedules.forms.vehicles import VehicleForm, WeekForm
from soat.schedules.models import Vehicle
from soat.schedules.selectors import vehicles as read
from soat.schedules.services import vehicles as write
from soat.schedules.views.frame import may, require, shared


@require_http_methods(["GET", "POST"])
@signed_in
def listing(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The list, and the form to add one."""
    programme, actor = programme_for(request, pk), actor_of(request)
    require(actor, "schedule.plan" if request.method == "POST" else "schedule.view", programme)
    form = VehicleForm(posted(request))
    if request.method == "POST" and form.is_valid():
        step = partial(
            write.add, programme, form.make(), by=actor, now=timezone.now(), key=form.cleaned_data["key"]
        )
        if (vehicle := attempted(form, step)) is not None:
            messages.success(request, f"Đã thêm {vehicle}. Xếp xe ở trang của từng cuộc kiểm tra.")
            return redirect("schedules:vehicles", programme.pk)
    table = Table(
        [
            Column(
                label="Xe",
                value="name",
                head=True,
                link=_link if may(actor, "schedule.plan", programme) else None,
            ),
            Column(label="Biển số", value="plate"),
            Column(label="Số chỗ", value="seats", kind="num"),
            Column(label="Người lái", value="driver"),
            Column(label="Cuộc sắp tới", value="ahead", kind="num"),
            Column(label="Tình trạng", value=_badge),
        ],
        read.vehicles(programme, actor, timezone.localdate()),
        request.GET,
        caption="Xe của chương trình",
        empty=Empty(
            "Chưa có xe nào.", "Cơ quan thường trực ghi xe phục vụ Đoàn tại đây, rồi xếp cho từng cuộc."
        ),
    )
    context = shared(actor, programme, "vehicles") | {"table": table, "form": form}
    return render(request, "schedules/vehicles.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def page(request: HttpRequest, pk: UUID, vehicle_id: UUID) -> HttpResponse:
    programme, vehicle = _found(request, pk, vehicle_id)
    actor = actor_of(request)
    require(actor, "schedule.plan", programme)
    names = ("name", "plate", "seats", "driver")
    form = VehicleForm(posted(request), initial={name: getattr(vehicle, name) for name in names})
    if request.method == "POST" and form.is_valid():
        step = partial(write.change, vehicle, form.make(), by=actor, now=timezone.now())
        if attempted(form, step) is not None:
            messages.success(request, "Đã lưu xe.")
            return redirect("schedules:vehicles", programme.pk)
    return _page(request, programme, vehicle, form, "")


def _page(
    request: HttpRequest, programme: Programme, vehicle: Vehicle, form: VehicleForm, refused: str
) -> HttpResponse:
    actor = actor_of(request)
    context = shared(actor, programme, "vehicles") | {
        "vehicle": vehicle,
        "badge": _badge(vehicle),
        "form": form,
        "ahead": read.ahead_of(vehicle, actor, timezone.localdate()),
        "refused": refused,
    }
    return render(request, "schedules/vehicle.html", context)


@require_POST
@signed_in
def use(request: HttpRequest, pk: UUID, vehicle_id: UUID) -> HttpResponse:
    """Retired, or taken back into use."""
    programme, vehicle = _found(request, pk, vehicle_id)
    actor, now = actor_of(request), timezone.now()
    require(actor, "schedule.plan", programme)
    if step_of(request, "retire", "take_back") == "take_back":
        write.take_back(vehicle, by=actor, now=now)
        messages.success(request, f"{vehicle} được dùng lại.")
        return redirect("schedules:vehicles", programme.pk)
    try:
        write.retire(vehicle, by=actor, now=now)
    except DomainError as error:
        names = ("name", "plate", "seats", "driver")
        form = VehicleForm(initial={name: getattr(vehicle, name) for name in names})
        return _page(request, programme, vehicle, form, error.message)
    messages.success(request, f"Đã ngừng sử dụng {vehicle}.")
    return redirect("schedules:vehicles", programme.pk)


@require_safe
@signed_in
def week(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What each vehicle does in a week, on one sheet."""
    programme, actor = programme_for(request, pk), actor_of(request)
    require(actor, "schedule.view", programme)
    form = WeekForm(request.GET)
    asked = form.cleaned_data.get("ngay") if form.is_valid() else None
    day = asked if asked and 1992 <= asked.year <= 2098 else timezone.localdate()
    monday = day - timedelta(days=day.weekday())
    context = shared(actor, programme, "vehicles") | {
        "form": form,
        "days": [monday + timedelta(days=one) for one in range(read.DAYS)],
        "before": monday - timedelta(days=7),
        "after": monday + timedelta(days=7),
        "lines": read.week(programme, actor, monday),
    }
    return render(request, "schedules/vehicle_week.html", context)


def _found(request: HttpRequest, pk: UUID, vehicle_id: UUID) -> tuple[Programme, Vehicle]:
    programme = programme_for(request, pk)
    return programme, read.vehicle(programme, actor_of(request), vehicle_id)


def _badge(vehicle: Vehicle) -> Badge:
    return Badge("Đang dùng", "good") if vehicle.active else Badge("Ngừng sử dụng", "neutral", "ban")


def _link(vehicle: Vehicle) -> str:
    return reverse("schedules:vehicle", args=[vehicle.programme_id, vehicle.pk])
