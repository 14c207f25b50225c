"""Surprise inspections for those who decide on them (S7). Nobody else reaches these reads (`views.frame`)."""

from __future__ import annotations

from soat.access.actor import Actor
from soat.programmes.models import Programme
from soat.schedules.models import Visit
from soat.schedules.selectors.visits import visits


def surprises(programme: Programme, actor: Actor) -> list[Visit]:
    """All of the programme, those that wait for a decision first."""
    order = {"proposed": 0, "approved": 1, "opened": 2, "cancelled": 3}
    rows = visits(programme, actor).filter(kind="surprise").order_by("-made_at", "id")
    return sorted(rows, key=lambda one: order[one.state])
