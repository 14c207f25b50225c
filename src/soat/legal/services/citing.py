"""Where a programme's text cites the register (requirements L1, L2). Called by the import of a plan."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from soat.core.text import Span
from soat.legal.models import Citation, Document


@dataclass(frozen=True, slots=True)
class Place:
    """Where something cites: the record by type and id, its name, the sentence, the span in the plan's text."""

    subject_type: str
    subject_id: UUID
    label: str
    sentence: str
    span: Span | None


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
