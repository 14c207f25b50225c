"""A draw by lot (S8; plan 97, III.4.2): sealed with its commitment, drawn afterwards, applied; or given up.

The seed is nobody's choice: it is derived from a random nonce with the secret key of the installation, and its
SHA-256 is published before anything is drawn. Units drawn become subjects with the reason, or, in a draw for surprise
inspections, proposals to the head; such a draw leaves no mark in the chain of its programme.
"""

from __future__ import annotations

import secrets
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.crypto import salted_hmac

from soat.access.actor import Actor
from soat.common import locks
from soat.common.errors import Conflict, DomainError
from soat.common.ids import new_id
from soat.common.once import made_before
from soat.core.sampling import Protocol, commitment
from soat.core.sampling import draw as drawn_by
from soat.programmes.models import Programme, Subject
from soat.programmes.services import subjects
from soat.schedules.models import Draw, DrawKind
from soat.schedules.selectors.draws import drawn_agencies, sealed
from soat.schedules.services import surprises
from soat.schedules.services.recording import said
from soat.schedules.services.visits import Shape
from soat.trail import services as trail

_SALT = "soat.schedules.draw"


def seal(
    programme: Programme,
    frame: dict[str, Any],
    *,
    kind: str,
    title: str,
    document: str,
    by: Actor,
    now: datetime,
    key: UUID | None = None,
) -> Draw:
    """Publish the commitment over `frame` (selectors.draws.frame_of). `key`: of the form (common/once.py)."""
    by.require("draw.hold", programme_id=programme.pk, state=programme.state)
    if not title.strip():
        raise DomainError("Hãy ghi tên lần bốc thăm.", "title")
    if not sum(frame["sizes"].values()):
        raise DomainError("Hãy ghi số đơn vị cần bốc ở ít nhất một nhóm.", "sizes")
    key, nonce = key or new_id(), secrets.token_hex(32)
    with transaction.atomic():
        locks.hold(key)
        values = {"title": title.strip(), "kind": kind, "document": document}
        if (made := made_before(Draw, key, values)) is not None:
            return made
        draw = Draw(
            id=key,
            programme=programme,
            **values,
            commitment=commitment(_seed(nonce, settings.SECRET_KEY)),
            nonce=nonce,
            frame=frame,
            committed_at=now,
            committed_by=by.id,
        )
        _check(draw)
        draw.save(force_insert=True)
        _record(draw, by, now, after={"commitment": draw.commitment})
    return draw


def _check(draw: Draw) -> None:
    """That the frame can be drawn: tried with a seed of no meaning, whose result nobody sees."""
    trial = secrets.token_hex(32)
    drawn_by(_protocol(draw, trial, commitment(trial)))


def hold(draw: Draw, *, by: Actor, now: datetime) -> Draw:
    """The seed is revealed and the units are drawn. The result is kept with the protocol and never changes."""
    with transaction.atomic():
        draw = _locked(draw, by)
        if draw.drawn_at:
            raise Conflict("Lần bốc thăm này đã có kết quả.")
        if draw.cancelled_at:
            raise Conflict("Lần bốc thăm này đã hủy.")
        seed = _seed_of(draw)
        found = drawn_by(_protocol(draw, seed, draw.commitment))
        units = [unit for one in found for unit in one.units]
        draw.protocol = {**sealed(draw), "seed": seed, "drawn": units}
        draw.drawn_at, draw.drawn_by = now, by.id
        draw.save(update_fields=["protocol", "drawn_at", "drawn_by"])
        _record(draw, by, now, before={"drawn": 0}, after={"drawn": len(units)})
    return draw


def cancel(draw: Draw, *, reason: str, by: Actor, now: datetime) -> Draw:
    """A sealed draw is given up before it is drawn; it stays in the list with the reason."""
    reason = said(reason)
    with transaction.atomic():
        draw = _locked(draw, by)
        if draw.drawn_at or draw.cancelled_at:
            raise Conflict("Lần bốc thăm này đã có kết quả hoặc đã hủy.")
        draw.cancelled_at, draw.cancelled_by, draw.cancel_reason = now, by.id, reason
        draw.save(update_fields=["cancelled_at", "cancelled_by", "cancel_reason"])
        _record(draw, by, now, before={"cancelled_at": None}, after={"cancelled_at": now}, reason=reason)
    return draw


