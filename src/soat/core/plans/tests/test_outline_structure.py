"""How outlines of other provinces nest, and headings that a portal lost."""

from __future__ import annotations

import pytest

from soat.core.plans.tests.outline_help import items_of, read, reasons, tree


def test_romans_numbers_letters_and_bullets():
    read_ = read(
        "ĐỀ CƯƠNG\nI. KẾT QUẢ\n1. Thể chế\na) Văn bản:\n- Kế hoạch:\n+ Năm\n* Quý\n+ Tháng\n- Kiểm tra\nb) Khác"
    )
    assert tree(read_) == [
        ("I", "KẾT QUẢ", [("1", "Thể chế", [
            ("a", "Văn bản", [("Kế hoạch:", [("Năm", ["Quý"]), "Tháng"]), "Kiểm tra"]),
            ("b", "Khác", ["Khác"]),
        ])]),
    ]  # fmt: skip


def test_only_arabic_numbers():
    read_ = read(
        "ĐỀ CƯƠNG\n1. Chỉ đạo\n1.1. Kế hoạch\n1.2. Kiểm tra\n2. Thủ tục\n2.1. Công khai\n- Tại trụ sở\n3. Kiến nghị"
    )
    assert tree(read_) == [
        ("1", "Chỉ đạo", ["Kế hoạch", "Kiểm tra"]),
        ("2", "Thủ tục", [("2.1", "Công khai", ["Tại trụ sở"])]),
        ("3", "Kiến nghị", ["Kiến nghị"]),
    ]


def test_parts_with_their_title_in_the_next_line():
    read_ = read("ĐỀ CƯƠNG\nPhần I\nCông tác chỉ đạo\nI. Văn bản\n- Kế hoạch\nPhần II. KẾT QUẢ\n1. Thể chế")
    assert tree(read_) == [
        ("Phần I", "Công tác chỉ đạo", [("I", "Văn bản", ["Kế hoạch"])]),
        ("Phần II", "KẾT QUẢ", ["Thể chế"]),
    ]


def test_heading_in_capitals_over_two_lines():
    read_ = read(
        "ĐỀ CƯƠNG\nI. CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH\nCẢI CÁCH HÀNH CHÍNH\n- Kế hoạch\nII. KẾT QUẢ\n- Một cửa"
    )
    assert tree(read_) == [
        ("I", "CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH CẢI CÁCH HÀNH CHÍNH", ["Kế hoạch"]),
        ("II", "KẾT QUẢ", ["Một cửa"]),
    ]


def test_headings_in_capitals_without_numbers():
    read_ = read(
        "ĐỀ CƯƠNG\n(Kèm theo Kế hoạch số 1/KH-UBND)\nCÔNG TÁC CHỈ ĐẠO\n- Kế hoạch\nCẢI CÁCH THỂ CHẾ\n- Văn bản"
    )
    assert tree(read_) == [(None, "CÔNG TÁC CHỈ ĐẠO", ["Kế hoạch"]), (None, "CẢI CÁCH THỂ CHẾ", ["Văn bản"])]
    assert read_.doubts == []


def test_a_heading_in_capitals_that_lost_its_number():
    read_ = read("ĐỀ CƯƠNG\nI. CHỈ ĐẠO CHUNG\n- A\nCẢI CÁCH THỂ CHẾ\n- B\nIII. KIẾN NGHỊ\n- C")
    assert [section.number for section in read_.sections] == ["I", "II", "III"]
    assert read_.sections[1].title == "CẢI CÁCH THỂ CHẾ"


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("I. A\n1. a\n2. b\n1. c\n2. d\nIII. C\n- e", ["I", "II", "III"]),
        ("- a\n- b\nII. B\n- c", ["I", "II"]),
        ("I. A\n- a\nII. B\n1. b\n2. c\n1. d\n2. e", ["I", "II", "III"]),
        ("I. A\n1. a\n2. b\n1. c\n2. d\nII. C\n- e", ["I", None, "II"]),
        ("1. a\n2. b\n1. c\n2. d\n3. e\n1. f", [None, None, None]),
        ("1. A\na) a\nb) b\na) c\nb) d\n3. C\n- e", ["1", "2", "3"]),
    ],
)
def test_lost_headings(text: str, numbers: list[str | None]):
    read_ = read(f"ĐỀ CƯƠNG\n{text}")
    assert [section.number for section in read_.sections] == numbers
    lost = [place for place, section in enumerate(read_.sections) if not section.title]
    assert lost
    assert {f"outline.sections[{place}].title" for place in lost} <= set(reasons(read_))
    assert all(read_.sections[place].confidence < 0.7 for place in lost)


def test_a_lost_heading_below_the_outermost():
    read_ = read("ĐỀ CƯƠNG\nI. A\n1. B\na) b\nb) c\na) d\nb) e\n3. C\na) f")
    assert [section.number for section in read_.sections[0].sections] == ["1", "2", "3"]


