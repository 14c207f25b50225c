"""The outline of Plan 97/KH-UBND as an official reads it, from the shipped text."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from soat.core.plans.model import Outline, OutlineItem, OutlineSection
from soat.core.plans.outline import read_outline

TEXT = files("soat").joinpath("samples/ke-hoach-97-2024.txt").read_text(encoding="utf-8")
FIRST, LAST = "ĐỀ CƯƠNG BÁO CÁO PHỤC VỤ", "(Số liệu báo cáo tính từ 01/01/2024 đến thời điểm báo cáo)"
START, END = TEXT.index(FIRST), TEXT.index(LAST) + len(LAST)


@cache
def outline() -> Outline:
    return read_outline(TEXT, START, END)


def below(items: list[OutlineItem]) -> Iterator[OutlineItem]:
    for item in items:
        yield item
        yield from below(item.items)


def all_items(sections: list[OutlineSection]) -> Iterator[OutlineItem]:
    for section in sections:
        yield from below(section.items)
        yield from all_items(section.sections)


def part(number: str, *inner: str) -> OutlineSection:
    sections = outline().sections
    for wanted in (number, *inner):
        found = next(section for section in sections if section.number == wanted)
        sections = found.sections
    return found


def ratio(start: str) -> OutlineItem:
    return next(item for item in all_items(outline().sections) if item.text.startswith(start))


def test_title_audience_and_data_period():
    read = outline()
    assert read.title == "ĐỀ CƯƠNG BÁO CÁO PHỤC VỤ KIỂM TRA CÔNG TÁC CẢI CÁCH HÀNH CHÍNH NĂM 2024"
    assert read.audience is not None
    assert read.audience.text == "các sở, ban, ngành, UBND các quận, huyện"
    assert read.data_period is not None
    assert read.data_period.text == "từ 01/01/2024 đến thời điểm báo cáo"
    assert [note.text.split()[0] for note in read.notes] == ["(Dành", "(Kèm", "(Số"]


def test_four_sections_the_third_by_inference():
    assert [section.number for section in outline().sections] == ["I", "II", "III", "IV"]
    third = part("III")
    assert third.title == ""
    assert third.confidence < 0.7
    assert [item.text for item in third.items] == [
        "Mặt tích cực",
        "Việc khắc phục tồn tại, hạn chế.",
        "Những tồn tại, hạn chế chưa được khắc phục; nguyên nhân.",
    ]
    doubt = next(doubt for doubt in outline().doubts if doubt.field == "outline.sections[2].title")
    assert "suy từ" in doubt.reason


def test_eight_parts_of_the_second_section():
    titles = [(section.number, section.title) for section in part("II").sections]
    assert titles == [
        ("1", "Việc thanh tra, kiểm tra, giám sát thường xuyên, định kỳ; Công tác tiếp công dân"),
        ("2", "Cải cách thể chế"),
        ("3", "Cải cách thủ tục hành chính (TTHC)"),
        ("4", "Nâng cao chỉ số năng lực cạnh tranh (PCI)"),
        ("5", "Cải cách tổ chức bộ máy"),
        ("6", "Cải cách chế độ công vụ"),
        ("7", "Cải cách tài chính công"),
        ("8", "Xây dựng Chính quyền điện tử, Chính quyền số"),
    ]
    assert [len(section.items) for section in part("II").sections] == [5, 4, 5, 2, 0, 5, 4, 0]
    assert [len(section.items) for section in part("II", "5").sections] == [6, 3]
    assert [section.number for section in part("II", "8").sections] == ["a", "b"]


def test_counts_and_their_units():
    tasks = part("I").items[4:6]
    assert [item.text for item in tasks] == [
        "Mức độ hoàn thành nhiệm vụ CCHC năm 2024:",
        "Nhiệm vụ UBND thành phố, Chủ tịch UBND thành phố giao năm 2024.",
    ]
    assert [[(item.kind, item.unit) for item in task.items] for task in tasks] == [
        [("count", "nhiệm vụ")] * 3,
        [("count", "nhiệm vụ")] * 4,
    ]
    counts = [item for item in all_items(outline().sections) if item.kind == "count"]
    assert len(counts) == 23
    assert {item.unit for item in counts} == {
        "nhiệm vụ", "VBQPPL", "TTHC", "hồ sơ", "biên chế", "phòng", "thủ tục",
    }  # fmt: skip


def test_every_rate_is_a_ratio():
    rates = [item for item in all_items(outline().sections) if item.text.startswith("Tỷ lệ")]
    assert len(rates) == 12
    assert TEXT[START:END].count("Tỷ lệ") == 12
    assert all((rate.kind, rate.unit) == ("ratio", "%") for rate in rates)


def test_rates_are_tied_to_their_counts():
    tied = {
        item.text.split(":")[0]: (item.numerator, item.denominator)
        for item in all_items(outline().sections)
        if item.kind == "ratio" and item.numerator
    }
    assert tied == {
        "Tỷ lệ xử lý VBQPPL sau kiểm tra": (
            "Số VBQPPL có kiến nghị xử lý đã được xử lý xong.",
            "Tổng số VBQPPL cần phải xử lý sau kiểm tra.",
        ),
        "Tỷ lệ xử lý VBQPPL sau rà soát": (
            "Số VBQPPL có kiến nghị xử lý đã được xử lý xong.",
            "Tổng số VBQPPL cần phải xử lý sau rà soát.",
        ),
        "Tỷ lệ TTHC đủ điều kiện được cung cấp dịch vụ công trực tuyến toàn trình": (
            "Số TTHC đang cung cấp dịch vụ công trực tuyến toàn trình.",
            "Tổng số TTHC đủ điều kiện cung cấp dịch vụ công trực tuyến toàn trình.",
        ),
        "Tỷ lệ TTHC cung cấp dịch vụ công trực tuyến toàn trình đã tích hợp, công khai trên Cổng DVC quốc gia": (
            "Số TTHC cung cấp dịch vụ công trực tuyến toàn trình đã tích hợp, công khai trên Cổng DVC quốc gia.",
            "Tổng số TTHC đang cung cấp dịch vụ công trực tuyến toàn trình.",
        ),
        "Tỷ lệ hồ sơ TTHC được tiếp nhận dịch vụ công trực tuyến toàn trình "
        "(đối với các TTHC cung cấp dịch vụ công trực tuyến toàn trình có phát sinh hồ sơ)": (
            "Số hồ sơ TTHC đã tiếp nhận trực tuyến toàn trình.",
            "Tổng số hồ sơ TTHC đã tiếp nhận (cả toàn trình và một phần).",
        ),
    }


def test_the_two_alike_numerators_are_told_apart_by_place():
    first, second = ratio("Tỷ lệ xử lý VBQPPL sau kiểm tra"), ratio("Tỷ lệ xử lý VBQPPL sau rà soát")
    assert first.numerator == second.numerator
    assert first.numerator_span is not None
    assert second.numerator_span is not None
    assert first.span < first.numerator_span < second.span < second.numerator_span


def test_rates_without_counts_are_left_to_the_coordinator():
    untied = [item for item in all_items(outline().sections) if item.kind == "ratio" and not item.numerator]
    assert len(untied) == 7
    assert all(item.denominator is None and item.confidence < 0.7 for item in untied)
    assert len(part("II", "8", "a").items[1].items) == 3
    assert len(part("II", "8", "a").items[2].items) == 3
    doubts = [doubt for doubt in outline().doubts if "thiếu hai số đếm" in doubt.reason]
    assert [doubt.span for doubt in doubts] == [item.span for item in untied]
    assert doubts[0].field == "outline.sections[1].sections[7].sections[0].items[1].items[0].numerator"


def test_several_asks_in_one_line():
    first, *rest = part("II", "5", "a").items
    assert [(item.kind, item.text) for item in (first, *rest[:4])] == [
        ("count", "Số lượng phòng, ban, đơn vị trực thuộc;"),
        ("list", "nêu cụ thể từng phòng, ban, đơn vị trực thuộc."),
        ("count", "Số biên chế được giao?"),
        ("count", "Số biên chế hiện có?"),
        ("narrative", "Việc bố trí biên chế theo Đề án vị trí việc làm?"),
    ]


def test_questions_are_yes_or_no():
    assert [item.kind for item in part("II", "8", "b").items] == ["yes_no", "yes_no", "count"]


def test_audience_of_one_item_is_doubtful():
    item = part("II", "6").items[0]
    assert item.audience == "UBND cấp huyện"
    assert item.confidence < 0.7
    assert [item.audience for item in all_items(outline().sections)].count(None) == len(
        list(all_items(outline().sections))
    ) - 1


def test_citations_of_an_item_lie_within_it():
    cited = part("II", "3").items[0]
    assert [citation.number for citation in cited.citations] == [
        "131/NQ-CP", "05/CT-TTg", "259/KH-UBND", "131/NQ-CP", "302/QĐ-UBND",
    ]  # fmt: skip
    for citation in cited.citations:
        assert cited.span[0] <= citation.span[0] < citation.span[1] <= cited.span[1]
        assert TEXT[slice(*citation.span)] == citation.text


def test_nothing_is_left_over():
    assert outline().rest == []
    for item in all_items(outline().sections):
        assert item.text in TEXT[slice(*item.span)]
