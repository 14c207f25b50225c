"""Vietnamese text: folding for search, alphabetical order, hits shown in the original (requirements L4, P5).

Texts arrive composed and decomposed (NFC, NFD), with Eth (Ð) for Đ, odd spaces and invisible marks. `Mapped`
keeps for each character of a changed text where it stood, so that a match can be shown in the original.
Called by the plan reader, citations, the legal register, every sorted list of names, and search.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

Span = tuple[int, int]
SortKey = tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]

_ODD_SPACES = "\u00a0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
_PLAIN = str.maketrans({"Ð": "Đ", "ð": "đ", "Ɖ": "Đ", "ɖ": "đ"} | dict.fromkeys(_ODD_SPACES, " "))
_MARK = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff"
_INVISIBLE = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff"
_BENT = re.compile(f"[^{_MARK}{_INVISIBLE}][{_MARK}{_INVISIBLE}]{{0,199}}[{_MARK}]|[{_INVISIBLE}]+")
_HIDDEN = re.compile(f"[{_INVISIBLE}]+")
_CLUSTER = re.compile(
    rf"(?P<space>\s+)|[{_INVISIBLE}]+|[^{_MARK}{_INVISIBLE}][{_MARK}]{{0,32}}|[{_MARK}]{{1,32}}"
)

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_LETTER = {letter: rank for rank, letter in enumerate(_ALPHABET, start=1)}
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_NO_LETTER = {"Mn", "Cf"}
_SNIPPET_SIDE = 320


@dataclass(frozen=True, slots=True)
class Mapped:
    """A changed text and, for each of its characters, start and end (exclusive) of its source."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def span(self, start: int, end: int) -> Span:
        """The original's span for the non-empty slice `text[start:end]`."""
        return self.starts[start], self.ends[end - 1]


@dataclass(frozen=True, slots=True)
class Snippet:
    """A sentence that holds the words sought. `hits` are spans within `text`, `span` within the whole."""

    text: str
    span: Span
    hits: list[Span]


def normalise(text: str) -> str:
    """The same text, composed (NFC), Đ for Eth, plain spaces and no invisible marks; line breaks stay."""
    return normalise_with_map(text).text


def normalise_with_map(text: str) -> Mapped:
    """As `normalise`, with the place of each character. Time grows linearly with the text."""
    parts: list[str] = []
    starts, ends = array("I"), array("I")

    def keep(start: int, end: int) -> None:
        parts.append(text[start:end])
        starts.extend(range(start, end))
        ends.extend(range(start + 1, end + 1))

    position = 0
    for bent in _BENT.finditer(text):
        keep(position, bent.start())
        position = bent.end()
        whole = unicodedata.normalize("NFC", _HIDDEN.sub("", bent[0]))
        parts.append(whole)
        starts.extend([bent.start()] * len(whole))
        ends.extend([position] * len(whole))
    if not parts:
        return Mapped(text.translate(_PLAIN), range(len(text)), range(1, len(text) + 1))
    keep(position, len(text))
    return Mapped("".join(parts).translate(_PLAIN), starts, ends)


def fold(text: str) -> str:
    """The text as one searches for it: small letters, no diacritics, d for đ, single spaces, trimmed."""
    return fold_with_map(text).text


def fold_with_map(text: str) -> Mapped:
    """As `fold`, with the place of each character in the original."""
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for cluster in _FOLDED.finditer(text):
        if cluster["plain"]:
            parts.extend(cluster[0].translate(_FOLDED_LETTER))
            starts.extend(range(cluster.start(), cluster.end()))
            ends.extend(range(cluster.start() + 1, cluster.end() + 1))
            continue
        folded = " " if cluster["space"] else _fold_cluster(cluster[0])
        if folded == " " and (not parts or parts[-1] == " "):
            continue
        if folded:
            parts.append(folded)
            starts.extend([cluster.start()] * len(folded))
            ends.extend([cluster.end()] * len(folded))
    if parts and parts[-1] == " ":
        del parts[-1], starts[-1], ends[-1]
    return Mapped("".join(parts), starts, ends)


@lru_cache(maxsize=4096)
def _fold_cluster(cluster: str) -> str:
    bare = unicodedata.normalize("NFKD", cluster.translate(_PLAIN)).casefold()
    kept = [
        char for char in unicodedata.normalize("NFKD", bare) if unicodedata.category(char) not in _NO_LETTER
    ]
    return "".join(kept).replace("đ", "d").strip()


# Letters and signs that fold to one character each; a run of them, with single spaces, is folded at once: most of any
# text.
_FOLDED_LETTER = {
    code: folded
    for code in (*range(0x21, 0x180), *range(0x1A0, 0x1B1), *range(0x1E00, 0x1F00), *range(0x2010, 0x2027))
    if len(folded := _fold_cluster(chr(code))) == 1 and not chr(code).isspace()
}
_RUN = re.escape("".join(map(chr, _FOLDED_LETTER)))
_FOLDED = re.compile(rf"(?P<plain>[{_RUN}]+(?: [{_RUN}]+)*(?![{_MARK}]))|{_CLUSTER.pattern}")


_FLAT = _FOLDED_LETTER | {ord(space): " " for space in "\t\n\r\u00a0"}


