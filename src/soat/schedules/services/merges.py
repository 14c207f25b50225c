"""Two visits to one unit become one (S5): same day, joint team, so that a unit is not visited twice.

Plan 97, I.2, II.3. Which pairs are worth it stands in `selectors.merges`.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from soat.access.actor import Actor
from soat.common.errors import Conflict, DomainError
from soat.schedules.models import Content, Crew, Overlap, Visit
from soat.schedules.services import notices
from soat.schedules.services.recording import locked, record, save, told_conflicts
from soat.schedules.services.visits import cancel, take_over


def merge(kept: Visit, other: Visit, *, by: Actor, now: datetime) -> Visit:
    """`other` goes into `kept`: its contents and people come along, itself is cancelled. All or nothing."""
    by.require("schedule.plan", programme_id=kept.programme_id, state=kept.programme.state)
    if kept.pk == other.pk or kept.agency_id != other.agency_id or kept.programme_id != other.programme_id:
        raise DomainError("Chỉ ghép hai cuộc kiểm tra của cùng một đơn vị trong chương trình.", "other")
    if "surprise" in (kept.kind, other.kind):
        raise DomainError("Kiểm tra đột xuất không ghép với cuộc khác.", "other")
    with transaction.atomic():
        for pk in sorted((kept.pk, other.pk)):  # always in this order: two planners never wait for each other
            Visit.objects.select_for_update(of=("self",)).get(pk=pk)
        kept, other = locked(kept), locked(other)
        if {kept.state, other.state} & {"opened", "cancelled"}:
            raise Conflict("Một trong hai cuộc kiểm tra đã mở hoặc đã hủy.")
        contents = list(other.contents.select_related("area"))
        members = list(other.crew.values_list("member_id", flat=True))
        cancel(other, reason=f"Ghép vào {kept}.", by=by, now=now)
        take_over(kept, [one.area for one in contents])
        _join_themes(kept, other, contents, by, now)
        _bring(kept, members)
        if other.half_days > kept.half_days:
            kept.half_days, kept.half = other.half_days, "am"
        save(kept, "half_days", "half")
        if kept.state == "notified":  # its contents, team or time are no longer those it told
            notices.send(kept, "change", by=by, now=now)
        record("schedule.plan", kept, by=by, now=now, after={"merged": str(other.pk)})
    return kept


def _join_themes(kept: Visit, other: Visit, contents: list[Content], by: Actor, now: datetime) -> None:
    """Whose thematic inspection goes in comes along, and goes on seeing the visit."""
    Overlap.objects.filter(visit=other).update(visit=kept)
    if other.theme is None:
        return
    for one in contents:
        Overlap.objects.update_or_create(
            theme=other.theme,
            agency_id=kept.agency_id,
            area_id=one.area_id,
            defaults={
                "programme_id": kept.programme_id,
                "lead_agency_id": other.theme.lead_agency_id,
                "visit": kept,
                "state": "merged",
                "settled_at": now,
                "settled_by": by.id,
            },
        )


def _bring(kept: Visit, members: list[UUID]) -> None:
    there = set(kept.crew.values_list("member_id", flat=True))
    with told_conflicts():
        for member_id in members:
            if member_id not in there:
                Crew(programme_id=kept.programme_id, visit=kept, member_id=member_id).save(force_insert=True)
