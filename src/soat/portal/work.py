"""My work: what is due for a person, across the rooms (requirements A2, G5). Called by the first page.

Each source of tasks is one query at most, so that the page costs the same with few programmes or many.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils.translation import gettext

from soat.access.actor import Actor
from soat.common.looks import Badge, spoken
from soat.portal.deciding import decisions
from soat.portal.lines import Task, due_badge, name_of
from soat.programmes.models import Duty, Programme, Question, Subject
from soat.programmes.rules.duties import due_words, is_on_outline, is_visit_report, report_due_words
from soat.programmes.selectors.duties import overdue
from soat.programmes.selectors.readiness import with_figures
from soat.schedules.selectors.visits import upcoming
from soat.teams.models import kind_label
from soat.teams.selectors.places import waiting


def tasks(actor: Actor, today: date) -> list[Task]:
    """Everything that waits for `actor`, the most urgent first."""
    found = [
        *_drafts(actor),
        *_questions(actor),
        *_duties(actor, today),
        *_new_forms(actor),
        *_visits(actor, today),
        *_requests(actor, today),
        *decisions(actor, today),
    ]
    return sorted(found, key=lambda task: (task.due is None, task.due or today))


def _drafts(actor: Actor) -> Iterator[Task]:
    """Drafts she may review and start."""
    drafts = Programme.objects.visible_to(actor).filter(
        state="draft", id__in=actor.programmes("programme.review")
    )
    for programme in with_figures(drafts).order_by("title"):
        is_reviewed = not programme.doubts_left and not programme.unplaced_left  # type: ignore[attr-defined]
        yield Task(
            spoken("Bắt đầu chương trình")
            if is_reviewed
            else spoken("Soát bản đọc kế hoạch và bắt đầu chương trình"),
            name_of(programme),
            reverse("programmes:start" if is_reviewed else "programmes:review", args=[programme.pk]),
            kind=spoken("Dự thảo"),
            badge=Badge(gettext("Đã soát"), "good") if is_reviewed else Badge(gettext("Cần soát"), "warn"),
        )


def _questions(actor: Actor) -> Iterator[Task]:
    """Questions of units that she may answer, one line a programme."""
    waiting = (
        Question.objects.visible_to(actor)
        .filter(
            answered_at=None, programme__state="running", programme_id__in=actor.programmes("question.answer")
        )
        .values("programme_id", "programme__title", "programme__number")
        .annotate(number=Count("id"))
        .order_by("programme__title")
    )
    for row in waiting:
        yield Task(
            spoken("Trả lời %(number)s khó khăn, vướng mắc", number=row["number"]),
            row["programme__number"] or row["programme__title"],
            reverse("programmes:questions", args=[row["programme_id"]]),
            kind=spoken("Vướng mắc"),
            badge=Badge(gettext("Chờ trả lời"), "warn"),
        )


def _duties(actor: Actor, today: date) -> Iterator[Task]:
    """Open duties she may report on; for a coordinator also everybody's that are overdue."""
    agencies = {agency for held in actor.holdings for agency in held.agencies}
    own = Q(agency_id__in=agencies)
    watched = Q(programme_id__in=actor.programmes("duty.manage")) & (Q(owner="standing") | overdue(today))
    rows = (
        Duty.objects.visible_to(actor)
        .tasks()
        .filter(own | watched, done_at=None, programme__state="running")
        .select_related("programme", "agency")
        .order_by(F("due_on").asc(nulls_last=True), "order", "id")[:200]
    )
    for duty in rows:
        yield Task(
            duty.text,
            name_of(duty.programme),
            reverse("programmes:duty", args=[duty.programme_id, duty.pk]),
            duty.due_on,
            spoken(kind_of(duty))
            if duty.agency_id in agencies
            else spoken("Nhiệm vụ của %(party)s", party=duty.agency or duty.party),
            due_badge(duty.due_on, today, due_words(duty, duty.programme.notice_working_days)),
        )


def _new_forms(actor: Actor) -> Iterator[Task]:
    """The outline her unit will report on, unless a duty of the plan says so and leads there."""
    agencies = {agency for held in actor.holdings for agency in held.agencies}
    if not agencies:
        return
    open_ones = Duty.objects.visible_to(actor).tasks().filter(agency_id__in=agencies, owner="units")
    asked = {(duty.programme_id, duty.agency_id) for duty in open_ones if is_visit_report(duty)}
    rows = (
        Subject.objects.visible_to(actor)
        .current()
        .filter(agency_id__in=agencies, programme__state="running")
        .select_related("programme")
        .order_by("programme__title", "name")
    )
    for subject in rows:
        pk, agency = subject.programme_id, subject.agency_id
        if (pk, agency) in asked or not actor.may(
            "outline.view", programme_id=pk, state="running", agency_id=agency
        ):
            continue
        due = report_due_words(None, subject.programme.notice_working_days)
        yield Task(
            spoken("Chuẩn bị báo cáo của %(name)s theo đề cương", name=subject.name),
            name_of(subject.programme),
            reverse("programmes:outline_preview", args=[subject.programme_id]),
            kind=spoken("Báo cáo"),
            badge=Badge(due or gettext("Chưa có hạn"), "neutral"),
        )


def _visits(actor: Actor, today: date) -> Iterator[Task]:
    """Visits to her unit that it was told of, with the deadline of its report."""
    agencies = {agency for held in actor.holdings for agency in held.agencies}
    if not agencies:
        return
    for visit in upcoming(actor, agencies, today):
        due = visit.report_due_on or visit.day
        yield Task(
            spoken("Chuẩn bị tiếp Đoàn kiểm tra ngày %(day)s", day=f"{visit.day:%d/%m/%Y}"),
            name_of(visit.programme),
            reverse("schedules:visit", args=[visit.programme_id, visit.pk]),
            due,
            spoken("Lịch kiểm tra tại %(agency)s", agency=visit.agency),
            due_badge(due, today),
        )


def _requests(actor: Actor, today: date) -> Iterator[Task]:
    """Persons her agency is asked for; for a coordinator the names to answer and the agencies that are late."""
    agencies = {agency for held in actor.holdings for agency in held.agencies}
    for asked in waiting(actor, today)[:200]:
        to_decide = getattr(asked, "to_decide", 0)
        if asked.agency_id in agencies:
            title = spoken(
                "Cử %(wanted)s người: %(kind_label)s",
                wanted=asked.wanted,
                kind_label=spoken(kind_label(asked.kind)),
            )
        elif to_decide:
            title = spoken("Xem %(to_decide)s người %(agency)s cử", to_decide=to_decide, agency=asked.agency)
        else:
            title = spoken("%(agency)s chưa cử đủ người", agency=asked.agency)
        yield Task(
            title,
            name_of(asked.programme),
            reverse("teams:request", args=[asked.programme_id, asked.pk]),
            asked.due_on,
            spoken("Đoàn kiểm tra"),
            due_badge(asked.due_on, today),
        )


def kind_of(duty: Duty) -> str:
    """What kind of task one's own duty is; two reports tell themselves apart by what the plan says of them."""
    if not is_visit_report(duty):
        return "Nhiệm vụ"
    return "Báo cáo theo đề cương" if is_on_outline(duty) else "Báo cáo trước khi kiểm tra"
