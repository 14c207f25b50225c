"""Pages of accounts: one's own, and the administrator's list with invitations and locks."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.i18n import set_language

from soat.access import services as access
from soat.access.actor import Actor
from soat.access.roles import DESCRIPTIONS, Role
from soat.access.views import actor_of, posted, signed_in, step_of
from soat.accounts import roster, selectors, services
from soat.accounts.forms import LockForm, NameForm, SearchForm, StandingInviteForm, StandingRoleForm
from soat.accounts.models import User
from soat.accounts.roster import Line
from soat.common.errors import DomainError, Missing
from soat.common.forms import attempted
from soat.common.looks import Badge, Empty, spoken
from soat.common.tables import Column, Table


@require_http_methods(["GET", "POST"])
@signed_in
def profile(request: HttpRequest) -> HttpResponse:
    """One's own account: name, roles, and what guards it."""
    actor = actor_of(request)
    user = selectors.account_of(actor.id, actor)
    form = NameForm(posted(request), initial={"full_name": user.full_name})
    if request.method == "POST" and form.is_valid():
        services.rename(user, form.cleaned_data["full_name"], by=actor, now=timezone.now())
        messages.success(request, gettext("Đã lưu họ và tên."))
        return redirect("accounts:profile")
    roles = dict.fromkeys((held.role.label, gettext(DESCRIPTIONS[held.role])) for held in actor.holdings)
    context = {"form": form, "email": user.email, "roles": roles, "guards": selectors.guards(user)}
    return render(request, "accounts/profile.html", context)


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """The interface in Vietnamese or English: kept on this browser and, for who is signed in, with the account."""
    actor = actor_of(request)
    if actor.kind == "person":
        services.choose_language(request.POST.get("language", ""), by=actor)
    return set_language(request)  # back to the page she came from


