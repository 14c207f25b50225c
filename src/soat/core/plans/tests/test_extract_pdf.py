"""PDFs: paragraphs, rows, running heads, broken layers, locked and hostile files."""

from __future__ import annotations

import io
import json
import subprocess
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from soat.core.errors import UnreadableFile
from soat.core.plans.extract import extract_bytes, pdf, pdf_pages
from soat.core.plans.extract.pdf_flow import flow
from soat.core.plans.extract.pdf_pages import Line, Page
from soat.core.plans.tests.files import HEIGHT, LEFT, RIGHT, Placed, pdf_at, pdf_objects, pdf_of

FULL = "Đ" + "x" * ((RIGHT - LEFT) // 6 - 1)


def lines_of(*pages: list[Placed]) -> list[str]:
    """Lines of text read in this process, without limits."""
    answer = pdf.answer(pdf_at(pages))
    return str(answer["text"]).split("\n")


def refusal(data: bytes) -> str:
    return str(pdf.answer(data)["refused"])


def column(*texts: str, left: float = LEFT, top: float = 700, step: float = 16) -> list[Placed]:
    return [(left, top - number * step, text) for number, text in enumerate(texts)]


def full(text: str) -> str:
    """The text with words added until the line is full."""
    return (text + " và" * 40)[: len(FULL) - 3] + " xx"


def test_through_the_process() -> None:
    extracted = extract_bytes(pdf_of(["Kế hoạch kiểm tra của Ủy ban", "ỦY BAN | CỘNG HÒA |"]), "x")
    assert extracted.text.split("\n") == ["Kế hoạch kiểm tra của Ủy ban", "ỦY BAN | CỘNG HÒA |"]
    assert (extracted.kind, extracted.warnings) == ("pdf", [])


@pytest.mark.parametrize(
    ("texts", "paragraphs"),
    [
        (["{Một câu dài", "chạy tiếp."], 1),
        (["{Một câu dài", "Ủy ban chạy tiếp."], 1),
        (["{Giai đoạn 2021", "- 2025 và"], 1),
        (["Câu ngắn", "chạy tiếp"], 1),
        (["Câu ngắn.", "Câu khác."], 2),
        (["{- một", "- hai."], 2),
        (["{1. một", "2. hai"], 2),
        (["Theo nhau", "Điều 2. hai;", "a) ba;", "II. Bốn"], 4),
        (["(kèm theo)", "(dành cho)"], 2),
        (["Câu này;", "chữ thường mới"], 2),
    ],
)
def test_where_paragraphs_end(texts: list[str], paragraphs: int) -> None:
    shown = [full(text[1:]) if text.startswith("{") else text for text in texts]
    wide_line = column(FULL + ".", top=740)
    assert len(lines_of([*wide_line, *column(*shown, top=690)])) == 1 + paragraphs


def test_numbers_broken_at_the_end_of_a_line_are_closed_up() -> None:
    first = full("Thực hiện")[:-13] + " số 97/KH-"
    assert lines_of(column(FULL + ".", first, "UBND ngày 1"))[-1].endswith("97/KH-UBND ngày 1")


def test_indent_gap_and_size_begin_paragraphs() -> None:
    indented = [*column(full("Một câu."), full("Hai câu.")), (LEFT + 30, 668, "Ba câu."), (LEFT, 652, "Bốn")]
    assert len(lines_of(indented)) == 3
    hanging = [(LEFT, 700, full("- Một")[:-6]), (LEFT + 12, 684, "Hai tiếp")]
    assert len(lines_of(hanging)) == 1
    gap = [*column(*[full("a")] * 4), (LEFT, 600, "Hai")]
    assert len(lines_of(gap)) == 2
    both = flow([Page([Line(FULL, 80, 530, 700, 712), Line("nhỏ", 80, 98, 686, 692)], 595, 842)])
    assert both.count("\n") == 1


def test_block_indent_after_a_full_sentence() -> None:
    first = (LEFT + 30, 700.0, full("Một")[:-6] + ".")
    second = (LEFT + 30, 684.0, "Hai")
    assert len(lines_of([(LEFT, 716.0, FULL + "."), first, second])) == 3


def test_titles_are_joined_but_the_type_stands_alone() -> None:
    def centred(text: str, baseline: float) -> Placed:
        return ((LEFT + RIGHT) / 2 - len(text) * 3, baseline, text)

    page = [
        centred("KẾ HOẠCH", 700),
        centred("KIỂM TRA CẢI CÁCH HÀNH CHÍNH", 684),
        centred("NĂM 2030", 668),
        *column(FULL, top=640),
    ]
    assert lines_of(page)[:2] == ["KẾ HOẠCH", "KIỂM TRA CẢI CÁCH HÀNH CHÍNH NĂM 2030"]


def test_table_given_cell_by_cell() -> None:
    rows = [(LEFT, 700, "STT"), (150, 700, "Đơn vị"), (400, 700, "Tháng")]
    for number, top in ((1, 660), (2, 600)):
        rows += [
            (LEFT, top - 16, str(number)),
            *column("Ủy ban nhân dân xã", "An Bình", left=150, top=top - 8),
        ]
        rows += [(400, top - 16, "Tháng 6")]
    assert lines_of(column(FULL, top=730) + rows + column("Sau bảng", top=500))[1:] == [
        "STT | Đơn vị | Tháng |",
        "1 | Ủy ban nhân dân xã An Bình | Tháng 6 |",
        "2 | Ủy ban nhân dân xã An Bình | Tháng 6 |",
        "Sau bảng",
    ]


def test_first_cell_of_several_lines_beside_a_short_one() -> None:
    text = column("Trước bảng", top=760)
    first = column("Sở Nội vụ chủ trì", "phối hợp với các sở", "và huyện", top=700)
    assert lines_of([*text, *first, (400, 684, "Tháng 6")])[1:] == [
        "Sở Nội vụ chủ trì phối hợp với các sở và huyện | Tháng 6 |"
    ]
    assert lines_of([*text, *first, (400, 700, "Tháng 6")])[1:] == [
        "Sở Nội vụ chủ trì phối hợp với các sở và huyện | Tháng 6 |"
    ]


def test_a_line_across_the_page_is_no_cell() -> None:
    assert lines_of([*column(FULL[:60], "Sở Y tế", top=700, step=14), (300, 686, "Tháng 6")]) == [
        FULL[:60],
        "Sở Y tế | Tháng 6 |",
    ]


def test_head_in_two_columns() -> None:
    left = column("ỦY BAN NHÂN DÂN", "TỈNH X", "Số: 1/KH-UBND", top=760)
    right = column("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do", left=290, top=760)
    assert lines_of([*left, *right, *column(FULL, top=600)])[:3] == [
        "ỦY BAN NHÂN DÂN TỈNH X | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM |",
        "Số: 1/KH-UBND | Độc lập - Tự do |",
        FULL,
    ]


def test_words_placed_one_by_one_are_no_columns() -> None:
    page = [(LEFT + number * 45.0, 700 - row * 16, "kiểm") for row in range(3) for number in range(10)]
    assert lines_of(page) == [" ".join(["kiểm"] * 30)]
    assert lines_of([(LEFT, 700.0, "nội dung" + " " * 12 + "thời gian")]) == ["nội dung | thời gian |"]


def test_page_numbers_running_heads_and_repeated_table_heads_go() -> None:
    pages = []
    for number in range(1, 5):
        margin = [
            (300.0, HEIGHT - 40.0, str(number)),
            (LEFT, 40.0, f"Báo cáo ngày {number}"),
            (LEFT, 20.0, "Ký bởi A"),
        ]
        head = [(LEFT, 730.0, "STT"), (200.0, 730.0, "Tên"), (LEFT, 700.0, f"A{number}"), (200.0, 700.0, "B")]
        pages.append([*margin[: 2 + (number == 2)], *head])
    pages[0] = column("Một trang 12", "3", top=400)
    assert lines_of(*pages) == [
        "Một trang 12 3",
        "Ký bởi A",
        "STT | Tên |",
        "A2 | B |",
        "A3 | B |",
        "A4 | B |",
    ]


def test_paragraphs_run_over_pages() -> None:
    assert lines_of(column(full("Một câu"), top=150), column("chạy tiếp.")) == [
        full("Một câu") + " chạy tiếp."
    ]


def test_scans_and_pages_without_text() -> None:
    assert "chỉ có ảnh" in refusal(pdf_at([[], [(80, 80, "1")]]))
    answer = pdf.answer(pdf_at([column(FULL), []]))
    assert answer["warnings"] == ["Trang 2 không có chữ để đọc (trang trống hoặc ảnh quét)."]


def test_broken_text_layers_are_reported() -> None:
    assert "Lớp chữ" in refusal(pdf_at([column("\ue012\ue034" * 20)]))
    assert "Lớp chữ" in refusal(pdf_at([column("kiểm tra cải cách hành chính")], mapped=False))
    answer = pdf.answer(pdf_at([column("một \ue034 hai", *[FULL] * 10)]))
    assert answer["warnings"] == ["Khoảng 1 ký tự trong PDF không đọc được."]


def test_spaces_at_the_ends_of_lines_are_dropped() -> None:
    assert lines_of([(80, 700, "  thụt vào đầu dòng  "), (80, 684, "  rồi tiếp  ")]) == [
        "thụt vào đầu dòng rồi tiếp"
    ]


def test_letters_beyond_the_basic_plane() -> None:
    assert lines_of(column("chữ 𝐀 và 𝐁 đậm trong văn bản")) != [""]


def test_signs_are_counted_one_by_one_when_the_text_is_shorter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_pages.raw, "FPDFText_GetText", lambda *_: 0)
    assert lines_of(column("kiểm tra cải cách hành chính")) == ["kiểm tra cải cách hành chính"]


