"""Ratios, check rules and the checks a structure implies (requirements G3, R3)."""

from __future__ import annotations

import contextlib
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from soat.core.indicators import Check, Measure, RuleError, derive_checks, in_words, parse, ratio, rename
from soat.core.plans.model import OutlineItem, OutlineSection
from soat.core.plans.reader import read

SAMPLE = Path(__file__).parents[2] / "samples" / "ke-hoach-97-2024.txt"
counts = st.integers(0, 10**9)


@pytest.mark.parametrize(
    ("numerator", "denominator", "percent"),
    [(1, 3, "33.33"), (2, 3, "66.67"), (1, 8, "12.50"), (1, 800, "0.13"), (0, 5, "0.00"), (7, 5, "140.00")],
)
def test_a_ratio_is_rounded_half_up(numerator: int, denominator: int, percent: str) -> None:
    assert ratio(numerator, denominator) == (Decimal(percent), "")


def test_a_ratio_says_why_there_is_none() -> None:
    assert ratio(3, 0) == (None, "Mẫu số bằng 0 nên không tính tỷ lệ.")
    assert ratio(None, 5).value is None
    assert "hai số đếm" in ratio(5, None).reason


@given(counts, st.integers(1, 10**9))
def test_a_ratio_is_within_half_a_hundredth(numerator: int, denominator: int) -> None:
    value = ratio(numerator, denominator).value
    assert value is not None
    assert abs(value * denominator - numerator * 100) <= Decimal("0.005") * denominator


@pytest.mark.parametrize(
    ("text", "values", "holds"),
    [
        ("a1 + a2 <= a0", {"a1": 2, "a2": 3, "a0": 5}, True),
        ("a1 + a2 < a0", {"a1": 2, "a2": 3, "a0": 5}, False),
        ("tổng = xong + đang", {"tổng": 7, "xong": 3, "đang": 4}, True),
        ("TỔNG = 7 và a >= 0", {"tổng": 7, "a": 0}, True),
        ("a = 1; b = 2", {"a": 1, "b": 3}, False),
        ("a = 1 and b = 2", {"a": 2}, False),
        ("a = 1 and b = 2", {"a": 1}, None),
        ("a ≠ 1,5", {"a": 2}, True),
        ("a <> 1.5 ; a != 1", {"a": 2}, True),
        ("-a + 2 × (b − 1) == 0", {"a": 4, "b": 3}, True),
        ("a / b > 0,5", {"a": 1, "b": 0}, None),
        ("a ÷ b ≥ 0,5", {"a": 1, "b": 2}, True),
        ("a - b - c = 1", {"a": 6, "b": 3, "c": 2}, True),
        ("a + c = b", {"a": 1, "b": 2}, None),
        ("a ≤ b", {"a": None, "b": 2}, None),
    ],
)
def test_a_rule_is_evaluated(text: str, values: dict[str, int | None], holds: bool | None) -> None:
    given_values = {code: None if value is None else Decimal(value) for code, value in values.items()}
    assert parse(text).holds(given_values) is holds


@pytest.mark.parametrize(
    ("text", "at", "says"),
    [
        ("", 1, "cần mã"),
        ("a", 2, "dấu so sánh"),
        ("a + = 3", 5, "cần mã"),
        ("a = (b + 1", 11, "đóng ngoặc"),
        ("a = 1 b", 7, "thừa “b”"),
        ("a  # b", 4, "không hiểu ký tự “#”"),
        ("a = và", 5, "cần mã"),
        ("a < b < c", 7, "thừa “<”"),
        ("a = " + "(" * 41, 45, "ngoặc lồng nhau"),
        ("a" * 501, 500, "dài quá"),
        ("--a = 1", 2, "cần mã"),
    ],
)
def test_an_error_names_its_place(text: str, at: int, says: str) -> None:
    with pytest.raises(RuleError) as caught:
        parse(text)
    assert caught.value.at == at
    assert says in caught.value.message
    assert caught.value.field == "check_rule"


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(RuleError):
        assert parse(text).holds({}) in (True, False, None)


@given(st.lists(counts, min_size=1, max_size=8), counts)
def test_a_sum_is_what_python_says(parts: list[int], total: int) -> None:
    codes = [f"m{place}" for place in range(len(parts))]
    rule = parse(f"t = {' + '.join(codes)}")
    values = {code: Decimal(part) for code, part in zip(codes, parts, strict=True)} | {"t": Decimal(total)}
    assert rule.holds(values) is (sum(parts) == total)
    assert rule.codes == ("t", *codes)


def test_codes_are_renamed_as_words() -> None:
    assert rename("m1 + m11 <= M1", {"m1": "${m1}"}) == "${m1} + m11 <= ${m1}"


