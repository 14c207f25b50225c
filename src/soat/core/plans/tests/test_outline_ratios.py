"""Rates of an outline and the counts that define them."""

from __future__ import annotations

import pytest

from soat.core.plans.tests.outline_help import items_of, read, reasons, ties, tree

DONE, ALL = "Số hồ sơ đúng hạn: … hồ sơ", "Tổng số hồ sơ đã giải quyết: … hồ sơ"
LATE = "Số hồ sơ quá hạn: … hồ sơ"
ON_TIME = "Tỷ lệ hồ sơ đúng hạn: …%"


def listed(*lines: str) -> str:
    return "ĐỀ CƯƠNG\nI. KẾT QUẢ\n" + "\n".join(f"- {line}" for line in lines)


@pytest.mark.parametrize(
    "lines",
    [
        (ON_TIME, ALL, DONE),
        (ON_TIME, DONE, ALL),
        (ALL, DONE, ON_TIME),
        (ALL, DONE, LATE, ON_TIME),
        (ON_TIME, ALL, DONE, LATE),
        (ALL, ON_TIME, DONE, LATE),
        (ON_TIME, "Hồ sơ: … hồ sơ", "Số công chức: … người", ALL, DONE),
        ("Tỉ lệ giải quyết hồ sơ đúng hạn đạt …%", ALL, DONE),
    ],
)
def test_counts_in_the_same_list(lines: tuple[str, ...]):
    assert ties(read(listed(*lines))) == [(DONE, ALL)]


def test_counts_below_the_rate_and_a_total_beside_it():
    below = f"ĐỀ CƯƠNG\nI. A\n- {ON_TIME}\n+ {ALL}\n+ {DONE}\n- Tỷ lệ hài lòng: %"
    assert ties(read(below)) == [(DONE, ALL), (None, None)]


def test_a_rate_below_its_total():
    assert ties(read(f"ĐỀ CƯƠNG\nI. A\n- {ALL}\n+ {DONE}\n+ {ON_TIME}")) == [(DONE, ALL)]


def test_a_rate_below_its_numerator():
    assert ties(read(f"ĐỀ CƯƠNG\nI. A\n- {ALL}\n- {DONE}\n+ Tỷ lệ: …%")) == [(DONE, ALL)]


def test_one_total_serves_several_rates():
    late_rate = "Tỷ lệ hồ sơ quá hạn: …%"
    wanted = [(DONE, ALL), (LATE, ALL)]
    assert ties(read(listed(ALL, DONE, ON_TIME, LATE, late_rate))) == wanted
    assert ties(read(listed(ALL, DONE, LATE, ON_TIME, late_rate))) == wanted
    assert ties(read(listed(ON_TIME, late_rate, ALL, DONE, LATE))) == wanted
    assert ties(read(listed(ALL, ON_TIME, DONE, late_rate, LATE))) == wanted


def test_rates_inside_the_line_of_their_counts():
    read_ = read(
        listed("Tổng số hồ sơ: … hồ sơ, trong đó: đúng hạn … hồ sơ (…%), quá hạn … hồ sơ (đạt tỷ lệ …%).")
    )
    assert ties(read_) == [
        ("trong đó: đúng hạn … hồ sơ", "Tổng số hồ sơ: … hồ sơ,"),
        ("quá hạn … hồ sơ", "Tổng số hồ sơ: … hồ sơ,"),
    ]


def test_without_a_total_the_wider_count_is_the_denominator():
    received, settled = "Số hồ sơ tiếp nhận: … hồ sơ", "Số hồ sơ đã giải quyết: … hồ sơ"
    done = "Số hồ sơ giải quyết đúng hạn: … hồ sơ"
    rate = "Tỷ lệ hồ sơ giải quyết đúng hạn: …%"
    assert ties(read(listed(received, settled, done, rate))) == [(done, settled)]
    assert ties(read(listed(f"Tổng {received.lower()}", settled, done, rate))) == [(done, settled)]


