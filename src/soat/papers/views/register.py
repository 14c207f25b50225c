"""The number register of a programme's agencies: list, search, export, a number by hand, voiding (D2)."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from soat.access.views import posted, signed_in
from soat.common.errors import Missing
from soat.common.forms import attempted
from soat.common.looks import Badge, Empty
from soat.common.tables import Column, Table
from soat.papers.export import csv_of, excel_of
from soat.papers.forms.numbers import BeginForm, NumberFilter, TakeForm
from soat.papers.forms.papers import ReasonForm
from soat.papers.models import Number
from soat.papers.selectors import numbers as read
from soat.papers.services import numbers as write
from soat.papers.views.frame import Desk, desk_for, download

_MOST_EXPORTED = 20_000


@require_safe
@signed_in
def register(request: HttpRequest, pk: UUID) -> HttpResponse:
    desk = desk_for(request, pk)
    desk.require("number.view")
    form = _filter(request, desk)
    wanted = form.wanted()
    table = Table(
        _columns(desk),
        read.listed(desk.programme, desk.actor, wanted),
        request.GET,
        caption="Sổ số văn bản",
        empty=Empty(
            "Chưa có số nào.", "Số được cấp khi ban hành văn bản, hoặc lấy riêng cho văn bản lập ngoài."
        ),
    )
    context = desk.context(
        "register",
        form=form,
        table=table,
        series=wanted.series,
        gaps=read.missing(wanted.series, desk.actor) if wanted.series else [],
        query=request.GET.urlencode(),
        may_take=desk.may("number.take"),
    )
    return render(request, "papers/register.html", context)


def _filter(request: HttpRequest, desk: Desk) -> NumberFilter:
    form = NumberFilter(request.GET, series=read.series_of(desk.programme, desk.actor))
    form.is_valid()
    return form


def _columns(desk: Desk) -> list[Column]:
    def link(one: Number) -> str:
        return reverse("papers:number", args=[one.programme_id, one.pk])

    return [
        Column(label="Số và ký hiệu", value=str, head=True, link=link),
        Column(label="Ngày", value="dated", kind="date", key="ngay", sort="dated"),
        Column(label="Trích yếu", value="abstract", key="trich-yeu", sort="abstract"),
        Column(label="Người ký", value="signer"),
        Column(label="Nơi nhận", value="recipients"),
        Column(label="Tình trạng", value=_badge),
    ]


def _badge(one: Number) -> Badge:
    if one.voided_at:
        return Badge("Đã hủy", "bad", "ban")
    if hasattr(one, "paper"):
        return Badge("Có văn bản", "good")
    return Badge("Lập ngoài, giữ trước", "neutral")


@require_safe
@signed_in
def export(request: HttpRequest, pk: UUID, suffix: str) -> HttpResponse:
    """The lines shown, as Excel or CSV."""
    desk = desk_for(request, pk)
    desk.require("number.view")
    if suffix not in ("xlsx", "csv"):
        raise Missing
    rows = read.listed(desk.programme, desk.actor, _filter(request, desk).wanted())[:_MOST_EXPORTED]
    lines = [read.line(one) for one in rows]
    data = excel_of(read.HEAD, lines, "Sổ số văn bản") if suffix == "xlsx" else csv_of(read.HEAD, lines)
    return download(data, "so-so-van-ban", suffix)


@require_http_methods(["GET", "POST"])
@signed_in
def take(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A number for a paper made outside, or kept for one to come."""
    desk = desk_for(request, pk)
    desk.require("number.take")
    agencies = read.issuers(desk.programme)
    form = TakeForm(posted(request), issuers=agencies, initial={"dated": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        key, wanted = form.taken()
        step = partial(write.take, pk, desk.programme.state, wanted, key=key)
        if (made := attempted(form, partial(step, by=desk.actor, now=timezone.now()))) is not None:
            messages.success(request, f"Đã cấp số {made}.")
            return redirect("papers:number", pk, made.pk)
    begin = BeginForm(issuers=agencies, initial={"year": timezone.localdate().year})
    return render(request, "papers/take.html", desk.context("register", form=form, begin=begin, any=agencies))


@require_http_methods(["POST"])
@signed_in
def begin(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A series goes on from the last number given on paper."""
    desk = desk_for(request, pk)
    desk.require("number.take")
    agencies = read.issuers(desk.programme)
    form = BeginForm(request.POST, issuers=agencies)
    if form.is_valid():
        given = form.cleaned_data
        step = partial(write.begin, given["issuer"].pk, given["type"], given["year"], used=given["used"])
        if (made := attempted(form, partial(step, by=desk.actor, now=timezone.now()))) is not None:
            messages.success(request, f"Đã mở {made}; số tiếp theo là {given['used'] + 1}.")
            return redirect("papers:register", pk)
    taking = TakeForm(issuers=agencies, initial={"dated": timezone.localdate()})
    return render(
        request, "papers/take.html", desk.context("register", form=taking, begin=form, any=agencies)
    )


@require_http_methods(["GET", "POST"])
@signed_in
def number(request: HttpRequest, pk: UUID, number_id: UUID) -> HttpResponse:
    """One line of the register; voiding it with the reason."""
    desk = desk_for(request, pk)
    found = read.one(desk.programme, desk.actor, number_id)
    if found is None:
        raise Missing
    if request.method == "POST":
        desk.require("number.take")
    form = ReasonForm(posted(request))
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        write.void(found, desk.programme.state, reason=reason, by=desk.actor, now=timezone.now())
        messages.success(request, f"Đã hủy số {found}. Số này không cấp lại.")
        return redirect("papers:number", pk, found.pk)
    paper = getattr(found, "paper", None)
    context = desk.context(
        "register",
        number=found,
        badge=_badge(found),
        paper=paper,
        facts=[(name, value) for name, value in zip(read.HEAD, read.line(found), strict=True) if value],
        form=form if desk.may("number.take") and not found.voided_at and paper is None else None,
    )
    return render(request, "papers/number.html", context)
