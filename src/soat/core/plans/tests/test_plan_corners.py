# ruff: noqa: E501 (lines of plans stay whole)
"""Small things the reader must get right: markers, clean lines, wraps, closing lines (G2; domain facts 6)."""

from __future__ import annotations

from datetime import date

import pytest

from soat.core.plans.coverage import gaps, merged
from soat.core.plans.dates import find_moments, find_stretch
from soat.core.plans.lines import clean, plain
from soat.core.plans.logical import layout_of
from soat.core.plans.markers import marker_of
from soat.core.plans.reader import read
from soat.core.plans.tests.fragments import HEAD, plan_with


@pytest.mark.parametrize(
    ("line", "kind", "path", "rest"),
    [
        ("I. MỤC ĐÍCH", "roman", (1,), "MỤC ĐÍCH"), ("IV/ TỔ CHỨC", "roman", (4,), "TỔ CHỨC"),
        ("IX - Kinh phí", "roman", (9,), "Kinh phí"), ("A. NỘI DUNG", "capital", (1,), "NỘI DUNG"),
        ("Phần II", "part", (2,), ""), ("Phần thứ nhất", "part", (1,), ""), ("Điều 3. Nội dung", "article", (3,), "Nội dung"),
        ("Mục 2. Đối tượng", "section", (2,), "Đối tượng"), ("1. Mục đích", "number", (1,), "Mục đích"),
        ("2/ Yêu cầu", "number", (2,), "Yêu cầu"), ("1.2. Thể chế", "number2", (1, 2), "Thể chế"),
        ("1.2 Thể chế", "number2", (1, 2), "Thể chế"), ("1.2.3.4) Thể chế", "number4", (1, 2, 3, 4), "Thể chế"),
        ("(2) Rà soát", "bracket", (2,), "Rà soát"), ("đ) Công vụ", "letter", (5,), "Công vụ"), ("w) Khác", "letter", (), "Khác"),
        ("- Rà soát", "bullet", (), "Rà soát"), ("+ Số", "plus", (), "Số"), ("3 Sở Y tế Tháng 4", "cell", (), "Sở Y tế Tháng 4"),
        ("V/v kiểm tra", "none", (), "V/v kiểm tra"), ("15/5/2025", "none", (), "15/5/2025"), ("56/QĐ-UBND", "none", (), "56/QĐ-UBND"),
        ("2.500 hồ sơ", "none", (), "2.500 hồ sơ"), ("v.v. và", "none", (), "v.v. và"), ("12 đơn vị", "none", (), "12 đơn vị"),
    ],
)  # fmt: skip
def test_markers(line: str, kind: str, path: tuple[int, ...], rest: str) -> None:
    marker = marker_of(line, plain(line))
    assert (marker.kind, marker.path, line[marker.end :]) == (kind, path, rest)


def test_clean_lines_keep_places() -> None:
    line = clean("\u200b  Ðo\u0302\u0323i  \u00a0tượng\u0301 \u0301x ", 10)
    assert line is not None
    assert line.text.startswith("Độ".replace("ộ", "ộ")) or line.text.startswith("Đ")
    assert line.span(0, 1) == (13, 14)
    assert line.span(1, 2) == (14, 17)
    assert clean("  \u200b ") is None
    assert clean("   ") is None
    assert len(plain("Đường ĐỘC İ–“”")) == len("Đường ĐỘC İ–“”")


def texts(text: str) -> list[str]:
    return [line.text for line in layout_of(text).lines]


FILLER = "Một dòng khác.\n" * 8
LONG = "Việc xây dựng và ban hành kế hoạch cải cách hành chính hằng năm của cơ quan tại"


@pytest.mark.parametrize(
    ("wrapped", "wanted"),
    [
        ("Quyết định số 97/\nKH-UBND", ["Quyết định số 97/KH-UBND"]),
        ("theo Quyết định số\n56/QĐ-UBND", ["theo Quyết định số 56/QĐ-UBND"]),
        ("giai đoạn 2021\n- 2025", ["giai đoạn 2021 - 2025"]),
        ("xây dựng chính quyền số\nViệc khai thác", ["xây dựng chính quyền số", "Việc khai thác"]),
        ("trong năm\n2025", ["trong năm 2025"]),
        ("- Rà soát;\n- Kiểm tra", ["- Rà soát;", "- Kiểm tra"]),
        ("a | b |\nc | d |", ["a | b |", "c | d |"]),
        ("\n".join([LONG] * 9 + ["Ủy ban nhân dân."]), [" ".join([LONG] * 9 + ["Ủy ban nhân dân."])]),
    ],
)
def test_wraps(wrapped: str, wanted: list[str]) -> None:
    assert texts(wrapped) == wanted


