"""Duties as tasks (requirement G5): who owns one, until when, and the evidence that it was done."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate

from soat.access.actor import Actor
from soat.common.errors import Conflict, DomainError
from soat.common.ids import new_id
from soat.common.once import made_before
from soat.people.models import Agency
from soat.programmes import rules
from soat.programmes.models import Duty, DutyOwner, Programme, Review
from soat.programmes.services import shares
from soat.programmes.services.citing import recite, words_of
from soat.programmes.services.holding import held
from soat.programmes.services.owners import Owners, Share
from soat.trail import services as trail
from soat.trail.models import Snapshot

_SHOWN = ("party", "owner", "agency_id", "text", "due_text", "due_on")
_RESULT = ("evidence", "done_at", "done_by")
_REVIEWED = ("review", "reviewed_at", "reviewed_by")


class PastDue(DomainError):
    """The due date lies in the past: allowed once she says that she means it."""

    def __init__(self, due_on: date) -> None:
        super().__init__(
            f"Hạn {due_on:%d/%m/%Y} đã qua. Hãy chọn ngày khác, hoặc xác nhận rằng vẫn ghi hạn này.", "due_on"
        )


def add(
    programme: Programme,
    *,
    party: str,
    owner: str,
    text: str,
    agency: Agency | None,
    due_on: date | None,
    by: Actor,
    now: datetime,
    key: UUID | None = None,
    allow_past: bool = False,
) -> Duty:
    """A duty entered by hand; one of all units goes at once to each of them. Raises PastDue unless `allow_past`.

    `key`: of the form (common/once.py); sent twice it gives the same duty.
    """
    key = key or new_id()
    values = {"text": text, "party": party, "owner": owner, "due_on": due_on}
    with transaction.atomic():
        programme = held(programme, "duty.manage", by=by)
        rules.check_values("duty", values, issued_on=programme.issued_on, is_new=True)
        if (made := made_before(Duty, key, {**values, "agency": agency})) is not None:
            return made
        _check_past(due_on, now, allow_past)
        same = {"text": text, "party": party, "agency": agency, "done_at": None}
        if Duty.objects.filter(programme=programme, **same).exists():
            raise Conflict("Chương trình đã có nhiệm vụ đúng như vậy của bên này. Không cần thêm lại.")
        duty = Duty(
            id=key,
            programme=programme,
            party=party,
            owner=owner,
            text=text,
            agency=agency,
            due_on=due_on,
            order=Duty.objects.filter(programme=programme).count(),
            review=Review.CONFIRMED,
            reviewed_at=now,
            reviewed_by=by.id,
        )
        duty.save(force_insert=True)
        recite([duty], programme, by=by, now=now)
        _record("duty.manage", duty, by, now, {}, trail.snapshot(duty, _SHOWN))
        if programme.state == "running" and owner == DutyOwner.UNITS and agency is None:
            shares.share(duty, Owners(programme, localdate(now)).of(duty), by=by, now=now)
    return duty


def change(
    duty: Duty,
    *,
    party: str,
    owner: str,
    text: str,
    agency: Agency | None,
    due_on: date | None,
    by: Actor,
    now: datetime,
    seen: str = "",
    allow_past: bool = False,
) -> Duty:
    """Correct a duty, hand it to another agency, set or move its due date. A reported one is first reopened.

    What was doubtful about it counts as looked at. Raises PastDue for a new date in the past unless `allow_past`.
    """
    values = {"text": text, "party": party, "owner": owner, "due_on": due_on}
    with transaction.atomic():
        duty = _locked(duty, "duty.manage", by)
        rules.check_values("duty", values, issued_on=duty.programme.issued_on)
        if duty.done_at:
            raise Conflict("Nhiệm vụ này đã có báo cáo kết quả. Hãy mở lại nhiệm vụ trước khi sửa.")
        _refuse_retired(duty)
        if seen and seen != fingerprint(duty):
            raise Conflict("Người khác vừa sửa nhiệm vụ này. Hãy mở lại trang, xem bản mới rồi sửa tiếp.")
        _check_past(due_on, now, allow_past or due_on == duty.due_on)
        before = trail.snapshot(duty, _SHOWN)
        said_before = words_of(duty)
        duty.party, duty.owner, duty.text, duty.agency, duty.due_on = party, owner, text, agency, due_on
        duty.review, duty.reviewed_at, duty.reviewed_by = Review.CORRECTED, now, by.id
        duty.save(update_fields=["party", "owner", "text", "agency", "due_on", *_REVIEWED])
        if words_of(duty) != said_before:
            recite([duty], duty.programme, by=by, now=now)
        _record("duty.manage", duty, by, now, before, trail.snapshot(duty, _SHOWN))
    return duty


def give_to(duty: Duty, *, agencies: Sequence[Agency], by: Actor, now: datetime) -> int:
    """The coordinator says which agencies a party is: each gets its own task. Returns how many there are."""
    with transaction.atomic():
        duty = _locked(duty, "duty.manage", by)
        if not agencies:
            raise DomainError("Hãy tìm và chọn ít nhất một cơ quan chịu trách nhiệm.", "agencies")
        _refuse_retired(duty)
        if duty.agency_id or duty.done_at:
            raise Conflict(
                "Nhiệm vụ này đã có cơ quan chịu trách nhiệm hoặc đã xong. Hãy tải lại trang để xem."
            )
        duty.review, duty.reviewed_at, duty.reviewed_by = Review.CORRECTED, now, by.id
        duty.save(update_fields=list(_REVIEWED))
        return shares.share(duty, [Share(one.pk, one.name[:500]) for one in agencies], by=by, now=now)


def report(duty: Duty, *, evidence: str, by: Actor, now: datetime, seen: str = "") -> Duty:
    """The owner says what was done and by what it is shown. Raises Conflict on `evidence` with what stands there now
    if a colleague was faster, or if the duty is no longer the one that was `seen`."""
    evidence = evidence.strip()
    with transaction.atomic():
        duty = _locked(duty, "duty.report", by)
        if not evidence:
            raise DomainError(
                "Hãy ghi kết quả và minh chứng, ví dụ số, ngày văn bản đã ban hành.", "evidence"
            )
        _refuse_retired(duty)
        if duty.done_at:
            raise Conflict(
                f"Nhiệm vụ này vừa được người khác báo cáo xong: “{duty.evidence}”. Nội dung của bạn vẫn ở ô này; "
                "nếu cần bổ sung, hãy gửi cơ quan thường trực và đề nghị mở lại nhiệm vụ.",
                "evidence",
            )
        if seen not in ("", fingerprint(duty)):
            raise Conflict(
                f"Trong lúc bạn soạn, nhiệm vụ này đã được sửa, nay là: “{duty.text}”. Nội dung của bạn vẫn ở ô này; "
                "hãy xem có còn khớp không rồi gửi lại.",
                "evidence",
            )
        duty.evidence, duty.done_at, duty.done_by = evidence, now, by.id
        duty.save(update_fields=list(_RESULT))
        _record("duty.report", duty, by, now, {"done_at": None}, trail.snapshot(duty, _RESULT))
    return duty


def reopen(duty: Duty, *, reason: str, by: Actor, now: datetime) -> Duty:
    """The coordinator does not accept what was reported; the evidence stays in the trail."""
    with transaction.atomic():
        duty = _locked(duty, "duty.manage", by)
        if not reason.strip():
            raise DomainError("Hãy ghi lý do mở lại để cơ quan được giao biết cần bổ sung gì.", "reason")
        if not duty.done_at:
            raise Conflict("Nhiệm vụ này đang mở, không cần mở lại.")
        before = trail.snapshot(duty, _RESULT)
        duty.evidence, duty.done_at, duty.done_by = "", None, None
        duty.save(update_fields=list(_RESULT))
        _record("duty.manage", duty, by, now, before, trail.snapshot(duty, _RESULT), reason.strip())
    return duty


def fingerprint(duty: Duty) -> str:
    """Differs when the duty differs; a form carries it, so that two editors notice each other."""
    return hashlib.sha256(repr(trail.snapshot(duty, _SHOWN)).encode()).hexdigest()[:32]


def _locked(duty: Duty, action: str, by: Actor) -> Duty:
    """The duty as it is now, locked in its held programme, if she may do `action` to it.

    Raises Refused; Conflict if the programme's state changed, or if the duty was handed to another agency.
    """
    programme = held(duty.programme, action, by=by, agency_id=duty.agency_id)
    fresh = Duty.objects.select_for_update(of=("self",)).filter(pk=duty.pk).first()
    if fresh is None:
        raise Conflict("Nhiệm vụ này vừa được giao cho cơ quan khác hoặc đã bỏ. Hãy về Việc của tôi để xem.")
    fresh.programme = programme
    by.require(action, programme_id=programme.pk, state=programme.state, agency_id=fresh.agency_id)
    return fresh


def _check_past(due_on: date | None, now: datetime, allowed: bool) -> None:
    if due_on and due_on < localdate(now) and not allowed:
        raise PastDue(due_on)


def _refuse_retired(duty: Duty) -> None:
    if duty.retired_at:
        raise Conflict(
            "Nhiệm vụ này đã giao riêng cho từng cơ quan hoặc không còn phải làm. "
            "Hãy mở nhiệm vụ của từng cơ quan trong danh sách."
        )


def _record(
    action: str, duty: Duty, by: Actor, now: datetime, before: Snapshot, after: Snapshot, reason: str = ""
) -> None:
    trail.record(
        action,
        duty,
        by=by,
        now=now,
        before=before,
        after=after,
        reason=reason,
        programme_id=duty.programme_id,
        agency_id=duty.agency_id,
    )
