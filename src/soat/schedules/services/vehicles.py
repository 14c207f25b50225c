"""Vehicles added, changed, retired and taken back (S9). That none is in two places at once the database keeps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate

from soat.access.actor import Actor
from soat.common.errors import Conflict, DomainError, Missing
from soat.common.ids import new_id
from soat.common.locks import hold
from soat.common.once import made_before
from soat.programmes.models import Programme
from soat.schedules.models import Vehicle
from soat.schedules.selectors.vehicles import ahead_of
from soat.schedules.services.recording import told_conflicts
from soat.trail import services as trail

_FIELDS = ("name", "plate", "seats", "driver")


@dataclass(frozen=True, slots=True)
class Make:
    """What stands in the list of vehicles."""

    name: str
    plate: str = ""
    seats: int = 7
    driver: str = ""


def add(programme: Programme, make: Make, *, by: Actor, now: datetime, key: UUID | None = None) -> Vehicle:
    """`key`: of the form (common/once.py)."""
    by.require("schedule.plan", programme_id=programme.pk, state=programme.state)
    _check(make)
    key = key or new_id()
    with transaction.atomic():
        hold(key)
        values = {name: getattr(make, name) for name in _FIELDS}
        if (made := made_before(Vehicle, key, values)) is not None:
            return made
        vehicle = Vehicle(id=key, programme=programme, **values)
        with told_conflicts():
            vehicle.save(force_insert=True)
        _record(vehicle, by, now, {}, trail.snapshot(vehicle, _FIELDS))
    return vehicle


def change(vehicle: Vehicle, make: Make, *, by: Actor, now: datetime) -> Vehicle:
    _check(make)
    with transaction.atomic():
        vehicle = _held(vehicle, by)
        before = trail.snapshot(vehicle, _FIELDS)
        for name in _FIELDS:
            setattr(vehicle, name, getattr(make, name))
        with told_conflicts():
            vehicle.save(update_fields=list(_FIELDS))
        after = trail.snapshot(vehicle, _FIELDS)
        if after != before:
            _record(vehicle, by, now, before, after)
    return vehicle


def retire(vehicle: Vehicle, *, by: Actor, now: datetime) -> Vehicle:
    """It goes along no more. Refused while it is planned for visits ahead; past ones keep it."""
    with transaction.atomic():
        vehicle = _held(vehicle, by)
        if ahead := ahead_of(vehicle, by, localdate(now)):
            raise Conflict(
                f"{vehicle} còn được xếp cho {len(ahead)} cuộc kiểm tra sắp tới. "
                "Hãy đổi xe ở từng cuộc (danh sách bên dưới) rồi ngừng sử dụng."
            )
        return _use(vehicle, False, by, now)


def take_back(vehicle: Vehicle, *, by: Actor, now: datetime) -> Vehicle:
    """It goes along again."""
    with transaction.atomic():
        return _use(_held(vehicle, by), True, by, now)


def _use(vehicle: Vehicle, active: bool, by: Actor, now: datetime) -> Vehicle:
    if vehicle.active != active:
        vehicle.active = active
        vehicle.save(update_fields=["active"])
        _record(vehicle, by, now, {"active": not active}, {"active": active})
    return vehicle


def _held(vehicle: Vehicle, by: Actor) -> Vehicle:
    row = (
        Vehicle.objects.select_for_update(of=("self",))
        .select_related("programme")
        .filter(pk=vehicle.pk)
        .first()
    )
    if row is None:
        raise Missing
    by.require("schedule.plan", programme_id=row.programme_id, state=row.programme.state)
    return row


def _check(make: Make) -> None:
    if not make.name.strip():
        raise DomainError("Hãy ghi tên xe, ví dụ Xe 7 chỗ của Sở Nội vụ.", "name")
    if not 1 <= make.seats <= 100:
        raise DomainError("Số chỗ từ 1 đến 100.", "seats")


def _record(
    vehicle: Vehicle, by: Actor, now: datetime, before: dict[str, object], after: dict[str, object]
) -> None:
    trail.record(
        "schedule.plan",
        vehicle,
        by=by,
        now=now,
        before=before,
        after=after,
        programme_id=vehicle.programme_id,
    )
