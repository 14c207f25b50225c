"""Adds events to the trail and proves the chains (requirement A1). Called by every service that writes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Protocol
from uuid import UUID

from django.db import models

from soat.common.ids import new_id
from soat.trail.models import Event, Snapshot


class Who(Protocol):
    """Whoever acts: a person, or a named system actor."""

    @property
    def id(self) -> UUID: ...

    @property
    def name(self) -> str: ...


def snapshot(row: models.Model, fields: Iterable[str]) -> Snapshot:
    """The values of `fields` of a row, as they go into `before` or `after`."""
    return {field: _plain(getattr(row, field)) for field in fields}


def record(
    action: str,
    subject: models.Model,
    *,
    by: Who,
    now: datetime,
    before: Snapshot | None = None,
    after: Snapshot | None = None,
    programme_id: UUID | None = None,
    agency_id: UUID | None = None,
    reason: str = "",
) -> Event:
    """Add one event. `subject` is the row that changed (its `id`, its name by `str`).

    The chain is the programme's, or the room's for what belongs to no programme. Runs in the caller's transaction.
    """
    label = subject._meta.label_lower
    name = str(subject)[:500]
    payload = {
        "at": now.isoformat(),
        "actor": {"id": str(by.id), "name": by.name},
        "action": action,
        "subject": {"type": label, "id": str(subject.pk), "name": name},
        "programme": str(programme_id) if programme_id else None,
        "agency": str(agency_id) if agency_id else None,
        "before": before or {},
        "after": after or {},
        "reason": reason,
    }
    event = Event(
        id=new_id(),
        chain=f"programme:{programme_id}" if programme_id else f"room:{subject._meta.app_label}",
        seq=0,
        at=now,
        actor_id=by.id,
        actor_name=by.name,
        action=action,
        subject_type=label,
        subject_id=subject.pk,
        subject_name=name,
        programme_id=programme_id,
        agency_id=agency_id,
        payload=json.dumps(_plain(payload), ensure_ascii=False, sort_keys=True, separators=(",", ":")),
        previous_hash="",
        hash="",
    )
    event.save(force_insert=True)
    return event


@dataclass(frozen=True, slots=True)
class BrokenLink:
    chain: str
    seq: int
    reason: str


def verify() -> tuple[int, list[BrokenLink]]:
    """Recompute every chain. Returns the number of events read and the first broken link of each chain."""
    count, broken = 0, {}
    previous: tuple[str, int, str] = ("", 0, "")
    for event in Event.objects.order_by("chain", "seq").iterator(chunk_size=2000):
        count += 1
        seq, last = (previous[1], previous[2]) if event.chain == previous[0] else (0, "")
        previous = (event.chain, event.seq, event.hash)
        if event.chain not in broken and (reason := _flaw(event, seq + 1, last)):
            broken[event.chain] = BrokenLink(event.chain, event.seq, reason)
    return count, list(broken.values())


def _flaw(event: Event, seq: int, last: str) -> str:
    if event.seq != seq:
        return f"thiếu sự kiện số {seq}"
    if event.previous_hash != last:
        return "không nối với sự kiện trước"
    if event.hash != link_hash(last, event.payload):
        return "nội dung đã bị sửa"
    told = json.loads(event.payload)
    same = told["action"] == event.action and told["subject"]["id"] == str(event.subject_id)
    return "" if same and told["actor"]["id"] == str(event.actor_id) else "cột không khớp nội dung"


def link_hash(previous: str, payload: str) -> str:
    return hashlib.sha256(f"{previous}\n{payload}".encode()).hexdigest()


def _plain(value: Any) -> Any:
    match value:
        case dict():
            return {str(key): _plain(item) for key, item in value.items()}
        case list() | tuple() | set() | frozenset():
            return [_plain(item) for item in value]
        case datetime() | date():
            return value.isoformat()
        case UUID() | Decimal():
            return str(value)
        case models.Model():
            return str(value.pk)
    return value
