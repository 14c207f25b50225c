"""`visible_to` for every room: the rows an actor may see for an action, as the permission table says (P3).

Row-level security says the same again below it (P4); both are tested against each other.
"""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from soat.access.actor import Actor
from soat.access.permissions import ANY, PERMISSIONS

M = TypeVar("M", bound=Model)


def visible(
    rows: QuerySet[M],
    actor: Actor,
    action: str,
    *,
    programme: str = "programme_id",
    state: str = "programme__state",
    agency: str | None = None,
    owner: str | None = None,
) -> QuerySet[M]:
    """Rows on which `actor` may do `action`. The keywords are field paths of programme, its state, agency, owner.

    A table of no programme passes `programme=""`; one whose rows are the whole programme's passes no agency.
    """
    if actor.kind == "system" or actor.may(action):
        return rows
    reach = Q(pk__in=[])
    for permission in (p for p in PERMISSIONS if p.action == action):
        states = Q() if ANY in permission.states else Q(**{f"{state}__in": permission.states})
        if permission.scope == "own" and owner and actor.may(action, owner_id=actor.id):
            reach |= Q(**{owner: actor.id})
        if permission.scope in ("everywhere", "own") or not programme:
            continue
        for held in actor.holdings:
            if held.role not in permission.roles or held.programme_id is None:
                continue
            where = states & Q(**{programme: held.programme_id})
            if permission.scope == "programme":
                reach |= where
            elif agency:
                reach |= where & Q(**{f"{agency}__in": held.agencies})
            else:  # a row of the whole programme, such as the programme itself or its outline
                reach |= where
    return rows.filter(reach)
