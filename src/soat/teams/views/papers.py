"""Steps that draft and issue papers of the team; their pages stand in the papers room (T1, D1)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from soat.access.views import signed_in
from soat.common.errors import Missing
from soat.papers.kinds import kind_of
from soat.papers.models import Paper
from soat.papers.selectors.papers import about
from soat.papers.views.papers import issued
from soat.teams.services import papers as write
from soat.teams.views.frame import Desk, desk_for
from soat.teams.views.requests import request_for

_DRAFTED = "Đã lập dự thảo theo mẫu. Hãy xem lại rồi ban hành."


@require_POST
@signed_in
def decision(request: HttpRequest, pk: UUID, kind: str) -> HttpResponse:
    desk = desk_for(request, pk)
    desk.require("paper.draft")
    if kind not in write.DECISIONS:
        raise Missing
    made = write.draft_decision(desk.programme, kind, by=desk.actor, now=timezone.now())
    messages.success(request, _DRAFTED)
    return redirect("papers:paper", pk, made.pk)


@require_POST
@signed_in
def letter(request: HttpRequest, pk: UUID, request_id: UUID) -> HttpResponse:
    """The letter to the agency of a request."""
    desk = desk_for(request, pk)
    asked = request_for(desk, request_id)
    desk.require("paper.draft")
    made = write.draft_letter(asked, by=desk.actor, now=timezone.now())
    messages.success(request, _DRAFTED)
    return redirect("papers:paper", pk, made.pk)


@require_POST
@signed_in
def issue(request: HttpRequest, pk: UUID, paper_id: UUID) -> HttpResponse:
    """Issuing a decision appoints those who stand in it."""
    return issued(request, pk, paper_id, write.issue_decision)


def decisions(desk: Desk) -> list[tuple[str, str, list[Paper]]]:
    """Each kind of decision with the papers of it that are there: key, label, papers."""
    found = about([desk.programme.pk], desk.actor).get(desk.programme.pk, [])
    return [
        (key, kind_of(key).label, [paper for paper in found if paper.kind == key]) for key in write.DECISIONS
    ]
