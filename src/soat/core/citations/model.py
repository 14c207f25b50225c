"""What a citation is, when two are the same document, and the keys to compare them (requirements L1, L2).

A number recurs (97/KH-UBND exists for one city in three years), so a document is number + symbol + issuer +
date. Used by the finder beside it, the plan reader, and the legal register.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from soat.core.text import Span, fold

Key = tuple[str, str, str]


@dataclass(slots=True)
class Citation:
    """A document named in the text. `number` is normalised (97/KH-UBND); `text` is what stood there, `span`
    its place in characters (end exclusive). `year` is that of the date, of the number, or of "năm 2022"."""

    number: str
    type: str | None
    issuer: str | None
    date: date | None
    text: str
    span: Span
    title: str | None = None
    year: int | None = None


_NUMBER = re.compile(r"0*(\d+)([a-z]?)[/-](?:((?:19|20)?\d\d)[/-])?(.*[a-z].*)")


def number_key(number: str) -> str:
    """The number for comparing: "05/CT-TTg", "5/ct-ttg" and "5/CTTTg" are one; so are Đ, Ð and D."""
    compact = fold(number).replace(" ", "").replace(".", "")
    parts = _NUMBER.fullmatch(compact)
    if not parts:
        return re.sub(r"(?<!\d)0+(?=\d)", "", compact)
    digits, suffix, year, symbol = parts.groups()
    return "/".join([digits + suffix, *([year] if year else []), re.sub(r"[^\w]|_", "", symbol)])


def key(citation: Citation) -> Key:
    """Number, issuer and date (else year) for comparing; empty where the text does not say."""
    when = citation.date.isoformat() if citation.date else str(citation.year or "")
    return number_key(citation.number), fold(citation.issuer or ""), when


def same_document(one: Citation, other: Citation) -> bool:
    """Whether nothing the two citations say contradicts their being one document."""
    (number, issuer, _), (other_number, other_issuer, _) = key(one), key(other)
    if number != other_number or (one.date and other.date and one.date != other.date):
        return False
    if one.year and other.year and one.year != other.year:
        return False
    short, long = sorted((issuer, other_issuer), key=len)
    return not short or f" {short} " in f" {long} "


def distinct(citations: Iterable[Citation]) -> list[Citation]:
    """Each document once, in order of first mention, completed by what later mentions add."""
    kept: dict[str, list[Citation]] = {}
    for citation in citations:
        group = kept.setdefault(number_key(citation.number), [])
        match = next((i for i, known in enumerate(group) if same_document(known, citation)), None)
        if match is None:
            group.append(citation)
        else:
            group[match] = _complete(group[match], citation)
    return sorted((one for group in kept.values() for one in group), key=lambda one: one.span)


def _complete(known: Citation, other: Citation) -> Citation:
    longer = max(known.issuer or "", other.issuer or "", key=len) or None
    return replace(
        known,
        type=known.type or other.type,
        issuer=longer,
        date=known.date or other.date,
        title=known.title or other.title,
        year=known.year or other.year,
    )
