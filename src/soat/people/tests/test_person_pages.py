"""Pages of persons: whoever may see some, sees those; coordinators write; the rest gets 403 or 404."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from tests.cast import NOW, SYSTEM, Cast

from soat.access.actor import acting_as
from soat.people.models import Person
from soat.people.services import Office, add_person, end_agency

LIST = "/co-quan/nguoi/"


@pytest.fixture
def officer(cast: Cast) -> Person:
    with acting_as(SYSTEM):
        office = Office(cast.unit, "Phó Giám đốc", date(2024, 1, 1))
        return add_person("Đỗ Văn Ánh", phone="0901", office=office, by=SYSTEM, now=NOW)


@pytest.fixture
def editor(cast: Cast, client_for: Any) -> Client:
    client: Client = client_for(cast.user("starter"))
    return client


def test_guests_sign_in_first(cast: Cast, officer: Person, client: Client) -> None:
    for path in ("", "them/", f"{officer.pk}/", f"{officer.pk}/sua/", f"{officer.pk}/chuyen/"):
        assert client.get(LIST + path).headers["Location"].startswith("/tai-khoan/")


def test_the_directory_is_sorted_by_given_name(editor: Client, officer: Person) -> None:
    page = editor.get(LIST).text
    order = [
        page.index(name)
        for name in ("Đỗ Văn Ánh", "Trần Văn Ân", "Lý Thị Dung", "Dương Văn Đăng", "Vũ Thị Én")
    ]
    assert order == sorted(order)
    assert "Phó Giám đốc" in page
    assert "Trần Văn Ân" not in editor.get(LIST + "?q=do+van").text
    assert "Không có ai" in editor.get(LIST + "?q=khong-co").text
    assert editor.get(LIST + "?q=" + "x" * 200).status_code == 200


def test_a_unit_sees_its_own_only(cast: Cast, client_for: Any, officer: Person) -> None:
    mine, other = client_for(cast.user("unit_officer")), client_for(cast.user("other_unit_officer"))
    assert "Đỗ Văn Ánh" in mine.get(LIST).text
    assert "0901" in mine.get(f"{LIST}{officer.pk}/").text
    assert "Đỗ Văn Ánh" not in other.get(LIST).text
    assert other.get(f"{LIST}{officer.pk}/").status_code == 404
    for path in ("them/", f"{officer.pk}/sua/", f"{officer.pk}/chuyen/"):
        assert mine.get(LIST + path).status_code == 403


def test_a_stranger_sees_herself_only(cast: Cast, client_for: Any, officer: Person) -> None:
    client = client_for(cast.user("stranger"))
    answer = client.get(LIST)
    assert answer.status_code == 403
    assert "Cơ quan thường trực" in answer.text
    assert client.get(f"{LIST}{officer.pk}/sua/").status_code == 404
    with acting_as(SYSTEM):
        herself = Person.objects.get(user=cast.user("stranger"))
    assert "Người Lạ" in client.get(f"{LIST}{herself.pk}/").text


def test_adding(cast: Cast, editor: Client) -> None:
    told = {
        "full_name": "Lê Thị Bình",
        "agency": str(cast.unit.pk),
        "title": "Chuyên viên",
        "since": "1/3/2025",
    }
    answer = editor.post(LIST + "them/", told)
    with acting_as(SYSTEM):
        made = Person.objects.get(full_name="Lê Thị Bình")
    assert answer.headers["Location"] == f"{LIST}{made.pk}/"
    assert "Chuyên viên" in editor.get(f"{LIST}{made.pk}/").text
    assert editor.post(LIST + "them/", {"full_name": "Lê Thị Bốn"}).status_code == 302
    assert "cả cơ quan và chức vụ" in editor.post(LIST + "them/", {**told, "title": ""}).text
    assert "cả cơ quan và chức vụ" in editor.post(LIST + "them/", {**told, "agency": ""}).text
    assert editor.post(LIST + "them/", {"full_name": ""}).status_code == 200
    with acting_as(SYSTEM):
        end_agency(cast.unit, date(2025, 1, 1), by=SYSTEM, now=NOW)
    assert "đã kết thúc" in editor.post(LIST + "them/", {**told, "full_name": "Lê Thị Năm"}).text


def test_correcting(editor: Client, officer: Person) -> None:
    url = f"{LIST}{officer.pk}/sua/"
    assert "0901" in editor.get(url).text
    assert editor.post(url, {"full_name": "Đỗ Văn Ảnh"}).status_code == 302
    assert "Đỗ Văn Ảnh" in editor.get(f"{LIST}{officer.pk}/").text
    assert "Hãy ghi tên" in editor.post(url, {"full_name": "\u200b"}).text


def test_moving(cast: Cast, editor: Client, officer: Person) -> None:
    url = f"{LIST}{officer.pk}/chuyen/"
    with acting_as(SYSTEM):
        held = officer.positions.get()
    assert "Phó Giám đốc, Sở Du lịch" in editor.get(url).text
    told = {"on": "1/3/2025", "leaves": str(held.pk), "agency": str(cast.standing.pk), "title": "Giám đốc"}
    assert "Hãy chọn chức vụ thôi giữ" in editor.post(url, {"on": "1/3/2025"}).text
    assert editor.post(url, told).status_code == 302
    page = editor.get(f"{LIST}{officer.pk}/").text
    assert page.index("Giám đốc</") < page.index("Phó Giám đốc")
    assert editor.post(url, told).status_code == 200  # no longer held: not among the choices
    leaving = {"on": "1/4/2025", "leaves": ""}
    assert (
        editor.post(url, {**leaving, "agency": str(cast.standing.pk), "title": "Giám đốc"}).status_code == 200
    )


def test_the_directory_costs_the_same_with_many(cast: Cast, editor: Client, count_queries: Any) -> None:
    few = count_queries(lambda: editor.get(LIST))
    with acting_as(SYSTEM):
        for number in range(20):
            add_person(f"Lê Văn {number}", office=Office(cast.unit, "Chuyên viên", None), by=SYSTEM, now=NOW)
    assert count_queries(lambda: editor.get(LIST)) <= few + 1  # agencies of positions, absent at first


def test_an_edit_over_what_somebody_else_changed_is_told_and_not_saved(
    cast: Cast, editor: Client, officer: Person
) -> None:
    path = f"{LIST}{officer.pk}/sua/"
    seen = editor.get(path).context["form"].initial["seen"]
    faster = {"full_name": "Đỗ Văn Ánh", "email": "", "phone": "0902", "seen": seen}
    assert editor.post(path, faster).status_code == 302
    page = editor.post(path, {**faster, "phone": "0903"})
    assert "Người khác vừa sửa thông tin này" in page.text
    assert "0903" in page.text
    with acting_as(SYSTEM):
        assert Person.objects.get(pk=officer.pk).phone == "0902"


def test_who_is_known_is_offered_and_not_added_twice(cast: Cast, editor: Client) -> None:
    given = {
        "full_name": "Lê Thị Hồng Minh",
        "email": "minh@vidu.example",
        "agency": cast.unit.pk,
        "title": "Giám đốc",
    }
    assert "chỉ trùng tên" not in editor.get(LIST + "them/").text
    assert editor.post(LIST + "them/", given).status_code == 302
    twice = editor.post(LIST + "them/", given).text
    assert "Thư điện tử này là của Lê Thị Hồng Minh" in twice
    assert "Giám đốc, Sở Du lịch" in twice
    same_name = {**given, "email": ""}
    assert "Đây là người khác, chỉ trùng tên" in editor.post(LIST + "them/", same_name).text
    elsewhere = {**same_name, "agency": cast.other_unit.pk}
    assert editor.post(LIST + "them/", elsewhere).status_code == 302
    assert editor.post(LIST + "them/", {**same_name, "is_other": "on"}).status_code == 302
    with acting_as(SYSTEM):
        assert Person.objects.filter(full_name="Lê Thị Hồng Minh").count() == 3
