"""Text templates filled with values: template texts → texts of a draft → the paper (D4). No queries.

Two rounds: a draft is filled with the facts of its kind; number and day stay as `{{ so_ky_hieu }}` and
`{{ ngay_ban_hanh }}` until the paper is issued, when they are filled too. Called by services and by the live preview.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from soat.core.errors import DomainError
from soat.core.paper import wording
from soat.core.paper.formats import PaperDate, number_line
from soat.core.paper.model import Paper, Table
from soat.core.paper.texts import FIELDS, compose
from soat.core.paper.wording import JOINER, Later, WordingError
from soat.papers.kinds import Kind

LATER = ("so_ky_hieu", "ngay_ban_hanh")
DOTS = "……"
SAMPLE_YEAR = 2026  # the year of the examples
_LABELS = {field.name: field.label for field in FIELDS}
_parsed = lru_cache(maxsize=512)(wording.parse)


def checked(kind: Kind, texts: Mapping[str, str]) -> Paper:
    """The sample paper of a template. Raises DomainError that names field, line and cause."""
    _check(texts, kind.examples)
    filled = fill(kind, texts, kind.examples)
    return finish(filled, kind.tables_of(kind.examples), year=SAMPLE_YEAR)


def fill(kind: Kind, texts: Mapping[str, str], values: Mapping[str, Any]) -> dict[str, str]:
    """The texts of a draft: all values put in but those known only at issue."""
    scope = {name: values.get(name, _unknown(example)) for name, example in kind.examples.items()}
    return _rendered(texts, {**scope, **{name: Later(name) for name in LATER}})


def finish(
    texts: Mapping[str, str],
    tables: Mapping[str, Table],
    *,
    year: int,
    number: str = "",
    symbol: str = "",
    date: PaperDate | None = None,
) -> Paper:
    """The paper of a draft's texts; without `number` and `date` their places stay open. Raises DomainError."""
    day = date or PaperDate(year)
    symbol = symbol or title_of(texts.get("symbol", ""))
    known = {
        "so_ky_hieu": number_line(number or DOTS, symbol).removeprefix("Số: "),
        "ngay_ban_hanh": str(day),
    }
    texts = {**texts, "symbol": symbol}
    _check(texts, known)
    return compose(_rendered(texts, known), tables, number=number, date=day)


def title_of(text: str) -> str:
    """A text of one line as it stands in lists."""
    return " ".join(text.replace(JOINER, "").split())


def _check(texts: Mapping[str, str], known: Mapping[str, object]) -> None:
    for name, text in texts.items():
        with _told(name):
            wording.check(_parsed(text), known)


def _rendered(texts: Mapping[str, str], scope: Mapping[str, object]) -> dict[str, str]:
    made: dict[str, str] = {}
    for name, text in texts.items():
        with _told(name):
            made[name] = wording.render(_parsed(text), scope)
    return made


@contextmanager
def _told(name: str) -> Iterator[None]:
    """A mistake in a text is told with the label of its field."""
    try:
        yield
    except WordingError as error:
        message = error.message[:1].lower() + error.message[1:]
        raise DomainError(f"Phần “{_LABELS[name]}”, {message}", name) from None


def _unknown(example: object) -> object:
    """What stands for a value that is not known: dots for a text, nothing for a list."""
    return DOTS if isinstance(example, str) else ()
