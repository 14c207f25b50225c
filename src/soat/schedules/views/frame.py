"""What the pages of the schedules room share: programme, parts of the room, words of a visit's state.

Surprise visits must not exist for who does not decide on them: no tab, no choice, no count, 404 (S7).
"""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from soat.access.actor import Actor
from soat.common.errors import Missing
from soat.common.looks import Badge, Tab
from soat.programmes.models import Programme
from soat.programmes.views.frame import may_on, tabs
from soat.schedules.models import Visit

STATE_BADGES = {
    "proposed": Badge("Đề xuất", "warn"),
    "approved": Badge("Đã duyệt, chưa mở", "info"),
    "planned": Badge("Dự kiến", "neutral"),
    "notified": Badge("Đã thông báo", "info"),
    "opened": Badge("Đang kiểm tra", "good"),
    "cancelled": Badge("Đã hủy", "neutral", "ban"),
}


def state_badge(visit: Visit) -> Badge:
    return STATE_BADGES[visit.state]


def may(actor: Actor, action: str, programme: Programme) -> bool:
    """Whether she may do `action` on the whole programme."""
    return actor.may(action, programme_id=programme.pk, state=programme.state)


def require(actor: Actor, action: str, programme: Programme) -> None:
    """Raise Refused unless she may do `action` on the whole programme."""
    actor.require(action, programme_id=programme.pk, state=programme.state)


def require_secret(actor: Actor, programme: Programme) -> None:
    """The pages of surprises are not there for who does not decide on them."""
    if not may(actor, "surprise.view", programme):
        raise Missing


def shared(actor: Actor, programme: Programme, part: str) -> dict[str, Any]:
    """Context of every page: programme, its tabs, the parts of this room."""
    return {
        "programme": programme,
        "tabs": tabs(actor, programme, _tab(actor, programme)),
        "parts": _parts(actor, programme, part),
        "may_plan": may(actor, "schedule.plan", programme),
    }


def _tab(actor: Actor, programme: Programme) -> str:
    """The programme's part that holds this room for her."""
    if may_on(actor, "visit.view", programme):
        return "schedule"
    return "announced" if may_on(actor, "schedule.public", programme) else "themes"


# part, label, action that opens it
_PARTS = (
    ("calendar", "Lịch", "visit.view"),
    ("announced", "Lịch đã công bố", "schedule.public"),
    ("visits", "Danh sách", "schedule.view"),
    ("runs", "Xếp tự động", "schedule.runs"),
    ("merges", "Ghép cuộc, mức chịu tải", "schedule.view"),
    ("themes", "Chuyên đề", "theme.view"),
    ("absences", "Ngày vắng", "schedule.view"),
    ("blackouts", "Ngày không tiếp Đoàn", "blackout.view"),
    ("vehicles", "Xe", "schedule.view"),
    ("draws", "Bốc thăm", "draw.view"),
    ("surprises", "Đột xuất", "surprise.view"),
)


def _parts(actor: Actor, programme: Programme, part: str) -> list[Tab]:
    shown = [
        Tab(label, reverse(f"schedules:{name}", args=[programme.pk]), name == part)
        for name, label, action in _PARTS
        if may_on(actor, action, programme)
    ]
    return shown if len(shown) > 1 else []
