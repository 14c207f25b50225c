"""Texts as an official types them become the blocks, signatures and annexes of a paper (D1, D4)."""

from __future__ import annotations

from typing import Any

import pytest

from soat.core.errors import DomainError
from soat.core.paper.formats import PaperDate
from soat.core.paper.model import Block, Column, Kind, Paper, Table
from soat.core.paper.reading import data_of, from_data, table_from_data
from soat.core.paper.texts import compose, signer
from soat.core.paper.wording import JOINER

LIST = Table((Column("TT"), Column("Họ và tên")), (("1", "An"),))
TEXTS = {
    "issuer": "Ủy ban nhân dân\ntỉnh Bình Sơn",
    "symbol": "QĐ-UBND",
    "place": "Bình Sơn",
    "type": "Quyết định",
    "abstract": "Về việc\n  thành lập Đoàn",
    "body": "Điều 1. Thành lập.",
    "signature": "Chủ tịch",
}


def made(**more: str) -> Paper:
    return compose({**TEXTS, **more}, {"ds": LIST}, date=PaperDate(2026))


@pytest.mark.parametrize(
    ("line", "kind", "title", "text"),
    [
        ("Điều 1. Thành lập", Kind.ARTICLE, "", "Thành lập"),
        ("Điều: Thành lập", Kind.ARTICLE, "", "Thành lập"),
        ("Điều 2. *Nhiệm vụ*", Kind.ARTICLE, "Nhiệm vụ", ""),
        ("Phần thứ nhất. Chung", Kind.PART, "Chung", ""),
        ("Chương II Quy định", Kind.CHAPTER, "Quy định", ""),
        ("Mục 1. Một", Kind.SECTION, "Một", ""),
        ("Tiểu mục 3. Ba", Kind.SUBSECTION, "Ba", ""),
        ("IV. Tổ chức", Kind.HEADING, "Tổ chức", ""),
        ("12. Nội dung", Kind.CLAUSE, "", "Nội dung"),
        ("1. *Mục đích*", Kind.CLAUSE, "Mục đích", ""),
        ("đ) Điểm", Kind.POINT, "", "Điểm"),
        ("- Ý", Kind.BULLET, "", "Ý"),
        ("+ Ý", Kind.BULLET, "", "Ý"),
        ("Đoạn văn", Kind.PARAGRAPH, "", "Đoạn văn"),
        ("2026. năm", Kind.PARAGRAPH, "", "2026. năm"),
        ("Điều kiện làm việc", Kind.PARAGRAPH, "", "Điều kiện làm việc"),
        (f"{JOINER}1. giá trị", Kind.PARAGRAPH, "", "1. giá trị"),
        (f"- {JOINER}- lồng", Kind.BULLET, "", "- lồng"),
    ],
)
def test_how_a_line_begins_says_what_it_is(line: str, kind: Kind, title: str, text: str) -> None:
    assert made(body=line).body == (Block(kind, text, title),)


def test_tables_stand_where_they_are_named() -> None:
    paper = made(
        body="Gồm:\n\n[bảng ds]\n", attachments="Phụ lục: Danh sách\n(Kèm theo)\n[trang ngang]\n[bảng ds]"
    )
    assert paper.body == (Block(Kind.PARAGRAPH, "Gồm:"), LIST)
    (annex,) = paper.attachments
    assert (annex.title, annex.note, annex.landscape, annex.body) == ("Danh sách", "Kèm theo", True, (LIST,))
    assert [one.title for one in made(attachments="Phụ lục: A\nx\nPhụ lục: B").attachments] == ["A", "B"]


def test_signatures_in_lines() -> None:
    text = "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPhó Chủ tịch\nNguyễn Văn A\n\nThư ký\n(Ký, ghi rõ họ tên)\nB"
    first, second = made(signature=text).signatures
    assert first.on_behalf == (("TM.", "ỦY BAN NHÂN DÂN"), ("KT.", "CHỦ TỊCH"))
    assert (first.office, first.name) == ("Phó Chủ tịch", "Nguyễn Văn A")
    assert (second.office, second.note, second.name) == ("Thư ký", "(Ký, ghi rõ họ tên)", "B")
    assert signer({"signature": text}) == "Nguyễn Văn A"
    assert signer({"signature": "Giám đốc"}) == "Giám đốc"


def test_lines_of_the_head_and_foot() -> None:
    paper = made(grounds="Căn cứ A\n\nCăn cứ B", addressees="Sở X", recipients="- Như trên\nLưu: VT")
    assert paper.issuer == "Ủy ban nhân dân\ntỉnh Bình Sơn"
    assert paper.abstract == "Về việc thành lập Đoàn"
    assert paper.grounds == ("Căn cứ A", "Căn cứ B")
    assert (paper.addressees, paper.recipients) == (("Sở X",), ("Như trên", "Lưu: VT"))


@pytest.mark.parametrize(
    ("more", "field", "told"),
    [
        ({"body": "  "}, "body", "“Nội dung” còn trống"),
        ({"body": "[bảng khac]"}, "body", "không có bảng “khac”. Các bảng có thể chèn: ds"),
        ({"attachments": "Danh sách"}, "attachments", "Phụ lục: tên phụ lục"),
        ({"signature": "(Ký tên)"}, "signature", "thiếu chức vụ"),
    ],
)
def test_what_cannot_be_a_paper_is_told_at_its_field(more: dict[str, str], field: str, told: str) -> None:
    with pytest.raises(DomainError, match=told) as caught:
        made(**more)
    assert caught.value.field == field
    with pytest.raises(DomainError, match="không có bảng"):
        compose({**TEXTS, "body": "[bảng ds]"}, {}, date=PaperDate(2026))


def test_a_paper_as_data_reads_back_the_same() -> None:
    paper = made(body="1. a\n[bảng ds]", attachments="Phụ lục: A\n[bảng ds]", signature="KT. X\nPhó X\nTên")
    data: Any = data_of(paper)
    assert data["date"] == "2026"
    assert from_data(data) == paper
    assert table_from_data(data_of(LIST)) == LIST
    dated = compose(TEXTS, {}, number="5", date=PaperDate(2026, 3, 5))
    assert from_data(data_of(dated)) == dated
