"""Invitations to hold a role (requirement P2).

The link of an invitation carries a secret made from the program's key; the database keeps its SHA-256. Called by the
pages of accounts and of a programme's people; what the invited person does with it stands in `acceptances`.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext

from soat.access import services as access
from soat.access.actor import Actor, acting_as, system
from soat.access.roles import Role
from soat.access.rules import check_role
from soat.accounts import jobs
from soat.accounts.models import Invitation, Link, MailState, User
from soat.accounts.tokens import invitation_token
from soat.common.errors import Conflict, DomainError
from soat.common.jobs import later
from soat.trail import services as trail
from soat.trail.models import Snapshot

VALID = timedelta(days=7)
_POST = system("gửi thư mời")
_CLOCK = system("lời mời hết hạn")
_SHOWN = ("email", "full_name", "role", "programme_id", "agency_id", "expires_at")


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
    agency_id: UUID | None = None,
) -> Invited:
    """Invite an address to hold a role; with a mail server set, the link goes out by the queue."""
    email, full_name = email.strip(), full_name.strip()
    invitation = Invitation(
        email=email, full_name=full_name, role=role, programme_id=programme_id, agency_id=agency_id,
        expires_at=now + VALID, created_at=now, created_by=by.id,
        mail_state=_first_state(),
    )  # fmt: skip
    with transaction.atomic():
        by.require("role.give", programme_id=programme_id, state=access.state_of(programme_id))
        _check(email, full_name, role, programme_id, agency_id)
        _refuse_own(email, by)
        _make_room(invitation, now)
        try:
            with transaction.atomic():
                invitation.save(force_insert=True)
        except IntegrityError as error:
            raise Conflict(
                gettext("Người này đã được mời giữ vai trò đó và chưa trả lời. Hãy gửi lại lời mời đang chờ.")
            ) from error
        note("role.invite", invitation, by, now, {}, trail.snapshot(invitation, _SHOWN))
        return _send(invitation)


def _check(email: str, full_name: str, role: Role, programme_id: UUID | None, agency_id: UUID | None) -> None:
    try:
        validate_email(email)
    except ValidationError as error:
        raise DomainError(
            gettext("Hãy ghi đúng địa chỉ thư điện tử, ví dụ ten@coquan.example."), "email"
        ) from error
    if not full_name:
        raise DomainError(gettext("Hãy ghi họ và tên người được mời."), "full_name")
    check_role(role, programme_id, agency_id)


def _refuse_own(email: str, by: Actor) -> None:
    """Nobody invites the address of her own account."""
    if User.objects.filter(pk=by.id, email__iexact=email).exists():
        access.refuse_self(by.id, by.id)


def _make_room(invitation: Invitation, now: datetime) -> None:
    """The same invitation, expired without an answer, gives way; one that still works does not."""
    expired = Invitation.objects.select_for_update().filter(
        email__iexact=invitation.email, role=invitation.role, programme_id=invitation.programme_id,
        agency_id=invitation.agency_id, accepted_at=None, revoked_at=None, expires_at__lte=now,
    )  # fmt: skip
    with acting_as(_CLOCK):
        for former in expired:
            _take_back(former, _CLOCK, now)


def _send(invitation: Invitation) -> Invited:
    token = invitation_token(invitation)
    with acting_as(_POST):
        Link.objects.update_or_create(invitation=invitation, defaults={"token_hash": digest(token)})
    link = settings.BASE_URL + reverse("portal:accept", args=[token])
    if invitation.mail_state != MailState.BY_HAND:
        later(jobs.send_invitation, invitation_id=str(invitation.pk))
    return Invited(invitation, link)


def _first_state() -> MailState:
    """Without a mail server nobody is told that a mail is on its way: the inviter hands the link over."""
    return MailState.WAITING if settings.EMAIL_HOST else MailState.BY_HAND


def resend(invitation: Invitation, *, by: Actor, now: datetime) -> Invited:
    """A new link, valid from now; the former one no longer works."""
    with transaction.atomic():
        invitation = _waiting(invitation, by)
        before = trail.snapshot(invitation, ("expires_at",))
        invitation.expires_at, invitation.mail_state = now + VALID, _first_state()
        invitation.save(update_fields=["expires_at", "mail_state"])
        note("role.invite", invitation, by, now, before, trail.snapshot(invitation, ("expires_at",)))
        return _send(invitation)


def revoke(invitation: Invitation, *, by: Actor, now: datetime) -> Invitation:
    """Take an invitation back before it is accepted."""
    with transaction.atomic():
        invitation = _waiting(invitation, by)
        _take_back(invitation, by, now)
    return invitation


def _take_back(invitation: Invitation, by: Actor, now: datetime) -> None:
    invitation.revoked_at, invitation.revoked_by = now, by.id
    invitation.save(update_fields=["revoked_at", "revoked_by"])
    note("role.revoke", invitation, by, now, {"revoked_at": None}, {"revoked_at": now})


def _waiting(invitation: Invitation, by: Actor) -> Invitation:
    state = access.state_of(invitation.programme_id)
    by.require("role.give", programme_id=invitation.programme_id, state=state)
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if invitation.accepted_at or invitation.revoked_at:
        raise Conflict(gettext("Lời mời này đã được nhận hoặc đã bị thu hồi. Hãy tải lại trang."))
    return invitation


def digest(token: str) -> str:
    """What the database keeps of a link's secret."""
    return hashlib.sha256(token.encode()).hexdigest()


def note(
    action: str, invitation: Invitation, by: Actor, now: datetime, before: Snapshot, after: Snapshot
) -> None:
    """The trail keeps what happened to an invitation, in its programme and agency."""
    trail.record(
        action, invitation, by=by, now=now, before=before, after=after,
        programme_id=invitation.programme_id, agency_id=invitation.agency_id,
    )  # fmt: skip
