"""Word files: automatic numbers, tables, changes, text boxes, footnotes, and files that mean harm."""

from __future__ import annotations

import contextlib
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from soat.core.errors import UnreadableFile
from soat.core.plans.extract import archive as limits
from soat.core.plans.extract import extract_bytes
from soat.core.plans.tests.files import archive, paragraph, word_of, word_parts


def lines_of(body: str, **parts: str) -> list[str]:
    extracted = extract_bytes(word_parts(body, **parts), "x.docx")
    assert extracted.kind == "docx"
    return extracted.text.split("\n")


def refusal(data: bytes) -> str:
    with pytest.raises(UnreadableFile) as caught:
        extract_bytes(data, "x.docx")
    return caught.value.message


def level(number: int, form: str, pattern: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{pattern}"/></w:lvl>'
    )


def numbered(text: str, number: int, depth: int = 0) -> str:
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>')


def abstract(number: int, levels: str) -> str:
    return f'<w:abstractNum w:abstractNumId="{number}">{levels}</w:abstractNum>'


def num(number: int, of: int, more: str = "") -> str:
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{of}"/>{more}</w:num>'


TREE = (
    "<w:numPicBullet/>"
    + abstract(0, level(0, "upperRoman", "%1.") + level(1, "decimal", "%2.") + level(2, "decimal", "%2.%3."))
    + num(1, 0)
)


def test_tree_of_numbers_is_written_out() -> None:
    body = "".join(
        numbered(text, 1, depth)
        for text, depth in [("A", 0), ("b", 1), ("c", 2), ("d", 2), ("e", 1), ("f", 2), ("G", 0), ("h", 1)]
    )
    assert lines_of(body, numbering=TREE) == [
        "I. A",
        "1. b",
        "1.1. c",
        "1.2. d",
        "2. e",
        "2.1. f",
        "II. G",
        "1. h",
    ]


@pytest.mark.parametrize(
    ("form", "pattern", "labels"),
    [
        ("lowerLetter", "%1)", ["a)", "b)"]),
        ("upperLetter", "%1.", ["A.", "B."]),
        ("lowerRoman", "(%1)", ["(i)", "(ii)"]),
        ("decimalZero", "%1", ["01", "02"]),
        ("bullet", "\uf0b7", ["-", "-"]),
        ("bullet", "+", ["+", "+"]),
        ("decimal", "Điều %1.", ["Điều 1.", "Điều 2."]),
    ],
)
def test_forms_of_numbers(form: str, pattern: str, labels: list[str]) -> None:
    numbering = abstract(0, level(0, form, pattern)) + num(1, 0)
    assert lines_of(numbered("x", 1) * 2, numbering=numbering) == [f"{label} x" for label in labels]


def test_no_number_where_the_list_prints_none_or_is_unknown() -> None:
    numbering = (
        abstract(0, level(0, "none", "")) + num(1, 0) + num(2, 7) + abstract(9, level(12, "decimal", "%1"))
    )
    body = numbered("a", 1) + numbered("b", 2) + numbered("c", 3) + numbered("d", 0) + numbered("e", 1, 11)
    assert lines_of(body, numbering=numbering) == ["a", "b", "c", "d", "e"]


def test_restarts_by_override_and_counting_on_without() -> None:
    restarted = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    changed = f'<w:lvlOverride w:ilvl="0">{level(0, "lowerLetter", "%1)")}</w:lvlOverride>'
    numbering = (
        abstract(0, level(0, "decimal", "%1.")) + num(1, 0) + num(2, 0, restarted) + num(3, 0, changed)
    )
    body = "".join(numbered("x", number) for number in (1, 1, 2, 2, 1, 3))
    labels = [line.split()[0] for line in lines_of(body, numbering=numbering)]
    assert labels == ["1.", "2.", "5.", "6.", "7.", "h)"]


def test_levels_that_never_restart_and_legal_numbers() -> None:
    never = level(1, "decimal", "%1.%2", '<w:lvlRestart w:val="0"/><w:isLgl/>')
    numbering = abstract(0, level(0, "upperRoman", "%1.") + never) + num(1, 0)
    body = "".join(numbered("x", 1, depth) for depth in (0, 1, 0, 1))
    labels = [line.split()[0] for line in lines_of(body, numbering=numbering)]
    assert labels == ["I.", "1.1", "II.", "2.2"]


def test_a_deeper_level_alone_shows_its_parents_start() -> None:
    assert lines_of(numbered("x", 1, 2), numbering=TREE) == ["1.1. x"]


