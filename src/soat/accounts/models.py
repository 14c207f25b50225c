"""Users and invitations (requirement P2). An account comes into being only by an accepted invitation, by single
sign-on of an invited address, or by the demonstration data.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.db.models.functions import Lower

from soat.access.roles import Role
from soat.common.ids import new_id
from soat.common.models import BaseModel, pair
from soat.core.text import fold, normalise, person_sort_key, sort_text


class User(AbstractBaseUser):
    """A person who can sign in, named by e-mail address. What she may do stands in `access.Grant`."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(max_length=254)
    full_name = models.CharField(max_length=150)
    sort_key = models.CharField(max_length=700, db_collation="C", default="", editable=False)
    folded = models.CharField(max_length=150, default="", editable=False)
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    joined_at = models.DateTimeField()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="accounts_user_email_once")]

    def __str__(self) -> str:
        return self.full_name or self.email

    def get_full_name(self) -> str:
        return self.full_name or self.email

    def call(self, full_name: str) -> None:
        """Set the name together with its place in the alphabet and the form it is searched by (P5)."""
        self.full_name = " ".join(normalise(full_name).split())
        self.sort_key = sort_text(*person_sort_key(self.full_name))
        self.folded = fold(self.full_name)[:150]


class MailState(models.TextChoices):
    WAITING = "waiting", "Thư đang được gửi"
    SENT = "sent", "Đã gửi thư"
    FAILED = "failed", "Không gửi được thư"
    BY_HAND = "by_hand", "Chờ chuyển đường dẫn"


class Invitation(BaseModel):
    """An invitation by e-mail link to hold a role. The link carries a secret; only its SHA-256 stands here."""

    email = models.EmailField(max_length=254)
    full_name = models.CharField(max_length=150)
    role = models.CharField(max_length=20, choices=[c for c in Role.choices if c[0] != Role.PERSON])
    programme_id = models.UUIDField(null=True)
    agency_id = models.UUIDField(null=True)
    token_hash = models.CharField(max_length=64, unique=True)
    mail_state = models.CharField(max_length=8, choices=MailState.choices, default=MailState.WAITING)
    expires_at = models.DateTimeField()
    created_at = models.DateTimeField()
    created_by = models.UUIDField()
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.UUIDField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            pair("accounts_invitation", "accepted"),
            pair("accounts_invitation", "revoked"),
            models.UniqueConstraint(
                Lower("email"),
                "role",
                "programme_id",
                "agency_id",
                condition=models.Q(accepted_at__isnull=True, revoked_at__isnull=True),
                nulls_distinct=False,
                name="accounts_invitation_waits_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.full_name} <{self.email}>"
