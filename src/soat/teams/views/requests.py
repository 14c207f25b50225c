"""One request: the agency names persons and takes names back; the coordinator decides and closes (T1)."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.timezone import localtime
from django.views.decorators.http import require_http_methods, require_POST

from soat.access.views import posted, signed_in, step_of
from soat.common.errors import Missing
from soat.common.forms import tried
from soat.common.looks import Badge
from soat.papers.selectors.papers import about
from soat.teams.forms.requests import CandidateForm
from soat.teams.models import Nomination, Request, kind_label
from soat.teams.selectors import places as read
from soat.teams.services import nominations as write
from soat.teams.views.frame import NOMINATION_BADGES, Desk, desk_for, told
from soat.teams.views.places import request_badge


@require_http_methods(["GET", "POST"])
@signed_in
def request(http: HttpRequest, pk: UUID, request_id: UUID) -> HttpResponse:
    """The request with the names; the agency's form to name a person."""
    desk = desk_for(http, pk)
    asked = request_for(desk, request_id)
    if http.method == "POST":
        _require_own(desk, asked)
    form = CandidateForm(posted(http))
    if http.method == "POST" and form.is_valid():
        step = partial(write.propose, asked, form.candidate(), by=desk.actor, now=timezone.now())
        if tried(form, step):
            messages.success(http, "Đã cử. Cơ quan thường trực sẽ xem và trả lời tại trang này.")
            return redirect("teams:request", pk, asked.pk)
    return render(http, "teams/request.html", _context(desk, asked, form))


@require_POST
@signed_in
def close(http: HttpRequest, pk: UUID, request_id: UUID) -> HttpResponse:
    """No more names are awaited."""
    desk = desk_for(http, pk)
    asked = request_for(desk, request_id)
    desk.require("nomination.request")
    told(http, "Đã khép đề nghị.", write.close, asked)
    return redirect("teams:request", pk, request_id)


@require_POST
@signed_in
def decide(http: HttpRequest, pk: UUID, nomination_id: UUID) -> HttpResponse:
    """Take the person into the list, or ask for another with the reason."""
    desk = desk_for(http, pk)
    named = _nomination(desk, nomination_id)
    desk.require("nomination.decide")
    if step_of(http, "accept", "decline") == "accept":
        told(http, f"Đã nhận {named.full_name} vào danh sách Đoàn, chờ quyết định.", write.accept, named)
    else:
        reason = http.POST.get("reason", "")
        told(http, "Đã đề nghị cử người khác.", write.decline, named, reason=reason)
    return redirect("teams:request", pk, named.request_id)


@require_POST
@signed_in
def withdraw(http: HttpRequest, pk: UUID, nomination_id: UUID) -> HttpResponse:
    """The agency takes back a name that was not decided on."""
    desk = desk_for(http, pk)
    named = _nomination(desk, nomination_id)
    _require_own(desk, named)
    reason = http.POST.get("reason", "")
    told(http, f"Đã rút {named.full_name}.", write.withdraw, named, reason=reason)
    return redirect("teams:request", pk, named.request_id)


def _context(desk: Desk, asked: Request, form: CandidateForm) -> dict[str, object]:
    names = list(asked.nominations.all())
    left = asked.wanted - sum(name.state in ("proposed", "accepted") for name in names)
    is_open = not asked.closed_at
    own = desk.actor.may(
        "nomination.propose",
        programme_id=desk.programme.pk,
        state=desk.programme.state,
        agency_id=asked.agency_id,
    )
    may_ask = desk.may("nomination.request")
    return desk.context(
        "places",
        asked=asked,
        facts=_facts(asked),
        badge=request_badge(asked),
        names=[(name, NOMINATION_BADGES[name.state], _lateness(name, asked)) for name in names],
        form=form if own and is_open and (left > 0 or form.is_bound) else None,
        left=left,
        may_withdraw=own,
        may_decide=desk.may("nomination.decide"),
        may_close=may_ask and is_open,
        may_draft=desk.may("paper.draft"),
        papers=about([asked.pk], desk.actor).get(asked.pk, []),
        unreached=may_ask and is_open and bool(read.unreached(desk.programme, [asked.agency_id])),
    )


def _facts(asked: Request) -> list[tuple[str, object]]:
    facts: list[tuple[str, object]] = [
        ("Cơ quan", asked.agency),
        ("Cử người làm", kind_label(asked.kind)),
        ("Số người", asked.wanted),
        ("Hạn", asked.due_on),
        ("Gửi lúc", asked.sent_at),
        ("Yêu cầu", asked.note),
        ("Khép lúc", asked.closed_at),
    ]
    return [fact for fact in facts if fact[1]]


def _lateness(name: Nomination, asked: Request) -> Badge | None:
    """Late names are taken; the page only says so."""
    late: timedelta = localtime(name.proposed_at).date() - asked.due_on
    return Badge(f"Trễ {late.days} ngày", "warn") if late.days > 0 else None


def _require_own(desk: Desk, asked: Request | Nomination) -> None:
    desk.actor.require(
        "nomination.propose",
        programme_id=desk.programme.pk,
        state=desk.programme.state,
        agency_id=asked.agency_id,
    )


def request_for(desk: Desk, request_id: UUID) -> Request:
    """The request if she may see it, else 404."""
    found = (
        Request.objects.visible_to(desk.actor)
        .filter(programme=desk.programme, pk=request_id)
        .select_related("agency", "programme")
        .first()
    )
    if found is None:
        raise Missing
    return found


def _nomination(desk: Desk, nomination_id: UUID) -> Nomination:
    found = (
        Nomination.objects.visible_to(desk.actor)
        .filter(programme=desk.programme, pk=nomination_id)
        .select_related("programme", "request", "agency")
        .first()
    )
    if found is None:
        raise Missing
    return found
