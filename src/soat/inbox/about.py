"""What notices can be about: how each kind of record is seen and where it is opened (requirement A2).

Rooms above say it here when the program starts, so that this room need not know them. A record that its reader may
not see (any more) gives neither words nor a link: asked at the telling, and again at every reading and mailing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from uuid import UUID

from django.apps import apps

from soat.access.actor import Actor
from soat.inbox.models import Message

PAGES: dict[str, Callable[[Message], str]] = {}


def opened_at(label: str, address: Callable[[Message], str]) -> None:
    """Records of `label` ("room.model", whose manager has `visible_to`) are opened at this address."""
    PAGES[label] = address


def may_see(actor: Actor, label: str, ids: Iterable[UUID]) -> set[UUID]:
    """Those of the records that she may see; one query."""
    rows = apps.get_model(label)._default_manager.all()
    seen: set[UUID] = set(rows.visible_to(actor).filter(pk__in=list(ids)).values_list("pk", flat=True))
    return seen


def open_ones(actor: Actor, messages: Iterable[Message]) -> set[UUID]:
    """Which of the notices she may read now: one query for each kind of record."""
    subjects = defaultdict(set)
    messages = list(messages)
    for one in messages:
        subjects[one.subject_type].add(one.subject_id)
    seen = {label: may_see(actor, label, ids) for label, ids in subjects.items()}
    return {one.pk for one in messages if one.subject_id in seen[one.subject_type]}
