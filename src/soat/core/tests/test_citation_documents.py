"""Which citations are one document, how documents relate, and `soat cite`: requirements L1, L2, issue 2."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from soat.cli import main
from soat.core.citations import (
    Citation,
    distinct,
    find_citations,
    find_relations,
    key,
    number_key,
    same_document,
)
from soat.core.citations.symbol import read_symbol
from soat.core.plans import extract
from soat.core.plans.extract.types import Extracted
from soat.core.tests.test_citations import SAMPLE


@pytest.mark.parametrize(
    "variants",
    [
        ["05/CT-TTg", "5/ct-ttg", "5/CTTTg", "05 / CT - TTg", "05-CT/TTg"],
        ["12/QĐ-UBND", "12/QÐ-UBND", "12/QD-UBND", "012/qđ-ubnd"],
        ["12-NQ/TW", "12/NQ-TW"],
        ["1234/QĐ-UBND", "1.234/QĐ-UBND"],
        ["45/2020/NĐ-CP", "45/2020/ND-CP", "45-2020/NĐ-CP"],
        ["2231/SNV-CCHC&PC", "2231/SNV-CCHC & PC"],
        ["Đề án 06", "Đề án 6", "đề án 06"],
    ],
)
def test_variants_have_one_key(variants):
    assert len({number_key(number) for number in variants}) == 1


def test_other_numbers_have_other_keys():
    numbers = [
        "45/2020/NĐ-CP",
        "145/2020/NĐ-CP",
        "45/NĐ-CP",
        "45a/2020/NĐ-CP",
        "45/2020/NQ-CP",
        "Đề án 45",
        "",
    ]
    assert len({number_key(number) for number in numbers}) == len(numbers)


def _citation(number="97/KH-UBND", issuer=None, when=None, year=None, at=0):
    year = when.year if when else year
    return Citation(number, None, issuer, when, number, (at, at + len(number)), None, year)


def test_key_names_number_issuer_and_time():
    full = _citation(issuer="Ủy ban nhân dân tỉnh Lào Cai", when=date(2024, 4, 16))
    assert key(full) == ("97/khubnd", "uy ban nhan dan tinh lao cai", "2024-04-16")
    assert key(_citation(year=2021))[2] == "2021"
    assert key(_citation())[1:] == ("", "")


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (_citation(), True),
        (_citation(issuer="Ủy ban nhân dân thành phố"), True),
        (_citation(issuer="Chủ tịch Ủy ban nhân dân thành phố Hải Phòng"), True),
        (_citation(year=2024), True),
        (_citation(number="097/kh-ubnd"), True),
        (_citation(issuer="Ủy ban nhân dân tỉnh Lào Cai"), False),
        (_citation(when=date(2024, 4, 17)), False),
        (_citation(year=2021), False),
        (_citation(number="98/KH-UBND"), False),
    ],
)
def test_same_document(other, same):
    one = _citation(issuer="Ủy ban nhân dân thành phố Hải Phòng", when=date(2024, 4, 16))
    assert same_document(one, other) is same_document(other, one) is same


def test_distinct_keeps_recurring_numbers_apart_and_completes_each():
    text = """Kế hoạch 97/KH-UBND năm 2021 của UBND thành phố Hải Phòng; Kế hoạch 97/KH-UBND ngày 16/4/2024;
