"""Invitations to hold a role (requirement P2).

The link of an invitation carries a secret that stands nowhere else; the database keeps its SHA-256. Called by the
pages of accounts and of a programme's people, by the page behind the link, and by single sign-on.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse

from soat.access import services as access
from soat.access.actor import Actor, acting_as, system
from soat.access.models import Grant
from soat.access.roles import STANDING_ROLES, UNIT_ROLES, Role
from soat.accounts.models import Invitation, MailState, User
from soat.accounts.services.users import make_user
from soat.common.errors import Conflict, DomainError, Missing, Refused
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
    email, full_name = email.strip(), full_name.strip()
    _check(email, full_name, role, programme_id, agency_id)
    token = secrets.token_urlsafe(32)
    invitation = Invitation(
        email=email, full_name=full_name, role=role, programme_id=programme_id, agency_id=agency_id,
        token_hash=digest(token), expires_at=now + VALID, created_at=now, created_by=by.id,
    )  # fmt: skip
    with transaction.atomic():
        _make_room(invitation, now)
        try:
            with transaction.atomic():
                invitation.save(force_insert=True)
        except IntegrityError as error:
            raise Conflict(
                "Người này đã được mời giữ vai trò đó và chưa trả lời. Hãy gửi lại lời mời đang chờ."
            ) from error
        _record("role.invite", invitation, by, now, {}, trail.snapshot(invitation, _SHOWN))
        return _send(invitation, token)


def _check(email: str, full_name: str, role: Role, programme_id: UUID | None, agency_id: UUID | None) -> None:
    try:
        validate_email(email)
    except ValidationError as error:
        raise DomainError("Hãy ghi đúng địa chỉ thư điện tử, ví dụ ten@coquan.gov.vn.", "email") from error
    if not full_name:
        raise DomainError("Hãy ghi họ và tên người được mời.", "full_name")
    if programme_id is None and role not in STANDING_ROLES:
        raise DomainError(f"Vai trò “{role.label}” chỉ có trong một chương trình.", "role")
    if programme_id is not None and role is Role.SYSADMIN:
        raise DomainError(
            f"Vai trò “{role.label}” không thuộc chương trình nào. Hãy chọn vai trò khác.", "role"
        )
    if agency_id is None and role in UNIT_ROLES:
        raise DomainError(f"Vai trò “{role.label}” gắn với một cơ quan. Hãy chọn cơ quan.", "agency")


def _make_room(invitation: Invitation, now: datetime) -> None:
    """The same invitation, expired without an answer, gives way; one that still works does not."""
    Invitation.objects.filter(
        email__iexact=invitation.email, role=invitation.role, programme_id=invitation.programme_id,
        agency_id=invitation.agency_id, accepted_at=None, revoked_at=None, expires_at__lte=now,
    ).update(revoked_at=now, revoked_by=invitation.created_by)  # fmt: skip


def _send(invitation: Invitation, token: str) -> Invited:
    link = settings.BASE_URL + reverse("portal:accept", args=[token])
    transaction.on_commit(lambda: _mail(invitation, link))
    return Invited(invitation, link)


def _mail(invitation: Invitation, link: str) -> None:
    """A mail that cannot be sent shows on the inviter's list; she has the link and hands it over herself."""
    text = render_to_string("accounts/invitation_mail.txt", {"invitation": invitation, "link": link})
    state = MailState.SENT
    try:
        send_mail("Lời mời tham gia chương trình kiểm tra trên Soát", text, None, [invitation.email])
    except OSError:
        _log.exception("invitation_mail_failed", invitation=str(invitation.pk))
        state = MailState.FAILED
    with acting_as(_HOST):
        Invitation.objects.filter(pk=invitation.pk).update(mail_state=state)


def resend(
    invitation: Invitation, *, by: Actor, now: datetime, programme_state: str | None = None
) -> Invited:
    """A new link, valid from now; the former one no longer works."""
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        invitation = _waiting(invitation, by, programme_state)
        before = trail.snapshot(invitation, ("expires_at",))
        invitation.token_hash, invitation.expires_at = digest(token), now + VALID
        invitation.mail_state = MailState.WAITING
        invitation.save(update_fields=["token_hash", "expires_at", "mail_state"])
        _record("role.invite", invitation, by, now, before, trail.snapshot(invitation, ("expires_at",)))
        return _send(invitation, token)


