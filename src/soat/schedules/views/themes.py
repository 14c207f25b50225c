"""Thematic inspections (S5): the list, registering one with overlaps told first, its page, settling overlaps."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from soat.access.actor import Actor
from soat.access.views import actor_of, posted, signed_in
from soat.common.errors import Missing
from soat.common.forms import attempted
from soat.common.looks import Badge, Empty
from soat.common.tables import Column, Table
from soat.people.models import Agency
from soat.programmes.models import Programme
from soat.programmes.views.frame import programme_for, require_on
from soat.schedules.forms.themes import ThemeForm
from soat.schedules.forms.visits import ReasonForm
from soat.schedules.models import Overlap, Theme
from soat.schedules.selectors import themes as read
from soat.schedules.services import themes as write
from soat.schedules.views.frame import may, require, shared, state_badge

OVERLAP_BADGES = {
    "waiting": Badge("Chờ ghép", "warn"),
    "merged": Badge("Ghép, Đoàn chung", "good"),
    "allowed": Badge("Trưởng Đoàn cho kiểm tra lại", "info"),
    "dropped": Badge("Đã bỏ nội dung", "neutral"),
}


@require_safe
@signed_in
def mine(request: HttpRequest) -> HttpResponse:
    """Her agency's inspections in every programme, and where she may register another."""
    actor = actor_of(request)
    open_to = Programme.objects.visible_to(actor).filter(state="running").order_by("title")
    context = {
        "table": _table(request, read.themes(actor), with_programme=True),
        "programmes": [one for one in open_to if _leads(actor, one)],
    }
    return render(request, "schedules/my_themes.html", context)


@require_safe
@signed_in
def listing(request: HttpRequest, pk: UUID) -> HttpResponse:
    programme, actor = programme_for(request, pk), actor_of(request)
    require_on(actor, "theme.view", programme)
    context = shared(actor, programme, "themes") | {
        "table": _table(request, read.themes(actor, programme), with_programme=False),
        "may_register": _may_register(actor, programme),
    }
    return render(request, "schedules/themes.html", context)


def _table(request: HttpRequest, rows: Any, *, with_programme: bool) -> Table:
    columns = [
        Column(label="Chuyên đề", value="title", head=True, link=_link, key="ten", sort="title"),
        *([Column(label="Chương trình", value="programme.title")] if with_programme else []),
        Column(label="Cơ quan chủ trì", value="lead_agency", key="co-quan", sort="lead_agency__sort_key"),
        Column(label="Thời gian", value=_when, key="ngay", sort="first_day"),
        Column(label="Đơn vị", value="units", kind="num"),
        Column(label="Tình trạng", value=_badge),
    ]
    empty = Empty(
        "Chưa có cuộc kiểm tra chuyên đề nào.", "Cơ quan chủ trì đăng ký tại đây trước khi tiến hành."
    )
    return Table(columns, rows, request.GET, caption="Kiểm tra chuyên đề", empty=empty)


def _when(theme: Theme) -> str:
    first, last = getattr(theme, "first_day", None), getattr(theme, "last_day", None)
    if first and last:
        return f"{first:%d/%m/%Y}" if first == last else f"{first:%d/%m/%Y}–{last:%d/%m/%Y}"
    return f"Tháng {theme.month:%m/%Y}" if theme.month else "Chưa định"


def _badge(theme: Theme) -> Badge:
    if theme.withdrawn_at:
        return Badge("Đã rút", "neutral", "ban")
    waiting = getattr(theme, "waiting", 0)
    return Badge(f"{waiting} nội dung trùng, chờ ghép", "warn") if waiting else Badge("Đã đăng ký", "good")


