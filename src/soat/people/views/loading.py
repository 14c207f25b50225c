"""Lists of agencies or successions from a file (requirement P1): nothing is taken in while a row is wrong."""

from __future__ import annotations

from typing import Any

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
from soat.common.looks import Tab, spoken
from soat.common.spreadsheet import MAX_BYTES, read_table
from soat.common.tables import Column, Table
from soat.people import services as write
from soat.people.forms.agencies import LoadDefaults
from soat.people.services.loading import AGENCY_COLUMNS, SUCCESSION_COLUMNS

_ERRORS = "people_load_errors"
_SHOWN = 500
SUCCESSIONS = "ke-thua"


@require_http_methods(["GET", "POST"])
@signed_in
def load(request: HttpRequest) -> HttpResponse:
    """`?loai=ke-thua` loads successions. Errors of the last file are shown once."""
    actor = actor_of(request)
    actor.require("agency.edit")
    if request.method == "POST":
        return _load(request, actor)
    is_succession = request.GET.get("loai") == SUCCESSIONS
    errors: list[dict[str, Any]] = request.session.pop(_ERRORS, [])
    columns = SUCCESSION_COLUMNS if is_succession else AGENCY_COLUMNS
    context = {
        "form": None if is_succession else LoadDefaults(request.GET or None),
        "parts": _parts(is_succession),
        "columns": columns,
        "template": reverse("people:template", args=[SUCCESSIONS if is_succession else "co-quan"]),
        "action": request.get_full_path(),
        "errors": _table(request, errors) if errors else None,
        "count": len(errors),
        "most_bytes": MAX_BYTES,
    }
    return render(request, "people/load.html", context)


def _parts(is_succession: bool) -> list[Tab]:
    page = reverse("people:load")
    return [
        Tab(gettext("Cơ quan"), page, not is_succession),
        Tab(gettext("Sáp nhập, chia tách, đổi tên"), f"{page}?loai={SUCCESSIONS}", is_succession),
    ]


def _table(request: HttpRequest, errors: list[dict[str, Any]]) -> Table:
    return Table(
        [
            Column(label=gettext("Dòng"), value="line", head=True),
            Column(label=gettext("Cột"), value="column"),
            Column(label=gettext("Cần sửa"), value=lambda row: spoken(row["message"])),
        ],
        errors,
        request.GET,
        caption=gettext("Chỗ cần sửa trong tệp"),
        page_size=_SHOWN,
    )


def _load(request: HttpRequest, actor: Actor) -> HttpResponse:
    file = request.FILES.get("file")
    if file is None:
        raise DomainError(gettext("Hãy chọn tệp rồi tải lên."), "file")
    if (file.size or 0) > MAX_BYTES:
        raise DomainError(gettext("Tệp lớn hơn 5 MB. Hãy bỏ bớt cột, dòng không cần rồi tải lại."), "file")
    rows = read_table(file.read(), file.name or "")
    try:
        if request.GET.get("loai") == SUCCESSIONS:
            done = write.load_successions(rows, by=actor, now=timezone.now())
        else:
            done = write.load_agencies(
                rows, by=actor, now=timezone.now(), defaults=LoadDefaults(request.GET).values()
            )
    except write.BadRows as error:
        request.session[_ERRORS] = [
            {"line": row.line, "column": row.column, "message": row.message} for row in error.rows[:_SHOWN]
        ]
        return _go(request, request.get_full_path())
    messages.success(
        request,
        gettext("Đã thêm %(added)s dòng; %(known)s dòng đã có từ trước.")
        % {"added": done.added, "known": done.known},
    )
    return _go(request, reverse("people:list"))


def _go(request: HttpRequest, url: str) -> HttpResponse:
    return HttpResponseClientRedirect(url) if request.headers.get("HX-Request") else redirect(url)


_EXAMPLES = {
    "co-quan": (AGENCY_COLUMNS, "Sở Nội vụ,,SNV,,sở,tỉnh,Tên tỉnh,,1/3/2025,,Quyết định số …"),
    SUCCESSIONS: (
        SUCCESSION_COLUMNS,
        "Sở cũ,Sở mới,sáp nhập,1/3/2025,Nghị quyết số …,Tên tỉnh,",
    ),
}


@require_safe
@signed_in
def template(request: HttpRequest, name: str) -> HttpResponse:
    """An example file to fill in."""
    columns, example = _EXAMPLES[name]
    response = HttpResponse(
        f"\ufeff{','.join(columns)}\r\n{example}\r\n", content_type="text/csv; charset=utf-8"
    )
    response.headers["Content-Disposition"] = f'attachment; filename="mau-{name}.csv"'
    return response
