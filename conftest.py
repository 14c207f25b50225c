"""Test set-up: an embedded PostgreSQL, migrated once as the owner and cloned for each worker; the program's role.

`db` tests run in one rolled-back transaction; `fresh_db` gives a database of its own for tests that need real
commits or several connections.
"""

from __future__ import annotations

import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

import django
import psycopg
import pytest
from psycopg import sql

ROOT = Path(__file__).parent
# Set here and not in pyproject.toml: the plugin would load the settings before the next lines.
os.environ["DJANGO_SETTINGS_MODULE"] = "soat.settings"
os.environ.setdefault("DATABASE_URL", "postgresql:///unset")
os.environ.setdefault("SOAT_DATA_DIR", str(ROOT / ".cache" / "test-data"))
os.environ.setdefault("SOAT_SECRET_KEY", "for-tests-only-" + "x" * 40)

django.setup()


def _digest() -> str:
    """A name for the template that changes with the migrations, so that a stale one is never used."""
    import hashlib

    rights = [ROOT / "src/soat/access/permissions.py", ROOT / "src/soat/access/policies.py"]
    files = [*sorted(ROOT.glob("src/soat/*/migrations/*")), *rights]
    return hashlib.sha256(b"".join(f.read_bytes() for f in files if f.is_file())).hexdigest()[:12]


@pytest.fixture(scope="session")
def postgres():  # type: ignore[no-untyped-def]
    """The tests' server; it stays up between runs of a session and is stopped with the last process."""
    from soat.common.postgres import start

    return start(ROOT / ".cache" / "test-postgres", keep_running=True)


def _template(server) -> str:  # type: ignore[no-untyped-def]
    from soat.common.database import APP_ROLE, OWNER_ROLE, ensure_roles
    from soat.common.postgres import prepare

    name = f"soat_template_{_digest()}"
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
            _drop_old_templates(lock, name)
    return name


def _drop_old_templates(admin: psycopg.Connection[tuple[str]], current: str) -> None:
    """Templates of former migrations go, or the cache would grow with every change."""
    old = admin.execute(
        "SELECT datname FROM pg_database WHERE datname LIKE 'soat_template_%%' AND datname <> %s", [current]
    ).fetchall()
    for (name,) in old:
        admin.execute(sql.SQL("ALTER DATABASE {} IS_TEMPLATE false").format(sql.Identifier(name)))
        admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _clone(server, name: str) -> None:  # type: ignore[no-untyped-def]
    template = _template(server)
    with psycopg.connect(server.url("postgres", "postgres"), autocommit=True) as admin:
        admin.execute("SELECT pg_advisory_lock(7211)")
        admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        admin.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER soat_owner STRATEGY FILE_COPY").format(
                sql.Identifier(name), sql.Identifier(template)
            )
        )


def _drop(server, name: str) -> None:  # type: ignore[no-untyped-def]
    with psycopg.connect(server.url("postgres", "postgres"), autocommit=True) as admin:
        admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _use(server, name: str) -> None:  # type: ignore[no-untyped-def]
    from django.db import connections

    from soat.common.database import APP_ROLE, parse_url

    connections["default"].close()
    settings = connections["default"].settings_dict
    settings.update(parse_url(server.url(APP_ROLE, name)))
    settings["OPTIONS"] = {}


@pytest.fixture(scope="session")
def django_db_setup(postgres, django_db_blocker) -> Iterator[None]:  # type: ignore[no-untyped-def]
    """pytest-django's hook: one clone of the template for each worker, used as the program's role."""
    name = f"soat_test_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{os.getpid()}"
    _clone(postgres, name)
    with django_db_blocker.unblock():
        _use(postgres, name)
        yield
        from django.db import connections

        connections["default"].close()
    _drop(postgres, name)


@pytest.fixture
def fresh_db(postgres, django_db_setup, django_db_blocker) -> Iterator[str]:  # type: ignore[no-untyped-def]
    """A database of its own with real commits. Yields the program's address of it."""
    from django.db import connections

    from soat.common.database import APP_ROLE

    former = connections["default"].settings_dict["NAME"]
    name = f"soat_fresh_{uuid.uuid4().hex[:10]}"
    _clone(postgres, name)
    with django_db_blocker.unblock():
        _use(postgres, name)
        yield postgres.url(APP_ROLE, name)
        connections["default"].close()
        _use(postgres, former)
    _drop(postgres, name)


@pytest.fixture
def cast(db):  # type: ignore[no-untyped-def]
    """The fixed cast: see `tests/cast.py`."""
    from tests.cast import build

    return build()


@pytest.fixture
def client_for():  # type: ignore[no-untyped-def]
    """A test client signed in as a person of the cast."""
    from django.test import Client

    from soat.access.actor import SIGN_IN, acting_as

    def sign_in(user):  # type: ignore[no-untyped-def]
        client = Client()
        with acting_as(SIGN_IN):
            client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in


@pytest.fixture
def count_queries():  # type: ignore[no-untyped-def]
    """How many queries a call makes."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def count(call):  # type: ignore[no-untyped-def]
        with CaptureQueriesContext(connection) as queries:
            call()
        return len(queries)

    return count
