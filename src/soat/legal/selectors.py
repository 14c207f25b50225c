"""Reads of the register (requirements L3, L4): search, force on a day, changes since a day, places that cite."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from soat.access.actor import Actor
from soat.core.text import Snippet, fold, snippet
from soat.legal.models import Citation, Document, Relation
from soat.legal.rules import Change, Effect, effect

# Long columns that listings never show.
HEAVY = ("full_text", "folded", "file")
CHANGING = ("amends", "replaces")
MOST_HITS = 500


def search(words: str) -> list[UUID]:
    """Ids of documents that hold the words, best first: in the number, in the title, in the text (L4).

    With or without diacritics; as a phrase or, else, all words. The database function reads the indexes as the
    owner, because row-level security keeps text operators from using them; it answers only who may see the register.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM legal_search(%s, %s)", [fold(words), MOST_HITS])
        return [row[0] for row in cursor.fetchall()]


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
    """From when a relation holds: its own day, else when its source took effect or was issued."""
    return relation.effective_on or relation.source.effective_on or relation.source.issued_on


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
