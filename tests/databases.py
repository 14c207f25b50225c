"""Databases of the tests: a template migrated once as the owner, cloned for each worker and each test that needs one.

Called by the fixtures of the root `conftest.py` and of the browser tests.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import psycopg
from psycopg import sql

from soat.common.database import OWNER_ROLE, refuse_temporary_tables
from soat.common.postgres import Server

ROOT = Path(__file__).resolve().parent.parent


def digest() -> str:
    """A name for the template that changes with migrations and rules of tables, so that a stale one is never used."""
    rights = [ROOT / f"src/soat/access/{name}.py" for name in ("permissions", "policies", "enforce")]
    declared = [*ROOT.glob("src/soat/*/migrations/*"), *ROOT.glob("src/soat/*/row_security.py")]
    files = [*sorted(declared), *rights]
    return hashlib.sha256(b"".join(f.read_bytes() for f in files if f.is_file())).hexdigest()[:12]


def template_of(server: Server) -> str:
    from soat.common.database import APP_ROLE, OWNER_ROLE, ensure_roles
    from soat.common.postgres import prepare

    name = f"soat_template_{digest()}"
    admin = server.url("postgres", "postgres")
    with psycopg.connect(admin, autocommit=True) as lock:
        lock.execute("SELECT pg_advisory_lock(7210)")
        ensure_roles(admin)
        done = lock.execute(
            "SELECT 1 FROM pg_database WHERE datname = %s AND datistemplate", [name]
        ).fetchone()
        if not done:
            lock.execute("ALTER SYSTEM SET fsync = off")
            lock.execute("ALTER SYSTEM SET synchronous_commit = off")
            lock.execute("SELECT pg_reload_conf()")
            lock.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
            prepare(server, name)
            env = {
                **os.environ,
                "DATABASE_URL": server.url(APP_ROLE, name),
                "SOAT_DATABASE_OWNER_URL": server.url(OWNER_ROLE, name),
                "SOAT_AS_OWNER": "1",
                "DJANGO_SETTINGS_MODULE": "soat.settings",
            }
            subprocess.run([sys.executable, "-m", "soat.upgrade"], env=env, check=True)
            lock.execute(sql.SQL("ALTER DATABASE {} IS_TEMPLATE true").format(sql.Identifier(name)))
            drop_old_templates(lock, name)
    return name


def drop_old_templates(admin: psycopg.Connection[tuple[str]], current: str) -> None:
    """Templates of former migrations go, or the cache would grow with every change."""
    old = admin.execute(
        "SELECT datname FROM pg_database WHERE datname LIKE 'soat_template_%%' AND datname <> %s", [current]
    ).fetchall()
    for (name,) in old:
        admin.execute(sql.SQL("ALTER DATABASE {} IS_TEMPLATE false").format(sql.Identifier(name)))
        admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def clone(server: Server, name: str) -> None:
    template = template_of(server)
    with psycopg.connect(server.url("postgres", "postgres"), autocommit=True) as admin:
        admin.execute("SELECT pg_advisory_lock(7211)")
        admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        admin.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER soat_owner STRATEGY FILE_COPY").format(
                sql.Identifier(name), sql.Identifier(template)
            )
        )

    refuse_temporary_tables(server.url(OWNER_ROLE, name))


def drop(server: Server, name: str) -> None:
    with psycopg.connect(server.url("postgres", "postgres"), autocommit=True) as admin:
        admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def use(server: Server, name: str) -> None:
    from django.db import connections

    from soat.common.database import APP_ROLE, parse_url

    connections["default"].close()
    settings = connections["default"].settings_dict
    settings.update(parse_url(server.url(APP_ROLE, name)))
    settings["OPTIONS"] = {}
