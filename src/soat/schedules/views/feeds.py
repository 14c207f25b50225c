"""The calendar feed of a person: its page, where it is made and taken back, and the feed itself (S9)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from soat.access.views import actor_of, signed_in, step_of
from soat.common.errors import Missing
from soat.schedules.icalendar import text_of
from soat.schedules.models import Feed
from soat.schedules.selectors import feeds as read
from soat.schedules.services import feeds as write


@require_http_methods(["GET", "POST"])
@signed_in
def page(request: HttpRequest) -> HttpResponse:
    """A new address is shown in the answer that makes it, and never again."""
    actor, address = actor_of(request), ""
    if request.method == "POST":
        if step_of(request, "make", "revoke") == "revoke":
            write.revoke(by=actor, now=timezone.now())
            messages.success(request, "Đã hủy địa chỉ lịch. Điện thoại dùng địa chỉ cũ không nhận lịch nữa.")
            return redirect("schedules:feeds")
        token = write.make(by=actor, now=timezone.now())
        address = request.build_absolute_uri(reverse("schedules:feed", args=[token]))
    context = {"feed": Feed.objects.filter(user_id=actor.id).first(), "address": address}
    return render(request, "schedules/feeds.html", context)


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever has the address reads what its person may see at this moment."""
    actor = read.person_of(token)
    if actor is None:
        raise Missing
    text = text_of("Lịch kiểm tra", read.entries(actor))
    return HttpResponse(text, content_type="text/calendar; charset=utf-8")
