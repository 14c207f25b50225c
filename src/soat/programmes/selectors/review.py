"""What the review page shows (requirement G2): every row by part, the source text with its spans, how far it is."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import partial
from uuid import UUID

from django.db.models import F

from soat.access.actor import Actor
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
    """`rows`: all rows of the part, doubts about the part as a whole among them."""

    part: Part
    rows: list[Sourced] = field(default_factory=list)

    @property
    def plain(self) -> int:
        """Rows nobody looked at and nothing is doubtful in: what "confirm all" confirms."""
        return sum(row.review == Review.READ and not row.doubt for row in self.rows)

    @property
    def open(self) -> int:
        return sum(row.is_doubtful for row in self.rows)


@dataclass(frozen=True, slots=True)
class Progress:
    reviewed: int
    total: int
    open: int


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the review is. `gaps`: items of the outline to look at, each with what is the matter."""

    parts: dict[str, PartRows]
    unplaced: list[Unplaced]
    outline: Outline | None
    gaps: dict[Node, str]
    progress: Progress

    @property
    def spans(self) -> list[SourceSpan]:
        """Where each row stands in the text of the plan."""
        rows = [row for held in self.parts.values() for row in held.rows]
        return list(_spans(rows, self.gaps, self.unplaced))


def source_of(programme: Programme) -> PlanSource | None:
    """The text of the plan and what the reader says of it as a whole (`warnings`)."""
    texts = PlanSource.objects.filter(programme=programme).defer("content", "reading")
    return texts.annotate(warnings=F("reading__warnings")).first()


def standing(programme: Programme) -> Standing:
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
    return Standing(parts, unplaced, outline, gaps, _progress(rows, unplaced, gaps))


def _rows(programme: Programme) -> Iterator[Sourced]:
    of = {"programme": programme}
    yield from FieldSource.objects.filter(**of)
    yield from Statement.objects.filter(**of)
    yield from Area.objects.filter(**of)
    yield from Item.objects.filter(**of).select_related("area")
    yield from Method.objects.filter(**of)
    yield from Subject.objects.filter(**of).select_related("agency")
    yield from Seat.objects.filter(**of).select_related("agency")
    yield from Duty.objects.filter(**of, group=None).select_related("agency")


def _sort_fields(parts: dict[str, PartRows]) -> None:
    """Fields of the programme in the order of the part; doubts about a whole part after them."""
    for held in parts.values():
        place = {name: at for at, name in enumerate(held.part.names)}
        if place:
            held.rows.sort(key=partial(_place, place))


def _place(place: dict[str, int], row: Sourced) -> int:
    return place.get(str(row), len(place))


def _spans(rows: list[Sourced], gaps: Collection[Node], unplaced: list[Unplaced]) -> Iterator[SourceSpan]:
    for row, is_open in [*((row, row.is_doubtful) for row in rows), *((node, True) for node in gaps)]:
        if row.span_start is not None and row.span_end is not None:
            kind: SpanKind = "doubtful" if is_open else "placed"
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


def row_of(programme: Programme, part: Part, pk: UUID, actor: Actor) -> Sourced | None:
    """One row of a part, if she may see the programme; it carries the programme."""
    seen = Programme.objects.visible_to(actor).filter(pk=programme.pk)
    row: Sourced | None = part.model._default_manager.filter(programme__in=seen, pk=pk).first()
    if row is not None:
        row.programme = programme
    return row


def unplaced_of(programme: Programme, pk: UUID, actor: Actor) -> Unplaced | None:
    """One text that was not placed, if she may see the programme; it carries the programme."""
    seen = Programme.objects.visible_to(actor).filter(pk=programme.pk)
    left = Unplaced.objects.filter(programme__in=seen, pk=pk).first()
    if left is not None:
        left.programme = programme
    return left