def test_numbers_from_styles() -> None:
    def style(name: str, properties: str, based: str = "") -> str:
        parent = f'<w:basedOn w:val="{based}"/>' if based else ""
        return f'<w:style w:styleId="{name}">{parent}<w:pPr>{properties}</w:pPr></w:style>'

    def numbers(depth: str, name: str = '<w:numId w:val="1"/>') -> str:
        return f"<w:numPr>{depth}{name}</w:numPr>"

    styles = (
        style("H1", numbers(""))
        + style("H2", numbers('<w:ilvl w:val="1"/>', ""), "H1")
        + style("Plain", "")
        + style("Ring", "", "Ring")
    )
    body = "".join(
        paragraph(name, f'<w:pStyle w:val="{name}"/>{own}')
        for name, own in [
            ("H1", ""),
            ("H2", ""),
            ("Plain", ""),
            ("Ring", ""),
            ("H2", '<w:numPr><w:ilvl w:val="0"/></w:numPr>'),
            ("H1", '<w:numPr><w:numId w:val="0"/></w:numPr>'),
        ]
    )
    assert lines_of(body, numbering=TREE, styles=styles) == [
        "I. H1",
        "1. H2",
        "Plain",
        "Ring",
        "II. H2",
        "H1",
    ]


def test_list_style_links() -> None:
    numbering = TREE + abstract(5, '<w:numStyleLink w:val="L"/>') + num(6, 5)
    numbering += abstract(7, '<w:numStyleLink w:val="none"/>') + num(8, 7)
    styles = '<w:style w:styleId="L"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    body = numbered("x", 6) + numbered("y", 8)
    assert lines_of(body, numbering=numbering, styles=styles) == ["I. x", "y"]


def test_high_and_strange_numbers() -> None:
    def started(form: str, start: str) -> str:
        return f'<w:lvl w:ilvl="0"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/><w:lvlText w:val="%1."/></w:lvl>'

    numbering = "".join(
        abstract(at, started(form, start)) + num(at, at)
        for at, (form, start) in enumerate(
            [
                ("upperLetter", "27"),
                ("lowerRoman", "1994"),
                ("upperRoman", "0"),
                ("lowerLetter", "-3"),
                ("decimal", "x"),
            ],
            1,
        )
    )
    body = "".join(numbered("x", at) for at in range(1, 6))
    labels = [line.split()[0] for line in lines_of(body, numbering=numbering)]
    assert labels == ["AA.", "mcmxciv.", "0.", "-3.", "0."]