def test_letters_and_capitals_take_their_number_from_the_neighbours():
    read_ = read("ĐỀ CƯƠNG\nA. PHẦN CHUNG\nI. X\nII. Y\nI. Z\nII. T\nC. PHẦN RIÊNG\nI. U")
    assert [section.number for section in read_.sections] == ["A", "B", "C"]
    read_ = read("ĐỀ CƯƠNG\nI. X\na) A\n- a\nc) C\n- c")
    assert list(reasons(read_)) == ["outline.sections[0].sections[1].title"]


def test_a_gap_in_the_numbering_is_doubted():
    read_ = read("ĐỀ CƯƠNG\nI. CHỈ ĐẠO CHUNG\n- a\nIV. KIẾN NGHỊ\n- b")
    assert reasons(read_) == {
        "outline.sections[1].title": "Trước mục IV có thể thiếu 2 mục: hãy so lại với văn bản gốc."
    }


def test_a_numbered_list_under_a_bullet_that_opens_it():
    read_ = read("ĐỀ CƯƠNG\nI. A\n1. B\n- Gồm các nội dung:\n1. x\n2. y\n- Khác:\na) z\n2. C\n- D")
    assert tree(read_) == [
        ("I", "A", [
            ("1", "B", [("Gồm các nội dung:", ["x", "y"]), ("Khác:", ["z"])]),
            ("2", "C", ["D"]),
        ]),
    ]  # fmt: skip


def test_restart_inside_a_bullet_is_no_lost_heading():
    read_ = read("ĐỀ CƯƠNG\nI. A\n- Gồm:\n1. x\n2. y\n1. z")
    assert tree(read_) == [("I", "A", [("Gồm:", ["x", "y", "z"])])]


def test_numbers_that_repeat_or_jump_stay_side_by_side():
    assert tree(read("ĐỀ CƯƠNG\nI. A\n1. x\n1. y\n4. z"))[0][2] == ["x", "y", "z"]


def test_bullets_of_one_rank_stand_side_by_side():
    read_ = read("ĐỀ CƯƠNG\nI. A\n+ x\n- y\n* Nhóm\n- z\n• t:\n- u")
    assert tree(read_) == [("I", "A", ["x", "y", ("Nhóm", ["z", ("t:", ["u"])])])]


def test_plain_lines():
    read_ = read("ĐỀ CƯƠNG\nI. A\n- Kết quả:\nCông khai.\nTiếp nhận:\n+ Trực tuyến\n- Khác.\nGhi rõ lý do.")
    assert tree(read_) == [
        ("I", "A", [("Kết quả:", ["Công khai.", ("Tiếp nhận:", ["Trực tuyến"])]), "Khác.", "Ghi rõ lý do."])
    ]


def test_plain_lines_that_open():
    read_ = read("ĐỀ CƯƠNG\nI. A\nThuận lợi:\nKhó khăn:\nNhân lực.\nKinh phí.\nKiến nghị:\nA | B |\nKhác.")
    assert tree(read_)[0][2] == [
        "Thuận lợi:",
        ("Khó khăn:", ["Nhân lực.", "Kinh phí."]),
        ("Kiến nghị:", ["A", "B"]),
        "Khác.",
    ]


def test_an_outline_of_bullets_only():
    read_ = read("ĐỀ CƯƠNG\n- A\n- B")
    assert tree(read_) == [(None, "", ["A", "B"])]
    assert list(reasons(read_)) == ["outline.sections[0].title"]


def test_a_heading_that_asks_for_a_figure_stays_an_item():
    read_ = read("ĐỀ CƯƠNG\nI. A\n1. Tỷ lệ đúng hạn: %\n- Tổng số hồ sơ\n- Số hồ sơ đúng hạn\n2. Khác")
    assert tree(read_)[0][2] == [("Tỷ lệ đúng hạn: %", ["Tổng số hồ sơ", "Số hồ sơ đúng hạn"]), "Khác"]


def test_an_outermost_heading_that_asks_keeps_its_question():
    read_ = read("ĐỀ CƯƠNG\n1. Có niêm yết công khai không?\n- Số thủ tục: … thủ tục\n2. Khác\n- B")
    assert tree(read_)[0] == (
        "1", "Có niêm yết công khai không?", [("Có niêm yết công khai không?", ["Số thủ tục: … thủ tục"])],
    )  # fmt: skip


def test_what_stands_under_a_line_of_several_asks():
    read_ = read(
        "ĐỀ CƯƠNG\nI. A\n- Tổng số hồ sơ: … hồ sơ; số hồ sơ trễ hạn: … hồ sơ, gồm:\n+ Đất đai\n"
        "- Số đơn: … đơn; số vụ: … vụ\n+ Kèm"
    )
    assert tree(read_)[0][2] == [
        "Tổng số hồ sơ: … hồ sơ;",
        ("số hồ sơ trễ hạn: … hồ sơ, gồm:", ["Đất đai"]),
        ("Số đơn: … đơn;", ["Kèm"]),
        "số vụ: … vụ",
    ]


def test_a_line_wrapped_and_cut_by_a_page_number():
    read_ = read("ĐỀ CƯƠNG\nI. A\n- Việc xây dựng kế hoạch cải cách hành\n\n2\n\nchính năm 2024.\n- B")
    assert [item.text for item in items_of(read_)] == [
        "Việc xây dựng kế hoạch cải cách hành chính năm 2024.",
        "B",
    ]
