"""What an outline's nodes cite, and what later laws changed of it (requirements L2, L3). For the outline's pages."""

from __future__ import annotations

from dataclasses import dataclass

from soat.access.actor import Actor
from soat.legal.models import Citation, Document, Relation
from soat.legal.selectors import HEAVY, changes_since
from soat.programmes.models import Programme
from soat.programmes.selectors.outlines import Tree


@dataclass(frozen=True, slots=True)
class Cited:
    """A document that a node cites, with what amended or replaced it after the plan was issued."""

    document: Document
    changes: list[Relation]


def cited_in_tree(tree: Tree, programme: Programme, actor: Actor) -> dict[str, list[Cited]]:
    """By the code of each node that cites something she may see; each document once. Two queries."""
    rows = (
        Citation.objects.visible_to(actor)
        .filter(programme_id=programme.pk, subject_id__in=tree.by_id)
        .select_related("document")
        .defer(*(f"document__{name}" for name in HEAVY))
        .order_by("span_start", "id")
    )
    found: dict[str, dict[object, Document]] = {}
    for citation in rows:
        of_node = found.setdefault(tree.by_id[citation.subject_id].code, {})
        of_node.setdefault(citation.document_id, citation.document)
    changes = changes_since(
        (document.pk for of_node in found.values() for document in of_node.values()), programme.issued_on
    )
    return {
        code: [Cited(document, changes.get(document.pk, [])) for document in of_node.values()]
        for code, of_node in found.items()
    }
