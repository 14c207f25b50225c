"""The sample plan as a legal portal prints it: the figures of requirement G1."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import soat
from soat.core.plans.model import Plan
from soat.core.plans.reader import read

SAMPLE = Path(soat.__file__).parent / "samples" / "ke-hoach-97-2024.txt"


@pytest.fixture(scope="module")
def plan() -> Plan:
    return read(SAMPLE.read_text(encoding="utf-8"))


def test_head(plan: Plan) -> None:
    head = plan.document
    assert (head.number, head.type, head.place) == ("97/KH-UBND", "Kế hoạch", "Hải Phòng")
    assert head.issuer == "Ủy ban nhân dân thành phố Hải Phòng"
    assert head.date == date(2024, 4, 16)
    assert head.signer == "Lê Anh Quân"
    assert head.title is not None
    assert head.title.startswith("KIỂM TRA CÔNG TÁC CẢI CÁCH HÀNH CHÍNH NHÀ NƯỚC NĂM 2024")


def test_aims(plan: Plan) -> None:
    assert len(plan.purposes) == 5
    assert len(plan.requirements) == 3
    assert "không làm cản trở" in plan.requirements[0].text


def test_contents(plan: Plan) -> None:
    assert [area.number for area in plan.content_areas] == ["1.1", "1.2", "1.3", "1.4", "1.5", "1.6"]
    assert [area.title for area in plan.content_areas][::5] == [
        "Công tác chỉ đạo điều hành",
        "Xây dựng và phát triển chính quyền điện tử, chính quyền số",
    ]
    assert [len(area.items) for area in plan.content_areas] == [5, 1, 7, 2, 5, 2]
    assert len(plan.content_areas[2].items[0].citations) == 9
    assert len(plan.carried_over) == 1
    assert plan.carried_over[0].text.startswith("Việc khắc phục các nội dung bị trừ điểm")
    assert len(plan.thematic) == 2


def test_frame(plan: Plan) -> None:
    assert plan.period is not None
    assert (plan.period.start, plan.period.end) == (date(2024, 6, 1), date(2024, 12, 31))
    assert plan.text[slice(*plan.period.span)] == "tháng 6/2024 đến tháng 12/2024"
    assert [(method.kind, method.notice_working_days) for method in plan.methods] == [
        ("announced", 3),
        ("surprise", None),
    ]
    assert len(plan.unit_side) == 3


def test_subjects(plan: Plan) -> None:
    assert [subject.kind for subject in plan.subjects] == ["department"] * 6 + ["district"] * 6
    assert plan.subjects[1].name == "Sở Kế hoạch và Đầu tư"
    assert plan.subjects[6].name == "Ủy ban nhân dân Hồng Bàng"
    assert all(subject.confidence < 0.7 for subject in plan.subjects[6:])
    assert [doubt.field for doubt in plan.doubts if doubt.field.startswith("subjects")] == [
        f"subjects[{place}]" for place in range(6, 12)
    ]
    assert [rule.text[:17] for rule in plan.subject_rules] == ["Ngoài 12 đơn vị, "]


def test_team(plan: Plan) -> None:
    assert plan.team.head is not None
    assert plan.team.head.text.startswith("Phó Chủ tịch Ủy ban nhân dân thành phố")
    assert [seat.agency for seat in plan.team.deputies] == ["Sở Nội vụ"]
    assert [seat.agency for seat in plan.team.members] == [
        "Sở Tư pháp",
        "Sở Thông tin và Truyền thông",
        "Sở Khoa học và Công nghệ",
        "Sở Kế hoạch và Đầu tư",
        "Thanh tra thành phố",
        "Văn phòng Ủy ban nhân dân thành phố",
    ]
    assert [seat.agency for seat in plan.team.support_agencies] == [
        "Sở Tư pháp",
        "Sở Khoa học và Công nghệ",
        "Sở Thông tin và Truyền thông",
        "Sở Tài nguyên và Môi trường",
        "Sở Kế hoạch và Đầu tư",
        "Văn phòng Ủy ban nhân dân thành phố",
        "Thanh tra thành phố",
    ]


def test_duties(plan: Plan) -> None:
    parties = [duty.party for duty in plan.duties]
    assert parties.count("Sở Nội vụ") == 4
    assert sum(party.startswith("Các Sở, ngành: Tư pháp") for party in parties) == 3
    units = [duty for duty in plan.duties if duty.party == "Các đơn vị, địa phương được kiểm tra"]
    assert [duty.due for duty in units] == ["trước khi kiểm tra ít nhất 03 ngày làm việc", None]
    assert "Các cơ quan báo chí của thành phố" in parties
    assert parties[-2:] == ["Các đơn vị, địa phương"] * 2
    assert "phản ánh qua Sở Nội vụ" in plan.duties[-1].text
    assert plan.funding is not None
    assert plan.funding.text.startswith("Từ nguồn kinh phí")


def test_citations(plan: Plan) -> None:
    assert len({citation.number for citation in plan.citations}) == 28
    assert [citation.number for citation in plan.named_citations] == ["Đề án 06"]
    numbers = [citation.number for citation in plan.related_documents]
    assert len(numbers) == len(set(numbers)) == 28
    assert "442/KH-UBND" in numbers


def test_outline(plan: Plan) -> None:
    assert plan.outline is not None
    assert [section.number for section in plan.outline.sections] == ["I", "II", "III", "IV"]


def test_nothing_is_left_over(plan: Plan) -> None:
    assert plan.unplaced == []
