"""What of a programme concerns an agency's own people: its subject, report, visits, duties, questions (G1, G5, A2).

First on the overview for people of inspected units, thematic leads and the press. Higher rooms add their lines
(`tell`, from their `apps.py`). Everything is read through `visible_to`; a fixed number of queries.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import F
from django.urls import reverse

from soat.access.actor import Actor
from soat.access.roles import Role
from soat.people.models import Agency
from soat.programmes.models import Duty, Programme, Question, Subject
from soat.programmes.rules.duties import due_words, is_visit_report, report_due_words
from soat.programmes.selectors.duties import note_of, outline_in_use

_PARTIES = frozenset({Role.UNIT_HEAD, Role.UNIT_OFFICER, Role.THEMATIC_LEAD, Role.PRESS})
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that concerns her, under the head of its group. Without `url` it leads nowhere she may go."""

    head: str
    text: str
    url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Mine:
    """`groups`: lines under their heads, in the order of a unit's work."""

    title: str
    groups: dict[str, list[Line]] = field(default_factory=dict)


Source = Callable[[Programme, Actor, frozenset[UUID], date], Iterator[Line]]
_SOURCES: list[Source] = []


def tell(source: Source) -> None:
    """Lines of a higher room about her agencies in a programme."""
    _SOURCES.append(source)


def agencies_in(programme: Programme, actor: Actor) -> frozenset[UUID]:
    """The agencies for which she is in the programme, with those they succeeded."""
    held = [one for one in actor.holdings if one.programme_id == programme.pk and one.role in _PARTIES]
    return frozenset(agency for one in held for agency in one.agencies)


def mine(programme: Programme, actor: Actor, today: date) -> Mine | None:
    """None for those who take part for no agency."""
    agencies = agencies_in(programme, actor)
    if not agencies:
        return None
    names = Agency.objects.filter(pk__in=agencies, valid_to=None).order_by("sort_key")
    found = Mine(", ".join(names.values_list("name", flat=True)) or "Đơn vị của tôi")
    for line in _lines(programme, actor, agencies, today):
        found.groups.setdefault(line.head, []).append(line)
    return found


def _lines(programme: Programme, actor: Actor, agencies: frozenset[UUID], today: date) -> Iterator[Line]:
    subjects = Subject.objects.visible_to(actor).current().filter(programme=programme, agency__in=agencies)
    duties = list(
        Duty.objects.visible_to(actor)
        .tasks()
        .filter(programme=programme, agency__in=agencies, done_at=None)
        .order_by(F("due_on").asc(nulls_last=True), "order", "id")
    )
    inspected = list(subjects)
    for subject in inspected:
        month = f"{subject.month:%m/%Y}" if subject.month else "theo lịch"
        yield Line("Đối tượng kiểm tra", subject.name, note=f"{subject.get_kind_display()}; tháng: {month}")
    for source in _SOURCES:
        yield from source(programme, actor, agencies, today)
    if inspected:
        yield from _report(programme, actor, [duty for duty in duties if is_visit_report(duty)])
    rest = [duty for duty in duties if not (inspected and is_visit_report(duty))]
    for duty in rest[:_SHOWN]:
        url = reverse("programmes:duty", args=[programme.pk, duty.pk])
        yield Line("Nhiệm vụ", duty.text, url, f"Hạn: {due_words(duty, programme.notice_working_days)}")
    if len(rest) > _SHOWN:
        more = reverse("programmes:duties", args=[programme.pk])
        yield Line("Nhiệm vụ", f"Xem cả {len(rest)} nhiệm vụ", more)
    yield from _questions(programme, actor, agencies)


def _report(programme: Programme, actor: Actor, reports: list[Duty]) -> Iterator[Line]:
    head, notice = "Báo cáo", programme.notice_working_days
    outline = outline_in_use(programme, actor)
    if outline:
        told = "" if reports else report_due_words(None, notice)
        url = reverse("programmes:outline_preview", args=[programme.pk])
        title = f"Đề cương: {outline.title or 'báo cáo'}, phiên bản {outline.version}"
        yield Line(head, title, url, f"Hạn: {told}" if told else "")
    for duty in reports:
        url = reverse("programmes:duty", args=[programme.pk, duty.pk])
        yield Line(head, duty.text, url, f"Hạn: {due_words(duty, notice)}. {note_of(duty, outline)}")


def _questions(programme: Programme, actor: Actor, agencies: frozenset[UUID]) -> Iterator[Line]:
    asked = Question.objects.visible_to(actor).filter(programme=programme, agency__in=agencies)
    rows = list(asked.order_by(F("answered_at").desc(nulls_first=True), "-asked_at")[:_SHOWN])
    url = reverse("programmes:questions", args=[programme.pk])
    for question in rows:
        yield Line(
            "Vướng mắc đã nêu", str(question), url, "Đã trả lời" if question.answered_at else "Chờ trả lời"
        )
