"""Which template of a kind is in use in a programme, and its versions (D4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from soat.papers.kinds import Kind, kinds
from soat.papers.models import Wording
from soat.programmes.models import Programme


@dataclass(frozen=True, slots=True)
class InUse:
    """The texts in use; version 0 or `shipped`: those that came with the program."""

    version: int
    texts: Mapping[str, str]
    shipped: bool


def current(programme: Programme, kind: Kind) -> InUse:
    """The last saved version, or the shipped texts."""
    saved = Wording.objects.filter(programme=programme, kind=kind.key).order_by("-version").first()
    return _in_use(saved, kind)


def overview(programme: Programme) -> list[tuple[Kind, Wording | None]]:
    """Every kind with its last saved version, in one query."""
    rows = Wording.objects.filter(programme=programme).order_by("kind", "-version").distinct("kind")
    saved = {row.kind: row for row in rows}
    return [(kind, saved.get(kind.key)) for kind in kinds().values()]


def versions(programme: Programme, kind: Kind) -> list[Wording]:
    """The saved versions, newest first; at most 30."""
    return list(Wording.objects.filter(programme=programme, kind=kind.key).order_by("-version")[:30])


def _in_use(saved: Wording | None, kind: Kind) -> InUse:
    if saved is None or not saved.texts:
        return InUse(saved.version if saved else 0, kind.texts, True)
    return InUse(saved.version, saved.texts, False)
