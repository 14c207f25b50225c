"""Lists and single papers as the acting person may see them (D1)."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from soat.access.actor import Actor
from soat.papers.facts import issuer_of
from soat.papers.kinds import kind_of
from soat.papers.models import Batch, Number, Paper, PaperFile
from soat.people.models import Agency
from soat.programmes.models import Programme


def listed(
    programme: Programme, actor: Actor, *, words: str = "", kind: str = "", state: str = ""
) -> QuerySet[Paper]:
    """Papers of the programme; `words` in number, abstract or addressee."""
    rows = Paper.objects.visible_to(actor).filter(programme=programme).select_related("agency")
    if kind:
        rows = rows.filter(kind=kind)
    if state:
        rows = rows.filter(state=state)
    for word in words.split():
        rows = rows.filter(
            Q(title__icontains=word) | Q(number_text__icontains=word) | Q(agency__name__icontains=word)
        )
    return rows.defer("texts", "tables", "model")


def one(programme: Programme, actor: Actor, paper_id: UUID) -> Paper | None:
    return (
        Paper.objects.visible_to(actor)
        .select_related("programme__standing_agency", "agency", "number", "replaced_by")
        .filter(programme=programme, pk=paper_id)
        .first()
    )


def file_of(paper: Paper, suffix: str) -> PaperFile | None:
    """The last version of the paper's bytes in that format: as issued, or signed."""
    return paper.files.filter(format=suffix).order_by("-version").first()


def files(paper: Paper) -> list[PaperFile]:
    """All its files without their bytes."""
    return list(paper.files.defer("data"))


def about(subjects: Collection[UUID], actor: Actor) -> dict[UUID, list[Paper]]:
    """The papers about records, newest first: record → papers, in one query."""
    found: dict[UUID, list[Paper]] = {}
    rows = Paper.objects.visible_to(actor).filter(subject_id__in=subjects)
    for paper in rows.defer("texts", "tables", "model").order_by("-made_at", "id"):
        assert paper.subject_id is not None
        found.setdefault(paper.subject_id, []).append(paper)
    return found


def issuers(programme: Programme, kind: str) -> list[Agency]:
    """Whose register may number a paper of this kind, the likeliest first."""
    found = [issuer_of(kind_of(kind), programme), programme.standing_agency]
    return list({agency.pk: agency for agency in found if agency}.values())


def kept_numbers(programme: Programme, kind: str) -> QuerySet[Number]:
    """Numbers kept for a paper of this kind: not void, no paper yet."""
    free = Number.objects.filter(programme=programme, voided_at__isnull=True, paper__isnull=True)
    return free.filter(series__type=kind_of(kind).type).select_related("series").order_by("number")


def replaceable(paper: Paper) -> QuerySet[Paper]:
    """Issued papers that this draft may replace: of its kind, for the same agency or about the same record."""
    rows = Paper.objects.filter(programme=paper.programme_id, kind=paper.kind, state="issued")
    return rows.filter(Q(agency=paper.agency_id) | Q(subject_id=paper.subject_id, subject_id__isnull=False))


def running(programme: Programme, actor: Actor) -> Batch | None:
    """The batch to show: the last one asked for."""
    return Batch.objects.visible_to(actor).filter(programme=programme).first()


def batch(programme: Programme, actor: Actor, batch_id: UUID) -> Batch | None:
    return Batch.objects.visible_to(actor).filter(programme=programme, pk=batch_id).first()


def verified(paper_id: UUID) -> dict[str, Any] | None:
    """What anybody who holds an issued paper may check: number, day, state, the digests of its files."""
    paper = Paper.objects.exclude(state="draft").filter(pk=paper_id).first()
    if paper is None:
        return None
    return {"paper": paper, "files": files(paper)}
