"""Finds every document a text cites, with type, issuer, date and abstract where the text gives them (L1, L2).

`find_citations` takes numbered documents, `find_named` projects known by a bare number ("Đề án 06"),
`find_all` both. Spans are characters of the text as given. Called by the plan reader, the legal register and
`soat cite`.
"""

from __future__ import annotations

import re

from soat.core.citations.context import Reading, read_contexts
from soat.core.citations.grammar import find_numbers
from soat.core.citations.model import Citation
from soat.core.citations.vocabulary import TYPES
from soat.core.text import Mapped, normalise_with_map

_NAMED = re.compile(
    r"(?<!\w)(?i:đề\s+án)\s{1,4}(?:(?P<so>(?i:số))\s{0,4}:?\s{0,4})?(?P<digits>\d{1,4})(?:/CP)?"
    r"(?!\w|\s?/|[.,%-]\d|\s{1,4}(?:năm(?!\s+\d{4})|tháng|ngày(?!\s+\d)|đề|nội|nhiệm|triệu|tỷ|%))"
)


def find_all(text: str) -> list[Citation]:
    """Numbered and named documents together, in text order."""
    mapped = normalise_with_map(text)
    return sorted(_numbered(text, mapped) + _named(text, mapped), key=lambda citation: citation.span)


def find_citations(text: str) -> list[Citation]:
    """Documents cited by number, in text order. A short form ("QĐ820") has the number "820/QĐ"."""
    return _numbered(text, normalise_with_map(text))


def find_named(text: str) -> list[Citation]:
    """Projects cited by a name with a bare number: "Đề án số 6", "Đề án 06/CP" -> "Đề án 06"."""
    return _named(text, normalise_with_map(text))


def _numbered(text: str, mapped: Mapped) -> list[Citation]:
    readings = read_contexts(mapped.text, find_numbers(mapped.text))
    return [to_citation(text, mapped, reading) for reading in readings]


def to_citation(text: str, mapped: Mapped, reading: Reading) -> Citation:
    """The reading as a citation of the text as given."""
    span = mapped.span(*reading.number.span)
    title = mapped.text[slice(*reading.title_span)] if reading.title_span else None
    return Citation(
        number=reading.number.written,
        type=reading.type,
        issuer=reading.issuer,
        date=reading.date,
        text=text[slice(*span)],
        span=span,
        title=" ".join(title.split()) if title else None,
        year=reading.year,
    )


def _named(text: str, mapped: Mapped) -> list[Citation]:
    found = []
    for match in _NAMED.finditer(mapped.text):
        if match["so"] or len(match["digits"]) > 1:
            number = f"{TYPES['ĐA']} {match['digits'].lstrip('0').zfill(2)}"
            span = mapped.span(*match.span())
            found.append(Citation(number, TYPES["ĐA"], None, None, text[slice(*span)], span))
    return found
