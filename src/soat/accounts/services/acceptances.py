"""Acceptances of invitations (requirement P2): the person behind the link gets her account and her role.

Called by the page behind the link and by single sign-on, both before anybody is signed in.
"""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext

from soat.access import services as access
from soat.access.actor import Actor, acting_as, system
from soat.access.models import Grant
from soat.access.roles import Role
from soat.accounts.models import Invitation, User
from soat.accounts.services.invitations import digest, note
from soat.accounts.services.users import make_user
from soat.common.errors import Conflict, Missing, Refused

_HOST = system("nhận lời mời")


def find(token: str, *, now: datetime) -> Invitation:
    """The invitation of a link. Raises Missing for an unknown one, Conflict for one that no longer works."""
    with acting_as(_HOST):
        return _usable(Invitation.objects.filter(link__token_hash=digest(token)).first(), now)


def _usable(invitation: Invitation | None, now: datetime) -> Invitation:
    if invitation is None:
        raise Missing(gettext("Đường dẫn lời mời không đúng hoặc đã được thay. Hãy xin người mời gửi lại."))
    if invitation.accepted_at:
        raise Conflict(gettext("Lời mời này đã được nhận. Hãy đăng nhập bằng tài khoản của bạn."))
    if invitation.revoked_at:
        raise Conflict(gettext("Lời mời này đã bị thu hồi. Hãy liên hệ người mời."))
    if invitation.expires_at <= now:
        raise Conflict(gettext("Lời mời đã hết hạn. Hãy xin người mời gửi lại."))
    if not _is_open(invitation):
        raise Conflict(
            gettext(
                "Chương trình của lời mời này đã kết thúc hoặc đã bị bỏ, nên lời mời không còn dùng được. "
                "Hãy liên hệ người mời nếu bạn cần xem chương trình."
            )
        )
    return invitation


def _is_open(invitation: Invitation) -> bool:
    """Whether the programme it names still takes people; held so until the transaction ends."""
    programme_id = invitation.programme_id
    return programme_id is None or access.takes_roles(access.state_of(programme_id))


def account_of(invitation: Invitation) -> User | None:
    """The account that the invited address has already."""
    with acting_as(_HOST):
        return User.objects.filter(email__iexact=invitation.email).first()


def accept(token: str, password: str, *, now: datetime) -> User:
    """A new account with `password` and the role. Two at once: one wins, the other is told so."""
    with acting_as(_HOST) as host:
        invitation = _locked(token, now)
        if account_of(invitation):
            raise Conflict(
                gettext("Địa chỉ này đã có tài khoản. Hãy đăng nhập rồi mở lại đường dẫn lời mời.")
            )
        user = make_user(invitation.email, invitation.full_name, password, by=host, now=now)
        _take(invitation, user, host, now)
    return user


def join(token: str, *, by: Actor, now: datetime) -> User:
    """The role for the account that the invited address has; its holder must be signed in."""
    with acting_as(_HOST) as host:
        invitation = _locked(token, now)
        user = account_of(invitation)
        if user is None or user.pk != by.id:
            raise Refused(gettext("Lời mời này dành cho người khác. Hãy đăng xuất, rồi mở lại đường dẫn."))
        _take(invitation, user, host, now)
    return user


def welcome(email: str, *, now: datetime) -> User | None:
    """The account of an address that single sign-on vouches for: known, or made now from what waits for it."""
    with acting_as(_HOST) as host:
        user = User.objects.filter(email__iexact=email).first()
        if user:
            return user
        held = (
            Invitation.objects.select_for_update()
            .filter(email__iexact=email, accepted_at=None, revoked_at=None, expires_at__gt=now)
            .order_by("created_at", "id")
        )
        waiting = [invitation for invitation in held if _is_open(invitation)]
        if not waiting:
            return None
        user = make_user(waiting[0].email, waiting[0].full_name, None, by=host, now=now)
        for invitation in waiting:
            _take(invitation, user, host, now)
    return user


def _locked(token: str, now: datetime) -> Invitation:
    """The invitation, locked, if its link is still that one: who sent a new link meanwhile wins."""
    held = Invitation.objects.select_related("link").select_for_update(of=("self", "link"))
    return _usable(held.filter(link__token_hash=digest(token)).first(), now)


def _take(invitation: Invitation, user: User, host: Actor, now: datetime) -> None:
    """The role is given, once, and the invitation is used up; not by who sent it."""
    access.refuse_self(invitation.created_by, user.pk)
    programme_id, agency_id = invitation.programme_id, invitation.agency_id
    held = Grant.objects.filter(
        user=user, role=invitation.role, programme_id=programme_id, agency_id=agency_id, ended_at=None
    )
    if not held.exists():
        role = Role(invitation.role)
        access.give(user.pk, role, by=host, now=now, programme_id=programme_id, agency_id=agency_id)
    invitation.accepted_at, invitation.accepted_by = now, user.pk
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    note("role.accept", invitation, host, now, {"accepted_at": None}, {"accepted_at": now})