def revoke(
    invitation: Invitation, *, by: Actor, now: datetime, programme_state: str | None = None
) -> Invitation:
    """Take an invitation back before it is accepted."""
    with transaction.atomic():
        invitation = _waiting(invitation, by, programme_state)
        invitation.revoked_at, invitation.revoked_by = now, by.id
        invitation.save(update_fields=["revoked_at", "revoked_by"])
        _record("role.revoke", invitation, by, now, {"revoked_at": None}, {"revoked_at": now})
    return invitation


def _waiting(invitation: Invitation, by: Actor, programme_state: str | None) -> Invitation:
    by.require("role.give", programme_id=invitation.programme_id, state=programme_state)
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if invitation.accepted_at or invitation.revoked_at:
        raise Conflict("Lời mời này đã được nhận hoặc đã bị thu hồi. Hãy tải lại trang.")
    return invitation


def find(token: str, *, now: datetime) -> Invitation:
    """The invitation of a link. Raises Missing for an unknown one, Conflict for one that no longer works."""
    with acting_as(_HOST):
        return _usable(Invitation.objects.filter(token_hash=digest(token)).first(), now)


def _usable(invitation: Invitation | None, now: datetime) -> Invitation:
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
    """A new account with `password` and the role. Two at once: one wins, the other is told so."""
    with acting_as(_HOST) as host:
        invitation = _locked(token, now)
        if account_of(invitation):
            raise Conflict("Địa chỉ này đã có tài khoản. Hãy đăng nhập rồi mở lại đường dẫn lời mời.")
        user = make_user(invitation.email, invitation.full_name, password, now=now)
        _take(invitation, user, host, now)
    return user


def join(token: str, *, by: Actor, now: datetime) -> User:
    """The role for the account that the invited address has; its holder must be signed in."""
    with acting_as(_HOST) as host:
        invitation = _locked(token, now)
        user = account_of(invitation)
        if user is None or user.pk != by.id:
            raise Refused("Lời mời này dành cho người khác. Hãy đăng xuất, rồi mở lại đường dẫn.")
        _take(invitation, user, host, now)
    return user


def welcome(email: str, *, now: datetime) -> User | None:
    """The account of an address that single sign-on vouches for: known, or made now from what waits for it."""
    with acting_as(_HOST) as host:
        user = User.objects.filter(email__iexact=email).first()
        if user:
            return user
        waiting = list(
            Invitation.objects.select_for_update()
            .filter(email__iexact=email, accepted_at=None, revoked_at=None, expires_at__gt=now)
            .order_by("created_at", "id")
        )
        if not waiting:
            return None
        user = make_user(waiting[0].email, waiting[0].full_name, None, now=now)
        for invitation in waiting:
            _take(invitation, user, host, now)
    return user


def _locked(token: str, now: datetime) -> Invitation:
    return _usable(Invitation.objects.select_for_update().filter(token_hash=digest(token)).first(), now)


def _take(invitation: Invitation, user: User, host: Actor, now: datetime) -> None:
    """The role is given, once, and the invitation is used up."""
    programme_id, agency_id = invitation.programme_id, invitation.agency_id
    held = Grant.objects.filter(
        user=user, role=invitation.role, programme_id=programme_id, agency_id=agency_id, ended_at=None
    )
    if not held.exists():
        role = Role(invitation.role)
        access.give(user.pk, role, by=host, now=now, programme_id=programme_id, agency_id=agency_id)
    invitation.accepted_at, invitation.accepted_by = now, user.pk
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    _record("role.accept", invitation, host, now, {"accepted_at": None}, {"accepted_at": now})


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _record(
    action: str, invitation: Invitation, by: Actor, now: datetime, before: Snapshot, after: Snapshot
) -> None:
    trail.record(
        action, invitation, by=by, now=now, before=before, after=after,
        programme_id=invitation.programme_id, agency_id=invitation.agency_id,
    )  # fmt: skip
