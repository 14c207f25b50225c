"""Names as plans write them: which agency is meant, and when none may be taken (requirements P1, G1)."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cast import NOW, SYSTEM, Cast

from soat.access.actor import acting_as
from soat.people import names
from soat.people.models import Agency
from soat.people.names import Exactness
from soat.people.selectors import agency_choices, find, match_agencies
from soat.people.services import load_agencies
from soat.people.tests.test_loading import load_all

SPRING_2024, YEAR_2026 = date(2024, 4, 16), date(2026, 3, 1)


@pytest.fixture
def register(db: None) -> None:
    load_all()


def matched(
    name: str, kind: str, on: date | None = SPRING_2024, place: str | None = "Hải Phòng"
) -> tuple[str, str]:
    """(name of the agency or "", reason)."""
    with acting_as(SYSTEM):
        match = match_agencies([(name, kind)], on, place)[name]
    return match.agency.name if match.agency else "", match.reason


@pytest.mark.parametrize(
    ("written", "kind", "found"),
    [
        ("Sở Du lịch", "department", "Sở Du lịch"),
        ("SỞ TƯ PHÁP", "department", "Sở Tư pháp"),
        ("Sở KH&ĐT", "department", "Sở Kế hoạch và Đầu tư"),
        ("Sở TT & TT", "department", "Sở Thông tin và Truyền thông"),
        ("Sở LĐTBXH", "department", "Sở Lao động - Thương binh và Xã hội"),
        ("SKHĐT", "department", "Sở Kế hoạch và Đầu tư"),
        ("Sở Lao động, Thương binh và Xã hội", "department", "Sở Lao động - Thương binh và Xã hội"),
        ("Thanh tra thành phố", "department", "Thanh tra thành phố"),
        ("Thanh tra thành phố Hải Phòng", "department", "Thanh tra thành phố"),
        ("Văn phòng UBND thành phố", "department", "Văn phòng Ủy ban nhân dân thành phố"),
        ("VP UBND", "department", "Văn phòng Ủy ban nhân dân thành phố"),
        ("UBND thành phố", "other", "Ủy ban nhân dân thành phố Hải Phòng"),
        ("Uỷ ban nhân dân TP. Hải Phòng", "other", "Ủy ban nhân dân thành phố Hải Phòng"),
        ("Ủy ban nhân dân quận Hồng Bàng", "district", "Ủy ban nhân dân quận Hồng Bàng"),
        ("UBND Q. Hồng Bàng", "", "Ủy ban nhân dân quận Hồng Bàng"),
        ("huyện Kiến Thuỵ", "district", "Ủy ban nhân dân huyện Kiến Thụy"),
        ("Đài Phát thanh và Truyền hình thành phố", "public_unit", "Đài Phát thanh và Truyền hình Hải Phòng"),
    ],
)
def test_names_that_are_sure(register: None, written: str, kind: str, found: str) -> None:
    assert matched(written, kind) == (found, "")


def test_a_name_without_its_rank_is_to_be_confirmed(register: None) -> None:
    name, reason = matched("Ủy ban nhân dân Cát Hải", "district")
    assert name == "Ủy ban nhân dân huyện Cát Hải"
    assert "xác nhận" in reason
    assert matched("Tư pháp", "department")[0] == "Sở Tư pháp"


def test_a_name_alone_never_decides(register: None) -> None:
    """The six districts share their names with wards, communes and a special zone of 2025."""
    for bare in ("Hồng Bàng", "Lê Chân", "Kiến An", "Kiến Thụy", "Tiên Lãng", "Cát Hải"):
        for on in (SPRING_2024, YEAR_2026, None):
            assert matched(bare, "", on)[0] == ""
        assert matched(bare, "district")[0].startswith(("Ủy ban nhân dân quận", "Ủy ban nhân dân huyện"))
        assert matched(bare, "commune", YEAR_2026)[0].startswith(
            ("Ủy ban nhân dân phường", "Ủy ban nhân dân xã", "Ủy ban nhân dân đặc khu")
        )
        assert matched(bare, "commune")[0] == matched(bare, "district", YEAR_2026)[0] == ""


def test_the_reason_tells_of_time_and_absence(register: None) -> None:
    assert "đã kết thúc ngày 01/07/2025" in matched("UBND quận Hồng Bàng", "district", YEAR_2026)[1]
    assert "chỉ có từ ngày 01/07/2025" in matched("UBND phường Hồng Bàng", "commune")[1]
    assert "không có “Sở Quy hoạch”" in matched("Sở Quy hoạch", "department")[1]
    assert "phường" in matched("Hồng Bàng", "", YEAR_2026)[1]


def test_a_tone_tells_two_communes_apart(register: None) -> None:
    for name in ("Ủy ban nhân dân xã Cẩm Giang", "Ủy ban nhân dân xã Cẩm Giàng"):
        assert matched(name, "commune", YEAR_2026) == (name, "")
    assert "2 cơ quan" in matched("UBND xa Cam Giang", "commune", YEAR_2026)[1]
    assert "xác nhận" in matched("Ủy ban nhân dân xã Nghi Đương", "commune", YEAR_2026)[1]


def test_another_provinces_department_is_not_taken(register: None) -> None:
    assert matched("Sở Tư pháp", "department", place="Thành phố Hải Phòng")[0] == "Sở Tư pháp"
    assert matched("Sở Tư pháp", "department", place="Tỉnh Thái Bình")[0] == ""
    with acting_as(SYSTEM):
        row = {"ten": "Sở Tư pháp", "loai": "sở", "dia_ban": "Thái Bình"}
        load_agencies([row], by=SYSTEM, now=NOW)
    assert "2 cơ quan" in matched("Sở Tư pháp", "department", place=None)[1]
    assert matched("Sở Tư pháp", "department", place="tỉnh Thái Bình")[0] == "Sở Tư pháp"


def test_kinds_must_fit(register: None) -> None:
    assert matched("Ủy ban nhân dân thành phố", "department")[0] == ""
    assert matched("quận Hồng Bàng", "commune", SPRING_2024)[0] == "Ủy ban nhân dân quận Hồng Bàng"


def test_all_names_of_a_plan_cost_one_query(register: None, count_queries: object) -> None:
    written = [(agency, "") for agency in ("Sở Tư pháp", "UBND quận Lê Chân", "Sở Không có")]
    with acting_as(SYSTEM):
        one = count_queries(lambda: match_agencies(written[:1], SPRING_2024, "Hải Phòng"))  # type: ignore[operator]
        many = count_queries(lambda: match_agencies(written * 9, SPRING_2024, "Hải Phòng"))  # type: ignore[operator]
    assert one == many == 1


def test_choices(register: None) -> None:
    with acting_as(SYSTEM):
        assert [agency.name for agency in agency_choices("so ke hoach", None)] == ["Sở Kế hoạch và Đầu tư"]
        assert [found.agency.level for found in find("hong bang", None)] == ["commune", "district"]
        assert [found.agency.level for found in find("Hồng Bàng", SPRING_2024)] == ["district"]
        assert len(agency_choices("ubnd", YEAR_2026, limit=5)) == 5
        assert agency_choices("khong co ai", None) == []


def test_the_samples_plan_is_matched_whole(register: None) -> None:
    """Every agency that the reader finds in the sample plan is one of the register, on the day of issue."""
    from soat.core.plans.reader import read
    from soat.people.tests.test_loading import SAMPLES

    plan = read((SAMPLES / "ke-hoach-97-2024.txt").read_text(encoding="utf-8"))
    seats = [seat.agency for seat in (*plan.team.members, *plan.team.support_agencies) if seat.agency]
    written = [
        *((subject.name, subject.kind) for subject in plan.subjects),
        *((name, "department") for name in seats),
    ]
    assert len(written) == 12 + 6 + 7
    with acting_as(SYSTEM):
        matches = match_agencies(written, plan.document.date, plan.document.place)
    assert {name: match.reason for name, match in matches.items() if match.agency is None} == {}
    assert sum(match.agency.level == "district" for match in matches.values() if match.agency) == 6


def test_no_two_agencies_of_the_samples_are_one(register: None) -> None:
    """Each agency's own name finds itself and nothing else as sure."""
    with acting_as(SYSTEM):
        agencies = list(Agency.objects.all())
        for agency in agencies:
            day = agency.valid_from or SPRING_2024
            assert match_agencies([(agency.name, "")], day, agency.place)[agency.name].agency == agency


@given(st.text(max_size=60))
def test_any_text_can_be_taken_apart(text: str) -> None:
    name = names.parse(text)
    assert names.parse(name.key).key == name.key or "." in text
    assert names.compare(name, name, "hai phong") is Exactness.EXACT
    assert names.place_key(text) == names.place_key(names.place_key(text)) or name.rank


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("quận Hồng Bàng", "phường Hồng Bàng"),
        ("Sở Xây dựng", "Chi cục Xây dựng"),
        ("Ủy ban nhân dân Xây dựng", "Sở Xây dựng"),
        ("Sở Hồng Bàng", "quận Hồng Bàng"),
        ("Sở TP", "Ban Tư pháp"),
    ],
)
def test_names_that_are_never_one(one: str, other: str) -> None:
    assert names.compare(names.parse(one), names.parse(other), "") in (None, Exactness.NEAR)


def test_cast_agencies_without_a_place_fit_any(cast: Cast) -> None:
    assert matched("Sở Nội vụ", "department", place="Cao Bằng")[0] == "Sở Nội vụ"
