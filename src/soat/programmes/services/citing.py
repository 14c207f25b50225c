"""The citations of a programme's rows follow their words (requirements L1, L2, L3).

Called by every service that writes, removes or copies what a plan or an outline says.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from soat.access.actor import Actor
from soat.legal import services as legal
from soat.programmes.models import FieldSource, Method, Programme, Sourced

_WORDS = ("text", "title", "name")
_SAID = ("title", "funding")  # fields of the programme that are sentences


def words_of(row: Sourced) -> str:
    """The sentences of a row, where it can cite a document."""
    if isinstance(row, FieldSource):
        return str(getattr(row.programme, row.name)) if row.name in _SAID else ""
    words = next(str(getattr(row, name)) for name in _WORDS if hasattr(row, name))
    rules = [str(rule["text"]) for rule in row.rules] if isinstance(row, Method) else []
    return "\n".join([words, *rules])


def recite(rows: Iterable[Sourced], programme: Programme, *, by: Actor, now: datetime) -> None:
    """The rows of the programme were written anew."""
    home = legal.Home(programme.pk, programme.number, programme.issuer, programme.issued_on)
    legal.recite([(row, words_of(row)) for row in rows], home, by=by, now=now)
