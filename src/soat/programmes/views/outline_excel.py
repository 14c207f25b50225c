"""Excel round trip of the outline (requirement G4): download, upload with a preview of the differences, apply."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from soat.access.views import actor_of, signed_in
from soat.common.errors import Conflict, DomainError, Missing
from soat.core.text import fold
from soat.programmes.forms.outlines import FileForm
from soat.programmes.outline_lines import diff
from soat.programmes.selectors import outlines as read
from soat.programmes.services.outline_apply import apply as write
from soat.programmes.services.outline_apply import packed, unpacked
from soat.programmes.services.outline_excel import Head, write_file
from soat.programmes.services.outline_excel_read import Reading, read_file
from soat.programmes.services.outline_workbook import MAX_BYTES, TOO_LARGE
from soat.programmes.views.frame import programme_for, tabs
from soat.programmes.views.outline_desk import Desk, desk_for

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SALT = "outline-excel"
_DAY = 24 * 3600


@require_safe
@signed_in
def export(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The version as a file; for those who see every version."""
    actor, programme = actor_of(request), programme_for(request, pk)
    actor.require("outline.view", programme_id=programme.pk, state=programme.state)
    outline = read.pick(read.versions(programme, actor), request.GET.get("phien-ban", ""))
    if outline is None:
        raise Missing
    tree = read.tree_of(outline)
    data = write_file(Head.of(outline), tree.lines, version=outline.version, fingerprint=tree.fingerprint)
    name = f"de-cuong-{slugify(fold(programme.number)) or 'chuong-trinh'}-phien-ban-{outline.version}.xlsx"
    return HttpResponse(
        data, content_type=_XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


@require_http_methods(["GET", "POST"])
@signed_in
def upload(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A file in; its errors by cell, or how the draft would change. Nothing is written yet."""
    desk = desk_for(request, pk)
    form = FileForm(request.POST or None, request.FILES or None)
    context = {"programme": desk.programme, "tabs": tabs(desk.actor, desk.programme, "outline"), "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            reading = _read(desk, form.cleaned_data["file"])
        except DomainError as error:
            form.add_error("file", error.message)
        else:
            context |= {"reading": reading, "changes": [], "outline": desk.outline}
            if not reading.errors:
                context |= _differences(desk, reading)
    return render(request, "programmes/outline_import.html", context)


def _read(desk: Desk, file: object) -> Reading:
    if getattr(file, "size", 0) > MAX_BYTES:
        raise DomainError(TOO_LARGE)
    data: bytes = file.read()  # type: ignore[attr-defined]
    return read_file(data, {str(area) for area in read.areas(desk.programme)})


def _differences(desk: Desk, reading: Reading) -> dict[str, object]:
    seal = {
        "outline": str(desk.outline.pk),
        "fingerprint": desk.tree.fingerprint,
        **packed(reading.head, reading.lines),
    }
    changes = diff(desk.tree.lines, reading.lines)
    return {
        "changes": changes,
        "figures": {
            kind: sum(one.kind == kind for one in changes)
            for kind in ("added", "removed", "changed", "moved")
        },
        "has_new_head": reading.head is not None and reading.head != Head.of(desk.outline),
        "is_stale": bool(reading.fingerprint) and reading.fingerprint != desk.tree.fingerprint,
        "seal": signing.dumps(seal, salt=_SALT, compress=True),
    }


@require_POST
@signed_in
def apply(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write what was shown."""
    desk = desk_for(request, pk)
    try:
        told = signing.loads(request.POST.get("seal", ""), salt=_SALT, max_age=_DAY)
    except signing.BadSignature as error:
        raise DomainError("Bản xem khác biệt đã hết hạn hoặc bị sửa. Hãy nhập lại tệp.") from error
    if told["outline"] != str(desk.outline.pk):
        raise Conflict("Bản dự thảo đã được thay bằng bản khác. Hãy nhập lại tệp.")
    head, lines = unpacked(told)
    changes = write(
        desk.outline, head, lines, fingerprint=told["fingerprint"], by=desk.actor, now=timezone.now()
    )
    messages.success(request, f"Đã áp dụng {len(changes)} thay đổi từ tệp Excel.")
    return redirect("programmes:outline", pk)
