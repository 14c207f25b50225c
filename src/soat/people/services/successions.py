"""Agencies merge, split, change their name or hand over their tasks (requirement P1).

The predecessors end that day and keep every record; the trigger in `migrations/heirs.sql` lets the successors answer
for them, through chains as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext

from soat.access.actor import Actor
from soat.access.models import Heir
from soat.common.errors import Conflict, DomainError
from soat.people import rules
from soat.people.models import Agency, Succession, SuccessionKind
from soat.people.services.agencies import close, lock_register
from soat.trail import services as trail

Join = tuple[Agency, Agency, SuccessionKind, date, str, str]
_TOLD = ("predecessor_id", "successor_id", "kind", "on", "document", "note")


def check_succession(
    predecessors: Sequence[Agency],
    successors: Sequence[Agency],
    kind: str,
    on: date,
    document: str,
    *,
    by: Actor,
    note: str = "",
) -> list[Join]:
    """What `succeed` would write. Raises what it would raise; changes nothing. In the caller's transaction."""
    by.require("agency.edit")
    document = document.strip()
    if not document:
        raise DomainError(gettext("Hãy ghi số, ngày văn bản quyết định việc này."), "document")
    rules.check_shape(kind, {a.pk for a in predecessors}, {a.pk for a in successors})
    lock_register()
    before, after = _locked(predecessors), _locked(successors)
    pairs = [(old, new, SuccessionKind(kind), on, document, note.strip()) for old in before for new in after]
    _check(pairs)
    return pairs


def succeed(
    predecessors: Sequence[Agency],
    successors: Sequence[Agency],
    kind: str,
    on: date,
    document: str,
    *,
    by: Actor,
    now: datetime,
    note: str = "",
) -> list[Succession]:
    """Every successor takes over from every predecessor from the day `on`, by `document`.

    Raises DomainError with the field for what does not fit, Conflict when it was recorded before.
    """
    with transaction.atomic():
        pairs = check_succession(predecessors, successors, kind, on, document, by=by, note=note)
        return _write(pairs, by, now)


def join(pairs: Sequence[Join], *, by: Actor, now: datetime) -> list[Succession]:
    """Check and write pairs (predecessor, successor, kind, day, document, note) of locked agencies."""
    _check(pairs)
    return _write(pairs, by, now)


def _check(pairs: Sequence[Join]) -> None:
    for old, new, _, on, _, _ in pairs:
        rules.check_predecessor(old, on)
        rules.check_successor(new, on)
    _refuse_known(pairs)


def _write(pairs: Sequence[Join], by: Actor, now: datetime) -> list[Succession]:
    for old, _, _, on, document, _ in pairs:
        if old.valid_to is None:
            close(old, on, by=by, now=now, reason=document)
    made = [
        Succession(predecessor=old, successor=new, kind=kind, on=on, document=document, note=note)
        for old, new, kind, on, document, note in pairs
    ]
    Succession.objects.bulk_create(made)
    for row in made:
        trail.record(
            "agency.edit",
            row,
            by=by,
            now=now,
            after=trail.snapshot(row, _TOLD),
            agency_id=row.successor_id,
        )
    return made


def _locked(agencies: Sequence[Agency]) -> list[Agency]:
    ids = [agency.pk for agency in agencies]
    return list(Agency.objects.select_for_update().filter(pk__in=ids).order_by("sort_key", "pk"))


def _refuse_known(pairs: Sequence[Join]) -> None:
    """Neither what stands already nor a circle: the successor answers for the predecessor, never the reverse too."""
    old_ids, new_ids = {old.pk for old, *_ in pairs}, {new.pk for _, new, *_ in pairs}
    known = set(
        Succession.objects.filter(predecessor__in=old_ids, successor__in=new_ids).values_list(
            "predecessor_id", "successor_id"
        )
    )
    answers = set(
        Heir.objects.filter(agency_id__in=old_ids, predecessor_id__in=new_ids).values_list(
            "agency_id", "predecessor_id"
        )
    )
    for old, new, *_ in pairs:
        if (old.pk, new.pk) in known:
            raise Conflict(
                gettext("Đã ghi “%(name)s” kế thừa “%(name2)s”. Không cần ghi lại.")
                % {"name": new.name, "name2": old.name}
            )
        if (old.pk, new.pk) in answers:
            raise DomainError(
                gettext(
                    "“%(name)s” đã kế thừa “%(name2)s”, không thể ghi chiều ngược lại. Hãy chọn cơ quan khác."
                )
                % {"name": old.name, "name2": new.name},
                "successors",
            )
