"""Thematic inspections entered, withdrawn, and their overlaps settled (S5; plan 97, I.2, II.3, IV.2).

A content that a unit has already in the year is not planned twice: it waits as an overlap, for the coordinator to
merge (same day, joint team) or for the head to allow with her reason. The database keeps the rule itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from soat.access.actor import Actor
from soat.common.errors import Conflict, DomainError
from soat.common.ids import new_id
from soat.common.locks import hold
from soat.common.once import made_before
from soat.inbox.services import tell, who_may
from soat.people.models import Agency
from soat.programmes.models import Area, Programme
from soat.schedules import rules
from soat.schedules.models import Mode, Overlap, OverlapState, Theme, Visit
from soat.schedules.selectors.themes import Taken, taken
from soat.schedules.services import notices, visits
from soat.schedules.services.recording import locked, said, save
from soat.schedules.services.visits import Shape
from soat.trail import services as trail

_SHOWN = ("title", "document", "leader", "month", "lead_agency_id")


@dataclass(frozen=True, slots=True)
class Plan:
    """What a department enters: `day` or at least its `month` (the first day of it)."""

    title: str
    lead: Agency
    agencies: Collection[Agency]
    areas: Collection[Area]
    day: date | None = None
    month: date | None = None
    half_days: int = 1
    mode: str = Mode.ON_SITE
    document: str = ""
    leader: str = ""


def register(
    programme: Programme, plan: Plan, *, merges: bool, by: Actor, now: datetime, key: UUID | None = None
) -> Theme:
    """A visit for each unit with the contents that are free there; the others become overlaps.

    Raises Conflict with the contents that are taken unless `merges`: she has read them and asks for merging.
    `key`: of the form (common/once.py).
    """
    by.require("schedule.theme", programme_id=programme.pk, state=programme.state, agency_id=plan.lead.pk)
    _check(programme, plan)
    key = key or new_id()
    with transaction.atomic():
        hold(key)
        values = {"title": plan.title, "lead_agency": plan.lead, "month": plan.month}
        if (made := made_before(Theme, key, values)) is not None:
            return made
        clashes = taken(programme, plan.agencies, plan.areas, plan.day)
        if clashes and not merges:
            raise Conflict(" ".join(one.told() for one in clashes))
        theme = Theme(
            id=key,
            programme=programme,
            lead_agency=plan.lead,
            title=plan.title,
            document=plan.document,
            leader=plan.leader,
            month=plan.month,
            made_at=now,
            made_by=by.id,
        )
        theme.save(force_insert=True)
        trail.record(
            "schedule.theme", theme, by=by, now=now, after=trail.snapshot(theme, _SHOWN),
            programme_id=programme.pk,
        )  # fmt: skip
        _visits(theme, plan, clashes, by=by, now=now)
        if clashes:
            deciding = who_may("schedule.plan", programme.pk) | who_may("schedule.override", programme.pk)
            facts = {"title": theme.title, "number": str(len(clashes))}
            tell("theme.overlap", to=deciding, about=theme, facts=facts, by=by, now=now)
    return theme


def _check(programme: Programme, plan: Plan) -> None:
    if not plan.title.strip():
        raise DomainError("Hãy ghi tên cuộc kiểm tra chuyên đề.", "title")
    if not plan.agencies:
        raise DomainError("Hãy chọn ít nhất một đơn vị được kiểm tra.", "agencies")
    if plan.day is None and plan.month is None:
        raise DomainError("Hãy ghi ngày kiểm tra, hoặc ít nhất là tháng.", "month")
    if any(area.programme_id != programme.pk for area in plan.areas):
        raise DomainError("Hãy chọn nội dung của chương trình này.", "areas")


def _visits(theme: Theme, plan: Plan, clashes: Collection[Taken], *, by: Actor, now: datetime) -> None:
    there = defaultdict(set)
    for one in clashes:
        there[one.agency.pk].add(one.area.pk)
        Overlap(
            programme_id=theme.programme_id,
            theme=theme,
            lead_agency=plan.lead,
            agency=one.agency,
            area=one.area,
            visit_id=one.visit_id,
        ).save(force_insert=True)
    for agency in plan.agencies:
        free = [one for one in plan.areas if one.pk not in there[agency.pk]]
        if free:
            visits.theme(theme, agency, Shape(free, plan.half_days, plan.mode), day=plan.day, by=by, now=now)


def withdraw(theme: Theme, *, reason: str, by: Actor, now: datetime) -> Theme:
    """The department does not carry it out: its visits are cancelled, its waiting overlaps dropped."""
    _require(theme, by)
    reason = said(reason)
    with transaction.atomic():
        theme = Theme.objects.select_for_update(of=("self",)).select_related("programme").get(pk=theme.pk)
        if theme.withdrawn_at:
            raise Conflict("Cuộc kiểm tra chuyên đề này đã rút.")
        for visit in Visit.objects.filter(theme=theme).exclude(state="cancelled").order_by("pk"):
            visits.withdraw(visit, reason=reason, by=by, now=now)
        waiting = Overlap.objects.select_for_update(of=("self",)).filter(theme=theme, state="waiting")
        for overlap in waiting.order_by("pk"):
            _settle(overlap, OverlapState.DROPPED, reason, by, now)
        theme.withdrawn_at, theme.withdrawn_by, theme.withdraw_reason = now, by.id, reason
        theme.save(update_fields=["withdrawn_at", "withdrawn_by", "withdraw_reason"])
        trail.record(
            "schedule.theme", theme, by=by, now=now, before={"withdrawn_at": None},
            after={"withdrawn_at": now}, reason=reason, programme_id=theme.programme_id,
        )  # fmt: skip
    return theme


def drop(overlap: Overlap, *, by: Actor, now: datetime) -> Overlap:
    """The department leaves this content out at this unit."""
    _require(overlap.theme, by)
    with transaction.atomic():
        return _settle(_waiting(overlap), OverlapState.DROPPED, "", by, now)


def merge(overlap: Overlap, *, by: Actor, now: datetime) -> Visit:
    """The department's people come along at the visit that has the content: same day, joint team."""
    by.require("schedule.plan", programme_id=overlap.programme_id, state=overlap.theme.programme.state)
    with transaction.atomic():
        overlap = _waiting(overlap)
        if overlap.visit is None:
            raise Conflict(
                "Nội dung này nằm trong một chương trình khác nên không ghép tại đây được. "
                "Hãy bỏ nội dung, hoặc xin Trưởng Đoàn cho kiểm tra lại kèm lý do."
            )
        visit = locked(overlap.visit)
        if visit.state not in ("planned", "notified"):
            raise Conflict("Cuộc kiểm tra có nội dung này đã mở hoặc đã hủy nên không ghép được.")
        _settle(overlap, OverlapState.MERGED, "", by, now)
        save(visit)
        if visit.state == "notified":  # the unit is told who comes along
            notices.send(visit, "change", by=by, now=now)
    return visit


