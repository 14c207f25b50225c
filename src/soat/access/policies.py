"""Row-level security (requirement P4): builds the policies of a table from actions of the permission table.

Called by migrations. The functions `soat_may`, `soat_programmes` and `soat_units` come with the first migration of
this room; each is evaluated once a query. The system actor sees and writes everything; nobody else more than said.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db.migrations.operations import RunSQL

from soat.access.permissions import ACTIONS

SYSTEM = "(SELECT soat_kind()) = 'system'"
SIGN_IN = "(SELECT soat_kind()) IN ('system', 'auth')"


def clauses(
    actions: Sequence[str],
    *,
    programme: str | None = "programme_id",
    agency: str | None = None,
    owner: str | None = None,
) -> str:
    """The condition under which a row is open to any of `actions`: columns that hold programme, agency and owner."""
    parts: list[str] = []
    for action in actions:
        if action not in ACTIONS:
            raise KeyError(action)
        parts.append(f"(SELECT soat_may('{action}'))")
        if programme:
            parts.append(f"{programme} IN (SELECT soat_programmes('{action}'))")
        if programme and agency:
            parts.append(
                f"({programme}, {agency}) IN (SELECT u.programme_id, u.agency_id FROM soat_units('{action}') u)"
            )
        elif programme:  # a row of the whole programme is also open to the units the action names
            parts.append(f"{programme} IN (SELECT u.programme_id FROM soat_units('{action}') u)")
        if owner:
            parts.append(f"({owner} = (SELECT soat_user()) AND (SELECT soat_may_own('{action}')))")
    return " OR ".join(parts)


def protect(
    table: str,
    *,
    view: Sequence[str],
    write: Sequence[str] = (),
    programme: str | None = "programme_id",
    agency: str | None = None,
    owner: str | None = None,
    extra_view: str = "false",
) -> RunSQL:
    """Protect `table`: rows readable by `view` actions, writable by `write` actions, on the columns named.

    `extra_view` is one more SQL condition for reading, for tables whose rows hang on another table's.
    """
    read = f"{clauses(view, programme=programme, agency=agency, owner=owner)} OR {extra_view}"
    change = clauses(write, programme=programme, agency=agency, owner=owner) or "false"
    return raw(table, view=read, write=change)


def raw(table: str, *, view: str, write: str, insert: str | None = None) -> RunSQL:
    """Protect `table` by conditions written out; for tables with a rule of their own."""
    steps = [f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"]
    steps.append(f"CREATE POLICY {table}_view ON {table} FOR SELECT TO soat_app USING ({SYSTEM} OR {view})")
    steps.append(
        f"CREATE POLICY {table}_insert ON {table} FOR INSERT TO soat_app WITH CHECK ({SYSTEM} OR {insert or write})"
    )
    steps.append(
        f"CREATE POLICY {table}_update ON {table} FOR UPDATE TO soat_app "
        f"USING ({SYSTEM} OR {write}) WITH CHECK ({SYSTEM} OR {write})"
    )
    steps.append(
        f"CREATE POLICY {table}_delete ON {table} FOR DELETE TO soat_app USING ({SYSTEM} OR {write})"
    )
    undo = [f"DROP POLICY {table}_{name} ON {table}" for name in ("view", "insert", "update", "delete")]
    undo.append(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
    return RunSQL(";\n".join(steps), ";\n".join(undo))
