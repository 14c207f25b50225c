"""Cited documents that were amended or replaced after the plan was issued (requirement L3)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from soat.legal.models import Relation, RelationKind

_WORDS = {RelationKind.REPLACES: "Đã được thay thế bởi", RelationKind.AMENDS: "Đã được sửa đổi bởi"}


def changes_since(documents: Iterable[UUID], day: date | None) -> dict[UUID, list[Relation]]:
    """Relations by which a later document amends or replaces one of `documents`, effective after `day`.

    One query. Without a day every change counts; a change without a date is left out when there is a day.
    """
    found: dict[UUID, list[Relation]] = {}
    rows = Relation.objects.filter(target_id__in=set(documents), kind__in=_WORDS).select_related("source")
    for relation in rows.defer("source__full_text", "source__folded", "source__file"):
        since = effective(relation)
        if day is None or (since is not None and since > day):
            found.setdefault(relation.target_id, []).append(relation)
    return found


def effective(relation: Relation) -> date | None:
    return relation.effective_on or relation.source.effective_on or relation.source.issued_on


def told(relation: Relation) -> str:
    """ "Đã được thay thế bởi Nghị định 118/2025/NĐ-CP"."""
    return f"{_WORDS[RelationKind(relation.kind)]} {relation.source}"