def allow(overlap: Overlap, *, reason: str, by: Actor, now: datetime) -> Visit:
    """The head has the content inspected once more in the year, at the department's own visit, with the reason."""
    by.require("schedule.override", programme_id=overlap.programme_id, state=overlap.theme.programme.state)
    reason = said(reason)
    with transaction.atomic():
        overlap = _waiting(overlap)
        visit = _own_visit(overlap)
        if visit is None:
            shape = Shape([overlap.area])
            visit = visits.themed(overlap.theme, overlap.agency, shape, override=reason, by=by, now=now)
        else:
            visits.allow_again(visit, overlap.area, reason=reason, by=by, now=now)
        _settle(overlap, OverlapState.ALLOWED, reason, by, now)
    return visit


def _own_visit(overlap: Overlap) -> Visit | None:
    return (
        Visit.objects.filter(theme=overlap.theme_id, agency=overlap.agency_id, state__in=rules.MOVABLE)
        .select_related("programme", "agency")
        .first()
    )


def _require(theme: Theme, by: Actor) -> None:
    by.require(
        "schedule.theme",
        programme_id=theme.programme_id,
        state=theme.programme.state,
        agency_id=theme.lead_agency_id,
    )


def _waiting(overlap: Overlap) -> Overlap:
    row: Overlap = (
        Overlap.objects.select_for_update(of=("self",))
        .select_related("theme__programme", "area", "agency", "visit")
        .get(pk=overlap.pk)
    )
    if row.state != OverlapState.WAITING:
        raise Conflict(f"Nội dung này đã được xử lý: {row.get_state_display().lower()}. Hãy tải lại trang.")
    return row


def _settle(overlap: Overlap, state: OverlapState, reason: str, by: Actor, now: datetime) -> Overlap:
    overlap.state, overlap.reason = state, reason
    overlap.settled_at, overlap.settled_by = now, by.id
    overlap.save(update_fields=["state", "reason", "settled_at", "settled_by"])
    action = {"merged": "schedule.plan", "allowed": "schedule.override"}.get(state, "schedule.theme")
    trail.record(
        action, overlap, by=by, now=now, before={"state": "waiting"}, after={"state": str(state)},
        reason=reason, programme_id=overlap.programme_id,
    )  # fmt: skip
    return overlap
