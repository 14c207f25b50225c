"""Reads of accounts and of what is held and offered in a programme (requirement P2, P3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.db.models import BooleanField, CharField, Func, Q, QuerySet

from soat.access.actor import Actor
from soat.access.models import Grant
from soat.accounts.models import Invitation, User
from soat.common.errors import Missing
from soat.core.text import fold

_STATES = {"dung": True, "khoa": False}


def accounts(actor: Actor, words: str = "", state: str = "") -> QuerySet[User]:
    """Every account for an administrator, her own for others; with whether a second step is set."""
    found = User.objects.all() if actor.may("account.view") else User.objects.filter(pk=actor.id)
    for word in fold(words).split():
        found = found.filter(Q(folded__contains=word) | Q(email__icontains=word))
    if state in _STATES:
        found = found.filter(is_active=_STATES[state])
    second = Func("pk", function="soat_has_second_step", output_field=BooleanField())
    return found.annotate(has_second_step=second).prefetch_related("grants").order_by("sort_key", "id")


@dataclass(frozen=True, slots=True)
class Guards:
    """What guards an account, for its holder."""

    has_app: bool
    keys: int
    codes: int
    sessions: int
    is_linked: bool


def guards(user: User) -> Guards:
    """Second step, keys, unused recovery codes, open sessions and single sign-on of one's own account."""
    own = list(Authenticator.objects.filter(user=user))
    kinds = [each.type for each in own]
    return Guards(
        has_app="totp" in kinds,
        keys=kinds.count("webauthn"),
        codes=sum(len(each.wrap().get_unused_codes()) for each in own if each.type == "recovery_codes"),
        sessions=len(UserSession.objects.purge_and_list(user)),
        is_linked=SocialAccount.objects.filter(user=user).exists(),
    )


def holders(programme_id: UUID) -> QuerySet[Grant]:
    """Roles held now in a programme."""
    return (
        Grant.objects.filter(programme_id=programme_id, ended_at=None)
        .select_related("user")
        .order_by("role", "user__sort_key", "id")
    )


def waiting(programme_id: UUID | None, *, now: datetime, words: str = "") -> list[Invitation]:
    """Invitations not yet answered, with `has_expired`. Without a programme: those to standing roles. Names are
    folded here: few invitations wait at a time, and they carry no folded name."""
    return _waiting(Invitation.objects.filter(programme_id=programme_id), now, words)


def waiting_anywhere(*, now: datetime, words: str = "") -> list[Invitation]:
    """Invitations not yet answered that one may see, those of programmes with the `programme_name`."""
    name = Func("programme_id", function="soat_programme_name", output_field=CharField())
    return _waiting(Invitation.objects.annotate(programme_name=name), now, words)


def _waiting(found: QuerySet[Invitation], now: datetime, words: str) -> list[Invitation]:
    found = found.filter(accepted_at=None, revoked_at=None)
    wanted = fold(words).split()
    told = found.annotate(has_expired=Q(expires_at__lte=now)).order_by("created_at", "id")
    return [one for one in told if all(word in fold(f"{one.full_name} {one.email}") for word in wanted)]


def account_of(pk: UUID, actor: Actor) -> User:
    """The account if she may see it. Raises Missing."""
    user = accounts(actor).filter(pk=pk).first()
    if user is None:
        raise Missing
    return user


def invitation_of(pk: UUID, programme_id: UUID | None) -> Invitation:
    """An invitation of the programme, or to a standing role. Raises Missing."""
    invitation = Invitation.objects.filter(pk=pk, programme_id=programme_id).first()
    if invitation is None:
        raise Missing
    return invitation


def grant_of(pk: UUID, programme_id: UUID | None) -> Grant:
    """A role held in the programme, or a standing one. Raises Missing."""
    grant = Grant.objects.filter(pk=pk, programme_id=programme_id).first()
    if grant is None:
        raise Missing
    return grant
