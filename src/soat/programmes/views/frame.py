"""What every page of a programme shares: finding it, the tabs to its parts, its state in words."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from soat.access.actor import Actor, refusal
from soat.access.views import actor_of
from soat.common.errors import Missing, Refused
from soat.common.looks import Badge, Tab, Tone
from soat.programmes.models import Programme
from soat.programmes.rules import OutlineState, ProgrammeState

_TONES: dict[ProgrammeState, Tone] = {
    ProgrammeState.DRAFT: "warn",
    ProgrammeState.RUNNING: "info",
    ProgrammeState.CLOSED: "good",
    ProgrammeState.DISCARDED: "neutral",
}
STATE_BADGES = {state.value: Badge(state.written, tone) for state, tone in _TONES.items()}
_OUTLINE_TONES: dict[OutlineState, Tone] = {
    OutlineState.DRAFT: "warn",
    OutlineState.IN_USE: "good",
    OutlineState.RETIRED: "neutral",
}
VERSION_BADGES = {state.value: Badge(state.written, tone) for state, tone in _OUTLINE_TONES.items()}

# part, label, view, actions one of which opens it
_PARTS = (
    ("overview", "Tổng quan", "programmes:overview", ("programme.view",)),
    ("review", "Soát bản đọc", "programmes:review", ("programme.source",)),
    ("subjects", "Đối tượng", "programmes:subjects", ("subject.view",)),
    ("outline", "Đề cương", "programmes:outline", ("outline.view",)),
    ("team", "Đoàn kiểm tra", "teams:team", ("nomination.view",)),
    ("schedule", "Lịch kiểm tra", "schedules:calendar", ("visit.view",)),
    ("announced", "Lịch kiểm tra", "schedules:announced", ("schedule.public",)),
    ("papers", "Văn bản", "papers:papers", ("paper.view",)),
    ("themes", "Kiểm tra chuyên đề", "schedules:themes", ("theme.view",)),
    ("duties", "Nhiệm vụ", "programmes:duties", ("duty.view",)),
    ("questions", "Vướng mắc", "programmes:questions", ("question.view",)),
    ("people", "Người và vai trò", "programmes:people", ("role.view",)),
)
# a part that stands within another one for who opens that
_WITHIN = {"themes": "visit.view"}


def programme_for(request: HttpRequest, pk: UUID) -> Programme:
    """The programme if she may see it; a stranger gets the same 404 as for one that never was."""
    programme = (
        Programme.objects.visible_to(actor_of(request))
        .select_related("standing_agency")
        .filter(pk=pk)
        .first()
    )
    if programme is None:
        raise Missing
    return programme


def may_on(actor: Actor, action: str, programme: Programme) -> bool:
    """Whether she may do `action` on some rows of the programme, as a whole or for her own agency."""
    return any(
        actor.may(action, programme_id=programme.pk, state=programme.state, agency_id=held.agency_id)
        for held in actor.holdings
        if held.programme_id == programme.pk
    )


def require_on(actor: Actor, action: str, programme: Programme) -> None:
    """Raise Refused unless she may do `action` on some rows of the programme."""
    if not may_on(actor, action, programme):
        raise Refused(refusal(action))


def tabs(actor: Actor, programme: Programme, active: str) -> list[Tab]:
    """Links to the parts of the programme that are open to her."""
    return [
        Tab(gettext(label), reverse(view, args=[programme.pk]), part == active)
        for part, label, view, actions in _PARTS
        if any(may_on(actor, action, programme) for action in actions)
        and not (part in _WITHIN and may_on(actor, _WITHIN[part], programme))
    ]


def may_manage_duties(actor: Actor, programme: Programme) -> bool:
    return actor.may("duty.manage", programme_id=programme.pk, state=programme.state)
