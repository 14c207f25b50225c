"""Ties each rate of an outline to the two counts that define it (requirement G3).

Candidates are the counts under the rate, next to it in the same list (after it or before it, as that list does
it), the count it stands under, and a formula in its own words. Words in common decide; a rate whose counts are not
there stays untied. Counts of another section or of another rate are never taken. Called by `read`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby

from soat.core.plans.model import OutlineItem, OutlineSection
from soat.core.plans.outline.formulas import formula_counts
from soat.core.plans.outline.words import likeness, own_words, words_of

_ENOUGH = 0.2
_MEASURED = ("count", "ratio")


@dataclass(slots=True)
class Cluster:
    """Rates that stand together, the counts before and after them."""

    ratios: list[OutlineItem]
    before: list[OutlineItem] = field(default_factory=list)
    after: list[OutlineItem] = field(default_factory=list)


def tie_ratios(sections: Iterable[OutlineSection]) -> None:
    """Fill `numerator`, `denominator` and their spans on each ratio that can be tied."""
    for section in sections:
        _tie(section.items, None, [])
        tie_ratios(section.sections)


def _tie(items: list[OutlineItem], parent: OutlineItem | None, uncles: list[OutlineItem]) -> None:
    for ratio in (item for item in items if item.kind == "ratio"):
        _tie_by_formula(ratio, items)
        _choose([ratio], list(_counts(ratio.items)))
    for run in _runs(items):
        above = [parent, *uncles] if parent and parent.kind == "count" else []
        _tie_run(run, above)
        for item in run:
            _tie(item.items, item, [other for other in run if other.kind == "count" and other is not item])
    for item in items:
        if item.kind not in _MEASURED:
            _tie(item.items, item, [])


def _runs(items: list[OutlineItem]) -> Iterator[list[OutlineItem]]:
    for measured, run in groupby(items, key=lambda item: item.kind in _MEASURED):
        if measured:
            yield list(run)


def _counts(items: list[OutlineItem]) -> Iterator[OutlineItem]:
    """Counts in a list and below other counts of it, never those below a rate."""
    for item in items:
        if item.kind == "count":
            yield item
            yield from _counts(item.items)


def _tie_run(run: list[OutlineItem], above: list[OutlineItem]) -> None:
    clusters = _clusters(run)
    follows = _counts_follow(run, clusters)
    shared: list[OutlineItem] = [one for one in above if is_total(one)]
    for cluster in clusters:
        pool = cluster.after if follows else cluster.before
        _choose([ratio for ratio in cluster.ratios if ratio.numerator is None], [*pool, *above], shared, nearest_last=not follows)
        shared.extend(one for one in cluster.before if is_total(one))


def _clusters(run: list[OutlineItem]) -> list[Cluster]:
    clusters: list[Cluster] = []
    before: list[OutlineItem] = []
    for kind, block in groupby(run, key=lambda item: item.kind):
        members = list(block)
        if kind == "ratio":
            clusters.append(Cluster(members, before))
            continue
        before = list(_counts(members))
        if clusters:
            clusters[-1].after = before
    return clusters


def _counts_follow(run: list[OutlineItem], clusters: list[Cluster]) -> bool:
    """Whether this list writes the rate first and its counts below it."""
    if run[0].kind == "ratio" or not clusters:
        return True
    if run[-1].kind == "ratio":
        return False
    return len(clusters[0].before) == 1 and (len(clusters[0].after) > 1 or is_total(clusters[0].before[0]))


def _choose(
    ratios: list[OutlineItem], pool: list[OutlineItem], shared: list[OutlineItem] | None = None, *, nearest_last: bool = False
) -> None:
    """Give each rate its most alike count as numerator, the best first, and the total as denominator."""
    if not ratios or not pool:
        return
    free = list(pool)
    order = list(reversed(pool)) if nearest_last else pool
    pairs = [(_fit(ratio, count), ratio, count) for ratio in ratios for count in order]
    for fit, ratio, count in sorted(pairs, key=lambda pair: -pair[0]):
        if fit < _ENOUGH or ratio.numerator is not None or count not in free:
            continue
        others = [one for one in [*pool, *(shared or [])] if one is not count]
        whole = _denominator(ratio, count, others)
        if whole is not None:
            _set(ratio, count, whole)
            free.remove(count)


def _fit(ratio: OutlineItem, count: OutlineItem) -> float:
    words = own_words(ratio.text)
    fit = likeness(words, words_of(count.text)) if words else 0.5
    return fit * 0.5 if is_total(count) else fit


def _denominator(ratio: OutlineItem, part: OutlineItem, others: list[OutlineItem]) -> OutlineItem | None:
    totals = [one for one in others if is_total(one)]
    candidates = totals or ([] if is_total(part) else others)
    related = [(likeness(words_of(one.text), own_words(ratio.text) | words_of(part.text)), one) for one in candidates]
    fitting = [pair for pair in related if pair[0] >= _ENOUGH]
    if not totals and len(fitting) != 1:
        return None
    return max(fitting, key=lambda pair: pair[0])[1] if fitting else None


def is_total(count: OutlineItem) -> bool:
    return count.text.lower().lstrip("( ").startswith("tổng")


def _set(ratio: OutlineItem, part: OutlineItem, whole: OutlineItem) -> None:
    ratio.numerator, ratio.numerator_span = part.text, part.span
    ratio.denominator, ratio.denominator_span = whole.text, whole.span


def _tie_by_formula(ratio: OutlineItem, siblings: list[OutlineItem]) -> None:
    counts = formula_counts(ratio)
    if counts is None:
        return
    known = [*_counts(ratio.items), *_counts(siblings)]
    chosen = []
    for count in counts:
        alike = max(known, key=lambda one: likeness(words_of(one.text), words_of(count.text)), default=None)
        if alike is None or likeness(words_of(alike.text), words_of(count.text)) < 0.8 or alike in chosen:
            ratio.items.append(count)
            alike = count
        chosen.append(alike)
    _set(ratio, chosen[0], chosen[1])
