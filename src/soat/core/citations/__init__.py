"""Documents cited in Vietnamese official texts: find, normalise, compare, relate (requirements L1, L2).

The plan reader, the legal register and `soat cite` import from here.
"""

from soat.core.citations.find import find_all, find_citations, find_named
from soat.core.citations.model import Citation, Key, distinct, key, number_key, same_document
from soat.core.citations.relations import Relation, find_relations
from soat.core.text import Span

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
