"""A source text cut into pieces, so that each field can point to the words it was read from (row G2).

Spans may overlap and nest: the text is cut at every boundary and each piece names the spans that cover it.
The pieces joined are the whole text. `{% source_text %}` draws them, `parts/source-view.ts` marks those of
the chosen field.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

SpanKind = Literal["placed", "doubtful", "unplaced"]


@dataclass(frozen=True)
class SourceSpan:
    """Characters [start, end) of the text, the id of the field read from them, how sure the reader was."""

    id: str
    start: int
    end: int
    kind: SpanKind = "placed"


@dataclass(frozen=True)
class Piece:
    """A run of text covered by the same spans, the widest span first."""

    text: str
    ids: tuple[str, ...] = ()
    kind: str = ""


def pieces(text: str, spans: Iterable[SourceSpan]) -> list[Piece]:
    """Cut the text; spans are clipped to it, empty ones left out. Time: O(n log n + pieces · depth)."""
    opens, closes = defaultdict(list), defaultdict(list)
    for span in spans:
        start, end = max(0, span.start), min(len(text), span.end)
        if start < end:
            opens[start].append(span)
            closes[end].append(span)
    covering: list[SourceSpan] = []
    cut: list[Piece] = []
    at = 0
    for edge in sorted({*opens, *closes, len(text)}):
        if edge > at:
            cut.append(_piece(text[at:edge], covering))
        at = edge
        ended = {id(span) for span in closes[edge]}
        covering = [span for span in covering if id(span) not in ended] + opens[edge]
    return cut


def _piece(text: str, covering: list[SourceSpan]) -> Piece:
    widest_first = sorted(covering, key=lambda span: span.start - span.end)
    kinds = {span.kind for span in covering}
    kind = next((kind for kind in ("doubtful", "unplaced", "placed") if kind in kinds), "")
    return Piece(text, tuple(span.id for span in widest_first), kind)
