"""What comes next in each programme for whoever looks (requirements A2, G5): steps to take and dates ahead.

For "Việc của tôi", the overview and the page of the start. Higher rooms add their own steps (`tell`, from their
`apps.py`). A fixed number of queries, however many programmes and rows there are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext

from soat.access.actor import Actor
from soat.access.models import Grant
from soat.access.roles import Role
from soat.programmes.models import Duty, Programme, Question, Subject
from soat.programmes.selectors.duties import overdue

_SHOWN = 3  # late duties and dates ahead of one programme
_READ = 100  # the most urgent of all programmes, of which those are taken


class Urgency(IntEnum):
    """In this order steps are told: what is overdue, who waits for an answer, who lacks, what is to be planned, what is
    to be completed, the end."""

    LATE = 0
    ANSWER = 1
    PEOPLE = 2
    PLAN = 3
    COMPLETE = 4
    END = 5


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to see to, and the one place where it is done."""

    text: str
    url: str
    urgency: Urgency

    @property
    def is_late(self) -> bool:
        return self.urgency is Urgency.LATE


Source = Callable[[Sequence[Programme], Actor, date], dict[UUID, list[Step]]]
_SOURCES: list[Source] = []


def tell(source: Source) -> None:
    """A higher room's steps in programmes that run (or are about to start), for whoever looks."""
    _SOURCES.append(source)


@dataclass(frozen=True, slots=True)
class Outlook:
    """A programme with its steps, and duties of all parties by due date: overdue, then ahead.

    Both are empty for a unit; those who manage duties have the overdue ones among their tasks.
    """

    programme: Programme
    steps: list[Step]
    late: list[Duty]
    ahead: list[Duty]


def outlooks(actor: Actor, today: date) -> list[Outlook]:
    """Her programmes that are running or being prepared, the latest first."""
    found = Programme.objects.visible_to(actor).filter(state__in=("draft", "running"))
    programmes = list(found.order_by("-state", "-year", "title", "id")[:50])
    steps = next_steps(programmes, actor, today)
    watched = [one for one in programmes if one.state == "running" and _whole(actor, "duty.view", one)]
    dated = _open_duties(watched, actor).filter(agency__isnull=False).select_related("agency", "programme")
    others = [one for one in watched if not _whole(actor, "duty.manage", one)]
    late = _first_of_each(
        dated.filter(due_on__lt=today, programme__in=others).order_by("due_on", "order", "id")
    )
    ahead = _first_of_each(dated.filter(due_on__gte=today).order_by("due_on", "order", "id"))
    return [Outlook(one, steps[one.pk], late[one.pk], ahead[one.pk]) for one in programmes]


def next_steps(programmes: Sequence[Programme], actor: Actor, today: date) -> dict[UUID, list[Step]]:
    """What she should see to in each programme, the most pressing first."""
    running = [one for one in programmes if one.state == "running"]
    steps = _of_running(running, actor, today)
    for one in programmes:
        if one.state == "draft" and _whole(actor, "programme.review", one):
            steps[one.pk].append(
                _step(gettext("Soát bản đọc kế hoạch, rồi bắt đầu chương trình"), "review", one, Urgency.PLAN)
            )
    return {one.pk: sorted(steps[one.pk], key=lambda step: step.urgency) for one in programmes}


def first_steps(programme: Programme, actor: Actor, today: date) -> list[Step]:
    """What there will be to see to as soon as a draft is started."""
    return sorted(_of_running([programme], actor, today)[programme.pk], key=lambda step: step.urgency)


def _of_running(running: Sequence[Programme], actor: Actor, today: date) -> dict[UUID, list[Step]]:
    steps: dict[UUID, list[Step]] = defaultdict(list)
    if not running:
        return steps
    counts = _counts(running, actor, today)
    for one in running:
        steps[one.pk] = list(_steps(one, actor, today, counts[one.pk]))
    for source in _SOURCES:
        for pk, more in source(running, actor, today).items():
            steps[pk].extend(more)
    return steps


