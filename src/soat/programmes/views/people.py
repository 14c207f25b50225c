"""Who holds which role in a programme, and inviting more (requirements P2, P3)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from soat.access import services as access
from soat.access.actor import Actor
from soat.access.roles import Role
from soat.access.views import actor_of, posted, signed_in, step_of
from soat.accounts import roster
from soat.accounts import selectors as accounts
from soat.accounts import services as invitations
from soat.accounts.roster import Line
from soat.common.forms import attempted
from soat.common.looks import Empty
from soat.common.tables import Column, Table
from soat.programmes.forms.people import InviteForm
from soat.programmes.models import Programme
from soat.programmes.selectors.agencies import agencies_of, inspected_in, names_of
from soat.programmes.views.frame import programme_for, tabs


@require_http_methods(["GET", "POST"])
@signed_in
def people(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Holders of roles and, for who may, invitations that wait and the form that invites."""
    actor, programme = actor_of(request), programme_for(request, pk)
    actor.require("role.view", programme_id=programme.pk, state=programme.state)
    may_give = actor.may("role.give", programme_id=programme.pk, state=programme.state)
    form = InviteForm(
        posted(request),
        agencies=agencies_of(programme, timezone.localdate()),
        inspected=inspected_in(programme, actor) if may_give else (),
    )
    if request.method == "POST":
        actor.require("role.give", programme_id=programme.pk, state=programme.state)
        if form.is_valid() and (made := _invite(form, programme, request)):
            context = {"made": made, "back": reverse("programmes:people", args=[programme.pk])}
            return render(request, "accounts/invited.html", context)
    context = {
        "programme": programme,
        "tabs": tabs(actor, programme, "people"),
        "table": _table(request, actor, programme, may_give=may_give),
        "may_give": may_give,
        "form": form,
        "has_mail": bool(settings.EMAIL_HOST),
    }
    return render(request, "programmes/people.html", context)


def _table(request: HttpRequest, actor: Actor, programme: Programme, *, may_give: bool) -> Table:
    """Who holds a role and, for who may invite, who is asked to."""
    columns = roster.columns(
        Column(label=gettext("Cơ quan"), value="agency", key="co_quan", sort=roster.by("agency", "sort_key")),
        Column(label=gettext("Từ ngày"), value=lambda line: localtime(line.since).date(), kind="date"),
    )
    if may_give:
        columns.append(roster.steps(request, _step_url(programme, actor)))
    return Table(
        columns,
        _lines(programme, may_give=may_give),
        request.GET,
        caption=gettext("Người và vai trò"),
        sort="vai_tro",
        empty=Empty(
            gettext("Chưa có ai giữ vai trò."),
            gettext("Cơ quan thường trực mời Trưởng Đoàn, thành viên và cán bộ của từng đơn vị."),
        ),
    )


def _lines(programme: Programme, *, may_give: bool) -> list[Line]:
    holders = list(accounts.holders(programme.pk))
    waiting = accounts.waiting(programme.pk, now=timezone.now()) if may_give else []
    bound = (*(grant.agency_id for grant in holders), *(each.agency_id for each in waiting))
    wanted = [agency_id for agency_id in bound if agency_id]
    names = names_of(wanted)
    return [
        *(roster.of_grant(grant, names.get(grant.agency_id, "")) for grant in holders),
        *(roster.of_invitation(each, names.get(each.agency_id, "")) for each in waiting),
    ]


def _step_url(programme: Programme, actor: Actor) -> Callable[[Line], str]:
    """Where the buttons of a line post; nobody ends a role of her own."""

    def url(line: Line) -> str:
        if line.invitation:
            return reverse("programmes:invitation_step", args=[programme.pk, line.invitation.pk])
        if line.grant and line.grant.user_id != actor.id:
            return reverse("programmes:grant_end", args=[programme.pk, line.grant.pk])
        return ""

    return url


def _invite(form: InviteForm, programme: Programme, request: HttpRequest) -> invitations.Invited | None:
    values = form.cleaned_data
    agency = values["agency"]
    step = partial(
        invitations.invite,
        values["email"],
        values["full_name"],
        Role(values["role"]),
        by=actor_of(request),
        now=timezone.now(),
        programme_id=programme.pk,
        agency_id=agency.pk if agency else None,
    )
    return attempted(form, step)


@require_POST
@signed_in
def invitation_step(request: HttpRequest, pk: UUID, invitation_id: UUID) -> HttpResponse:
    """Send an invitation of the programme again, or take it back."""
    actor, programme = actor_of(request), programme_for(request, pk)
    actor.require("role.give", programme_id=programme.pk, state=programme.state)
    invitation = accounts.invitation_of(invitation_id, programme.pk)
    if step_of(request, "resend", "revoke") == "resend":
        made = invitations.resend(invitation, by=actor, now=timezone.now())
        context = {"made": made, "back": reverse("programmes:people", args=[programme.pk])}
        return render(request, "accounts/invited.html", context)
    invitations.revoke(invitation, by=actor, now=timezone.now())
    messages.success(request, gettext("Đã thu hồi lời mời."))
    return redirect("programmes:people", programme.pk)


@require_POST
@signed_in
def grant_end(request: HttpRequest, pk: UUID, grant_id: UUID) -> HttpResponse:
    """Take a role back; what its holder did stays."""
    actor, programme = actor_of(request), programme_for(request, pk)
    actor.require("role.give", programme_id=programme.pk, state=programme.state)
    grant = accounts.grant_of(grant_id, programme.pk)
    access.end(grant, by=actor, now=timezone.now())
    messages.success(request, gettext("Đã thu vai trò."))
    return redirect("programmes:people", programme.pk)
