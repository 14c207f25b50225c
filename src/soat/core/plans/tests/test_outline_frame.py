"""Title, audience, data period, notes and tables of an outline."""

from __future__ import annotations

import pytest

from soat.core.plans.tests.outline_help import items_of, kinds, read, reasons, tree


def said(text: str) -> tuple[str | None, str | None, str | None]:
    outline = read(text)
    audience, period = outline.audience, outline.data_period
    return outline.title, audience and audience.text, period and period.text


@pytest.mark.parametrize(
    ("front", "wanted"),
    [
        ("ĐỀ CƯƠNG BÁO CÁO\nCông tác cải cách hành chính\n(Dành cho các sở, ngành)", ("các sở, ngành", None)),
        (
            "ĐỀ CƯƠNG BÁO CÁO\nCông tác cải cách hành chính\n(Áp dụng đối với UBND cấp xã)",
            ("UBND cấp xã", None),
        ),
        (
            "ĐỀ CƯƠNG BÁO CÁO\nCông tác cải cách hành chính\n(Dùng cho đơn vị được kiểm tra)",
            ("đơn vị được kiểm tra", None),
        ),
        (
            "ĐỀ CƯƠNG BÁO CÁO\nCông tác cải cách hành chính\nThời điểm lấy số liệu: từ 01/01/2025 đến 30/6/2025",
            (None, "từ 01/01/2025 đến 30/6/2025"),
        ),
        (
            "ĐỀ CƯƠNG BÁO CÁO\nCông tác cải cách hành chính\n(Số liệu tính đến ngày 30/6/2025)",
            (None, "tính đến ngày 30/6/2025"),
        ),
        (
            "ĐỀ CƯƠNG BÁO CÁO\nCông tác cải cách hành chính\n(Số liệu tính từ khi có đến lúc khác)",
            (None, None),
        ),
    ],
)
def test_front(front: str, wanted: tuple[str | None, str | None]):
    assert said(f"{front}\nI. A\n- B") == ("ĐỀ CƯƠNG BÁO CÁO Công tác cải cách hành chính", *wanted)


def test_no_title_and_words_before_the_items():
    read_ = read("Đề nghị các đơn vị báo cáo như sau:\nI. A\n- B")
    assert read_.title is None
    assert [note.text for note in read_.notes] == ["Đề nghị các đơn vị báo cáo như sau:"]


def test_data_period_at_the_end_and_as_a_note():
    assert (
        said("ĐỀ CƯƠNG\nI. A\n- B\n* Ghi chú: Số liệu báo cáo tính từ 01/01/2024 đến nay.")[2]
        == "từ 01/01/2024 đến nay"
    )


def test_signature_block_is_no_item():
    read_ = read(
        "ĐỀ CƯƠNG\nI. A\n- B\nTHỦ TRƯỞNG ĐƠN VỊ\n(Ký tên, đóng dấu)\nNơi nhận:\n- Như trên;\nA | B |\nC. D"
    )
    assert [item.text for item in items_of(read_)] == ["B"]
    assert read_.rest == []


def test_two_outlines_for_two_audiences():
    read_ = read(
        "Đề cương 1: dành cho các sở\nI. A\n- a\nII. B\n- b\n"
        "ĐỀ CƯƠNG 2\n(Dành cho UBND xã)\nI. C\n- c\nMẫu số 3\nI. D\n- d"
    )
    assert read_.audience is None
    assert [(one.number, one.audience) for one in read_.sections] == [
        ("I", "các sở"), ("II", "các sở"), ("I", "UBND xã"), ("I", None),
    ]  # fmt: skip
    assert read_.doubts == []


def test_the_whole_is_for_the_audiences_of_all():
    read_ = read("Đề cương 1: dành cho các sở\nI. A\n- a\nĐỀ CƯƠNG 2\n(Dành cho UBND xã)\nI. C\n- c")
    assert read_.audience is not None
    assert read_.audience.text == "các sở; UBND xã"
    assert [one.audience for one in read_.sections] == ["các sở", "UBND xã"]
    read_ = read("ĐỀ CƯƠNG\n(Dành cho các sở)\nI. A\nII. B\nI. C\nĐỀ CƯƠNG 2\n(Dành cho UBND xã)\nI. D")
    assert [one.audience for one in read_.sections] == ["các sở", "các sở", "các sở", "UBND xã"]


def test_two_outlines_for_one_audience():
    read_ = read("ĐỀ CƯƠNG 1\n(Dành cho các sở)\nI. A\n- a\nĐỀ CƯƠNG BÁO CÁO\n(Dành cho các sở)\nI. B\n- b")
    assert read_.audience is not None
    assert [one.audience for one in read_.sections] == [None, None]


def test_romans_that_start_again_begin_another_outline():
    read_ = read("ĐỀ CƯƠNG\nI. A\n- a\nII. B\n- b\nI. C\n- c\nII. D\n- d")
    assert [one.number for one in read_.sections] == ["I", "II", "I", "II"]
    assert read_.doubts == []


