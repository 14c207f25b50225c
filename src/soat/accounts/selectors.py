"""Reads of accounts and of what is held and offered in a programme (requirement P2, P3)."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from soat.access.actor import Actor
from soat.access.models import Grant
from soat.accounts.models import Invitation, User


def accounts(actor: Actor, words: str = "") -> QuerySet[User]:
    """Every account for an administrator, her own for others; with whether a second step is set."""
    from allauth.mfa.models import Authenticator

    found = User.objects.all() if actor.may("account.view") else User.objects.filter(pk=actor.id)
    if words:
        found = found.filter(Q(full_name__icontains=words) | Q(email__icontains=words))
    second = Authenticator.objects.filter(user=OuterRef("pk")).exclude(type="recovery_codes")
    return (
        found.annotate(has_second_step=Exists(second)).prefetch_related("grants").order_by("full_name", "id")
    )


def holders(programme_id: UUID) -> QuerySet[Grant]:
    """Roles held now in a programme."""
    return (
        Grant.objects.filter(programme_id=programme_id, ended_at=None)
        .select_related("user")
        .order_by("role", "user__full_name", "id")
    )


def waiting(programme_id: UUID | None) -> QuerySet[Invitation]:
    """Invitations not yet answered, expired ones too: they can be resent. Without a programme: to standing roles."""
    return Invitation.objects.filter(programme_id=programme_id, accepted_at=None, revoked_at=None).order_by(
        "full_name", "id"
    )
