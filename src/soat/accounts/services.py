"""Invitations and locks of accounts (requirement P2). Sign-in itself is django-allauth's.

The link of an invitation carries a secret that stands nowhere else; the database keeps its SHA-256. Called by the
pages of accounts and of a programme's people, and by the demonstration.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.core.validators import validate_email
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

from soat.access import services as access
from soat.access.actor import Actor, acting_as, system
from soat.access.models import Grant
from soat.access.roles import STANDING_ROLES, UNIT_ROLES, Role
from soat.accounts.models import Invitation, User
from soat.common.errors import Conflict, DomainError, Missing
from soat.trail import services as trail
from soat.trail.models import Snapshot

VALID = timedelta(days=7)
_HOST = system("nhận lời mời")
_SHOWN = ("email", "full_name", "role", "programme_id", "agency_id", "expires_at")
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Invited:
    """What the page says after inviting: the link is shown once and kept nowhere."""

    invitation: Invitation
    link: str


def invite(
    email: str,
    full_name: str,
    role: Role,
    *,
    by: Actor,
    now: datetime,
    programme_id: UUID | None = None,
    programme_state: str | None = None,
    agency_id: UUID | None = None,
) -> Invited:
    """Invite an address to hold a role; a message with the link goes out after the commit."""
    by.require("role.give", programme_id=programme_id, state=programme_state)
    _check(email, full_name, role, programme_id, agency_id)
    waiting = Invitation.objects.filter(
        email__iexact=email, role=role, programme_id=programme_id, agency_id=agency_id,
        accepted_at=None, revoked_at=None, expires_at__gt=now,
    )  # fmt: skip
    with transaction.atomic():
        if waiting.exists():
            raise Conflict(
                "Người này đã được mời giữ vai trò đó và chưa trả lời. Hãy gửi lại lời mời đang chờ."
            )
        token = secrets.token_urlsafe(32)
        invitation = Invitation(
            email=email.strip(),
            full_name=full_name.strip(),
            role=role,
            programme_id=programme_id,
            agency_id=agency_id,
            token_hash=digest(token),
            expires_at=now + VALID,
            created_at=now,
            created_by=by.id,
        )
        invitation.save(force_insert=True)
        _record("role.invite", invitation, by, now, {}, trail.snapshot(invitation, _SHOWN))
        return _send(invitation, token)


def _check(email: str, full_name: str, role: Role, programme_id: UUID | None, agency_id: UUID | None) -> None:
    try:
        validate_email(email.strip())
    except ValidationError as error:
        raise DomainError("Hãy ghi đúng địa chỉ thư điện tử, ví dụ ten@coquan.gov.vn.", "email") from error
    if not full_name.strip():
        raise DomainError("Hãy ghi họ và tên người được mời.", "full_name")
    if programme_id is None and role not in STANDING_ROLES:
        raise DomainError(f"Vai trò “{role.label}” chỉ có trong một chương trình.", "role")
    if agency_id is None and role in UNIT_ROLES:
        raise DomainError(f"Vai trò “{role.label}” gắn với một cơ quan. Hãy chọn cơ quan.", "agency")


def _send(invitation: Invitation, token: str) -> Invited:
    link = settings.BASE_URL + reverse("portal:accept", args=[token])
    transaction.on_commit(lambda: _mail(invitation, link))
    return Invited(invitation, link)


def _mail(invitation: Invitation, link: str) -> None:
    """A mail that cannot be sent is logged; the inviter has the link on her page and hands it over herself."""
    text = render_to_string("accounts/invitation_mail.txt", {"invitation": invitation, "link": link})
    try:
        send_mail("Lời mời tham gia chương trình kiểm tra trên Soát", text, None, [invitation.email])
    except OSError:
        _log.exception("invitation_mail_failed", invitation=str(invitation.pk))


def resend(
    invitation: Invitation, *, by: Actor, now: datetime, programme_state: str | None = None
) -> Invited:
    """A new link, valid from now; the former one no longer works."""
    invitation = _open(invitation, by, programme_state)
    token = secrets.token_urlsafe(32)
    before = trail.snapshot(invitation, ("expires_at",))
    with transaction.atomic():
        invitation.token_hash, invitation.expires_at = digest(token), now + VALID
        invitation.save(update_fields=["token_hash", "expires_at"])
        _record("role.invite", invitation, by, now, before, trail.snapshot(invitation, ("expires_at",)))
        return _send(invitation, token)


def revoke(
    invitation: Invitation, *, by: Actor, now: datetime, programme_state: str | None = None
) -> Invitation:
    """Take an invitation back before it is accepted."""
    with transaction.atomic():
        invitation = _open(invitation, by, programme_state)
        invitation.revoked_at, invitation.revoked_by = now, by.id
        invitation.save(update_fields=["revoked_at", "revoked_by"])
        _record("role.revoke", invitation, by, now, {"revoked_at": None}, {"revoked_at": now})
    return invitation


def _open(invitation: Invitation, by: Actor, programme_state: str | None) -> Invitation:
    by.require("role.give", programme_id=invitation.programme_id, state=programme_state)
    if invitation.accepted_at or invitation.revoked_at:
        raise Conflict("Lời mời này đã được nhận hoặc đã bị thu hồi. Hãy tải lại trang.")
    return invitation


def find(token: str, *, now: datetime) -> Invitation:
    """The invitation of a link. Raises Missing for an unknown one, Conflict for one that no longer works."""
    with acting_as(_HOST):
        invitation = Invitation.objects.filter(token_hash=digest(token)).first()
    if invitation is None:
        raise Missing("Đường dẫn lời mời không đúng hoặc đã được thay. Hãy xin người mời gửi lại.")
    if invitation.accepted_at:
        raise Conflict("Lời mời này đã được nhận. Hãy đăng nhập bằng tài khoản của bạn.")
    if invitation.revoked_at:
        raise Conflict("Lời mời này đã bị thu hồi. Hãy liên hệ người mời.")
    if invitation.expires_at <= now:
        raise Conflict("Lời mời đã hết hạn. Hãy xin người mời gửi lại.")
    return invitation


def account_of(invitation: Invitation) -> User | None:
    """The account that the invited address has already."""
    with acting_as(_HOST):
        return User.objects.filter(email__iexact=invitation.email).first()


def accept(token: str, password: str, *, now: datetime) -> User:
    """Accept: a new account with `password`, or the role for the account the address has. Two at once: one wins."""
    invitation = find(token, now=now)
    with acting_as(_HOST) as host:
        invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
        if invitation.accepted_at:
            raise Conflict("Lời mời này vừa được nhận. Hãy đăng nhập bằng tài khoản của bạn.")
        user = account_of(invitation) or make_user(invitation.email, invitation.full_name, password, now=now)
        _give(invitation, user, host, now)
        invitation.accepted_at, invitation.accepted_by = now, user.pk
        invitation.save(update_fields=["accepted_at", "accepted_by"])
        _record("role.accept", invitation, host, now, {"accepted_at": None}, {"accepted_at": now})
    return user


def _give(invitation: Invitation, user: User, host: Actor, now: datetime) -> None:
    held = Grant.objects.filter(
        user=user,
        role=invitation.role,
        programme_id=invitation.programme_id,
        agency_id=invitation.agency_id,
        ended_at=None,
    )
    if not held.exists():
        access.give(
            user.pk,
            Role(invitation.role),
            by=host,
            now=now,
            programme_id=invitation.programme_id,
            agency_id=invitation.agency_id,
        )


def make_user(email: str, full_name: str, password: str, *, now: datetime, is_demo: bool = False) -> User:
    """A new account. Raises DomainError with every reason why a password is too weak."""
    user = User(email=email.strip().lower(), full_name=full_name.strip(), joined_at=now, is_demo=is_demo)
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise DomainError(" ".join(error.messages), "password") from error
    user.set_password(password)
    user.save(force_insert=True)
    return user


def set_active(user: User, is_active: bool, *, by: Actor, now: datetime, reason: str = "") -> User:
    """Lock an account, which ends its sessions at once, or open it again."""
    by.require("account.manage")
    if user.pk == by.id:
        raise DomainError("Bạn không thể khóa tài khoản của chính mình. Hãy nhờ quản trị viên khác.")
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user.pk)
        if user.is_active == is_active:
            raise Conflict("Tài khoản này đã ở trạng thái đó. Hãy tải lại trang.")
        user.is_active = is_active
        user.save(update_fields=["is_active"])
        if not is_active:
            with acting_as(_HOST):
                for session in UserSession.objects.filter(user=user):
                    session.end()
        trail.record(
            "account.manage", user, by=by, now=now, before={"is_active": not is_active},
            after={"is_active": is_active}, reason=reason,
        )  # fmt: skip
    return user


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _record(
    action: str, invitation: Invitation, by: Actor, now: datetime, before: Snapshot, after: Snapshot
) -> None:
    trail.record(
        action, invitation, by=by, now=now, before=before, after=after,
        programme_id=invitation.programme_id, agency_id=invitation.agency_id,
    )  # fmt: skip
