"""A person's calendar feed for her phone: a secret address, kept as its hash, that she can take back (S9)."""

from __future__ import annotations

from django.db import models

from soat.common.models import BaseModel


class Feed(BaseModel):
    """`token_hash`: SHA-256 of the secret in the address; the secret itself is shown once and not kept."""

    user_id = models.UUIDField(unique=True)
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return "Địa chỉ lịch cá nhân"