def add_subjects(draw: Draw, *, month: date | None, by: Actor, now: datetime) -> list[Subject]:
    """The units drawn become subjects; one that has become one in the meantime is left as it is."""
    with transaction.atomic():
        draw = _to_apply(draw, DrawKind.ADDED, by)
        programme = draw.programme
        current = set(
            Subject.objects.current().filter(programme=programme).values_list("agency_id", flat=True)
        )
        made = [
            subjects.add(programme, agency=agency, reason=reason_of(draw), month=month, by=by, now=now)[0]
            for agency in drawn_agencies(draw)
            if agency.pk not in current
        ]
        _applied(draw, by, now)
    return made


def propose(draw: Draw, shape: Shape, *, by: Actor, now: datetime) -> int:
    """A surprise inspection is proposed for each unit drawn. Returns how many."""
    with transaction.atomic():
        draw = _to_apply(draw, DrawKind.SURPRISE, by)
        agencies = drawn_agencies(draw)
        for agency in agencies:
            surprises.propose(draw.programme, agency, shape, day=None, reason=reason_of(draw), by=by, now=now)
        _applied(draw, by, now)
    return len(agencies)


def reason_of(draw: Draw) -> str:
    """Why a unit is inspected that was drawn."""
    basis = f" Căn cứ {draw.document}." if draw.document else ""
    return f"Bốc thăm “{draw.title}”, mã niêm phong {draw.commitment[:12]}.{basis}"


def _to_apply(draw: Draw, kind: str, by: Actor) -> Draw:
    draw = _locked(draw, by)
    if draw.kind != kind or not draw.drawn_at:
        raise Conflict("Lần bốc thăm này chưa có kết quả để áp dụng.")
    if draw.applied_at:
        raise Conflict("Kết quả bốc thăm đã được áp dụng.")
    return draw


def _applied(draw: Draw, by: Actor, now: datetime) -> None:
    draw.applied_at, draw.applied_by = now, by.id
    draw.save(update_fields=["applied_at", "applied_by"])
    _record(draw, by, now, before={"applied_at": None}, after={"applied_at": now})


def _locked(draw: Draw, by: Actor) -> Draw:
    row = Draw.objects.select_for_update(of=("self",)).select_related("programme").get(pk=draw.pk)
    by.require("draw.hold", programme_id=row.programme_id, state=row.programme.state)
    return row


def _protocol(draw: Draw, seed: str, published: str) -> Protocol:
    population = {one["id"]: one["stratum"] for one in draw.frame["units"]}
    return Protocol(seed=seed, commitment=published, population=population, sizes=draw.frame["sizes"])


def _seed(nonce: str, key: str | bytes) -> str:
    return salted_hmac(_SALT, nonce, secret=key, algorithm="sha256").hexdigest()


def _seed_of(draw: Draw) -> str:
    """The seed that was sealed, also after the secret key was changed. Raises Conflict if no key gives it."""
    for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        if commitment(_seed(draw.nonce, key)) == draw.commitment:
            return _seed(draw.nonce, key)
    raise Conflict(
        "Không mở được mầm đã niêm phong vì khóa bí mật của hệ thống đã thay, hoặc dữ liệu đã bị sửa. "
        "Hãy hủy lần bốc thăm này kèm lý do rồi niêm phong lần khác."
    )


def _record(
    draw: Draw,
    by: Actor,
    now: datetime,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
) -> None:
    secret = draw.kind == DrawKind.SURPRISE
    trail.record(
        "draw.hold",
        draw,
        by=by,
        now=now,
        before=before,
        after=after,
        reason="" if secret else reason,
        programme_id=None if secret else draw.programme_id,
    )