def test_headings_end_at_the_width_too() -> None:
    filler = [
        "- " + "Việc thực hiện các nhiệm vụ được giao trong năm của cơ quan, đơn vị và các địa",
        "phương;",
    ] * 9
    heading = "5. Xây dựng và nâng cao chất lượng đội ngũ cán bộ, công chức, viên chức nhà nước"
    assert texts("\n".join([*filler, heading, "Quản lý biên chế."]))[-2:] == [heading, "Quản lý biên chế."]


def test_page_numbers_go_and_cells_stay() -> None:
    pages = "\n".join(f"Dòng thứ {n}.\nDòng nữa.\nDòng ba.\nDòng bốn.\nDòng năm.\n{n}" for n in range(1, 4))
    assert not any(line.isdigit() for line in texts(pages))
    assert texts("1\nSở Y tế.\n2\nSở Nội vụ.") == ["1", "Sở Y tế.", "2", "Sở Nội vụ."]


def test_moments() -> None:
    found = find_moments("tu 15/5/2025, thang 7, quy iii va nam 2026", 2020)
    assert [moment.first for moment in found] == [
        date(2025, 5, 15),
        date(2026, 7, 1),
        date(2026, 7, 1),
        date(2026, 1, 1),
    ]
    assert find_moments("thang 5") == []
    assert find_stretch("khong co gi") is None
    stretch = find_stretch("ngay 15/5/2025 la ngay cong bo, bao cao gui truoc cuoi ky, ngay 20/12/2025")
    assert stretch is not None
    assert (stretch.first, stretch.last) == (date(2025, 5, 15), date(2025, 5, 15))


def test_spans_merge_and_leave_gaps() -> None:
    assert merged([(5, 8), (0, 3), (2, 4)]) == [(0, 4), (5, 8)]
    assert list(gaps("abc\n de f", [(0, 2)])) == [(2, 3), (5, 9)]


def test_date_of_the_attachment_note_is_not_the_plans() -> None:
    plan = read(
        "KẾ HOẠCH\nKiểm tra cải cách\n(Kèm theo Công văn ngày 08 tháng 3 năm 2023)\nI. MỤC ĐÍCH\nĐôn đốc.\n"
    )
    assert plan.document.date is None


def test_a_line_below_an_agency_in_the_head_is_no_part_of_it() -> None:
    plan = read(
        "UBND TỈNH AN BÌNH\nTHÀNH PHỐ LỘC SƠN\nSố: 1/KH-UBND\nKẾ HOẠCH\nKiểm tra\nI. MỤC ĐÍCH\nĐôn đốc.\n"
    )
    assert plan.document.issuer == "Ủy ban nhân dân tỉnh An Bình"


def test_issuer_without_any_place() -> None:
    plan = read("ỦY BAN NHÂN DÂN\nSố: 1/KH-UBND\nKẾ HOẠCH\nKiểm tra\nI. MỤC ĐÍCH\nĐôn đốc.\n")
    assert plan.document.issuer == "Ủy ban nhân dân"
    assert "document.issuer" in [doubt.field for doubt in plan.doubts]


def test_a_seat_of_an_unclear_agency_is_a_doubt() -> None:
    part = "1. Thành phần Đoàn kiểm tra\n- Trưởng đoàn: Giám đốc Sở Nội vụ.\n- Thành viên: UBND các xã, phường: Phú Lộc."
    plan = plan_with(part)
    assert [seat.agency for seat in plan.team.members] == ["Ủy ban nhân dân Phú Lộc"]
    assert "team.members[0]" in [doubt.field for doubt in plan.doubts]


def test_metadata_that_says_nothing() -> None:
    plan = read(f"- Số hiệu: Đang cập nhật\n- Người ký: |\n{HEAD}I. MỤC ĐÍCH\nĐôn đốc.\n")
    assert plan.document.number == "15/KH-UBND"


def test_first_long_funding_sentence_stands() -> None:
    part = "IV. KINH PHÍ\nKinh phí thực hiện Kế hoạch được bố trí từ ngân sách tỉnh năm 2025.\nQuyết toán theo quy định."
    funding = plan_with(part).funding
    assert funding is not None
    assert funding.text.startswith("Kinh phí thực hiện")


