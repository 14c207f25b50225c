"""Steps that issue notices of visits as papers; the papers themselves stand in the papers room (S6, D1)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from soat.access.views import actor_of, signed_in
from soat.common.errors import Missing
from soat.papers.views.frame import download
from soat.papers.writers import write_docx, write_pdf
from soat.programmes.views.frame import programme_for
from soat.schedules.selectors import visits as read
from soat.schedules.services import batches
from soat.schedules.services import papers as write
from soat.schedules.views.frame import require


@require_POST
@signed_in
def issue(request: HttpRequest, pk: UUID, visit_id: UUID) -> HttpResponse:
    actor, programme = actor_of(request), programme_for(request, pk)
    visit = read.visit(programme, actor, visit_id)
    require(actor, "visit.notify", programme)
    made = write.issue(visit, by=actor, now=timezone.now())
    messages.success(request, f"Đã ban hành Thông báo số {made.number_text} gửi {visit.agency}.")
    return redirect("papers:paper", pk, made.pk)


@require_safe
@signed_in
def preview(request: HttpRequest, pk: UUID, visit_id: UUID, suffix: str) -> HttpResponse:
    """The notice as it would be issued now, with number and day open."""
    actor, programme = actor_of(request), programme_for(request, pk)
    visit = read.visit(programme, actor, visit_id)
    require(actor, "visit.notify", programme)
    if suffix not in ("docx", "pdf"):
        raise Missing
    paper = write.preview(visit, by=actor, now=timezone.now())
    return download((write_pdf if suffix == "pdf" else write_docx)(paper), "du-thao-thong-bao-lich", suffix)


@require_POST
@signed_in
def issue_all(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor, programme = actor_of(request), programme_for(request, pk)
    require(actor, "visit.notify", programme)
    batch = batches.issue_all(programme, by=actor, now=timezone.now())
    messages.success(
        request, f"Đang ban hành thông báo cho {batch.total} cuộc kiểm tra. Trang này báo tiến độ."
    )
    return redirect("papers:papers", pk)
