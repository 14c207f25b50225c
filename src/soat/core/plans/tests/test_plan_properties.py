# ruff: noqa: E501 (lines of plans stay whole)
"""Whatever comes in: no crash, nothing dropped, spans in range, and time that grows with the length only (G2)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import soat
from soat.core.citations import find_citations
from soat.core.plans.model import DOUBTFUL, Plan
from soat.core.plans.reader import read

SAMPLE = (Path(soat.__file__).parent / "samples" / "ke-hoach-97-2024.txt").read_text(encoding="utf-8")
PARTS = (
    "KẾ HOẠCH", "QUYẾT ĐỊNH", "I. MỤC ĐÍCH, YÊU CẦU", "1. Mục đích", "2. Yêu cầu", "1. Sở Nội vụ", "a) UBND các xã: A, B",
    "- Trưởng Đoàn: Giám đốc Sở Nội vụ", "1 | Sở Y tế | Tháng 5/2025 |", "STT | Đơn vị | Thời gian |", "Thời gian: quý II",
    "II. NỘI DUNG KIỂM TRA", "3.1. Kiểm tra đột xuất", "Nơi nhận:", "TM. ỦY BAN NHÂN DÂN", "ĐỀ CƯƠNG BÁO CÁO", "+ Số: ...",
    "Điều 1. Ban hành kèm theo", "(Kèm theo Kế hoạch số 1/KH-UBND)", "PHỤ LỤC I", "- 1Nghị định 20/2008/NĐ-CP", "Số hiệu: 1",
    "Đối tượng kiểm tra", "Phần I", "trước ngày kiểm tra ít nhất 3 ngày làm việc", "ngày 31/02/2024", ":", "|", "1.", "a)", "",
    "Tổ chức thực hiện", "Kinh phí: ngân sách", "Cử công chức tham gia Tổ giúp việc", "Thành phần Đoàn kiểm tra gồm:", "12",
)  # fmt: skip

SAID_ONCE = (
    "grounds", "purposes", "requirements", "content_areas", "carried_over", "thematic", "period", "methods", "subjects",
    "subject_rules", "team", "unit_side", "duties", "funding", "notes",
)  # fmt: skip


def spans(value: object) -> Iterator[tuple[int, int]]:
    if isinstance(value, list):
        for each in value:
            yield from spans(each)
    elif is_dataclass(value):
        for one in fields(value):
            inner = getattr(value, one.name)
            if one.name.endswith("span") and inner is not None:
                yield inner
            elif one.name != "text":
                yield from spans(inner)


def numbers(plan: Plan) -> set[str]:
    """Of all documents that the text names, in its list of related documents or elsewhere."""
    return {one.number for one in [*plan.related_documents, *plan.citations]}


def check(plan: Plan) -> None:
    length = len(plan.text)
    seen = [False] * length
    for start, end in [*plan.placed, *(left.span for left in plan.unplaced)]:
        assert 0 <= start <= end <= length
        seen[start:end] = [True] * (end - start)
    lost = [
        c for c, held in zip(plan.text, seen, strict=True) if not held and not c.isspace() and c.isprintable()
    ]
    assert not lost
    for start, end in spans(plan):
        assert 0 <= start <= end <= length


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=400))
def test_any_text(text: str) -> None:
    check(read(text))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PARTS) | st.text(st.characters(codec="utf-8"), max_size=20), max_size=40))
def test_any_order_of_parts(parts: list[str]) -> None:
    check(read("\n".join(parts)))


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_the_sample_cut_anywhere(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(SAMPLE)))
    end = data.draw(st.integers(start, len(SAMPLE)))
    check(read(SAMPLE[start:end]))


def test_low_confidence_has_a_doubt() -> None:
    plan = read(SAMPLE)
    paths = {doubt.field for doubt in plan.doubts}
    for name in ("subjects", "methods", "duties"):
        for place, value in enumerate(getattr(plan, name)):
            assert value.confidence >= DOUBTFUL or f"{name}[{place}]" in paths


@pytest.mark.slow
def test_a_long_text_says_the_same_as_a_short_one_many_times() -> None:
    """Time and memory at this length are figures of `make bench`, not of a test."""
    short, plan = read(SAMPLE), read(f"{SAMPLE}\n" * 30)
    check(plan)
    for name in SAID_ONCE:
        assert getattr(plan, name) == getattr(short, name), name
    assert replace(plan.document, spans={}) == replace(short.document, spans={})
    # In the copies the list of related documents is a text like any other, and what its titles cite counts as well.
    assert numbers(short) <= numbers(plan) <= numbers(short) | {one.number for one in find_citations(SAMPLE)}
    assert [one.text for one in plan.unplaced] == [one.text for one in short.unplaced]


@pytest.mark.parametrize(
    "text",
    [
        "a" * 40_000, "1" * 40_000, "|" * 20_000, "| " * 12_000, "-" * 20_000, "- " * 12_000, "1." * 12_000,
        "ngày " * 8_000, "tháng 1, " * 4_000, "Sở " * 8_000, "(" * 20_000, "Kế hoạch kiểm tra " * 1_000, "a\n" * 12_000,
        "1. Sở Y tế\n" * 2_000, "UBND các xã: " * 2_000, "và Sở Y tế " * 2_000, "Trưởng đoàn; " * 2_000, "12\n" * 6_000,
        "trước ngày " * 4_000, "Số: 1/KH-UBND\n" * 2_000, "quý I và " * 4_000, "\u0301" * 10_000, "Đ/c Nguyễn " * 4_000,
    ],
    ids=lambda text: f"{text[:14]!r}",
)  # fmt: skip
def test_hostile_text_is_read_to_the_end(text: str) -> None:
    framed = f"KẾ HOẠCH\nKiểm tra\nI. NỘI DUNG\n1. Đối tượng kiểm tra: {text}\n2. Thành phần Đoàn: {text}\n3. Sở Nội vụ {text}"
    check(read(framed))
