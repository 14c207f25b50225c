"""Writes of the register (requirements L1–L4): documents found in a text, entered or edited by hand, related, cited.

`register`, `relate_text` and `cite` are called by the import of a plan; the others by the register's pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from soat.access.actor import Actor
from soat.common.errors import Conflict, DomainError
from soat.core.citations import Citation as Mention
from soat.core.citations import distinct, find_citations, find_relations, number_key
from soat.core.plans.extract import extract_bytes
from soat.core.text import Span, fold
from soat.legal.models import Citation, Document, Relation, RelationKind
from soat.legal.registration import Register, at_home
from soat.trail import services as trail

__all__ = [
    "Place",
    "Register",
    "at_home",
    "attach",
    "cite",
    "edit",
    "enter",
    "keep_text",
    "register",
    "relate",
    "relate_text",
    "unrelate",
]
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


@dataclass(frozen=True, slots=True)
class Place:
    """Where something cites: the record by type and id, its name, the sentence, the span in the plan's text."""

    subject_type: str
    subject_id: UUID
    label: str
    sentence: str
    span: Span | None


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
        _one_at_a_time()
        keys = {number_key(mention.number) for mention in wanted}
        known = Register(Document.objects.filter(number_key__in=keys).order_by("created_at", "id"))
        for mention in wanted:
            document = known.find(mention)
            if document is None:
                known.add(_make(mention, by=by, now=now, is_stub=not listed))
            else:
                _complete(document, mention, by=by, now=now, listed=listed)
    return known


def _one_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _make(mention: Mention, *, by: Actor, now: datetime, is_stub: bool) -> Document:
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
    document.save(force_insert=True)
    _record("legal.register", document, by=by, now=now, before={}, after=trail.snapshot(document, FIELDS))
    return document


def _complete(document: Document, mention: Mention, *, by: Actor, now: datetime, listed: bool) -> None:
    """Fill empty fields, never overwrite one; a longer issuer that contains the known one completes it."""
    before = trail.snapshot(document, (*FIELDS, "is_stub"))
    document.type = document.type or mention.type or ""
    document.title = document.title or mention.title or ""
    if len(mention.issuer or "") > len(document.issuer):
        document.issuer = mention.issuer or ""
    document.issued_on = document.issued_on or mention.date
    document.issued_year = (
        document.issued_on.year if document.issued_on else document.issued_year or mention.year
    )
    document.is_stub = document.is_stub and not listed
    after = trail.snapshot(document, (*FIELDS, "is_stub"))
    if before != after:
        derive(document)
        document.save()
        _record("legal.register", document, by=by, now=now, before=before, after=after)


def derive(document: Document) -> None:
    """Set the columns that follow from others: keys and the searched text."""
    document.number_key = number_key(document.number)
    document.issuer_key = fold(document.issuer)
    if document.issued_on:
        document.issued_year = document.issued_on.year
    said = (document.number, document.type, document.title, document.issuer, document.signer)
    document.folded = fold(" ".join([*said, document.full_text[:_SEARCHED]]))


def relate_text(
    text: str, own: Document | None, known: Register, *, by: Actor, now: datetime, issuer: str = ""
) -> int:
    """Store the relations a text states between documents of `known`; `own` is the text's own.

    Returns how many are new.
    """
    by.require("legal.edit")
    rows = []
    for found in find_relations(text):
        source = known.find(at_home(found.source, issuer)) if found.source else own
        target = known.find(at_home(found.target, issuer))
        if source and target and source.pk != target.pk:
            rows.append(
                Relation(source=source, target=target, kind=found.kind, created_at=now, created_by=by.id)
            )
    before = Relation.objects.count()
    Relation.objects.bulk_create(rows, ignore_conflicts=True)
    return Relation.objects.count() - before


def cite(places: Iterable[tuple[Document, Place]], *, programme_id: UUID, cited_on: date | None) -> None:
    """Store where a programme's text cites documents. The same place twice is one row. Called by services that
    checked the right to the text; row-level security checks it again."""
    Citation.objects.bulk_create(
        [
            Citation(
                document=document,
                programme_id=programme_id,
                subject_type=place.subject_type,
                subject_id=place.subject_id,
                label=place.label[:300],
                sentence=place.sentence,
                span_start=place.span[0] if place.span else None,
                span_end=place.span[1] if place.span else None,
                cited_on=cited_on,
            )
            for document, place in places
        ],
        ignore_conflicts=True,
    )


def load_relations(rows: Iterable[Mapping[str, str]], *, by: Actor, now: datetime) -> int:
    """Documents and how they bear on others, from a table like `samples/legal-relations.csv`.

    Columns: van_ban, loai_van_ban, co_quan, ngay, quan_he, doi_voi, tu_ngay, trich_yeu, nguon. Returns how many
    relations are new.
    """
    by.require("legal.edit")
    made = []
    for row in rows:
        day = date.fromisoformat(row["ngay"])
        newer = Mention(
            row["van_ban"],
            row["loai_van_ban"],
            row["co_quan"],
            day,
            "",
            (0, 0),
            title=row["trich_yeu"],
            year=day.year,
        )
        older = find_citations(f"{row['loai_van_ban']} số {row['doi_voi']}")
        known = register([newer, *older], by=by, now=now, listed=True)
        made.append(
            Relation(
                source=known.find(newer),
                target=known.find(older[0]),
                kind=row["quan_he"],
                effective_on=date.fromisoformat(row["tu_ngay"]),
                note=row["nguon"],
                created_at=now,
                created_by=by.id,
            )
        )
    before = Relation.objects.count()
    Relation.objects.bulk_create(made, ignore_conflicts=True)
    return Relation.objects.count() - before


