"""What is still open in a programme (requirement G2): for the check before the start and for the list."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from soat.programmes.models import (
    Area,
    Duty,
    FieldSource,
    Item,
    Method,
    Node,
    Outline,
    Programme,
    Review,
    Seat,
    SeatKind,
    Sourced,
    Statement,
    Subject,
    Unplaced,
)
from soat.programmes.rules import Facts
from soat.programmes.selectors.outlines import tree_of

REVIEWED: tuple[type[Sourced], ...] = (FieldSource, Statement, Area, Item, Method, Subject, Seat, Duty)
DOUBTFUL = Q(review=Review.READ) & ~Q(doubt="")
UNLOOKED = Q(review=Review.READ, doubt="")


def current_outline(programme: Programme) -> Outline | None:
    """The version the start puts into use: the one in use already, else the draft."""
    rows = Outline.objects.filter(programme=programme, state__in=("in_use", "draft"))
    return rows.order_by("-state").first()  # "in_use" before "draft"


def outline_gaps(outline: Outline | None) -> dict[Node, str]:
    """Items of a draft that must be looked at before it is issued, with what is the matter; in document order."""
    if outline is None or outline.state != "draft":
        return {}
    tree = tree_of(outline)
    return {
        place.node: " ".join(gap.text for gap in tree.gaps[place.node.code])
        for place in tree.places
        if place.node.code in tree.gaps
    }


def with_figures(programmes: QuerySet[Programme]) -> QuerySet[Programme]:
    """Adds `doubts_left`, `unplaced_left` and `subject_count`, all in one query."""
    return programmes.annotate(
        doubts_left=_values(DOUBTFUL),
        unplaced_left=_count(Unplaced.objects.filter(settled_at=None)),
        subject_count=_count(Subject.objects.all()),
    )


def _values(where: Q) -> Combinable:
    """How many values of the plan are so, over all tables."""
    told: Combinable = Value(0)
    for model in REVIEWED:
        told = told + _count(model._default_manager.filter(where))
    return told


def _count(rows: QuerySet[Any]) -> Coalesce:
    counted = rows.filter(programme=OuterRef("pk")).order_by().values("programme").annotate(n=Count("*"))
    return Coalesce(Subquery(counted.values("n"), output_field=IntegerField()), 0)


def facts_of(programme: Programme) -> Facts:
    """The facts the checks of `rules` look at, in three queries."""
    outline = current_outline(programme)
    row: Any = (
        with_figures(Programme.objects.filter(pk=programme.pk))
        .annotate(
            area_count=_count(Area.objects.all()),
            head_count=_count(Seat.objects.filter(kind=SeatKind.HEAD)),
            unlinked_count=_count(Subject.objects.filter(agency=None)),
            unlooked_count=_values(UNLOOKED),
        )
        .get()
    )
    return Facts(
        period_start=row.period_start,
        period_end=row.period_end,
        areas=row.area_count,
        heads=row.head_count,
        subjects=row.subject_count,
        subjects_unlinked=row.unlinked_count,
        subjects_later=row.subjects_later,
        has_outline=outline is not None,
        outline_open=len(outline_gaps(outline)),
        doubts=row.doubts_left,
        unplaced=row.unplaced_left,
        unlooked=row.unlooked_count,
    )