def test_a_method_named_twice_is_one() -> None:
    plan = plan_with(
        "1. Cải cách thể chế\n- Đoàn kiểm tra trực tiếp.\n- Đoàn kiểm tra trực tiếp hồ sơ.\n- Đoàn kiểm tra đột xuất."
    )
    assert [method.kind for method in plan.methods] == ["on_site", "surprise"]
    plan = plan_with(
        "1. Hình thức kiểm tra\nĐoàn làm việc cả ngày.\n- Kiểm tra theo kế hoạch, đột xuất: báo trước cho đơn vị."
    )
    assert [len(method.rules) for method in plan.methods] == [1, 0]


def test_a_list_of_units_under_a_heading_of_several_parts() -> None:
    plan = plan_with(
        "III. THỜI GIAN, ĐỐI TƯỢNG\n1. Kiểm tra trực tiếp:\n- Sở Y tế: ngày 14/5/2025.\n2. Thời gian: tháng 5 đến tháng 7 năm 2025."
    )
    assert [subject.name for subject in plan.subjects] == ["Sở Y tế"]
    assert plan.period is not None
    assert plan.period.end == date(2025, 7, 31)


def test_long_stretch_among_the_subjects_is_the_period() -> None:
    plan = plan_with(
        "III. ĐỐI TƯỢNG VÀ THỜI GIAN\n1. Kiểm tra các đơn vị: Từ tháng 3 đến tháng 10 năm 2025, cụ thể:\n1 | Sở Y tế | Tháng 4 |"
    )
    assert plan.period is not None
    assert (plan.period.start, plan.period.end) == (date(2025, 3, 1), date(2025, 10, 31))


def test_support_staff_of_a_sentence() -> None:
    plan = plan_with(
        "V. TỔ CHỨC THỰC HIỆN\n1. Sở Y tế cử công chức tham gia Tổ giúp việc.\n2. Đơn vị\n- Phòng Nội vụ."
    )
    assert [seat.agency for seat in plan.team.support_agencies] == ["Sở Y tế"]
    assert [duty.party for duty in plan.duties] == ["Sở Y tế", "Đơn vị"]


def test_head_named_in_the_second_sentence_only() -> None:
    plan = plan_with(
        "V. TỔ CHỨC THỰC HIỆN\n1. Sở Nội vụ: cử (Trưởng đoàn: ).\n2. Sở Y tế: phối hợp;; Giám đốc Sở Y tế làm Trưởng đoàn."
    )
    assert plan.team.head is not None
    assert plan.team.head.agency == "Sở Y tế"


def test_annex_titles_in_small_letters_need_a_note() -> None:
    plan = plan_with(
        f"I. MỤC ĐÍCH\nĐôn đốc.\nDanh sách đơn vị được kiểm tra\n{FILLER}Biểu số 1\n(Kèm theo Kế hoạch số 15/KH-UBND)\nô | trống |"
    )
    assert [left.text for left in plan.unplaced] == [
        "Biểu số 1",
        "(Kèm theo Kế hoạch số 15/KH-UBND)",
        "ô | trống |",
    ]


def test_date_without_a_place_and_title_that_ends_in_small_letters() -> None:
    plan = read(
        "Số: 1/KH-UBND\nngày 5 tháng 3 năm 2025\nKẾ HOẠCH\nKIỂM TRA CẢI CÁCH\nBản gửi các sở\nI. MỤC ĐÍCH\nĐôn đốc.\n"
    )
    assert (plan.document.date, plan.document.place) == (date(2025, 3, 5), None)
    assert plan.document.title == "KIỂM TRA CẢI CÁCH"


def test_surprise_heading_of_another_part_named_twice() -> None:
    plan = plan_with(
        "1. Hình thức: kiểm tra đột xuất.\n2. Đối tượng kiểm tra: Sở Y tế.\nA. Kiểm tra đột xuất\n- Đơn vị khác trên địa bàn."
    )
    assert [method.kind for method in plan.methods] == ["surprise"]


def test_a_line_of_the_subjects_that_names_nobody_is_a_rule() -> None:
    plan = plan_with("1. Đối tượng kiểm tra\n- Sở Y tế.\n- Đơn vị khác trên địa bàn.")
    assert [rule.text for rule in plan.subject_rules] == ["Đơn vị khác trên địa bàn."]
