"""People who hold a role and people invited to one, as lines of one table (requirement P2).

Called by the administrator's list of accounts and by a programme's people. No queries: it takes what was read.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from soat.access.models import Grant
from soat.access.roles import Role
from soat.accounts.models import Invitation, MailState, User
from soat.common.looks import Badge, spoken
from soat.common.tables import Column
from soat.common.templatetags.ui import vi
from soat.core.text import person_sort_key, sort_text

_ORDER = {role.value: number for number, role in enumerate(Role)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A person and what she holds or is offered; exactly one of `user`, `grant`, `invitation` is set."""

    name: str
    sort_key: str
    email: str
    roles: str
    badge: Badge
    since: datetime
    agency: str = ""
    order: int = 0
    user: User | None = None
    grant: Grant | None = None
    invitation: Invitation | None = None


def of_account(user: User) -> Line:
    """An account with all roles it holds now."""
    held = [grant.get_role_display() for grant in user.grants.all() if grant.ended_at is None]
    return Line(
        name=user.full_name, sort_key=user.sort_key, email=user.email, roles=spoken(", ".join(dict.fromkeys(held))),
        badge=account_badge(user), since=user.joined_at, user=user,
    )  # fmt: skip


def of_grant(grant: Grant, agency: str) -> Line:
    """A role that somebody holds."""
    return Line(
        name=grant.user.full_name, sort_key=grant.user.sort_key, email=grant.user.email,
        roles=spoken(grant.get_role_display()), badge=Badge(gettext("Đang giữ vai trò"), "good"), since=grant.given_at,
        agency=agency, order=_ORDER[grant.role], grant=grant,
    )  # fmt: skip


def of_invitation(invitation: Invitation, agency: str = "") -> Line:
    """A role offered and not yet taken; the invitation is one of `selectors.waiting`."""
    return Line(
        name=invitation.full_name, sort_key=sort_text(*person_sort_key(invitation.full_name)),
        email=invitation.email, roles=_offered(invitation), badge=invitation_badge(invitation),
        since=invitation.created_at, agency=agency, order=_ORDER[invitation.role], invitation=invitation,
    )  # fmt: skip


def _offered(invitation: Invitation) -> str:
    """The role, and where the list is not one programme's, the programme."""
    name = getattr(invitation, "programme_name", None)
    role = spoken(invitation.get_role_display())
    return (
        gettext("%(role)s, đã mời vào chương trình “%(name)s”") % {"role": role, "name": name}
        if name
        else role
    )


def account_badge(user: User) -> Badge:
    return Badge(gettext("Đang dùng"), "good") if user.is_active else Badge(gettext("Đã khóa"), "bad", "lock")


def invitation_badge(invitation: Invitation) -> Badge:
    """What the inviter has to know: expired, not sent, to be handed over, or waiting for the person."""
    if getattr(invitation, "has_expired", False):
        return Badge(gettext("Lời mời đã hết hạn"), "warn", "clock")
    if invitation.mail_state == MailState.FAILED:
        return Badge(MailState.FAILED.label, "bad")
    if invitation.mail_state == MailState.BY_HAND:
        return Badge(MailState.BY_HAND.label, "info", "link")
    return Badge(gettext("Đã mời, chưa nhận"), "info", "mail")


def columns(*middle: Column, link: Callable[[Line], str] | None = None) -> list[Column]:
    """Name with its address, role, `middle`, and the state last. `link` leads from the name to more."""
    return [
        Column(label=gettext("Họ và tên"), value=_named(link), head=True, key="ten", sort=by("sort_key")),
        Column(label=gettext("Vai trò"), value="roles", key="vai_tro", sort=by("order", "roles", "sort_key")),
        *middle,
        Column(
            label=gettext("Tình trạng"), value="badge", key="tinh_trang", sort=lambda line: line.badge.label
        ),
    ]


def _named(link: Callable[[Line], str] | None) -> Callable[[Line], SafeString]:
    def drawn(line: Line) -> SafeString:
        url = link(line) if link else ""
        name = (
            format_html('<a{} href="{}">{}</a>', vi(), url, line.name)
            if url
            else spoken("%(name)s", name=line.name)
        )
        return format_html('{}<span class="cell-note">{}</span>', name, line.email)

    return drawn


def by(*names: str) -> Callable[[Line], tuple[object, ...]]:
    """A sort key of these fields."""
    return lambda line: tuple(getattr(line, name) for name in names)


def steps(request: HttpRequest, action: Callable[[Line], str]) -> Column:
    """The buttons of a line: send again and take back, or end the role. `action` is where they post; "": none."""

    def drawn(line: Line) -> SafeString | str:
        url = action(line)
        context = {"line": line, "action": url}
        return render_to_string("accounts/line_steps.html", context, request) if url else ""

    return Column(label=gettext("Thao tác"), value=drawn)
