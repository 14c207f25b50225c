"""Rows of a programme from a read plan (requirements G1, G2): each with span, confidence and doubt.

`Rows` gathers unsaved rows under the paths the reader uses ("subjects[7]"), so that its doubts find their row.
Called by `services.import_plan`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol, TypeVar
from uuid import UUID

from soat.core.plans.dates import find_moments
from soat.core.plans.model import Plan, Span, Text
from soat.core.plans.model import Seat as ReadSeat
from soat.core.text import fold
from soat.people.selectors import Matcher
from soat.programmes.models import (
    Area,
    Duty,
    DutyOwner,
    FieldSource,
    Item,
    Method,
    Programme,
    Seat,
    SeatKind,
    Sourced,
    Statement,
    StatementKind,
    Subject,
    Unplaced,
)
from soat.programmes.services.reading.parties import owner_of

R = TypeVar("R", bound=Sourced)
_LAST_STEP = re.compile(r"(?:\.\w+|\[\d+\])$")


class Read(Protocol):
    """What every value of a plan has."""

    @property
    def span(self) -> Span: ...

    @property
    def confidence(self) -> float: ...


@dataclass(slots=True)
class Rows:
    """The rows of one programme, none of them saved yet."""

    programme: Programme
    agencies: Matcher
    by_path: dict[str, Sourced] = field(default_factory=dict)
    unplaced: list[Unplaced] = field(default_factory=list)

    def add(self, path: str, row: Sourced, read: Read | None) -> None:
        """Keep a row under its path, with its place in the text and in the order of the plan."""
        if read is not None:
            (row.span_start, row.span_end), row.confidence = read.span, read.confidence
        row.order = len(self.by_path)
        self.by_path[path] = row

    def of(self, model: type[R]) -> list[R]:
        """The rows of one kind, in the order of the plan."""
        return [row for row in self.by_path.values() if isinstance(row, model)]

    def doubt(self, path: str, reason: str) -> None:
        """Set the reason on the row the path means: itself, or the nearest around it."""
        if path == "period":
            for end in ("period.start", "period.end"):
                self.doubt(end, reason)
            return
        near = path
        while near not in self.by_path and (shorter := _LAST_STEP.sub("", near)) != near:
            near = shorter
        if near not in self.by_path:  # about a part that has no row yet, such as "methods"
            self.add(near, FieldSource(programme=self.programme, name=near[:40]), None)
        row = self.by_path[near]
        if isinstance(row, Subject) and row.doubt:
            return  # what the register says of the name is nearer than what the text says
        row.doubt = f"{row.doubt} {reason}".strip()


@dataclass(frozen=True, slots=True)
class _Place:
    span: Span
    confidence: float


def rows_of(plan: Plan, programme: Programme, agencies: Matcher) -> Rows:
    """Everything of the plan but its outline; sets the programme's own fields too."""
    rows = Rows(programme, agencies)
    _head(plan, rows)
    _statements(plan, rows)
    _content(plan, rows)
    _subjects(plan, rows)
    _team(plan, rows)
    _duties(plan, rows)
    rows.unplaced = [
        Unplaced(
            programme=programme,
            text=left.text,
            span_start=left.span[0],
            span_end=left.span[1],
            reason=left.reason,
        )
        for left in plan.unplaced
    ]
    return rows


def _head(plan: Plan, rows: Rows) -> None:
    head = plan.document
    for name in ("number", "type", "issuer", "place", "title", "signer", "date"):
        span = head.spans.get(name)
        place = _Place(span, head.confidence) if span else None
        column = "issued_on" if name == "date" else name
        rows.add(f"document.{name}", FieldSource(programme=rows.programme, name=column), place)
    period = plan.period
    for end in ("start", "end"):
        rows.add(f"period.{end}", FieldSource(programme=rows.programme, name=f"period_{end}"), period)
    notified = next((method for method in plan.methods if method.notice_working_days), None)
    rows.add(
        "notice_working_days", FieldSource(programme=rows.programme, name="notice_working_days"), notified
    )
    rows.add("funding", FieldSource(programme=rows.programme, name="funding"), plan.funding)