def test_two_counts_in_one_unit_without_a_total():
    plan, spent = "Kế hoạch vốn đầu tư công được giao: … triệu đồng", "Số vốn đã giải ngân: … triệu đồng"
    assert ties(read(listed(plan, spent, "Tỷ lệ giải ngân: …%"))) == [(spent, plan)]
    assert ties(read(listed(plan.replace("triệu", "tỷ"), spent, "Tỷ lệ giải ngân: …%"))) == [(None, None)]


@pytest.mark.parametrize(
    "lines",
    [
        ("Số công chức: … người", "Số máy tính: … máy", ON_TIME),
        (ON_TIME, DONE),
        (DONE, "Tổng số máy tính: … máy", ON_TIME),
        (ALL, "Công khai thủ tục.", DONE, "Công khai kết quả.", ON_TIME),
        (
            ON_TIME,
            "Số hồ sơ đúng hạn cấp tỉnh: … hồ sơ",
            "Số hồ sơ đúng hạn cấp xã: … hồ sơ",
            "Số hồ sơ trễ: … hồ sơ",
        ),
    ],
)
def test_a_rate_without_its_two_counts_stays_untied(lines: tuple[str, ...]):
    read_ = read(listed(*lines))
    assert ties(read_) == [(None, None)]
    assert "thiếu hai số đếm" in next(iter(reasons(read_).values()))


def test_counts_of_another_section_are_not_taken():
    assert ties(read(f"ĐỀ CƯƠNG\nI. A\n- {ALL}\n- {DONE}\nII. B\n- {ON_TIME}")) == [(None, None)]


def test_counts_of_another_rate_are_not_taken():
    read_ = read(listed(ON_TIME, ALL, DONE, "Tỷ lệ hồ sơ đúng hạn của cấp xã: …%"))
    assert ties(read_) == [(DONE, ALL), (None, None)]


def test_two_counts_that_fit_alike_are_doubted():
    first, second = "Số hồ sơ đúng hạn cấp tỉnh: … hồ sơ", "Số hồ sơ đúng hạn cấp xã: … hồ sơ"
    read_ = read(listed(ON_TIME, ALL, first, second))
    assert ties(read_) == [(first, ALL)]
    assert "cùng hợp" in reasons(read_)["outline.sections[0].items[0].numerator"]


@pytest.mark.parametrize(
    "rate",
    [
        "Tỷ lệ đúng hạn = Số hồ sơ đúng hạn / Tổng số hồ sơ đã giải quyết x 100%",
        "Tỷ lệ đúng hạn (số hồ sơ đúng hạn/tổng số hồ sơ đã giải quyết): …%",
        "Tỷ lệ hồ sơ đúng hạn trên tổng số hồ sơ đã giải quyết: …%",
        "Tỷ lệ hồ sơ đúng hạn so với số hồ sơ đã giải quyết: …%",
    ],
)
def test_formulas(rate: str):
    tied = ties(read(listed(rate, "Tổng số hồ sơ tiếp nhận: … hồ sơ", DONE, ALL)))
    assert tied == [(DONE, ALL)]
    alone = read(listed(rate))
    (numerator, denominator) = ties(alone)[0]
    counts = [item for item in items_of(alone) if item.kind == "count"]
    assert [item.text for item in counts] == [numerator, denominator]
    assert [item.unit for item in counts][1] == "hồ sơ"
    assert alone.doubts == []


def test_counts_below_a_table_row():
    read_ = read(
        "BIỂU MẪU SỐ LIỆU\nSTT | Chỉ tiêu | Đơn vị tính | Kết quả |\n"
        "I | HỒ SƠ | | |\n1 | Tổng số hồ sơ giải quyết | Hồ sơ | |\n"
        " | - Số hồ sơ đúng hạn | Hồ sơ | |\n2 | Tỷ lệ đúng hạn | % | |"
    )
    assert ties(read_) == [("Số hồ sơ đúng hạn", "Tổng số hồ sơ giải quyết")]
    assert tree(read_)[0][2][0] == ("Tổng số hồ sơ giải quyết", ["Số hồ sơ đúng hạn"])
