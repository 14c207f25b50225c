"""The team's first page says where list, roles and seats contradict, each with the link that mends it (T1)."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from tests.cast import SYSTEM, Cast

from soat.access.actor import acting_as
from soat.people.models import Person, Position
from soat.teams.models import Member
from soat.teams.selectors import gaps, places
from soat.teams.services import nominations
from soat.teams.services.nominations import Candidate
from soat.teams.tests.help import add, ask, name_one, run, seat, url


def test_who_holds_the_role_is_taken_into_the_list(cast: Cast, client_for: Any) -> None:
    seat(cast, "head", text="Phó Chủ tịch")
    boss = client_for(cast.user("coordinator"))
    page = boss.get(url("team", cast)).text
    assert "Trần Văn Ân giữ vai trò Trưởng Đoàn nhưng chưa có trong danh sách Đoàn" in page
    with acting_as(SYSTEM):
        person = Person.objects.get(user=cast.user("head"))
        assert [one.role for one in gaps.unseated(cast.ours)] == ["head", "deputy", "member", "support"]
    form = boss.get(url("member_add", cast), {"q": "Trần Văn Ân", "nguoi": person.pk, "vi-tri": "head"}).text
    assert "checked" in form.split(str(person.pk))[1][:80]
    given = {"person": person.pk, "kind": "head"}
    assert boss.post(url("member_add", cast), given).status_code == 302
    assert "giữ vai trò Trưởng Đoàn nhưng" not in boss.get(url("team", cast)).text
    again = boss.post(url("member_add", cast), given).text
    assert "Đoàn đã có Trưởng Đoàn" in again or "đã có trong danh sách Đoàn" in again


def test_a_member_of_no_agency_is_told_and_placed(cast: Cast, client_for: Any) -> None:
    seat(cast, "member", cast.unit)
    member = add(cast, "Lê Thị Một")
    with acting_as(SYSTEM):
        Position.objects.create(person=member.person, agency=cast.unit, title="Trưởng phòng")
    boss = client_for(cast.user("coordinator"))
    assert "Lê Thị Một chưa ghi cơ quan" in boss.get(url("team", cast)).text
    head = client_for(cast.user("head"))
    assert ">Ghi cơ quan<" not in head.get(url("team", cast)).text
    form = url("member_place", cast, member.pk)
    assert str(cast.unit.pk) in boss.get(form).text  # offered from the directory
    assert "Hãy tìm và chọn cơ quan" in boss.post(form, {}).text
    assert boss.post(form, {"agency": cast.unit.pk}).status_code == 302
    assert boss.post(form, {"agency": cast.unit.pk}).status_code == 302
    assert "chưa ghi cơ quan" not in boss.get(url("team", cast)).text
    with acting_as(cast.actor("coordinator")) as actor:
        [place] = places.places(cast.ours, actor)
    assert [one.pk for one in place.members] == [member.pk]
    assert boss.get(reverse("teams:member_place", args=[cast.ours.pk, cast.unit.pk])).status_code == 404


def test_a_person_of_that_agency_by_that_name_is_she(cast: Cast) -> None:
    """Named without an address she is the one of the directory; with another address somebody else."""
    with acting_as(SYSTEM):
        known = Person.objects.create(
            full_name="Phạm Thị Lan", email="lan@vidu.example", sort_key="x", folded="x"
        )
        Position.objects.create(person=known, agency=cast.unit, title="Chuyên viên")
    named = name_one(cast, ask(cast, cast.unit, wanted=2), "Phạm Thị Lan")
    run(cast, "coordinator", nominations.accept, named)
    with acting_as(SYSTEM):
        assert Member.objects.get(programme=cast.ours).person == known
    other = run(
        cast,
        "unit_officer",
        nominations.propose,
        named.request,
        Candidate("Phạm Thị Lan", "Chuyên viên", email="khac@vidu.example"),
    )
    run(cast, "coordinator", nominations.accept, other)
    with acting_as(SYSTEM):
        assert Member.objects.filter(programme=cast.ours).exclude(person=known).count() == 1


def test_a_person_named_with_a_known_address_is_she(cast: Cast) -> None:
    with acting_as(SYSTEM):
        known = Person.objects.create(
            full_name="Phạm Thị Lan", email="lan@vidu.example", sort_key="x", folded="x"
        )
    named = name_one(cast, ask(cast, cast.unit), "Phạm Thị Lan")
    with acting_as(SYSTEM):
        type(named).objects.filter(pk=named.pk).update(email="LAN@vidu.example")
        named.refresh_from_db()
    run(cast, "coordinator", nominations.accept, named)
    with acting_as(SYSTEM):
        assert Member.objects.get(nomination=named).person_id == known.pk
