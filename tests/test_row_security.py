"""What rooms declare in `row_security.py` is what the database holds after every upgrade (requirement P4, ADR 14)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, connections
from tests.test_rls import CLOSED, OPEN, OWN_RULES, RULES

from soat.access.enforce import declared, enforce
from soat.access.policies import Table, protect, readable
from soat.common.database import APP_ROLE, OWNER_ROLE, parse_url
from soat.common.errors import DomainError

_STANDING = """
SELECT p.polname, pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid),
       p.polroles::regrole[]::text
  FROM pg_policy p ORDER BY 1
"""
_RIGHTS = """
SELECT c.relname, r FROM pg_class c, unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) r
 WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'v') AND has_table_privilege('soat_app', c.oid, r)
"""


@pytest.fixture
def owner(fresh_db: str, postgres: Any) -> Iterator[None]:
    """This process as the owner of a database of its own."""
    settings = connections["default"].settings_dict
    connections["default"].close()
    settings.update(parse_url(fresh_db.replace(APP_ROLE, OWNER_ROLE, 1)))
    yield
    connections["default"].close()
    settings.update(parse_url(fresh_db))


def asked(statement: str) -> set[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return set(cursor.fetchall())


def do(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


DRIFTS = {
    "opened by hand": "ALTER POLICY papers_number_view ON papers_number USING (true)",
    "taken away": "DROP POLICY papers_number_view ON papers_number",
    "one more": "CREATE POLICY way_round ON papers_number FOR SELECT TO soat_app USING (true)",
    "for everybody": "ALTER POLICY papers_number_view ON papers_number TO PUBLIC",
    "made by an older release": "COMMENT ON POLICY papers_number_view ON papers_number IS NULL",
    "rows no longer secured": "ALTER TABLE papers_number DISABLE ROW LEVEL SECURITY",
    "one right more": "GRANT TRUNCATE ON papers_number TO soat_app",
    "one right less": "REVOKE SELECT ON papers_number FROM soat_app",
}


def test_what_drifted_is_brought_back_and_nothing_else(owner: None) -> None:
    policies, rights = asked(_STANDING), asked(_RIGHTS)
    assert enforce() == []
    for name, drift in DRIFTS.items():
        do(drift)
        renewed = enforce()
        assert set(renewed) <= {"papers_number_view", "way_round"}, name
        assert (asked(_STANDING), asked(_RIGHTS)) == (policies, rights), name
        assert asked("SELECT relrowsecurity FROM pg_class WHERE relname = 'papers_number'") == {(True,)}, name
        assert enforce() == [], name


def test_a_changed_declaration_renews_its_table_alone(owner: None) -> None:
    changed = {**declared(), "papers_number": protect("papers_number", view=["paper.view"], write=[])}
    renewed = enforce(changed)
    assert renewed
    assert all(name.startswith("papers_number_") for name in renewed)
    assert enforce() == renewed


def test_tables_that_nobody_declares_and_declared_ones_that_are_not_there_are_named(owner: None) -> None:
    do("CREATE TABLE papers_forgotten (id int)")
    with pytest.raises(DomainError, match="papers_forgotten"):
        enforce()
    do("DROP TABLE papers_forgotten")
    with pytest.raises(DomainError, match="papers_dreamt"):
        enforce({**declared(), "papers_dreamt": readable("papers_dreamt")})


def test_a_new_table_is_closed_to_the_program(owner: None) -> None:
    do("CREATE TABLE papers_new (id int)")
    assert not {right for name, right in asked(_RIGHTS) if name == "papers_new"}


def test_an_action_that_the_table_of_rights_lacks_is_named() -> None:
    with pytest.raises(DomainError, match=r"«paper\.fly».*row_security\.py"):
        Table("papers_paper", conditions={"view": "(SELECT soat_may('paper.fly'))"})


def test_every_table_of_the_access_tests_is_declared() -> None:
    assert set(RULES) | set(OWN_RULES) <= set(declared())
    assert set(declared()) >= OPEN
    assert not any(declared()[name].rights for name in CLOSED & set(declared()))
