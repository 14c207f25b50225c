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

from django.db import connection, models

from soat.common.ids import new_id
from soat.common.language import in_vietnamese
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
    with in_vietnamese():  # what is stored is never in the language of the page
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
    """Recompute every chain. Returns the number of events read and the first broken link of each chain.

    The database keeps number and hash of each chain's last event apart: a tail cut off or a chain written anew
    shows. They are read first, so that events added meanwhile do no harm; once more at the end for
    chains begun meanwhile, as a chain without such a row is broken.
    """
    heads = _heads()
    count = 0
    broken: dict[str, BrokenLink] = {}
    last: dict[str, tuple[int, str]] = {}
    for event in Event.objects.order_by("chain", "seq").iterator(chunk_size=2000):
        count += 1
        seq, former = last.get(event.chain, (0, ""))
        last[event.chain] = (event.seq, event.hash)
        if event.chain not in broken and (reason := _flaw(event, seq + 1, former, heads.get(event.chain))):
            broken[event.chain] = BrokenLink(event.chain, event.seq, reason)
    for chain in last.keys() - _heads().keys() - broken.keys():
        broken[chain] = BrokenLink(chain, last[chain][0], "có sự kiện mà không có dòng ghi đầu chuỗi")
    for chain, (ends, _) in heads.items():
        found = last.get(chain, (0, ""))[0]
        if chain not in broken and found < ends:
            broken[chain] = BrokenLink(chain, found + 1, f"thiếu các sự kiện từ đây đến số {ends}")
    return count, list(broken.values())


def last_hashes() -> list[tuple[str, int, str]]:
    """Chain, number and hash of each chain's last event, to be kept where the owner of the database cannot write."""
    return sorted((chain, seq, ended) for chain, (seq, ended) in _heads().items())


def _heads() -> dict[str, tuple[int, str]]:
    """Number and hash of the last event of each chain, as the database counted; for the system actor only."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT chain, seq, hash FROM trail_heads()")
        return {chain: (seq, ended) for chain, seq, ended in cursor.fetchall()}


def _flaw(event: Event, seq: int, last: str, head: tuple[int, str] | None) -> str:
    if event.seq != seq:
        return f"thiếu sự kiện số {seq}"
    if event.previous_hash != last:
        return "không nối với sự kiện trước"
    if event.hash != link_hash(last, event.payload):
        return "nội dung đã bị sửa"
    if head and head[0] == event.seq and head[1] != event.hash:
        return "chuỗi đã bị viết lại"
    try:
        return "" if _repeats(event, json.loads(event.payload)) else "cột không khớp nội dung"
    except (ValueError, TypeError, KeyError):
        return "nội dung không đọc được"


def _repeats(event: Event, told: dict[str, Any]) -> bool:
    """Whether the columns for searching say what was hashed.

    Raises ValueError, TypeError or KeyError if `told` is odd.
    """
    return (
        datetime.fromisoformat(told["at"]) == event.at
        and told["action"] == event.action
        and told["actor"] == {"id": str(event.actor_id), "name": event.actor_name}
        and told["subject"]
        == {"type": event.subject_type, "id": str(event.subject_id), "name": event.subject_name}
        and told["programme"] == (str(event.programme_id) if event.programme_id else None)
        and told["agency"] == (str(event.agency_id) if event.agency_id else None)
    )


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
