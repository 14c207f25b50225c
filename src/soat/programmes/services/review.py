"""The review of a read plan (requirement G2): confirm, correct, remove, add; on a draft only, each with its event.

Two people may review at once: what a person saw is named by `token`; if the row has changed since, Conflict tells
her what the other wrote. A removed text stays listed as settled, so nothing of the plan ever vanishes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext

from soat.access.actor import Actor
from soat.common.errors import Conflict, DomainError, Missing
from soat.common.ids import new_id
from soat.common.once import made_before
from soat.legal import services as legal
from soat.people.models import Agency
from soat.programmes import rules
from soat.programmes.models import (
    Area,
    FieldSource,
    Node,
    PlanSource,
    Programme,
    Review,
    Sourced,
    Subject,
    Unplaced,
)
from soat.programmes.parts import FIELD_LABELS, REMOVABLE, Part, part_of
from soat.programmes.services.citing import recite, words_of
from soat.trail import services as trail
from soat.trail.models import Event, Snapshot

_ACTION = "programme.review"
_PERIOD = ("period_start", "period_end")
_MARKS = ["review", "reviewed_at", "reviewed_by"]


class Changed(Conflict):
    """Somebody else changed the row since she opened it. The message says what stands there now."""


def values_of(row: Sourced) -> Snapshot:
    """What a person can correct in the row; of a field of the programme, that field."""
    return trail.snapshot(row.programme if isinstance(row, FieldSource) else row, _writable(row))


def token(row: Sourced) -> str:
    """Names the state of a row: its values and whether it was looked at."""
    seen = json.dumps([row.review, values_of(row)], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(seen.encode()).hexdigest()[:16]


def confirm(row: Sourced, *, seen: str, by: Actor, now: datetime) -> Sourced:
    """The value stands as read. Confirming twice changes nothing."""
    with transaction.atomic():
        row = _locked(row, by, seen)
        if row.review == Review.READ:
            _mark(row, Review.CONFIRMED, by, now)
            _record(row, by, now, {"review": Review.READ}, {"review": row.review})
    return row


def correct(row: Sourced, values: dict[str, Any], *, seen: str, by: Actor, now: datetime) -> Sourced:
    """Set new values; those of a field of the programme go to the programme. Raises DomainError with the field."""
    with transaction.atomic():
        row = _locked(row, by, seen)
        before = values_of(row)
        _check(row, values)
        said_before = words_of(row)
        target = row.programme if isinstance(row, FieldSource) else row
        for name, value in values.items():
            setattr(target, name, value)
        target.save(update_fields=list(values))
        if words_of(row) != said_before:
            recite([row], row.programme, by=by, now=now)
        _mark(row, Review.CORRECTED, by, now)
        _record(row, by, now, before, values_of(row))
    return row


def remove(row: Sourced, *, reason: str, seen: str, by: Actor, now: datetime) -> None:
    """Take a row out, with a reason. Its text stays among the settled ones."""
    if not reason.strip():
        raise DomainError(gettext("Hãy ghi lý do bỏ mục này."), "reason")
    if not isinstance(row, REMOVABLE):
        raise DomainError(gettext("Mục này của kế hoạch không bỏ được. Hãy sửa thành giá trị đúng."))
    with transaction.atomic():
        row = _locked(row, by, seen)
        if isinstance(row, Area):
            _refuse_needed(row)
        if row.span_start is not None and row.span_end is not None:
            Unplaced(
                programme=row.programme,
                text=_words(row),
                span_start=row.span_start,
                span_end=row.span_end,
                reason=f"Đã bỏ khỏi “{part_of(row).written}”: {reason.strip()}",
                settled_at=now,
                settled_by=by.id,
                settled_as="removed",
            ).save(force_insert=True)
        _record(row, by, now, values_of(row), {}, reason.strip())
        legal.uncite([row.pk])
        row.delete()


def add(
    programme: Programme,
    part: Part,
    values: dict[str, Any],
    *,
    by: Actor,
    now: datetime,
    key: UUID | None = None,
) -> Sourced:
    """A row entered by hand: no place in the text, counts as reviewed. `key`: of the form (common/once.py)."""
    key = key or new_id()
    with transaction.atomic():
        programme = draft(programme, by)
        return made_before(part.model, key, values) or insert(programme, part, values, None, key, by, now)


def insert(
    programme: Programme,
    part: Part,
    values: dict[str, Any],
    left: Unplaced | None,
    key: UUID,
    by: Actor,
    now: datetime,
) -> Sourced:
    """A new last row of a part; with `left`, at the place of that text. The programme is locked."""
    if not part.one:
        raise DomainError(gettext("Phần này không thêm mục mới được. Hãy sửa mục đã có."))
    last = part.model._default_manager.filter(programme=programme).aggregate(last=Max("order"))["last"]
    make: Callable[..., Sourced] = part.model
    _check(part.model(programme=programme), values, is_new=True)
    row = make(
        **part.fixed,
        **values,
        id=key,
        programme=programme,
        span_start=left.span_start if left else None,
        span_end=left.span_end if left else None,
        order=(last or 0) + 1,
        review=Review.CONFIRMED,
        reviewed_at=now,
        reviewed_by=by.id,
    )
    row.save(force_insert=True)
    recite([row], programme, by=by, now=now)
    _record(row, by, now, {}, values_of(row))
    return row


def confirm_part(programme: Programme, part: Part, *, by: Actor, now: datetime) -> int:
    """Confirm every row of the part that nobody looked at and nothing is doubtful in. Returns how many."""
    with transaction.atomic():
        programme = draft(programme, by)
        rows = part.rows(programme).filter(review=Review.READ, doubt="")
        ids = sorted(str(pk) for pk in rows.values_list("pk", flat=True))
        if ids:
            rows.update(review=Review.CONFIRMED, reviewed_at=now, reviewed_by=by.id)
            trail.record(
                _ACTION,
                programme,
                by=by,
                now=now,
                programme_id=programme.pk,
                after={"review": Review.CONFIRMED, "part": part.slug, "rows": ids},
            )
    return len(ids)


def set_subjects_later(programme: Programme, *, later: bool, by: Actor, now: datetime) -> Programme:
    """Say that the subjects will be chosen after the start, or take it back."""
    with transaction.atomic():
        programme = draft(programme, by)
        before = {"subjects_later": programme.subjects_later}
        programme.subjects_later = later
        programme.save(update_fields=["subjects_later"])
        trail.record(
            _ACTION,
            programme,
            by=by,
            now=now,
            programme_id=programme.pk,
            before=before,
            after={"subjects_later": later},
        )
    return programme


def draft(programme: Programme, by: Actor) -> Programme:
    """The programme, locked and still a draft: whoever comes second sees what the first wrote."""
    by.require(_ACTION, programme_id=programme.pk, state=rules.START.source)
    held = Programme.objects.select_for_update().filter(pk=programme.pk).first()
    if held is None or held.state != rules.START.source:
        raise Conflict(
            gettext("Chương trình không còn ở dạng dự thảo nên không sửa bản đọc được. Hãy tải lại trang.")
        )
    return held


def _locked(row: Sourced, by: Actor, seen: str) -> Sourced:
    programme = draft(row.programme, by)
    model = type(row)
    held = model._default_manager.filter(pk=row.pk).first()
    if held is None:
        raise Missing(gettext("Mục này vừa được người khác bỏ. Hãy tải lại trang."))
    held.programme = programme
    if token(held) != seen:
        raise Changed(
            gettext("%(who)s vừa sửa mục này thành “%(said)s”. Hãy xem lại rồi lưu nếu vẫn cần sửa.")
            % {"who": _who(held), "said": said(held)}
        )
    return held


def _words(row: Sourced) -> str:
    """The words of the plan a row was read from."""
    text = PlanSource.objects.filter(programme=row.programme).values_list("text", flat=True).first()
    return text[row.span_start : row.span_end] if text else str(row)


def said(row: Sourced) -> str:
    """The row's value in a few words."""
    if isinstance(row, FieldSource):
        value = getattr(row.programme, row.name, "") if row.name in FIELD_LABELS else ""
        return str(value if value is not None else "")
    return str(row)


