"""Takes the next number of an agency's register, or voids one that was not used (D2; Decree 30/2020, Article 15).

Called when a paper is issued, in the same transaction: a paper that is not issued takes no number; and by the page of
the register, for a paper made outside.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from soat.access.actor import Actor
from soat.common.errors import Conflict, DomainError, Missing
from soat.common.ids import new_id
from soat.common.locks import hold
from soat.common.once import made_before
from soat.papers.models import Number, Paper, Series
from soat.trail import services as trail


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a number is taken for: `type` as in Decree 30, Annex III ("" for a letter), `symbol` "KH-SNV"."""

    issuer_id: UUID
    type: str
    symbol: str
    abstract: str
    dated: date
    signer: str = ""
    recipients: str = ""


def take(
    programme_id: UUID, state: str, wanted: Wanted, *, key: UUID | None = None, by: Actor, now: datetime
) -> Number:
    """The next number of the series of its issuer, type and year. Waits for whoever takes one at the same time.

    `key`: of the form it was asked with; sent twice it is one number.
    """
    by.require("number.take", programme_id=programme_id, state=state)
    symbol, abstract = " ".join(wanted.symbol.split()), " ".join(wanted.abstract.split())
    if not symbol or "/" in symbol:
        raise DomainError("Ký hiệu là phần sau dấu gạch chéo, ví dụ KH-SNV. Hãy ghi lại.", "symbol")
    if not abstract:
        raise DomainError("Hãy ghi trích yếu của văn bản.", "abstract")
    with transaction.atomic():
        if key:
            hold(key)
            if made := made_before(Number, key, {"abstract": abstract[:500], "symbol": symbol[:60]}):
                return made
        number = Number(
            id=key or new_id(),
            programme_id=programme_id,
            series=_series(wanted),
            symbol=symbol[:60],
            abstract=abstract[:500],
            dated=wanted.dated,
            signer=" ".join(wanted.signer.split())[:150],
            recipients=" ".join(wanted.recipients.split())[:500],
            taken_at=now,
            taken_by=by.id,
        )
        number.save(force_insert=True)
        number.refresh_from_db(fields=["number"])
        _record("number.take", number, by=by, now=now, after={"number": str(number)})
    return number


def begin(issuer_id: UUID, type: str, year: int, *, used: int, by: Actor, now: datetime) -> Series:
    """A series whose first `used` numbers were given on paper before Soát: the next one follows them."""
    if not any(
        h.programme_id and by.may("number.take", programme_id=h.programme_id, state="running")
        for h in by.holdings
    ):
        by.require("number.take")
    if used < 0:
        raise DomainError("Số đã dùng phải từ 0 trở lên.", "used")
    with transaction.atomic():
        series = Series(issuer_id=issuer_id, type=type, year=year, last=used)
        if Series.objects.bulk_create([series], ignore_conflicts=True) and not Series.objects.filter(
            pk=series.pk
        ):
            raise Conflict(f"{series} đã có. Số tiếp theo được cấp từ sổ đó.")
        trail.record("number.take", series, by=by, now=now, after={"last": used})
    return series


def void(number: Number, state: str, *, reason: str, by: Actor, now: datetime) -> Number:
    """The number was taken but not used; it stays in the register with the reason, and is never given again."""
    by.require("number.take", programme_id=number.programme_id, state=state)
    reason = reason.strip()
    if not reason:
        raise DomainError("Hãy ghi lý do hủy số.", "reason")
    with transaction.atomic():
        row = Number.objects.select_for_update(of=("self",)).filter(pk=number.pk).first()
        if row is None:
            raise Missing
        if row.voided_at:
            raise Conflict(f"Số {row} đã được hủy.")
        if Paper.objects.filter(number=row).exists():
            raise Conflict(f"Số {row} đã dùng cho một văn bản nên không hủy được. Hãy thu hồi văn bản đó.")
        row.void_reason, row.voided_at, row.voided_by = reason, now, by.id
        row.save(update_fields=["void_reason", "voided_at", "voided_by"])
        _record("number.take", row, by=by, now=now, after={"void_reason": reason}, reason=reason)
    return row


def _series(wanted: Wanted) -> Series:
    one = {"issuer_id": wanted.issuer_id, "type": wanted.type, "year": wanted.dated.year}
    Series.objects.bulk_create([Series(**one)], ignore_conflicts=True)
    return Series.objects.get(**one)


def _record(
    action: str, number: Number, *, by: Actor, now: datetime, after: dict[str, object], reason: str = ""
) -> None:
    trail.record(action, number, by=by, now=now, programme_id=number.programme_id, after=after, reason=reason)
