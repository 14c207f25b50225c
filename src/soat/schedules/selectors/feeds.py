"""What stands in a person's calendar feed (S9): her visits through `visible_to` as she is now, and her absences."""

from __future__ import annotations

from datetime import date, datetime
from typing import cast
from uuid import UUID

from django.conf import settings
from django.db.models import Prefetch, Q
from django.urls import reverse

from soat.access.actor import Actor, acting_as, load, system
from soat.accounts.models import User
from soat.schedules.icalendar import Entry
from soat.schedules.models import Absence, Content, Crew, Feed, Visit
from soat.schedules.services.feeds import hash_of


def person_of(token: str) -> Actor | None:
    """Who made this address and still has an account."""
    with acting_as(system("lịch cá nhân")):
        feed = Feed.objects.filter(token_hash=hash_of(token)).first()
        user = User.objects.filter(pk=feed.user_id, is_active=True).first() if feed else None
        return load(user.pk, user.get_full_name()) if user else None


def entries(actor: Actor) -> list[Entry]:
    """Visits with a day that she goes to, decides on, or whose unit she is of. Runs as herself, under her rights."""
    with acting_as(actor):
        going = Crew.objects.filter(person__user=actor.id).values("visit")
        units = {agency for held in actor.holdings for agency in held.agencies}
        decides: set[UUID] = set(actor.programmes("surprise.view"))
        rows = (
            Visit.objects.visible_to(actor)
            .filter(Q(pk__in=going) | Q(agency_id__in=units) | Q(programme_id__in=decides))
            .filter(day__isnull=False, programme__state__in=("running", "closed"))
            .exclude(state="cancelled")
            .select_related("agency", "vehicle")
            .prefetch_related(Prefetch("contents", Content.objects.order_by("area__order")), "contents__area")
            .order_by("day", "half", "id")
        )
        away = Absence.objects.visible_to(actor).filter(member__person__user=actor.id)
        return [*(_entry(one) for one in rows), *(_away(one) for one in away.select_related("programme"))]


def _away(absence: Absence) -> Entry:
    return Entry(
        uid=f"{absence.pk}@soat",
        day=absence.first,
        last=absence.last,
        half="am",
        half_days=2,
        title="Vắng, không đi kiểm tra",
        place="",
        note=absence.reason,
        url=settings.BASE_URL.rstrip("/") + reverse("schedules:absences", args=[absence.programme_id]),
        revision=0,
        made_at=cast(datetime, absence.programme.started_at),
    )


def _entry(visit: Visit) -> Entry:
    areas = "; ".join(one.area.title for one in visit.contents.all())
    car = f"Xe: {visit.vehicle}." if visit.vehicle else ""
    due = f"Hạn gửi báo cáo: {visit.report_due_on:%d/%m/%Y}." if visit.report_due_on else ""
    return Entry(
        uid=f"{visit.pk}@soat",
        day=cast(date, visit.day),
        half=visit.half,
        half_days=visit.half_days,
        title=f"Kiểm tra {visit.agency}",
        place=visit.place or str(visit.agency),
        note=" ".join(part for part in (f"{visit.get_state_display()}.", due, car, _said(areas)) if part),
        url=settings.BASE_URL.rstrip("/") + reverse("schedules:visit", args=[visit.programme_id, visit.pk]),
        revision=visit.revision,
        made_at=visit.made_at,
    )


def _said(areas: str) -> str:
    return f"Nội dung: {areas}." if areas else ""