@require_safe
@signed_in
def accounts(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    actor.require("account.view")
    form = SearchForm(request.GET)
    words, state = (form.cleaned_data["q"], form.cleaned_data["tinh_trang"]) if form.is_valid() else ("", "")
    columns = roster.columns(
        Column(label=gettext("Bước hai"), value=lambda line: _second_step(line.user) if line.user else ""),
        Column(
            label=gettext("Đăng nhập gần nhất"), value=_last_login, kind="date", key="lan", sort=_logged_in
        ),
        link=_link,
    )
    table = Table(
        [*columns, roster.steps(request, _step_url)],
        _lines(actor, words, state),
        request.GET,
        caption=gettext("Tài khoản và lời mời"),
        sort="ten",
        empty=Empty(
            gettext("Không có tài khoản nào như vậy."),
            gettext("Hãy tìm bằng từ khác, hoặc mời người dùng mới."),
        ),
    )
    return render(request, "accounts/list.html", {"table": table, "form": form})


def _lines(actor: Actor, words: str, state: str) -> list[Line]:
    """Accounts and, unless the filter asks for accounts in use or locked, invitations not yet taken, those of
    programmes too: of such a programme its name and nothing else is told."""
    lines = []
    if state != SearchForm.INVITED:
        lines += [roster.of_account(user) for user in selectors.accounts(actor, words, state)]
    if state in ("", SearchForm.INVITED):
        waiting = selectors.waiting_anywhere(now=timezone.now(), words=words)
        lines += [roster.of_invitation(each) for each in waiting]
    return lines


def _second_step(user: User) -> Badge:
    has = getattr(user, "has_second_step", False)
    return Badge(gettext("Đã bật"), "good") if has else Badge(gettext("Chưa bật"), "neutral")


def _last_login(line: Line) -> datetime | None:
    return line.user.last_login if line.user else None


def _logged_in(line: Line) -> tuple[bool, str]:
    """Who never signed in comes last."""
    moment = _last_login(line)
    return (moment is None, moment.isoformat() if moment else "")


def _link(line: Line) -> str:
    return reverse("accounts:account", args=[line.user.pk]) if line.user else ""


def _step_url(line: Line) -> str:
    """An invitation to a programme is sent again or taken back there."""
    invitation = line.invitation
    is_standing = invitation is not None and invitation.programme_id is None
    return reverse("accounts:invitation_step", args=[invitation.pk]) if invitation and is_standing else ""


@require_http_methods(["GET", "POST"])
@signed_in
def invite(request: HttpRequest) -> HttpResponse:
    """Invite to a standing role: a coordinator who starts programmes, or an administrator."""
    actor = actor_of(request)
    actor.require("role.give")
    form = StandingInviteForm(posted(request))
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        role = Role(values["role"])
        step = partial(
            services.invite, values["email"], values["full_name"], role, by=actor, now=timezone.now()
        )
        if (made := attempted(form, step)) is not None:
            return render(request, "accounts/invited.html", {"made": made, "back": reverse("accounts:list")})
    return render(request, "accounts/invite.html", {"form": form, "has_mail": bool(settings.EMAIL_HOST)})


@require_POST
@signed_in
def invitation_step(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Send an invitation to a standing role again, or take it back."""
    actor = actor_of(request)
    actor.require("role.give")
    invitation = selectors.invitation_of(pk, None)
    if step_of(request, "resend", "revoke") == "resend":
        made = services.resend(invitation, by=actor, now=timezone.now())
        return render(request, "accounts/invited.html", {"made": made, "back": reverse("accounts:list")})
    services.revoke(invitation, by=actor, now=timezone.now())
    messages.success(request, gettext("Đã thu hồi lời mời."))
    return redirect("accounts:list")


@require_safe
@signed_in
def account(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One account with its roles over time."""
    actor = actor_of(request)
    actor.require("account.view")
    user = selectors.accounts(actor).filter(pk=pk).first()
    if user is None:
        raise Missing
    facts = [
        (gettext("Thư điện tử"), user.email),
        (gettext("Tạo lúc"), user.joined_at),
        (gettext("Đăng nhập gần nhất"), user.last_login or spoken("Chưa đăng nhập")),
        (gettext("Bước hai"), _second_step(user)),
    ]
    grants = sorted(user.grants.all(), key=lambda grant: (grant.ended_at is not None, grant.given_at))
    context = {
        "user_shown": user,
        "facts": facts,
        "grants": grants,
        "badge": roster.account_badge(user),
        "form": LockForm(),
        "step_form": LockForm(auto_id="id_step_%s") if getattr(user, "has_second_step", False) else None,
        "role_form": _role_form(user, actor),
        "is_me": user.pk == actor.id,
    }
    return render(request, "accounts/account.html", context)


def _role_form(user: User, actor: Actor) -> StandingRoleForm | None:
    """None where no standing role can be given: to oneself, to a locked account, to who may hold no further one."""
    held = {grant.role for grant in user.grants.all() if not grant.ended_at and not grant.programme_id}
    form = StandingRoleForm(held=held)
    return form if user.is_active and user.pk != actor.id and form.choices else None


@require_POST
@signed_in
def give_role(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give a standing role to an account that exists."""
    actor = actor_of(request)
    actor.require("role.give")
    user = selectors.account_of(pk, actor)
    form = StandingRoleForm(request.POST)
    if not form.is_valid():
        raise DomainError(gettext("Hãy chọn vai trò."), "role")
    access.give(user.pk, Role(form.cleaned_data["role"]), by=actor, now=timezone.now())
    messages.success(request, gettext("Đã giao vai trò."))
    return redirect("accounts:account", pk)


@require_POST
@signed_in
def lock(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Lock an account or open it again, with the reason."""
    actor = actor_of(request)
    actor.require("account.manage")
    user = selectors.account_of(pk, actor)
    form = LockForm(request.POST)
    if not form.is_valid():
        raise DomainError(gettext("Hãy ghi lý do khóa hoặc mở khóa tài khoản."), "reason")
    wanted = step_of(request, "open", "lock") == "open"
    services.set_active(user, wanted, by=actor, now=timezone.now(), reason=form.cleaned_data["reason"])
    messages.success(request, gettext("Đã mở khóa tài khoản.") if wanted else gettext("Đã khóa tài khoản."))
    return redirect("accounts:account", pk)


@require_POST
@signed_in
def second_step(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take away the second step of somebody who lost it, with the reason."""
    actor = actor_of(request)
    actor.require("account.manage")
    user = selectors.account_of(pk, actor)
    form = LockForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    services.reset_second_step(user, by=actor, now=timezone.now(), reason=reason)
    messages.success(request, gettext("Đã gỡ bước hai và báo cho người dùng qua thư."))
    return redirect("accounts:account", pk)


@require_POST
@signed_in
def end_grant(request: HttpRequest, pk: UUID) -> HttpResponse:
    """End a standing role."""
    actor = actor_of(request)
    actor.require("role.give")
    grant = selectors.grant_of(pk, None)
    access.end(grant, by=actor, now=timezone.now())
    messages.success(request, gettext("Đã thu vai trò."))
    return redirect("accounts:account", grant.user_id)
