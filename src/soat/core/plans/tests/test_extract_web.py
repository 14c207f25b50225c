"""Web pages: blocks, lists, tables, what is left out, encodings, and pages that mean harm."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from soat.core.errors import UnreadableFile
from soat.core.plans.extract import extract_bytes, web


def lines_of(body: str) -> list[str]:
    extracted = extract_bytes(f"<!DOCTYPE html><html><body>{body}".encode(), "x")
    assert extracted.kind == "html"
    return extracted.text.split("\n")


def refusal(data: bytes) -> str:
    with pytest.raises(UnreadableFile) as caught:
        extract_bytes(data, "x")
    return caught.value.message


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        ("<p>Kế <b>hoạch</b>\n kiểm&nbsp;tra</p><div>hai</div>ba", ["Kế hoạch kiểm tra", "hai", "ba"]),
        ("<p>KẾ HOẠCH<br>KIỂM TRA<br/>trên địa bàn</p>", ["KẾ HOẠCH", "KIỂM TRA trên địa bàn"]),
        ("<ul><li>một<li><p>hai</p><p>ba</p></ul>", ["- một", "- hai", "ba"]),
        ("<ul><li>- đã có dấu</ul>", ["- đã có dấu"]),
        ("<ol><li>a<li value=5>b<li>c</ol><ol type=a start=2><li>d</ol>", ["1. a", "5. b", "6. c", "b. d"]),
        ("<ol type=I><li>a<ul><li>b</ul><li>c</ol><li>d", ["I. a", "- b", "II. c", "- d"]),
        ("<ol start=x><li><li>b</ol>", ["2. b"]),
        (
            "<nav>thực đơn</nav><script>x<\x2fscript><p hidden>ẩn</p><p style='display: none'>ẩn</p>thấy",
            ["thấy"],
        ),
        ("<div role=navigation><br>trang chủ</div>a<img>b", ["ab"]),
        ("<header>trang</header><article><header>đầu</header></article><footer>chân</footer>", ["đầu"]),
        ("</td></tr></table></ol>x", ["x"]),
    ],
)
def test_blocks(body: str, lines: list[str]) -> None:
    assert lines_of(body) == lines


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        ("<tr><td>A<td><p>B</p><p>C</p></tr><tr><th>D", ["A | B; C |", "D"]),
        ("<tr><td rowspan=2>A<td>B</tr><tr><td>C</tr><tr><td>D<td>E</tr>", ["A | B |", "| C |", "D | E |"]),
        ("<tr><td colspan=2 rowspan=2>A<td>B</tr><tr><td>C</tr>", ["A | B |", "| C |"]),
        ("<tr><td>a<td>b<td rowspan=2>c</tr><tr><td>d<td>e</tr>", ["a | b | c |", "d | e |"]),
        ("<tr>" + "<td>a" * 120, [" | ".join("a" * 120) + " |"]),
        ("<td>a<tr><td>b<td>c", ["a", "b | c |"]),
        ("<tr><td>Ủy ban<br>Số: 1<td>X<br>Y</tr>", ["Ủy ban | X |", "Số: 1 | Y |"]),
        ("<tr><td>menu<td><table><tr><td>a<td>b</table></tr>", ["menu", "a | b |"]),
        ("<tr><td>menu<td>" + "<p>a</p>" * 41, ["menu"] + ["a"] * 41),
        ("<tr><td></td><td> </td></tr>", [""]),
    ],
)
def test_tables(body: str, lines: list[str]) -> None:
    assert lines_of(f"<table>{body}</table>") == lines


def test_cells_left_open_are_kept() -> None:
    assert lines_of("<table><tr><td>a<table><tr><td>b<td>c") == ["a", "b | c |"]
    assert lines_of("<td>lẻ") == ["lẻ"]


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ('<meta charset="utf-8">', "utf-8"),
        ('<meta charset="windows-1258">', "utf-8"),
        ("", "utf-16"),
        ('<meta http-equiv=x content="text/html; charset=windows-1258">', "cp1258"),
        ('<meta charset="windows-1252">', "cp1258"),
    ],
)
def test_encodings(head: str, encoding: str) -> None:
    page = f"<html><head>{head}</head><body>và năm cô tư</body></html>"
    data = page.replace("à", "à").encode("cp1258") if encoding == "cp1258" else page.encode(encoding)
    assert extract_bytes(data, "x").text == "và năm cô tư"


def test_pages_the_parser_gives_up_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "hỏng hoặc quá lớn" in refusal(b"<html><p>x " + b"a " * 5_100_000)
    assert "hỏng hoặc quá lớn" in refusal(b"<html>" + b"<table><tr><td>" * 100)
    monkeypatch.setattr(web, "_MAX_TAGS", 10)
    assert "hỏng hoặc quá lớn" in refusal(b"<html>" + b"<p>" * 10)

    def fail(*_: object) -> None:
        raise etree.XMLSyntaxError("empty", 4, 1, 1)

    monkeypatch.setattr(web.etree, "fromstring", fail)
    assert "hỏng hoặc quá lớn" in refusal(b"<html>")


def test_nothing_to_parse() -> None:
    assert lines_of("") == [""]


def test_deep_nesting_is_read() -> None:
    assert lines_of("<div>" * 100_000 + "đáy") == ["đáy"]


TAGS = [
    "<table>",
    "<tr>",
    "<td>",
    "</td>",
    "</table>",
    "<ol>",
    "<li>",
    "</ol>",
    "<p>",
    "a",
    "b",
    "<br>",
    "<nav>",
]


@settings(deadline=None)  # the machine may be busy
@given(st.lists(st.sampled_from(TAGS)))
def test_any_order_of_tags_is_read(tags: list[str]) -> None:
    shown = "".join(tags)
    text = "".join(lines_of(shown + "</nav>"))
    if "<nav>" not in shown:
        assert sorted(each for each in text if each in "ab") == sorted(each for each in tags if each in "ab")
