"""Makes the database's rights and policies equal to what the rooms declare in `row_security.py` (P4, ADR 14).

Called as the owner by `soat.upgrade` after the migrations. A policy carries in its comment what it was made from and
how the database reads it, so that a changed declaration and a policy changed by hand both show; only what differs is
made anew, since that locks the table.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.db import connection, transaction

from soat.access.policies import Table
from soat.common.database import APP_ROLE
from soat.common.errors import DomainError

_LOCK = 7_140_014  # one upgrade at a time: several programs may start at once
_RIGHTS = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")
_STANDING_TABLES = """
SELECT c.relname, c.relrowsecurity,
       ARRAY(SELECT r FROM unnest(%s::text[]) r WHERE has_table_privilege(%s, c.oid, r))
  FROM pg_class c
 WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
   AND c.relowner = current_user::regrole
"""
_STANDING_POLICIES = """
SELECT c.relname, p.polname, coalesce(obj_description(p.oid, 'pg_policy'), ''),
       concat_ws('|', p.polcmd, p.polpermissive, p.polroles::regrole[], pg_get_expr(p.polqual, p.polrelid),
                 pg_get_expr(p.polwithcheck, p.polrelid))
  FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
 WHERE c.relnamespace = 'public'::regnamespace AND c.relowner = current_user::regrole
"""


@dataclass(frozen=True, slots=True)
class _Standing:
    """A table as it stands: whether its rows are secured, and the program's rights."""

    secured: bool
    rights: frozenset[str]


def declared() -> dict[str, Table]:
    """Every table that a room declares, by name."""
    names = [f"{config.name}.row_security" for config in apps.get_app_configs()]
    rooms = [import_module(name) for name in names if name.startswith("soat.") and find_spec(name)]
    return {table.name: table for room in rooms for table in room.TABLES}


def enforce(tables: Mapping[str, Table] | None = None) -> list[str]:
    """Bring the rights and policies of all tables in line. Returns the names of policies made anew or taken away.

    Raises DomainError for a table of ours that no room declares, and for a declared one that is not there.
    """
    tables = declared() if tables is None else tables
    with transaction.atomic():
        _run(f"SELECT pg_advisory_xact_lock({_LOCK})")
        standing = _standing_tables()
        _refuse_strangers(tables, standing)
        for table in tables.values():
            _bring_in_line(table, standing[table.name])
        return _renew(tables.values())


def _standing_tables() -> dict[str, _Standing]:
    with connection.cursor() as cursor:
        cursor.execute(_STANDING_TABLES, [list(_RIGHTS), APP_ROLE])
        return {name: _Standing(secured, frozenset(rights)) for name, secured, rights in cursor.fetchall()}


def _standing_policies() -> dict[tuple[str, str], tuple[str, str]]:
    """(table, policy) → what its comment says and the mark of what the database holds."""
    with connection.cursor() as cursor:
        cursor.execute(_STANDING_POLICIES)
        return {(table, name): (note, _mark(read)) for table, name, note, read in cursor.fetchall()}


def _refuse_strangers(tables: Mapping[str, Table], standing: Mapping[str, _Standing]) -> None:
    if undeclared := sorted(set(standing) - set(tables)):
        raise DomainError(
            f"Chưa phòng nào khai ai được đọc, ghi bảng {', '.join(undeclared)}. "
            "Hãy khai bảng trong row_security.py của phòng có bảng ấy."
        )
    if missing := sorted(set(tables) - set(standing)):
        raise DomainError(
            f"row_security.py khai bảng {', '.join(missing)} nhưng cơ sở dữ liệu không có. "
            "Hãy sửa tên bảng, hoặc thêm bước chuyển tạo bảng."
        )


def _bring_in_line(table: Table, now: _Standing) -> None:
    """Rows are secured before any right is given."""
    if table.conditions and not now.secured:
        _run(f"ALTER TABLE {table.name} ENABLE ROW LEVEL SECURITY")
    if surplus := now.rights - table.rights:
        _run(f"REVOKE {', '.join(sorted(surplus))} ON {table.name} FROM {APP_ROLE}")
    if lacking := table.rights - now.rights:
        _run(f"GRANT {', '.join(sorted(lacking))} ON {table.name} TO {APP_ROLE}")


def _renew(tables: Iterable[Table]) -> list[str]:
    wanted = {(t.name, name): made for t in tables for name, made in t.statements().items()}
    standing = _standing_policies()
    stale = {one for one, (note, read) in standing.items() if note != f"{_mark(wanted.get(one, ''))} {read}"}
    fresh = [one for one in wanted if one in stale or one not in standing]
    for table, name in stale:
        _run(f'DROP POLICY "{name}" ON {table}')
    for one in fresh:
        _run(wanted[one])
    read_back = _standing_policies() if fresh else {}
    for one in fresh:
        table, name = one
        _run(f"COMMENT ON POLICY {name} ON {table} IS '{_mark(wanted[one])} {read_back[one][1]}'")
    return sorted(name for _, name in stale | set(fresh))


def _mark(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
