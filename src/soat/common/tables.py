"""Listings as lists of column objects: sorting, pages and cells for `{% table %}`, in every list view.

A view gives columns and rows (a queryset, or a list already read). Only declared columns can be sorted by; a
page of a queryset costs two queries: count, rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any, Literal

from django.core.paginator import Page, Paginator
from django.db.models import F, QuerySet
from django.db.models.expressions import Combinable
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.numberformat import format as grouped
from django.utils.timezone import is_aware, localtime
from django.utils.translation import gettext

from soat.common.looks import Badge, Empty, is_data, spoken

Kind = Literal["text", "num", "date"]
Sort = str | Combinable | Callable[[Any], Any]


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column. `value` is a dotted path or a function of the row; `sort` a field path or expression for
    querysets, a key function for lists. `head` marks the column that names the row."""

    label: str
    value: str | Callable[[Any], object]
    key: str = ""
    sort: Sort | None = None
    kind: Kind = "text"
    link: Callable[[Any], str] | None = None
    head: bool = False

    def read(self, row: Any) -> object:
        """The raw value of a row: attributes, keys and methods without arguments along the path."""
        if callable(self.value):
            return self.value(row)
        found = row
        for step in self.value.split("."):
            found = found[step] if isinstance(found, dict) else getattr(found, step)
            found = found() if callable(found) else found
        return found


@dataclass(frozen=True)
class Cell:
    """One drawn cell: text or safe HTML, its column, and whether there is anything in it."""

    column: Column
    content: object
    badge: Badge | None = None
    is_data: bool = False

    @property
    def is_empty(self) -> bool:
        """Nothing to show: the card on a phone leaves the line out."""
        return self.badge is None and self.content in ("", None)


@dataclass(frozen=True)
class Heading:
    """Head of a column with its sort link: `direction` is "ascending", "descending" or ""."""

    column: Column
    url: str
    direction: str


class Table:
    """A page of rows, ready for `{% table %}`.

    `params` is `request.GET`; the table reads `sort` (`-` before the key: descending) and `page` from it,
    with `prefix` before both when a page has several tables, and keeps everything else in its links.
    """

    def __init__(
        self,
        columns: Sequence[Column],
        rows: QuerySet[Any] | Sequence[Any],
        params: QueryDict,
        *,
        caption: str,
        id: str = "listing",
        sort: str = "",
        page_size: int = 50,
        prefix: str = "",
        empty: Empty | None = None,
    ) -> None:
        self.columns, self.params, self.caption, self.id = columns, params, caption, id
        self.prefix, self.page_size, self.empty = prefix, page_size, empty or _no_rows()
        self._rows = rows
        self._by_key = {column.key: column for column in columns if column.sort is not None and column.key}
        asked = params.get(f"{prefix}sort", "")
        self.sort = asked if asked.removeprefix("-") in self._by_key else sort

    @cached_property
    def page(self) -> Page[Any]:
        """The page asked for; the nearest there is when it does not exist."""
        return Paginator(self._sorted(), self.page_size).get_page(self.params.get(f"{self.prefix}page"))

    def _sorted(self) -> QuerySet[Any] | Sequence[Any]:
        column = self._by_key.get(self.sort.removeprefix("-"))
        if column is None:
            return self._rows
        descending = self.sort.startswith("-")
        if isinstance(self._rows, QuerySet):
            expression: Any = F(column.sort) if isinstance(column.sort, str) else column.sort
            order = expression.desc(nulls_last=True) if descending else expression.asc(nulls_last=True)
            return self._rows.order_by(order, "pk")
        key: Callable[[Any], Any] = column.sort if callable(column.sort) else column.read
        return sorted(self._rows, key=key, reverse=descending)

    def headings(self) -> Iterator[Heading]:
        """Heads with links; pressing the current one turns its direction."""
        for column in self.columns:
            if column.key not in self._by_key:
                yield Heading(column, "", "")
                continue
            ascending, descending = self.sort == column.key, self.sort == f"-{column.key}"
            direction = "ascending" if ascending else "descending" if descending else ""
            yield Heading(column, self._link(sort=f"-{column.key}" if ascending else column.key), direction)

    def body(self) -> Iterator[list[Cell]]:
        """Rows of drawn cells."""
        for row in self.page:
            yield [_cell(column, row) for column in self.columns]

    def pages(self) -> Iterator[tuple[str, str, bool]]:
        """Label, link and whether it is the current page; gaps have no link."""
        for number in self.page.paginator.get_elided_page_range(self.page.number, on_each_side=1, on_ends=1):
            known = isinstance(number, int)
            yield str(number), self._link(page=str(number)) if known else "", number == self.page.number

    def _link(self, **changes: str) -> str:
        query = self.params.copy()
        query.pop(f"{self.prefix}page", None)
        for name, value in changes.items():
            query[f"{self.prefix}{name}"] = value
        return f"?{query.urlencode()}"


def _cell(column: Column, row: Any) -> Cell:
    value = column.read(row)
    if isinstance(value, Badge):
        return Cell(column, value.label, value)
    content = number(value) if column.kind == "num" else _drawn(value)
    url = column.link(row) if column.link else ""
    shown = format_html('<a href="{}">{}</a>', url, content) if url and content else content
    return Cell(column, shown, is_data=is_data(value) and not str(column.value).endswith("_display"))


def _no_rows() -> Empty:
    return Empty(gettext("Chưa có dòng nào."), gettext("Khi có dữ liệu, danh sách sẽ hiện ở đây."))


def _drawn(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, bool):
        return spoken("Có") if value else spoken("Không")
    return day(value) if isinstance(value, date) else value


def number(value: object) -> object:
    """1234.5 as 1.234,5. Other things, and years outside `kind="num"`, stay as they are."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return "" if value is None else value
    whole = int(value) if value == int(value) else value
    return grouped(whole, ",", grouping=3, thousand_sep=".", force_grouping=True, use_l10n=False)


def day(value: date | None) -> str:
    """16/04/2024, and 16/04/2024 09:30 for a moment (in the current time zone), as a `<time>` element."""
    if value is None:
        return ""
    shown = f"{value:%d/%m/%Y}"
    if isinstance(value, datetime):
        value = localtime(value) if is_aware(value) else value
        shown = f"{value:%d/%m/%Y %H:%M}"
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), shown)
