"""A plan file in, a draft programme out (requirement G1): text, reading, rows, outline, citations, in one transaction.

Nothing of the text is dropped (G2): what the reader placed is kept with the reading, what it could not place becomes
`Unplaced` rows. Called by the import page and the demonstration.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext

from soat.access import services as access
from soat.access.actor import Actor, acting_as, system
from soat.access.roles import Role
from soat.common.errors import Conflict, DomainError
from soat.core.file_names import kept_name
from soat.core.plans.coverage import merged
from soat.core.plans.export import to_json
from soat.core.plans.extract import Extracted, extract_bytes
from soat.core.plans.model import Plan
from soat.core.plans.reader import read
from soat.core.plans.screening import ensure_plan_like
from soat.people.selectors import Matcher
from soat.programmes.models import (
    Area,
    Duty,
    FieldSource,
    Item,
    Method,
    Node,
    PlanSource,
    Programme,
    Seat,
    Sourced,
    Statement,
    Subject,
    Unplaced,
)
from soat.programmes.services.reading.citing import cite_plan
from soat.programmes.services.reading.headline import title_of, year_of
from soat.programmes.services.reading.outline import outline_of
from soat.programmes.services.reading.rows import Rows, rows_of
from soat.trail import services as trail

_IMPORTER = system("nhập kế hoạch")
_MEDIA = {
    "txt": "text/plain",
    "html": "text/html",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
# Areas before their items, sections before what is in them.
_ORDER: tuple[type[Sourced], ...] = (FieldSource, Statement, Area, Item, Method, Subject, Seat, Duty, Node)


@dataclass(frozen=True, slots=True)
class _File:
    data: bytes
    name: str
    digest: str
    extracted: Extracted


class AlreadyImported(Conflict):
    """The same file stands in a programme; `programme_id` is None where she may not see it."""

    def __init__(self, programme_id: UUID | None) -> None:
        self.programme_id = programme_id
        super().__init__(
            gettext("Tệp này đã được nhập. Hãy mở chương trình đã có thay vì nhập lại.")
            if programme_id
            else gettext(
                "Tệp này đã được nhập vào một chương trình mà bạn chưa được xem. "
                "Hãy liên hệ quản trị viên để được giao vai trò."
            )
        )


class SamePlan(Conflict):
    """Another file of the same number, issuer and date stands in a programme: allowed once she says so."""

    def __init__(self, programme: Programme) -> None:
        self.programme_id = programme.pk
        super().__init__(
            gettext(
                "Đã có chương trình đọc từ kế hoạch số %(number)s cùng cơ quan, cùng ngày ban hành. Hãy mở "
                "chương trình đó, hoặc xác nhận rằng vẫn muốn nhập thêm tệp này."
            )
            % {"number": programme.number}
        )


def import_plan(
    data: bytes, file_name: str, *, by: Actor, now: datetime, allow_same: bool = False
) -> Programme:
    """Read the file and make a draft. The person who imports becomes its coordinator.

    Raises UnreadableFile or NotAPlan for what is no plan, AlreadyImported for a file that stands already, SamePlan
    for another copy of a plan that stands already unless `allow_same`.
    """
    by.require("programme.import")
    if len(data) > settings.CONFIG.plan_max_bytes:
        raise DomainError(
            gettext(
                "Tệp lớn hơn %(plan_max_bytes)s MB. Hãy tải lên riêng văn bản kế hoạch, bỏ ảnh và phụ lục "
                "quét."
            )
            % {"plan_max_bytes": settings.CONFIG.plan_max_bytes // 1024**2},
            "file",
        )
    extracted = extract_bytes(data, file_name)
    name = kept_name(file_name, extracted.kind)
    file = _File(data, name, hashlib.sha256(data).hexdigest(), extracted)
    ensure_plan_like(file.extracted.text)
    plan = read(file.extracted.text)
    with transaction.atomic():
        refuse_twice(file.digest, by)
        if not allow_same:
            _refuse_same(plan)
        programme = _open(plan, by, now)
        _fill(programme, plan, by, now)
        _keep_source(programme, file, plan, by, now)
        trail.record(
            "programme.import",
            programme,
            by=by,
            now=now,
            programme_id=programme.pk,
            after={"file_name": file.name, "sha256": file.digest},
        )
    return programme


def refuse_twice(digest: str, by: Actor) -> None:
    """Raise AlreadyImported if a programme that is not discarded holds the file. Two at once wait for each other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int(digest[:15], 16)])
    with acting_as(_IMPORTER):
        held = Programme.objects.exclude(state="discarded").filter(source__sha256=digest).first()
    if held is not None:
        known = by.may("programme.view", programme_id=held.pk, state=held.state)
        raise AlreadyImported(held.pk if known else None)


def _refuse_same(plan: Plan) -> None:
    head = plan.document
    if not (head.number and head.date):
        return
    with acting_as(_IMPORTER):
        same = (
            Programme.objects.exclude(state="discarded")
            .filter(number=head.number, issuer=head.issuer or "", issued_on=head.date)
            .first()
        )
    if same is not None:
        raise SamePlan(same)


def _open(plan: Plan, by: Actor, now: datetime) -> Programme:
    """The programme's own row, and the importer's role in it: only then may she write the rest."""
    head, period = plan.document, plan.period
    programme = Programme(
        title=title_of(plan),
        year=year_of(plan),
        number=(head.number or "")[:80],
        type=(head.type or "")[:60],
        issued_on=head.date,
        place=(head.place or "")[:120],
        issuer=(head.issuer or "")[:200],
        signer=(head.signer or "")[:150],
        period_start=period.start if period else None,
        period_end=period.end if period else None,
        notice_working_days=next(
            (m.notice_working_days for m in plan.methods if m.notice_working_days), None
        ),
        funding=plan.funding.text if plan.funding else "",
        created_at=now,
        created_by=by.id,
    )
    programme.save(force_insert=True)
    if by.kind == "person":
        with acting_as(_IMPORTER) as importer:
            access.give(
                by.id,
                Role.COORDINATOR,
                by=importer,
                now=now,
                programme_id=programme.pk,
            )
    return programme


def _fill(programme: Programme, plan: Plan, by: Actor, now: datetime) -> None:
    rows = rows_of(plan, programme, Matcher(plan.document.date or localdate(now), plan.document.place))
    outline = outline_of(plan.outline, rows, by=by, now=now) if plan.outline else None
    for doubt in plan.doubts:
        rows.doubt(doubt.field, doubt.reason)
    if programme.standing_agency_id:
        programme.save(update_fields=["standing_agency"])
    if outline is not None:
        outline.save(force_insert=True)
    _save(rows)
    cite_plan(programme, plan, rows, by=by, now=now)


def _save(rows: Rows) -> None:
    for model in _ORDER:
        made: Sequence[Sourced] = rows.of(model)
        model._default_manager.bulk_create(made)
    Unplaced.objects.bulk_create(rows.unplaced)


def _keep_source(programme: Programme, file: _File, plan: Plan, by: Actor, now: datetime) -> None:
    source = PlanSource(
        programme=programme,
        file_name=file.name,
        media_type=_MEDIA[file.extracted.kind],
        sha256=file.digest,
        content=file.data,
        text=file.extracted.text,
        reading={
            **to_json(plan),
            "placed": [list(span) for span in merged(plan.placed)],
            "warnings": file.extracted.warnings,
        },
        read_at=now,
        read_by=by.id,
    )
    source.save(force_insert=True)
