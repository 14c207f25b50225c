"""Checks an outline implies by its own structure (requirement R3): a total and its parts, a part and its whole.

A count "Tổng số …" is followed by its parts at the same level, or has them below it. Parts that narrow each other
("đang cung cấp", "đang cung cấp có phát sinh hồ sơ") do not add up: each is at most the one it narrows. What comes
out is a proposal that a person accepts. Called by the outline editor; no plan is known here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_TOTAL = re.compile(r"\W*tổng (?:số|cộng|lượng|mức|giá trị|kinh phí|vốn|dự toán|biên chế)\b")
_SOME = re.compile(r"\btrong đó\b")


@dataclass(frozen=True, slots=True)
class Measure:
    """An item of the outline, in document order, its text composed (NFC). `parent` and the sides are codes."""

    code: str
    kind: str
    text: str
    parent: str = ""
    unit: str = ""
    numerator: str = ""
    denominator: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """A proposed rule. It belongs to the item `code`; `why` is a sentence for the person who decides."""

    code: str
    rule: str
    why: str


def derive_checks(items: Sequence[Measure]) -> list[Check]:
    """Every check the structure implies, each rule once, in the order of the items."""
    below: dict[str, list[Measure]] = {}
    for item in items:
        below.setdefault(item.parent, []).append(item)
    after = {one.code: group[place:] for group in below.values() for place, one in enumerate(group, start=1)}
    found: dict[str, Check] = {}
    for item in items:
        for check in _checks_of(item, after[item.code], below.get(item.code, [])):
            found.setdefault(check.rule, check)
    return list(found.values())


def _checks_of(item: Measure, after: Sequence[Measure], below: Sequence[Measure]) -> Iterator[Check]:
    if item.kind == "ratio" and item.numerator and item.denominator:
        why = "Tử số là một phần của mẫu số nên không thể lớn hơn."
        yield Check(item.code, f"{item.numerator} <= {item.denominator}", why)
    if item.kind != "count":
        return
    is_total = _is_total(item)
    inside = [one for one in below if one.kind == "count"]
    if len(inside) > 1 or (inside and is_total):
        yield from _of_whole(item, inside)
    elif is_total:
        yield from _of_whole(item, list(_parts(after)))


def _is_total(item: Measure) -> bool:
    return bool(_TOTAL.match(item.text.lower()))


def _parts(after: Sequence[Measure]) -> Iterator[Measure]:
    """The counts that follow, up to the next total or another kind of item."""
    for item in after:
        if item.kind != "count" or _is_total(item):
            return
        yield item


def _of_whole(whole: Measure, parts: list[Measure]) -> Iterator[Check]:
    parts = [part for part in parts if _same_unit(whole, part)]
    words = [_words(part) for part in parts]
    narrowed = {part.code: _wider(own, parts, words) for part, own in zip(parts, words, strict=True)}
    if len(parts) > 1 and not any(narrowed.values()) and not _SOME.search(whole.text.lower()):
        rule = f"{whole.code} = {' + '.join(part.code for part in parts)}"
        yield Check(whole.code, rule, "Tổng bằng các phần cộng lại.")
        return
    for part in parts:
        wider = narrowed[part.code] or whole
        yield Check(part.code, f"{part.code} <= {wider.code}", "Phần không thể lớn hơn toàn bộ.")


def _same_unit(whole: Measure, part: Measure) -> bool:
    return not whole.unit or not part.unit or whole.unit.lower() == part.unit.lower()


def _wider(own: list[str], parts: Sequence[Measure], words: Sequence[list[str]]) -> Measure | None:
    """The longest other part whose words open this one's: "số A" for "số A đúng hạn"."""
    wider = [(len(one), part) for part, one in zip(parts, words, strict=True) if _opens(one, own)]
    return max(wider, key=lambda pair: pair[0], default=(0, None))[1]


def _words(item: Measure) -> list[str]:
    return re.findall(r"\w+", item.text.lower())


def _opens(short: list[str], words: list[str]) -> bool:
    return len(short) < len(words) and words[: len(short)] == short
