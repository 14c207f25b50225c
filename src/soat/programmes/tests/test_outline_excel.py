"""Excel round trip of an outline (G4): export then import is the identity; hostile and wrong files are told apart."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from soat.core.errors import UnreadableFile
from soat.core.text import normalise
from soat.programmes.models import NodeKind, SubjectKind
from soat.programmes.outline_lines import Line, diff
from soat.programmes.services import outline_values, outline_workbook
from soat.programmes.services.outline_apply import packed, unpacked
from soat.programmes.services.outline_excel import COLUMNS, Head, write_file
from soat.programmes.services.outline_excel_read import Reading, read_file

AREAS = ["1 Cải cách thể chế", "2 Tài chính công"]
HEAD = Head("Đề cương", "các sở", "từ 01/01 đến nay", date(2024, 1, 1))
LINES = [
    Line("m1", "section", "CHỈ ĐẠO", number="I", help="Nêu rõ."),
    Line("m2", "section", "Kế hoạch", "m1", number="1", area=AREAS[0]),
    Line(
        "m3",
        "count",
        "Tổng số nhiệm vụ",
        "m2",
        unit="nhiệm vụ",
        required=True,
        check_rule="m3 >= m4 và m4 > 0",
    ),
    Line("m4", "count", '=HYPERLINK("x")', "m2", unit="nhiệm vụ"),
    Line("m5", "ratio", "Tỷ lệ", "m2", unit="%", numerator="m4", denominator="m3", weight=Decimal("1.5")),
    Line("m6", "narrative", "- Vì sao?\nNêu rõ", "m5", audience=("department", "commune")),
    Line("m7", "table", "@Bảng", "m1", columns=("Số, ký hiệu", "Ngày")),
    Line("m8", "section", "KẾT QUẢ", number="II"),
    Line("m9", "yes_no", "+Có áp dụng _x0041_ không?", "m8"),
    Line("m10", "list", "123", "m8"),
    Line("m11", "attachment", "Tệp", "m8"),
]


def saved(lines: list[Line], head: Head = HEAD) -> bytes:
    return write_file(head, lines, version=2, fingerprint="abc")


def again(lines: list[Line], head: Head = HEAD) -> Reading:
    return read_file(saved(lines, head), AREAS)


def test_every_kind_comes_back_as_it_went() -> None:
    reading = again(LINES)
    assert reading.errors == []
    assert reading.lines == LINES
    assert (reading.head, reading.fingerprint) == (HEAD, "abc")


def test_text_is_never_a_formula() -> None:
    book = load_workbook(io.BytesIO(saved(LINES)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    risky = [cell for cell in cells if isinstance(cell.value, str) and cell.value[0] in "=+-@"]
    assert len(risky) >= 4
    assert all(cell.quotePrefix for cell in risky)


def test_the_file_is_an_xlsform() -> None:
    book = load_workbook(io.BytesIO(saved(LINES)))
    assert book.sheetnames == ["Đề cương", "survey", "choices", "settings"]
    rows = list(book["survey"].iter_rows(values_only=True))
    types = [row[0] for row in rows]
    assert types.count("begin_group") == types.count("end_group") == 3
    by_name = {row[1]: dict(zip(COLUMNS, row, strict=True)) for row in rows[1:]}
    assert by_name["m5"]["calculation"] == "round(${m4} div ${m3} * 100, 2)"
    assert by_name["m3"]["constraint"] == "${m3} >= ${m4} và ${m4} > 0"
    assert by_name["m6"]["relevant"] == "${doi_tuong} = 'department' or ${doi_tuong} = 'commune'"


words = (
    st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=30)
    .map(normalise)
    .map(lambda text: outline_values.clean(text, 5000, "text"))
    .filter(lambda text: text and text == normalise(text).strip())
)
one_line = words.map(lambda text: " ".join(text.split())[:18].strip()).filter(bool)


@st.composite
def outlines(draw: st.DrawFn) -> list[Line]:
    """Any tree of lines that the services would let stand."""
    lines: list[Line] = []
    for place in range(draw(st.integers(1, 12))):
        parents = [line for line in lines if line.is_section or draw(st.booleans())]
        parent = draw(st.sampled_from(parents)) if parents and draw(st.booleans()) else None
        parent = parent or (
            draw(st.sampled_from([one for one in lines if one.is_section])) if lines else None
        )
        kinds = (
            [NodeKind.SECTION]
            if parent is None
            else list(NodeKind)
            if parent.is_section
            else list(NodeKind)[1:]
        )
        kind = draw(st.sampled_from(kinds)).value
        counts = [line.code for line in lines if line.kind == "count"]
        sides = draw(st.permutations(counts))[:2] if kind == "ratio" and len(counts) > 1 else ["", ""]
        lines.append(
            Line(
                f"m{place}",
                kind,
                draw(words),
                parent.code if parent else "",
                number=draw(one_line) if kind == "section" else "",
                unit="%" if kind == "ratio" else draw(one_line) if kind == "count" else "",
                required=draw(st.booleans()),
                help=draw(st.just("") | words),
                weight=draw(st.none() | st.decimals(0, 9999, places=2)),
                area=draw(st.sampled_from(["", *AREAS])),
                audience=tuple(one for one in SubjectKind.values if draw(st.booleans())),
                numerator=sides[0],
                denominator=sides[1],
                check_rule=f"{counts[0]} >= 0" if counts and draw(st.booleans()) else "",
                columns=tuple(draw(st.lists(one_line, max_size=3))) if kind == "table" else (),
            )
        )
    return in_document_order(lines)


def in_document_order(lines: list[Line], parent: str = "") -> list[Line]:
    return [
        one for line in lines if line.parent == parent for one in (line, *in_document_order(lines, line.code))
    ]


@settings(max_examples=60, deadline=None)
@given(outlines())
def test_export_then_import_is_the_identity(lines: list[Line]) -> None:
    reading = again(lines)
    assert reading.errors == []
    assert reading.lines == lines
    assert unpacked(packed(reading.head, reading.lines)) == (HEAD, lines)
    assert unpacked(packed(None, lines)) == (None, lines)


def changed(change: Any) -> bytes:
    """The file after `change(survey sheet)`."""
    book = load_workbook(io.BytesIO(saved(LINES)))
    change(book["survey"])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def cell(name: str, code: str) -> str:
    """The address of a column in the row of a code."""
    rows = list(load_workbook(io.BytesIO(saved(LINES)))["survey"].iter_rows(values_only=True))
    row = next(at for at, values in enumerate(rows, start=1) if values[1] == code)
    return f"{'ABCDEFGHIJKLMNOPQR'[COLUMNS.index(name)]}{row}"


WRONG = [
    ("kind", "m3", "Số gì", "Không có kiểu “Số gì”"),
    ("name", "m3", "Mã 1", "không hợp lệ"),
    ("name", "m4", "m3", "đã dùng ở dòng"),
    ("label", "m9", "", "Chưa có nội dung"),
    ("label", "m9", "x" * 5001, "Dài quá 5000"),
    ("parent", "m9", "m99", "Không có mục m99"),
    ("required", "m9", "chắc", "Hãy ghi yes"),
    ("weight", "m9", "nhiều", "Trọng số"),
    ("weight", "m9", -1, "Trọng số"),
    ("area", "m9", "Khác", "không có lĩnh vực"),
    ("audience", "m9", "Sở, ban, ngành; Phường nào", "“Phường nào”"),
    ("numerator", "m5", "m6", "không phải số đếm"),
    ("denominator", "m5", "m4", "khác nhau"),
    ("numerator", "m9", "m4", "Chỉ mục kiểu tỷ lệ"),
    ("constraint", "m3", "${m3} >", "Ký tự"),
    ("constraint", "m3", "${m3} > ${m77}", "m77"),
    ("columns", "m7", "c" * 201, "200 ký tự"),
    ("type", "m8", "text", "begin_group"),
    ("label", "m9", "=1+1", "công thức"),
]


@pytest.mark.parametrize(("column", "code", "value", "says"), WRONG)
def test_a_wrong_cell_is_named(column: str, code: str, value: Any, says: str) -> None:
    at = cell(column, code)

    def change(sheet: Any) -> None:
        sheet[at] = value

    found = [error for error in read_file(changed(change), AREAS).errors if error.cell == at]
    assert any(says in error.text for error in found), found


def test_all_errors_come_at_once_in_the_order_of_the_cells() -> None:
    def change(sheet: Any) -> None:
        for column, code, value, _ in WRONG[-4:]:
            sheet[cell(column, code)] = value
        sheet[cell("weight", "m2")] = "nhiều"

    cells = [error.cell for error in read_file(changed(change), AREAS).errors]
    assert len(cells) >= 5
    assert [int(one[1:]) for one in cells] == sorted(int(one[1:]) for one in cells)


def rows_file(*rows: list[Any], sheet: str = "survey", state: str = "visible") -> bytes:
    book = Workbook()
    made = book.create_sheet(sheet)
    made.sheet_state = state
    for row in rows:
        made.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_a_plain_xlsform_is_read() -> None:
    data = rows_file(
        ["type", "name", "label", "required", "calculation", "constraint", None],
        ["begin group", "g", "Mục", None, None, None, "bỏ qua"],
        ["integer", "a", "Số xong", True],
        ["integer", "b", 2024.0, "no", None, "${b} >= ${a}"],
        ["calculate", "c", "Tỷ lệ", None, "${a} / ${b} * 100"],
        [],
        ["begin_group", None, date(2024, 5, 1)],
        ["note", "n", "Ghi chú"],
        ["end_group"],
        ["text", "t", "Nêu rõ"],
        ["end group"],
    )
    reading = read_file(data, [])
    assert reading.errors == []
    assert reading.head is None
    assert reading.lines == [
        Line("g", "section", "Mục"),
        Line("a", "count", "Số xong", "g", required=True),
        Line("b", "count", "2024", "g", check_rule="b >= a"),
        Line("c", "ratio", "Tỷ lệ", "g", unit="%", numerator="a", denominator="b"),
        Line("m1", "section", "01/05/2024", "g"),
        Line("n", "narrative", "Ghi chú", "m1"),
        Line("t", "narrative", "Nêu rõ", "g"),
    ]


def test_structure_errors_are_told() -> None:
    data = rows_file(
        ["type", "name", "label"],
        ["end_group"],
        ["text", "a", "Ngoài mục"],
        ["begin_group", "s", "Mục"],
        ["text", "b", "Trong"],
        ["range", "c", "Kiểu lạ"],
    )
    told = [(error.cell, error.text) for error in read_file(data, []).errors]
    assert [cell for cell, _ in told] == ["A2", "A3", "A6"]
    data = rows_file(["type", "name", "label", "parent"], ["begin_group", "s", "M"], ["text", "b", "T", "s"],
                     ["begin_group", "t", "Trong nội dung", "b"])  # fmt: skip
    assert "Mục lớn chỉ đặt được" in read_file(data, []).errors[0].text


def test_a_file_without_the_columns_says_so() -> None:
    assert "thiếu cột name, label" in read_file(rows_file(["type"]), []).errors[0].text
    assert "thiếu cột type" in read_file(rows_file(), []).errors[0].text


def test_a_wrong_day_in_the_settings_is_told() -> None:
    book = load_workbook(io.BytesIO(saved(LINES)))
    book["settings"]["G2"] = "hôm nay"
    stream = io.BytesIO()
    book.save(stream)
    assert read_file(stream.getvalue(), AREAS).errors[0].cell == "settings"


def zipped(**parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in parts.items():
            made.writestr(name.replace("__", "/"), data)
    return stream.getvalue()


def bomb() -> bytes:
    return zipped(**{f"xl__{n}.xml": b"0" * (30 * 1024 * 1024) for n in range(3)})


def damaged() -> bytes:
    data = bytearray(saved(LINES))
    at = data.index(b"xl/workbook.xml") + 60
    data[at : at + 40] = b"\0" * 40
    return bytes(data)


def without(name: str, instead: bytes | None = None) -> bytes:
    """The file without a part, or with other bytes in its place."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved(LINES))) as old, zipfile.ZipFile(stream, "w") as new:
        for info in old.infolist():
            if info.filename != name:
                new.writestr(info.filename, old.read(info))
            elif instead is not None:
                new.writestr(name, instead)
    return stream.getvalue()


SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'

ERROR_CELL = b'<row><c r="A1" t="e"><v>x</v></c></row>'


def wrong_sum() -> bytes:
    return without("xl/theme/theme1.xml", b"<theme-one/>").replace(b"<theme-one/>", b"<theme-two/>")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", outline_workbook.NO_XLSX),
        (b"a,b\n1,2", outline_workbook.NO_XLSX),
        (b"\xd0\xcf\x11\xe0" + b"0" * 600, outline_workbook.NO_XLSX),
        (b"PK\x03\x04" + b"0" * 600, outline_workbook.BROKEN),
        (zipped(**{"word__document.xml": b"<a/>"}), outline_workbook.NO_XLSX),
        (b"0" * (10 * 1024 * 1024 + 1), outline_workbook.TOO_LARGE),
        (bomb(), outline_workbook.TOO_LARGE),
        (damaged(), outline_workbook.BROKEN),
        (wrong_sum(), outline_workbook.BROKEN),
        (without("xl/worksheets/sheet2.xml"), outline_workbook.BROKEN),
        (without("xl/worksheets/sheet2.xml", b"<a>"), outline_workbook.BROKEN),
        (without("xl/worksheets/sheet2.xml", SHEET % ERROR_CELL), outline_workbook.BROKEN),
        (without("xl/worksheets/sheet2.xml", SHEET % b'<row><c r="ZZ99999999"/></row>'), outline_workbook.FAR_AWAY),
        (without("xl/worksheets/sheet2.xml", SHEET % b'<row r="5001"/>'), outline_workbook.FAR_AWAY),
        (without("xl/worksheets/sheet4.xml", SHEET % b'<row><c r="AAA1"/></row>'), outline_workbook.FAR_AWAY),
        (rows_file(["type"], sheet="Khác"), outline_workbook.NO_SURVEY),
        (rows_file(["type"], state="hidden"), outline_workbook.HIDDEN),
        (rows_file(["type"], *[["text"]] * 3001), "Trang “survey” có quá 3000 dòng"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_taken_in_gets_one_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read_file(data, [])
    assert caught.value.message.startswith(sentence)


def test_differences_tell_what_moved_and_what_changed() -> None:
    other = [
        LINES[7],
        LINES[0],
        LINES[1],
        replace(LINES[2], required=False, unit=""),
        LINES[4],
        replace(LINES[5], parent="m2"),
        replace(LINES[6], audience=("other",)),
        *LINES[8:10],
        Line("m20", "list", "Mới", "m8"),
    ]
    told = [(change.kind, change.line.code) for change in diff(LINES, in_document_order(other))]
    assert ("added", "m20") in told
    assert [code for kind, code in told if kind == "removed"] == ["m4", "m11"]
    assert [code for kind, code in told if kind == "changed"] == ["m3", "m7"]
    assert sorted(code for kind, code in told if kind == "moved") == ["m6", "m8"]
    details = next(change.details for change in diff(LINES, other) if change.line.code == "m3")
    assert details == (("Đơn vị tính", "nhiệm vụ", ""), ("Bắt buộc", "Có", "Không"))
