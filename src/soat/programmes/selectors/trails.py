"""Where the trail of a row is read (requirement A1). For the pages of duties and of the outline's nodes."""

from __future__ import annotations

from uuid import UUID

from soat.access.actor import Actor
from soat.programmes.models import Sourced
from soat.trail.models import Event


def trail_of(row: Sourced, actor: Actor) -> UUID | None:
    """The record to follow: the row; of one that nobody touched since its import, the programme that was imported.

    None where she may read neither.
    """
    if Event.objects.filter(subject_id=row.pk).exists():
        return row.pk
    programme: UUID = row.programme.pk
    return programme if actor.may("trail.view", programme_id=programme) else None