@require_http_methods(["GET", "POST"])
@signed_in
def register(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What is taken already is told before anything is written; sent again with the box ticked it asks for merging."""
    programme, actor = programme_for(request, pk), actor_of(request)
    require_on(actor, "schedule.theme", programme)
    form = ThemeForm(posted(request), programme=programme, leads=_leads(actor, programme))
    clashes: list[read.Taken] = []
    if request.method == "POST" and form.is_valid():
        plan, merges = form.plan(), form.cleaned_data["merges"]
        if not merges:
            clashes = read.taken(programme, plan.agencies, plan.areas, plan.day)
        step = partial(
            write.register, programme, plan, merges=merges, by=actor, now=timezone.now(),
            key=form.cleaned_data["key"],
        )  # fmt: skip
        if not clashes and (theme := attempted(form, step)) is not None:
            messages.success(request, f"Đã đăng ký “{theme}”.")
            return redirect("schedules:theme", programme.pk, theme.pk)
    if not clashes and "merges" not in request.POST:
        del form.fields["merges"]
    context = shared(actor, programme, "themes") | {"form": form, "clashes": clashes}
    return render(request, "schedules/theme_form.html", context)


@require_safe
@signed_in
def page(request: HttpRequest, pk: UUID, theme_id: UUID) -> HttpResponse:
    return _page(request, *_found(request, pk, theme_id), ReasonForm())


def _page(request: HttpRequest, programme: Programme, theme: Theme, form: ReasonForm) -> HttpResponse:
    actor = actor_of(request)
    own = _may_on_theme(actor, theme)
    context = shared(actor, programme, "themes") | {
        "theme": theme,
        "badge": _badge(theme),
        "facts": _facts(theme),
        "visits": [(one, state_badge(one)) for one in read.visits_of(theme, actor)],
        "overlaps": [(one, OVERLAP_BADGES[one.state]) for one in read.overlaps_of(theme, actor)],
        "may_drop": own,
        "may_merge": may(actor, "schedule.plan", programme),
        "may_allow": may(actor, "schedule.override", programme),
        "withdraw": form if own and not theme.withdrawn_at else None,
    }
    return render(request, "schedules/theme.html", context)


@require_POST
@signed_in
def withdraw(request: HttpRequest, pk: UUID, theme_id: UUID) -> HttpResponse:
    programme, theme = _found(request, pk, theme_id)
    actor = actor_of(request)
    actor.require(
        "schedule.theme", programme_id=programme.pk, state=programme.state, agency_id=theme.lead_agency_id
    )
    form = ReasonForm(request.POST)
    if form.is_valid():
        step = partial(write.withdraw, theme, **form.cleaned_data, by=actor, now=timezone.now())
        if attempted(form, step) is not None:
            messages.success(request, "Đã rút cuộc kiểm tra chuyên đề; các cuộc tại đơn vị đã hủy.")
            return redirect("schedules:theme", programme.pk, theme.pk)
    return _page(request, programme, theme, form)


@require_POST
@signed_in
def drop(request: HttpRequest, pk: UUID, theme_id: UUID, overlap_id: UUID) -> HttpResponse:
    programme, overlap = _overlap(request, pk, theme_id, overlap_id)
    actor = actor_of(request)
    actor.require(
        "schedule.theme", programme_id=programme.pk, state=programme.state, agency_id=overlap.lead_agency_id
    )
    write.drop(overlap, by=actor, now=timezone.now())
    messages.success(request, f"Đã bỏ nội dung {overlap}.")
    return redirect("schedules:theme", programme.pk, theme_id)


@require_POST
@signed_in
def merge(request: HttpRequest, pk: UUID, theme_id: UUID, overlap_id: UUID) -> HttpResponse:
    programme, overlap = _overlap(request, pk, theme_id, overlap_id)
    actor = actor_of(request)
    require(actor, "schedule.plan", programme)
    visit = write.merge(overlap, by=actor, now=timezone.now())
    messages.success(request, f"Đã ghép: {overlap.lead_agency} cùng đi tại {visit.agency}.")
    return redirect("schedules:theme", programme.pk, theme_id)


@require_POST
@signed_in
def allow(request: HttpRequest, pk: UUID, theme_id: UUID, overlap_id: UUID) -> HttpResponse:
    programme, overlap = _overlap(request, pk, theme_id, overlap_id)
    actor = actor_of(request)
    require(actor, "schedule.override", programme)
    write.allow(overlap, reason=request.POST.get("reason", ""), by=actor, now=timezone.now())
    messages.success(request, f"Đã cho kiểm tra lại: {overlap}.")
    return redirect("schedules:theme", programme.pk, theme_id)


def _found(request: HttpRequest, pk: UUID, theme_id: UUID) -> tuple[Programme, Theme]:
    programme = programme_for(request, pk)
    return programme, read.theme(programme, actor_of(request), theme_id)


def _overlap(request: HttpRequest, pk: UUID, theme_id: UUID, overlap_id: UUID) -> tuple[Programme, Overlap]:
    programme, theme = _found(request, pk, theme_id)
    for one in read.overlaps_of(theme, actor_of(request)):
        if one.pk == overlap_id:
            return programme, one
    raise Missing


def _leads(actor: Actor, programme: Programme) -> list[Agency] | None:
    """The agencies she registers for; None: any of them; an empty list: she does not register."""
    if may(actor, "schedule.theme", programme):
        return None
    held = {
        one.agency_id
        for one in actor.holdings
        if one.programme_id == programme.pk
        and one.agency_id
        and actor.may(
            "schedule.theme", programme_id=programme.pk, state=programme.state, agency_id=one.agency_id
        )
    }
    return list(Agency.objects.filter(pk__in=held).order_by("sort_key")) if held else []


def _may_register(actor: Actor, programme: Programme) -> bool:
    return _leads(actor, programme) != []


def _may_on_theme(actor: Actor, theme: Theme) -> bool:
    return actor.may(
        "schedule.theme",
        programme_id=theme.programme_id,
        state=theme.programme.state,
        agency_id=theme.lead_agency_id,
    )


def _facts(theme: Theme) -> list[tuple[str, object]]:
    facts: list[tuple[str, object]] = [
        ("Cơ quan chủ trì", theme.lead_agency),
        ("Người chủ trì", theme.leader),
        ("Căn cứ", theme.document),
        ("Thời gian", _when(theme)),
        ("Đăng ký lúc", theme.made_at),
        ("Lý do rút", theme.withdraw_reason),
    ]
    return [fact for fact in facts if fact[1]]


def _link(theme: Theme) -> str:
    return reverse("schedules:theme", args=[theme.programme_id, theme.pk])
