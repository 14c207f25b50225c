"""Empty cells of printed tables, rows that go on over the page, page numbers beside no cell (G1)."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from soat.core.plans.extract.pdf_columns import complete
from soat.core.plans.extract.pdf_flow import flow
from soat.core.plans.extract.pdf_pages import Line, Page

COLUMNS = {"STT": 80.0, "Đơn vị": 110.0, "Tháng 4": 240.0, "Tháng 5": 320.0, "Tháng 6": 400.0}


def line(text: str, left: float, middle: float) -> Line:
    return Line(text, left, left + 5 * len(text), middle - 6, middle + 6)


def row(middle: float, **cells: str) -> list[Line]:
    """Cells by the first letters of their column ("T6" for "Tháng 6"), in the order of the columns."""
    short = {"S": "STT", "D": "Đơn vị", "T4": "Tháng 4", "T5": "Tháng 5", "T6": "Tháng 6"}
    return [line(text, COLUMNS[short[key]], middle) for key, text in cells.items()]


HEAD = [line(title, left, 500) for title, left in COLUMNS.items()]


def test_a_mark_stands_in_its_own_column_on_the_next_page_too() -> None:
    first = Page([*HEAD, *row(480, S="1", D="Sở Y tế", T6="x")], 595, 842)
    second = Page([*row(770, S="2", D="Sở Du lịch", T5="x"), line("Nơi nhận:", 80, 600)], 595, 842)
    assert flow([first, second]).splitlines() == [
        "STT | Đơn vị | Tháng 4 | Tháng 5 | Tháng 6 |",
        "1 | Sở Y tế |  |  | x |",
        "2 | Sở Du lịch |  | x |",
        "Nơi nhận:",
    ]


def test_a_wider_table_on_the_next_page_is_its_own() -> None:
    narrow = [line(text, left, 500) for text, left in (("a", 80), ("b", 110), ("c", 240))]
    pages = [Page(narrow, 595, 842), Page([*HEAD, *row(480, S="1", T6="x")], 595, 842)]
    assert flow(pages).splitlines() == [
        "a | b | c |",
        "STT | Đơn vị | Tháng 4 | Tháng 5 | Tháng 6 |",
        "1 |  |  |  | x |",
    ]


def test_two_columns_are_no_table() -> None:
    table = [[[line("a", 80, 500)], [line("b", 200, 500)]]]
    assert complete(table, ()) == (table, ((80, 85), (200, 205)))


def test_a_page_number_stands_alone() -> None:
    pages = [Page([*HEAD, line("Trang 2", 280, 800)], 595, 842), Page(row(800, S="2", D="Sở Y tế"), 595, 842)]
    assert flow(pages).splitlines()[1:] == ["2 | Sở Y tế |"]


def test_an_abbreviation_goes_on_with_its_name() -> None:
    head = [line("STT", 80, 500), line("Đơn vị", 110, 500), line("Ghi chú", 260, 500)]
    cells = [
        line("1", 80, 480),
        line("Văn phòng HĐND và", 110, 480),
        line("UBND", 110, 465),
        line("x", 260, 480),
    ]
    assert flow([Page([*head, *cells], 595, 842)]).splitlines()[1] == "1 | Văn phòng HĐND và UBND | x |"


@given(st.sets(st.sampled_from(list(COLUMNS)), min_size=1))
def test_every_cell_finds_its_column(kept: set[str]) -> None:
    places = [place for place, title in enumerate(COLUMNS) if title in kept]
    cells = [[line("x", left, 480)] for title, left in COLUMNS.items() if title in kept]
    done, _ = complete([[[each] for each in HEAD], cells], ())
    assert [place for place, cell in enumerate(done[1]) if cell] == places
