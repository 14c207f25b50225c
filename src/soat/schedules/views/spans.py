"""Absences of members and days on which units cannot be visited: lists with the visits in conflict, and the steps (S1).

A unit sees and asks for its own days; the standing agency answers, or records days herself.
"""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from soat.access.actor import Actor
from soat.access.views import actor_of, posted, signed_in, step_of
from soat.common.errors import Conflict
from soat.common.forms import attempted
from soat.people.models import Agency
from soat.programmes.models import Programme
from soat.programmes.views.frame import programme_for, require_on
from soat.schedules.forms.spans import AbsenceForm, AnswerForm, AskForm
from soat.schedules.selectors import spans as read
from soat.schedules.services import spans as write
from soat.schedules.views.frame import may, require, shared


@require_http_methods(["GET", "POST"])
@signed_in
def absences(request: HttpRequest, pk: UUID) -> HttpResponse:
    """All absences with the visits they hit, and the form to declare one."""
    programme, actor = programme_for(request, pk), actor_of(request)
    require(actor, "absence.declare" if request.method == "POST" else "schedule.view", programme)
    members = read.declarable(programme, actor) if may(actor, "absence.declare", programme) else []
    if request.method == "POST" and not members:
        raise Conflict("Chỉ thành viên có tên trong Đoàn khai ngày vắng. Hãy liên hệ Cơ quan thường trực.")
    form = AbsenceForm(posted(request), members=members) if members else None
    if form and request.method == "POST" and form.is_valid():
        step = partial(
            write.declare,
            form.chosen(),
            form.days(),
            by=actor,
            now=timezone.now(),
            key=form.cleaned_data["key"],
        )
        if (made := attempted(form, step)) is not None:
            messages.success(request, f"Đã ghi ngày vắng của {made.member.person}: {made.days()}.")
            return redirect("schedules:absences", programme.pk)
    context = shared(actor, programme, "absences") | {"rows": read.absences(programme, actor), "form": form}
    return render(request, "schedules/absences.html", context)


@require_POST
@signed_in
def absence_remove(request: HttpRequest, pk: UUID, absence_id: UUID) -> HttpResponse:
    programme, actor = programme_for(request, pk), actor_of(request)
    require(actor, "absence.declare", programme)
    write.undeclare(read.absence(programme, actor, absence_id), by=actor, now=timezone.now())
    messages.success(request, "Đã bỏ ngày vắng.")
    return redirect("schedules:absences", programme.pk)


@require_http_methods(["GET", "POST"])
@signed_in
def blackouts(request: HttpRequest, pk: UUID) -> HttpResponse:
    """For the standing agency all days and what waits for an answer; for a unit what it asked for."""
    programme, actor = programme_for(request, pk), actor_of(request)
    require_on(actor, "blackout.view", programme)
    plans, agencies = may(actor, "schedule.plan", programme), _asking(actor, programme)
    if request.method == "POST":
        require_on(actor, "blackout.ask", programme)
    form = AskForm(posted(request), agencies=None if plans else agencies) if plans or agencies else None
    if form and request.method == "POST" and form.is_valid():
        write_one = write.bar if plans else write.ask
        step = partial(
            write_one, programme, form.chosen(), form.days(), by=actor, now=timezone.now(),
            key=form.cleaned_data["key"],
        )  # fmt: skip
        if attempted(form, step) is not None:
            messages.success(request, "Đã ghi ngày không tiếp Đoàn." if plans else "Đã gửi đề nghị.")
            return redirect("schedules:blackouts", programme.pk)
    reads = may(actor, "schedule.view", programme)
    context = shared(actor, programme, "blackouts") | {
        "form": form,
        "asked": read.requests(programme, actor),
        "barred": read.blackouts(programme, actor) if reads else [],
        "reads": reads,
    }
    return render(request, "schedules/blackouts.html", context)


@require_POST
@signed_in
def blackout_remove(request: HttpRequest, pk: UUID, blackout_id: UUID) -> HttpResponse:
    programme, actor = programme_for(request, pk), actor_of(request)
    require(actor, "schedule.plan", programme)
    write.unbar(read.blackout(programme, actor, blackout_id), by=actor, now=timezone.now())
    messages.success(request, "Đã bỏ ngày không tiếp Đoàn.")
    return redirect("schedules:blackouts", programme.pk)


@require_POST
@signed_in
def answer(request: HttpRequest, pk: UUID, request_id: UUID) -> HttpResponse:
    programme, actor = programme_for(request, pk), actor_of(request)
    asked = read.request(programme, actor, request_id)
    require(actor, "schedule.plan", programme)
    accepted = step_of(request, "accept", "decline") == "accept"
    form = AnswerForm(request.POST)
    words = form.cleaned_data["words"] if form.is_valid() else ""
    write.answer(asked, accepted=accepted, words=words, by=actor, now=timezone.now())
    told = "Đã chấp nhận; lịch tránh những ngày này." if accepted else "Đã trả lời đơn vị."
    messages.success(request, told)
    return redirect("schedules:blackouts", programme.pk)


def _asking(actor: Actor, programme: Programme) -> list[Agency]:
    """The units she asks for."""
    held = {
        one.agency_id
        for one in actor.holdings
        if one.programme_id == programme.pk
        and one.agency_id
        and actor.may(
            "blackout.ask", programme_id=programme.pk, state=programme.state, agency_id=one.agency_id
        )
    }
    return list(Agency.objects.filter(pk__in=held).order_by("sort_key")) if held else []
