"""The import page (requirement G1): a plan file is dropped, the draft programme opens for review."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRedirect

from soat.access.actor import Actor
from soat.access.views import actor_of, signed_in
from soat.common.errors import DomainError
from soat.programmes.models import Programme
from soat.programmes.services.import_plan import AlreadyImported, SamePlan, import_plan

ACCEPT = ".docx,.pdf,.html,.htm,.txt"


@require_http_methods(["GET", "POST"])
@signed_in
def import_page(request: HttpRequest) -> HttpResponse:
    """`?da-co=` and `?trung=` name the programme that stood in the way of the last attempt."""
    actor = actor_of(request)
    actor.require("programme.import")
    if request.method == "POST":
        return _import(request, actor)
    context = {
        "accept": ACCEPT,
        "most_bytes": settings.CONFIG.plan_max_bytes,
        "limit": settings.CONFIG.plan_max_bytes // 1024**2,
        "held": _named(request.GET.get("da-co", ""), actor),
        "asks_again": "trung" in request.GET,
        "same": _named(request.GET.get("trung", ""), actor),  # None where she may not see it
    }
    return render(request, "programmes/import.html", context)


def _import(request: HttpRequest, actor: Actor) -> HttpResponse:
    file = request.FILES.get("file")
    if file is None:
        raise DomainError(gettext("Hãy chọn tệp kế hoạch rồi tải lên."), "file")
    if (file.size or 0) > settings.CONFIG.plan_max_bytes:
        raise DomainError(
            gettext(
                "Tệp lớn hơn %(plan_max_bytes)s MB. Hãy tải lên riêng văn bản kế hoạch, bỏ ảnh và phụ lục "
                "quét."
            )
            % {"plan_max_bytes": settings.CONFIG.plan_max_bytes // 1024**2},
            "file",
        )
    page = reverse("programmes:import")
    try:
        programme = import_plan(
            file.read(),
            file.name or gettext("kế hoạch"),
            by=actor,
            now=timezone.now(),
            allow_same="xac-nhan" in request.GET,
        )
    except AlreadyImported as error:
        if error.programme_id is None:
            raise
        return _go(request, f"{page}?da-co={error.programme_id}")
    except SamePlan as error:
        return _go(request, f"{page}?trung={error.programme_id}")
    messages.success(
        request, gettext("Đã đọc xong kế hoạch. Hãy soát lại từng phần trước khi bắt đầu chương trình.")
    )
    return _go(request, reverse("programmes:review", args=[programme.pk]))


def _go(request: HttpRequest, url: str) -> HttpResponse:
    return HttpResponseClientRedirect(url) if request.headers.get("HX-Request") else redirect(url)


def _named(pk: str, actor: Actor) -> Programme | None:
    try:
        return Programme.objects.visible_to(actor).filter(pk=UUID(pk)).first()
    except ValueError:
        return None
