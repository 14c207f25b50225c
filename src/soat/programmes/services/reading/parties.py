"""Who a name of the plan stands for (requirements G1, G5): agencies of the register, owners of duties, audiences.

Names recur: six districts of Plan 97 share theirs with wards and communes of 2025, and departments exist in every
province. So a name alone never links: place, level and the day of issue must fit as well. No queries.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from soat.core.text import fold
from soat.programmes.models import DutyOwner, SubjectKind

_RANK = re.compile(r"^(uy ban nhan dan|ubnd) (?:quan|huyen|thi xa|thanh pho|phuong|xa|dac khu|thi tran) ")
_COMMITTEE = re.compile(r"^ubnd ")
_LEVELS: dict[str, tuple[str, ...]] = {
    SubjectKind.DEPARTMENT: ("province",),
    SubjectKind.DISTRICT: ("district",),
    SubjectKind.COMMUNE: ("commune",),
    SubjectKind.MINISTRY_UNIT: ("central",),
}
_ABSENT = "Danh mục cơ quan không có “{name}” vào ngày ban hành; hãy chọn cơ quan hoặc thêm vào danh mục."
_SEVERAL = "Danh mục có {count} cơ quan cùng tên “{name}” vào ngày ban hành; hãy chọn đúng cơ quan."
_LIKELY = "Kế hoạch ghi “{name}”, danh mục ghi “{found}”; hãy xác nhận là một."


@dataclass(frozen=True, slots=True)
class Known:
    """An agency of the register that existed on the day of issue."""

    id: UUID
    name: str
    level: str
    place: str = ""
    other_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """The agency a name stands for, if only one can be meant; `doubt` says what is left to look at."""

    agency_id: UUID | None
    doubt: str = ""


class Register:
    """Finds agencies by name among those of the plan's place (all, when the plan names no place)."""

    def __init__(self, agencies: Iterable[Known], place: str | None) -> None:
        self._place = fold(place or "")
        self._exact: dict[str, list[Known]] = {}
        self._loose: dict[str, list[Known]] = {}
        for one in agencies:
            if one.place and self._place and fold(one.place) != self._place:
                continue
            for key in {_key(name) for name in (one.name, *one.other_names) if name}:
                self._exact.setdefault(key, []).append(one)
            self._loose.setdefault(_bare(one.name), []).append(one)

    def match(self, name: str, kind: str = "") -> Match:
        """The agency called `name`. "UBND thành phố" of a plan is that of its place."""
        levels = _LEVELS.get(kind, ())
        for key in (_key(name), f"{_key(name)} {self._place}".strip()):
            if found := _of_level(self._exact.get(key, ()), levels):
                return _only(found, name)
        found = _of_level(self._loose.get(_bare(name), ()), levels) if levels else []
        if len(found) == 1:
            return Match(found[0].id, _LIKELY.format(name=name, found=found[0].name))
        return _only(found, name)


def _only(found: Sequence[Known], name: str) -> Match:
    if len(found) == 1:
        return Match(found[0].id)
    words = _SEVERAL if found else _ABSENT
    return Match(None, words.format(name=name, count=len(found)))


def _of_level(found: Iterable[Known], levels: Sequence[str]) -> list[Known]:
    return [one for one in found if not levels or one.level in levels]


def _key(name: str) -> str:
    return _COMMITTEE.sub("uy ban nhan dan ", fold(name))


def _bare(name: str) -> str:
    """The name without the rank of a territory: plans say "UBND Hồng Bàng" under a heading "các quận"."""
    return _RANK.sub(r"uy ban nhan dan ", _key(name))


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
