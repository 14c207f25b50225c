"""Proves that nothing is dropped: placed and unplaced spans together hold every character (requirement G2)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from soat.core.plans.model import Span

_VISIBLE = re.compile(r"\S(?:.*\S)?")


def merged(spans: Iterable[Span]) -> list[Span]:
    """The same places as ordered spans that do not overlap."""
    result: list[Span] = []
    for start, end in sorted(spans):
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(result[-1][1], end))
        else:
            result.append((start, end))
    return result


def gaps(text: str, spans: Iterable[Span]) -> Iterator[Span]:
    """The stretches, line by line, that no span holds and that show something."""
    reached = 0
    for start, end in [*merged(spans), (len(text), len(text))]:
        for match in _VISIBLE.finditer(text, reached, max(start, reached)):
            yield match.span()
        reached = max(reached, end)
