"""Saves a text template of a kind as its next version, or puts the shipped one back (D4). Called by the editor page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from soat.access.actor import Actor
from soat.common.errors import Conflict
from soat.common.locks import hold
from soat.core.paper.texts import FIELDS
from soat.papers.kinds import Kind
from soat.papers.models import Wording
from soat.papers.selectors.wordings import current
from soat.papers.wordings import checked
from soat.programmes.models import Programme
from soat.trail import services as trail


def save(
    programme: Programme, kind: Kind, texts: Mapping[str, str], *, seen: int, by: Actor, now: datetime
) -> Wording:
    """The texts as the next version. `seen`: the version that was edited. Raises DomainError naming field and line."""
    checked(kind, texts)
    return _add(programme, kind, dict(texts), seen=seen, by=by, now=now)


def reset(programme: Programme, kind: Kind, *, seen: int, by: Actor, now: datetime) -> Wording:
    """The shipped texts again, as a version of their own; former ones stay."""
    return _add(programme, kind, {}, seen=seen, by=by, now=now)


def _add(
    programme: Programme, kind: Kind, texts: dict[str, str], *, seen: int, by: Actor, now: datetime
) -> Wording:
    by.require("paper.template", programme_id=programme.pk, state=programme.state)
    with transaction.atomic():
        hold(f"wording {programme.pk} {kind.key}")
        former = current(programme, kind)
        if former.version != seen:
            raise Conflict("Có người vừa lưu mẫu này. Hãy chép phần bạn sửa, tải lại trang rồi sửa tiếp.")
        made = Wording(
            programme=programme,
            kind=kind.key,
            version=seen + 1,
            texts=texts,
            saved_at=now,
            saved_by=by.id,
            saved_by_name=by.name[:150],
        )
        made.save(force_insert=True)
        told = {"kind": kind.key, "version": made.version, "shipped": not texts}
        changed = [one.name for one in FIELDS if former.texts.get(one.name, "") != texts.get(one.name, "")]
        trail.record(
            "paper.template",
            made,
            by=by,
            now=now,
            programme_id=programme.pk,
            before={"version": seen},
            after={**told, "fields": changed},
        )
    return made
