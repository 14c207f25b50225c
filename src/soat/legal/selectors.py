"""Reads of the register (requirements L3, L4): search, force on a day, changes since a day, places that cite."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Case, DateField, Exists, F, Func, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from soat.access.actor import Actor
from soat.core.citations import find_citations, number_key
from soat.core.text import Snippet, fold, snippet
from soat.legal.models import Citation, Document, Relation
from soat.legal.rules import CHANGING, Change, Effect, Status, effect

# Long columns that listings never show.
HEAVY = ("full_text", "folded_head", "folded", "file")
MOST_HITS = 500
_ALL = 100_000


def search(words: str, among: QuerySet[Document] | None = None) -> list[UUID]:
    """Ids of the `MOST_HITS` best of documents that hold all the words, or words that begin so (L4).

    With or without diacritics; best are those with the number, then with the words in the head (number, type, title,
    issuer, signer), then in the text, the phrase before its words. The database function reads the index as the
    owner, because row-level security keeps text operators from using it; it answers only who may see the register.
    """
    most = MOST_HITS if among is None else _ALL
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM legal_search(%s, %s, %s)", [fold(words), _number(words), most])
        hits = [row[0] for row in cursor.fetchall()]
    if among is None or not hits:
        return hits
    kept = set(among.values_list("pk", flat=True))
    return [pk for pk in hits if pk in kept][:MOST_HITS]


def _number(words: str) -> str:
    """Key of the document number in what is sought, else of all of it."""
    found = find_citations(words)
    return number_key(found[0].number if len(found) == 1 else words)


@dataclass(frozen=True, slots=True)
class Listed:
    """A document with its force on the day asked for, and the sentence found."""

    document: Document
    effect: Effect
    found: Snippet | None = None


def listed(documents: Iterable[Document], day: date, words: str = "") -> list[Listed]:
    """Documents for a page of the list: one query for all their changes, one for the texts when words are sought."""
    page = list(documents)
    effects = effects_on([document.pk for document in page], day, page)
    texts = (
        dict(Document.objects.filter(pk__in=[d.pk for d in page]).values_list("pk", "full_text"))
        if words
        else {}
    )
    return [
        Listed(d, effects[d.pk], snippet(f"{d.title}\n{texts.get(d.pk, '')}", words) if words else None)
        for d in page
    ]


def effects_on(
    ids: Iterable[UUID], day: date, documents: Iterable[Document] | None = None
) -> dict[UUID, Effect]:
    """The force of each document on `day`, in two queries at most."""
    rows = Document.objects.filter(pk__in=set(ids)).defer(*HEAVY) if documents is None else documents
    changes: dict[UUID, list[Change]] = {}
    for relation in _changes(ids):
        change = Change(relation.kind, str(relation.source), since(relation))  # type: ignore[arg-type]
        changes.setdefault(relation.target_id, []).append(change)
    return {
        document.pk: effect(
            day,
            begins=document.effective_on or document.issued_on,
            ends=document.expires_on,
            changes=changes.get(document.pk, ()),
            is_known=not document.is_stub,
        )
        for document in rows
    }


def changes_since(ids: Iterable[UUID], day: date | None) -> dict[UUID, list[Relation]]:
    """Relations by which a later document amends or replaces one of `ids`, effective after `day` (L3). One query.

    Without a day every change counts; a change without a date is left out when there is a day.
    """
    found: dict[UUID, list[Relation]] = {}
    for relation in _changes(ids):
        begins = since(relation)
        if day is None or (begins is not None and begins > day):
            found.setdefault(relation.target_id, []).append(relation)
    return found


def _changes(ids: Iterable[UUID]) -> QuerySet[Relation]:
    rows = Relation.objects.filter(target_id__in=set(ids), kind__in=CHANGING).select_related("source")
    return rows.defer(*(f"source__{name}" for name in HEAVY))


def since(relation: Relation) -> date | None:
    """From when a relation holds: its own day, else when its source took effect or was issued; of a source of which
    only the year is known, the first day of it."""
    source = relation.source
    known = relation.effective_on or source.effective_on or source.issued_on
    return known or (date(source.issued_year, 1, 1) if source.issued_year else None)


def with_status(rows: QuerySet[Document], day: date) -> QuerySet[Document]:
    """`rows` with `status`, the force on `day` as `rules.effect` tells it, told by the database; for filters."""
    first = Func(F("source__issued_year"), Value(1), Value(1), function="make_date", output_field=DateField())
    done = (
        Relation.objects.filter(target=OuterRef("pk"))
        .annotate(
            since=Coalesce("effective_on", "source__effective_on", "source__issued_on", first),
        )
        .filter(Q(since__isnull=True) | Q(since__lte=day))
    )
    begins = Coalesce("effective_on", "issued_on")
    cases: list[tuple[Any, Status]] = [
        (Q(begins__gt=day), "not_yet"),
        (Exists(done.filter(kind="replaces")), "replaced"),
        (Q(expires_on__lte=day), "expired"),
        (Exists(done.filter(kind="amends")), "amended"),
        (Q(is_stub=False), "in_force"),
    ]
    status = Case(*(When(condition, then=Value(s)) for condition, s in cases), default=Value("unknown"))
    return rows.annotate(begins=begins).annotate(status=status)


def relations_of(document: Document) -> list[Relation]:
    """Both ways, one query, those that change its force first."""
    rows = Relation.objects.filter(source=document) | Relation.objects.filter(target=document)
    rows = rows.select_related("source", "target").defer(
        *(f"source__{n}" for n in HEAVY), *(f"target__{n}" for n in HEAVY)
    )
    return sorted(rows, key=lambda r: (r.kind not in CHANGING, r.kind, r.source.number, r.target.number))


def cited_in(document: Document, actor: Actor) -> QuerySet[Citation]:
    """Places of programmes she may see."""
    return (
        Citation.objects.visible_to(actor)
        .filter(document=document)
        .order_by("programme_id", "span_start", "id")
    )
