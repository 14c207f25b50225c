"""Reads a person's notices for the bell and the page (requirement A2)."""

from __future__ import annotations

from django.db.models import QuerySet

from soat.access.actor import Actor
from soat.inbox.models import Message


def unread(actor: Actor) -> int:
    """For the bell of every page: one query on an index of the unread."""
    return Message.objects.visible_to(actor).filter(read_at=None).count()


def listed(actor: Actor, *, only_unread: bool) -> QuerySet[Message]:
    """The latest first."""
    found = Message.objects.visible_to(actor)
    return found.filter(read_at=None) if only_unread else found
