# ruff: noqa: E501 (lines of plans stay whole)
"""What one line or cell says beside its first words: second deadlines, posts, ways of inspecting, schedules (G1)."""

from __future__ import annotations

from datetime import date

import pytest

from soat.core.plans.reader import read
from soat.core.plans.tests.fragments import plan_with

DUTIES = "III. TỔ CHỨC THỰC HIỆN\n"


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("1. Sở Nội vụ lập Đoàn, xong trước ngày 20/3/2025; báo cáo kết quả trước ngày 10/11/2025.",
         [("Sở Nội vụ", "xong trước ngày 20/3/2025"), ("Sở Nội vụ", "trước ngày 10/11/2025")]),
        ("1. Sở Nội vụ lập Đoàn kiểm tra; báo cáo kết quả trước ngày 10/11/2025; lưu hồ sơ.",
         [("Sở Nội vụ", "trước ngày 10/11/2025")]),
        ("1. Đoàn kiểm tra thông báo kết luận chậm nhất 15 ngày làm việc sau khi kết thúc.",
         [("Đoàn kiểm tra", "chậm nhất 15 ngày làm việc sau khi kết thúc")]),
        ("1. Sau khi kết thúc đợt kiểm tra, Sở Nội vụ tổng hợp, báo cáo trước ngày 15/8/2025.",
         [("Sở Nội vụ", "trước ngày 15/8/2025")]),
        ("1. Văn phòng Sở Bố trí phương tiện, kinh phí phục vụ Đoàn kiểm tra.", [("Văn phòng Sở", None)]),
        ("1. Sở Nội vụ là nơi các cơ quan, đơn vị, địa phương hỏi khi có điều chưa rõ trong Kế hoạch này.", [("Chưa rõ", None)]),
    ],
)  # fmt: skip
def test_duties_of_one_line(line: str, wanted: list[tuple[str, str | None]]) -> None:
    assert [(duty.party, duty.due) for duty in plan_with(DUTIES + line).duties] == wanted


def test_the_last_duty_before_the_closing_sentence_is_kept() -> None:
    closing = "Trên đây là Kế hoạch kiểm tra công tác cải cách hành chính năm 2025."
    line = "1. Các đơn vị được kiểm tra gửi báo cáo về Sở Nội vụ trước ngày 30/3/2025."
    (duty,) = plan_with(f"{DUTIES}{line}\n{closing}").duties
    assert (duty.party, duty.due) == ("Các đơn vị được kiểm tra", "trước ngày 30/3/2025")


@pytest.mark.parametrize(
    ("rows", "wanted"),
    [
        ("TT | Nhiệm vụ | Đơn vị chủ trì | Thời hạn |\n1 | Lập lịch | Sở Nội vụ | 25/3/2025 |", [("Sở Nội vụ", "25/3/2025")]),
        ("TT Nhiệm vụ | Chủ đề | Đơn vị chủ trì | Thời hạn |\n1 | Lập lịch | Lịch | Sở Nội vụ | 25/3/2025 |", [("Sở Nội vụ", "25/3/2025")]),
        ("TT | Nhiệm vụ | Đơn vị chủ trì | Phối hợp | Thời hạn |\n1 | Lập lịch | Sở Nội vụ | 25/3/2025 |", [("Sở Nội vụ", "25/3/2025")]),
        ("TT | Nhiệm vụ | Đơn vị chủ trì | Thời hạn |\n1 | Lập lịch | Sở Nội vụ | |", [("Sở Nội vụ", None)]),
        ("TT | Nhiệm vụ | Đơn vị chủ trì |\n1 | Lập lịch | Sở Nội vụ |\n2 | Khác | |", [("Sở Nội vụ", None)]),
        ("1 | Lập lịch | Sở Nội vụ | 25/3/2025 |", []),
    ],
)  # fmt: skip
def test_duties_in_a_table(rows: str, wanted: list[tuple[str, str | None]]) -> None:
    assert [(duty.party, duty.due) for duty in plan_with(DUTIES + rows).duties] == wanted


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("Các thành viên: Trưởng phòng Nội vụ, Giám đốc Trung tâm.", ["Phòng Nội vụ", None]),
        ("Thành viên: Chánh Văn phòng Sở, Trưởng phòng Kế hoạch - Tài chính và công chức Phòng Nội vụ.",
         ["Văn phòng Sở", "Phòng Kế hoạch - Tài chính", "Phòng Nội vụ"]),
        ("Tổ viên: Trưởng phòng Tổ chức, đại diện Sở Y tế.", ["Sở Y tế"]),
    ],
)  # fmt: skip
def test_members_by_their_posts(line: str, wanted: list[str | None]) -> None:
    members = plan_with(f"II. THÀNH PHẦN ĐOÀN KIỂM TRA\n- {line}").team.members
    assert [seat.agency for seat in members] == wanted


