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
# a kind of policy: its command, and whether it tests the row as it stands and as it is written
_COMMANDS = {
    "view": ("SELECT", True, False),
    "insert": ("INSERT", False, True),
    "update": ("UPDATE", True, True),
    "delete": ("DELETE", True, False),
}


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
    insert: Sequence[str] | None = None,
    update: Sequence[str] | None = None,
    delete: Sequence[str] | None = None,
    programme: str | None = "programme_id",
    agency: str | None = None,
    owner: str | None = None,
    extra_view: str = "false",
) -> RunSQL:
    """Protect `table`: rows readable by `view` actions, writable by `write` actions, on the columns named.

    `insert`, `update`, `delete`: the actions of that kind of writing, where they are not those of `write`; an empty
    list opens it to nobody. `extra_view` is one more SQL condition for reading, for tables whose rows hang on
    another table's.
    """

    def of(actions: Sequence[str]) -> str:
        return clauses(actions, programme=programme, agency=agency, owner=owner) or "false"

    change = {"insert": insert, "update": update, "delete": delete}
    own = {kind: of(actions) for kind, actions in change.items() if actions is not None}
    return raw(table, view=f"{of(view)} OR {extra_view}", write=of(write), **own)


def raw(
    table: str,
    *,
    view: str,
    write: str,
    insert: str | None = None,
    update: str | None = None,
    delete: str | None = None,
) -> RunSQL:
    """Protect `table` by conditions written out; for tables with a rule of their own."""
    policies = {
        "view": view,
        "insert": insert or write,
        "update": update or write,
        "delete": delete or write,
    }
    steps = [f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"]
    steps += [_policy(table, kind, condition) for kind, condition in policies.items()]
    undo = [f"DROP POLICY {table}_{kind} ON {table}" for kind in policies]
    undo.append(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
    return RunSQL(";\n".join(steps), ";\n".join(undo))


def renew(table: str, **policies: str) -> RunSQL:
    """Put a new condition in the place of a policy that stands: `view`, `insert`, `update`, `delete`."""
    steps = []
    for kind, condition in policies.items():
        steps += [f"DROP POLICY {table}_{kind} ON {table}", _policy(table, kind, condition)]
    return RunSQL(";\n".join(steps))


def _policy(table: str, kind: str, condition: str) -> str:
    command, has_using, has_check = _COMMANDS[kind]
    rule = f"({SYSTEM} OR {condition})"
    using, check = f" USING {rule}" * has_using, f" WITH CHECK {rule}" * has_check
    return f"CREATE POLICY {table}_{kind} ON {table} FOR {command} TO soat_app{using}{check}"
