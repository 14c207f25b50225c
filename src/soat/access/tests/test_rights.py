"""Actor, grants, policies and querysets (P3, P4): the parts that the whole-tree access tests do not reach."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import RequestFactory
from tests.cast import NOW, SYSTEM, Cast

from soat.access import policies, services
from soat.access.actor import NOBODY, Actor, Holding, acting_as, refusal, system
from soat.access.middleware import ActingPerson
from soat.access.models import Grant, Heir, Permission, Scope
from soat.access.permissions import ACTIONS, PERMISSIONS, lines, roles_for
from soat.access.querysets import visible
from soat.access.roles import Role
from soat.accounts.models import User
from soat.common.errors import Conflict, DomainError, Refused
from soat.people.models import Person
from soat.programmes.models import Programme
from soat.trail.models import Event


def test_the_database_holds_the_table_line_by_line(db: None) -> None:
    with acting_as(SYSTEM):
        stored = set(Permission.objects.values_list("role", "action", "state", "scope"))
    assert stored == {(x.role, x.action, x.state, x.scope) for x in lines()}


def test_the_table_is_written_anew(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    class Table:
        made: list[Permission] = []

        @staticmethod
        def all() -> Any:
            return Table

        @staticmethod
        def delete() -> None:
            Table.made.clear()

        @staticmethod
        def bulk_create(rows: list[Permission]) -> None:
            Table.made.extend(rows)

    monkeypatch.setattr(services.Permission, "objects", Table)
    assert services.sync_permissions() == len(Table.made) == len(list(lines()))


def test_every_action_names_who_may_and_unknown_ones_are_errors() -> None:
    assert all(roles_for(action) for action in ACTIONS)
    with pytest.raises(KeyError):
        roles_for("programme.fly")
    assert "Cơ quan thường trực" in refusal("outline.edit")


def test_a_person_without_roles_and_a_guest_may_nothing_of_a_programme(cast: Cast) -> None:
    stranger = cast.actor("stranger")
    for permission in PERMISSIONS:
        if permission.scope in ("programme", "unit"):
            for actor in (stranger, NOBODY):
                assert not actor.may(
                    permission.action, programme_id=cast.ours.pk, state="running", agency_id=cast.unit.pk
                )
    assert not NOBODY.may("legal.view")
    assert stranger.may("legal.view")


def test_a_role_counts_in_its_programme_only(cast: Cast) -> None:
    head = cast.actor("head")
    assert head.may("programme.view", programme_id=cast.ours.pk, state="running")
    assert not head.may("programme.view", programme_id=cast.theirs.pk, state="running")
    assert head.roles(cast.ours.pk) == [Role.HEAD]
    with pytest.raises(Refused):
        head.require("outline.edit", programme_id=cast.ours.pk, state="running")
    assert system("tên").id == system("tên").id != system("khác").id


def give(cast: Cast, by: str, role: Role, **where: Any) -> Grant:
    actor = cast.actor(by)
    with acting_as(actor):
        return services.give(cast.user("stranger").pk, role, by=actor, now=NOW, **where)


def close(cast: Cast) -> None:
    with acting_as(SYSTEM):
        Programme.objects.filter(pk=cast.ours.pk).update(state="closed", closed_at=NOW, closed_by=SYSTEM.id)


def test_the_state_asked_is_that_of_now(cast: Cast) -> None:
    """A page that was opened before the programme closed gives and ends nothing, and is told so plainly."""
    grant, actor = (
        give(cast, "coordinator", Role.MEMBER, programme_id=cast.ours.pk),
        cast.actor("coordinator"),
    )
    assert services.state_of(cast.ours.pk) == "running"
    assert services.state_of(None) is None
    close(cast)
    assert not services.takes_roles(services.state_of(cast.ours.pk))
    with pytest.raises(Refused):
        give(cast, "coordinator", Role.SUPPORT, programme_id=cast.ours.pk)
    with acting_as(actor), pytest.raises(Refused):
        services.end(grant, by=actor, now=NOW)


def test_giving_and_ending_a_role(cast: Cast) -> None:
    place = {"programme_id": cast.ours.pk}
    grant, actor = give(cast, "coordinator", Role.MEMBER, **place), cast.actor("coordinator")
    with pytest.raises(Conflict):
        give(cast, "coordinator", Role.MEMBER, **place)
    with acting_as(actor):
        services.end(grant, by=actor, now=NOW)
        with pytest.raises(Conflict):
            services.end(grant, by=actor, now=NOW)
    with acting_as(SYSTEM):
        assert list(Event.objects.order_by("seq").values_list("action", flat=True)) == [
            "role.give",
            "role.end",
        ]
        own = Grant.objects.get(user=cast.user("coordinator"), programme_id=cast.ours.pk)
    with acting_as(actor), pytest.raises(DomainError, match="tự thu"):
        services.end(own, by=actor, now=NOW)


@pytest.mark.parametrize("by", ["coordinator", "sysadmin"])
def test_nobody_gives_herself_a_role(cast: Cast, by: str) -> None:
    actor = cast.actor(by)
    with acting_as(actor), pytest.raises(Refused, match=r"tự giao vai trò.*Hãy nhờ một người khác"):
        services.give(actor.id, Role.HEAD, by=actor, now=NOW, programme_id=cast.ours.pk)
    with acting_as(SYSTEM):
        assert not Grant.objects.filter(user_id=actor.id, role=Role.HEAD).exists()


@pytest.mark.parametrize(
    ("by", "role", "field"),
    [
        ("sysadmin", Role.HEAD, "role"),
        ("coordinator", Role.UNIT_HEAD, "agency"),
        ("coordinator", Role.SYSADMIN, "role"),
    ],
)
def test_a_role_needs_its_place(cast: Cast, by: str, role: Role, field: str) -> None:
    where = {"programme_id": cast.ours.pk} if by == "coordinator" else {}
    with pytest.raises(DomainError) as caught:
        give(cast, by, role, **where)
    assert caught.value.field == field


def test_who_gives_roles_cannot_make_an_administrator_even_by_raw_sql(cast: Cast) -> None:
    actor = cast.actor("coordinator")
    grant = Grant(user=cast.user("stranger"), role=Role.SYSADMIN, programme_id=cast.ours.pk, given_at=NOW)
    grant.given_by = actor.id
    with acting_as(actor), pytest.raises(IntegrityError, match="sysadmin_of_none"), transaction.atomic():
        grant.save(force_insert=True)


def test_rows_of_no_programme_and_of_herself(cast: Cast) -> None:
    stranger, sysadmin = cast.actor("stranger"), cast.actor("sysadmin")
    with acting_as(SYSTEM):
        users, people = User.objects.all(), Person.objects.all()
        assert visible(users, stranger, "account.view", programme="", owner="pk").get() == cast.user(
            "stranger"
        )
        assert visible(users, sysadmin, "account.view", programme="", owner="pk").count() == len(cast.users)
        assert not visible(people, stranger, "person.view", programme="").exists()
        assert visible(Programme.objects.all(), SYSTEM, "programme.view").count() == 3


def test_policies_are_made_from_known_actions() -> None:
    text = policies.clauses(["duty.view"], agency="agency_id", owner="user_id")
    assert "soat_units('duty.view')" in text
    assert "soat_user()" in text
    assert "soat_units" in policies.clauses(["duty.view"])
    assert policies.clauses(["legal.view"], programme=None) == "(SELECT soat_may('legal.view'))"
    with pytest.raises(DomainError, match=r"programme\.fly"):
        policies.protect("a_table", view=["programme.fly"])


def test_each_kind_of_writing_may_have_its_own_actions() -> None:
    made = policies.protect(
        "a_table",
        view=["legal.view"],
        write=["legal.edit"],
        insert=["agency.edit"],
        delete=[],
        programme=None,
    )
    system, edit = "(SELECT soat_kind()) = 'system'", "(SELECT soat_may('legal.edit'))"
    assert made.statements() == {
        "a_table_view": f"CREATE POLICY a_table_view ON a_table FOR SELECT TO soat_app"
        f" USING ({system} OR (SELECT soat_may('legal.view')))",
        "a_table_insert": f"CREATE POLICY a_table_insert ON a_table FOR INSERT TO soat_app"
        f" WITH CHECK ({system} OR (SELECT soat_may('agency.edit')))",
        "a_table_update": f"CREATE POLICY a_table_update ON a_table FOR UPDATE TO soat_app"
        f" USING ({system} OR {edit}) WITH CHECK ({system} OR {edit})",
        "a_table_delete": f"CREATE POLICY a_table_delete ON a_table FOR DELETE TO soat_app"
        f" USING ({system} OR false)",
    }


def test_outside_a_transaction_nobody_acts() -> None:
    seen: list[Actor] = []
    ActingPerson(lambda request: seen.append(request.actor))(RequestFactory().get("/suc-khoe/"))  # type: ignore[attr-defined,arg-type,return-value,func-returns-value]
    assert seen == [NOBODY]


def test_rows_of_rights_have_names(cast: Cast) -> None:
    assert str(Permission(role="head", action="x", scope="unit", state="*")) == "head: x (unit, *)"
    assert str(Scope(id=cast.ours.pk)) == str(cast.ours.pk)
    assert "←" in str(Heir(agency_id=cast.unit.pk, predecessor_id=cast.unit.pk))
    assert Holding(Role.HEAD).agencies == frozenset()
