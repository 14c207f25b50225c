"""Events of the trail (requirement A1). Rows are only ever added: a trigger refuses any change or deletion.

`payload` is the canonical JSON that was hashed; the other columns repeat parts of it for searching. Each chain
(one per programme, later one per inspection) counts its events without gap. No foreign keys, so that an event
outlives what it speaks of.
"""

from __future__ import annotations

from typing import Any

from django.db import models

from soat.common.models import BaseModel


class Event(BaseModel):
    """One change. `hash` = SHA-256 of `previous_hash`, a line feed and `payload`, filled in by the database."""

    chain = models.CharField(max_length=80)
    seq = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    actor_id = models.UUIDField()
    actor_name = models.CharField(max_length=200)
    action = models.CharField(max_length=80)
    subject_type = models.CharField(max_length=80)
    subject_id = models.UUIDField()
    subject_name = models.CharField(max_length=500)
    programme_id = models.UUIDField(null=True)
    agency_id = models.UUIDField(null=True)
    payload = models.TextField()
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["chain", "seq"], name="trail_event_chain_seq")]
        indexes = [
            models.Index(fields=["subject_id", "-at"], name="trail_event_subject"),
            models.Index(fields=["programme_id", "-at"], name="trail_event_programme"),
        ]

    def __str__(self) -> str:
        return f"{self.chain} #{self.seq} {self.action}"


class ChainHead(models.Model):
    """The last event of a chain; its row is locked while the next one is added."""

    chain = models.CharField(max_length=80, primary_key=True)
    seq = models.PositiveBigIntegerField()
    hash = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.chain} #{self.seq}"


Snapshot = dict[str, Any]
