"""What the overview of a programme shows (requirements G1, L3): a fixed number of queries, whatever its size.

Subjects, duties, citations and the outline come through `visible_to`: a unit sees itself among the subjects and its own
duties. What the plan says is public to every party of the programme (ADR 1) and is asked for by the programme alone.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count

from soat.access.actor import Actor
from soat.legal.models import Citation
from soat.legal.selectors import HEAVY
from soat.programmes.models import (
    Area,
    Duty,
    DutyOwner,
    Item,
    Method,
    Node,
    Outline,
    Programme,
    Seat,
    SeatKind,
    Statement,
    StatementKind,
    Subject,
)
from soat.programmes.selectors.duties import overdue
from soat.trail.models import Event


@dataclass(frozen=True, slots=True)
class DutyFigures:
    owner: str
    total: int
    done: int
    late: int


@dataclass(frozen=True, slots=True)
class Overview:
    """`citations`: of each record, by its id, in the order of the text."""

    areas: list[tuple[Area, list[Item]]]
    statements: dict[str, list[Statement]]
    methods: list[Method]
    subjects: list[Subject]
    seats: list[tuple[str, list[Seat]]]
    duties: list[DutyFigures]
    citations: dict[UUID, list[Citation]]
    outline: Outline | None
    outline_kinds: dict[str, int]
    events: list[Event]


def overview(programme: Programme, actor: Actor, today: date) -> Overview:
    """Everything of the page but what later laws changed (`legal.selectors.changes_since`)."""
    of = {"programme": programme}
    items: dict[UUID, list[Item]] = defaultdict(list)
    for item in Item.objects.filter(**of):
        items[item.area_id].append(item)
    statements: dict[str, list[Statement]] = defaultdict(list)
    for statement in Statement.objects.filter(**of).exclude(kind=StatementKind.NOTE):
        statements[statement.kind].append(statement)
    seats: dict[str, list[Seat]] = {kind.label: [] for kind in SeatKind}
    for seat in Seat.objects.filter(**of).select_related("agency"):
        seats[SeatKind(seat.kind).label].append(seat)
    outline, kinds = _outline(programme, actor)
    return Overview(
        areas=[(area, items[area.pk]) for area in Area.objects.filter(**of)],
        statements=dict(statements),
        methods=list(Method.objects.filter(**of)),
        subjects=list(
            Subject.objects.visible_to(actor).current().filter(**of).select_related("agency", "programme")
        ),
        seats=[(label, held) for label, held in seats.items() if held],
        duties=_duties(programme, actor, today),
        citations=_citations(programme, actor),
        outline=outline,
        outline_kinds=kinds,
        events=_events(programme, actor),
    )


def _citations(programme: Programme, actor: Actor) -> dict[UUID, list[Citation]]:
    found: dict[UUID, list[Citation]] = defaultdict(list)
    rows = Citation.objects.visible_to(actor).filter(programme_id=programme.pk).select_related("document")
    for citation in rows.defer(*(f"document__{name}" for name in HEAVY)).order_by("span_start"):
        if all(known.document_id != citation.document_id for known in found[citation.subject_id]):
            found[citation.subject_id].append(citation)
    return found


def _duties(programme: Programme, actor: Actor, today: date) -> list[DutyFigures]:
    rows = (
        Duty.objects.visible_to(actor)
        .tasks()
        .filter(programme=programme)
        .order_by()
        .values("owner")
        .annotate(
            total=Count("id"),
            done=Count("done_at"),
            late=Count("id", filter=overdue(today)),
        )
    )
    by_owner = {row["owner"]: DutyFigures(**row) for row in rows}
    return [by_owner[owner] for owner in DutyOwner.values if owner in by_owner]


def _outline(programme: Programme, actor: Actor) -> tuple[Outline | None, dict[str, int]]:
    """The version in use, else the draft; how many items of each kind it has."""
    versions = Outline.objects.visible_to(actor).filter(programme=programme, state__in=("in_use", "draft"))
    outline = versions.order_by("-state", "-version").first()  # "in_use" before "draft"
    if outline is None:
        return None, {}
    rows = Node.objects.filter(outline=outline).order_by().values("kind").annotate(n=Count("id"))
    return outline, {row["kind"]: row["n"] for row in rows}


_STEPS = ("programme.import", "programme.start", "programme.close", "programme.discard", "programme.restore")


def _events(programme: Programme, actor: Actor) -> list[Event]:
    """The steps of its life, as the trail has them; none for those who may not read the trail of all."""
    if not actor.may("trail.view", programme_id=programme.pk):
        return []
    return list(
        Event.objects.filter(programme_id=programme.pk, subject_id=programme.pk, action__in=_STEPS).order_by(
            "seq"
        )
    )
