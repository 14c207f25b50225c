"""List of the team, decisions, acts on one member, adding from the directory, areas (T1, T2)."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import SYSTEM, Cast, give, make_user

from soat.access.actor import acting_as
from soat.access.roles import Role
from soat.people.models import Person, Position
from soat.programmes.models import Area
from soat.teams.models import Competence, Member
from soat.teams.services.members import fingerprint
from soat.teams.tests.help import add, many, url

DECISION = {"document": "612/QĐ-UBND ngày 07/4/2026", "on": "7/4/2026", "until": "31/12/2026"}


def now_is(member: Member) -> Member:
    with acting_as(SYSTEM):
        return Member.objects.get(pk=member.pk)


@pytest.fixture
def boss(cast: Cast, client_for: Any) -> Any:
    return client_for(cast.user("coordinator"))


def appoint(boss: Any, cast: Cast, *members: Member) -> Any:
    return boss.post(url("members", cast), {**DECISION, "members": [member.pk for member in members]})


def test_a_decision_for_those_chosen(cast: Cast, boss: Any, client_for: Any) -> None:
    assert "Danh sách Đoàn chưa có ai" in boss.get(url("members", cast)).content.decode()
    one, two, three = (add(cast, name) for name in ("Lê Thị Một", "Lê Thị Hai", "Lê Thị Ba"))
    page = boss.get(url("members", cast)).content.decode()
    assert page.count("checked") == 3
    again = boss.post(url("members", cast), {"members": [one.pk], "document": "", "on": "7/4/2026"})
    assert again.content.decode().count("checked") == 1
    assert appoint(boss, cast, one, two).status_code == 302
    assert [now_is(member).state for member in (one, two, three)] == ["serving", "serving", "listed"]
    page = client_for(cast.user("head")).get(url("members", cast)).content.decode()
    assert "từ 07/04/2026 đến 31/12/2026" in page
    assert "Lê Thị Ba" in page
    assert "Ghi quyết định" not in page
    assert "Danh sách đã đổi" in appoint(boss, cast, one).content.decode()
    assert "Hãy chọn ít nhất một người" in appoint(boss, cast).content.decode()


def test_rights_on_the_list(cast: Cast, client_for: Any) -> None:
    member = add(cast, "Lê Thị Một")
    for name, expected in (("member", 200), ("unit_officer", 403), ("stranger", 404)):
        for address in (url("members", cast), url("member", cast, member.pk), url("competences", cast)):
            assert client_for(cast.user(name)).get(address).status_code == expected
    assert client_for(cast.user("member")).post(url("members", cast), DECISION).status_code == 403
    assert client_for(cast.user("head")).get(url("member", cast, cast.unit.pk)).status_code == 404


def test_what_happens_to_a_member_stays_readable(cast: Cast, boss: Any) -> None:
    member, successor = add(cast, "Lê Thị Một"), add(cast, "Lê Thị Hai")
    appoint(boss, cast, member)
    address = url("member", cast, member.pk)
    body = {"on": "1/6/2026", "document": "715/QĐ", "reason": "Nghỉ ốm"}

    def do(act: str, **more: Any) -> Any:
        seen = re.search(r'name="seen" value="([^"]*)"', boss.get(address).content.decode())
        assert seen
        return boss.post(address, {**body, "act": act, "seen": seen[1], **more})

    assert "Hãy chọn người thay" in do("replace").content.decode()
    assert "Hãy ghi ngày gia hạn đến" in do("extend").content.decode()
    assert do("extend", until="1/2/2027").status_code == 302
    assert now_is(member).serves_to == date(2027, 2, 1)
    assert do("suspend").status_code == 302
    assert "vừa thay đổi" in do("resume", seen="serving|").content.decode()
    assert do("resume").status_code == 302
    assert do("replace", successor=str(successor.pk)).status_code == 302
    assert (now_is(member).state, now_is(successor).state) == ("ended", "serving")
    page = boss.get(address).content.decode()
    for told in (
        "Gia hạn",
        "Tạm dừng",
        "Tham gia trở lại",
        "Thay người",
        "Người thay: Lê Thị Hai",
        "Nghỉ ốm",
    ):
        assert told in page
    assert "Ghi thay đổi" not in page
    end = url("member", cast, successor.pk)
    seen = re.search(r'name="seen" value="([^"]*)"', boss.get(end).content.decode())
    assert seen
    boss.post(end, {**body, "act": "end", "seen": seen[1]})
    assert now_is(successor).state == "ended"


def test_adding_somebody_from_the_directory(cast: Cast, boss: Any, client_for: Any) -> None:
    with acting_as(SYSTEM):
        person = Person.objects.create(full_name="Ngô Bá Khá", sort_key="kha", folded="ngo ba kha")
        Position.objects.create(person=person, agency=cast.standing, title="Phó Giám đốc")
        Position.objects.create(
            person=person, agency=cast.unit, title="Chuyên viên", valid_to=date(2020, 1, 1)
        )
    address = url("member_add", cast)
    page = boss.get(address, {"q": "ngo kha"}).content.decode()
    assert "Phó Giám đốc, Sở Nội vụ" in page
    assert "Chuyên viên" not in page
    assert "Không có ai như vậy" in boss.get(address, {"q": "xyz"}).content.decode()
    preset = boss.get(address, {"vi-tri": "head", "co-quan": cast.unit.pk}).content.decode()
    assert '<option value="head" selected>' in preset
    assert str(cast.unit.pk) in preset
    assert "Hãy tìm và chọn một người" in boss.post(address, {"kind": "deputy"}).content.decode()
    assert boss.post(address, {"person": person.pk, "kind": "deputy"}).status_code == 302
    with acting_as(SYSTEM):
        made = Member.objects.get()
    assert (made.title, made.agency_id, made.kind) == ("Phó Giám đốc", cast.standing.pk, "deputy")
    again = boss.post(address, {"person": person.pk, "kind": "member", "title": "x"})
    assert "đã có trong danh sách Đoàn" in again.content.decode()
    assert client_for(cast.user("head")).get(address).status_code == 403
    with acting_as(SYSTEM):
        for n in range(25):
            Person.objects.create(full_name=f"Trần {n}", sort_key=f"{n}", folded=f"tran {n}")
    assert "Còn nhiều người khác" in boss.get(address).content.decode()
    with acting_as(SYSTEM):
        alone = Person.objects.get(full_name="Trần 1")
    boss.post(address, {"person": alone.pk, "kind": "support", "agency": cast.unit.pk, "title": "Kế toán"})
    with acting_as(SYSTEM):
        assert Member.objects.get(person=alone).agency_id == cast.unit.pk


def test_areas_are_saved_together_and_crossing_saves_are_noticed(
    cast: Cast, boss: Any, client_for: Any
) -> None:
    address = url("competences", cast)
    assert "chưa có lĩnh vực nào" in boss.get(address).content.decode()
    with acting_as(SYSTEM):
        first, second = (
            Area.objects.create(programme=cast.ours, title=title, order=n)
            for n, title in enumerate(("Cải cách thể chế", "Chuyển đổi số"))
        )
    assert "Đoàn chưa có ai" in boss.get(address).content.decode()
    one, two = add(cast, "Lê Thị Một"), add(cast, "Lê Thị Hai")
    assert "Chưa có ai kiểm tra được" in boss.get(address).content.decode()
    empty = fingerprint({})
    body = {"seen": empty, "held": [f"{one.pk}:{first.pk}", f"{two.pk}:{second.pk}", "x:y"]}
    assert "Đã lưu lĩnh vực của 2 người" in boss.post(address, body, follow=True).content.decode()
    crossing = boss.post(address, {"seen": empty, "held": [f"{one.pk}:{second.pk}"]}).content.decode()
    assert "vừa lưu bảng này" in crossing
    assert crossing.count("checked") == 1
    with acting_as(SYSTEM):
        held = set(Competence.objects.values_list("member_id", "area_id"))
    assert held == {(one.pk, first.pk), (two.pk, second.pk)}
    seen = re.search(r'name="seen" value="([^"]*)"', crossing)
    assert seen
    boss.post(address, {"seen": seen[1], "held": [f"{one.pk}:{second.pk}"]})
    with acting_as(SYSTEM):
        assert list(Competence.objects.values_list("member_id", "area_id")) == [(one.pk, second.pk)]
    assert "disabled" in client_for(cast.user("head")).get(address).content.decode()
    assert client_for(cast.user("head")).post(address, body).status_code == 403


def test_queries_and_pages_with_many_members(cast: Cast, boss: Any) -> None:
    with acting_as(SYSTEM):
        Area.objects.create(programme=cast.ours, title="Cải cách thể chế")
    addresses = (url("members", cast), url("competences", cast))
    counts = []
    for number in (2, 45):
        members = many(cast, number)
        boss.get(addresses[0])
        for address in (*addresses, url("member", cast, members[0].pk)):
            with CaptureQueriesContext(connection) as seen:
                assert boss.get(address).status_code == 200
            counts.append(len(seen))
    assert counts[:3] == counts[3:]
    assert "Trang 2 trong 2" in boss.get(addresses[1], {"page": 2}).content.decode()


def test_a_person_without_an_account_is_seen_by_the_team(cast: Cast, client_for: Any) -> None:
    member = add(cast, "Không Tài Khoản")
    with acting_as(SYSTEM):
        give(make_user("second", "Hà Thị Nhì"), Role.LEADERSHIP, cast.ours)
    page = client_for(cast.user("support")).get(url("member", cast, member.pk)).content.decode()
    assert "Không Tài Khoản" in page
    assert "Chưa có quyết định nào" in page
