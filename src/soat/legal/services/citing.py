"""Where a programme's text cites the register (requirements L1, L2).

`cite` is called by the import of a plan, `recite` whenever the words of a record are written anew, `uncite` when it
goes, `copy_citations` when it is copied into another version.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import models, transaction

from soat.access.actor import Actor
from soat.common.ids import new_id
from soat.core.citations import Citation as Mention
from soat.core.citations import find_all, number_key
from soat.core.text import Span, list_mark
from soat.legal.models import Citation, Document
from soat.legal.registration import Register, at_home
from soat.legal.selectors import HEAVY, standing
from soat.legal.services.registering import register
from soat.trail import services as trail


@dataclass(frozen=True, slots=True)
class Place:
    """Where something cites: the record by type and id, its name, the sentence, the span in the plan's text."""

    subject_type: str
    subject_id: UUID
    label: str
    sentence: str
    span: Span | None


@dataclass(frozen=True, slots=True)
class Home:
    """The programme whose text cites: its plan's own number (which it does not cite), issuer and date."""

    programme_id: UUID
    number: str
    issuer: str
    issued_on: date | None


def cite(
    places: Iterable[tuple[Document, Place]],
    *,
    programme_id: UUID,
    cited_on: date | None,
    by: Actor,
    now: datetime,
) -> None:
    """Keep where an imported plan cites documents; one event tells how many places."""
    by.require("programme.import")
    with transaction.atomic():
        rows = _store(places, programme_id, cited_on)
        if rows:
            told = {"citations": len(rows)}
            trail.record("programme.import", rows[0], by=by, now=now, programme_id=programme_id, after=told)


def _store(
    places: Iterable[tuple[Document, Place]], programme_id: UUID, cited_on: date | None
) -> list[Citation]:
    """The same place twice is one row."""
    return Citation.objects.bulk_create(
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


def recite(said: Iterable[tuple[models.Model, str]], home: Home, *, by: Actor, now: datetime) -> None:
    """The records now say these words: what they no longer cite goes, what they newly cite is linked.

    A document that is still cited keeps its place in the plan. What the register does not know is entered as a stub,
    if she may; the documents that the programme cites already come first.
    """
    mentions = [
        (subject, words, [at_home(one, home.issuer) for one in find_all(words)]) for subject, words in said
    ]
    held: dict[UUID, list[Citation]] = {}
    for citation in Citation.objects.filter(subject_id__in=[subject.pk for subject, _, _ in mentions]):
        held.setdefault(citation.subject_id, []).append(citation)
    known = _known([one for _, _, found in mentions for one in found], home, by, now)
    gone: list[UUID] = []
    new: list[tuple[Document, Place]] = []
    for subject, words, found in mentions:
        meant = _meant(words, found, known, home)
        for citation in held.get(subject.pk, ()):
            if citation.document_id in meant:
                del meant[citation.document_id]
            else:
                gone.append(citation.pk)
        new += [
            (document, Place(subject._meta.label_lower, subject.pk, str(subject), sentence, None))
            for document, sentence in meant.values()
        ]
    Citation.objects.filter(pk__in=gone).delete()
    _store(new, home.programme_id, home.issued_on)


def _known(mentions: list[Mention], home: Home, by: Actor, now: datetime) -> Register:
    known = standing(mentions)
    cited = Document.objects.filter(
        pk__in=Citation.objects.filter(programme_id=home.programme_id).values("document_id"),
        number_key__in={number_key(mention.number) for mention in mentions},
    ).defer(*HEAVY)
    for document in cited:
        known.add(document)
    unknown = [mention for mention in mentions if known.find(mention) is None]
    if unknown and by.may("legal.edit"):
        entered = register(unknown, by=by, now=now)
        for stub in filter(None, map(entered.find, unknown)):
            known.add(stub)
    return known


def _meant(
    words: str, mentions: list[Mention], known: Register, home: Home
) -> dict[UUID, tuple[Document, str]]:
    """The documents that the words cite, each with the first line that does."""
    meant: dict[UUID, tuple[Document, str]] = {}
    for mention in mentions:
        document = known.find(mention)
        if document is not None and not _is_own(document, home):
            meant.setdefault(document.pk, (document, line_around(words, mention.span)))
    return meant


def _is_own(document: Document, home: Home) -> bool:
    return document.number_key == number_key(home.number) and document.issued_on == home.issued_on


def uncite(subject_ids: Iterable[UUID]) -> None:
    """The records are gone, and so is what they cited."""
    Citation.objects.filter(subject_id__in=list(subject_ids)).delete()


def copy_citations(copies: Mapping[UUID, UUID]) -> None:
    """What each record cites, its copy cites too; `copies` leads from one to the other."""
    made: list[Citation] = []
    for citation in Citation.objects.filter(subject_id__in=copies):
        citation.subject_id = copies[citation.subject_id]
        citation.pk = new_id()
        made.append(citation)
    Citation.objects.bulk_create(made)


def line_around(text: str, span: Span) -> str:
    """The line that cites, without its list mark, 300 characters at most to either side of the number."""
    start = list_mark(text, text.rfind("\n", 0, span[0]) + 1, span[0])
    end = text.find("\n", span[1])
    end = len(text) if end < 0 else end
    return text[max(start, span[0] - 300) : min(end, span[1] + 300)].strip()
