"""What the program's database role cannot do, even with SQL of its own (requirements P4, A1, G4)."""

from __future__ import annotations

from datetime import timedelta

import psycopg
import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from tests.cast import NOW, SYSTEM, Cast
from tests.rows import fill

from soat.access.actor import acting_as
from soat.common.database import APP_ROLE, OWNER_ROLE
from soat.common.postgres import Server
from soat.programmes.models import Node, Outline
from soat.upgrade import migrate

FRAME = (
    "django_migrations",
    "django_content_type",
    "auth_group",
    "auth_group_permissions",
    "auth_permission",
    "socialaccount_socialapp",
)


def test_functions_of_the_owner_look_at_temporary_tables_last(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proname, proconfig FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace"
        )
        found = cursor.fetchall()
    assert len(found) >= 10
    for name, settings in found:
        assert "search_path=pg_catalog, public, pg_temp" in settings, name


def test_no_temporary_table_stands_in_for_a_table_of_rights(cast: Cast) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_database_privilege('soat_app', current_database(), 'TEMP')")
        assert cursor.fetchone() == (False,)
    with (
        acting_as(cast.actor("stranger")),
        pytest.raises(ProgrammingError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("CREATE TEMP TABLE access_permission (role text, action text, state text, scope text)")


def test_an_upgrade_closes_a_restored_database_again(
    fresh_db: str, postgres: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A dump keeps no privilege of the database itself: what was restored has that of every new one."""
    name = fresh_db.rpartition("/")[2].partition("?")[0]
    owner = postgres.url(OWNER_ROLE, name)
    may = f"SELECT has_database_privilege('{APP_ROLE}', current_database(), 'TEMP')"
    with psycopg.connect(owner, autocommit=True) as connected:
        connected.execute(f'GRANT TEMPORARY ON DATABASE "{name}" TO PUBLIC')
        assert connected.execute(may).fetchone() == (True,)
        monkeypatch.setenv("DATABASE_URL", fresh_db)
        monkeypatch.setenv("SOAT_DATABASE_OWNER_URL", owner)
        migrate()
        assert connected.execute(may).fetchone() == (False,)


@pytest.mark.parametrize("table", FRAME)
def test_the_tables_of_the_frame_are_not_written(cast: Cast, table: str) -> None:
    with (
        acting_as(SYSTEM),
        pytest.raises(ProgrammingError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"DELETE FROM {table}")


def test_a_node_of_an_issued_outline_is_not_moved_out(cast: Cast) -> None:
    fill(cast)
    with acting_as(SYSTEM):
        issued = Outline.objects.get(programme=cast.ours)
        Outline.objects.filter(pk=issued.pk).update(state="in_use", issued_at=NOW, issued_by=SYSTEM.id)
        draft = Outline.objects.create(programme=cast.ours, version=9, created_at=NOW, created_by=SYSTEM.id)
        with pytest.raises(IntegrityError), transaction.atomic():
            Node.objects.filter(outline=issued).update(outline=draft, code="z1")


FORBIDDEN = {
    "title": {"title": "Tên khác"},
    "back to draft": {"state": "draft"},
    "issued at another time": {"issued_at": NOW + timedelta(days=1)},
    "retired under another title": {"state": "retired", "title": "Tên khác"},
    "another version": {"version": 7},
}


@pytest.mark.parametrize("change", FORBIDDEN)
@pytest.mark.parametrize("state", ["in_use", "retired"])
def test_the_head_of_an_issued_outline_does_not_change(cast: Cast, state: str, change: str) -> None:
    issued = _issued(cast, state)
    with (
        acting_as(cast.actor("coordinator")),
        pytest.raises(IntegrityError, match="đã ban hành"),
        transaction.atomic(),
    ):
        Outline.objects.filter(pk=issued.pk).update(**FORBIDDEN[change])


@pytest.mark.parametrize("state", ["in_use", "retired"])
def test_an_issued_outline_is_not_deleted(cast: Cast, state: str) -> None:
    issued = _issued(cast, state)
    with acting_as(SYSTEM), pytest.raises(IntegrityError, match="đã ban hành"), transaction.atomic():
        Outline.objects.filter(pk=issued.pk).delete()


def test_an_outline_in_use_retires_and_a_draft_is_free(cast: Cast) -> None:
    issued = _issued(cast, "in_use")
    with acting_as(cast.actor("coordinator")):
        assert Outline.objects.filter(pk=issued.pk).update(state="retired") == 1
        draft = Outline.objects.create(programme=cast.ours, version=9, created_at=NOW, created_by=SYSTEM.id)
        assert Outline.objects.filter(pk=draft.pk).update(title="Tên khác") == 1
        assert Outline.objects.filter(pk=draft.pk).delete()[0] == 1


def _issued(cast: Cast, state: str) -> Outline:
    with acting_as(SYSTEM):
        draft = Outline.objects.create(programme=cast.ours, version=1, created_at=NOW, created_by=SYSTEM.id)
        Outline.objects.filter(pk=draft.pk).update(state="in_use", issued_at=NOW, issued_by=SYSTEM.id)
        if state == "retired":
            Outline.objects.filter(pk=draft.pk).update(state="retired")
    return draft
