"""Formulas written into a rate: "= Số A / Tổng số B x 100%", "(số A/tổng số B)", "A trên tổng số B" (G3)."""

from __future__ import annotations

import re

from soat.core.plans.model import OutlineItem, Span
from soat.core.plans.outline.units import unit_of_count

_WORDS = r"[^\W\d_][^/()=:%]{0,160}?"
_OVER = r"\s*(?:/|:|\bchia(?: cho)?\b|\btrên\b|\bso với\b)\s*"
# A blank to fill in before the sign: "(số A: .../tổng số B: ...)".
_BLANK = r"(?:\s?:?\s?[.…_]{1,9}(?: [^\W\d_]{1,12}){0,2})?"
_END = r"\s*(?=[()=:%.]|[x×*]\s*100|$)"
_WRITTEN = re.compile(
    rf"[=(:]\s*\(?\s*(?P<part>(?:tổng )?số {_WORDS}){_BLANK}{_OVER}(?P<whole>(?:tổng )?số(?: {_WORDS})?){_END}",
    re.I,
)
_SPOKEN = re.compile(rf"t[ỷỉ] lệ (?P<part>{_WORDS}){_OVER}(?P<whole>(?:tổng )?số {_WORDS}){_END}", re.I)


def formula_span(text: str) -> Span:
    """Where a formula stands in the text; (0, 0) if there is none."""
    match = _formula(text)
    return match.span() if match else (0, 0)


def formula_counts(ratio: OutlineItem) -> tuple[OutlineItem, OutlineItem] | None:
    """Numerator and denominator as count items read from the rate's own words, or None."""
    match = _formula(ratio.text)
    return (_count(ratio, match["part"]), _count(ratio, match["whole"])) if match else None


def _formula(text: str) -> re.Match[str] | None:
    return _WRITTEN.search(text) or _SPOKEN.match(text)


def _count(ratio: OutlineItem, text: str) -> OutlineItem:
    return OutlineItem("count", text, ratio.span, unit_of_count(text), confidence=0.8)
