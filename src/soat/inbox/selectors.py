"""Reads a person's notices for the bell and the page (requirement A2)."""

from __future__ import annotations

from django.db.models import QuerySet

from soat.access.actor import Actor
from soat.inbox.kinds import KINDS, Kind, Way
from soat.inbox.models import Choice, Message


def unread(actor: Actor) -> int:
    """For the bell of every page: one query on an index of the unread."""
    return Message.objects.visible_to(actor).filter(read_at=None).count()


def listed(actor: Actor, *, only_unread: bool) -> QuerySet[Message]:
    """The latest first."""
    found = Message.objects.visible_to(actor)
    return found.filter(read_at=None) if only_unread else found


def choices(actor: Actor) -> list[tuple[Kind, Way]]:
    """The kinds that may reach her, each with the way she is told of it now."""
    chosen = dict(Choice.objects.filter(user=actor.id).values_list("kind", "way"))
    mine = [kind for kind in KINDS.values() if not kind.needs or actor.programmes(kind.needs)]
    return [(kind, Way(chosen.get(kind.name, kind.way))) for kind in mine]
