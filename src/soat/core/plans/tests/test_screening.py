"""What is turned away before reading, and what must not be."""

from __future__ import annotations

import pytest

from soat.core.errors import NotAPlan, UnreadableFile
from soat.core.plans.screening import MAX_LINES, MAX_NUMBERS, ensure_plan_like, ensure_readable
from soat.core.plans.tests.files import SAMPLE

BODY = "Trưởng Đoàn kiểm tra phân công nhiệm vụ. Nội dung kiểm tra gồm sáu lĩnh vực. "
FILLER = "Sở Nội vụ chủ trì, phối hợp với các cơ quan liên quan tổ chức thực hiện nhiệm vụ được giao. "


@pytest.mark.parametrize(
    "text",
    [
        SAMPLE.read_text("utf-8"),
        "KẾ HOẠCH Kiểm tra công tác cải cách hành chính, chuyển đổi số năm 2027. " + BODY + FILLER * 50,
        "QUYẾT ĐỊNH Về việc thành lập Đoàn kiểm tra kỷ luật, kỷ cương. " + BODY + FILLER * 50,
        "QUYẾT ĐỊNH\nBan hành Kế\nhoạch kiểm\ntra hoạt động công vụ\n" + BODY,
        "CHƯƠNG TRÌNH công tác: " + BODY,
    ],
)
def test_plans_of_any_style_pass(text: str) -> None:
    ensure_plan_like(text)


@pytest.mark.parametrize(
    "text",
    [
        "The inspection plan of the province is issued. " * 20,
        "Le contrôle des administrations publiques est organisé à l'été. " * 20,
        "检查计划由人民委员会发布。" * 20,
        "Ke hoach kiem tra cong tac cai cach hanh chinh. " * 20,
    ],
)
def test_another_language(text: str) -> None:
    with pytest.raises(NotAPlan, match="tiếng Việt"):
        ensure_plan_like(text)


@pytest.mark.parametrize(
    "text",
    [
        "Ngày xửa ngày xưa, có một cô bé sống cùng mẹ ở ngôi làng nhỏ ven sông. " * 20,
        FILLER * 20 + "Đoàn kiểm tra làm việc theo nội dung kiểm tra. " + FILLER * 200,
        "NGHỊ ĐỊNH về kiểm tra, xử lý kỷ luật. " + FILLER * 40,
    ],
)
def test_another_paper(text: str) -> None:
    with pytest.raises(NotAPlan, match="kế hoạch kiểm tra"):
        ensure_plan_like(text)


@pytest.mark.parametrize("text", ["", " \n ", "12 / 34"])
def test_nothing_to_read(text: str) -> None:
    with pytest.raises(UnreadableFile, match="không có chữ"):
        ensure_plan_like(text)


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("- Số hồ sơ\n" * (MAX_LINES + 1), "20.001 dòng"),
        ("12/QĐ-UBND; " * (MAX_NUMBERS + 1), "10.001 số, ký hiệu"),
    ],
)
def test_more_than_can_be_read_at_once_names_the_limit(text: str, limit: str) -> None:
    with pytest.raises(UnreadableFile, match=rf"{limit}.*nhiều hơn mức.*hãy tách riêng"):
        ensure_readable(text)


def test_as_much_as_can_be_read_at_once() -> None:
    ensure_readable("Số hồ sơ\n\n \n" * MAX_LINES)
    ensure_readable("12/QĐ-UBND; " * MAX_NUMBERS)
