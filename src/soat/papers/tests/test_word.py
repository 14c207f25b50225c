"""The .docx: valid order, text as text, head rows that repeat, same pages as the PDF in LibreOffice."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import docx
import pypdfium2
import pytest
from docx.oxml.ns import qn
from lxml import etree

from soat.core.paper.layout import mm
from soat.core.paper.model import Attachment, Block, Column, Kind, Paper, Table, Urgency
from soat.papers.tests.samples import KINDS, example, small
from soat.papers.writers import write_docx, write_pdf
from soat.papers.writers.fonts import SHIPPED

LITERAL = '{ HYPERLINK "http://vidu.example" } =SUM(A1) <w:t>&amp; ]]> DDEAUTO'
OFFICE = shutil.which("soffice")
FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
<dir>{folder}</dir><cachedir>{cache}</cachedir>
<alias binding="same"><family>Times New Roman</family><prefer><family>Tinos</family></prefer></alias></fontconfig>"""


def opened(paper: Paper) -> docx.document.Document:
    return docx.Document(io.BytesIO(write_docx(paper)))


def part(paper: Paper, name: str) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(write_docx(paper))) as archive:
        return etree.fromstring(archive.read(name))


def all_text(root: etree._Element) -> str:
    return "".join(node.text or "" for node in root.iter(qn("w:t")))


@pytest.mark.parametrize("kind", KINDS)
def test_every_example_opens_and_says_what_the_pdf_says(kind: str) -> None:
    said = re.sub(r"\s", "", all_text(part(example(kind), "word/document.xml")))
    document = pypdfium2.PdfDocument(write_pdf(example(kind)))
    pages = [page.get_textpage().get_text_range() for page in document]
    bare = [re.sub(r"\s", "", text) for text in pages]
    letters = sorted("".join(bare))
    # The PDF has page numbers and repeated heads besides.
    assert not [letter for letter in set(said) if said.count(letter) > letters.count(letter)]


def test_page_and_margins() -> None:
    paper = small(attachments=(Attachment("A", ()), Attachment("B", (), landscape=True)))
    sections = opened(paper).sections
    assert [(round(s.page_width.mm), round(s.page_height.mm)) for s in sections] == [
        (210, 297),
        (210, 297),
        (297, 210),
    ]
    for section in sections:
        margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
        assert [round(margin.mm, 1) for margin in margins] == [20, 20, 30, 20]
        assert section.different_first_page_header_footer
        assert section._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1"


def test_page_number_is_the_only_field_and_centred_at_10_mm() -> None:
    paper = small(body=(Block(Kind.PARAGRAPH, LITERAL),))
    assert not list(
        part(paper, "word/document.xml").iter(qn("w:fldSimple"), qn("w:instrText"), qn("w:hyperlink"))
    )
    section = opened(paper).sections[0]
    assert round(section.header_distance.mm, 1) == 10
    (number,) = section.header.paragraphs
    assert number._p.find(qn("w:fldSimple")).get(qn("w:instr")) == "PAGE"
    assert number._p.pPr.jc.val == 1


def test_user_text_is_text() -> None:
    paper = small(
        abstract=LITERAL,
        body=(Block(Kind.PARAGRAPH, LITERAL + "\x00\x0b\ufffe"), Table((Column(LITERAL),), ((LITERAL,),))),
    )
    assert all_text(part(paper, "word/document.xml")).replace("\n", " ").count(LITERAL) >= 3


def test_type_sizes_and_indents_are_those_of_the_decree() -> None:
    document = opened(small())
    clause = next(p for p in document.paragraphs if p.text.startswith("1. Khoản"))
    assert clause.paragraph_format.first_line_indent.mm == pytest.approx(12.7, abs=0.1)
    assert clause.paragraph_format.space_before.pt == 6
    assert clause.paragraph_format.line_spacing.pt == 18
    assert clause.runs[0].font.size.pt == 14
    assert document.styles["Normal"].element.rPr.rFonts.get(qn("w:eastAsia")) == "Times New Roman"


