"""What holds for any text: the reader of outlines never fails, loses nothing, ties rates to counts it returned."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from soat.core.plans.model import OutlineSection
from soat.core.plans.outline import read_outline
from soat.core.plans.tests.outline_help import items_of

MARKS = st.sampled_from(
    [
        "I. ",
        "II. ",
        "IV. ",
        "A. ",
        "1. ",
        "2. ",
        "1.1. ",
        "3.2 ",
        "a) ",
        "b) ",
        "1) ",
        "- ",
        "+ ",
        "* ",
        "• ",
        "",
        "Phần I ",
        "| ",
    ]
)
WORDS = st.sampled_from(
    [
        "Tổng số hồ sơ: … hồ sơ", "Số hồ sơ đúng hạn", "Tỷ lệ hồ sơ đúng hạn: %", "(đạt …%)", "KẾT QUẢ CHUNG", "gồm:",
        "không?",
        "ĐỀ CƯƠNG 2", "(Dành cho UBND xã)", "Số liệu từ 01/01/2024 đến nay",
        "STT | Chỉ tiêu | Kết quả |", "Nơi nhận:", "....",
        "; ",
        "= Số đơn / Tổng số đơn x 100%", "Nghị định số 30/2020/NĐ-CP", "12",
    ]
)  # fmt: skip
LINES = st.lists(st.tuples(MARKS, st.lists(WORDS, max_size=3)), max_size=25)
OUTLINES = LINES.map(lambda lines: "\n".join(mark + " ".join(words) for mark, words in lines))


def spans_of(sections: list[OutlineSection]) -> list[tuple[int, int]]:
    return [span for one in sections for span in (one.span, *spans_of(one.sections))]


@settings(max_examples=150, deadline=None)
@given(OUTLINES | st.text(max_size=200))
@example("Phần I\nPhần I\nA B C D E F\n")
@example("|\n||\n| |")
def test_any_text(text: str):
    whole = "Trước\n" + text + "\nSau"
    end = 6 + len(text)
    outline = read_outline(whole, 6, end)
    items = items_of(outline)
    placed = [note.span for note in (*outline.notes, outline.audience, outline.data_period) if note]
    placed += [outline.title_span] if outline.title_span else []
    spans = [*placed, *outline.rest, *(item.span for item in items), *spans_of(outline.sections)]
    assert all(6 <= first < last <= end for first, last in spans)
    covered = {place for span in spans for place in range(*span)}
    assert not "".join(char for place, char in enumerate(whole[6:end], 6) if place not in covered).strip()
    counts = {(item.text, item.span) for item in items if item.kind == "count"}
    for ratio in (item for item in items if item.kind == "ratio"):
        assert (ratio.numerator is None) == (ratio.denominator is None)
        if ratio.numerator:
            assert (ratio.numerator, ratio.numerator_span) in counts
            assert (ratio.denominator, ratio.denominator_span) in counts
            assert (ratio.numerator, ratio.numerator_span) != (ratio.denominator, ratio.denominator_span)
    for doubt in outline.doubts:
        assert doubt.field.startswith("outline.sections[")
        assert doubt.reason.endswith(".")


def test_long_repetitive_text_is_read_to_the_end():
    part = "I. A\n1. B\n- Tỷ lệ hồ sơ: %\n+ Tổng số hồ sơ: … hồ sơ\n+ Số hồ sơ đúng hạn; số hồ sơ trễ\n- Số A: … đơn\n"
    shapes = [
        part, "- Tỷ lệ hồ sơ: %\n", "- Tổng số hồ sơ\n", "KẾT QUẢ CHUNG\n", "2. A\n1. B\n", "II. A\nI. B\n2. C\n1. D\n",
        "số hồ sơ … hồ sơ; ", "(số hồ sơ / ", "A | B | ", "ĐỀ CƯƠNG 2\n", "- a:\n1. b\n",
    ]  # fmt: skip
    for shape in shapes:
        text = shape * (20_000 // len(shape))
        assert read_outline(text, 0, len(text)).span == (0, len(text))
