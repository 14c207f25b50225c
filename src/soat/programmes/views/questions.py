"""Pages of questions (requirement G7): units raise difficulties, the coordinator answers, leadership reads the sum."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from soat.access.views import actor_of, signed_in
from soat.common.errors import Conflict, DomainError, Missing
from soat.common.tables import Column, Table
from soat.programmes.forms.questions import AnswerForm, AskForm
from soat.programmes.models import Programme, Question
from soat.programmes.selectors import questions as read
from soat.programmes.services import questions as ask_and_answer
from soat.programmes.views.frame import programme_for, require_on, tabs


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
            messages.success(request, gettext("Đã gửi. Cơ quan thường trực sẽ trả lời tại trang này."))
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
            messages.success(request, gettext("Đã trả lời."))
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
        "summary": _summary(read.summary(programme, actor), request.GET),
    }
    return render(request, "programmes/questions.html", context)


def _summary(rows: list[tuple[str, int, int]], params: QueryDict) -> Table | None:
    """For leadership: how many each unit raised, and how many were answered."""
    if not rows:
        return None
    columns = [
        Column(label=gettext("Đơn vị"), value=lambda row: row[0], head=True),
        Column(label=gettext("Đã nêu"), value=lambda row: row[1], kind="num"),
        Column(label=gettext("Đã trả lời"), value=lambda row: row[2], kind="num"),
    ]
    return Table(columns, rows, params, caption=gettext("Tổng hợp"), id="summary", prefix="tong-hop-")
