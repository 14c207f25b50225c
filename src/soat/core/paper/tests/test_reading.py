"""Papers from JSON: every shipped example, and a clear sentence with the place for each thing that is wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from soat.core.errors import DomainError
from soat.core.paper import reading
from soat.core.paper.flow import layout_of
from soat.core.paper.formats import PaperDate
from soat.core.paper.model import Authority, Block, Kind, Table, Urgency
from soat.core.paper.reading import from_data, read

EXAMPLES = Path(__file__).resolve().parents[5] / "examples"
MINIMAL: dict[str, Any] = {
    "issuer": "Sở Nội vụ", "symbol": "SNV-CCHC", "place": "Bình Sơn", "date": "2026-02-05", "abstract": "đôn đốc",
}  # fmt: skip
TABLE = {
    "columns": [{"title": "TT"}, {"title": "Đơn vị", "share": 4, "align": "justify"}],
    "rows": [["1", "Sở Y tế"]],
}


def refused(**changed: object) -> DomainError:
    with pytest.raises(DomainError) as caught:
        from_data(MINIMAL | changed)
    assert caught.value.message.endswith(".")
    return caught.value


def test_minimal_letter() -> None:
    paper = from_data(MINIMAL)
    assert (paper.issuer, paper.number, paper.type, paper.urgency) == ("Sở Nội vụ", "", "", None)
    assert paper.date == PaperDate(2026, 2, 5)


def test_every_kind_of_field() -> None:
    paper = from_data(
        MINIMAL
        | {
            "urgency": "KHẨN",
            "landscape": True,
            "body": [
                {"kind": "article", "text": "Một.", "number": 3},
                TABLE | {"groups": [["Nhóm", 2]], "total": ["", "1"]},
            ],
            "signatures": [{"office": "Phó Giám đốc", "on_behalf": [["KT.", "Giám đốc"]]}],
        }
    )
    article, table = paper.body
    assert article == Block(Kind.ARTICLE, "Một.", number=3)
    assert isinstance(table, Table)
    assert (table.columns[1].share, table.groups) == (4.0, (("Nhóm", 2),))
    assert paper.signatures[0].on_behalf == ((Authority.DEPUTY, "Giám đốc"),)
    assert paper.urgency is Urgency.URGENT
    assert from_data(MINIMAL | {"urgency": None}).urgency is None


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("paper-*.json")), ids=lambda path: path.stem)
def test_examples_are_read_and_laid_out(path: Path) -> None:
    layout = layout_of(read(path.read_text(encoding="utf-8")))
    assert layout.title
    assert layout.sections[0].shapes


def test_eleven_kinds_have_an_example() -> None:
    assert len(list(EXAMPLES.glob("paper-*.json"))) == 11


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"issuer": 5}, "issuer", "phải là chữ"),
        ({"issuer": "  "}, None, "chưa có “issuer”"),
        ({"abstract": ""}, None, "type hoặc abstract"),
        ({"sender": "x"}, "sender", "Tên đúng là một trong: issuer, symbol"),
        ({"date": "5/2/2026"}, "date", "không đúng"),
        ({"date": 2026}, "date", "phải là chữ"),
        ({"landscape": 1}, "landscape", "phải là true hoặc false"),
        ({"urgency": "GẤP"}, "urgency", "một trong: KHẨN, THƯỢNG KHẨN, HỎA TỐC"),
        ({"urgency": 1}, "urgency", "phải là chữ"),
        ({"body": "x"}, "body", "phải là một danh sách"),
        ({"body": ["x"]}, "body[0]", "phải là một đối tượng"),
        ({"body": [{"text": "x"}]}, "body[0].kind", "còn thiếu"),
        ({"body": [{"kind": "chapter", "number": 0}]}, "body[0].number", "từ 1 đến 9999"),
        ({"body": [{"kind": "chapter", "number": True}]}, "body[0].number", "từ 1 đến 9999"),
        ({"body": [{"kind": "chapter", "number": 1.5}]}, "body[0].number", "từ 1 đến 9999"),
        ({"body": [TABLE, {"columns": [], "rows": []}]}, "body[1]", "ít nhất một cột"),
        ({"body": [TABLE | {"rows": [["1", "2"], ["1"]]}]}, "body[0]", "Dòng 2 của bảng có 1 ô, bảng có 2 cột"),
        ({"body": [TABLE | {"total": ["1"]}]}, "body[0]", "Dòng tổng của bảng có 1 ô"),
        ({"body": [TABLE | {"groups": [["A", 3]]}]}, "body[0]", "gộp đủ 2 cột"),
        ({"body": [TABLE | {"groups": [["A"]]}]}, "body[0].groups[0]", "đúng 2 phần tử"),
        ({"body": [{"columns": [{"title": "A", "share": 0}], "rows": []}]}, "body[0].columns[0].share", "lớn hơn 0"),
        ({"body": [{"columns": [{"title": "A", "share": True}], "rows": []}]}, "body[0].columns[0].share", "lớn hơn 0"),
        ({"body": [{"columns": [{"title": "A", "share": "1"}], "rows": []}]}, "body[0].columns[0].share", "lớn hơn 0"),
        ({"place": "Bình\ufffeSơn"}, "place", "ký tự U+FFFE không in được. Hãy xóa"),
        ({"body": [TABLE | {"rows": [["1", "Y\x0b tế"]]}]}, "body[0].rows[0][1]", "ký tự U+000B"),
        ({"signatures": [{"office": "A", "on_behalf": [["PP.", "B"]]}]}, "signatures[0].on_behalf[0][0]", "TM., KT."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_place(
    changed: dict[str, object], field: str | None, words: str
) -> None:
    error = refused(**changed)
    assert words in error.message
    assert error.field == field


@pytest.mark.parametrize(
    "odd", "\x00\x07\x0b\x0c\x1b\x7f\x85\x9f\ud800\ufdd0\ufdef\ufffe\uffff\U0001fffe\U0010ffff"
)
def test_what_is_no_sign_of_text_is_refused(odd: str) -> None:
    assert f"U+{ord(odd):04X}" in refused(body=[{"kind": "paragraph", "text": f"a{odd}b"}]).message


def test_every_other_sign_is_taken() -> None:
    text = "Đặng\tThị\r\nẢnh – 5 m² € 字 \U0001f600 e\u0301 a\u200bb\ue000"
    assert from_data(MINIMAL | {"place": text}).place == text


def test_a_missing_field_is_named() -> None:
    with pytest.raises(DomainError, match="“symbol” còn thiếu"):
        from_data({name: value for name, value in MINIMAL.items() if name != "symbol"})


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "dòng 1, cột 1"),
        ('{\n "issuer": ', "dòng 2"),
        ("[" * 100_000, "lồng nhau quá sâu"),
        ("[]", "Văn bản phải là một đối tượng JSON"),
        ("null", "Văn bản phải là một đối tượng JSON"),
    ],
)
def test_text_that_is_no_paper_is_refused(text: str, words: str) -> None:
    with pytest.raises(DomainError, match=words):
        read(text)


def test_an_oversized_file_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LONGEST", 1000)
    with pytest.raises(DomainError, match=r"dài hơn 1\.000 ký tự"):
        read(json.dumps(MINIMAL | {"place": "x" * 1000}))


SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["kind", "text", "columns", "rows", "title", "office"]), inner, max_size=4
        )
    ),
    max_leaves=8,
)


@given(
    st.dictionaries(
        st.sampled_from([*MINIMAL, "body", "signatures", "attachments", "grounds"]), VALUES, max_size=6
    )
)
def test_any_json_is_read_or_refused_with_a_sentence(changed: dict[str, object]) -> None:
    sentences = []
    try:
        layout_of(from_data(MINIMAL | changed))
    except DomainError as error:
        sentences.append(error.message)
    assert all(sentence.endswith(".") for sentence in sentences)
