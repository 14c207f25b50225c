"""The name a programme is listed under, made from a title in capitals (requirement G1). Pure."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from soat.core.plans.model import Plan

_WORD = re.compile(r"\w+")


def title_of(plan: Plan) -> str:
    """Type and title as a sentence; words in capitals are written as the plan itself writes them elsewhere."""
    title = " ".join((plan.document.title or "").split())
    if not title:
        return "Chương trình kiểm tra chưa có tên"
    if title.isupper():
        title = _lowered(title, plan.text)
    kind = plan.document.type or ""
    if kind and not title.lower().startswith(kind.lower()):
        title = f"{kind} {title}"
    return (title[0].upper() + title[1:])[:500]


def year_of(plan: Plan) -> int | None:
    """The year the title names, else that of the period or of the date of issue."""
    named = re.search(r"năm\s+((?:19|20)\d\d)", plan.document.title or "", re.IGNORECASE)
    if named:
        return int(named[1])
    day = (plan.period and (plan.period.start or plan.period.end)) or plan.document.date
    return day.year if day else None


def _lowered(title: str, text: str) -> str:
    """Each word in the commonest writing of it beside its neighbour, else of itself, else in small letters."""
    words = [word for word in _WORD.findall(text) if not (word.isupper() and len(word) > 1)]
    alone = Counter(words)
    pairs = Counter(pairwise(words))
    written: dict[tuple[str, ...], tuple[str, ...]] = {}
    for sample, _ in [*reversed(alone.most_common())]:
        written[(sample.lower(),)] = (sample,)
    for pair, _ in [*reversed(pairs.most_common())]:
        written[pair[0].lower(), pair[1].lower()] = pair
    found = list(_WORD.finditer(title))
    shown = [written.get((match[0].lower(),), (match[0].lower(),))[0] for match in found]
    for place in range(len(found) - 1):
        key = (found[place][0].lower(), found[place + 1][0].lower())
        if key in written:
            shown[place], shown[place + 1] = written[key]
    parts = iter(shown)
    return _WORD.sub(lambda _: next(parts), title)
