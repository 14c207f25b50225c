"""Agencies are added, corrected and ended (requirement P1). Nothing is ever deleted.

Writes of the register wait for each other: each rebuilds who answers for whom (`migrations/heirs.sql`).
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext

from soat.access.actor import Actor
from soat.common.errors import Conflict, DomainError
from soat.core.text import fold, normalise, sort_key, sort_text
from soat.people import rules
from soat.people.models import Agency
from soat.trail import services as trail
from soat.trail.models import Snapshot

FIELDS = (
    "name",
    "short_name",
    "abbreviation",
    "code",
    "kind",
    "level",
    "place",
    "parent_id",
    "valid_from",
    "valid_to",
    "source",
)
_LOCK = 7_241_001


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyFacts:
    """What is known of an agency; `valid_to` is the first day on which it is no more."""

    name: str
    kind: str
    level: str
    short_name: str = ""
    abbreviation: str = ""
    code: str = ""
    place: str = ""
    parent_id: UUID | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    source: str = ""

    def tidy(self) -> AgencyFacts:
        """Texts composed, without doubled spaces."""
        return replace(
            self,
            name=_plain(self.name),
            short_name=_plain(self.short_name),
            abbreviation=_plain(self.abbreviation),
            code=_plain(self.code),
            place=_plain(self.place),
            source=_plain(self.source),
        )


def _plain(text: str) -> str:
    return " ".join(normalise(text).split())


def lock_register() -> None:
    """One writer of the register at a time, until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def version_of(agency: Agency) -> str:
    """A mark that changes with any fact of the agency: a form carries it to notice that somebody was faster."""
    told = json.dumps(trail.snapshot(agency, FIELDS), sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def built(facts: AgencyFacts) -> Agency:
    """The row of facts that were checked, not yet saved."""
    return filled(Agency(), facts)


def filled(agency: Agency, facts: AgencyFacts) -> Agency:
    for field in FIELDS:
        setattr(agency, field, getattr(facts, field))
    agency.sort_key = sort_text(sort_key(facts.name))
    agency.folded = fold(facts.name)[:300]
    return agency


def add_agency(facts: AgencyFacts, *, by: Actor, now: datetime) -> Agency:
    """A new agency. Raises Conflict when one of the same name and place exists in the same time."""
    by.require("agency.edit")
    facts = facts.tidy()
    _check(facts)
    with transaction.atomic():
        lock_register()
        _refuse_double(facts, None)
        agency = built(facts)
        agency.save(force_insert=True)
        record(agency, by, now)
    return agency


def edit_agency(
    agency: Agency, facts: AgencyFacts, *, by: Actor, now: datetime, version: str | None = None
) -> Agency:
    """Correct what is written of an agency; a new name by decision is a succession, not a correction.

    `version`: what `version_of` gave when the form was shown.
    """
    by.require("agency.edit")
    facts = facts.tidy()
    _check(facts)
    with transaction.atomic():
        lock_register()
        agency = Agency.objects.select_for_update().get(pk=agency.pk)
        if version is not None and version != version_of(agency):
            raise Conflict(gettext("Cơ quan này vừa được người khác sửa. Hãy tải lại trang rồi sửa tiếp."))
        _refuse_double(facts, agency)
        _refuse_circle(agency, facts.parent_id)
        before = trail.snapshot(agency, FIELDS)
        filled(agency, facts).save()
        record(agency, by, now, before)
    return agency


def end_agency(agency: Agency, on: date, *, by: Actor, now: datetime, reason: str = "") -> Agency:
    """The agency is no more from the day `on`, without a successor; its records stay."""
    by.require("agency.edit")
    with transaction.atomic():
        lock_register()
        agency = Agency.objects.select_for_update().get(pk=agency.pk)
        if agency.valid_to:
            raise Conflict(
                gettext("“%(name)s” đã ghi kết thúc ngày %(valid_to)s. Không cần ghi lại.")
                % {"name": agency.name, "valid_to": f"{agency.valid_to:%d/%m/%Y}"}
            )
        close(agency, on, by=by, now=now, reason=reason)
    return agency


def close(agency: Agency, on: date, *, by: Actor, now: datetime, reason: str) -> None:
    """Set the last day of a locked, open agency."""
    if agency.valid_from and on <= agency.valid_from:
        raise DomainError(
            gettext("Ngày kết thúc phải sau ngày bắt đầu của cơ quan. Hãy chọn ngày khác."), "on"
        )
    before = trail.snapshot(agency, FIELDS)
    agency.valid_to = on
    agency.save(update_fields=["valid_to"])
    record(agency, by, now, before, reason)


def record(
    agency: Agency, by: Actor, now: datetime, before: Snapshot | None = None, reason: str = ""
) -> None:
    trail.record(
        "agency.edit",
        agency,
        by=by,
        now=now,
        before=before,
        after=trail.snapshot(agency, FIELDS),
        agency_id=agency.pk,
        reason=reason,
    )


def _check(facts: AgencyFacts) -> None:
    rules.check_name(facts.name, rules.NAME_MAX, "name")
    rules.check_span(facts.valid_from, facts.valid_to)


def _refuse_double(facts: AgencyFacts, itself: Agency | None) -> None:
    same = Agency.objects.filter(folded=fold(facts.name)[:300], place=facts.place)
    for other in same.exclude(pk=itself.pk) if itself else same:
        if other.name.casefold() == facts.name.casefold() and rules.overlap(
            (other.valid_from, other.valid_to), (facts.valid_from, facts.valid_to)
        ):
            raise Conflict(
                gettext(
                    "Danh mục đã có “%(name)s” trong cùng thời gian. Hãy sửa cơ quan đã có thay vì thêm mới."
                )
                % {"name": other.name},
                "name",
            )


def _refuse_circle(agency: Agency, parent_id: UUID | None) -> None:
    """An agency is not under itself, directly or through others."""
    above: dict[UUID, UUID | None] = dict(Agency.objects.values_list("id", "parent_id"))
    seen = {agency.pk}
    while parent_id is not None:
        if parent_id in seen:
            raise DomainError(
                gettext("Cơ quan cấp trên đã chọn lại trực thuộc chính cơ quan này. Hãy chọn cơ quan khác."),
                "parent",
            )
        seen.add(parent_id)
        parent_id = above.get(parent_id)
