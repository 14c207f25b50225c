"""The notice of a visit as a paper: drawn by the template, numbered and issued to the unit (S6, D1).

A visit that the unit does not know of yet is notified by the same step; a later notice takes the place of the former.
A surprise gets a paper only once it is opened: until then no draft, number or gap in the register tells of it (S7).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.timezone import localdate

from soat.access.actor import Actor
from soat.common.errors import Conflict, DomainError
from soat.core.paper.model import Paper as Drawn
from soat.papers.facts import day_of, facts_of, issuer_of
from soat.papers.kinds import kind_of
from soat.papers.models import Batch, Paper
from soat.papers.selectors.wordings import current
from soat.papers.services import papers
from soat.papers.services.papers import About, Terms
from soat.papers.wordings import fill, finish
from soat.programmes.models import Programme, Statement
from soat.schedules.models import Notice, Visit
from soat.schedules.rules import HALVES
from soat.schedules.services import visits
from soat.schedules.services.recording import locked

NOTICE = "thong-bao-lich"
_TOLD = ("notified", "opened")  # of a visit that was announced: a surprise has no notice of schedule


def issue(visit: Visit, *, dated: date | None = None, by: Actor, now: datetime) -> Paper:
    """The notice as an issued paper of `dated`, today if none. Notifies the unit first if it was not told yet.

    Raises Incomplete with what the visit lacks, Conflict if its state bears no notice.
    """
    by.require("visit.notify", programme_id=visit.programme_id, state=visit.programme.state)
    kind = kind_of(NOTICE)
    with transaction.atomic():
        visit = locked(visit)
        if visit.state == "planned":
            visit = visits.notify(visit, by=by, now=now)
        _require_told(visit)
        former = former_of(visit)
        if former is not None and not is_behind(former, visit):
            raise Conflict(
                f"Thông báo {former.number_text} của cuộc này đã ban hành và chưa có thay đổi nào sau đó."
            )
        values = facts(visit, former)
        draft = papers.draft(visit.programme, kind, values, About(visit, visit.agency), by=by, now=now)
        terms = Terms(dated or localdate(now), issuer=issuer_of(kind, visit.programme))
        return papers.issue(draft, terms, by=by, now=now, instead_of=former)


def preview(visit: Visit, *, by: Actor, now: datetime) -> Drawn:
    """The notice as it would be issued now; nothing is saved."""
    by.require("visit.notify", programme_id=visit.programme_id, state=visit.programme.state)
    if visit.state != "planned":
        _require_told(visit)
    kind, programme = kind_of(NOTICE), visit.programme
    values = {**facts_of(programme), **facts(visit, former_of(visit))}
    texts = fill(kind, current(programme, kind).texts, values)
    return finish(texts, kind.tables_of(values), year=localdate(now).year)


def waiting(programme: Programme) -> QuerySet[Visit]:
    """Visits with a day, told or ready to be told, whose state no issued paper tells. Never an unopened surprise."""
    told = Notice.objects.filter(visit=OuterRef("subject_id"), sent_at__gt=OuterRef("issued_at"))
    have = Paper.objects.filter(~Exists(told), programme=programme, kind=NOTICE, state="issued")
    rows = Visit.objects.filter(programme=programme, state__in=("planned", *_TOLD), day__isnull=False)
    rows = rows.exclude(kind="surprise").exclude(pk__in=have.values("subject_id"))
    return rows.order_by("day", "half", "pk")


def work_off(batch_id: UUID, *, by: Actor, now: datetime) -> bool:
    """Deals with the next visit of the batch, in one transaction; whether any are left. Twice does no harm."""
    with transaction.atomic():
        batch = Batch.objects.select_for_update(of=("self",)).get(pk=batch_id)
        if batch.done < batch.total:
            told = _tried(UUID(batch.items[batch.done]), by=by, now=now)
            batch.done += 1
            if told:
                batch.failures = [*batch.failures, told]
        if batch.done == batch.total and batch.finished_at is None:
            batch.finished_at = now
        batch.save(update_fields=["done", "failures", "finished_at"])
        return batch.done < batch.total


def _tried(visit_id: UUID, *, by: Actor, now: datetime) -> dict[str, str] | None:
    """Issues one notice; what stands in its way, by the unit's name."""
    visit = Visit.objects.select_related("agency", "programme__standing_agency").filter(pk=visit_id).first()
    if visit is None or ((former := former_of(visit)) is not None and not is_behind(former, visit)):
        return None
    try:
        with transaction.atomic():
            issue(visit, by=by, now=now)
    except DomainError as error:
        lacking = getattr(error, "missing", {})
        return {"name": str(visit.agency), "reason": " ".join((error.message, *lacking.values()))}
    return None


def former_of(visit: Visit) -> Paper | None:
    """The notice in force about the visit, if there is one."""
    return (
        Paper.objects.filter(subject_id=visit.pk, kind=NOTICE, state="issued").order_by("-issued_at").first()
    )


def is_behind(paper: Paper, visit: Visit) -> bool:
    """Whether the unit was told of a change after the paper was issued."""
    return visit.notices.filter(sent_at__gt=paper.issued_at).exists()


def facts(visit: Visit, former: Paper | None) -> dict[str, Any]:
    """The variables of the notice (`papers/kinds/thong-bao-lich.toml`)."""
    areas = [one.area.title for one in visit.contents.select_related("area").order_by("area__order")]
    sides = Statement.objects.filter(programme_id=visit.programme_id, kind="unit_side").order_by("order")
    return {
        "don_vi": str(visit.agency),
        "thoi_gian": _when(visit),
        "dia_diem": visit.place,
        "noi_dung": [_bare(title) for title in areas],
        "thanh_phan_doan": _crew(visit),
        "thanh_phan_don_vi": [_bare(one.text) for one in sides],
        "han_bao_cao": day_of(visit.report_due_on) if visit.report_due_on else "",
        "thay_cho": f"Thông báo số {former.cited}" if former else "",
    }


def _crew(visit: Visit) -> Sequence[dict[str, str]]:
    crew = visit.crew.select_related("member__person", "member__agency").prefetch_related("assignments__area")
    return [
        {
            "stt": str(number),
            "ho_ten": str(one.member.person),
            "chuc_vu": ", ".join(part for part in (one.member.title, str(one.member.agency or "")) if part),
            "noi_dung": "; ".join(_bare(held.area.title) for held in one.assignments.all()),
        }
        for number, one in enumerate(sorted(crew, key=lambda one: one.member.person.sort_key), start=1)
    ]


def _bare(text: str) -> str:
    return text.strip().rstrip(";.,")


def _when(visit: Visit) -> str:
    half = HALVES[(visit.half, visit.half_days)].lower()
    return f"{half} {day_of(visit.day)}" if visit.day else "vào ngày sẽ báo sau"


def _require_told(visit: Visit) -> None:
    if visit.state not in _TOLD:
        raise Conflict(
            f"Cuộc kiểm tra đang ở trạng thái “{visit.get_state_display().lower()}” nên chưa ra thông báo được."
        )
