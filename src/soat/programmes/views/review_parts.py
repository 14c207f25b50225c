"""The parts of the review page as drawn (requirement G2): rows, what is folded, the figures in the head.

A long part shows its first rows and every doubtful one; the rest comes when asked for, by a link that works with
and without htmx. Called by `views.review`; no queries.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe

from soat.programmes.forms.review import row_form
from soat.programmes.models import Programme, Sourced
from soat.programmes.parts import Part
from soat.programmes.selectors.review import PartRows, Standing
from soat.programmes.services.review import token
from soat.programmes.views.row_html import Drawer
from soat.programmes.views.rows import ShownRow, shown_row

ONLY_OPEN = "can-xem"
FOLD_OVER = 50
FIRST = 20


@dataclass(frozen=True, slots=True)
class Look:
    """How the page is looked at. `opened`: the slug of a long part shown whole; `edited`: the id of a row."""

    may_review: bool
    only_open: bool = False
    opened: str = ""
    edited: str = ""


@dataclass(frozen=True, slots=True)
class PartHead:
    """`count`: how many rows are shown or folded; `plain`: how many "confirm all" would confirm."""

    part: Part
    count: int
    plain: int


@dataclass(frozen=True, slots=True)
class ShownPart:
    """`folded`: ids of the rows that are not shown yet."""

    head: PartHead
    rows: SafeString
    folded: list[str]


def head_of(held: PartRows, look: Look) -> PartHead:
    return PartHead(held.part, held.open if look.only_open else len(held.rows), held.plain)


def shown_parts(request: HttpRequest, read: Standing, look: Look) -> list[ShownPart]:
    """Every part; of those with something to look at, if only these are asked for."""
    drawer = Drawer(request)
    parts = [shown_part(drawer, held, look) for held in read.parts.values()]
    return [one for one in parts if one.rows or (one.head.part.one and not look.only_open)]


def shown_part(drawer: Drawer, held: PartRows, look: Look, *, focus: bool = False) -> ShownPart:
    """`focus`: the first row that was folded gets the focus, so that who reads by keyboard goes on there."""
    rows = [row for row in held.rows if row.is_doubtful] if look.only_open else held.rows
    folded = _folded(rows, look, held.part)
    left = {row.pk for row in folded}
    start = rows[FIRST].pk if focus and len(rows) > FIRST else None
    drawn = [drawer.row(_shown(row, look), is_next=row.pk == start) for row in rows if row.pk not in left]
    return ShownPart(
        head_of(held, look),
        mark_safe("".join(drawn)),  # noqa: S308 - what the drawer gave
        [str(row.pk) for row in folded],
    )


def _folded(rows: list[Sourced], look: Look, part: Part) -> list[Sourced]:
    is_whole = look.only_open or look.opened == part.slug or any(str(row.pk) == look.edited for row in rows)
    if is_whole or len(rows) <= FOLD_OVER:
        return []
    return [row for row in rows[FIRST:] if not row.is_doubtful]


def _shown(row: Sourced, look: Look) -> ShownRow:
    form = row_form(row, seen=token(row)) if look.edited == str(row.pk) else None
    return shown_row(row, may_review=look.may_review, form=form)


def figures(programme: Programme, read: Standing, look: Look) -> dict[str, Any]:
    """What the templates of the figures and heads ask for."""
    return {
        "programme": programme,
        "progress": read.progress,
        "may_review": look.may_review,
        "only_open": look.only_open,
    }
