"""Making and taking back a person's calendar feed (S9). The secret is answered once; the database keeps its hash."""

from __future__ import annotations

import secrets
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from soat.access.actor import Actor
from soat.schedules.models import Feed
from soat.trail import services as trail


def make(*, by: Actor, now: datetime) -> str:
    """A new secret address for herself; the former one is dead at once. Returns the secret."""
    by.require("account.edit", owner_id=by.id)
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        Feed.objects.filter(user_id=by.id).delete()
        feed = Feed(user_id=by.id, token_hash=hash_of(token), made_at=now)
        feed.save(force_insert=True)
        trail.record("account.edit", feed, by=by, now=now, after={"made_at": now})
    return token


def revoke(*, by: Actor, now: datetime) -> None:
    """Whoever knows the address sees nothing any more."""
    by.require("account.edit", owner_id=by.id)
    with transaction.atomic():
        for feed in Feed.objects.select_for_update().filter(user_id=by.id):
            trail.record("account.edit", feed, by=by, now=now, before={"made_at": feed.made_at})
            feed.delete()


def hash_of(token: str) -> str:
    return sha256(token.encode()).hexdigest()
