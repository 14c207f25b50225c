"""The language of text templates: what it writes, what each mistake is told, and that nothing in it runs away (D4)."""

from __future__ import annotations

import time
import unicodedata
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from soat.core.paper import wording
from soat.core.paper.wording import JOINER, Later, WordingError, check, parse, render

KNOWN = {
    "don_vi": "Sở Du lịch",
    "noi_dung": ("Chỉ đạo", "Thủ tục"),
    "nguoi": ({"ten": "An", "chuc_vu": "Trưởng phòng"}, {"ten": "Bình", "chuc_vu": ""}),
    "trong": "",
}


def written(source: str, **values: object) -> str:
    nodes = parse(source)
    check(nodes, {**KNOWN, **values})
    return render(nodes, {**KNOWN, **values})


def told(source: str) -> str:
    with pytest.raises(WordingError) as caught:
        written(source)
    return caught.value.message


def test_values_loops_and_conditions() -> None:
    assert written("Gửi {{ don_vi }}, {{don_vi|hoa}}, {{ don_vi|dau_thuong }}.") == (
        "Gửi Sở Du lịch, SỞ DU LỊCH, sở Du lịch."
    )
    assert written("{{ x|dau_hoa }}", x="kiểm tra") == "Kiểm tra"
    loop = "{% mỗi mot trong noi_dung %}\n{{ stt }}. {{ mot }};\n{% hết %}\nHết"
    assert written(loop) == "1. Chỉ đạo;\n2. Thủ tục;\nHết"
    rows = "{% mỗi n trong nguoi %}{{ n.ten }}{% nếu n.chuc_vu %} ({{ n.chuc_vu }}){% hết %} {% hết %}"
    assert written(rows) == "An (Trưởng phòng) Bình "
    either = (
        "{% nếu không trong %}không{% ngược lại %}có{% hết %}|{% nếu noi_dung %}ds{% ngược lại %}-{% hết %}"
    )
    assert written(either) == "không|ds"
    assert written("a{# ghi chú {{ gì }} #}b") == "ab"


def test_commands_are_taken_without_diacritics_and_alone_on_a_line_leave_no_line() -> None:
    assert written("a\n  {% neu don_vi %}  \nb\n{% nguoc lai %}\nc\n{% het %}\nd") == "a\nb\nd"
    assert written("{% MOI x TRONG noi_dung %}{{ x }} {% HET %}") == "Chỉ đạo Thủ tục "


@pytest.mark.parametrize(
    ("source", "line", "part"),
    [
        ("a\n\n{{ don_v }}", 3, "Có phải là “don_vi”?"),
        ("{{ zzzz }}", 1, "Hãy chọn tên trong danh sách biến"),
        ("{% nếu zzzz %}{% hết %}", 1, "không có biến"),
        ("{% mỗi x trong zzzz %}{% hết %}", 1, "không có biến"),
        ("a\n{{ noi_dung }}", 2, "là danh sách"),
        ("{{ don_vi.ten }}", 1, "không có phần"),
        ("{% mỗi n trong nguoi %}\n{{ n.tuoi }}\n{% hết %}", 2, "n.ten, n.chuc_vu"),
        ("{% mỗi n trong nguoi %}\n\n{{ n }}\n{% hết %}", 3, "n.ten, n.chuc_vu"),
        ("{% mỗi x trong don_vi %}{% hết %}", 1, "không lặp được"),
        ("{% mỗi don_vi trong noi_dung %}{% hết %}", 1, "đã là tên biến"),
        ("x\n{% mỗi x trong noi_dung %}", 2, "{% hết %}"),
        ("x\n{% hết %}", 2, "không kết thúc phần nào"),
        ("{% ngược lại %}", 1, "chỉ đứng trong"),
        ("{% nếu trong %}{% ngược lại %}{% ngược lại %}{% hết %}", 1, "mỗi phần một lần"),
        ("{% mỗi x trong noi_dung %}{% ngược lại %}{% hết %}", 1, "chỉ đứng trong"),
        ("\n{% lặp %}", 2, "không hiểu lệnh “lặp”"),
        ("{% include 'x' %}", 1, "không hiểu lệnh"),
        ("{{ don_vi.__class__ }}", 1, "không phải tên biến"),
        ("{{ don_vi|safe }}", 1, "không có cách viết “safe”"),
        ("{{ }}", 1, "không phải tên biến"),
        ("a\nb {{ don_vi\nc", 2, "không có dấu đi cùng"),
        ("a }}", 1, "không có dấu đi cùng"),
        ("{% nếu trong %}\n" * 7, 7, "lồng nhau"),
    ],
)
def test_each_mistake_names_line_and_cause(source: str, line: int, part: str) -> None:
    message = told(source)
    assert message.startswith(f"Dòng {line}: ")
    assert part in message