def flat(text: str) -> str:
    """The text folded letter by letter, each in its place: for a quick look where in a long text something stands.
    Unlike in `fold`, decomposed letters and runs of spaces stay."""
    return text.translate(_FLAT)


def sort_key(text: str) -> SortKey:
    """Vietnamese alphabetical order: letters (a ă â b … d đ e ê …), then tones (none, huyền, hỏi, ngã, sắc,
    nặng), then small before capital, each compared over the whole text as the `vi` collation does."""
    letters: list[int] = []
    tones: list[int] = []
    cases: list[int] = []
    for cluster in _CLUSTER.finditer(normalise(text)):
        letter, tone = _weigh(" " if cluster["space"] else cluster[0].lower())
        letters.append(letter)
        tones.append(tone)
        cases.append(cluster[0] != cluster[0].lower())
    return tuple(letters), tuple(tones), tuple(cases)


@lru_cache(maxsize=4096)
def _weigh(cluster: str) -> tuple[int, int]:
    """Rank of the letter (signs and digits before letters, foreign letters after) and of its tone."""
    base, *marks = list(unicodedata.normalize("NFD", cluster))
    letter, tone = base, 0
    for mark in marks:
        shaped = unicodedata.normalize("NFC", letter + mark)
        if shaped in _LETTER:
            letter = shaped
        else:
            tone = tone * 8 + _TONES.get(mark, 6)
    if letter in _LETTER:
        return 0x100 + _LETTER[letter], tone
    return (0x200 + ord(letter) if letter.isalpha() else min(ord(letter), 0xFF)), tone


def person_sort_key(name: str) -> tuple[SortKey, SortKey]:
    """Order of persons: the given name, which stands last, then family and middle names."""
    *rest, given = name.split() or [""]
    return sort_key(given), sort_key(" ".join(rest))


def sort_text(*keys: SortKey) -> str:
    """Sort keys as one string whose order by code point is theirs; for database columns of collation "C"."""
    return "\x02".join(
        "\x01".join("".join(chr(min(rank + 0x20, 0xD7FF)) for rank in part) for part in key) for key in keys
    )


def highlight(text: str, query: str) -> list[Span]:
    """Where the query stands in the text, diacritics and case aside: as a phrase at the start of a word, else
    each of its words. Spans in text order, never overlapping; none if some word is missing."""
    sought, mapped = fold(query), fold_with_map(text)
    if not sought:
        return []
    found = _occurrences(mapped, sought)
    if found:
        return found
    each = [_occurrences(mapped, word) for word in dict.fromkeys(sought.split())]
    spans = sorted((span for found in each for span in found), key=lambda span: (span[0], -span[1]))
    return _without_overlap(spans) if all(each) else []


def _occurrences(mapped: Mapped, sought: str) -> list[Span]:
    pattern = re.compile(rf"(?<!\w){re.escape(sought)}")
    return [mapped.span(*match.span()) for match in pattern.finditer(mapped.text)]


def _without_overlap(spans: list[Span]) -> list[Span]:
    kept: list[Span] = []
    for span in spans:
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept


def snippet(text: str, query: str) -> Snippet | None:
    """The sentence with most hits (the first of equals), cut at word borders near its hits if very long."""
    hits = highlight(text, query)
    if not hits:
        return None
    counted: dict[Span, list[Span]] = {}
    for hit in hits:
        counted.setdefault(_sentence(text, hit), []).append(hit)
    (start, end), inside = max(counted.items(), key=lambda item: len(item[1]))
    return Snippet(text[start:end], (start, end), [(a - start, b - start) for a, b in inside if b <= end])


_LIST_MARK = re.compile(r"\s{0,9}[-–—•●*+]\s{0,4}(?:\d{1,3}(?=[A-ZĐ][^\W\dA-Z_]))?")


def list_mark(text: str, start: int = 0, end: int | None = None) -> int:
    """Where the words of a line begin that opens at `start` with a dash, glued to a number by some portals
    ("- 6Nghị định"). `start` itself when no such mark stands there."""
    mark = _LIST_MARK.match(text, start, len(text) if end is None else end)
    return mark.end() if mark else start


def numeral(count: int) -> str:
    """A count as Vietnamese write it: 10.000."""
    return f"{count:,}".replace(",", ".")


_BORDER = re.compile(r"[.!?;](?=\s)|\n")


def _sentence(text: str, hit: Span) -> Span:
    """The sentence around a hit, cut at a space where it goes on for more than `_SNIPPET_SIDE` characters."""
    low, high = max(0, hit[0] - _SNIPPET_SIDE), min(len(text), hit[1] + _SNIPPET_SIDE)
    borders = [match.end() for match in _BORDER.finditer(text, low, hit[0])]
    after = _BORDER.search(text, hit[1], high)
    start = borders[-1] if borders else max(low, text.find(" ", low, hit[0]) if low else 0)
    cut = high if high == len(text) else max(hit[1], text.rfind(" ", hit[1], high))
    start = list_mark(text, start, hit[0])
    start += len(text[start : hit[0]]) - len(text[start : hit[0]].lstrip())
    return start, after.start() if after else cut
