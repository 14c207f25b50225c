"""What a read plan is: dataclasses of values, each with the span of text it came from (requirements G1, G2).

A span is `(start, end)` in characters of the extracted text, end exclusive. `confidence` runs from 0 to 1;
below `DOUBTFUL` there is a matching entry in `Plan.doubts` whose reason is a Vietnamese sentence.
`to_json` in `soat.core.plans.export` writes these under the same names.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from soat.core.citations.model import Citation
from soat.core.text import Span

__all__ = [
    "DOUBTFUL",
    "Citation",
    "ContentArea",
    "ContentItem",
    "Doubt",
    "Duty",
    "Head",
    "ItemKind",
    "Method",
    "MethodKind",
    "Outline",
    "OutlineItem",
    "OutlineSection",
    "Period",
    "Plan",
    "Seat",
    "Span",
    "Subject",
    "SubjectKind",
    "Team",
    "Text",
    "Unplaced",
]  # fmt: skip

DOUBTFUL = 0.7

MethodKind = Literal["announced", "surprise", "on_site", "remote", "combined"]
SubjectKind = Literal["department", "district", "commune", "public_unit", "ministry_unit", "other"]
ItemKind = Literal["narrative", "count", "ratio", "yes_no", "list", "table"]


@dataclass(slots=True)
class Text:
    """A sentence or clause of the plan, as it stands there."""

    text: str
    span: Span
    confidence: float = 1.0


@dataclass(slots=True)
class Head:
    """The document's head. `spans` tells for each field where it was read."""

    number: str | None
    type: str | None
    issuer: str | None
    place: str | None
    date: date | None
    title: str | None
    signer: str | None
    span: Span
    spans: dict[str, Span] = field(default_factory=dict)
    confidence: float = 1.0


@dataclass(slots=True)
class ContentItem:
    text: str
    span: Span
    citations: list[Citation] = field(default_factory=list)
    confidence: float = 1.0


@dataclass(slots=True)
class ContentArea:
    number: str | None
    title: str
    span: Span
    items: list[ContentItem] = field(default_factory=list)
    confidence: float = 1.0


@dataclass(slots=True)
class Period:
    start: date | None
    end: date | None
    text: str
    span: Span
    confidence: float = 1.0


@dataclass(slots=True)
class Method:
    kind: MethodKind
    title: str
    span: Span
    rules: list[Text] = field(default_factory=list)
    notice_working_days: int | None = None
    confidence: float = 1.0


@dataclass(slots=True)
class Subject:
    """An agency to be inspected. `month` where the plan fixes one (first day of that month)."""

    name: str
    kind: SubjectKind
    span: Span
    month: date | None = None
    confidence: float = 1.0


@dataclass(slots=True)
class Seat:
    """A place in the team: an office, an agency, a named person, or any two of them."""

    text: str
    span: Span
    agency: str | None = None
    person: str | None = None
    confidence: float = 1.0


@dataclass(slots=True)
class Team:
    head: Seat | None = None
    deputies: list[Seat] = field(default_factory=list)
    members: list[Seat] = field(default_factory=list)
    support_agencies: list[Seat] = field(default_factory=list)


@dataclass(slots=True)
class Duty:
    """What one party must do. `due` is a date, or words such as "trước ngày kiểm tra 3 ngày làm việc"."""

    party: str
    text: str
    span: Span
    due: str | None = None
    confidence: float = 1.0


@dataclass(slots=True)
class OutlineItem:
    """One thing the unit reports. For a ratio, `numerator` and `denominator` hold the texts of the count items
    that define it; both None on a ratio means that the coordinator must complete it (requirement G3). A narrative
    item with `items` that ends with ":" is a group heading. An item without an audience has its parent's.
    `attachment`: papers must be sent along."""

    kind: ItemKind
    text: str
    span: Span
    unit: str | None = None
    numerator: str | None = None
    denominator: str | None = None
    numerator_span: Span | None = None
    denominator_span: Span | None = None
    audience: str | None = None
    citations: list[Citation] = field(default_factory=list)
    items: list[OutlineItem] = field(default_factory=list)
    attachment: bool = False
    confidence: float = 1.0


@dataclass(slots=True)
class OutlineSection:
    """`title` is "" where the text lost it. `audience` narrows the outline's for this section."""

    number: str | None
    title: str
    span: Span
    items: list[OutlineItem] = field(default_factory=list)
    sections: list[OutlineSection] = field(default_factory=list)
    audience: str | None = None
    confidence: float = 1.0


@dataclass(slots=True)
class Doubt:
    """A value to be looked at: `field` is a path such as "period.start" or "subjects[7]"."""

    field: str
    reason: str
    span: Span


@dataclass(slots=True)
class Outline:
    """The report outline. `data_period` as words of the plan, e.g. "từ 01/01/2024 đến thời điểm báo cáo".

    Two outlines in one plan are one here: their sections follow each other, each with its audience, all of which
    `audience` names. `notes` holds what stands around the items ("(Kèm theo …)"), `rest` the spans of what is none
    of all that (page numbers)."""

    audience: Text | None
    data_period: Text | None
    sections: list[OutlineSection]
    span: Span
    title: str | None = None
    title_span: Span | None = None
    notes: list[Text] = field(default_factory=list)
    rest: list[Span] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)


@dataclass(slots=True)
class Unplaced:
    text: str
    span: Span
    reason: str


@dataclass(slots=True)
class Plan:
    """`grounds`: "Căn cứ …". `subject_rules`: whom else the team inspects, or how many, without names. `notes`:
    opening, closing, recipients and the like, which no field takes."""

    text: str
    document: Head
    grounds: list[Text] = field(default_factory=list)
    purposes: list[Text] = field(default_factory=list)
    requirements: list[Text] = field(default_factory=list)
    content_areas: list[ContentArea] = field(default_factory=list)
    carried_over: list[Text] = field(default_factory=list)
    thematic: list[Text] = field(default_factory=list)
    period: Period | None = None
    methods: list[Method] = field(default_factory=list)
    subjects: list[Subject] = field(default_factory=list)
    subject_rules: list[Text] = field(default_factory=list)
    team: Team = field(default_factory=Team)
    unit_side: list[Text] = field(default_factory=list)
    duties: list[Duty] = field(default_factory=list)
    funding: Text | None = None
    outline: Outline | None = None
    related_documents: list[Citation] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    named_citations: list[Citation] = field(default_factory=list)
    notes: list[Text] = field(default_factory=list)
    placed: list[Span] = field(default_factory=list)
    unplaced: list[Unplaced] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
