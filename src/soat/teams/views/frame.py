"""What every page of the team shares: its programme, what the person may do, the pages beside it, states in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone

from soat.access.views import actor_of
from soat.common.errors import DomainError
from soat.common.looks import Badge
from soat.programmes.views import desk
from soat.programmes.views.frame import programme_for, require_on

NOMINATION_BADGES = {
    "proposed": Badge("Chờ xem", "info"),
    "accepted": Badge("Đã nhận", "good"),
    "declined": Badge("Đề nghị cử người khác", "warn"),
    "withdrawn": Badge("Cơ quan đã rút", "neutral"),
}
MEMBER_BADGES = {
    "listed": Badge("Chờ quyết định", "warn"),
    "serving": Badge("Đang tham gia", "good"),
    "suspended": Badge("Tạm dừng", "warn", "clock"),
    "ended": Badge("Đã thôi", "neutral"),
}

# part, label, view, action
_PARTS = (
    ("places", "Vị trí và đề nghị cử", "teams:team", "nomination.view"),
    ("members", "Danh sách Đoàn", "teams:members", "team.view"),
    ("competences", "Lĩnh vực", "teams:competences", "team.view"),
    ("interests", "Việc phải tránh", "teams:interests", "team.view"),
)


class Desk(desk.Desk):
    """The acting person at the team of a programme."""

    def context(self, part: str, **more: Any) -> dict[str, Any]:
        """What `teams/base_team.html` needs, and what the page adds."""
        return self.shared("team", _PARTS, part) | {"may_manage": self.may("team.manage"), **more}


def desk_for(request: HttpRequest, pk: UUID, action: str = "") -> Desk:
    """404 to who does not know the programme, 403 unless she may do `action` on some of its rows.

    A page of one record names no action: it is looked for first, so that who may not see it gets 404.
    """
    found = Desk(actor_of(request), programme_for(request, pk))
    if action:
        require_on(found.actor, action, found.programme)
    return found


def told(request: HttpRequest, done: str, write: Callable[..., object], *args: Any, **more: Any) -> None:
    """Run a step that has no form of its own, by the acting person, now; say that it was done, or why not."""
    try:
        write(*args, by=actor_of(request), now=timezone.now(), **more)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, done)
