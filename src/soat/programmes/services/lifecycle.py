"""Steps of a programme's life (rules.py): start, close, discard, restore. One step = one locked transaction.

The start freezes what the plan says: the draft outline is issued, and each agency of a group gets its own copy of the
group's duties (`shares`), so that every task has an owner (requirement G5).
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from soat.access.actor import Actor
from soat.common import locks
from soat.common.errors import Conflict, DomainError, Incomplete
from soat.core.citations import find_all
from soat.inbox.services import everybody, tell
from soat.programmes import rules
from soat.programmes.models import Outline, PlanSource, Programme
from soat.programmes.rules import Transition
from soat.programmes.selectors.readiness import facts_of
from soat.programmes.services import outlines, shares
from soat.programmes.services.holding import held
from soat.programmes.services.import_plan import refuse_twice
from soat.trail import services as trail


class Unlooked(DomainError):
    """Values of the plan that nobody looked at; who starts has to take them over as read."""


def start(programme: Programme, *, by: Actor, now: datetime, accept_unlooked: bool = False) -> Programme:
    """Raises Incomplete with what is missing, field by field; Unlooked unless she accepts what nobody looked at."""
    with transaction.atomic():
        programme = _locked(programme, rules.START, by)
        facts = facts_of(programme)
        if gaps := rules.missing(rules.START, facts):
            raise Incomplete(
                gettext("Chương trình chưa đủ điều kiện để bắt đầu. Hãy bổ sung các mục sau."), gaps
            )
        if facts.unlooked and not accept_unlooked:
            raise Unlooked(
                gettext(
                    "Còn %(unlooked)s giá trị chưa ai soát. Hãy soát tiếp, hoặc đánh dấu đồng ý dùng như Soát đã "
                    "đọc."
                )
                % {"unlooked": facts.unlooked},
                "accept_unlooked",
            )
        _issue_outline(programme, by, now)
        shared = shares.share_all(programme, by=by, now=now)
        told = {"duties": shared, "unlooked": facts.unlooked}
        programme = _move(programme, rules.START, by, now, {"started_at": now, "started_by": by.id}, told)
        _tell_all("programme.started", programme, {}, by, now)
    return programme


def _tell_all(kind: str, programme: Programme, facts: dict[str, str], by: Actor, now: datetime) -> None:
    named = {"programme": programme.number or programme.title, **facts}
    tell(kind, to=everybody(programme.pk), about=programme, facts=named, by=by, now=now)


def extend(
    programme: Programme, until: date, *, document: str, reason: str, by: Actor, now: datetime
) -> Programme:
    """The period of inspection is prolonged by a document, so that visits may stand after the plan's last day."""
    document, reason = " ".join(document.split()), reason.strip()
    for name, said in (("document", document), ("reason", reason)):
        if not said:
            raise DomainError(gettext("Hãy ghi số, ngày của văn bản làm căn cứ và lý do gia hạn."), name)
    if not any(cited.number and cited.date for cited in find_all(document)):
        raise DomainError(
            gettext("Hãy ghi đủ số và ngày của văn bản, ví dụ Quyết định số 12/QĐ-UBND ngày 05/3/2026."),
            "document",
        )
    with transaction.atomic():
        programme = held(programme, "programme.extend", by=by)
        if programme.period_end is None or until <= programme.period_end:
            raise DomainError(
                gettext("Ngày gia hạn phải sau ngày kết thúc hiện nay của thời kỳ kiểm tra."), "until"
            )
        before = trail.snapshot(programme, ("period_end",))
        programme.period_end = until
        programme.save(update_fields=["period_end"])
        trail.record(
            "programme.extend",
            programme,
            by=by,
            now=now,
            programme_id=programme.pk,
            before=before,
            after={"period_end": until, "document": document},
            reason=reason,
        )
        _tell_all("programme.extended", programme, {"day": f"{until:%d/%m/%Y}"}, by, now)
    return programme


def close(programme: Programme, *, by: Actor, now: datetime) -> Programme:
    """The programme ends; everything stays to be read."""
    with transaction.atomic():
        programme = _locked(programme, rules.CLOSE, by)
        return _move(programme, rules.CLOSE, by, now, {"closed_at": now, "closed_by": by.id})


def discard(programme: Programme, *, reason: str, by: Actor, now: datetime) -> Programme:
    """Put a draft aside, with a reason. Its file may then be imported again."""
    if not reason.strip():
        raise DomainError(gettext("Hãy ghi lý do bỏ bản dự thảo."), "reason")
    with transaction.atomic():
        programme = _locked(programme, rules.DISCARD, by)
        change = {"discarded_at": now, "discarded_by": by.id}
        return _move(programme, rules.DISCARD, by, now, change, reason=reason.strip())


def restore(programme: Programme, *, by: Actor, now: datetime) -> Programme:
    """Take a discarded draft up again, unless its file was imported anew meanwhile."""
    with transaction.atomic():
        programme = _locked(programme, rules.RESTORE, by)
        if source := PlanSource.objects.filter(programme=programme).only("sha256").first():
            refuse_twice(source.sha256, by)
        return _move(programme, rules.RESTORE, by, now, {"discarded_at": None, "discarded_by": None})


def _locked(programme: Programme, step: Transition, by: Actor) -> Programme:
    """The row, locked and still in the state the step starts from."""
    by.require(step.action, programme_id=programme.pk, state=step.source)
    locks.hold(programme.pk)  # whoever writes a duty or a question in it comes before or after (holding.py)
    # Not the key: who gives a role meanwhile holds the state and needs the key at her commit.
    held = Programme.objects.select_for_update(no_key=True).filter(pk=programme.pk).first()
    if held is None or held.state != step.source:
        raise Conflict(
            gettext(
                "Trạng thái chương trình vừa thay đổi, có thể do người khác thao tác. Hãy tải lại trang để xem."
            )
        )
    return held


def _move(
    programme: Programme,
    step: Transition,
    by: Actor,
    now: datetime,
    change: dict[str, Any],
    told: dict[str, Any] | None = None,
    *,
    reason: str = "",
) -> Programme:
    for name, value in {"state": step.target, **change}.items():
        setattr(programme, name, value)
    programme.save(update_fields=["state", *change])
    trail.record(
        step.action,
        programme,
        by=by,
        now=now,
        programme_id=programme.pk,
        before={"state": step.source},
        after={"state": step.target, **(told or {})},
        reason=reason,
    )
    return programme


def _issue_outline(programme: Programme, by: Actor, now: datetime) -> None:
    """Issue the draft if no version is in use yet; a draft beside one in use stays a draft."""
    if not Outline.objects.filter(programme=programme, state="in_use").exists():
        outlines.issue(Outline.objects.get(programme=programme, state="draft"), by=by, now=now)
