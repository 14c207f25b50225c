"""A register of documents from Excel or CSV (requirement L1): nothing is taken in while a row is wrong."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import HttpResponseClientRedirect

from soat.access.actor import Actor
from soat.access.views import actor_of, signed_in
from soat.common.errors import DomainError
from soat.common.looks import spoken
from soat.common.spreadsheet import MAX_BYTES, read_table
from soat.common.tables import Column, Table
from soat.legal import services
from soat.people.services.loading.table import BadRows

_ERRORS = "legal_load_errors"
_SHOWN = 500
_EXAMPLE = "97/KH-UBND,Kế hoạch,Kiểm tra …,Ủy ban nhân dân tỉnh …,,,16/4/2024,,16/4/2024,"


@require_http_methods(["GET", "POST"])
@signed_in
def load(request: HttpRequest) -> HttpResponse:
    """Errors of the last file are shown once."""
    actor = actor_of(request)
    actor.require("legal.edit")
    if request.method == "POST":
        return _load(request, actor)
    errors: list[dict[str, object]] = request.session.pop(_ERRORS, [])
    columns = [
        Column(label=gettext("Dòng"), value="line", head=True),
        Column(label=gettext("Cột"), value="column"),
        Column(label=gettext("Cần sửa"), value=lambda row: spoken(row["message"])),
    ]
    table = Table(columns, errors, request.GET, caption=gettext("Chỗ cần sửa trong tệp"), page_size=_SHOWN)
    context = {
        "errors": table if errors else None,
        "columns": services.DOCUMENT_COLUMNS,
        "most_bytes": MAX_BYTES,
    }
    return render(request, "legal/load.html", context)


def _load(request: HttpRequest, actor: Actor) -> HttpResponse:
    file = request.FILES.get("file")
    if file is None:
        raise DomainError(gettext("Hãy chọn tệp rồi tải lên."), "file")
    if (file.size or 0) > MAX_BYTES:
        raise DomainError(gettext("Tệp lớn hơn 5 MB. Hãy chia thành nhiều tệp."), "file")
    try:
        done = services.load_documents(read_table(file.read(), file.name or ""), by=actor, now=timezone.now())
    except BadRows as error:
        request.session[_ERRORS] = [
            {"line": row.line, "column": row.column, "message": row.message} for row in error.rows[:_SHOWN]
        ]
        return _go(request, reverse("legal:load"))
    messages.success(
        request,
        gettext("Đã thêm %(added)s văn bản; %(known)s văn bản đã có trong sổ từ trước.")
        % {"added": done.added, "known": done.known},
    )
    return _go(request, reverse("legal:list"))


def _go(request: HttpRequest, url: str) -> HttpResponse:
    return HttpResponseClientRedirect(url) if request.headers.get("HX-Request") else redirect(url)


@require_safe
@signed_in
def template(request: HttpRequest) -> HttpResponse:
    """An example file to fill in."""
    rows = f"\ufeff{','.join(services.DOCUMENT_COLUMNS)}\r\n{_EXAMPLE}\r\n"
    response = HttpResponse(rows, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="mau-so-van-ban.csv"'
    return response
