"""What the review page shows (requirement G2): every row by part, the source text with its spans, how far it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial

from django.db.models import F

from soat.common.source_text import SourceSpan, SpanKind
from soat.programmes.models import (
    Area,
    Duty,
    FieldSource,
    Item,
    Method,
    Node,
    Outline,
    PlanSource,
    Programme,
    Review,
    Seat,
    Sourced,
    Statement,
    Subject,
    Unplaced,
)
from soat.programmes.parts import PARTS, Part, part_of
from soat.programmes.selectors.readiness import current_outline, outline_gaps


@dataclass(slots=True)
class PartRows:
    part: Part
    rows: list[Sourced] = field(default_factory=list)

    @property
    def plain(self) -> int:
        """Rows nobody looked at and nothing is doubtful in: what "confirm all" confirms."""
        return sum(row.review == Review.READ and not row.doubt for row in self.rows)


@dataclass(frozen=True, slots=True)
class Progress:
    reviewed: int
    total: int
    open: int


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """`gaps`: items of the outline to look at, each with what is the matter."""

    parts: list[PartRows]
    unplaced: list[Unplaced]
    outline: Outline | None
    gaps: dict[Node, str]
    source: PlanSource | None
    spans: list[SourceSpan]
    progress: Progress


def review_page(programme: Programme) -> ReviewPage:
    """All rows in about a dozen queries, whatever the size of the plan."""
    parts = {part.slug: PartRows(part) for part in PARTS}
    for row in _rows(programme):
        row.programme = programme
        parts[part_of(row).slug].rows.append(row)
    _sort_fields(parts)
    unplaced = list(Unplaced.objects.filter(programme=programme))
    outline = current_outline(programme)
    gaps = outline_gaps(outline)
    rows = [row for held in parts.values() for row in held.rows]
    return ReviewPage(
        parts=list(parts.values()),
        unplaced=unplaced,
        outline=outline,
        gaps=gaps,
        source=PlanSource.objects.filter(programme=programme)
        .defer("content", "reading")
        .annotate(warnings=F("reading__warnings"))
        .first(),
        spans=list(_spans([*rows, *gaps], unplaced)),
        progress=_progress(rows, unplaced, gaps),
    )


def progress_of(programme: Programme) -> Progress:
    """The same figures for the answer to a single step."""
    unplaced = list(Unplaced.objects.filter(programme=programme).only("settled_at"))
    return _progress(list(_rows(programme)), unplaced, outline_gaps(current_outline(programme)))


def _rows(programme: Programme) -> Iterator[Sourced]:
    of = {"programme": programme}
    yield from FieldSource.objects.filter(**of)
    yield from Statement.objects.filter(**of)
    yield from Area.objects.filter(**of)
    yield from Item.objects.filter(**of).select_related("area")
    yield from Method.objects.filter(**of)
    yield from Subject.objects.filter(**of).select_related("agency")
    yield from Seat.objects.filter(**of).select_related("agency")
    yield from Duty.objects.filter(**of).select_related("agency")


def _sort_fields(parts: dict[str, PartRows]) -> None:
    """Fields of the programme in the order of the part; doubts about a whole part after them."""
    for held in parts.values():
        place = {name: at for at, name in enumerate(held.part.names)}
        if place:
            held.rows.sort(key=partial(_place, place))


def _place(place: dict[str, int], row: Sourced) -> int:
    return place.get(str(row), len(place))


def _spans(rows: list[Sourced], unplaced: list[Unplaced]) -> Iterator[SourceSpan]:
    for row in rows:
        if row.span_start is not None and row.span_end is not None:
            kind: SpanKind = "doubtful" if row.is_doubtful else "placed"
            yield SourceSpan(str(row.pk), row.span_start, row.span_end, kind)
        if isinstance(row, Method):
            for rule in row.rules:
                if rule["span"]:
                    yield SourceSpan(str(row.pk), *rule["span"])
    for left in unplaced:
        yield SourceSpan(
            str(left.pk), left.span_start, left.span_end, "placed" if left.settled_at else "unplaced"
        )


def _progress(rows: list[Sourced], unplaced: list[Unplaced], gaps: dict[Node, str]) -> Progress:
    settled = sum(left.settled_at is not None for left in unplaced)
    return Progress(
        reviewed=sum(row.review != Review.READ for row in rows) + settled,
        total=len(rows) + len(unplaced),
        open=sum(row.is_doubtful for row in rows) + len(unplaced) - settled + len(gaps),
    )
