"""How much two items of an outline say the same, by the syllables that carry meaning. Called by `ratios`."""

from __future__ import annotations

import re

from soat.core.plans.lines import plain

_SYLLABLE = re.compile(r"\w+")
_EMPTY = frozenset((
    "tỷ", "tỉ", "lệ", "phần", "trăm", "số", "tổng", "lượng", "của", "các", "những", "đã", "được", "và",
    "trên", "là", "có", "đạt", "chiếm", "trong", "đó", "tính", "ở", "tại", "về", "theo", "cho", "với",
    "bằng", "đối", "đến", "từ", "thì", "mà", "này",
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
    for syllable in _SYLLABLE.findall(text.lower()):
        if syllable not in _EMPTY:
            folded = plain(syllable)
            words.update(_SHORT[folded].split() if folded in _SHORT else [folded])
    return frozenset(words)


def own_words(text: str) -> frozenset[str]:
    """The words of a rate: without what it says in brackets, unless that is all it says."""
    return words_of(re.sub(r"\([^()]*\)", " ", text)) or words_of(text)


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Words in common, doubled, by all words: 0 (nothing) to 1 (the same)."""
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0
