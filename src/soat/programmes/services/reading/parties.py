"""Whom words of the plan mean (requirements G1, G5): owners of duties, audiences, areas. No queries.

Which agency of the register a name stands for is the people room's (`people.selectors.Matcher`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from soat.core.text import fold
from soat.programmes.models import DutyOwner, SubjectKind

_UNITS = re.compile(r"duoc kiem tra|^cac don vi|^cac dia phuong|^(?:uy ban nhan dan|ubnd) (?:cac|cap)\b")
_PRESS = re.compile(r"bao chi|truyen hinh|phat thanh|^bao\b|cong thong tin dien tu")
_STANDING = re.compile(r"\bnoi vu\b|co quan thuong truc")
_MEMBERS = re.compile(r"thanh vien|to giup viec|doan kiem tra")


def owner_of(party: str, seats: Iterable[str]) -> DutyOwner:
    """Which party of the programme `party` is. `seats`: names of agencies that send people to the team."""
    folded = fold(party)
    for pattern, owner in (
        (_UNITS, DutyOwner.UNITS),
        (_PRESS, DutyOwner.PRESS),
        (_STANDING, DutyOwner.STANDING),
        (_MEMBERS, DutyOwner.MEMBERS),
    ):
        if pattern.search(folded):
            return owner
    return DutyOwner.MEMBERS if any(names(folded, seat) for seat in seats) else DutyOwner.OTHER


def names(folded: str, agency: str) -> bool:
    """Whether a folded text names the agency, also as "Các Sở: Tư pháp, …" does."""
    core = fold(agency).removeprefix("so ")
    return bool(core) and re.search(rf"\b{re.escape(core)}\b", folded) is not None


_AUDIENCES = (
    (
        SubjectKind.DEPARTMENT,
        re.compile(r"\bso\b|\bban\b(?! nhan dan)|\bnganh\b|co quan chuyen mon|cap tinh"),
    ),
    (SubjectKind.DISTRICT, re.compile(r"(?<!co )\bquan\b(?! ly)|\bhuyen\b|thi xa|dia phuong")),
    (
        SubjectKind.COMMUNE,
        re.compile(r"(?<!thi )\bxa\b(?! hoi)|\bphuong\b(?<!dia phuong)|dac khu|dia phuong"),
    ),
    (SubjectKind.PUBLIC_UNIT, re.compile(r"su nghiep")),
)


def audience_of(words: str | None) -> list[str]:
    """Kinds of units that "dành cho các sở, UBND cấp huyện" names; none named: all."""
    folded = fold(words or "")
    return [kind.value for kind, pattern in _AUDIENCES if pattern.search(folded)]


_COMMON = 0.55


class Areas:
    """Finds the content area a section of the outline reports on, by the words of their titles.

    Words that many titles share ("công tác", "cải cách") weigh little.
    """

    def __init__(self, areas: Sequence[str], sections: Sequence[str]) -> None:
        self._areas = [_words(title) for title in areas]
        titles = [*self._areas, *map(_words, sections)]
        self._weight: dict[str, float] = {
            word: 1 / sum(word in title for title in titles) ** 1.5 for title in titles for word in title
        }

    def like(self, title: str) -> int | None:
        """The place of the area, or None when no title is near enough."""
        words = _words(title)
        scores = [self._score(words, area) for area in self._areas]
        best = max(scores, default=0.0)
        return scores.index(best) if best >= _COMMON else None

    def _score(self, one: frozenset[str], other: frozenset[str]) -> float:
        smaller = min(self._sum(one), self._sum(other))
        return self._sum(one & other) / smaller if smaller else 0.0

    def _sum(self, words: frozenset[str]) -> float:
        return sum(self._weight.get(word, 1.0) for word in words)


def _words(title: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z]+", fold(title)))
