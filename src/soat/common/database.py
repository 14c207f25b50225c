"""Database addresses, and the two roles: the owner who migrates, and the program, which owns nothing (ADR 0002).

Called by settings, by the command line and by the test set-up.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import psycopg
from psycopg import sql

APP_ROLE = "soat_app"
OWNER_ROLE = "soat_owner"


def parse_url(url: str) -> dict[str, Any]:
    """`postgresql://user:password@host:port/name?host=/socket` as Django's NAME, USER, PASSWORD, HOST, PORT."""
    parts = urlsplit(url)
    query = parse_qs(parts.query)
    return {
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host", [parts.hostname or ""])[0],
        "PORT": str(parts.port or ""),
    }


def ensure_roles(admin_url: str) -> None:
    """Make the two roles on a server where we are administrator (the embedded one, the tests' one)."""
    with psycopg.connect(admin_url, autocommit=True) as connection:
        for role in (OWNER_ROLE, APP_ROLE):
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
                connection.execute(
                    sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE").format(
                        sql.Identifier(role)
                    )
                )


def ensure_database(admin_url: str, name: str) -> bool:
    """Make database `name`, owned by the owner role; the program may read and write what the owner makes there.

    Returns whether it was made now.
    """
    with psycopg.connect(admin_url, autocommit=True) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            return False
        connection.execute(
            sql.SQL("CREATE DATABASE {} OWNER {} ENCODING 'UTF8' TEMPLATE template0").format(
                sql.Identifier(name), sql.Identifier(OWNER_ROLE)
            )
        )
    return True


def grant_program(owner_connection: psycopg.Connection[Any]) -> None:
    """Let the program use the sequences that the owner makes. Runs as the owner, before the first migration.

    Rights on tables are given one by one, by what the rooms declare (`access.enforce`).
    """
    owner_connection.execute(
        sql.SQL("ALTER DEFAULT PRIVILEGES GRANT USAGE, SELECT ON SEQUENCES TO {}").format(
            sql.Identifier(APP_ROLE)
        )
    )


def close_new_tables(owner_url: str) -> None:
    """A table that a migration makes is closed to the program until its rules stand. Runs as the owner, before it.

    Installations made before this gave every new table to the program by default.
    """
    with psycopg.connect(owner_url, autocommit=True) as connection:
        for where in ("", "IN SCHEMA public "):
            connection.execute(
                sql.SQL("ALTER DEFAULT PRIVILEGES {}REVOKE ALL ON TABLES FROM {}").format(
                    sql.SQL(where), sql.Identifier(APP_ROLE)
                )
            )


def refuse_temporary_tables(owner_url: str) -> None:
    """The program makes no temporary tables, which could stand in for a table of rights. Runs as the owner.

    A database's own privileges go with neither a copy nor a restored dump, so every upgrade says this anew.
    """
    with psycopg.connect(owner_url, autocommit=True) as connection:
        connection.execute(
            sql.SQL("REVOKE TEMPORARY ON DATABASE {} FROM PUBLIC").format(
                sql.Identifier(connection.info.dbname)
            )
        )
