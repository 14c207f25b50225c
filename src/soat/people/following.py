"""Persons follow their accounts: a name or address changed there changes here (requirement P5).

Connected when the room is set up; accounts, the lower room, only says that something changed.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from soat.access.actor import Actor
from soat.accounts.models import User
from soat.accounts.signals import changed
from soat.people.services.persons import follow_account


def connect() -> None:
    changed.connect(_follow, dispatch_uid="soat.people.following")


def _follow(sender: type[User], user: User, former: str, by: Actor, now: datetime, **kwargs: Any) -> None:
    follow_account(user, former, by=by, now=now)