def cell(content: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def table(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def test_table_with_merged_cells_and_automatic_numbers() -> None:
    count = abstract(0, level(0, "decimal", "%1")) + num(1, 0)
    merged = cell(paragraph("Tháng 6"), '<w:vMerge w:val="restart"/>')
    below = cell(paragraph("Tháng 6"), "<w:vMerge/>")
    body = table(
        cell(paragraph("STT")) + cell(paragraph("Đơn vị")) + cell(paragraph("Tháng")),
        cell(numbered("", 1)) + cell(paragraph("Sở Nội vụ")) + merged,
        f"<w:sdt><w:sdtContent>{cell(numbered('', 1))}</w:sdtContent></w:sdt>"
        + cell(paragraph("Sở Y tế") + paragraph("Chi cục Dân số") + paragraph("(nếu có)"))
        + below,
        cell("<w:p/>") + cell("<w:p/>"),
        "<w:trPr><w:del/></w:trPr>" + cell(paragraph("đã xóa")) + cell(paragraph("x")),
    )
    assert lines_of(body, numbering=count) == [
        "STT | Đơn vị | Tháng |",
        "1 | Sở Nội vụ | Tháng 6 |",
        "2 | Sở Y tế; Chi cục Dân số (nếu có) |",
    ]


def test_head_in_two_columns_gives_pairs_of_lines() -> None:
    left = cell(paragraph("ỦY BAN NHÂN DÂN") + paragraph("TỈNH X") + paragraph("Số: 12/KH-UBND"))
    right = cell(paragraph("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM") + paragraph("Độc lập - Tự do - Hạnh phúc"))
    assert lines_of(table(left + right)) == [
        "ỦY BAN NHÂN DÂN | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM |",
        "TỈNH X | Độc lập - Tự do - Hạnh phúc |",
        "Số: 12/KH-UBND |",
    ]


def test_a_page_laid_out_as_a_table_stays_text() -> None:
    inner = table(cell(paragraph("a")) + cell(paragraph("b")))
    assert lines_of(table(cell(paragraph("một") + paragraph("hai")))) == ["một", "hai"]
    assert lines_of(table(cell(paragraph("trái")) + cell(inner))) == ["trái", "a | b |"]


def test_changes_boxes_breaks_and_signs() -> None:
    run = "<w:r>{}</w:r>".format
    body = (
        f"<w:p><w:ins>{run('<w:t>mới</w:t>')}</w:ins><w:del>{run('<w:delText>cũ</w:delText><w:t>x</w:t>')}</w:del>"
        f"{run('<w:tab/><w:t>97/KH</w:t><w:noBreakHyphen/><w:t>UBND</w:t><w:t/>')}</w:p>"
        f"<w:p>{run('<w:t>KẾ HOẠCH</w:t><w:br/><w:t>KIỂM TRA</w:t><w:br/><w:t>trên địa bàn</w:t><w:br/>')}</w:p>"
        f"<w:p><!-- x -->{run('<w:br/><w:t>a) một</w:t><w:br/><w:t>b) hai</w:t>')}</w:p>"
        f"<w:p>{run('<w:pict><w:txbxContent>' + paragraph('trong khung') + '</w:txbxContent></w:pict>')}"
        f"{run('<w:t>ngoài</w:t>')}</w:p>"
        f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{run('<w:t>nối </w:t>')}</w:p>{paragraph('tiếp')}"
        f"<w:sdt><w:sdtContent>{paragraph('điều khiển')}</w:sdtContent></w:sdt><w:sectPr/>"
        f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{run('<w:t>cuối</w:t>')}</w:p>"
    )
    assert lines_of(body) == [
        "mới 97/KH-UBND",
        "KẾ HOẠCH",
        "KIỂM TRA trên địa bàn",
        "a) một",
        "b) hai",
        "ngoài",
        "trong khung",
        "nối tiếp",
        "điều khiển",
        "cuối",
    ]


def test_footnotes_stand_after_their_paragraph_once() -> None:
    reference = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    body = f"<w:p><w:r><w:t>Sở Nội vụ</w:t></w:r>{reference}{reference}</w:p>{paragraph('sau')}"
    notes = f'<w:footnote w:id="2">{paragraph("theo Nghị định")}</w:footnote>'
    assert lines_of(body, footnotes=notes) == ["Sở Nội vụ", "[1] theo Nghị định", "sau"]
    assert lines_of(body) == ["Sở Nội vụ", "sau"]


def test_files_of_word_itself() -> None:
    lines = ["Kế hoạch", "ỦY BAN NHÂN DÂN | Số: 1/KH-UBND |", "- một"]
    assert extract_bytes(word_of(lines), "x").text.split("\n") == lines


@pytest.mark.parametrize(
    "data",
    [
        word_parts(paragraph("x"))[:300],
        word_parts(paragraph("x"), relations="<a/>"),
        word_parts(paragraph("x"), relations="<a"),
        archive({"[Content_Types].xml": ""}),
        word_parts("<w:p>"),
        archive({"[Content_Types].xml": "", "_rels/.rels": '<a><b Type="x/officeDocument"/></a>'}),
        b"PK\x05\x06" + b"\x00" * 18,
        b"PK\x03\x04",
        b"PK\x03\x04PK\x05\x06" + b"\x00" * 6 + b"\x01\x00\xff\xff\x00\x00\x00\x00\x00\x00\x00\x00",
    ],
)
def test_broken_files(data: bytes) -> None:
    assert any(word in refusal(data) for word in ("hỏng", "tệp nén"))


def test_document_without_body() -> None:
    parts = {"[Content_Types].xml": "", "_rels/.rels": "<a/>", "word/document.xml": "<x/>"}
    parts["_rels/.rels"] = '<a><b Type="x/officeDocument" Target="/word/document.xml"/></a>'
    assert "hỏng" in refusal(archive(parts))


def test_entities_are_never_expanded() -> None:
    bomb = '<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b SYSTEM "file:///etc/hostname">]>'
    parts = {"[Content_Types].xml": "", "_rels/.rels": bomb + "<a>&a;&b;</a>"}
    assert "hỏng" in refusal(archive(parts))


def test_bombs_are_refused_unopened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_PART", 10_000)
    assert "quá lớn" in refusal(word_parts(" " * 20_000))
    monkeypatch.setattr(limits, "MAX_PART", 1_000_000)
    monkeypatch.setattr(limits, "MAX_MARKS", 100)
    assert "quá lớn" in refusal(word_parts("<w:p/>" * 100))
    monkeypatch.setattr(limits, "MAX_ENTRIES", 2)
    assert "quá lớn" in refusal(word_parts(""))


def test_a_part_that_says_it_is_smaller_than_it_is() -> None:
    data = bytearray(word_parts(paragraph("x" * 5_000)))
    entry = data.rfind(b"PK\x01\x02", 0, data.rfind(b"word/document.xml"))
    data[entry + 24 : entry + 28] = (50).to_bytes(4, "little")
    assert "hỏng" in refusal(bytes(data))


def test_strange_compression_is_refused() -> None:
    import io

    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_BZIP2) as written:
        written.writestr("[Content_Types].xml", "")
        written.writestr("_rels/.rels", "<a/>" * 9)
    assert "hỏng" in refusal(target.getvalue())


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2_000), st.binary(min_size=1, max_size=20))
def test_damage_anywhere_is_read_or_refused(place: int, damage: bytes) -> None:
    data = bytearray(word_parts(numbered("kiểm tra", 1), numbering=TREE))
    place %= len(data)
    data[place : place + len(damage)] = damage
    with contextlib.suppress(UnreadableFile):
        extract_bytes(bytes(data), "x.docx")
