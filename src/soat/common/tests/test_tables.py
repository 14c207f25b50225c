"""Tables: what can be sorted by, links that keep the rest of the address, pages, cells."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db.models.functions import Lower
from django.http import QueryDict
from django.template import engines

from soat.common.looks import Badge
from soat.common.tables import Column, Table, day, number

ROWS = [{"name": name, "points": points} for name, points in [("b", 2), ("a", 3), ("c", 1)]]
NAME = Column(label="Tên", value="name", key="ten", sort=lambda row: row["name"], head=True)
POINTS = Column(label="Điểm", value="points", key="diem", sort="points", kind="num")


def names(query, **options):
    table = Table([NAME, POINTS], ROWS, QueryDict(query), caption="Bảng", **options)
    return "".join(str(row[0].content) for row in table.body())


@pytest.mark.parametrize(
    ("query", "expected"),
    [("", "bac"), ("sort=ten", "abc"), ("sort=-ten", "cba"), ("sort=diem", "cba"), ("sort=name", "bac")],
)
def test_only_declared_columns_sort(query, expected):
    assert names(query) == expected


def test_default_sort_and_prefix():
    assert names("", sort="ten") == "abc"
    assert names("x_sort=-ten", prefix="x_") == "cba"


def test_a_page_that_does_not_exist_is_the_last():
    assert names("page=9", page_size=2) == "c"
    assert names("page=xx", page_size=2) == "ba"


def test_links_turn_the_direction_and_keep_the_filters():
    table = Table(
        [NAME, Column(label="Khác", value="name")], ROWS, QueryDict("q=à&sort=ten&page=2"), caption="Bảng"
    )
    first, other = table.headings()
    assert (first.direction, QueryDict(first.url[1:]).dict()) == ("ascending", {"q": "à", "sort": "-ten"})
    assert other.url == ""
    turned = Table([NAME], ROWS, QueryDict("sort=-ten"), caption="Bảng")
    assert [(head.direction, head.url) for head in turned.headings()] == [("descending", "?sort=ten")]


def test_pages_have_gaps_in_the_middle():
    table = Table([NAME], ROWS * 10, QueryDict("page=8"), caption="Bảng", page_size=2)
    assert [label for label, _, _ in table.pages()] == ["1", "…", "7", "8", "9", "…", "15"]
    assert [url for label, url, _ in table.pages() if label == "7"] == ["?page=7"]
    assert [label for label, _, is_current in table.pages() if is_current] == ["8"]


@pytest.mark.parametrize(
    ("query", "order"),
    [
        ("sort=app", "OrderBy(F(app_label), descending=False)"),
        ("sort=-low", "OrderBy(Lower(F(model)), descending=True)"),
    ],
)
def test_querysets_are_sorted_by_the_database_with_a_last_word(query, order):
    columns = [
        Column(label="Phòng", value="app_label", key="app", sort="app_label"),
        Column(label="Loại", value="model", key="low", sort=Lower("model")),
    ]
    ordering = (
        Table(columns, ContentType.objects.all(), QueryDict(query), caption="Loại")._sorted().query.order_by
    )
    assert (repr(ordering[0]), ordering[1]) == (order, "pk")


def test_values_by_path_key_method_and_function():
    moment = date(2024, 4, 16)
    row = {"on": moment}
    assert Column(label="", value="on.year").read(row) == 2024
    assert Column(label="", value="on.isoformat").read(row) == "2024-04-16"
    assert Column(label="", value=len).read(row) == 1


def test_cells():
    columns = [
        Column(label="Nguy hiểm", value=lambda row: "<b>", link=lambda row: "/a?b=1&c=2"),
        Column(label="Trống", value=lambda row: None, link=lambda row: "/x"),
        Column(label="Có", value=lambda row: row == 1),
        Column(label="Ngày", value=lambda row: date(2024, 4, 6)),
        Column(label="Trạng thái", value=lambda row: Badge("Xong", "good")),
        Column(label="Năm", value=lambda row: 2024),
    ]
    table = Table(columns, [1, 2], QueryDict(), caption="Bảng")
    risky, empty, yes, when, state, year = next(table.body())
    assert risky.content == '<a href="/a?b=1&amp;c=2">&lt;b&gt;</a>'
    assert empty.is_empty
    assert not state.is_empty
    assert (yes.content, when.content, state.badge) == ("Có", day(date(2024, 4, 6)), Badge("Xong", "good"))
    assert year.content == 2024
    assert [row[2].content for row in table.body()] == ["Có", "Không"]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (1234567, "1.234.567"),
        (1234.5, "1.234,5"),
        (Decimal("14.50"), "14,50"),
        (Decimal("3.0"), "3"),
        (-1000, "-1.000"),
        (None, ""),
        (True, True),
        ("12/2024", "12/2024"),
    ],
)
def test_numbers_are_written_the_vietnamese_way(value, shown):
    assert number(value) == shown


def test_days_and_moments(settings):
    settings.TIME_ZONE = "Asia/Ho_Chi_Minh"
    assert day(None) == ""
    assert day(date(2024, 5, 2)) == '<time datetime="2024-05-02">02/05/2024</time>'
    assert ">02/05/2024 23:30<" in day(datetime(2024, 5, 2, 23, 30))  # noqa: DTZ001 - a moment without a zone
    assert ">03/05/2024 00:30<" in day(datetime(2024, 5, 2, 17, 30, tzinfo=UTC))


def draw(table):
    return " ".join(engines["django"].from_string("{% table table %}").render({"table": table}).split())


def test_drawn_table_names_its_parts():
    html = draw(Table([NAME, POINTS], ROWS, QueryDict("sort=ten"), caption="Điểm số", page_size=2, id="diem"))
    assert '<caption id="diem-caption">Điểm số</caption>' in html
    assert 'aria-sort="ascending"' in html
    assert '<th scope="row">a</th>' in html
    assert 'data-label="Điểm" class="num"' in html
    assert "Dòng 1–2 trong 3" in html
    assert 'id="diem-page-2" href="?sort=ten&amp;page=2"' in html


def test_drawn_table_without_rows_says_so():
    html = draw(Table([NAME], [], QueryDict(), caption="Bảng"))
    assert "Chưa có dòng nào." in html
    assert "<table" not in html