Kế hoạch 97/KH-UBND ngày 16/4/2024 của UBND thành phố Hải Phòng về kiểm tra; 98/KH-UBND"""
    found = distinct(find_citations(text))
    assert [(one.number, one.year, one.issuer, one.title) for one in found] == [
        ("97/KH-UBND", 2021, "Ủy ban nhân dân thành phố Hải Phòng", None),
        ("97/KH-UBND", 2024, "Ủy ban nhân dân thành phố Hải Phòng", "về kiểm tra"),
        ("98/KH-UBND", None, "Ủy ban nhân dân", None),
    ]


@given(st.text(max_size=30))
def test_number_key_takes_anything(text):
    assert number_key(number_key(text)) == number_key(text) or "/" in text or "-" in text


RELATIONS = [
    ("- 11Nghị định 107/2021/NĐ-CP sửa đổi Nghị định 61/2018/NĐ-CP", [("107", "amends", "61")]),
    ("- 8Thông tư 01/2018/TT-VPCP hướng dẫn Nghị định 61/2018/NĐ-CP", [("01", "guides", "61")]),
    (
        "- 15Nghị quyết 07/2022/NQ-HĐND sửa đổi Quy định kèm theo Nghị quyết 10/2018/NQ-HĐND",
        [("07", "amends", "10")],
    ),
    ("- 1Nghị định 118/2025/NĐ-CP thay thế Nghị định 61/2018/NĐ-CP", [("118", "replaces", "61")]),
    ("- 1Kế hoạch 77/KH-UBND triển khai Nghị quyết 04/NQ-CP", [("77", "cites", "04")]),
    (
        "Kế hoạch số 77/KH-UBND về triển khai Nghị quyết số 04/NQ-CP về A theo Nghị định 1/2020/NĐ-CP",
        [(None, "cites", "77"), ("77", "cites", "04"), ("04", "cites", "1")],
    ),
    (
        "Căn cứ Luật số 45/2019/QH14; Nghị định 1/2020/NĐ-CP;",
        [(None, "based_on", "45"), (None, "based_on", "1")],
    ),
    ("Thực hiện Quyết định số 5/QĐ-UBND, Sở", [(None, "based_on", "5")]),
    ("- Thực hiện cam kết theo Quyết định số 5/QĐ-UBND", [(None, "cites", "5")]),
    ("(Ban hành kèm theo Quyết định số 5/QĐ-UBND)", [(None, "issued_with", "5")]),
    ("Kế hoạch này thay thế Kế hoạch số 5/KH-UBND", [(None, "replaces", "5")]),
    (
        "Nghị định số 61/2018/NĐ-CP được sửa đổi, bổ sung tại Nghị định số 107/2021/NĐ-CP",
        [(None, "cites", "61"), ("107", "amends", "61")],
    ),
    ("61/2018/NĐ-CP; được sửa đổi tại 107/2021/NĐ-CP", [(None, "cites", "61"), (None, "amends", "107")]),
    ("Số: 97/KH-UBND\n- Số ký hiệu: 97/KH-UBND", []),
]


@pytest.mark.parametrize(("text", "expected"), RELATIONS)
def test_relations(text, expected):
    def short(citation):
        return citation and citation.number.split("/")[0]

    found = [(short(one.source), one.kind, short(one.target)) for one in find_relations(text)]
    assert found == expected


def test_relations_of_the_sample():
    found = {
        (one.source and one.source.number, one.kind, one.target.number) for one in find_relations(SAMPLE)
    }
    assert {one for one in found if one[0] and one[1] != "cites"} == {
        ("01/2018/TT-VPCP", "guides", "61/2018/NĐ-CP"),
        ("107/2021/NĐ-CP", "amends", "61/2018/NĐ-CP"),
        ("07/2022/NQ-HĐND", "amends", "10/2018/NQ-HĐND"),
    }
    assert ("77/KH-UBND", "cites", "04/NQ-CP") in found
    assert (None, "issued_with", "4791/QĐ-UBND") in found


def test_no_symbol_without_a_letter():
    assert read_symbol("97", 0) is None


@pytest.fixture
def plan(tmp_path):
    path = tmp_path / "plan.txt"
    path.write_text(SAMPLE, encoding="utf-8")
    return path


def test_cite_prints_json_with_spans_of_the_text(plan, capsys):
    assert main(["cite", str(plan), "--json"]) == 0
    citations = json.loads(capsys.readouterr().out)["citations"]
    assert len({one["number"] for one in citations}) == 39
    own = next(one for one in citations if one["number"] == "97/KH-UBND")
    assert own["date"] == "2024-04-16"
    assert own["type"] == "Kế hoạch"
    assert SAMPLE[slice(*own["span"])] == own["text"]
    assert {"number", "type", "issuer", "date", "year", "title", "text", "span"} == set(own)
    assert next(one for one in citations if one["number"] == "Đề án 06")["text"] == "Đề án số 06"


def test_cite_prints_a_table(plan, capsys):
    assert main(["cite", str(plan)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("Số, ký hiệu")
    assert any(line.startswith("4791/QĐ-UBND") and "29/12/2023" in line for line in lines)
    assert lines[-1] == "39 văn bản, 102 lần viện dẫn."


def test_cite_prints_warnings_beside_the_result(plan, capsys, monkeypatch):
    monkeypatch.setattr(
        extract, "extract", lambda path: Extracted(path.read_text("utf-8"), "txt", ["Mất bảng."])
    )
    assert main(["cite", str(plan)]) == 0
    assert capsys.readouterr().err == "Mất bảng.\n"


def test_cite_of_a_text_without_documents(tmp_path, capsys):
    path = tmp_path / "note.txt"
    path.write_text("Báo cáo kết quả công tác của cơ quan, đơn vị trong năm nay. " * 20, encoding="utf-8")
    assert main(["cite", str(path)]) == 0
    assert "Không tìm thấy" in capsys.readouterr().out


def test_cite_of_a_missing_file_is_one_sentence(tmp_path, capsys):
    assert main(["cite", str(tmp_path / "none.txt")]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert len(printed.err.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (" \n\t ", "không có chữ"),
        ("The plan of the province. " * 9, "không phải tiếng Việt"),
        ("计划。" * 9, "tiếng Việt"),
    ],
)
def test_cite_turns_blank_and_foreign_text_away(tmp_path, capsys, words, sentence):
    path = tmp_path / "note.txt"
    path.write_text(words, encoding="utf-8")
    assert main(["cite", str(path)]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert sentence in printed.err
    assert printed.err.endswith(".\n")


def test_cite_takes_a_foreign_text_that_names_a_document(tmp_path, capsys):
    path = tmp_path / "note.txt"
    path.write_text("See Decree 61/2018/NĐ-CP on the one-stop mechanism.", encoding="utf-8")
    assert main(["cite", str(path)]) == 0
    assert "61/2018/NĐ-CP" in capsys.readouterr().out
