"""Persons and positions: adding, moving, accounts, and who sees whom (requirements P2, P4)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from tests.cast import NOW, SYSTEM, Cast, make_agency

from soat.access.actor import SIGN_IN, Actor, acting_as
from soat.accounts.models import User
from soat.common.errors import Conflict, DomainError, Refused
from soat.people.models import Person, Position
from soat.people.selectors import may_see_people, persons, positions_at, positions_of
from soat.people.services import Office, add_person, edit_person, link_user, move_person, person_for
from soat.people.services.persons import follow_account

JULY, AUGUST = date(2025, 7, 1), date(2025, 8, 1)


@pytest.fixture
def by(cast: Cast) -> Iterator[Actor]:
    actor = cast.actor("starter")
    with acting_as(actor):
        yield actor


def make_account(email: str) -> User:
    with acting_as(SYSTEM):
        user = User(email=email, full_name="", joined_at=NOW)
        user.set_unusable_password()
        user.save(force_insert=True)
    return user


def test_a_person_takes_and_leaves_offices(cast: Cast, by: Actor) -> None:
    office = Office(cast.unit, " Phó  Giám đốc ", JULY)
    person = add_person(" Đỗ  Văn Ánh", phone="1 ", email="a@vidu.example", office=office, by=by, now=NOW)
    first = person.positions.get()
    assert (person.full_name, person.folded, first.title) == ("Đỗ Văn Ánh", "do van anh", "Phó Giám đốc")
    takes = Office(cast.standing, "Giám đốc", None)
    second = move_person(person, leaves=first, takes=takes, on=AUGUST, by=by, now=NOW)
    first.refresh_from_db()
    assert second is not None
    assert (first.valid_to, second.valid_from, second.agency) == (AUGUST, AUGUST, cast.standing)
    assert list(positions_of(person)) == [second, first]
    assert move_person(person, leaves=second, takes=None, on=date(2026, 1, 1), by=by, now=NOW) is None


def test_what_is_refused(cast: Cast, by: Actor) -> None:
    person = add_person("Đỗ Văn Ánh", office=Office(cast.unit, "Giám đốc", JULY), by=by, now=NOW)
    held = person.positions.get()
    with acting_as(SYSTEM):
        gone = make_agency("Sở Cũ", "department", valid_to=JULY)

    def field(leaves: Position | None, takes: Office | None, on: date = AUGUST) -> str | None:
        with pytest.raises(DomainError) as error:
            move_person(person, leaves=leaves, takes=takes, on=on, by=by, now=NOW)
        return error.value.field

    assert field(None, None) == "leaves"
    assert field(None, Office(cast.unit, " ", None)) == "title"
    assert field(None, Office(cast.unit, "Giám đốc", None)) == "title"
    assert field(None, Office(gone, "Giám đốc", None)) == "agency"
    assert field(held, None, on=JULY) == "on"
    move_person(person, leaves=held, takes=None, on=AUGUST, by=by, now=NOW)
    assert field(held, None) == "leaves"
    with pytest.raises(DomainError):
        add_person("Lê Thị Bình", office=Office(gone, "Giám đốc", None), by=by, now=NOW)
    add_person("Lê Thị Bình", office=Office(gone, "Giám đốc", date(2020, 1, 1)), by=by, now=NOW)


def test_correcting(by: Actor) -> None:
    person = add_person("Lê Thị Ba", by=by, now=NOW)
    changed = edit_person(person, "Lê Thị Bả", phone="09", by=by, now=NOW)
    assert (changed.full_name, changed.phone) == ("Lê Thị Bả", "09")
    with pytest.raises(DomainError):
        edit_person(person, " ", by=by, now=NOW)


def test_an_account_belongs_to_one_person(cast: Cast, by: Actor) -> None:
    one, two = (add_person(name, by=by, now=NOW) for name in ("Lê Thị Ba", "Lê Thị Bốn"))
    with acting_as(SYSTEM):
        user = make_account("ba@vidu.example")
    link_user(one, user, by=by, now=NOW)
    assert link_user(one, user, by=by, now=NOW).user_id == user.pk
    with pytest.raises(Conflict):
        link_user(two, user, by=by, now=NOW)
    with pytest.raises(Conflict):
        link_user(one, cast.user("head"), by=by, now=NOW)


def test_person_for_makes_one_person_an_account(cast: Cast) -> None:
    user = make_account("moi@vidu.example")
    host = Actor(id=user.pk, name="moi")
    with acting_as(host):
        person = person_for(user, by=host, now=NOW)
        assert person_for(user, by=host, now=NOW) == person
    assert (person.full_name, person.email) == ("moi@vidu.example", "moi@vidu.example")


def test_person_for_takes_whom_the_coordinator_entered(cast: Cast, by: Actor) -> None:
    entered = add_person("Lê Thị Ba", email="Ba@vidu.example", by=by, now=NOW)
    user = make_account("ba@vidu.example")
    with acting_as(SIGN_IN):
        assert person_for(user, by=SIGN_IN, now=NOW) == entered
    add_person("Lê Thị Bốn", email="bon@vidu.example", by=by, now=NOW)
    with pytest.raises(Conflict, match="là của Lê Thị Bốn"):
        add_person("Lê Thị Năm", email="BON@vidu.example", is_other=True, by=by, now=NOW)
    second = add_person("Lê Thị Bốn", is_other=True, by=by, now=NOW)
    Person.objects.filter(pk=second.pk).update(email="bon@vidu.example")  # as a load from a file leaves it
    person = person_for(make_account("bon@vidu.example"), by=by, now=NOW)
    assert person.full_name == "bon@vidu.example"


def test_person_for_is_no_way_to_make_others(cast: Cast) -> None:
    actor = cast.actor("stranger")
    with acting_as(actor), pytest.raises(Refused):
        person_for(make_account("moi@vidu.example"), by=actor, now=NOW)
    with acting_as(actor), pytest.raises(Refused):
        add_person("Lê Thị Ba", by=actor, now=NOW)


def names(cast: Cast, name: str, words: str = "") -> set[str]:
    """What the selector gives, which must be what row-level security gives."""
    actor = cast.actor(name)
    with acting_as(actor):
        shown = {person.full_name for person in persons(actor, words)}
        if not words:
            assert shown == set(Person.objects.values_list("full_name", flat=True))
    return shown


def test_who_sees_whom(cast: Cast, by: Actor) -> None:
    add_person("Ngô Ở Du lịch", office=Office(cast.unit, "Giám đốc", JULY), by=by, now=NOW)
    add_person("Ngô Ở Đông Hải", office=Office(cast.other_unit, "Chủ tịch", JULY), by=by, now=NOW)
    everybody = names(cast, "starter")
    assert names(cast, "sysadmin") == names(cast, "coordinator") == everybody
    assert names(cast, "stranger") == {"Người Lạ"}
    assert names(cast, "unit_officer") == {"Dương Văn Đăng", "Ngô Ở Du lịch"}
    assert names(cast, "other_unit_officer") == {"Lý Thị Dung", "Ngô Ở Đông Hải"}
    team = names(cast, "head")
    assert "Ngô Thị Yến" in team
    assert not team & {"Ngô Ở Du lịch", "Hồ Văn Quý", "Người Lạ"}
    assert names(cast, "starter", "ngo du") == {"Ngô Ở Du lịch"}
    assert not may_see_people(cast.actor("stranger"))
    assert all(may_see_people(cast.actor(who)) for who in ("starter", "head", "unit_officer", "sysadmin"))
    officer = cast.actor("unit_officer")
    with acting_as(officer):
        assert [position.title for position in positions_at(cast.unit, officer)] == ["Giám đốc"]
        assert list(positions_at(cast.other_unit, officer)) == []
        assert not Position.objects.filter(agency=cast.other_unit).exists()


def test_persons_cost_the_same_when_many(by: Actor, cast: Cast, count_queries: object) -> None:
    def read() -> None:
        for person in persons(by):
            list(person.positions.all())

    few = count_queries(read)  # type: ignore[operator]
    for number in range(20):
        add_person(f"Lê Văn {number}", office=Office(cast.unit, "Chuyên viên", None), by=by, now=NOW)
    assert count_queries(read) == few  # type: ignore[operator]


def test_an_account_without_a_person_has_nobody_to_follow_it(cast: Cast) -> None:
    with acting_as(SYSTEM):
        user = User(email="khong-nguoi@soat.example", joined_at=NOW)
        user.call("Không Người")
        user.save(force_insert=True)
    follow_account(user, user.email, by=SYSTEM, now=NOW)
    with acting_as(SYSTEM):
        assert not Person.objects.filter(user=user).exists()