def enter(values: Mapping[str, Any], *, by: Actor, now: datetime) -> Document:
    """A document entered by hand. One that stands there already is a Conflict that names it."""
    by.require("legal.edit")
    document = Document(
        **{name: values[name] for name in FIELDS if name in values}, created_at=now, created_by=by.id
    )
    _check(document)
    derive(document)
    with transaction.atomic():
        _one_at_a_time()
        _save_once(document, force_insert=True)
        _record("legal.edit", document, by=by, now=now, before={}, after=trail.snapshot(document, FIELDS))
    return document


def edit(document: Document, values: Mapping[str, Any], *, by: Actor, now: datetime) -> Document:
    """Correct a document; a stub that somebody edits is known from then on."""
    by.require("legal.edit")
    with transaction.atomic():
        document = Document.objects.select_for_update().get(pk=document.pk)
        before = trail.snapshot(document, (*FIELDS, "is_stub"))
        for name in FIELDS:
            if name in values:
                setattr(document, name, values[name])
        document.is_stub = False
        _check(document)
        derive(document)
        _save_once(document)
        after = trail.snapshot(document, (*FIELDS, "is_stub"))
        _record("legal.edit", document, by=by, now=now, before=before, after=after)
    return document


def _check(document: Document) -> None:
    if not number_key(document.number).strip("/-"):
        raise DomainError("Hãy ghi số, ký hiệu văn bản, ví dụ 97/KH-UBND.", "number")
    if document.issued_on and document.effective_on and document.effective_on < document.issued_on:
        raise DomainError("Ngày có hiệu lực không thể trước ngày ban hành.", "effective_on")


def _save_once(document: Document, *, force_insert: bool = False) -> None:
    try:
        with transaction.atomic():
            document.save(force_insert=force_insert)
    except IntegrityError as error:
        raise Conflict(
            f"Sổ đã có {document} của cùng cơ quan, cùng ngày. Hãy tìm và sửa văn bản đó thay vì thêm mới."
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
    _record("legal.register", document, by=by, now=now, before=before, after=trail.snapshot(document, FIELDS))
    return document


def attach(document: Document, data: bytes, name: str, *, by: Actor, now: datetime) -> Document:
    """Keep the file of a document and its text; documents the text cites are registered and related.

    Raises UnreadableFile with one sentence when the file cannot be read; then nothing changes.
    """
    by.require("legal.edit")
    extracted = extract_bytes(data, name)
    with transaction.atomic():
        document = Document.objects.select_for_update().get(pk=document.pk)
        document.file, document.file_name, document.file_type = data, name[:200], extracted.kind
        document.full_text, document.is_stub = extracted.text, False
        derive(document)
        document.save()
        known = register(find_citations(extracted.text), by=by, now=now, issuer=document.issuer)
        relate_text(extracted.text, document, known, by=by, now=now, issuer=document.issuer)
        after = {"file_name": document.file_name, "characters": len(extracted.text)}
        _record("legal.edit", document, by=by, now=now, before={}, after=after)
    return document


def relate(
    source: Document,
    target: Document,
    kind: str,
    *,
    effective_on: date | None,
    note: str,
    by: Actor,
    now: datetime,
) -> Relation:
    """State that `source` amends, replaces, guides … `target` from a day on."""
    by.require("legal.edit")
    if source.pk == target.pk:
        raise DomainError("Một văn bản không thể có quan hệ với chính nó. Hãy chọn văn bản khác.", "target")
    with transaction.atomic():
        if Relation.objects.filter(source=source, target=target, kind=kind).exists():
            raise Conflict("Quan hệ này đã có trong sổ. Không cần thêm lại.")
        relation = Relation(
            source=source,
            target=target,
            kind=kind,
            effective_on=effective_on,
            note=note,
            created_at=now,
            created_by=by.id,
        )
        relation.save(force_insert=True)
        told = {
            "source": str(source),
            "target": str(target),
            "kind": RelationKind(kind).label,
            "effective_on": effective_on,
        }
        _record("legal.edit", target, by=by, now=now, before={}, after=told)
    return relation


def unrelate(relation: Relation, *, reason: str, by: Actor, now: datetime) -> None:
    """Take a wrong relation back, with the reason."""
    by.require("legal.edit")
    if not reason.strip():
        raise DomainError("Hãy ghi lý do gỡ quan hệ này.", "reason")
    with transaction.atomic():
        told = {
            "source": str(relation.source),
            "target": str(relation.target),
            "kind": relation.get_kind_display(),
        }
        _record("legal.edit", relation.target, by=by, now=now, before=told, after={}, reason=reason.strip())
        relation.delete()


def _record(
    action: str,
    document: Document,
    *,
    by: Actor,
    now: datetime,
    before: dict[str, Any],
    after: dict[str, Any],
    reason: str = "",
) -> None:
    trail.record(action, document, by=by, now=now, before=before, after=after, reason=reason)
