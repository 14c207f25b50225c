"""Subjects after the start (requirement S8): the coordinator adds one ad hoc, or ends one, each with a reason.

An added unit gets its own copies of the units' duties (`shares`); an ended one loses those it has not reported on.
Before the start subjects are corrected on the review page. Called by `views.subjects`.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext

from soat.access.actor import Actor
from soat.common.errors import Conflict, DomainError
from soat.common.ids import new_id
from soat.common.once import made_before
from soat.people.models import Agency, AgencyKind, AgencyLevel
from soat.programmes.models import Duty, Programme, Review, Subject, SubjectKind
from soat.programmes.services import shares
from soat.programmes.services.holding import held
from soat.trail import services as trail
from soat.trail.models import Snapshot

ACTION = "subject.manage"
_SHOWN = ("name", "kind", "agency_id", "month", "added_reason")
_ENDED = ("ended_at", "ended_by", "end_reason")
_KINDS = {
    AgencyKind.DEPARTMENT: SubjectKind.DEPARTMENT,
    AgencyKind.OFFICE: SubjectKind.DEPARTMENT,
    AgencyKind.INSPECTORATE: SubjectKind.DEPARTMENT,
    AgencyKind.DISTRICT: SubjectKind.DISTRICT,
    AgencyKind.COMMUNE: SubjectKind.COMMUNE,
    AgencyKind.PUBLIC_UNIT: SubjectKind.PUBLIC_UNIT,
}


def add(
    programme: Programme,
    *,
    agency: Agency,
    reason: str,
    month: date | None,
    by: Actor,
    now: datetime,
    key: UUID | None = None,
) -> tuple[Subject, int]:
    """A subject of a running programme, and how many duties it was given.

    `key`: of the form (common/once.py); sent twice it gives the same subject.
    """
    reason, key = reason.strip(), key or new_id()
    with transaction.atomic():
        programme = held(programme, ACTION, by=by)
        _check(agency, reason, localdate(now))
        if (made := made_before(Subject, key, {"agency": agency, "added_reason": reason})) is not None:
            return made, Duty.objects.filter(programme=programme, agency=agency, group__isnull=False).count()
        if Subject.objects.current().filter(programme=programme, agency=agency).exists():
            raise Conflict(
                gettext("%(name)s đã là đối tượng kiểm tra của chương trình. Không cần thêm lại.")
                % {"name": agency.name}
            )
        subject = Subject(
            id=key,
            programme=programme,
            agency=agency,
            name=agency.name[:300],
            kind=_kind_of(agency),
            month=month and month.replace(day=1),
            order=Subject.objects.filter(programme=programme).count(),
            added_at=now,
            added_by=by.id,
            added_reason=reason,
            review=Review.CONFIRMED,
            reviewed_at=now,
            reviewed_by=by.id,
        )
        subject.save(force_insert=True)
        given = shares.share_with_unit(programme, agency, by=by, now=now)
        _record(subject, by, now, {}, {**trail.snapshot(subject, _SHOWN), "duties": given}, reason)
    return subject, given


def end(subject: Subject, *, reason: str, by: Actor, now: datetime) -> int:
    """It is inspected no longer; what it reported stays. Returns how many open duties it was freed of."""
    reason = reason.strip()
    with transaction.atomic():
        programme = held(subject.programme, ACTION, by=by)
        if not reason:
            raise DomainError(
                gettext("Hãy ghi lý do thôi kiểm tra đơn vị này, ví dụ số, ngày văn bản điều chỉnh."),
                "reason",
            )
        subject = Subject.objects.select_for_update(of=("self",)).get(pk=subject.pk)
        if subject.ended_at:
            raise Conflict(gettext("Đơn vị này đã thôi là đối tượng kiểm tra. Hãy tải lại trang để xem."))
        subject.ended_at, subject.ended_by, subject.end_reason = now, by.id, reason
        subject.save(update_fields=list(_ENDED))
        freed = (
            shares.retire_of_unit(programme, subject.agency_id, by=by, now=now, reason=reason)
            if subject.agency_id
            else 0
        )
        after = {**trail.snapshot(subject, _ENDED), "duties": freed}
        _record(subject, by, now, {"ended_at": None}, after, reason)
    return freed


def _check(agency: Agency, reason: str, today: date) -> None:
    if not reason:
        raise DomainError(
            gettext("Hãy ghi lý do bổ sung, ví dụ số, ngày văn bản chỉ đạo kiểm tra đột xuất."), "reason"
        )
    if agency.valid_to and agency.valid_to <= today:
        raise DomainError(
            gettext("%(name)s đã kết thúc hoạt động ngày %(valid_to)s. Hãy chọn cơ quan kế thừa.")
            % {"name": agency.name, "valid_to": f"{agency.valid_to:%d/%m/%Y}"},
            "agency",
        )


def _kind_of(agency: Agency) -> SubjectKind:
    if agency.level == AgencyLevel.CENTRAL:
        return SubjectKind.MINISTRY_UNIT
    return _KINDS.get(AgencyKind(agency.kind), SubjectKind.OTHER)


def _record(
    subject: Subject, by: Actor, now: datetime, before: Snapshot, after: Snapshot, reason: str
) -> None:
    trail.record(
        ACTION,
        subject,
        by=by,
        now=now,
        programme_id=subject.programme_id,
        agency_id=subject.agency_id,
        before=before,
        after=after,
        reason=reason,
    )
