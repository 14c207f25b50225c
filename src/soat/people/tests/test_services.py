"""Services of agencies and successions: who may, what is refused with which words, what the trail keeps."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connection
from tests.cast import NOW, SYSTEM, Cast, make_agency

from soat.access.actor import Actor, acting_as
from soat.common.errors import Conflict, DomainError, Refused
from soat.people.models import Agency, Succession
from soat.people.services import (
    AgencyFacts,
    add_agency,
    check_succession,
    edit_agency,
    end_agency,
    succeed,
    version_of,
)
from soat.trail.models import Event

DAY = date(2025, 7, 1)


@pytest.fixture
def by(cast: Cast) -> Iterator[Actor]:
    actor = cast.actor("coordinator")
    with acting_as(actor):
        yield actor


def facts(name: str = "Sở Xây dựng", **more: Any) -> AgencyFacts:
    return AgencyFacts(**{"name": name, "kind": "department", "level": "province", **more})


def new(name: str, by: Actor, **more: Any) -> Agency:
    return add_agency(facts(name, **more), by=by, now=NOW)


def events(subject: Any) -> list[Event]:
    with acting_as(SYSTEM):
        return list(Event.objects.filter(subject_id=subject.pk).order_by("seq"))


def test_an_agency_is_added_tidily(by: Actor) -> None:
    made = new("  Sở   Xây dựng ", by, place="Hải Phòng")
    made.refresh_from_db()
    assert (made.name, made.folded, made.valid_to) == ("Sở Xây dựng", "so xay dung", None)
    assert [event.action for event in events(made)] == ["agency.edit"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": "  "}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"valid_from": DAY, "valid_to": DAY}, "valid_to"),
    ],
)
def test_wrong_facts_are_refused(by: Actor, wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(DomainError) as error:
        add_agency(facts(**wrong), by=by, now=NOW)
    assert error.value.field == field


def test_two_of_a_name_need_another_time_or_place(by: Actor) -> None:
    new("Sở Xây dựng", by, valid_to=DAY)
    with pytest.raises(Conflict):
        new("SỞ XÂY DỰNG", by)
    new("Sở Xây dựng", by, valid_from=DAY)
    new("Sở Xây dựng", by, place="Hải Dương")
    new("Sở Xây dụng", by)  # folds alike, is another name


@pytest.mark.parametrize("name", ["unit_head", "head", "stranger", "sysadmin"])
def test_only_coordinators_edit(cast: Cast, name: str) -> None:
    actor = cast.actor(name)
    with acting_as(actor):
        for act in (
            lambda: new("Sở Xây dựng", actor),
            lambda: edit_agency(cast.unit, facts(), by=actor, now=NOW),
            lambda: end_agency(cast.unit, DAY, by=actor, now=NOW),
            lambda: succeed([cast.unit], [cast.standing], "merge", DAY, "QĐ", by=actor, now=NOW),
        ):
            with pytest.raises(Refused, match="Cơ quan thường trực"):
                act()


def test_editing_notices_who_was_faster(cast: Cast, by: Actor) -> None:
    version = version_of(cast.unit)
    edit_agency(cast.unit, facts("Sở Du lịch", code="12"), version=version, by=by, now=NOW)
    with pytest.raises(Conflict, match="tải lại"):
        edit_agency(cast.unit, facts("Sở Du lịch", code="13"), version=version, by=by, now=NOW)
    edit_agency(cast.unit, facts("Sở Du lịch", code="14"), by=by, now=NOW)
    before, after = (event.payload for event in events(cast.unit))
    assert '"code":"12"' in before
    assert '"code":"14"' in after


def test_an_agency_is_never_under_itself(cast: Cast, by: Actor) -> None:
    child = new("Chi cục Văn thư", by, parent_id=cast.standing.pk)
    grandchild = new("Phòng Lưu trữ", by, parent_id=child.pk)
    top = facts("Sở Nội vụ", parent_id=grandchild.pk)
    with pytest.raises(DomainError) as error:
        edit_agency(cast.standing, top, by=by, now=NOW)
    assert error.value.field == "parent"
    edit_agency(grandchild, facts("Phòng Lưu trữ", parent_id=cast.standing.pk), by=by, now=NOW)


def test_ending(cast: Cast, by: Actor) -> None:
    young = new("Ban Chuyển đổi số", by, valid_from=DAY)
    with pytest.raises(DomainError) as error:
        end_agency(young, DAY, by=by, now=NOW)
    assert error.value.field == "on"
    end_agency(cast.unit, DAY, by=by, now=NOW, reason="Giải thể")
    assert Agency.objects.get(pk=cast.unit.pk).valid_to == DAY
    assert "Giải thể" in events(cast.unit)[0].payload
    with pytest.raises(Conflict):
        end_agency(cast.unit, DAY, by=by, now=NOW)


def test_a_merge_ends_the_old_and_keeps_all(cast: Cast, by: Actor) -> None:
    other = new("Sở Thông tin và Truyền thông", by)
    made = succeed([cast.unit, other], [cast.standing], "merge", DAY, " NQ 18 ", by=by, now=NOW, note="x")
    assert {row.predecessor_id for row in made} == {cast.unit.pk, other.pk}
    assert set(Agency.objects.filter(pk__in=[cast.unit.pk, other.pk]).values_list("valid_to", flat=True)) == {
        DAY
    }
    assert Agency.objects.get(pk=cast.standing.pk).valid_to is None
    assert {row.document for row in made} == {"NQ 18"}
    assert len(events(made[0])) == 1


@pytest.mark.parametrize(
    ("old", "new_ones", "kind", "field"),
    [
        (1, 2, "merge", "successors"),
        (2, 2, "split", "predecessors"),
        (1, 1, "split", "successors"),
        (2, 1, "rename", "predecessors"),
        (0, 1, "transfer", "predecessors"),
        (1, 0, "transfer", "successors"),
    ],
)
def test_shapes(by: Actor, old: int, new_ones: int, kind: str, field: str) -> None:
    agencies = [new(f"Sở {n}", by) for n in range(old + new_ones)]
    with pytest.raises(DomainError) as error:
        succeed(agencies[:old], agencies[old:], kind, DAY, "QĐ", by=by, now=NOW)
    assert error.value.field == field


def test_what_does_not_fit_is_refused(cast: Cast, by: Actor) -> None:
    ended = new("Sở Cũ", by, valid_to=date(2025, 3, 1))
    later = new("Sở Mới", by, valid_from=date(2026, 1, 1))

    def field(old: Agency, heir: Agency, on: date = DAY, document: str = "QĐ") -> str | None:
        with pytest.raises(DomainError) as error:
            check_succession([old], [heir], "merge", on, document, by=by)
        return error.value.field

    assert field(cast.unit, cast.standing, document=" ") == "document"
    assert field(cast.unit, cast.unit) == "successors"
    assert field(ended, cast.standing) == "on"
    assert field(later, cast.standing) == "on"
    assert field(cast.unit, later) == "on"
    assert field(cast.unit, ended) == "successors"
    assert Succession.objects.count() == 0


def test_twice_and_back_are_refused(cast: Cast, by: Actor) -> None:
    middle = new("Sở Văn hóa", by)
    succeed([cast.unit], [middle], "rename", DAY, "QĐ 1", by=by, now=NOW)
    with pytest.raises(Conflict):
        succeed([cast.unit], [middle], "rename", DAY, "QĐ 1", by=by, now=NOW)
    with acting_as(SYSTEM):
        Agency.objects.filter(pk=cast.unit.pk).update(valid_to=None)
    with pytest.raises(DomainError) as error:
        succeed([middle], [cast.unit], "rename", date(2026, 1, 1), "QĐ 2", by=by, now=NOW)
    assert error.value.field == "successors"


def test_writes_of_the_register_wait_for_each_other(by: Actor) -> None:
    new("Sở Xây dựng", by)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()")
        assert cursor.fetchone()[0] >= 1


def test_the_cast_sorts_by_key(cast: Cast) -> None:
    with acting_as(SYSTEM):
        make_agency("Sở Đa", "department")
        make_agency("Sở Da", "department")
        names = list(Agency.objects.order_by("sort_key").values_list("name", flat=True))
    assert names.index("Sở Da") < names.index("Sở Du lịch") < names.index("Sở Đa") < names.index("Sở Nội vụ")
