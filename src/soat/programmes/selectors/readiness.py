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
    NodeKind,
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

REVIEWED: tuple[type[Sourced], ...] = (FieldSource, Statement, Area, Item, Method, Subject, Seat, Duty)
DOUBTFUL = Q(review=Review.READ) & ~Q(doubt="")
# A ratio is computed from two counts: one that lacks them is open until somebody looked at it.
OPEN_NODE = DOUBTFUL | Q(kind=NodeKind.RATIO, review=Review.READ) & (Q(numerator=None) | Q(denominator=None))


def open_nodes() -> QuerySet[Node]:
    """Items to be looked at in the version that reports will start from: the draft, else the one in use."""
    drafts = Outline.objects.filter(programme=OuterRef("programme"), state="draft")
    current = Q(outline__state="draft") | Q(outline__state="in_use") & ~Q(
        programme__in=drafts.values("programme")
    )
    return Node.objects.filter(current & OPEN_NODE)


def with_figures(programmes: QuerySet[Programme]) -> QuerySet[Programme]:
    """Adds `doubts_left`, `unplaced_left`, `outline_open` and `subject_count`, all in one query."""
    doubts: Combinable = Value(0)
    for model in REVIEWED:
        doubts = doubts + _count(model._default_manager.filter(DOUBTFUL))
    return programmes.annotate(
        doubts_left=doubts,
        unplaced_left=_count(Unplaced.objects.filter(settled_at=None)),
        outline_open=_count(open_nodes()),
        subject_count=_count(Subject.objects.all()),
    )


def _count(rows: QuerySet[Any]) -> Coalesce:
    counted = rows.filter(programme=OuterRef("pk")).order_by().values("programme").annotate(n=Count("*"))
    return Coalesce(Subquery(counted.values("n"), output_field=IntegerField()), 0)


def facts_of(programme: Programme) -> Facts:
    """The facts the checks of `rules` look at, in one query."""
    row: Any = (
        with_figures(Programme.objects.filter(pk=programme.pk))
        .annotate(
            area_count=_count(Area.objects.all()),
            head_count=_count(Seat.objects.filter(kind=SeatKind.HEAD)),
            unlinked_count=_count(Subject.objects.filter(agency=None)),
            outline_count=_count(Outline.objects.filter(state__in=("draft", "in_use"))),
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
        has_outline=row.outline_count > 0,
        outline_open=row.outline_open,
        doubts=row.doubts_left,
        unplaced=row.unplaced_left,
    )
