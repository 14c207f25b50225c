"""One visit: day, vehicle, lock, crew and assignments, the notice to the unit, cancelling (S1, S6; T1).

Each kind of right has an address of its own, so that the permission table says of each what it needs.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from soat.access.actor import Actor
from soat.access.views import actor_of, signed_in, step_of
from soat.common.errors import DomainError
from soat.papers.selectors.papers import about
from soat.programmes.models import Programme
from soat.programmes.rules.duties import report_due_words
from soat.programmes.views.frame import programme_for
from soat.schedules import rules
from soat.schedules.forms.surprises import OpenForm
from soat.schedules.forms.visits import AgainForm, DetailForm, MoveForm, ReasonForm
from soat.schedules.models import Visit
from soat.schedules.selectors import matrix, themes
from soat.schedules.selectors import visits as read
from soat.schedules.selectors.planning import impossible
from soat.schedules.services import crews, notices
from soat.schedules.services import visits as write
from soat.schedules.views.frame import may, require, shared, state_badge


@require_safe
@signed_in
def page(request: HttpRequest, pk: UUID, visit_id: UUID) -> HttpResponse:
    programme, visit = _found(request, pk, visit_id)
    return _page(request, programme, visit, {})


@require_POST
@signed_in
def move(request: HttpRequest, pk: UUID, visit_id: UUID) -> HttpResponse:
    """Another day: from the form of the visit's page, or from the calendar, which takes JSON."""
    programme, visit = _found(request, pk, visit_id)
    actor = actor_of(request)
    require(actor, "schedule.plan", programme)
    wants_json = request.headers.get("Accept", "").startswith("application/json")
    form = MoveForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            visit = write.move(
                visit, given["day"], given["half"], seen=given["seen"], by=actor, now=timezone.now()
            )
        except DomainError as error:
            if wants_json or error.field not in form.fields:
                raise
            form.add_error(error.field, error.message)
        else:
            if wants_json:
                return JsonResponse({"revision": visit.revision, "told": _moved(visit)})
            messages.success(request, _moved(visit))
            return _back(visit)
    if wants_json:
        raise DomainError(str(next(iter(form.errors.values()))[0]))
    return _page(request, programme, visit, {"move": form})


@require_POST
@signed_in
def change(request: HttpRequest, pk: UUID, visit_id: UUID) -> HttpResponse:
    """Vehicle and lock, or cancelling with the reason."""
    programme, visit = _found(request, pk, visit_id)
    actor, now = actor_of(request), timezone.now()
    require(actor, "schedule.plan", programme)
    if step_of(request, "cancel", "detail") == "cancel":
        reason = ReasonForm(request.POST)
        if not reason.is_valid():
            return _page(request, programme, visit, {"cancel": reason})
        write.cancel(visit, reason=reason.cleaned_data["reason"], by=actor, now=now)
        messages.success(request, "Đã hủy cuộc kiểm tra.")
        return _back(visit)
    form = DetailForm(request.POST, visit=visit)
    if form.is_valid():
        write.take_vehicle(visit, form.cleaned_data["vehicle"], by=actor, now=now)
        write.lock(visit, form.cleaned_data["locked"], by=actor, now=now)
        messages.success(request, "Đã lưu xe và khóa lịch.")
        return _back(visit)
    return _page(request, programme, visit, {"detail": form})


@require_POST
@signed_in
def arrange(request: HttpRequest, pk: UUID, visit_id: UUID) -> HttpResponse:
    """The whole matrix of who goes and who checks what."""
    programme, visit = _found(request, pk, visit_id)
    actor = actor_of(request)
    require(actor, "schedule.plan", programme)
    wanted = matrix.wanted(visit, request.POST.dict(), timezone.localdate())
    changes = crews.arrange(visit, wanted, seen=request.POST.get("seen", ""), by=actor, now=timezone.now())
    messages.success(request, "Đã lưu phân công." if changes else "Phân công không có gì thay đổi.")
    return _back(visit)


@require_POST
@signed_in
def notify(request: HttpRequest, pk: UUID, visit_id: UUID) -> HttpResponse:
    programme, visit = _found(request, pk, visit_id)
    actor = actor_of(request)
    require(actor, "visit.notify", programme)
    write.notify(visit, by=actor, now=timezone.now())
    messages.success(request, f"Đã gửi thông báo lịch tới {visit.agency}.")
    return _back(visit)


@require_POST
@signed_in
def again(request: HttpRequest, pk: UUID, visit_id: UUID) -> HttpResponse:
    """The head has a content inspected once more in the year, with the reason (S5)."""
    programme, visit = _found(request, pk, visit_id)
    actor = actor_of(request)
    require(actor, "schedule.override", programme)
    form = AgainForm(request.POST, visit=visit)
    if not form.is_valid():
        return _page(request, programme, visit, {"again": form})
    write.allow_again(visit, **form.cleaned_data, by=actor, now=timezone.now())
    messages.success(request, "Đã cho kiểm tra lại nội dung này.")
    return _back(visit)


