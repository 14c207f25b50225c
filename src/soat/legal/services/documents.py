"""Documents entered, corrected and given their text by a person, or by the plan that they are (requirement L1).

Called by the register's pages and, for a plan's own text, by its import.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from soat.access.actor import Actor
from soat.common.errors import Conflict, DomainError
from soat.core.citations import number_key
from soat.legal.models import Document
from soat.legal.registration import as_citation
from soat.legal.selectors import standing
from soat.legal.services.registering import FIELDS, derive, one_at_a_time
from soat.trail import services as trail

_TRACKED = (*FIELDS, "is_stub")


def enter(values: Mapping[str, Any], *, by: Actor, now: datetime) -> Document:
    """A document entered by hand; a stub of it is completed. One that somebody entered before is a Conflict that
    names it."""
    by.require("legal.edit")
    document = Document(
        **{name: values[name] for name in FIELDS if name in values}, created_at=now, created_by=by.id
    )
    _require_right(document)
    derive(document)
    with transaction.atomic():
        one_at_a_time()
        mention = as_citation(document)
        stub = standing([mention], without=()).find(mention)
        if stub is not None and stub.is_stub:
            return edit(stub, {name: value for name, value in values.items() if value}, by=by, now=now)
        document.settled = [name for name in FIELDS if getattr(document, name)]
        _save_once(document, force_insert=True)
        after = trail.snapshot(document, FIELDS)
        trail.record("legal.edit", document, by=by, now=now, before={}, after=after)
    return document


def fingerprint(document: Document) -> str:
    """Differs when a field of the document differs; a form carries it, so that two editors notice each other."""
    return hashlib.sha256(repr(trail.snapshot(document, FIELDS)).encode()).hexdigest()[:32]


def edit(
    document: Document, values: Mapping[str, Any], *, by: Actor, now: datetime, seen: str | None = None
) -> Document:
    """Correct a document; a stub that somebody edits is known from then on, and no import changes what she set.

    `seen`: the fingerprint of what the person saw; a Conflict if it has changed since.
    """
    by.require("legal.edit")
    with transaction.atomic():
        document = Document.objects.select_for_update().get(pk=document.pk)
        if seen is not None and seen != fingerprint(document):
            raise Conflict(
                gettext("Người khác vừa sửa văn bản này. Hãy mở lại trang, xem bản mới rồi sửa tiếp.")
            )
        before = trail.snapshot(document, _TRACKED)
        for name in FIELDS:
            if name in values and values[name] != getattr(document, name):
                setattr(document, name, values[name])
                document.settled = sorted({*document.settled, name})
        document.is_stub = False
        _require_right(document)
        derive(document)
        _save_once(document)
        after = trail.snapshot(document, _TRACKED)
        trail.record("legal.edit", document, by=by, now=now, before=before, after=after)
    return document


def check(document: Document) -> Iterator[tuple[str, str]]:
    """What is wrong with a document: the field and a sentence."""
    if not number_key(document.number).strip("/-"):
        yield "number", gettext("Hãy ghi số, ký hiệu văn bản, ví dụ 97/KH-UBND.")
    issued, begins, ends = document.issued_on, document.effective_on, document.expires_on
    if issued and begins and begins < issued:
        yield "effective_on", gettext("Ngày có hiệu lực không thể trước ngày ban hành.")
    start = begins or issued
    if start and ends and ends < start:
        yield "expires_on", gettext("Ngày hết hiệu lực không thể trước ngày có hiệu lực.")


def _require_right(document: Document) -> None:
    for field, message in check(document):
        raise DomainError(message, field)


def _save_once(document: Document, *, force_insert: bool = False) -> None:
    try:
        with transaction.atomic():
            document.save(force_insert=force_insert)
    except IntegrityError as error:
        raise Conflict(
            gettext(
                "Sổ đã có %(document)s của cùng cơ quan, cùng ngày. Hãy tìm và sửa văn bản đó thay vì thêm "
                "mới."
            )
            % {"document": document}
        ) from error


def keep_text(
    document: Document, text: str, *, place: str, signer: str, by: Actor, now: datetime
) -> Document:
    """Keep the whole text of a document that was read as a plan, with the place and signer its head names."""
    by.require("legal.edit")
    before = trail.snapshot(document, FIELDS)
    document.full_text, document.is_stub = text, False
    document.place, document.signer = document.place or place, document.signer or signer
    derive(document)
    document.save()
    after = trail.snapshot(document, FIELDS)
    trail.record("legal.register", document, by=by, now=now, before=before, after=after)
    return document
