"""Citations of documents in Vietnamese official texts: find, normalise, compare, relate (requirements L1, L2)."""

from soat.core.citations.find import find_all, find_citations, find_named
from soat.core.citations.model import Citation, Key, Span, distinct, key, number_key, same_document
from soat.core.citations.relations import Relation, find_relations

__all__ = [
    "Citation",
    "Key",
    "Relation",
    "Span",
    "distinct",
    "find_all",
    "find_citations",
    "find_named",
    "find_relations",
    "key",
    "number_key",
    "same_document",
]
