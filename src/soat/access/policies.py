"""Words for what the program may do with a table (requirement P4): its rights there, and the condition on the rows.

Each room declares its tables with them in `row_security.py`; `access.enforce` makes the database equal to that at every
upgrade (ADR 14). Migrations never call this. The functions `soat_may`, `soat_programmes` and `soat_units` come with the
first migrations of this room; each is evaluated once a query. The system actor sees and writes every row.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from soat.access.permissions import ACTIONS
from soat.common.errors import DomainError

SYSTEM = "(SELECT soat_kind()) = 'system'"
SIGN_IN = "(SELECT soat_kind()) IN ('system', 'auth')"
ALL_RIGHTS = frozenset({"SELECT", "INSERT", "UPDATE", "DELETE"})
_ASKED = re.compile(r"soat_(?:may|may_own|programmes|units)\('([^']*)'\)")
# a kind of policy: its command, and whether it tests the row as it stands and as it is written
_COMMANDS = {
    "view": ("SELECT", True, False),
    "insert": ("INSERT", False, True),
    "update": ("UPDATE", True, True),
    "delete": ("DELETE", True, False),
}


@dataclass(frozen=True, slots=True)
class Table:
    """A table: the rights the program has on it, and the condition of each kind of policy. No policy: no rows hidden.

    Raises DomainError for a condition that asks for an action which is not in the permission table.
    """

    name: str
    rights: frozenset[str] = ALL_RIGHTS
    conditions: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for action in unknown_actions("\n".join(self.conditions.values())):
            raise DomainError(
                f"Điều kiện của bảng {self.name} hỏi quyền «{action}», quyền này không có trong "
                "soat/access/permissions.py. Hãy sửa row_security.py của phòng ấy."
            )

    def statements(self) -> dict[str, str]:
        """CREATE POLICY for each policy, by the policy's name."""
        return {f"{self.name}_{kind}": self._create(kind, text) for kind, text in self.conditions.items()}

    def _create(self, kind: str, condition: str) -> str:
        command, has_using, has_check = _COMMANDS[kind]
        rule = f"({SYSTEM} OR {condition})"
        using, check = f" USING {rule}" * has_using, f" WITH CHECK {rule}" * has_check
        return f"CREATE POLICY {self.name}_{kind} ON {self.name} FOR {command} TO soat_app{using}{check}"


def unknown_actions(source: str) -> list[str]:
    """The actions that an SQL text asks for and that the permission table does not have."""
    return sorted(set(_ASKED.findall(source)) - set(ACTIONS))


def everywhere(action: str) -> str:
    """True for who may do `action` bound to no programme."""
    return f"(SELECT soat_may('{action}'))"


def whole(action: str, programme: str = "programme_id") -> str:
    """Rows of the programmes in all of which she may do `action`."""
    return f"{programme} IN (SELECT soat_programmes('{action}'))"


def unit(action: str, agency: str = "agency_id", programme: str = "programme_id") -> str:
    """Rows of the (programme, agency) pairs for which she may do `action`: her agency and those it succeeded."""
    return f"({programme}, {agency}) IN (SELECT u.programme_id, u.agency_id FROM soat_units('{action}') u)"


def any_unit(action: str, programme: str = "programme_id") -> str:
    """Rows of the whole programme, open to the units that `action` names in it."""
    return f"{programme} IN (SELECT u.programme_id FROM soat_units('{action}') u)"


def own(action: str, owner: str) -> str:
    """Rows about herself."""
    return f"({owner} = (SELECT soat_user()) AND (SELECT soat_may_own('{action}')))"


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
        parts.append(everywhere(action))
        if programme:
            parts.append(whole(action, programme))
            parts.append(unit(action, agency, programme) if agency else any_unit(action, programme))
        if owner:
            parts.append(own(action, owner))
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
) -> Table:
    """Rows readable by `view` actions, writable by `write` actions, on the columns named.

    `insert`, `update`, `delete`: the actions of that kind of writing, where they are not those of `write`; an empty
    list opens it to nobody.
    """

    def of(actions: Sequence[str]) -> str:
        return clauses(actions, programme=programme, agency=agency, owner=owner) or "false"

    change = {"insert": insert, "update": update, "delete": delete}
    given = {kind: of(write if actions is None else actions) for kind, actions in change.items()}
    return Table(table, ALL_RIGHTS, {"view": of(view), **given})


def raw(
    table: str,
    *,
    view: str,
    write: str,
    insert: str | None = None,
    update: str | None = None,
    delete: str | None = None,
    rights: frozenset[str] = ALL_RIGHTS,
) -> Table:
    """A table whose conditions are written out; for tables with a rule of their own."""
    conditions = {
        "view": view,
        "insert": insert or write,
        "update": update or write,
        "delete": delete or write,
    }
    return Table(table, rights, conditions)


def readable(table: str) -> Table:
    """A table without secrets that everybody reads whole and the program never writes."""
    return Table(table, frozenset({"SELECT"}))


def closed(table: str) -> Table:
    """A table that only functions of the owner touch."""
    return Table(table, frozenset())