def test_locked_damaged_and_endless_files(monkeypatch: pytest.MonkeyPatch) -> None:
    locked = "/Encrypt<</Filter/Standard/V 1/R 2/O<{0}>/U<{0}>/P -4>>/ID[<00><00>]".format("00" * 32)
    assert "mật khẩu" in refusal(
        pdf_objects([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 0>>"], locked)
    )
    assert "hỏng" in refusal(b"%PDF-1.7 x")
    assert "hỏng" in refusal(
        pdf_objects([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>"])
    )
    monkeypatch.setattr(pdf_pages, "MAX_PAGES", 1)
    assert "dài hơn" in refusal(pdf_at([[], []]))


def test_a_process_that_dies_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    def answering(stdout: bytes, code: int) -> None:
        done = subprocess.CompletedProcess([], code, stdout)

        def run(*_: object, **__: object) -> subprocess.CompletedProcess[bytes]:
            if code:
                raise subprocess.CalledProcessError(code, [])
            return done

        monkeypatch.setattr(subprocess, "run", run)

    for stdout, code, word in (
        (b"", -9, "phức tạp"),
        (b"?", 0, "phức tạp"),
        (b'{"refused": "Xong."}', 0, "Xong"),
    ):
        answering(stdout, code)
        with pytest.raises(UnreadableFile, match=word):
            pdf.read_pdf(b"%PDF-")


def test_main_sets_limits_and_answers_in_json(monkeypatch: pytest.MonkeyPatch) -> None:
    limits: list[int] = []
    monkeypatch.setattr(pdf.resource, "setrlimit", lambda _, pair: limits.append(pair[0]))
    target = io.BytesIO()
    pdf.main(io.BytesIO(pdf_of(["Kế hoạch kiểm tra năm nay"])), target)
    assert limits == [pdf.CPU_SECONDS, pdf.MEMORY]
    assert json.loads(target.getvalue()) == {"text": "Kế hoạch kiểm tra năm nay", "warnings": []}


PLACES = st.tuples(
    st.floats(0, 600), st.floats(0, 842), st.sampled_from(["a) b", "- c", "D e.", "F", "12", "g"])
)


@settings(deadline=None)
@given(st.lists(st.lists(PLACES, max_size=12), max_size=4))
def test_no_text_is_lost_between_the_margins(pages: list[list[Placed]]) -> None:
    numbers = count()
    read = [
        Page(
            [
                Line(f"{text}{next(numbers)}§", left, left + 6 * len(text), bottom, bottom + 12)
                for left, bottom, text in page
                if 110 < bottom < 720
            ],
            595,
            842,
        )
        for page in pages
    ]
    text = flow(read)
    assert all(line.text in text for page in read for line in page.lines)
    assert text.count("§") == sum(len(page.lines) for page in read)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 5_000), st.binary(min_size=1, max_size=30))
def test_damage_anywhere_is_read_or_refused(place: int, damage: bytes) -> None:
    data = bytearray(pdf_of(["Kế hoạch kiểm tra năm nay"]))
    place %= len(data)
    data[place : place + len(damage)] = damage
    answer = pdf.answer(bytes(data))
    assert "text" in answer or str(answer["refused"]).endswith(".")
