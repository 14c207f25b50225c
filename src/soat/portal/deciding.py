"""Lines of "my work" that wait for a decision on the schedule (A2, S1, S5, S7): what is proposed, asked, in the way.

Each read starts from what she may see, so a surprise inspection stands only with who approves it. Called by `work`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Count, Exists, F, OuterRef
from django.urls import reverse
from django.utils.translation import gettext

from soat.access.actor import Actor
from soat.common.looks import Badge, spoken
from soat.portal.lines import Task, due_badge, name_of
from soat.schedules.models import Absence, BlackoutRequest, Crew, Overlap, Visit

MOST = 100


def decisions(actor: Actor, today: date) -> Iterator[Task]:
    """In no order; `work` sorts all lines by their day."""
    yield from _surprises(actor, today)
    yield from _asked_off(actor, today)
    yield from _overlaps(actor)
    yield from _away(actor, today)


def _surprises(actor: Actor, today: date) -> Iterator[Task]:
    """Proposed by another: nobody approves her own."""
    rows = (
        Visit.objects.visible_to(actor)
        .filter(kind="surprise", state="proposed", programme_id__in=actor.programmes("surprise.approve"))
        .exclude(made_by=actor.id)
        .select_related("programme", "agency")
        .order_by("made_at", "id")[:MOST]
    )
    for visit in rows:
        yield Task(
            spoken("Duyệt đề xuất kiểm tra đột xuất tại %(agency)s", agency=visit.agency),
            name_of(visit.programme),
            reverse("schedules:visit", args=[visit.programme_id, visit.pk]),
            visit.day,
            spoken("Đột xuất"),
            due_badge(visit.day, today),
            is_secret=True,
        )


def _asked_off(actor: Actor, today: date) -> Iterator[Task]:
    """Days on which a unit asks not to be visited; due before the first of them."""
    rows = (
        BlackoutRequest.objects.visible_to(actor)
        .filter(
            answered_at=None,
            programme__state="running",
            programme_id__in=actor.programmes("schedule.plan"),
        )
        .select_related("programme", "agency")
        .order_by("first", "id")[:MOST]
    )
    for asked in rows:
        yield Task(
            spoken("Trả lời %(agency)s xin không tiếp Đoàn %(days)s", agency=asked.agency, days=asked.days()),
            name_of(asked.programme),
            reverse("schedules:blackouts", args=[asked.programme_id]),
            asked.first,
            spoken("Ngày không tiếp Đoàn"),
            due_badge(asked.first, today),
        )


def _overlaps(actor: Actor) -> Iterator[Task]:
    """Contents of a thematic inspection that the unit has already: one line an inspection."""
    agencies = {agency for held in actor.holdings for agency in held.agencies}
    deciding = actor.programmes("schedule.plan") | actor.programmes("schedule.override")
    rows = (
        Overlap.objects.visible_to(actor)
        .filter(state="waiting", programme__state="running")
        .values(
            "theme_id",
            "theme__title",
            "programme_id",
            "programme__number",
            "programme__title",
            "lead_agency_id",
        )
        .annotate(number=Count("id"))
        .order_by("theme__title", "theme_id")[:MOST]
    )
    for row in rows:
        if row["programme_id"] not in deciding and row["lead_agency_id"] not in agencies:
            continue
        yield Task(
            spoken(
                "Giải quyết %(number)s nội dung trùng của kiểm tra chuyên đề %(title)s",
                number=row["number"],
                title=row["theme__title"],
            ),
            row["programme__number"] or row["programme__title"],
            reverse("schedules:theme", args=[row["programme_id"], row["theme_id"]]),
            kind=spoken("Chuyên đề"),
            badge=Badge(gettext("Chờ ghép"), "warn"),
        )


def _away(actor: Actor, today: date) -> Iterator[Task]:
    """Members who are absent on the day of a visit they are to go to; whoever plans finds another."""
    absent = Absence.objects.filter(
        member=OuterRef("member"), first__lte=OuterRef("visit__day"), last__gte=OuterRef("visit__day")
    )
    rows = (
        Crew.objects.filter(
            Exists(absent),
            visit__in=Visit.objects.visible_to(actor).filter(state__in=("planned", "notified")),
            visit__day__gte=today,
            programme__state="running",
            programme_id__in=actor.programmes("schedule.plan"),
        )
        .annotate(day=F("visit__day"))
        .select_related("programme", "visit__agency", "person")
        .order_by("day", "id")[:MOST]
    )
    for one in rows:
        yield Task(
            spoken(
                "Tìm người thay %(person)s, vắng ngày kiểm tra %(agency)s",
                person=one.person,
                agency=one.visit.agency,
            ),
            name_of(one.programme),
            reverse("schedules:visit", args=[one.programme_id, one.visit_id]),
            one.visit.day,
            spoken("Phân công"),
            due_badge(one.visit.day, today),
        )
