"""Draft papers to download as .docx or PDF: the decision on the team, the letter of a request (T1)."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from soat.access.views import signed_in
from soat.common.errors import Conflict, Missing
from soat.core.paper.model import Paper
from soat.papers.writers import write_docx, write_pdf
from soat.programmes.models import Programme, Statement, StatementKind
from soat.teams import drafts
from soat.teams.models import kind_label
from soat.teams.selectors.members import standing
from soat.teams.views.frame import desk_for
from soat.teams.views.members import office
from soat.teams.views.requests import request_for

_WRITERS = {
    "docx": (write_docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "pdf": (write_pdf, "application/pdf"),
}


@require_safe
@signed_in
def decision(request: HttpRequest, pk: UUID, suffix: str) -> HttpResponse:
    """Everybody who has not left stands in the list."""
    desk = desk_for(request, pk, "team.view")
    members = standing(desk.programme)
    if not members:
        raise Conflict("Danh sách Đoàn chưa có ai để ghi vào quyết định. Hãy nhận hoặc thêm người trước.")
    people = [(str(one.person), office(one), kind_label(one.kind)) for one in members]
    paper = drafts.decision(_plan(desk.programme), people, year=timezone.localdate().year)
    return _file(paper, "du-thao-quyet-dinh-thanh-lap-doan", suffix)


@require_safe
@signed_in
def letter(request: HttpRequest, pk: UUID, request_id: UUID, suffix: str) -> HttpResponse:
    """The letter to the agency of a request."""
    desk = desk_for(request, pk)
    asked = request_for(desk, request_id)
    paper = drafts.letter(
        _plan(desk.programme),
        str(asked.agency),
        what=f"tham gia {kind_label(asked.kind)}"
        if asked.kind == "support"
        else "làm thành viên Đoàn kiểm tra",
        wanted=asked.wanted,
        due_on=asked.due_on,
        note=" ".join(asked.note.split()),
        year=timezone.localdate().year,
    )
    return _file(paper, "du-thao-cong-van-de-nghi-cu-nguoi", suffix)


def _plan(programme: Programme) -> drafts.Plan:
    grounds = Statement.objects.filter(programme=programme, kind=StatementKind.GROUND)
    standing_agency = programme.standing_agency
    return drafts.Plan(
        title=programme.title,
        number=programme.number,
        issued_on=programme.issued_on,
        issuer=programme.issuer,
        place=programme.place,
        standing=str(standing_agency or ""),
        standing_short=standing_agency.abbreviation if standing_agency else "",
        grounds=tuple(grounds.order_by("order", "id").values_list("text", flat=True)),
    )


def _file(paper: Paper, name: str, suffix: str) -> HttpResponse:
    if suffix not in _WRITERS:
        raise Missing
    write, media_type = _WRITERS[suffix]
    shown = content_disposition_header(True, f"{name}.{suffix}") or ""
    return HttpResponse(write(paper), content_type=media_type, headers={"Content-Disposition": shown})
