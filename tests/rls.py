"""What the tests of row-level security share: how a table's rows hang on the permission table, and reading them raw.

Used by `test_rls` (reading) and `test_rls_writes`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connection
from tests.cast import Cast

from soat.access.actor import Actor, acting_as

Row = dict[str, Any]


@dataclass(frozen=True)
class Rule:
    """The action that opens a table's rows, and the columns it needs.

    `narrow`: rows that have this value in this column need one action more.
    """

    action: str
    programme: str | None = "programme_id"
    agency: str | None = None
    owner: str | None = None
    narrow: tuple[str, str, str] | None = None


def rows(table: str, actor: Actor) -> list[Row]:
    with acting_as(actor), connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table}")
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def ids(table: str, actor: Actor) -> set[Any]:
    return {row["id"] for row in rows(table, actor)}


def states(cast: Cast) -> dict[Any, str]:
    return {programme.pk: programme.state for programme in (cast.ours, cast.theirs, cast.draft)}


def allowed(rule: Rule, row: Row, actor: Actor, state: dict[Any, str]) -> bool:
    """What `Actor.may` says of the row; a table without an agency's column is open to a unit as a whole."""
    if rule.narrow and row[rule.narrow[0]] == rule.narrow[1]:
        more = Rule(rule.narrow[2], rule.programme, rule.agency, rule.owner)
        return allowed(more, row, actor, state) and allowed(
            Rule(rule.action, rule.programme, rule.agency, rule.owner), row, actor, state
        )
    programme = row[rule.programme] if rule.programme else None
    agencies = [row[rule.agency]] if rule.agency else [None, *(held.agency_id for held in actor.holdings)]
    return any(
        actor.may(
            rule.action,
            programme_id=programme,
            state=state.get(programme),
            agency_id=agency,
            owner_id=row[rule.owner] if rule.owner else None,
        )
        for agency in agencies
    )
