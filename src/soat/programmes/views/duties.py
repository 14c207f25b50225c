"""Pages of duties and questions (requirements G5, G7): list, one duty with its report, questions with answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from soat.access.actor import Actor
from soat.access.views import actor_of, posted, signed_in, step_of
from soat.common.errors import Conflict, DomainError, Missing
from soat.common.looks import Badge, Empty
from soat.common.tables import Column, Table
from soat.programmes.forms.duties import (
    AnswerForm,
    AskForm,
    DutyAddForm,
    DutyChangeForm,
    DutyFilter,
    DutyForm,
    ReopenForm,
    ReportForm,
)
from soat.programmes.models import Duty, Programme, Question
from soat.programmes.rules import is_overdue
from soat.programmes.selectors import duties as read
from soat.programmes.selectors.trails import trail_of
from soat.programmes.services import duties as write
from soat.programmes.services import questions as ask_and_answer
from soat.programmes.views.frame import programme_for, require_on, tabs


def duty_badge(duty: Duty) -> Badge:
    """A duty's state in words."""
    if duty.done_at:
        return Badge("Đã xong", "good")
    late = is_overdue(duty.due_on, timezone.localdate())
    return Badge("Quá hạn", "bad") if late else Badge("Đang mở", "info")


@require_safe
@signed_in
def duties(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor, programme = actor_of(request), programme_for(request, pk)
    require_on(actor, "duty.view", programme)
    form = DutyFilter(request.GET)
    form.is_valid()
    rows = read.duties(
        programme, actor, status=form.chosen("status"), owner=form.chosen("owner"), today=timezone.localdate()
    )
    table = Table(
        [
            Column(label="Nhiệm vụ", value="text", head=True, link=_link),
            Column(
                label="Bên thực hiện",
                value=lambda duty: duty.agency or duty.party,
                key="ben",
                sort="agency__sort_key",
            ),
            Column(
                label="Hạn",
                value=lambda duty: duty.due_on or duty.due_text,
                key="han",
                sort="due_on",
            ),
            Column(label="Tình trạng", value=duty_badge),
        ],
        rows,
        request.GET,
        caption="Nhiệm vụ của các bên",
        empty=Empty(
            "Không có nhiệm vụ nào như vậy.",
            "Nhiệm vụ đọc từ phần tổ chức thực hiện của kế hoạch, hoặc thêm bằng tay.",
        ),
    )
    context = {
        "programme": programme,
        "tabs": tabs(actor, programme, "duties"),
        "table": table,
        "form": form,
        "may_add": _may_manage(actor, programme),
    }
    return render(request, "programmes/duties.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def duty_add(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor, programme = actor_of(request), programme_for(request, pk)
    actor.require("duty.manage", programme_id=programme.pk, state=programme.state)
    form = DutyAddForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            duty = write.add(programme, **form.cleaned_data, by=actor, now=timezone.now())
        except DomainError as error:
            form.add_error(error.field, error.message)
        else:
            messages.success(request, "Đã thêm nhiệm vụ.")
            return redirect("programmes:duty", programme.pk, duty.pk)
    context = {"programme": programme, "tabs": tabs(actor, programme, "duties"), "form": form}
    return render(request, "programmes/duty_form.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def duty(request: HttpRequest, pk: UUID, duty_id: UUID) -> HttpResponse:
    """One duty: what, who, until when; its owner reports, the coordinator changes or reopens."""
    actor, programme = actor_of(request), programme_for(request, pk)
    found = _duty(actor, programme, duty_id)
    step = ""
    if request.method == "POST":
        step = step_of(request, "report", "change", "reopen")
        action = "duty.report" if step == "report" else "duty.manage"
        actor.require(action, programme_id=programme.pk, state=programme.state, agency_id=found.agency_id)
    form = _duty_form(found, step, request)
    if request.method == "POST" and form.is_valid():
        try:
            _do(found, step, form.cleaned_data, actor)
        except DomainError as error:
            if error.field not in form.fields:
                raise
            form.add_error(error.field, error.message)
            form.data = {**form.data.dict(), "seen": write.fingerprint(_duty(actor, programme, duty_id))}
        else:
            messages.success(
                request,
                {"report": "Đã ghi nhận kết quả.", "reopen": "Đã mở lại nhiệm vụ."}.get(
                    step, "Đã lưu nhiệm vụ."
                ),
            )
            return redirect("programmes:duty", programme.pk, found.pk)
    manage = _may_manage(actor, programme)
    report = not found.done_at and actor.may(
        "duty.report", programme_id=programme.pk, state=programme.state, agency_id=found.agency_id
    )
    forms: dict[str, Any] = {
        "report": ReportForm(initial={"seen": write.fingerprint(found)}) if report else None,
        "change": _change_form(found) if manage and not found.done_at else None,
        "reopen": ReopenForm() if manage and found.done_at else None,
    }
    if request.method == "POST":
        forms[step if step in forms else "change"] = form
    context = {
        "programme": programme,
        "tabs": tabs(actor, programme, "duties"),
        "duty": found,
        "badge": duty_badge(found),
        "forms": forms,
        "facts": _facts(found),
        "trail_id": trail_of(found, actor),
    }
    return render(request, "programmes/duty.html", context)


def _duty_form(duty: Duty, step: str, request: HttpRequest) -> Any:
    data = posted(request)
    return {"report": ReportForm, "reopen": ReopenForm}.get(step, DutyChangeForm)(data)


def _change_form(duty: Duty) -> DutyChangeForm:
    shown = {name: getattr(duty, name) for name in DutyForm.base_fields}
    return DutyChangeForm(initial={**shown, "seen": write.fingerprint(duty)})


def _do(duty: Duty, step: str, values: dict[str, Any], by: Actor) -> None:
    actions: dict[str, Callable[..., Duty]] = {"report": write.report, "reopen": write.reopen}
    actions.get(step, write.change)(duty, **values, by=by, now=timezone.now())


def _facts(duty: Duty) -> list[tuple[str, object]]:
    facts: list[tuple[str, object]] = [
        ("Bên thực hiện", duty.agency or duty.party),
        ("Hạn hoàn thành", duty.due_on or "Chưa có ngày cụ thể"),
        ("Hạn ghi trong kế hoạch", duty.due_text),
    ]
    if duty.done_at:
        facts += [("Hoàn thành lúc", duty.done_at), ("Kết quả, minh chứng", duty.evidence)]
    return [fact for fact in facts if fact[1]]


@require_safe
@signed_in
def questions(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _questions_page(request, programme_for(request, pk), AskForm(), None)


@require_POST
@signed_in
def question_ask(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor, programme = actor_of(request), programme_for(request, pk)
    agencies = read.askers(programme, actor)
    actor.require(
        "question.ask",
        programme_id=programme.pk,
        state=programme.state,
        agency_id=getattr(agencies.first(), "pk", None),
    )
    form = AskForm(request.POST)
    if form.is_valid():
        try:
            ask_and_answer.ask(programme, agencies[0], **form.cleaned_data, by=actor, now=timezone.now())
        except DomainError as error:
            form.add_error("text", error.message)
        else:
            messages.success(request, "Đã gửi. Cơ quan thường trực sẽ trả lời tại trang này.")
            return redirect("programmes:questions", programme.pk)
    return _questions_page(request, programme, form, None)


@require_POST
@signed_in
def question_answer(request: HttpRequest, pk: UUID, question_id: UUID) -> HttpResponse:
    actor, programme = actor_of(request), programme_for(request, pk)
    question = (
        Question.objects.visible_to(actor)
        .filter(programme=programme, pk=question_id)
        .select_related("programme")
        .first()
    )
    if question is None:
        raise Missing
    actor.require("question.answer", programme_id=programme.pk, state=programme.state)
    form = AnswerForm(request.POST)
    if form.is_valid():
        text, seen = form.cleaned_data["answer"], form.cleaned_data["seen"]
        try:
            ask_and_answer.answer(question, text=text, by=actor, now=timezone.now(), seen=seen)
        except Conflict as error:
            form.add_error(error.field, error.message)
            question.refresh_from_db(fields=["answer"])
            form.data = {**request.POST.dict(), "seen": ask_and_answer.token(question)}
        else:
            messages.success(request, "Đã trả lời.")
            return redirect("programmes:questions", programme.pk)
    return _questions_page(request, programme, AskForm(), (question.pk, form))


def _questions_page(
    request: HttpRequest, programme: Programme, form: AskForm, failed: tuple[UUID, AnswerForm] | None
) -> HttpResponse:
    actor = actor_of(request)
    require_on(actor, "question.view", programme)
    rows = list(read.questions(programme, actor)[:200])
    may_answer = actor.may("question.answer", programme_id=programme.pk, state=programme.state)
    pairs = [
        (
            row,
            failed[1]
            if failed and failed[0] == row.pk
            else AnswerForm(
                initial={"answer": row.answer, "seen": ask_and_answer.token(row)},
                prefix=None,
                auto_id=f"id_{row.pk}_%s",
            ),
        )
        for row in rows
    ]
    context = {
        "programme": programme,
        "tabs": tabs(actor, programme, "questions"),
        "pairs": pairs,
        "may_answer": may_answer,
        "form": form,
        "may_ask": read.askers(programme, actor).exists(),
        "summary": read.summary(programme, actor),
    }
    return render(request, "programmes/questions.html", context)


def _link(duty: Duty) -> str:
    return reverse("programmes:duty", args=[duty.programme_id, duty.pk])


def _duty(actor: Actor, programme: Programme, duty_id: UUID) -> Duty:
    found = (
        Duty.objects.visible_to(actor)
        .filter(programme=programme, pk=duty_id)
        .select_related("agency", "programme")
        .first()
    )
    if found is None:
        raise Missing
    return found


def _may_manage(actor: Actor, programme: Programme) -> bool:
    return actor.may("duty.manage", programme_id=programme.pk, state=programme.state)
