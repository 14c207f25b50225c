"""Reads of the register (requirements L3, L4): search, force on a day, changes since a day, places that cite."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from unicodedata import is_normalized
from uuid import UUID

from django.db import connection
from django.db.models import Case, DateField, Exists, F, Func, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from soat.access.actor import Actor
from soat.core.citations import Citation as Mention
from soat.core.citations import find_all, find_citations, number_key, same_document
from soat.core.text import Snippet, Span, flat, fold, highlight, snippet
from soat.legal.models import Citation, Document, File, Relation
from soat.legal.registration import Register, as_citation
from soat.legal.rules import CHANGING, Change, Effect, Status, effect

# Long columns that listings never show.
HEAVY = ("full_text", "folded_head", "folded")
MOST_HITS = 500
_ALL = 100_000
_AROUND = 700  # characters around a hit that may belong to its sentence


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
    found = {document.pk: sentence(document.title, words) for document in page} if words else {}
    untold = [pk for pk, told in found.items() if told is None]
    texts = Document.objects.filter(pk__in=untold).exclude(full_text="").values_list("pk", "full_text")
    found |= {pk: sentence(text, words) for pk, text in texts} if untold else {}
    return [Listed(document, effects[document.pk], found.get(document.pk)) for document in page]


def sentence(text: str, words: str) -> Snippet | None:
    """The first sentence that holds what is sought as a phrase, else the one with the rarest of its words, all of
    them marked. None when a word is missing. A long text is only looked at closely around that place."""
    if not is_normalized("NFC", text):
        return snippet(text, words)
    plain, sought = flat(text), fold(words)
    at = _first(plain, sought)
    if at is None:
        each = {word: len(re.findall(_begins(word), plain)) for word in sought.split()}
        if not each or not all(each.values()):
            return None
        sought = min(each, key=lambda word: each[word])
        at = _first(plain, sought)
    low = max(0, (at or 0) - _AROUND)
    near = snippet(text[low : (at or 0) + len(sought) + _AROUND], sought)
    if near is None:
        return None
    return replace(near, span=(near.span[0] + low, near.span[1] + low), hits=_hits(near.text, words))


def _begins(words: str) -> str:
    return r"(?<!\w)" + r"\s+".join(map(re.escape, words.split()))


def _first(plain: str, words: str) -> int | None:
    found = re.search(_begins(words), plain) if words else None
    return found.start() if found else None


def _hits(text: str, words: str) -> list[Span]:
    """Where the phrase stands, else each word that is there; never overlapping."""
    hits = highlight(text, words)
    if hits:
        return hits
    spans = sorted(
        {span for word in words.split() for span in highlight(text, word)}, key=lambda s: (s[0], -s[1])
    )
    return [span for n, span in enumerate(spans) if n == 0 or span[0] >= spans[n - 1][1]]


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


def facets(rows: QuerySet[Document]) -> list[tuple[str, str, int | None]]:
    """The types, issuers and years of `rows`, in the combinations there are. One query."""
    return list(rows.order_by().values_list("type", "issuer", "issued_year").distinct())


def standing(mentions: Iterable[Mention], *, without: Sequence[str] = HEAVY) -> Register:
    """The documents that bear the numbers of `mentions`, the oldest entry first. One query.

    Without their texts, which is enough to link citations; who writes the documents leaves out less.
    """
    keys = {number_key(mention.number) for mention in mentions}
    return Register(Document.objects.filter(number_key__in=keys).defer(*without).order_by("created_at", "id"))


def named(words: str) -> list[Document]:
    """Documents with the number in `words`, those that agree with date and issuer told beside it if any do."""
    mentions = find_all(words) or [Mention(words, None, None, None, words, (0, len(words)))]
    rows = Document.objects.filter(number_key=number_key(mentions[0].number)).defer(*HEAVY)
    found = list(
        rows.order_by(F("issued_year").desc(nulls_last=True), F("issued_on").desc(nulls_last=True), "id")
    )
    return [d for d in found if same_document(as_citation(d), mentions[0])] or found


def relations_of(document: Document) -> list[Relation]:
    """Both ways, one query, those that change its force first."""
    rows = Relation.objects.filter(source=document) | Relation.objects.filter(target=document)
    rows = rows.select_related("source", "target").defer(
        *(f"source__{n}" for n in HEAVY), *(f"target__{n}" for n in HEAVY)
    )
    return sorted(rows, key=lambda r: (r.kind not in CHANGING, r.kind, r.source.number, r.target.number))


def files_of(document: Document) -> list[File]:
    """The files of a document without their bytes, the current one first."""
    return list(document.files.defer("data"))


def cited_in(document: Document, actor: Actor) -> QuerySet[Citation]:
    """Places of programmes she may see."""
    return (
        Citation.objects.visible_to(actor)
        .filter(document=document)
        .order_by("programme_id", "span_start", "id")
    )
