"""Every kind is usable as shipped: its template is right, fills with its examples and is drawn (D1, D4)."""

from __future__ import annotations

import pytest

from soat.core.errors import DomainError
from soat.core.paper.model import Table
from soat.core.paper.texts import FIELDS
from soat.papers.kinds import Kind, kind_of, kinds
from soat.papers.pictures import pictures_of
from soat.papers.wordings import LATER, checked, fill, finish
from soat.papers.writers import write_docx, write_pdf

KINDS = list(kinds().values())


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.key)
def test_a_shipped_kind_is_whole(kind: Kind) -> None:
    assert kind.issuer in ("standing", "plan", "unit")
    assert set(kind.texts) <= {field.name for field in FIELDS}
    assert set(LATER) <= set(kind.examples)
    paper = checked(kind, kind.texts)
    assert bool(paper.type) is bool(kind.type)
    assert write_docx(paper)[:2] == b"PK"
    assert pictures_of(write_pdf(paper)).pages >= 1


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.key)
def test_a_draft_of_which_nothing_is_known_has_dots_and_can_be_drawn(kind: Kind) -> None:
    texts = fill(kind, kind.texts, {})
    assert "……" in "".join(texts.values())
    finish(texts, kind.tables_of({}), year=2026)


def test_kinds_come_in_the_order_of_the_cycle() -> None:
    assert len(KINDS) == 11
    assert [kind.key for kind in KINDS][:3] == ["ke-hoach", "de-nghi-cu-nguoi", "quyet-dinh-doan"]
    with pytest.raises(DomainError, match="loại văn bản"):
        kind_of("khong-co")


def test_a_mistake_names_field_and_line() -> None:
    kind = kind_of("don-doc")
    for body, told in (
        ("a\n{{ don_v }}", "Phần “Nội dung”, dòng 2: không có biến “don_v”"),
        ("{% nếu han %}", "Phần “Nội dung”, dòng 1"),
        ("[bảng x]", "Phần “Nội dung”: không có bảng “x”"),
    ):
        with pytest.raises(DomainError, match=told) as caught:
            checked(kind, {**kind.texts, "body": body})
        assert caught.value.field == "body"


def test_rows_become_a_table_by_the_columns_of_the_kind() -> None:
    kind = kind_of("quyet-dinh-doan")
    made = kind.tables_of({"danh_sach": [{"stt": "1", "ho_ten": "An"}]})["danh_sach"]
    assert isinstance(made, Table)
    assert made.rows == (("1", "An", "", ""),)
    assert [column.title for column in made.columns][1] == "Họ và tên"


def test_long_papers_show_their_first_pages() -> None:
    kind = kind_of("don-doc")
    many = "\n".join(f"Đoạn {number}." for number in range(600))
    shown = pictures_of(write_pdf(checked(kind, {**kind.texts, "body": many})))
    assert len(shown.sources) == 12
    assert shown.more == shown.pages - 12 > 0