def measures(section: OutlineSection) -> list[Measure]:
    """The section's items as measures; a span's start is the code of an item."""
    found: list[Measure] = []

    def code(span: tuple[int, int] | None) -> str:
        return f"m{span[0]}" if span else ""

    def walk(item: OutlineItem, parent: str) -> None:
        found.append(
            Measure(
                code(item.span),
                item.kind,
                item.text,
                parent,
                item.unit or "",
                code(item.numerator_span),
                code(item.denominator_span),
            )
        )
        for inner in item.items:
            walk(inner, code(item.span))

    def down(part: OutlineSection) -> None:
        for item in part.items:
            walk(item, code(part.span))
        for inner in part.sections:
            down(inner)

    down(section)
    return found


def test_the_sample_implies_its_sums() -> None:
    outline = read(SAMPLE.read_text(encoding="utf-8")).outline
    assert outline
    items = [one for section in outline.sections for one in measures(section)]
    named = {one.code: one.text.split(":")[0] for one in items}
    checks = derive_checks(items)
    told = [" ".join(named.get(word, word) for word in check.rule.split()) for check in checks]
    assert "Tổng số nhiệm vụ trong kế hoạch = Số nhiệm vụ đã hoàn thành + Số nhiệm vụ đang thực hiện" in told
    assert (
        "Tổng số nhiệm vụ được giao = Số nhiệm vụ đã hoàn thành đúng hạn + Số nhiệm vụ đã hoàn thành nhưng "
        "quá hạn + Số nhiệm vụ quá hạn nhưng chưa hoàn thành" in told
    )
    assert [rule for rule in told if "=" in rule.split()] == told[:2]
    assert sum("<=" in rule for rule in told) >= 5


def group(*texts: str, parent: str = "") -> list[Measure]:
    return [Measure(f"m{place}", "count", text, parent) for place, text in enumerate(texts)]


def rules(items: list[Measure]) -> list[str]:
    return [check.rule for check in derive_checks(items)]


def test_parts_that_narrow_each_other_do_not_add_up() -> None:
    items = group(
        "Tổng số TTHC", "Số TTHC trực tuyến", "Số TTHC trực tuyến có hồ sơ", "Số TTHC trực tuyến có hồ sơ mới"
    )
    assert rules(items) == ["m1 <= m0", "m2 <= m1", "m3 <= m2"]


def test_a_count_with_counts_below_is_their_sum() -> None:
    items = [
        Measure("h", "count", "Số hồ sơ đã giải quyết", unit="hồ sơ"),
        Measure("a", "count", "Đúng hạn", "h", "Hồ sơ"),
        Measure("b", "count", "Quá hạn", "h"),
        Measure("c", "count", "Số ngày trung bình", "h", "ngày"),
        Measure("d", "narrative", "Lý do", "h"),
    ]
    assert rules(items) == ["h = a + b"]


def test_in_which_means_some_only() -> None:
    items = group("Tổng số hồ sơ, trong đó:", "Số hồ sơ trực tuyến", "Số hồ sơ bưu chính")
    assert rules(items) == ["m1 <= m0", "m2 <= m0"]


def test_a_total_with_one_part_below() -> None:
    items = [Measure("t", "count", "Tổng số"), Measure("p", "count", "Số đã xong", "t")]
    assert rules(items) == ["p <= t"]


def test_the_next_total_or_a_narrative_ends_the_parts() -> None:
    items = group("Tổng số A", "Số A1", "Tổng số B", "Số B1")
    items.insert(1, Measure("x", "narrative", "Nêu rõ"))
    assert rules(items) == ["m3 <= m2"]


def test_a_ratio_and_its_total_give_one_rule() -> None:
    items = [
        *group("Tổng số A", "Số A xong"),
        Measure("r", "ratio", "Tỷ lệ", numerator="m1", denominator="m0"),
        Measure("s", "ratio", "Tỷ lệ chưa đủ", numerator="m1"),
    ]
    assert derive_checks(items) == [Check("m1", "m1 <= m0", "Phần không thể lớn hơn toàn bộ.")]


def test_a_single_count_below_an_ordinary_one_implies_nothing() -> None:
    assert rules([Measure("h", "count", "Số phòng"), Measure("a", "count", "Số họp", "h")]) == []


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("m85 <= m84", "“Số < 3 ngày” không lớn hơn “Tổng số”"),
        ("m84 = m85 + m9", "“Tổng số” bằng “Số < 3 ngày” + m9"),
        ("m84 ≥ 0 và m85 != 2", "“Tổng số” không nhỏ hơn 0 và “Số < 3 ngày” khác 2"),
    ],
)
def test_a_rule_is_told_by_the_names_of_its_items(rule: str, told: str) -> None:
    assert in_words(rule, {"m84": "Tổng số", "m85": "Số < 3 ngày"}) == told