def test_names_unknown_at_writing_give_nothing() -> None:
    nodes = parse("[{{ x }}{% mỗi y trong x %}a{% hết %}{% nếu x %}b{% hết %}]")
    assert render(nodes, {}) == "[]"
    assert render(parse("{{ n.ten }}"), {"n": {}}) == ""
    assert render(parse("{% mỗi y trong x %}a{% hết %}"), {"x": "chữ"}) == ""
    check(parse("{% mỗi y trong x %}{{ y }}{% hết %}"), {"x": ()})


def test_a_value_is_text_never_a_command_or_a_mark() -> None:
    evil = "1. {{ don_vi }} {% nếu x %} %}\nĐiều 2"
    once = written("{{ x }}", x=evil)
    assert once.startswith(JOINER)
    assert "\n" not in once
    again = parse(once)
    check(again, {})
    assert render(again, {}).replace(JOINER, "") == "1. {{ don_vi }} {% nếu x %} %} Điều 2"


def test_what_is_known_later_stays_to_be_filled() -> None:
    first = render(parse("Số {{ so }} {{ so|hoa }}"), {"so": Later("so")})
    assert first == "Số {{ so }} {{ so }}"
    assert render(parse(first), {"so": "5/QĐ"}) == "Số 5/QĐ 5/QĐ"


def test_loops_that_would_run_away_stop_soon() -> None:
    many = ["x" * 40] * 2000
    inner = "{% mỗi b trong ds %}{{ b }}{% hết %}"
    source = "{% mỗi a trong ds %}\n" + inner + "{% hết %}"
    begun = time.perf_counter()
    with pytest.raises(WordingError, match="quá dài"):
        render(parse(source), {"ds": many})
    assert time.perf_counter() - begun < 2
    empty = "{% mỗi a trong ds %}{% mỗi b trong ds %}{% mỗi c trong ds %}{% hết %}{% hết %}{% hết %}"
    with pytest.raises(WordingError, match="quá dài"):
        render(parse(empty), {"ds": many})
    with pytest.raises(WordingError, match="dài hơn"):
        parse("a" * (wording.LONGEST_SOURCE + 1))
    with pytest.raises(WordingError, match="quá dài"):
        render(("a" * (wording.LONGEST_RESULT + 1),), {})


@given(st.text("{}%#. \nabmxỗitrongnếuhết_|", max_size=80))
def test_any_text_is_read_or_told(source: str) -> None:
    with suppress(WordingError):
        nodes = parse(source)
        check(nodes, KNOWN)
        render(nodes, KNOWN)


@given(st.text(max_size=60))
def test_any_value_survives_two_rounds(value: str) -> None:
    once = render(parse("a {{ x }}"), {"x": value})
    twice = render(parse(once), {})
    composed = " ".join(value.split())
    assert unicodedata.normalize("NFC", twice.replace(JOINER, "")) == unicodedata.normalize(
        "NFC", f"a {composed}".replace(JOINER, "")
    )


@pytest.mark.parametrize("opening", ["{{", "{%", "{#"])
def test_openings_without_end_do_not_search_the_whole_text_again_and_again(opening: str) -> None:
    began = time.process_time()
    with pytest.raises(WordingError):
        parse(opening * 25_000)
    assert time.process_time() - began < 3  # it took 9 to 16 s of one core before, 0.1 now
