"""How agencies are named in plans: abbreviations, ranks of territory, kinds of department (requirement P1).

"UBND q. Hồng Bàng", "Ủy ban nhân dân quận Hồng Bàng" and "UBND Hồng Bàng" may be one; "quận Hồng Bàng" and "phường
Hồng Bàng" never are. Pure: no queries. Called by `selectors.matching`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from soat.core.text import fold, normalise, sort_key

COMMITTEE = "uy ban nhan dan"
DISTRICT_RANKS = ("quan", "huyen", "thi xa")
COMMUNE_RANKS = ("phuong", "xa", "thi tran", "dac khu")
_RANKS = (*DISTRICT_RANKS, *COMMUNE_RANKS, "thanh pho", "tinh")
_RANK = re.compile(
    rf"(?:(?P<committee>{COMMITTEE})(?: |$))?(?:(?P<rank>{'|'.join(_RANKS)})(?: |$))?(?P<core>.*)"
)
_KIND = re.compile(
    r"(?P<kind>so|ban|thanh tra|van phong|chi cuc|cuc|phong|trung tam|truong|benh vien) (?P<core>.+)"
)
_WORDS = {
    "ubnd": COMMITTEE,
    "hdnd": "hoi dong nhan dan",
    "vp": "van phong",
    "tp": "thanh pho",
    "tx": "thi xa",
}
_DOTTED = {"q": "quan", "h": "huyen", "p": "phuong", "x": "xa", "tt": "thi tran", "t": "tinh"}
_SHORT = re.compile(r"\b(?:(?P<dotted>q|h|p|x|tt|t)\.\s*(?=\w)|(?P<word>ubnd|hdnd|vp|tp|tx)\b\.?)")
_SIGNS = re.compile(r"[^\w&]+")


class Exactness(IntEnum):
    """How well a written name fits: the smaller, the better. Only up to BARE it may stand for the agency."""

    EXACT = 0  # the same name, short name or abbreviation
    PLACE = 1  # the same but for the province's name, or "Ủy ban nhân dân" before the rank
    INITIALS = 2  # "Sở KH&ĐT"
    BARE = 3  # the same but for the rank or kind: "UBND Hồng Bàng", "Tư pháp"
    NEAR = 4  # its words occur in the name


@dataclass(frozen=True, slots=True)
class Name:
    """A name taken apart. `key`: folded, abbreviations written out. `rank`: quận, phường …; `kind`: sở, ban …"""

    key: str
    core: str
    rank: str = ""
    kind: str = ""
    is_committee: bool = False

    @property
    def initials(self) -> str:
        """First letters of the core, "và" aside: "khdt"."""
        return "".join(word[0] for word in self.core.split() if word not in ("va", "&"))

    @property
    def letters(self) -> str:
        """The core read as an abbreviation: "kh&dt" -> "khdt"; empty when it is words."""
        short = self.core.replace(" & ", "&")
        return "" if " " in short else short.replace("&", "")


@lru_cache(maxsize=16384)
def parse(text: str) -> Name:
    """Take a name apart."""
    key = " ".join(_SIGNS.sub(" ", _SHORT.sub(_written_out, fold(text))).split())
    rank = _RANK.fullmatch(key)
    if rank and (rank["committee"] or rank["rank"]):
        return Name(key, rank["core"], rank["rank"] or "", "", bool(rank["committee"]))
    if kind := _KIND.fullmatch(key):
        return Name(key, kind["core"], "", kind["kind"])
    return Name(key, key)


def _written_out(match: re.Match[str]) -> str:
    return _DOTTED[match["dotted"]] + " " if match["dotted"] else _WORDS[match["word"]]


def place_key(place: str) -> str:
    """A province's name without its rank: "Thành phố Hải Phòng" and "TP. Hải Phòng" are "hai phong"."""
    name = parse(place)
    return name.core if name.rank in ("thanh pho", "tinh") else name.key


@lru_cache(maxsize=16384)
def local(name: Name, place: str) -> str:
    """The key without the province it belongs to (`place` as `place_key` gives it)."""
    if name.is_committee and name.rank in ("thanh pho", "tinh"):
        return COMMITTEE if name.core in ("", place) else name.key
    if name.rank or name.is_committee:
        return name.key
    key = re.sub(rf"(?:^| )(?:thanh pho|tinh)(?: {re.escape(place)})?$", "", name.key) if place else name.key
    key = re.sub(r" (?:thanh pho|tinh)$", "", key)
    return key.removesuffix(f" {place}") if place else key


def compare(written: Name, other: Name, place: str) -> Exactness | None:
    """How well `written` fits the name `other` of an agency in `place`; None if not at all."""
    if written.key == other.key:
        return Exactness.EXACT
    if local(written, place) == local(other, place) or (
        written.rank and (written.rank, written.core) == (other.rank, other.core)
    ):
        return Exactness.PLACE
    if written.kind == other.kind and other.kind and _is_short(written, other):
        return Exactness.INITIALS
    if _is_bare(written, other):
        return Exactness.BARE
    words = f" {other.key}"
    return (
        Exactness.NEAR if written.key and all(f" {word}" in words for word in written.key.split()) else None
    )


def _is_short(written: Name, other: Name) -> bool:
    return len(written.letters) > 1 and written.letters == other.initials


def _is_bare(written: Name, other: Name) -> bool:
    """The same core, and one side leaves out what the other says: rank or kind."""
    if not written.core or written.core != other.core:
        return False
    if (written.rank and other.rank) or (written.kind and other.kind):
        return (written.rank, written.kind) == (other.rank, other.kind)
    territory, department = _is_territory(written), bool(written.kind)
    return not (territory and other.kind) and not (department and _is_territory(other))


def _is_territory(name: Name) -> bool:
    return bool(name.rank) or name.is_committee


def is_spelt_alike(written: str, other: str) -> bool:
    """Whether the words both names have bear the same diacritics, wherever the tone is put ("hòa", "hoà").

    True for a name typed without any: two communes of one province may differ by a tone only.
    """
    if fold(written) == normalise(written).casefold():
        return True
    known: dict[str, set[Spelling]] = {}
    for word in _words(other):
        known.setdefault(fold(word), set()).add(_spelling(word))
    return all(_spelling(word) in known.get(fold(word), {_spelling(word)}) for word in _words(written))


Spelling = tuple[tuple[int, ...], int]


def _words(text: str) -> list[str]:
    """The words but for the province's rank, which is not part of the name ("Phát thanh … thành phố")."""
    plain = normalise(text).casefold().replace("thành phố", " ")
    return _SIGNS.sub(" ", plain).split()


def _spelling(word: str) -> Spelling:
    letters, tones, _ = sort_key(word)
    return letters, max(tones)
