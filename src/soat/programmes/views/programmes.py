"""Pages of the list, the overview and the life of a programme (requirements G1, L3)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from soat.access.views import actor_of, posted, signed_in
from soat.common.errors import DomainError
from soat.common.forms import attempted
from soat.common.looks import Empty
from soat.common.tables import Column, Table
from soat.legal.selectors import changes_since
from soat.programmes import rules
from soat.programmes.forms.programmes import DiscardForm, ExtendForm, ProgrammeFilter, StartForm
from soat.programmes.models import Programme
from soat.programmes.selectors.mine import mine
from soat.programmes.selectors.next_steps import first_steps, next_steps
from soat.programmes.selectors.overview import overview as read_overview
from soat.programmes.selectors.programmes import programmes
from soat.programmes.selectors.readiness import facts_of
from soat.programmes.services import lifecycle
from soat.programmes.views import show
from soat.programmes.views.frame import STATE_BADGES, may_on, programme_for, tabs


@require_safe
@signed_in
def listing(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    form = ProgrammeFilter(request.GET)
    form.is_valid()
    may_import = actor.may("programme.import")
    columns = [
        Column(
            label=gettext("Chương trình"),
            value="title",
            head=True,
            key="ten",
            sort="title",
            link=lambda p: reverse("programmes:overview", args=[p.pk]),
        ),
        Column(label=gettext("Số"), value="number", key="so", sort="number"),
        Column(label=gettext("Năm"), value=lambda p: str(p.year or ""), key="nam", sort="year"),
        Column(label=gettext("Trạng thái"), value=lambda p: STATE_BADGES[p.state]),
        Column(label=gettext("Thời gian kiểm tra"), value=show.period, key="tu", sort="period_start"),
    ]
    if actor.programmes("programme.source"):
        columns += [
            Column(
                label=gettext("Đối tượng"),
                value="subject_count",
                kind="num",
                key="doi-tuong",
                sort="subject_count",
            ),
            Column(label=gettext("Cần xem"), value=show.left_to_do, kind="num"),
        ]
    table = Table(
        columns,
        programmes(actor, words=form.chosen("q"), state=form.chosen("state")),
        request.GET,
        caption=gettext("Chương trình kiểm tra"),
        empty=_nothing(may_import=may_import, filtered=bool(form.chosen("q") or form.chosen("state"))),
    )
    return render(request, "programmes/list.html", {"table": table, "form": form, "may_import": may_import})


def _nothing(*, may_import: bool, filtered: bool) -> Empty:
    if filtered:
        return Empty(
            gettext("Không có chương trình nào như vậy."),
            gettext("Hãy bỏ bớt điều kiện lọc."),
            icon="zoom-question",
        )
    if may_import:
        return Empty(
            gettext("Chưa có chương trình nào."),
            gettext("Tải kế hoạch đã ban hành lên; Soát đọc và lập chương trình để bạn soát lại."),
            gettext("Nhập kế hoạch"),
            reverse("programmes:import"),
            "file-import",
        )
    return Empty(
        gettext("Bạn chưa tham gia chương trình nào."),
        gettext("Chương trình hiện ở đây sau khi bạn được giao vai trò."),
    )


@require_safe
@signed_in
def overview(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor, programme = actor_of(request), programme_for(request, pk)
    today = timezone.localdate()
    read = read_overview(programme, actor, today)
    changes = changes_since(
        (citation.document_id for found in read.citations.values() for citation in found),
        programme.issued_on,
    )
    context = {
        "programme": programme,
        "tabs": tabs(actor, programme, "overview"),
        "read": read,
        "facts": show.facts(programme),
        "tree": show.content_tree(read, changes),
        "groups": show.statement_groups(read),
        "changed": show.changed_documents(read, changes),
        "entries": show.timeline(programme, read.events),
        "duties": show.duty_lines(read),
        "outline_words": show.outline_words(read),
        "sees_all": actor.may("subject.view", programme_id=programme.pk),
        "steps": [
            step
            for step in rules.TRANSITIONS
            if step.source == programme.state and may_on(actor, step.action, programme)
        ],
        "mine": mine(programme, actor, today),
        "next_steps": next_steps([programme], actor, today)[programme.pk],
        "discard_form": DiscardForm(),
        "may_extend": may_on(actor, "programme.extend", programme),
    }
    return render(request, "programmes/overview.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def start(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What is missing, part by part, with links to where it is mended; or the button to start."""
    actor, programme = actor_of(request), programme_for(request, pk)
    actor.require(rules.START.action, programme_id=programme.pk, state=rules.START.source)
    form = StartForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        accepted = form.is_valid()
        try:
            lifecycle.start(programme, by=actor, now=timezone.now(), accept_unlooked=accepted)
        except lifecycle.Unlooked as error:
            form.errors["accept_unlooked"] = form.error_class([error.message])
        else:
            messages.success(request, gettext(rules.START.done))
            return redirect("programmes:overview", programme.pk)
    facts = facts_of(programme)
    gaps = rules.missing(rules.START, facts)
    context = {
        "programme": programme,
        "tabs": tabs(actor, programme, "overview"),
        "checks": show.checks(programme, gaps),
        "gaps": len(gaps),
        "unlooked": facts.unlooked,
        "form": form,
        "is_draft": programme.state == rules.START.source,
        "first_steps": first_steps(programme, actor, timezone.localdate()),
        "is_past": bool(programme.period_end and programme.period_end < timezone.localdate()),
    }
    return render(request, "programmes/start.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def extend(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A longer period of inspection, by a document."""
    actor, programme = actor_of(request), programme_for(request, pk)
    actor.require("programme.extend", programme_id=programme.pk, state=programme.state)
    form = ExtendForm(posted(request))
    if request.method == "POST" and form.is_valid():
        step = partial(lifecycle.extend, programme, **form.cleaned_data, by=actor, now=timezone.now())
        if (longer := attempted(form, step)) is not None:
            messages.success(
                request,
                gettext("Đã gia hạn thời kỳ kiểm tra đến %(period_end)s.")
                % {"period_end": f"{longer.period_end:%d/%m/%Y}"},
            )
            return redirect("programmes:overview", pk)
    context = {"programme": programme, "tabs": tabs(actor, programme, "overview"), "form": form}
    return render(request, "programmes/extend.html", context)


@require_POST
@signed_in
def close(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _step(request, pk, lifecycle.close, rules.CLOSE)


@require_POST
@signed_in
def restore(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _step(request, pk, lifecycle.restore, rules.RESTORE)


@require_POST
@signed_in
def discard(request: HttpRequest, pk: UUID) -> HttpResponse:
    programme = programme_for(request, pk)
    actor_of(request).require("programme.discard", programme_id=programme.pk, state=rules.DISCARD.source)
    form = DiscardForm(request.POST)
    if not form.is_valid():
        raise DomainError(gettext("Hãy ghi lý do bỏ bản dự thảo, tối đa 2.000 ký tự."), "reason")
    return _step(request, pk, lifecycle.discard, rules.DISCARD, **form.cleaned_data)


def _step(
    request: HttpRequest, pk: UUID, do: Callable[..., Programme], step: rules.Transition, **values: Any
) -> HttpResponse:
    programme = programme_for(request, pk)
    do(programme, by=actor_of(request), now=timezone.now(), **values)
    messages.success(request, gettext(step.done))
    return redirect("programmes:overview", programme.pk)
