"""Tables taken into the register whole or not at all, with everything that is wrong listed by row (L1, L3).

A register of documents comes from the import page; relations with their source from `samples/legal-relations.csv`,
which the demonstration loads. Loading the same file again adds nothing.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext

from soat.access.actor import Actor
from soat.common.spreadsheet import Row
from soat.core.citations import Citation as Mention
from soat.core.citations import find_all, find_citations, number_key, same_document
from soat.core.text import fold
from soat.legal.models import Document, Relation, RelationKind
from soat.legal.registration import as_citation
from soat.legal.selectors import standing
from soat.legal.services.documents import check
from soat.legal.services.registering import FIELDS, derive, one_at_a_time, register
from soat.legal.services.relations import add_new
from soat.people.services.loading.table import Loaded, Reading, Source, require, rows_of
from soat.trail import services as trail

DOCUMENT_COLUMNS = (
    "so", "loai", "trich_yeu", "co_quan", "noi_ban_hanh", "nguoi_ky", "ngay_ban_hanh", "nam", "ngay_hieu_luc",
    "ngay_het_hieu_luc",
)  # fmt: skip
REFERENCE_COLUMNS = ("van_ban", "quan_he", "van_ban_kia", "tu_ngay", "nguon")
_TEXTS = dict(zip(("number", "type", "title", "issuer", "place", "signer"), DOCUMENT_COLUMNS, strict=False))
_DAYS = {"issued_on": "ngay_ban_hanh", "effective_on": "ngay_hieu_luc", "expires_on": "ngay_het_hieu_luc"}
_KINDS = {fold(kind.written): kind for kind in RelationKind}


def load_documents(source: Source, *, by: Actor, now: datetime) -> Loaded:
    """Add the documents of a table with `DOCUMENT_COLUMNS`; `so` must be there. One that stands already gets the
    fields it lacks and is no stub any more. Raises BadRows."""
    by.require("legal.edit")
    rows = rows_of(source, {})
    reading = Reading()
    require(reading, rows, ("so",))
    read = [(row, _read(row, reading)) for row in rows]
    reading.finish()
    with transaction.atomic():
        one_at_a_time()
        known = standing((as_citation(document) for _, document in read), without=())
        made, lines = [], {}
        for row, document in read:
            mention = as_citation(document)
            stands = known.find(mention)
            if stands is None:
                lines[document.pk] = row.line
                made.append(_made(document, by, now))
                known.add(document)
            elif stands.pk in lines:
                reading.wrong(
                    row,
                    "so",
                    gettext("Văn bản này đã có ở dòng %(pk)s. Hãy bỏ dòng thừa.") % {"pk": lines[stands.pk]},
                )
            else:
                _fill(stands, document, by=by, now=now)
        reading.finish()
        Document.objects.bulk_create(made)
        for document in made:
            after = trail.snapshot(document, FIELDS)
            trail.record("legal.edit", document, by=by, now=now, before={}, after=after)
    return Loaded(len(made), len(read) - len(made))


def _read(row: Row, reading: Reading) -> Document:
    """The row as a document that is not saved; what is wrong with it is noted."""
    document = Document(
        **{field: row.get(column)[: _longest(field)] for field, column in _TEXTS.items()},
        **{field: reading.day(row, column) for field, column in _DAYS.items()},
    )
    year = row.get("nam")
    if year.isdecimal() and 1900 <= int(year) <= 2999:
        document.issued_year = int(year)
    elif year:
        reading.wrong(
            row, "nam", gettext("“%(year)s” không phải năm. Hãy ghi bốn chữ số, ví dụ 2024.") % {"year": year}
        )
    if document.number:
        _complete_from_number(document)
    for field, message in check(document) if document.number else ():
        reading.wrong(row, {**_TEXTS, **_DAYS}[field], message)
    derive(document)
    return document


def _longest(field: str) -> int | None:
    return Document._meta.get_field(field).max_length  # type: ignore[union-attr]


def _complete_from_number(document: Document) -> None:
    """Type, issuer and year where the number tells them and the row does not."""
    mention = next(iter(find_citations(f"{document.type} {document.number}")), None)
    if mention is not None and number_key(mention.number) == number_key(document.number):
        document.type = document.type or mention.type or ""
        document.issuer = document.issuer or mention.issuer or ""
        document.issued_year = document.issued_year or mention.year


def _made(document: Document, by: Actor, now: datetime) -> Document:
    document.created_at, document.created_by = now, by.id
    document.settled = [name for name in FIELDS if getattr(document, name)]
    return document


def _fill(stands: Document, row: Document, *, by: Actor, now: datetime) -> None:
    before = trail.snapshot(stands, (*FIELDS, "is_stub"))
    for name in FIELDS:
        if not getattr(stands, name) and name not in stands.settled:
            setattr(stands, name, getattr(row, name))
    stands.is_stub = False
    derive(stands)
    after = trail.snapshot(stands, (*FIELDS, "is_stub"))
    if before != after:
        stands.save()
        trail.record("legal.edit", stands, by=by, now=now, before=before, after=after)


def load_reference(path: Path, *, by: Actor, now: datetime) -> Loaded:
    """Add the relations of a table with `REFERENCE_COLUMNS`: two documents as a text would cite them, how the first
    bears on the second, from when, and the source, kept as the relation's note. Raises BadRows."""
    by.require("legal.edit")
    rows, reading = rows_of(path, {}), Reading()
    require(reading, rows, ("van_ban", "quan_he", "van_ban_kia", "nguon"))
    read = [_pair(row, reading) for row in rows]
    facts = [(_kind(row, reading), reading.day(row, "tu_ngay")) for row in rows]
    reading.finish()
    with transaction.atomic():
        mentions = [(source, target) for source, target in read if source and target]
        known = register([m for pair in mentions for m in pair], by=by, now=now, listed=True)
        relations = [
            Relation(
                source=known.find(source), target=known.find(target), kind=kind, effective_on=since,
                note=row.get("nguon")[:300], created_at=now, created_by=by.id,
            )
            for row, (source, target), (kind, since) in zip(rows, mentions, facts, strict=True)
        ]  # fmt: skip
        added = add_new(relations, by=by, now=now)
    return Loaded(added, len(relations) - added)


def _pair(row: Row, reading: Reading) -> tuple[Mention | None, Mention | None]:
    source, target = _mention(row, "van_ban", reading), _mention(row, "van_ban_kia", reading)
    if source and target and same_document(source, target):
        reading.wrong(row, "van_ban_kia", gettext("Một văn bản không thể có quan hệ với chính nó."))
    return source, target


def _mention(row: Row, column: str, reading: Reading) -> Mention | None:
    text = row.get(column)
    found = find_all(text)
    if not found and text:
        reading.wrong(
            row, column, gettext("Không thấy số, ký hiệu văn bản. Hãy ghi như “Nghị định 61/2018/NĐ-CP”.")
        )
    return found[0] if found else None


def _kind(row: Row, reading: Reading) -> str:
    kind = _KINDS.get(fold(row.get("quan_he")), "")
    if not kind and row.get("quan_he"):
        known = ", ".join(kind.written for kind in RelationKind)
        reading.wrong(row, "quan_he", gettext("Hãy ghi một trong các quan hệ: %(known)s.") % {"known": known})
    return kind
