"""What every write on a visit shares: the lock, the revision, and a trail that keeps a surprise secret (A1, S7).

A surprise leaves no mark in the chain of its programme until it is opened: numbers, gaps and names there would give it
away. Its events stand in the room's own chain, under a neutral name, and are told over when it is opened.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from soat.access.actor import Actor
from soat.common.errors import Conflict, DomainError, Missing
from soat.schedules.models import Visit
from soat.trail import services as trail

FIELDS = ("state", "day", "half", "half_days", "mode", "place", "vehicle_id", "locked", "report_due_on")
_TAKEN = {
    "schedules_person_free": (
        "Có người trong Đoàn đã bận một cuộc kiểm tra khác vào buổi này. Hãy chọn buổi hoặc người khác."
    ),
    "schedules_vehicle_free": "Xe đã được xếp cho cuộc kiểm tra khác vào buổi này. Hãy chọn xe hoặc buổi khác.",
    "schedules_unit_one_visit": "Đơn vị đã có một cuộc kiểm tra vào buổi này. Hãy chọn buổi khác hoặc ghép hai cuộc.",
    "schedules_content_once_a_year": (
        "Nội dung này đã được xếp kiểm tra tại đơn vị trong năm; mỗi nội dung chỉ kiểm tra một lần trong năm. "
        "Hãy ghép vào cuộc đã có, hoặc xin Trưởng Đoàn cho kiểm tra lại kèm lý do."
    ),
    "schedules_visit_subject_once": "Đối tượng này đã có một cuộc kiểm tra trong lịch.",
    "schedules_vehicle_name": "Chương trình đã có xe tên này. Hãy đặt tên khác, ví dụ thêm biển số.",
    "schedules_overlap_once": "Nội dung này của chuyên đề đã có trong danh sách nội dung trùng.",
    "schedules_crew_once": "Người này đã có trong thành phần của cuộc kiểm tra.",
    "schedules_one_responsible": "Nội dung này đã có người phụ trách. Hãy thay người đó trước.",
    "schedules_assignment_once": "Người này đã được phân công nội dung đó.",
}


@contextmanager
def told_conflicts() -> Iterator[None]:
    """What the database refuses, in words: double booking, once a year, the same thing twice."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        for name, sentence in _TAKEN.items():
            if name in str(error):
                raise Conflict(sentence) from error
        raise


def locked(visit: Visit, *, seen: int | None = None) -> Visit:
    """The row, locked. `seen`: the revision her page showed; another one is a conflict."""
    row = (
        Visit.objects.select_for_update(of=("self",))
        .select_related("programme", "agency")
        .filter(pk=visit.pk)
        .first()
    )
    if row is None:
        raise Missing
    if seen is not None and row.revision != seen:
        raise Conflict("Cuộc kiểm tra vừa được người khác sửa. Hãy tải lại trang rồi làm lại.")
    return row


def said(reason: str) -> str:
    """The reason without blanks round it. Raises DomainError where there is none."""
    if not reason.strip():
        raise DomainError("Hãy ghi lý do.", "reason")
    return reason.strip()


def save(visit: Visit, *fields: str) -> None:
    """Write `fields` and count the change."""
    visit.revision += 1
    with told_conflicts():
        visit.save(update_fields=[*fields, "revision"])


def record(
    action: str,
    visit: Visit,
    *,
    by: Actor,
    now: datetime,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
) -> None:
    """One event about a visit, in the programme's chain unless it is a surprise that is not open.

    While it is secret only its state is told: an administrator reads the room's own chain, and may be of the unit.
    """
    secret = visit.kind == "surprise" and visit.state != "opened"
    known = visit.notified_at is not None or visit.state == "opened"
    trail.record(
        action,
        visit,
        by=by,
        now=now,
        before=_state_only(before) if secret else before,
        after=_state_only(after) if secret else after,
        reason="" if secret else reason,
        programme_id=None if secret else visit.programme_id,
        agency_id=visit.agency_id if known and not secret else None,
    )


def _state_only(values: dict[str, Any] | None) -> dict[str, Any]:
    return {name: value for name, value in (values or {}).items() if name == "state"}
