"""How documents of the register stand to each other: read from a text, or stated by a person (requirements L1, L3)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext

from soat.access.actor import Actor
from soat.common.errors import Conflict, DomainError
from soat.core.citations import find_relations
from soat.legal.models import Document, Relation, RelationKind
from soat.legal.registration import Register, at_home
from soat.legal.rules import CHANGING
from soat.legal.services.registering import one_at_a_time
from soat.trail import services as trail

READ = "Đọc tự động từ văn bản, cần kiểm tra."


def relate_text(
    text: str, own: Document | None, known: Register, *, by: Actor, now: datetime, issuer: str = ""
) -> int:
    """Store the relations a text states between documents of `known`; `own` is the text's own.

    Returns how many are new. Those that change a document's force say that nobody has checked them.
    """
    by.require("legal.edit")
    rows = []
    for found in find_relations(text):
        source = known.find(at_home(found.source, issuer)) if found.source else own
        target = known.find(at_home(found.target, issuer))
        if source and target and source.pk != target.pk:
            note = READ if found.kind in CHANGING else ""
            rows.append(
                Relation(
                    source=source, target=target, kind=found.kind, note=note, created_at=now, created_by=by.id
                )
            )
    return add_new(rows, by=by, now=now)


def add_new(relations: list[Relation], *, by: Actor, now: datetime) -> int:
    """Store those relations that do not stand yet, once each, with one event for each document that acts."""
    wanted = {(r.source_id, r.target_id, r.kind): r for r in reversed(relations)}
    with transaction.atomic():
        one_at_a_time()
        acting = Relation.objects.filter(source__in={source for source, _, _ in wanted})
        stand = set(acting.values_list("source_id", "target_id", "kind"))
        new = [relation for key, relation in wanted.items() if key not in stand]
        Relation.objects.bulk_create(new)
        for source in {relation.source_id: relation.source for relation in new}.values():
            told = [_told(relation) for relation in new if relation.source_id == source.pk]
            trail.record("legal.register", source, by=by, now=now, before={}, after={"relations": told})
    return len(new)


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
        raise DomainError(
            gettext("Một văn bản không thể có quan hệ với chính nó. Hãy chọn văn bản khác."), "other"
        )
    relation = Relation(
        source=source,
        target=target,
        kind=kind,
        effective_on=effective_on,
        note=note,
        created_at=now,
        created_by=by.id,
    )
    with transaction.atomic():
        one_at_a_time()
        if Relation.objects.filter(source=source, target=target, kind=kind).exists():
            raise Conflict(gettext("Quan hệ này đã có trong sổ. Không cần thêm lại."))
        relation.save(force_insert=True)
        trail.record("legal.edit", target, by=by, now=now, before={}, after=_told(relation))
    return relation


def unrelate(relation: Relation, *, reason: str, by: Actor, now: datetime) -> None:
    """Take a wrong relation back, with the reason."""
    by.require("legal.edit")
    if not reason.strip():
        raise DomainError(gettext("Hãy ghi lý do gỡ quan hệ này."), "reason")
    with transaction.atomic():
        trail.record(
            "legal.edit",
            relation.target,
            by=by,
            now=now,
            before=_told(relation),
            after={},
            reason=reason.strip(),
        )
        relation.delete()


def _told(relation: Relation) -> dict[str, object]:
    return {
        "source": str(relation.source),
        "target": str(relation.target),
        "kind": RelationKind(relation.kind).written,
        "effective_on": relation.effective_on,
    }
