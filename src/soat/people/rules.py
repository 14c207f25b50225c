"""What must hold of agencies, successions and positions (requirement P1). Pure: no queries, no clock.

Called by the services of this room; each check raises a DomainError that names the form field.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext, gettext_noop

from soat.core.errors import DomainError

if TYPE_CHECKING:
    from soat.people.models import Agency

NAME_MAX = 200  # the sort key of a longer name would not fit its column
PERSON_MAX = 120


@dataclass(frozen=True, slots=True)
class Shape:
    """How many agencies a kind of succession joins. `None`: any number from the first on."""

    before: tuple[int, int | None]
    after: tuple[int, int | None]
    message: str


SHAPES: dict[str, Shape] = {
    "merge": Shape(
        (1, None),
        (1, 1),
        gettext_noop("Sáp nhập, hợp nhất đưa các cơ quan về một. Hãy chọn đúng một cơ quan kế thừa."),
    ),
    "split": Shape(
        (1, 1),
        (2, None),
        gettext_noop("Chia, tách là từ một cơ quan thành nhiều. Hãy chọn một bên cũ, từ hai bên mới."),
    ),
    "rename": Shape(
        (1, 1),
        (1, 1),
        gettext_noop("Đổi tên là từ một sang một. Hãy chọn một cơ quan cũ và một cơ quan mới."),
    ),
    "transfer": Shape(
        (1, None), (1, None), gettext_noop("Hãy chọn cơ quan cũ và cơ quan nhận chức năng, nhiệm vụ.")
    ),
}


def check_name(name: str, longest: int, field: str) -> None:
    if not name:
        raise DomainError(gettext("Hãy ghi tên."), field)
    if len(name) > longest:
        raise DomainError(
            gettext("Tên dài quá %(longest)s ký tự. Hãy ghi tên gọn hơn.") % {"longest": longest}, field
        )


def check_span(valid_from: date | None, valid_to: date | None) -> None:
    """`valid_to` is the first day on which the thing is no more."""
    if valid_from and valid_to and valid_to <= valid_from:
        raise DomainError(
            gettext("Ngày kết thúc phải sau ngày bắt đầu. Hãy sửa một trong hai ngày."), "valid_to"
        )


def overlap(
    one: tuple[date | None, date | None],
    other: tuple[date | None, date | None],
) -> bool:
    """Whether two spans share a day; an open end reaches for ever."""
    (a, b), (c, d) = one, other
    return (a or date.min) < (d or date.max) and (c or date.min) < (b or date.max)


def check_shape(kind: str, before: Collection[UUID], after: Collection[UUID]) -> None:
    """Whether these numbers of predecessors and successors make sense for the kind."""
    shape = SHAPES[kind]
    if set(before) & set(after):
        raise DomainError(
            gettext(
                "Một cơ quan không thể vừa là cơ quan cũ vừa là cơ quan kế thừa. Hãy bỏ nó ở một bên; "
                "cơ quan vẫn giữ tên và nhận thêm nhiệm vụ thì chỉ chọn ở bên kế thừa."
            ),
            "successors",
        )
    for ids, (least, most), field in (
        (before, shape.before, "predecessors"),
        (after, shape.after, "successors"),
    ):
        if len(ids) < least or (most is not None and len(ids) > most):
            raise DomainError(gettext(shape.message), field)


def check_predecessor(agency: Agency, on: date) -> None:
    """A predecessor exists until that day: still open, or ended on it."""
    if agency.valid_from and agency.valid_from >= on:
        raise DomainError(
            gettext("“%(name)s” chỉ có từ ngày %(valid_from)s, sau ngày đã chọn. Hãy chọn ngày khác.")
            % {"name": agency.name, "valid_from": f"{agency.valid_from:%d/%m/%Y}"},
            "on",
        )
    if agency.valid_to and agency.valid_to != on:
        raise DomainError(
            gettext(
                "“%(name)s” đã ghi kết thúc ngày %(valid_to)s. Hãy chọn đúng ngày đó, hoặc sửa ngày kết thúc "
                "của cơ quan trước."
            )
            % {"name": agency.name, "valid_to": f"{agency.valid_to:%d/%m/%Y}"},
            "on",
        )


def check_successor(agency: Agency, on: date) -> None:
    """A successor exists on that day."""
    if agency.valid_from and agency.valid_from > on:
        raise DomainError(
            gettext(
                "“%(name)s” chỉ có từ ngày %(valid_from)s, chưa thể kế thừa vào ngày %(on)s. Hãy sửa ngày."
            )
            % {"name": agency.name, "valid_from": f"{agency.valid_from:%d/%m/%Y}", "on": f"{on:%d/%m/%Y}"},
            "on",
        )
    if agency.valid_to and agency.valid_to <= on:
        raise DomainError(
            gettext("“%(name)s” đã kết thúc ngày %(valid_to)s. Hãy chọn cơ quan đang hoạt động.")
            % {"name": agency.name, "valid_to": f"{agency.valid_to:%d/%m/%Y}"},
            "successors",
        )
