"""Documents that a text mentions go into the register, once each (requirements L1, L2).

Called by the import of a plan, by `attach` for the text of a file, and by `loading`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import connection, transaction

from soat.access.actor import Actor
from soat.core.citations import Citation as Mention
from soat.core.citations import distinct, number_key
from soat.core.text import fold
from soat.legal.models import Document
from soat.legal.registration import Register, at_home
from soat.legal.selectors import standing
from soat.trail import services as trail

FIELDS = (
    "number",
    "type",
    "title",
    "issuer",
    "place",
    "signer",
    "issued_on",
    "issued_year",
    "effective_on",
    "expires_on",
)
_SEARCHED = 200_000  # characters of the full text that are searched; a text-search vector holds 1 MB at most
_LOCK = 7_300_001  # one registration at a time, so that two imports do not make the same document twice


def register(
    mentions: Iterable[Mention], *, by: Actor, now: datetime, issuer: str = "", listed: bool = False
) -> Register:
    """Every document mentioned is in the register afterwards, once each; what a mention adds is filled in.

    `issuer`: who issued the citing text, completing "Ủy ban nhân dân thành phố" and the like. Documents that are
    `listed` (by a portal, beside the text) are known; others are stubs until somebody enters them. Returns the
    register's documents of these numbers. A second call with the same mentions adds nothing.
    """
    by.require("legal.edit")
    wanted = distinct(at_home(mention, issuer) for mention in mentions)
    with transaction.atomic():
        one_at_a_time()
        known, new = standing(wanted, without=()), []
        for mention in wanted:
            document = known.find(mention)
            if document is None:
                document = _built(mention, by=by, now=now, is_stub=not listed)
                new.append(document)
            else:
                _complete(document, mention, by=by, now=now, listed=listed)
            known.add(document)
        Document.objects.bulk_create(new)
        for document in new:
            after = trail.snapshot(document, FIELDS)
            trail.record("legal.register", document, by=by, now=now, before={}, after=after)
    return known


def one_at_a_time() -> None:
    """Wait for other registrations; holds until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def derive(document: Document) -> None:
    """Set the columns that follow from others: keys and the searched text."""
    document.number_key = number_key(document.number)
    document.issuer_key = fold(document.issuer)
    if document.issued_on:
        document.issued_year = document.issued_on.year
    said = (document.number, document.type, document.title, document.issuer, document.signer)
    document.folded_head = fold(" ".join(said))
    document.folded = fold(f"{document.folded_head} {document.full_text[:_SEARCHED]}")


def _built(mention: Mention, *, by: Actor, now: datetime, is_stub: bool) -> Document:
    document = Document(
        number=mention.number,
        type=mention.type or "",
        title=mention.title or "",
        issuer=mention.issuer or "",
        issued_on=mention.date,
        issued_year=mention.date.year if mention.date else mention.year,
        is_stub=is_stub,
        created_at=now,
        created_by=by.id,
    )
    derive(document)
    return document


def _complete(document: Document, mention: Mention, *, by: Actor, now: datetime, listed: bool) -> None:
    """Fill fields that are empty and not settled by a person; a longer issuer completes a shorter one."""
    before = trail.snapshot(document, (*FIELDS, "is_stub"))
    for name, value in _told(document, mention).items():
        if value and name not in document.settled:
            setattr(document, name, value)
    document.is_stub = document.is_stub and not listed
    derive(document)
    after = trail.snapshot(document, (*FIELDS, "is_stub"))
    if before != after:
        document.save()
        trail.record("legal.register", document, by=by, now=now, before=before, after=after)


def _told(document: Document, mention: Mention) -> dict[str, object]:
    """What the mention says of fields of which the document says nothing, or of the issuer less."""
    said: dict[str, object] = {
        "type": mention.type,
        "title": mention.title,
        "issued_on": mention.date,
        "issued_year": mention.year,
    }
    told = {name: value for name, value in said.items() if not getattr(document, name)}
    return {**told, "issuer": max(document.issuer, mention.issuer or "", key=len)}
