"""Test set-up: an embedded PostgreSQL, migrated once as the owner and cloned for each worker; the program's role.

`db` tests run in one rolled-back transaction; `fresh_db` gives a database of its own for tests that need real
commits or several connections.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import django
import pytest

ROOT = Path(__file__).parent
# Set here and not in pyproject.toml: the plugin would load the settings before the next lines.
os.environ["DJANGO_SETTINGS_MODULE"] = "soat.settings"
os.environ.setdefault("DATABASE_URL", "postgresql:///unset")
os.environ.setdefault("SOAT_DATA_DIR", str(ROOT / ".cache" / "test-data"))
os.environ.setdefault("SOAT_SECRET_KEY", "for-tests-only-" + "x" * 40)

django.setup()

from django.contrib.auth.hashers import Argon2PasswordHasher  # noqa: E402  (after the settings)

# The library's own cost is held by a test; each sign-in of the others need not pay it.
Argon2PasswordHasher.time_cost, Argon2PasswordHasher.memory_cost, Argon2PasswordHasher.parallelism = (
    1,
    1024,
    1,
)

from tests.databases import clone, drop, use  # noqa: E402  (after the settings)


@pytest.fixture(scope="session")
def postgres():  # type: ignore[no-untyped-def]
    """The tests' server; it stays up between runs of a session and is stopped with the last process."""
    from soat.common.postgres import start

    return start(ROOT / ".cache" / "test-postgres", keep_running=True)


@pytest.fixture(scope="session")
def django_db_setup(postgres, django_db_blocker) -> Iterator[None]:  # type: ignore[no-untyped-def]
    """pytest-django's hook: one clone of the template for each worker, used as the program's role."""
    name = f"soat_test_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{os.getpid()}"
    clone(postgres, name)
    with django_db_blocker.unblock():
        use(postgres, name)
        yield
        from django.db import connections

        connections["default"].close()
    drop(postgres, name)


@pytest.fixture
def fresh_db(postgres, django_db_setup, django_db_blocker) -> Iterator[str]:  # type: ignore[no-untyped-def]
    """A database of its own with real commits. Yields the program's address of it."""
    from django.db import connections

    from soat.common.database import APP_ROLE

    former = connections["default"].settings_dict["NAME"]
    name = f"soat_fresh_{uuid.uuid4().hex[:10]}"
    clone(postgres, name)
    with django_db_blocker.unblock():
        use(postgres, name)
        yield postgres.url(APP_ROLE, name)
        connections["default"].close()
        use(postgres, former)
    drop(postgres, name)


@pytest.fixture
def cast(db):  # type: ignore[no-untyped-def]
    """The fixed cast: see `tests/cast.py`."""
    from tests.cast import build

    return build()


@pytest.fixture(scope="module")
def _stage(django_db_setup, django_db_blocker):  # type: ignore[no-untyped-def]
    from django.db import transaction
    from tests.cast import build
    from tests.rows import fill

    with django_db_blocker.unblock(), transaction.atomic():
        cast = build()
        fill(cast)
        yield cast
        transaction.set_rollback(True)


@pytest.fixture
def stage(_stage):  # type: ignore[no-untyped-def]
    """The cast with its rows, made once for a module; what a test writes is undone. Not beside `db` in one module."""
    from django.db import transaction

    with transaction.atomic():
        yield _stage
        transaction.set_rollback(True)


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


@pytest.fixture
def run_jobs():  # type: ignore[no-untyped-def]
    """Run what waits in the queue now, and what that asks for, in this process. Returns the names of what was run.

    What fails is raised. `run_jobs(now=…)` also runs what waits for that time.
    """
    from tests.jobs import run_all

    return run_all
