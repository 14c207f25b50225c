"""Lines among the duties that are no tasks: headings that only announce them, and plain statements (G1, G5)."""

from __future__ import annotations

import pytest

from soat.core.plans.tests.fragments import plan_with

DUTIES = "III. TỔ CHỨC THỰC HIỆN\n"


@pytest.mark.parametrize(
    "heading",
    [
        "- Các cơ quan có trách nhiệm:",
        "- Các sở, ban, ngành chịu trách nhiệm thực hiện:",
        "- Các cơ quan thực hiện tốt các nhiệm vụ cụ thể như sau:",
    ],
)
def test_a_heading_is_the_party_of_what_stands_below(heading: str) -> None:
    found = plan_with(
        f"{DUTIES}1. Sở Nội vụ\n- Lập Đoàn kiểm tra.\n{heading}\n+ Cử công chức tham gia.\n"
    ).duties
    assert [duty.text for duty in found] == ["Lập Đoàn kiểm tra", "Cử công chức tham gia"]
    assert found[0].party == "Sở Nội vụ"
    assert found[1].party.startswith("Các ")


@pytest.mark.parametrize(
    "words", ["- Các nhiệm vụ cụ thể như sau:", "- Có trách nhiệm thực hiện:", "+ Cụ thể như sau:"]
)
def test_words_that_only_announce_tasks_are_none(words: str) -> None:
    found = plan_with(f"{DUTIES}1. Sở Nội vụ\n{words}\n+ Lập Đoàn kiểm tra.\n").duties
    assert [(duty.party, duty.text) for duty in found] == [("Sở Nội vụ", "Lập Đoàn kiểm tra")]


@pytest.mark.parametrize(
    "sentence",
    [
        "Kết quả kiểm tra là căn cứ đánh giá, xếp loại thi đua năm 2025.",
        "Việc kiểm tra là một trong những nhiệm vụ thường xuyên của các cấp.",
    ],
)
def test_a_statement_stands_in_the_notes(sentence: str) -> None:
    plan = plan_with(f"{DUTIES}1. Các đơn vị được kiểm tra\n- Chuẩn bị báo cáo.\n- {sentence}\n")
    assert [duty.text for duty in plan.duties] == ["Chuẩn bị báo cáo"]
    assert any(sentence.rstrip(".") in note.text for note in plan.notes)


@pytest.mark.parametrize(
    "line",
    [
        "- Chuẩn bị các tài liệu sau:",
        "- Kết quả kiểm tra là căn cứ đánh giá, gửi Sở Nội vụ trước ngày 20/11/2025.",
        "- Hồ sơ, tài liệu:",
    ],
)
def test_what_may_be_a_task_stays_one(line: str) -> None:
    found = plan_with(f"{DUTIES}1. Các đơn vị được kiểm tra\n{line}\n+ Báo cáo tự kiểm tra.\n").duties
    assert len(found) == 2
    assert {duty.party for duty in found} == {"Các đơn vị được kiểm tra"}
