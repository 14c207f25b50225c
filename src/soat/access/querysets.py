"""`visible_to` for every room: the rows an actor may see for an action, as the permission table says (P3).

Row-level security says the same again below it (P4); both are tested against each other.
"""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from soat.access.actor import Actor, Holding
from soat.access.permissions import ANY, PERMISSIONS, Permission

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
        if permission.scope == "own" and owner and actor.may(action, owner_id=actor.id):
            reach |= Q(**{owner: actor.id})
        if permission.scope in ("programme", "unit") and programme:
            states = Q() if ANY in permission.states else Q(**{f"{state}__in": permission.states})
            for held in _held(actor, permission):
                reach |= states & _rows_of(held, permission, programme, agency)
    return rows.filter(reach)


def _held(actor: Actor, permission: Permission) -> list[Holding]:
    return [held for held in actor.holdings if held.role in permission.roles and held.programme_id]


def _rows_of(held: Holding, permission: Permission, programme: str, agency: str | None) -> Q:
    """The rows a holding opens; without an agency's column they are the whole programme's, such as its outline."""
    where = Q(**{programme: held.programme_id})
    return where & Q(**{f"{agency}__in": held.agencies}) if permission.scope == "unit" and agency else where
