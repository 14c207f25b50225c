"""Users and invitations (requirement P2). An account comes into being only by an accepted invitation, by single
sign-on of an invited address, or by the demonstration data.

The hash of a password and that of an invitation's link stand in tables of their own, `Secret` and `Link`, which
row-level security opens to sign-in only (requirement P4): whoever may see the person does not see them.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models, transaction
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy

from soat.access.roles import Role
from soat.common.choices import Choices
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
    language = models.CharField(max_length=2, default="", editable=False)  # "": not chosen

    _hash: str | None = None
    _is_hash_new = False

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="accounts_user_email_once")]

    def __str__(self) -> str:
        return self.full_name or self.email

    @property
    def password(self) -> str:
        """The hash, asked for when needed; only sign-in gets it. Raises Secret.DoesNotExist for anybody else."""
        if self._hash is None:
            self._hash = Secret.objects.get(user_id=self.pk).password
        return self._hash

    @password.setter
    def password(self, hashed: str) -> None:
        self._hash, self._is_hash_new = hashed, True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keeps a new hash in its own table; `update_fields` may name `password` as if it were a column here."""
        named = kwargs.get("update_fields")
        is_due = self._is_hash_new and (named is None or "password" in named)
        if named is not None:
            kwargs["update_fields"] = [name for name in named if name != "password"]
        with transaction.atomic():
            super().save(*args, **kwargs)
            if is_due:
                Secret.objects.bulk_create(
                    [Secret(user=self, password=self.password)],
                    update_conflicts=True,
                    unique_fields=["user"],
                    update_fields=["password"],
                )
                self._is_hash_new = False

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        super().refresh_from_db(*args, **kwargs)
        self._hash, self._is_hash_new = None, False

    def get_full_name(self) -> str:
        return self.full_name or self.email

    def call(self, full_name: str) -> None:
        """Set the name together with its place in the alphabet and the form it is searched by (P5)."""
        self.full_name = " ".join(normalise(full_name).split())
        self.sort_key = sort_text(*person_sort_key(self.full_name))
        self.folded = fold(self.full_name)[:150]


class Secret(BaseModel):
    """The hash of an account's password."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="secret")
    password = models.CharField(max_length=128)

    def __str__(self) -> str:
        return str(self.user_id)


class MailState(Choices):
    WAITING = "waiting", gettext_lazy("Thư đang được gửi")
    SENT = "sent", gettext_lazy("Đã gửi thư")
    FAILED = "failed", gettext_lazy("Không gửi được thư")
    BY_HAND = "by_hand", gettext_lazy("Chờ chuyển đường dẫn")


class Invitation(BaseModel):
    """An invitation by e-mail link to hold a role."""

    email = models.EmailField(max_length=254)
    full_name = models.CharField(max_length=150)
    role = models.CharField(max_length=20, choices=[c for c in Role.choices if c[0] != Role.PERSON])
    programme_id = models.UUIDField(null=True)
    agency_id = models.UUIDField(null=True)
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


class Link(BaseModel):
    """The SHA-256 of the secret in an invitation's link."""

    invitation = models.OneToOneField(Invitation, on_delete=models.CASCADE, related_name="link")
    token_hash = models.CharField(max_length=64, unique=True)

    def __str__(self) -> str:
        return str(self.invitation_id)
