"""Pages of agencies: everyone signed in reads, coordinators write, nobody else is left without a word."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from tests.cast import NOW, SYSTEM, Cast, make_agency

from soat.access.actor import acting_as
from soat.people.models import Agency, Succession
from soat.people.services import Office, add_person, succeed, version_of
from soat.people.tests.test_loading import load_all

LIST = "/co-quan/"
WRITING = ["them/", "ke-thua/", "nhap/"]


@pytest.fixture
def editor(cast: Cast, client_for: Any) -> Client:
    client: Client = client_for(cast.user("starter"))
    return client


@pytest.fixture
def reader(cast: Cast, client_for: Any) -> Client:
    client: Client = client_for(cast.user("stranger"))
    return client


def values(agency: Agency, **more: str) -> dict[str, str]:
    """What the form of an agency sends."""
    told = {"name": agency.name, "kind": agency.kind, "level": agency.level, "place": agency.place}
    return {**told, "version": version_of(agency), **more}


def test_guests_sign_in_first(cast: Cast, client: Client) -> None:
    for path in ("", "tim/", f"{cast.unit.pk}/", f"{cast.unit.pk}/sua/", *WRITING):
        assert client.get(LIST + path).headers["Location"].startswith("/tai-khoan/")


def test_everyone_signed_in_reads(cast: Cast, reader: Client) -> None:
    page = reader.get(LIST).text
    assert "Sở Du lịch" in page
    assert "Thêm cơ quan" not in page
    one = reader.get(f"{LIST}{cast.unit.pk}/").text
    assert "Sở, ban, ngành" in one
    assert "Chức vụ tại cơ quan" not in one
    assert reader.get(f"{LIST}{SYSTEM.id}/").status_code == 404


@pytest.mark.parametrize("name", ["stranger", "head", "unit_head", "sysadmin"])
def test_others_are_told_who_can(cast: Cast, client_for: Any, name: str) -> None:
    client = client_for(cast.user(name))
    for path in (*WRITING, f"{cast.unit.pk}/sua/", f"{cast.unit.pk}/ket-thuc/"):
        answer = client.get(LIST + path)
        assert answer.status_code == 403
        assert "Cơ quan thường trực" in answer.text
        assert client.post(LIST + path).status_code == 403


def test_the_list_is_filtered_as_of_a_day(cast: Cast, reader: Client) -> None:
    load_all()

    def rows(query: str) -> int:
        listing = reader.get(LIST + query).context["table"]
        return int(listing.page.paginator.count)

    assert rows("?q=hong+bang&ngay=1/5/2024") == 1
    assert rows("?q=H%E1%BB%93ng+B%C3%A0ng&ngay=1/5/2026") == 1
    assert rows("?q=hong+bang&ngay=") == 2
    assert rows("?cap=district&ngay=1/5/2024") == 6
    assert rows("?cap=district&ngay=1/5/2026") == 0
    assert rows("?loai=press&dia_ban=H%E1%BA%A3i+Ph%C3%B2ng") == 3
    assert rows("?q=S%E1%BB%9F+KH%26%C4%90T&ngay=1/5/2024") == 1
    assert rows("?ngay=khong-phai-ngay&loai=khong") == Agency.objects.none().count() + rows("?ngay=")
    page = reader.get(LIST + "?q=khong-co-ai").text
    assert "bỏ bớt điều kiện" in page
    assert "page=3" in reader.get(LIST + "?dia_ban=H%E1%BA%A3i+Ph%C3%B2ng").text


def test_the_list_as_a_tree(cast: Cast, reader: Client, editor: Client) -> None:
    load_all()
    page = reader.get(LIST + "?xem=cay&ngay=1/5/2024")
    top = next(node for node in page.context["nodes"] if node.children)
    assert top.note == f"{len(top.children)} cơ quan trực thuộc"
    assert [node.text for node in top.children][:2] == ["Báo Hải Phòng", "Cổng Thông tin điện tử thành phố"]
    assert "Nhập danh sách" in editor.get(LIST + "?xem=cay&q=khong-co-ai").text


@pytest.mark.parametrize("path", ["", "?xem=cay", "?q=so"])
def test_a_list_costs_the_same_with_many(cast: Cast, reader: Client, count_queries: Any, path: str) -> None:
    few = count_queries(lambda: reader.get(LIST + path))
    load_all()
    assert count_queries(lambda: reader.get(LIST + path)) == few


def test_a_page_tells_the_history(cast: Cast, editor: Client, count_queries: Any) -> None:
    with acting_as(SYSTEM):
        old = make_agency("Sở Thông tin", "department", valid_from=date(2008, 1, 1), parent=cast.standing)
        office = Office(old, "Phó Giám đốc", None)
        add_person("Đỗ Văn Ánh", office=office, by=SYSTEM, now=NOW)
        succeed([old], [cast.unit], "merge", date(2025, 3, 1), "Nghị quyết 18", by=SYSTEM, now=NOW)
    page = editor.get(f"{LIST}{old.pk}/").text
    for words in (
        "Bắt đầu hoạt động",
        "Kết thúc hoạt động",
        "Nghị quyết 18",
        "Cơ quan kế thừa: Sở Du lịch",
        "Đỗ Văn Ánh",
    ):
        assert words in page
    assert "Ghi kết thúc" not in page
    heir = editor.get(f"{LIST}{cast.unit.pk}/").text
    assert "Hợp nhất, sáp nhập: Sở Thông tin → Sở Du lịch" in heir
    with acting_as(SYSTEM):
        add_person("Lê Văn Ba", office=Office(cast.unit, "Chuyên viên", None), by=SYSTEM, now=NOW)
    few = count_queries(lambda: editor.get(f"{LIST}{cast.unit.pk}/"))
    with acting_as(SYSTEM):
        for number in range(9):
            more = make_agency(f"Sở {number}", "department")
            succeed([more], [cast.unit], "merge", date(2025, 4, 1), "NQ", by=SYSTEM, now=NOW)
            add_person(f"Lê Văn {number}", office=Office(cast.unit, "Chuyên viên", None), by=SYSTEM, now=NOW)
    assert count_queries(lambda: editor.get(f"{LIST}{cast.unit.pk}/")) == few


def test_an_agency_not_yet_begun_says_so(cast: Cast, reader: Client) -> None:
    with acting_as(SYSTEM):
        make_agency("Sở Tương lai", "department", valid_from=date(2090, 1, 1))
        later = Agency.objects.get(name="Sở Tương lai")
    assert "Chưa thành lập" in reader.get(f"{LIST}{later.pk}/").text


def test_adding(cast: Cast, editor: Client) -> None:
    told = values(Agency(name="Sở Y tế", kind="department", level="province"), parent=str(cast.standing.pk))
    answer = editor.post(LIST + "them/", told)
    with acting_as(SYSTEM):
        made = Agency.objects.get(name="Sở Y tế")
    assert answer.headers["Location"] == f"{LIST}{made.pk}/"
    assert made.parent_id == cast.standing.pk
    again = editor.post(LIST + "them/", told)
    assert "đã có “Sở Y tế”" in again.text
    assert "bắt buộc" in editor.get(LIST + "them/").text
    assert editor.post(LIST + "them/", {**told, "parent": "x"}).status_code == 200


def test_correcting(cast: Cast, editor: Client) -> None:
    url = f"{LIST}{cast.unit.pk}/sua/"
    assert 'value="Sở Du lịch"' in editor.get(url).text
    told = values(cast.unit, code="07")
    assert editor.post(url, told).status_code == 302
    late = editor.post(url, {**told, "code": "08"})
    assert "vừa được người khác sửa" in late.text
    assert (
        "phải sau ngày bắt đầu"
        in editor.post(url, {**told, "valid_from": "2/1/2025", "valid_to": "1/1/2025"}).text
    )
    assert editor.post(url, {**told, "name": ""}).status_code == 200


def test_ending(cast: Cast, editor: Client) -> None:
    url = f"{LIST}{cast.unit.pk}/ket-thuc/"
    assert "giải thể" in editor.get(url).text
    told = {"on": "1/3/2025", "reason": "Quyết định 1"}
    assert editor.post(url, told).headers["Location"] == f"{LIST}{cast.unit.pk}/"
    assert "Không cần ghi lại" in editor.post(url, told).text


def test_a_succession_is_shown_before_it_is_written(cast: Cast, editor: Client) -> None:
    url = LIST + "ke-thua/"
    assert "Sở Du lịch" in editor.get(f"{url}?predecessors={cast.unit.pk}").text
    told = {
        "kind": "merge",
        "predecessors": [str(cast.unit.pk)],
        "successors": [str(cast.standing.pk)],
        "on": "1/3/2025",
        "document": "Nghị quyết 18",
        "note": "thử",
    }
    two = [str(cast.standing.pk), str(cast.press_agency.pk)]
    shown = editor.post(url, {**told, "step": "preview"})
    assert "kết thúc từ ngày" in shown.text
    assert Succession.objects.count() == 0
    assert "Xem trước" in editor.post(url, {**told, "step": "back"}).text
    assert "đúng một cơ quan" in editor.post(url, {**told, "successors": two}).text
    done = editor.post(url, {**told, "step": "confirm"})
    assert done.headers["Location"] == f"{LIST}{cast.standing.pk}/"
    assert "Không cần ghi lại" in editor.post(url, {**told, "step": "confirm"}).text
    assert "chọn ít nhất một cơ quan" in editor.post(url, {**told, "predecessors": []}).text
    with acting_as(SYSTEM):
        third = make_agency("Sở Ba", "department")
    later = {**told, "successors": [str(third.pk)], "kind": "transfer", "step": "preview"}
    assert "đã ghi kết thúc" in editor.post(url, later).text


def test_choices_as_fragment_and_json(cast: Cast, reader: Client) -> None:
    found = reader.get(LIST + f"tim/?ten=parent&tim=so&mot=1&parent={cast.unit.pk}&parent=x").text
    assert found.count('type="radio"') == 3
    assert found.count("checked") == 1
    assert "Không tìm thấy" in reader.get(LIST + "tim/?tim=khong+co").text
    assert "checkbox" not in reader.get(LIST + "tim/").text
    told = reader.get(LIST + "tim/?tim=so+du", headers={"Accept": "application/json"}).json()
    assert told["results"] == [{"id": str(cast.unit.pk), "name": "Sở Du lịch", "place": "", "until": None}]


def test_choices_of_a_day(cast: Cast, reader: Client) -> None:
    """Only agencies of the day in the field that the picker names; a day not yet written bars nothing."""
    with acting_as(SYSTEM):
        Agency.objects.filter(pk=cast.unit.pk).update(valid_to=date(2025, 7, 1))
    for day, there in (("16/4/2024", True), ("1/7/2025", False), ("", True), ("mai", True)):
        assert (
            str(cast.unit.pk) in reader.get(LIST + "tim/", {"tim": "du lich", "theo": "day", "day": day}).text
        ) is there
