"""Which document of the register a citation means (requirements L1, L2). No writes: `services` makes what is missing.

The same number recurs, so a document is number + symbol + issuer + date; a mention that says less belongs to the
one document it does not contradict, and where several fit, to the one that agrees in most.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from soat.core.citations import Citation, number_key, same_document
from soat.core.text import fold
from soat.legal.models import Document

_ORGANS = ("Ủy ban nhân dân", "Hội đồng nhân dân")


class Register:
    """The documents that bear the numbers of some citations."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self._by_number: dict[str, list[Document]] = {}
        for document in documents:
            self.add(document)

    def add(self, document: Document) -> None:
        self._by_number.setdefault(document.number_key, []).append(document)

    def find(self, citation: Citation) -> Document | None:
        """The document meant, or None when the register has none that fits."""
        group = self._by_number.get(number_key(citation.number), [])
        fitting = [document for document in group if same_document(as_citation(document), citation)]
        return max(fitting, key=lambda document: _agreement(document, citation), default=None)


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