def test_motto_rule_is_as_long_as_its_line() -> None:
    table = opened(small()).tables[0]
    rule = table.cell(0, 1).paragraphs[-1]
    indents = rule._p.pPr.ind
    width = (
        table.columns[1].width.mm
        - mm(int(indents.get(qn("w:left"))) / 20)
        - mm(int(indents.get(qn("w:right"))) / 20)
    )
    assert width == pytest.approx(56.5, abs=1)
    assert rule._p.pPr.find(qn("w:pBdr")).find(qn("w:top")) is not None


def test_properties_of_paragraphs_stand_in_the_order_of_the_standard() -> None:
    order = ["keepNext", "pBdr", "spacing", "ind", "jc", "outlineLvl", "sectPr"]
    root = part(
        small(type="", urgency=Urgency.VERY_URGENT, attachments=(Attachment("A", ()),)), "word/document.xml"
    )
    for properties in root.iter(qn("w:pPr")):
        names = [etree.QName(child).localname for child in properties]
        assert names == sorted(names, key=order.index)


def test_heads_of_tables_repeat_and_join() -> None:
    columns = (Column("", 1), Column("Sở", 2), Column("Xã", 2))
    table = Table(columns, (("1", "2", "3"),), groups=(("TT", 1), ("Số lượng", 2)), total=("", "2", "3"))
    grid = opened(small(body=(table,))).tables[1]
    rows = list(grid._tbl.iter(qn("w:tr")))
    assert [row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in rows] == [
        True,
        True,
        False,
        False,
    ]
    assert grid.cell(0, 0).text.strip() == grid.cell(1, 0).text.strip() == "TT"
    assert grid.cell(0, 1).text == grid.cell(0, 2).text == "Số lượng"
    assert grid.cell(3, 1).paragraphs[0].runs[0].bold


def test_word_2013_layout_is_asked_for() -> None:
    settings = opened(small()).settings.element
    modes = [
        one.get(qn("w:val"))
        for one in settings.iter(qn("w:compatSetting"))
        if one.get(qn("w:name")) == "compatibilityMode"
    ]
    assert modes == ["15"]


def test_more_recipients_than_a_page_holds_may_break() -> None:
    def whole(count: int) -> list[bool]:
        tables = opened(small(recipients=("Sở Y tế",) * count)).tables
        return [row._tr.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in tables[-1].rows]

    assert (whole(40), whole(41)) == ([True], [False])


def test_about_the_file() -> None:
    about = opened(small()).core_properties
    assert (about.title, about.author, about.language) == ("Thông báo Lịch kiểm tra", "Sở Nội vụ", "vi-VN")
    assert about.created.date().isoformat() == "2026-02-05"


@pytest.mark.slow
@pytest.mark.skipif(OFFICE is None, reason="LibreOffice (soffice) is not on this machine")
def test_libreoffice_counts_the_same_pages(tmp_path: Path) -> None:
    for kind in KINDS:
        (tmp_path / f"{kind}.docx").write_bytes(write_docx(example(kind)))
    fonts = tmp_path / "fonts.conf"
    fonts.write_text(FONTS.format(folder=SHIPPED, cache=tmp_path / "cache"))
    home = f"-env:UserInstallation=file://{tmp_path / 'home'}"
    command = [str(OFFICE), home, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    files = [str(tmp_path / f"{kind}.docx") for kind in KINDS]
    environment = os.environ | {"FONTCONFIG_FILE": str(fonts)}
    subprocess.run([*command, *files], check=True, capture_output=True, timeout=300, env=environment)
    counts = {}
    for kind in KINDS:
        theirs = pypdfium2.PdfDocument(tmp_path / f"{kind}.pdf")
        counts[kind] = (len(theirs), len(pypdfium2.PdfDocument(write_pdf(example(kind)))))
        theirs.close()
    assert {kind: pages for kind, pages in counts.items() if pages[0] != pages[1]} == {}
