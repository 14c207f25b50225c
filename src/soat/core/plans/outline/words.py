"""How much two items of an outline say the same, by the syllables that carry meaning. Called by `ratios`."""

from __future__ import annotations

import re

from soat.core.plans.lines import plain

_SYLLABLE = re.compile(r"[a-z0-9]+")
_EMPTY = frozenset((
    "ty", "ti", "le", "phan", "tram", "so", "tong", "luong", "cua", "cac", "nhung", "da", "duoc", "va",
    "tren", "la", "co", "dat", "chiem", "trong", "do", "tinh", "o", "tai", "ve", "theo", "cho", "voi",
    "bang", "doi", "den", "tu", "thi", "ma", "nay",
))  # fmt: skip
_SHORT = {
    "vbqppl": "van ban quy pham phap luat",
    "tthc": "thu tuc hanh chinh",
    "dvc": "dich vu cong",
    "dvctt": "dich vu cong truc tuyen",
    "cntt": "cong nghe thong tin",
    "cchc": "cai cach hanh chinh",
    "ubnd": "uy ban nhan dan",
    "cbccvc": "can bo cong chuc vien chuc",
    "ccvc": "cong chuc vien chuc",
    "pakn": "phan anh kien nghi",
    "kntc": "khieu nai to cao",
    "vtvl": "vi tri viec lam",
}


def words_of(text: str) -> frozenset[str]:
    """The syllables of a text without form words, usual abbreviations written out."""
    words: set[str] = set()
    for syllable in _SYLLABLE.findall(plain(text)):
        words.update(_SHORT[syllable].split() if syllable in _SHORT else [syllable])
    return frozenset(words - _EMPTY)


def own_words(text: str) -> frozenset[str]:
    """The words of a rate: without what it says in brackets, unless that is all it says."""
    return words_of(re.sub(r"\([^()]*\)", " ", text)) or words_of(text)


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Words in common, doubled, by all words: 0 (nothing) to 1 (the same)."""
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0