def _steps(programme: Programme, actor: Actor, today: date, counts: dict[str, int]) -> Iterator[Step]:
    if late := counts["late"]:
        yield _step(
            gettext("%(late)s nhiệm vụ đã quá hạn") % {"late": late},
            "duties",
            programme,
            Urgency.LATE,
            "?status=late",
        )
    if actor.may("duty.manage", programme_id=programme.pk, state="running"):
        yield from _to_manage(programme, today, counts)


def _to_manage(programme: Programme, today: date, counts: dict[str, int]) -> Iterator[Step]:
    """The coordinator's steps in a running programme."""
    is_over = bool(programme.period_end and programme.period_end < today)
    over = "Thời gian kiểm tra đã hết: kết thúc chương trình khi xong việc"
    reported = "{} báo cáo kết quả nhiệm vụ chờ xác nhận"
    unowned = "{} nhiệm vụ chưa rõ cơ quan chịu trách nhiệm"
    told = (
        (counts["asked"], "{} khó khăn, vướng mắc chờ trả lời", "questions", Urgency.ANSWER, ""),
        (counts["reported"], reported, "duties", Urgency.ANSWER, "?status=reported"),
        (counts["unowned"], unowned, "duties", Urgency.PEOPLE, "?status=unowned"),
        (counts["absent"], gettext("Mời người của {} đơn vị được kiểm tra"), "people", Urgency.PEOPLE, ""),
        (not counts["subjects"], gettext("Thêm đối tượng kiểm tra"), "subjects", Urgency.PLAN, ""),
        (
            counts["undated"],
            gettext("{} nhiệm vụ chưa có hạn"),
            "duties",
            Urgency.COMPLETE,
            "?status=undated",
        ),
        (is_over, over, "overview", Urgency.END, ""),
    )
    for count, text, view, urgency, query in told:
        if count:
            yield _step(text.format(count), view, programme, urgency, query)


def _step(text: str, view: str, programme: Programme, urgency: Urgency, query: str = "") -> Step:
    return Step(text, reverse(f"programmes:{view}", args=[programme.pk]) + query, urgency)


def _counts(running: Sequence[Programme], actor: Actor, today: date) -> dict[UUID, dict[str, int]]:
    counts: dict[UUID, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    duties = _open_duties(running, actor).order_by().values("programme_id")
    _add(counts, duties.annotate(late=Count("id", filter=overdue(today)), unowned=_UNOWNED, undated=_UNDATED))
    reported = Duty.objects.visible_to(actor).tasks().filter(programme__in=running, confirmed_at=None)
    reported = reported.filter(done_at__isnull=False).order_by()
    _add(counts, reported.values("programme_id").annotate(reported=Count("id")))
    asked = Question.objects.visible_to(actor).filter(programme__in=running, answered_at=None)
    _add(counts, asked.order_by().values("programme_id").annotate(asked=Count("id")))
    held = Grant.objects.filter(
        programme_id=OuterRef("programme_id"),
        agency_id=OuterRef("agency_id"),
        role__in=(Role.UNIT_HEAD, Role.UNIT_OFFICER),
        ended_at=None,
    )
    subjects = Subject.objects.visible_to(actor).current().filter(programme__in=running).order_by()
    absent = Count("id", filter=~Exists(held))
    _add(counts, subjects.values("programme_id").annotate(subjects=Count("id"), absent=absent))
    return counts


_UNOWNED = Count("id", filter=Q(agency=None))
_UNDATED = Count("id", filter=Q(due_on=None))


def _add(counts: dict[UUID, dict[str, int]], rows: Iterable[Any]) -> None:
    for row in rows:
        figures = dict(row)
        counts[figures.pop("programme_id")].update(figures)


def _open_duties(programmes: Sequence[Programme], actor: Actor) -> QuerySet[Duty]:
    return Duty.objects.visible_to(actor).tasks().filter(programme__in=programmes, done_at=None)


def _first_of_each(duties: QuerySet[Duty]) -> dict[UUID, list[Duty]]:
    first: dict[UUID, list[Duty]] = defaultdict(list)
    for duty in duties[:_READ]:
        if len(first[duty.programme_id]) < _SHOWN:
            first[duty.programme_id].append(duty)
    return first


def _whole(actor: Actor, action: str, programme: Programme) -> bool:
    return actor.may(action, programme_id=programme.pk, state=programme.state)