def _who(row: Sourced) -> str:
    event = Event.objects.filter(subject_id=row.pk).order_by("-seq").first()
    return event.actor_name if event else gettext("Người khác")


def _mark(row: Sourced, review: Review, by: Actor, now: datetime) -> None:
    row.review, row.reviewed_at, row.reviewed_by = review, now, by.id
    row.save(update_fields=_MARKS)


def _record(
    row: Sourced, by: Actor, now: datetime, before: Snapshot, after: Snapshot, reason: str = ""
) -> None:
    trail.record(
        _ACTION,
        row,
        by=by,
        now=now,
        before=before,
        after=after,
        reason=reason,
        programme_id=row.programme.pk,
    )


def _check(row: Sourced, values: dict[str, Any], *, is_new: bool = False) -> None:
    """What must hold of values given by a person (rules.py), and what needs a look at the other rows."""
    rules.check_names(values, _writable(row))
    if isinstance(row, FieldSource):
        rules.check_values("programme", values)
        start, end = (values.get(name, getattr(row.programme, name)) for name in _PERIOD)
        rules.check_period(start, end, field=row.name)
        return
    kind = row._meta.model_name or ""
    rules.check_values(kind, values, issued_on=row.programme.issued_on, is_new=is_new)
    area, agency = values.get("area"), values.get("agency")
    if isinstance(area, Area) and area.programme_id != row.programme.pk:
        raise DomainError(
            gettext("Lĩnh vực này thuộc chương trình khác. Hãy chọn một lĩnh vực của chương trình."), "area"
        )
    if isinstance(row, Subject) and isinstance(agency, Agency):
        others = Subject.objects.filter(programme=row.programme, agency=agency).exclude(pk=row.pk)
        if others.exists():
            raise DomainError(
                gettext("“%(agency)s” đã là đối tượng kiểm tra. Hãy chọn cơ quan khác.") % {"agency": agency},
                "agency",
            )


def _writable(row: Sourced) -> tuple[str, ...]:
    """Names of the values a person may write: the row's own, or the one field of the programme it stands for."""
    if isinstance(row, FieldSource):
        return (row.name,) if row.name in FIELD_LABELS else ()
    return row.editable


def _refuse_needed(area: Area) -> None:
    if area.items.exists():
        raise DomainError(gettext("Lĩnh vực này còn nội dung. Hãy chuyển hoặc bỏ các nội dung đó trước."))
    if Node.objects.filter(area=area).exclude(outline__state="draft").exists():
        raise DomainError(
            gettext("Đề cương đã ban hành có mục thuộc lĩnh vực này nên không bỏ được. Hãy sửa tên.")
        )
