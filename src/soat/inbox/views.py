"""The page "Tin báo": a person's notices, opened one by one or marked as read (requirement A2)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from soat.access.views import actor_of, posted, signed_in
from soat.common.errors import Missing
from soat.common.looks import Badge, Empty, Tab, spoken
from soat.common.tables import Column, Table
from soat.inbox import about, selectors, services
from soat.inbox.forms import WaysForm
from soat.inbox.kinds import KINDS, sentence
from soat.inbox.models import Message

PAGE = 50


@require_safe
@signed_in
def listing(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    only_unread = request.GET.get("xem") == "chua-doc"
    rows = selectors.listed(actor, only_unread=only_unread)
    shown = Paginator(rows, PAGE).get_page(request.GET.get("page")).object_list
    opened = about.open_ones(actor, shown)
    url, count = reverse("inbox:list"), selectors.unread(actor)
    context = {
        "tabs": [
            Tab(gettext("Tất cả"), url, not only_unread),
            Tab(gettext("Chưa đọc"), f"{url}?xem=chua-doc", only_unread, count),
        ],
        "count": count,
        "table": Table(
            [
                Column(
                    label=gettext("Tin báo"),
                    value=lambda one: (
                        sentence(one.kind, one.facts)
                        if one.pk in opened
                        else spoken("Nội dung của tin này không còn mở với bạn.")
                    ),
                    head=True,
                    link=lambda one: reverse("inbox:open", args=[one.pk]) if one.pk in opened else "",
                ),
                Column(label=gettext("Loại"), value=lambda one: _kind(one, opened)),
                Column(label=gettext("Lúc"), value="told_at", kind="date"),
                Column(label=gettext("Tình trạng"), value=_state),
            ],
            rows,
            request.GET,
            caption=gettext("Tin báo"),
            page_size=PAGE,
            empty=_empty(only_unread=only_unread),
        ),
    }
    return render(request, "inbox/list.html", context)


def _kind(one: Message, opened: set[UUID]) -> object:
    return spoken(KINDS[one.kind].label) if one.pk in opened else ""


def _state(one: Message) -> Badge:
    return Badge(gettext("Đã đọc")) if one.read_at else Badge(gettext("Chưa đọc"), "accent")


def _empty(*, only_unread: bool) -> Empty:
    if only_unread:
        return Empty(
            gettext("Bạn đã đọc hết tin báo."),
            gettext("Tin mới hiện ở chuông trên đầu mọi trang."),
            icon="bell",
        )
    return Empty(
        gettext("Chưa có tin báo nào."),
        gettext("Khi có việc liên quan đến bạn, tin hiện ở đây và ở chuông trên đầu mọi trang."),
        icon="bell",
    )


@require_safe
@signed_in
def open_message(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """Goes to the record and marks the notice as read; to the list when the record is closed to her."""
    actor = actor_of(request)
    message = Message.objects.visible_to(actor).filter(pk=message_id).first()
    if message is None:
        raise Missing
    services.mark_read(message, by=actor, now=timezone.now())
    if not about.open_ones(actor, [message]):
        messages.info(request, gettext("Nội dung của tin này không còn mở với bạn."))
        return redirect("inbox:list")
    return redirect(about.PAGES[message.subject_type](message))


@require_http_methods(["GET", "POST"])
@signed_in
def settings(request: HttpRequest) -> HttpResponse:
    """How she wants to be told, kind by kind."""
    actor = actor_of(request)
    form = WaysForm(posted(request) if request.method == "POST" else None, kinds=selectors.choices(actor))
    if request.method == "POST" and form.is_valid():
        services.choose(form.chosen(), by=actor)
        messages.success(request, gettext("Đã lưu cách báo tin."))
        return redirect("inbox:settings")
    return render(request, "inbox/settings.html", {"form": form})


@require_POST
@signed_in
def all_read(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    services.mark_all_read(by=actor, now=timezone.now())
    messages.success(request, gettext("Đã đánh dấu mọi tin báo là đã đọc."))
    return redirect("inbox:list")
