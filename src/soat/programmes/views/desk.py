"""What the pages of a room inside a programme stand on: who acts, on which programme, the room's parts beside the page.

Called by the frames of the rooms `papers` and `teams`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from soat.access.actor import Actor
from soat.common.looks import Tab
from soat.programmes.models import Programme
from soat.programmes.views.frame import may_on, tabs

Part = tuple[str, str, str, str]  # key, label, view, action


@dataclass(frozen=True)
class Desk:
    """The acting person at one room of a programme."""

    actor: Actor
    programme: Programme

    def may(self, action: str) -> bool:
        return self.actor.may(action, programme_id=self.programme.pk, state=self.programme.state)

    def require(self, action: str) -> None:
        self.actor.require(action, programme_id=self.programme.pk, state=self.programme.state)

    def shared(self, room: str, parts: Sequence[Part], part: str) -> dict[str, Any]:
        """Programme, its tabs, and those parts of the room that she may open; none shown where it is only one."""
        shown = [
            Tab(label, reverse(view, args=[self.programme.pk]), key == part)
            for key, label, view, action in parts
            if may_on(self.actor, action, self.programme)
        ]
        return {
            "programme": self.programme,
            "tabs": tabs(self.actor, self.programme, room),
            "parts": shown if len(shown) > 1 else [],
        }
