"""Which document of the register a citation means (requirements L1, L2). No writes: `services` makes what is missing.

The same number recurs, so a document is number + symbol + issuer + date. A mention that says less belongs to the one
document it agrees with most; where it does not tell which of several, it is a stub of its own rather than a guess. A
document of which less is known is completed by a fuller mention unless another one could be meant as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from soat.core.citations import Citation, key, number_key, same_document
from soat.core.text import fold
from soat.legal.models import Document

_ORGANS = ("Ủy ban nhân dân", "Hội đồng nhân dân")


class Register:
    """The documents that bear the numbers of some citations, and which of them a text was found to mean."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self._by_number: dict[str, list[Document]] = {}
        self._meant: dict[str, list[Document]] = {}
        for document in documents:
            self._by_number.setdefault(document.number_key, []).append(document)

    def add(self, document: Document) -> None:
        """`document` is one that the text means; it stands before others of its number from then on."""
        for known in (self._by_number, self._meant):
            group = [other for other in known.get(document.number_key, ()) if other.pk != document.pk]
            known[document.number_key] = [*group, document]

    def find(self, citation: Citation) -> Document | None:
        """The document meant, or None when the register has none that fits or cannot tell which."""
        number = number_key(citation.number)
        meant = _fitting(self._meant.get(number, ()), citation)
        if meant:
            return max(meant, key=lambda document: _agreement(document, citation))
        return _only(self._by_number.get(number, ()), citation)


def _only(group: Sequence[Document], citation: Citation) -> Document | None:
    fitting = _fitting(group, citation)
    best = max((_agreement(document, citation) for document in fitting), default=None)
    top = [document for document in fitting if _agreement(document, citation) == best]
    if len(top) != 1:  # the one that says no more than the mention, from an earlier mention like it
        return next((document for document in top if key(as_citation(document)) == key(citation)), None)
    if _adds(citation, top[0]) and any(o is not top[0] for o in _fitting(group, as_citation(top[0]))):
        return None
    return top[0]


def _fitting(group: Iterable[Document], citation: Citation) -> list[Document]:
    return [document for document in group if same_document(as_citation(document), citation)]


def _adds(citation: Citation, document: Document) -> bool:
    """Whether the mention tells issuer or time of a document of which the register does not know it."""
    return (
        len(citation.issuer or "") > len(document.issuer)
        or (citation.date is not None and document.issued_on is None)
        or (citation.year is not None and document.issued_year is None)
    )


def _agreement(document: Document, citation: Citation) -> tuple[bool, bool, bool]:
    return (
        bool(citation.date) and document.issued_on == citation.date,
        bool(citation.issuer) and document.issuer_key == fold(citation.issuer or ""),
        bool(citation.year) and document.issued_year == citation.year,
    )


def as_citation(document: Document) -> Citation:
    """A document as a citation that says all the register knows of it."""
    return Citation(
        number=document.number,
        type=document.type or None,
        issuer=document.issuer or None,
        date=document.issued_on,
        text=document.number,
        span=(0, 0),
        title=document.title or None,
        year=document.issued_year,
    )


def at_home(citation: Citation, issuer: str) -> Citation:
    """The citation with its issuer completed by the citing document's own: "Ủy ban nhân dân thành phố" in a paper
    of "Ủy ban nhân dân thành phố Hải Phòng" is that committee, "Hội đồng nhân dân thành phố" that city's council."""
    _, organ, home = issuer.partition("nhân dân")
    said = citation.issuer or ""
    for name in _ORGANS:
        rest = said.removeprefix(name)
        if organ and said.startswith(name) and rest != home and home.startswith(rest) and home != "":
            return replace(citation, issuer=name + home)
    return citation