@pytest.mark.parametrize(
    ("part", "wanted"),
    [
        ("II. PHƯƠNG THỨC\nKiểm tra trực tiếp, kiểm tra trực tuyến; kiểm tra đột xuất.", {"on_site", "remote", "surprise"}),
        ("II. PHƯƠNG THỨC\na) Kiểm tra trực tiếp theo kế hoạch.", {"announced", "on_site"}),
        ("II. ĐỐI TƯỢNG, HÌNH THỨC\nTT | Đơn vị | Hình thức kiểm tra |\n1 | Sở Y tế | Trực tiếp |\n2 | Sở Du lịch | Trực tuyến |\n3 | Sở Công Thương | |\n4 | Sở Xây dựng |\n5 | Sở Tài chính | Trực tiếp |", {"on_site", "remote"}),
    ],
)  # fmt: skip
def test_ways_of_inspecting(part: str, wanted: set[str]) -> None:
    assert {method.kind for method in plan_with(part).methods} == wanted


@pytest.mark.parametrize(
    ("part", "names"),
    [
        ("II. THỜI GIAN VÀ ĐỊA ĐIỂM\n1. Ngày 18/7/2025: xã An Phú (buổi sáng), xã Tân An (buổi chiều).", ["xã An Phú", "xã Tân An"]),
        ("II. ĐỐI TƯỢNG, THỜI GIAN KIỂM TRA\nThời gian kiểm tra từ tháng 4 đến tháng 9 năm 2025, cụ thể:\nTT | Đơn vị |\n1 | UBND xã An Phú |", ["xã An Phú"]),
        ("II. ĐỐI TƯỢNG KIỂM TRA\nKiểm tra tại 02 đơn vị gồm UBND xã An Phú, UBND xã Tân An.", ["xã An Phú", "xã Tân An"]),
        ("II. ĐỐI TƯỢNG KIỂM TRA\n1. Cấp huyện: UBND các huyện Hải Hậu, Vụ Bản và Ý Yên.", ["huyện Hải Hậu", "huyện Vụ Bản", "huyện Ý Yên"]),
    ],
)  # fmt: skip
def test_units_of_a_schedule(part: str, names: list[str]) -> None:
    assert [subject.name.removeprefix("Ủy ban nhân dân ") for subject in plan_with(part).subjects] == names


def test_marks_with_a_dash_and_a_period_by_quarters() -> None:
    plan = plan_with(
        "I- ĐỐI TƯỢNG VÀ THỜI GIAN\n1- Quý II năm 2025\n- Sở Y tế;\n2- Quý III năm 2025\n- Sở Du lịch."
    )
    assert [subject.name for subject in plan.subjects] == ["Sở Y tế", "Sở Du lịch"]
    assert plan.period is not None
    assert (plan.period.start, plan.period.end) == (date(2025, 4, 1), date(2025, 9, 30))


def test_the_symbol_tells_the_department_a_portal_left_out() -> None:
    head = "UBND TỈNH AN BÌNH | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM |\nSố: 64/KH-SYT | An Bình, ngày 19 tháng 5 năm 2025 |\nKẾ HOẠCH\nKiểm tra năm 2025"
    assert read(head).document.issuer == "Sở Y tế"
