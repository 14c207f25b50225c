"""What stands in a person's calendar feed (S9): whose it is, and her visits through `visible_to` as she is now."""

from __future__ import annotations

from datetime import date
from typing import cast
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.urls import reverse

from soat.access.actor import Actor, acting_as, load, system
from soat.accounts.models import User
from soat.schedules.icalendar import Entry
from soat.schedules.models import Crew, Feed, Visit
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
            .select_related("agency")
            .order_by("day", "half", "id")
        )
        return [_entry(one) for one in rows]


def _entry(visit: Visit) -> Entry:
    due = f"Hạn gửi báo cáo: {visit.report_due_on:%d/%m/%Y}." if visit.report_due_on else ""
    return Entry(
        uid=f"{visit.pk}@soat",
        day=cast(date, visit.day),
        half=visit.half,
        half_days=visit.half_days,
        title=f"Kiểm tra {visit.agency}",
        place=visit.place or str(visit.agency),
        note=f"{visit.get_state_display()}. {due}".strip(),
        url=settings.BASE_URL.rstrip("/") + reverse("schedules:visit", args=[visit.programme_id, visit.pk]),
        revision=visit.revision,
        made_at=visit.made_at,
    )