def test_audience_of_sections_and_items():
    read_ = read(
        "ĐỀ CƯƠNG\nI. DÀNH CHO UBND CẤP XÃ\n- A\nII. B\n- Đối với các sở: nêu rõ.\n- (chỉ áp dụng với UBND cấp xã) C\n"
        "- Kinh phí dành cho tuyên truyền (kể cả phần dành cho cấp xã).\n- Việc quản lý đối với các sở."
    )
    assert [one.audience for one in read_.sections] == ["UBND CẤP XÃ", None]
    assert [item.audience for item in read_.sections[1].items] == ["các sở", "UBND cấp xã", "cấp xã", None]
    assert list(reasons(read_)) == ["outline.sections[1].items[2]"]


def test_table_with_column_heads():
    read_ = read(
        "ĐỀ CƯƠNG\nI. A\n- Kết quả giải quyết hồ sơ:\nTT | Lĩnh vực | Số tiếp nhận | Ghi chú |\n1 | Đất đai | | |\n- B"
    )
    assert tree(read_)[0][2] == [("Kết quả giải quyết hồ sơ:", ["Lĩnh vực", "Số tiếp nhận", "Ghi chú"]), "B"]
    assert kinds(read_)[:3] == [("table", None), ("narrative", None), ("count", None)]


def test_table_with_divided_heads():
    read_ = read(
        "ĐỀ CƯƠNG\nI. A\nBiểu số 01. Hồ sơ\nTT | Lĩnh vực | Số hồ sơ tiếp nhận | | Tỷ lệ |\n"
        " | | Tổng số | Trực tuyến |\n(1) | (2) | (3) |"
    )
    assert tree(read_)[0][2] == [
        ("Biểu số 01. Hồ sơ", ["Lĩnh vực", ("Số hồ sơ tiếp nhận", ["Tổng số", "Trực tuyến"]), "Tỷ lệ"]),
    ]  # fmt: skip
    assert kinds(read_)[2:5] == [("count", "hồ sơ")] * 3


def test_table_without_a_line_that_announces_it():
    read_ = read("ĐỀ CƯƠNG\nI. A\nLĩnh vực | Số vụ |\nII. B\n- C\nX | Y |")
    assert tree(read_) == [
        ("I", "A", [("Lĩnh vực | Số vụ |", ["Lĩnh vực", "Số vụ"])]),
        ("II", "B", ["C", ("X | Y |", ["X", "Y"])]),
    ]


def test_table_of_indicators_inside_a_section():
    read_ = read(
        "ĐỀ CƯƠNG\nI. A\n- Số liệu:\nSTT | Nội dung | ĐVT | Kết quả |\n1 | Tổng số hồ sơ | hồ sơ | |\n"
        "a | Đúng hạn | hồ sơ | |\n"
        "x? | Công khai | | |\n2 | Tỷ lệ đúng hạn | % |\n | | | |\nSTT | Nội dung | ĐVT | Kết quả |\n3 | Khác |\n- B"
    )
    assert tree(read_)[0][2] == [
        ("Số liệu:", [("Tổng số hồ sơ", [("Đúng hạn", ["Công khai"])]), "Tỷ lệ đúng hạn", "Khác"]),
        "B",
    ]
    assert kinds(read_) == [
        ("table", None), ("count", "hồ sơ"), ("count", "hồ sơ"), ("narrative", None), ("ratio", "%"),
        ("narrative", None), ("narrative", None),
    ]  # fmt: skip


def test_a_whole_outline_as_one_table():
    read_ = read("BIỂU MẪU SỐ LIỆU\nNội dung | Kết quả |\nI. CHỈ ĐẠO | |\n- Số văn bản | |\nSTT | |")
    assert tree(read_) == [("I", "CHỈ ĐẠO", ["Số văn bản", "STT"])]
    read_ = read(
        "BIỂU\nSTT | Chỉ tiêu | Đơn vị tính |\n1 | Số văn bản | văn bản |\n2 | Số cuộc kiểm tra | cuộc |"
    )
    assert [item.unit for item in items_of(read_)] == ["văn bản", "cuộc"]


def test_nothing_to_read():
    read_ = read("...")
    assert (read_.sections, read_.doubts) == ([], [])
    assert len(read_.rest) == 1


def test_rows_numbered_from_one_again():
    read_ = read(
        "ĐỀ CƯƠNG\nI. A\n- Số liệu:\nSTT | Nội dung | ĐVT |\n1 | Văn bản | văn bản |\n2 | Hồ sơ | hồ sơ |\n"
        "1 | Cuộc kiểm tra | cuộc |\n2 | Lớp | lớp |"
    )
    assert tree(read_)[0][2] == [("Số liệu:", ["Văn bản", "Hồ sơ", "Cuộc kiểm tra", "Lớp"])]


def test_two_titles_before_the_first_item():
    read_ = read("ĐỀ CƯƠNG\n(Kèm theo Kế hoạch số 1/KH-UBND)\nĐề cương 1: dành cho các sở\nI. A\n- B")
    assert read_.title == "ĐỀ CƯƠNG Đề cương 1: dành cho các sở"
    assert read_.audience is not None
