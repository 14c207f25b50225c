"""The foundation: who sees what in the database, what the trail refuses, and how actors end (A1, P3, P4)."""

from __future__ import annotations

import pytest
from django.db import InternalError, ProgrammingError, connection, transaction
from tests.cast import NOW, SYSTEM, Cast

from soat.access.actor import acting_as
from soat.programmes.models import Programme, Subject
from soat.trail import services as trail
from soat.trail.models import Event


def titles(cast: Cast, name: str) -> set[str]:
    with acting_as(cast.actor(name)):
        return set(Programme.objects.values_list("title", flat=True))


def test_a_raw_select_returns_only_her_programmes(cast: Cast) -> None:
    assert titles(cast, "coordinator") == {cast.ours.title, cast.draft.title}
    assert titles(cast, "unit_officer") == {cast.ours.title}
    assert titles(cast, "other_head") == {cast.theirs.title}
    assert titles(cast, "stranger") == titles(cast, "sysadmin") == set()


def test_a_unit_sees_its_own_subject_row_only(cast: Cast) -> None:
    with acting_as(cast.actor("unit_officer")):
        assert [s.name for s in Subject.objects.all()] == [cast.unit.name]


def test_queryset_and_policy_agree(cast: Cast) -> None:
    for name in cast.users:
        actor = cast.actor(name)
        with acting_as(SYSTEM):
            asked = set(Programme.objects.visible_to(actor).values_list("id", flat=True))
        with acting_as(actor):
            assert set(Programme.objects.values_list("id", flat=True)) == asked, name


def test_without_an_actor_nothing_is_seen(cast: Cast) -> None:
    assert not Programme.objects.exists()


def test_the_trail_is_linked_and_frozen(cast: Cast) -> None:
    with acting_as(SYSTEM):
        for _ in range(3):
            trail.record("test.done", cast.ours, by=SYSTEM, now=NOW, programme_id=cast.ours.pk)
        assert trail.verify() == (3, [])
    for statement in ("UPDATE trail_event SET action = 'x'", "DELETE FROM trail_event"):
        with (
            pytest.raises((ProgrammingError, InternalError)),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
    with acting_as(SYSTEM):
        assert Event.objects.count() == 3