def _found(request: HttpRequest, pk: UUID, visit_id: UUID) -> tuple[Programme, Visit]:
    programme = programme_for(request, pk)
    return programme, read.visit(programme, actor_of(request), visit_id)


def _page(request: HttpRequest, programme: Programme, visit: Visit, failed: dict[str, Form]) -> HttpResponse:
    """The page with the forms that are open to her; `failed`: one she sent that could not be taken."""
    actor = actor_of(request)
    context = shared(actor, programme, "visits") | {
        "visit": visit,
        "badge": state_badge(visit),
        "facts": _facts(visit, actor_of(request)),
        "areas": matrix.areas_of(visit),
        "notices": list(visit.notices.all()),
        "papers": about([visit.pk], actor).get(visit.pk, []),
        "may_paper": visit.state in ("planned", "notified", "opened")
        and may(actor, "paper.issue", programme),
        "joining": themes.joining(visit),
        "forms": {**_forms(actor, programme, visit), **failed},
    }
    if may(actor, "schedule.view", programme):
        context |= _for_readers(actor, programme, visit)
    return render(request, "schedules/visit.html", context)


def _for_readers(actor: Actor, programme: Programme, visit: Visit) -> dict[str, Any]:
    now, today = timezone.now(), timezone.localdate()
    rows = matrix.rows_of(visit, today)
    barred = [(row.member, row.barred) for row in rows if row.goes and row.barred]
    told: dict[str, Any] = {
        "rows": rows,
        "impossible": impossible(visit, barred, today),
        "may_plan": may(actor, "schedule.plan", programme),
        "seen": matrix.token(visit),
        "barred": write.barred_crew(visit, timezone.localdate()),
        "has_trail": visit.kind != "surprise" or visit.state == "opened",
        "may_arrange": may(actor, "schedule.plan", programme) and visit.state not in ("opened", "cancelled"),
    }
    if visit.state == "planned":
        told |= {
            "lacking": write.lacking(visit, now=now),
            "preview": notices.text_of(visit, "schedule"),
            "may_notify": may(actor, "visit.notify", programme),
        }
    return told


def _forms(actor: Actor, programme: Programme, visit: Visit) -> dict[str, Form]:
    forms: dict[str, Form] = {}
    if may(actor, "schedule.plan", programme) and visit.state not in ("opened", "cancelled"):
        if not visit.locked:
            forms["move"] = MoveForm.of(visit)
        forms["detail"] = DetailForm(visit=visit)
        if rules.reached("cancel", visit.state):
            forms["cancel"] = ReasonForm()
    if may(actor, "schedule.override", programme) and visit.state != "cancelled":
        again = AgainForm(visit=visit)
        if again.fields["area"].queryset.exists():  # type: ignore[attr-defined]
            forms["again"] = again
    return {**forms, **_surprise_forms(actor, programme, visit)}


def _surprise_forms(actor: Actor, programme: Programme, visit: Visit) -> dict[str, Form]:
    """The decisions that are open to her; one that needs nothing but a press is an empty form."""
    if visit.kind != "surprise":
        return {}
    given: dict[str, type[Form]] = {"approve": Form, "refuse": ReasonForm, "open": OpenForm}
    return {
        name: form()
        for name, form in given.items()
        if rules.reached(name, visit.state)
        and may(actor, rules.BY_NAME[name].action, programme)
        and not (name == "approve" and visit.made_by == actor.id)
    }


def _facts(visit: Visit, actor: Actor) -> list[tuple[str, object]]:
    facts: list[tuple[str, object]] = [
        ("Đơn vị", visit.agency),
        ("Loại", visit.get_kind_display()),
        ("Cơ quan chủ trì", visit.lead_agency),
        ("Ngày", visit.day or "Chưa xếp ngày"),
        ("Buổi", read.when(visit)),
        ("Cách kiểm tra", visit.get_mode_display()),
        ("Địa điểm", visit.place),
        ("Xe", visit.vehicle),
        (
            "Hạn báo cáo",
            ""
            if visit.kind == "surprise"
            else report_due_words(visit.report_due_on, visit.programme.notice_working_days),
        ),
        # Why it was proposed or added may name who complained.
        ("Lý do", visit.reason if may(actor, "schedule.view", visit.programme) else ""),
    ]
    return [fact for fact in facts if fact[1]]


def _moved(visit: Visit) -> str:
    if visit.day is None:
        return "Đã bỏ khỏi lịch. Cuộc kiểm tra chờ xếp ngày khác."
    told = f"Đã xếp vào {read.when(visit).lower()} ngày {visit.day:%d/%m/%Y}."
    if visit.report_due_on:
        told += f" Hạn báo cáo: {visit.report_due_on:%d/%m/%Y}."
    return told + " Đơn vị đã được báo thay đổi." * (visit.state == "notified")


def _back(visit: Visit) -> HttpResponse:
    return redirect("schedules:visit", visit.programme_id, visit.pk)