def _statements(plan: Plan, rows: Rows) -> None:
    groups: tuple[tuple[str, StatementKind, Sequence[Text]], ...] = (
        ("grounds", StatementKind.GROUND, plan.grounds),
        ("purposes", StatementKind.PURPOSE, plan.purposes),
        ("requirements", StatementKind.REQUIREMENT, plan.requirements),
        ("carried_over", StatementKind.CARRIED_OVER, plan.carried_over),
        ("thematic", StatementKind.THEMATIC, plan.thematic),
        ("unit_side", StatementKind.UNIT_SIDE, plan.unit_side),
        ("subject_rules", StatementKind.SUBJECT_RULE, plan.subject_rules),
        ("notes", StatementKind.NOTE, plan.notes),
    )
    for name, kind, texts in groups:
        for place, read in enumerate(texts):
            rows.add(f"{name}[{place}]", Statement(programme=rows.programme, kind=kind, text=read.text), read)


def _content(plan: Plan, rows: Rows) -> None:
    programme = rows.programme
    for place, read in enumerate(plan.content_areas):
        area = Area(programme=programme, number=read.number or "", title=read.title[:500])
        rows.add(f"content_areas[{place}]", area, read)
        for inner, item in enumerate(read.items):
            path = f"content_areas[{place}].items[{inner}]"
            rows.add(path, Item(programme=programme, area=area, text=item.text), item)
    for place, way in enumerate(plan.methods):
        method = Method(
            programme=programme,
            kind=way.kind,
            title=way.title[:500],
            notice_working_days=way.notice_working_days,
            rules=[{"text": rule.text, "span": list(rule.span)} for rule in way.rules],
        )
        rows.add(f"methods[{place}]", method, way)


def _subjects(plan: Plan, rows: Rows) -> None:
    taken: set[UUID] = set()
    for place, read in enumerate(plan.subjects):
        match = rows.agencies.match(read.name, read.kind)
        path = f"subjects[{place}]"
        subject = Subject(
            programme=rows.programme,
            name=read.name[:300],
            kind=read.kind,
            month=read.month,
            doubt=match.reason,
        )
        found = match.agency.pk if match.agency else None
        if found in taken:
            subject.doubt = f"Kế hoạch nêu “{read.name}” hai lần; hãy bỏ bớt một dòng."
        else:
            subject.agency_id = found
            taken |= {found} if found else set()
        rows.add(path, subject, read)


def _team(plan: Plan, rows: Rows) -> None:
    team = plan.team
    groups: tuple[tuple[str, SeatKind, Iterable[ReadSeat]], ...] = (
        ("team.head", SeatKind.HEAD, [team.head] if team.head else []),
        ("team.deputies", SeatKind.DEPUTY, team.deputies),
        ("team.members", SeatKind.MEMBER, team.members),
        ("team.support_agencies", SeatKind.SUPPORT, team.support_agencies),
    )
    for name, kind, seats in groups:
        for place, read in enumerate(seats):
            match = rows.agencies.match(read.agency) if read.agency else None
            seat = Seat(
                programme=rows.programme,
                kind=kind,
                text=read.text[:500],
                agency_name=(read.agency or "")[:300],
                person_name=(read.person or "")[:150],
                agency=match.agency if match else None,
                doubt=match.reason if match else "",
            )
            rows.add(name if kind == SeatKind.HEAD else f"{name}[{place}]", seat, read)


def _duties(plan: Plan, rows: Rows) -> None:
    seats = [seat.agency_name for seat in rows.of(Seat) if seat.kind != SeatKind.HEAD]
    year = rows.programme.year
    standing: Duty | None = None
    for place, read in enumerate(plan.duties):
        owner = owner_of(read.party, seats)
        duty = Duty(
            programme=rows.programme,
            owner=owner,
            party=read.party[:500],
            agency=rows.agencies.match(read.party).agency,
            text=read.text,
            due_text=(read.due or "")[:300],
            due_on=due_on(read.due, year),
        )
        rows.add(f"duties[{place}]", duty, read)
        if owner == DutyOwner.STANDING and duty.agency_id and standing is None:
            standing = duty
    source = FieldSource(programme=rows.programme, name="standing_agency")
    if standing is None:
        source.doubt = "Chưa rõ cơ quan thường trực của chương trình; hãy chọn cơ quan trong danh mục."
    else:
        source.span_start, source.span_end = standing.span_start, standing.span_end
        rows.programme.standing_agency_id = standing.agency_id
    rows.add("standing_agency", source, None)


def due_on(words: str | None, year: int | None) -> date | None:
    """The last day of a deadline that names a date, month or quarter; None for "3 ngày trước khi kiểm tra"."""
    moments = [one for one in find_moments(fold(words or ""), year) if not one.only_year]
    return moments[-1].last if moments else None
