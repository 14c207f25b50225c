# ruff: noqa: E501 (lines of plans stay whole)
"""Lists and tables that copying or a terse style bent: cells in lines of their own, names in brackets, bullets (G1)."""

from __future__ import annotations

from datetime import date

import pytest

from soat.core.plans.logical import layout_of
from soat.core.plans.model import Plan
from soat.core.plans.tests.fragments import plan_with

CELLS = """\
1. Đối tượng và thời gian kiểm tra
STT
Cơ quan, đơn vị
Thời gian
1
Sở Y tế
Tháng 7/2025
2
UBND huyện Tân Lập
Tháng 8/2025
2. Kinh phí: ngân sách tỉnh.
"""


def names(plan: Plan) -> list[str]:
    return [subject.name for subject in plan.subjects]


@pytest.mark.parametrize("space", ["\n", "\n\n"])
def test_cells_in_lines_of_their_own_are_rows(space: str) -> None:
    plan = plan_with(CELLS.replace("\n", space))
    assert names(plan) == ["Sở Y tế", "Ủy ban nhân dân huyện Tân Lập"]
    assert [subject.month for subject in plan.subjects] == [date(2025, 7, 1), date(2025, 8, 1)]
    assert plan.funding is not None
    assert plan.text[slice(*plan.subjects[1].span)] == "UBND huyện Tân Lập"


@pytest.mark.parametrize(
    ("lines", "rows"),
    [
        ("STT\nĐơn vị\n1\nA\n2\nB\nII. PHẦN SAU", ["STT | Đơn vị", "1 | A", "2 | B", "II. PHẦN SAU"]),
        ("STT\nĐơn vị\n1\nA\n2\nB", ["STT | Đơn vị", "1 | A", "2 | B"]),
        ("STT\nĐơn vị\nTháng\n1\nA\n2\nB\nC\nsau", ["STT | Đơn vị | Tháng", "1 | A", "2 | B | C", "sau"]),
        ("STT\nĐơn vị\nTháng\n1\nA\n2\nB\n3. C", ["STT | Đơn vị | Tháng", "1 | A", "2 | B", "3. C"]),
        ("STT\nĐơn vị\n1\nA", ["STT", "Đơn vị", "A"]),
        ("TT\nA\nB\nC\nD\nE\n1\na\nb\nc\nd\ne\n2\na\nb\nc\nd\ne", ["TT | A | B | C | D | E", "1 | a | b | c | d | e", "2 | a | b | c | d | e"]),
        ("STT\nĐơn vị\nA", ["STT", "Đơn vị", "A"]),
        ("STT", ["STT"]),
        ("Stt\nĐơn vị\nNơi\n1\nA\nB\n2\nA\n" + "từ " * 60, ["Stt | Đơn vị | Nơi", "1 | A | B", "2 | A", ("từ " * 60).strip()]),
    ],
)  # fmt: skip
def test_rows_from_cells(lines: str, rows: list[str]) -> None:
    assert [line.text for line in layout_of(lines).lines] == rows


def test_names_in_a_bracket_after_what_they_are() -> None:
    plan = plan_with(
        "1. Đối tượng kiểm tra\na) Cấp tỉnh: 03 sở, ngành (Sở Tài chính; Y tế; Ban Quản lý Khu kinh tế)."
    )
    assert names(plan) == ["Sở Tài chính", "Sở Y tế", "Ban Quản lý Khu kinh tế"]


def test_names_after_the_head_of_the_team() -> None:
    plan = plan_with(
        "1. Đối tượng và phân công kiểm tra\n"
        "a) Tổ số 1: Ông Trần Văn Bình, Giám đốc Sở Nội vụ làm Tổ trưởng, kiểm tra UBND các phường Tân Ninh, Bình Minh và UBND xã Hảo Đước.\n"
        "b) Tổ số 2: Bà Lê Thị Mai, Giám đốc Sở Tư pháp làm Tổ trưởng, kiểm tra các đơn vị: Sở Y tế."
    )
    assert names(plan) == [
        "Ủy ban nhân dân phường Tân Ninh",
        "Ủy ban nhân dân phường Bình Minh",
        "Ủy ban nhân dân xã Hảo Đước",
        "Sở Y tế",
    ]


@pytest.mark.parametrize(
    ("part", "titles"),
    [
        ("* Giờ làm việc.\n* Thủ tục hành chính: tiếp nhận.\n* Phần mềm.", ["Giờ làm việc", "Thủ tục hành chính", "Phần mềm"]),
        ("1. Thủ tục hành chính: tiếp nhận.\n- Phần mềm.\n2. Tài chính công.", ["Thủ tục hành chính", "Tài chính công"]),
    ],
)  # fmt: skip
def test_bullets_alone_are_areas(part: str, titles: list[str]) -> None:
    plan = plan_with(f"II. NỘI DUNG\n{part}\nIII. KINH PHÍ\nNgân sách.")
    assert [area.title for area in plan.content_areas] == titles


def test_words_that_open_a_list_are_no_purpose() -> None:
    plan = plan_with(
        "I. MỤC ĐÍCH\nThông qua kiểm tra nhằm:\n- Đôn đốc.\n- Uốn nắn.\nII. KINH PHÍ\nNgân sách."
    )
    assert [purpose.text for purpose in plan.purposes] == ["Đôn đốc.", "Uốn nắn."]


def test_duties_under_a_short_heading() -> None:
    plan = plan_with("1. Mục đích: đôn đốc.\n2. Triển khai thực hiện\n- Phòng Nội vụ: tổng hợp báo cáo.")
    assert [duty.party for duty in plan.duties] == ["Phòng Nội vụ"]


def test_surprise_said_without_the_word() -> None:
    plan = plan_with(
        "1. Phương pháp: khảo sát thực tế tại đơn vị; kiểm tra trên hệ thống. Không báo trước khi đến."
    )
    assert [method.kind for method in plan.methods] == ["on_site", "remote", "surprise"]
