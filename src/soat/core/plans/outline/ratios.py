"""Ties each rate of an outline to the two counts that define it (requirement G3).

Candidates are the counts under the rate, next to it in the same list (after it or before it, as that list
does), the count it stands under, and a formula in its own words. Words in common decide; a rate whose counts
are not there stays untied. Counts of another section or of another rate are never taken. Called by `read`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from soat.core.plans.model import OutlineItem, OutlineSection
from soat.core.plans.outline.formulas import formula_counts
from soat.core.plans.outline.words import likeness, own_words, words_of

_ENOUGH = 0.2
_THE_SAME = 0.8
_TOO_CLOSE = 0.03
_MORE_THAN_A_NOUN = 3
_TOTAL_BONUS = 0.3
_NEAR = 12
_DOUBTED = 0.6
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
        _tie_below(section.items, None, [])
        tie_ratios(section.sections)


def _tie_below(items: list[OutlineItem], parent: OutlineItem | None, uncles: Sequence[OutlineItem]) -> None:
    for place, item in enumerate(items):
        if item.kind == "ratio":
            _tie_by_formula(item, _around(items, place))
            _choose([item], list(_counts(item.items)), [])
    above = [parent, *uncles] if parent and parent.kind == "count" else []
    for measured, group in groupby(items, key=lambda item: item.kind in _MEASURED):
        run = list(group)
        if measured:
            _tie_run(run, above)
        for place, item in enumerate(run):
            near = [one for one in _around(run, place) if one.kind == "count"] if measured else []
            _tie_below(item.items, item, near)
            if item.kind == "ratio" and item.numerator is None:
                item.confidence = _DOUBTED


def _around(items: list[OutlineItem], place: int) -> list[OutlineItem]:
    return [*items[max(0, place - _NEAR) : place], *items[place + 1 : place + 1 + _NEAR]]


def _counts(items: Iterable[OutlineItem]) -> Iterator[OutlineItem]:
    """Counts in a list and below other counts of it, never those below a rate."""
    for item in items:
        if item.kind == "count":
            yield item
            yield from _counts(item.items)


def _tie_run(run: list[OutlineItem], above: list[OutlineItem]) -> None:
    """Tie the rates of neighbouring counts and rates; the last total before serves several rates."""
    clusters = _clusters(run)
    follows = _counts_follow(run, clusters)
    shared = [one for one in above if _is_total(one)]
    used = {item.numerator_span for item in run if item.numerator_span}
    for cluster in clusters:
        shared = [one for one in cluster.before if _is_total(one)][-1:] or shared
        untied = [ratio for ratio in cluster.ratios if ratio.numerator is None]
        pool = cluster.after[:_NEAR] if follows else list(reversed(cluster.before[-_NEAR:]))
        _choose(untied, [one for one in [*pool, *above] if one.span not in used], shared)


def _clusters(run: list[OutlineItem]) -> list[Cluster]:
    clusters: list[Cluster] = []
    before: list[OutlineItem] = []
    for kind, block in groupby(run, key=lambda item: item.kind):
        if kind == "ratio":
            clusters.append(Cluster(list(block), before))
            continue
        before = list(_counts(block))
        if clusters:
            clusters[-1].after = before
    return clusters


def _counts_follow(run: list[OutlineItem], clusters: list[Cluster]) -> bool:
    """Whether this list writes the rate first and its counts below it."""
    if run[0].kind == "ratio" or run[-1].kind == "ratio" or not clusters:
        return run[0].kind == "ratio"
    return len(clusters[0].before) == 1 and (len(clusters[0].after) > 1 or _is_total(clusters[0].before[0]))


def _choose(ratios: list[OutlineItem], pool: list[OutlineItem], shared: list[OutlineItem]) -> None:
    """Give each rate its most alike count as numerator, the best first, then what that is a part of.
    `pool` has the nearest count first; `shared` may serve as denominators only."""
    fits = [(_fit(ratio, count), ratio, count) for ratio in ratios for count in pool]
    fits.sort(key=lambda fit: -fit[0])
    taken: set[int] = set()
    for fit, ratio, count in fits:
        if fit < _ENOUGH or ratio.numerator is not None or id(count) in taken:
            continue
        others = {id(one): one for one in [*pool, *shared] if one is not count}
        whole = _denominator(ratio, count, list(others.values()))
        if whole is not None and _is_told(ratio, count, whole):
            _set(ratio, count, whole)
            taken.add(id(count))
            near = [one for other, of, one in fits if of is ratio and other > fit - _TOO_CLOSE]
            if own_words(ratio.text) and any(one is not count and one is not whole for one in near):
                ratio.confidence = _DOUBTED


def _is_told(ratio: OutlineItem, part: OutlineItem, whole: OutlineItem) -> bool:
    """Whether the two counts say most of what the rate says: "thanh toán trực tuyến" is no "tiếp nhận trực tiếp"."""
    words = own_words(ratio.text)
    left = words - words_of(_said(part)) - words_of(_said(whole))
    return len(left) < 2 or len(left) * 3 <= len(words)


def _fit(ratio: OutlineItem, count: OutlineItem) -> float:
    words = own_words(ratio.text)
    fit = likeness(words, words_of(_said(count))) if words else 0.5
    return fit * 0.5 if _is_total(count) else fit


def _denominator(ratio: OutlineItem, part: OutlineItem, others: list[OutlineItem]) -> OutlineItem | None:
    """A total, else the only other count, else one whose words the numerator narrows."""
    narrow = words_of(_said(part))
    known = narrow | own_words(ratio.text)
    best, chosen = _ENOUGH, None
    for one in others:
        words = words_of(_said(one))
        cover = len(words & known) / len(words) if words else 0.5
        if _is_total(one):
            cover += _TOTAL_BONUS if cover else 0
        elif not words < narrow:
            same_unit = cover > 0 and one.unit is not None and one.unit == part.unit
            cover = max(cover * 0.5, 0.25 * same_unit) if len(others) == 1 else 0
        elif len(words) < _MORE_THAN_A_NOUN:
            cover *= 0.5
        if cover > best:
            best, chosen = cover, one
    return chosen


def _is_total(count: OutlineItem) -> bool:
    return _said(count).lower().lstrip("( ").startswith("tổng")


def _said(count: OutlineItem) -> str:
    """The count's own words: "tổng số nhiệm vụ" of "Kết quả thực hiện: tổng số nhiệm vụ;"."""
    words = count.text.rpartition(":")[2].strip()
    return words if words.lower().startswith(("tổng ", "số ")) else count.text


def _set(ratio: OutlineItem, part: OutlineItem, whole: OutlineItem) -> None:
    ratio.numerator, ratio.numerator_span = part.text, part.span
    ratio.denominator, ratio.denominator_span = whole.text, whole.span


def _tie_by_formula(ratio: OutlineItem, near: list[OutlineItem]) -> None:
    """A formula names its counts: those of the list that say the same, else new ones under the rate."""
    counts = formula_counts(ratio)
    if counts is None:
        return
    known = [*_counts(ratio.items), *_counts(near)]
    chosen: list[OutlineItem] = []
    for count in counts:
        words = words_of(count.text)
        free = [(likeness(words_of(one.text), words), one) for one in known if one not in chosen]
        fit, alike = max(free, key=lambda pair: pair[0], default=(0.0, count))
        if fit < _THE_SAME:
            ratio.items.append(count)
            alike = count
        chosen.append(alike)
    _set(ratio, chosen[0], chosen[1])
