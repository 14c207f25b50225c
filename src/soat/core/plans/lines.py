"""Clean lines that still know where every character stood in the text (requirements G2; domain facts 6).

Texts arrive with NFD letters, Eth for Đ, thin spaces and invisible marks. A `Line` holds the mended text, a folded
copy of the same length to match against, and the place of each character in the input. `logical.py` joins wrapped
lines; every part of the reader cuts its values out of them.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, pairwise

from soat.core.plans.columns import Columns
from soat.core.plans.markers import Marker, marker_of
from soat.core.plans.model import Span, Text

_BREAKS = re.compile(r"[^\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_COMMON = "!-~\u00c0-\u00cf\u00d1-\u00ef\u00f1-\u02ff\u1e00-\u1eff“”‘’–—…•"
_PLAIN_ALREADY = re.compile(rf"[{_COMMON}]+(?: [{_COMMON}]+)*")
_MARKS = re.compile(r"[\u0300-\u036f]")
_INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff")
_ETH = {"\u00d0": "Đ", "\u00f0": "đ"}
_EDGES = " ;,.:"


def _folding() -> dict[int, str]:
    table = {code: chr(code).lower() for code in range(ord("A"), ord("Z") + 1)}
    for code in chain(range(0xC0, 0x250), range(0x1E00, 0x1F00)):
        base = unicodedata.normalize("NFD", chr(code))[0].lower()
        if base.isascii():
            table[code] = base
    table |= dict.fromkeys(map(ord, "ĐđÐð"), "d")
    table |= dict.fromkeys(map(ord, "–—−‐‑"), "-") | dict.fromkeys(map(ord, "“”„"), '"')
    return table


_FOLDING = _folding()


def plain(text: str) -> str:
    """Lower case without diacritics, đ as d, every dash as "-". Each character stays one character."""
    return text.translate(_FOLDING)


@dataclass(slots=True)
class Line:
    """One line of clean text. `starts[i]`, `ends[i]` bound character `i` in the input text."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]
    plain: str = field(init=False)
    marker: Marker = field(init=False)

    def __post_init__(self) -> None:
        self.plain = plain(self.text)
        self.marker = marker_of(self.text, self.plain)

    @property
    def body(self) -> int:
        """Where the words begin after the marker ("1.", "a)", "-")."""
        return self.marker.end

    @property
    def is_row(self) -> bool:
        return "|" in self.text

    def span(self, start: int = 0, end: int | None = None) -> Span:
        """Place in the input of `text[start:end]`, which must not be empty."""
        return self.starts[start], self.ends[(len(self.text) if end is None else end) - 1]

    def cut(self, start: int, end: int | None = None, *, edges: str = _EDGES) -> Text | None:
        """`text[start:end]` without blanks and closing marks at its edges; None when nothing is left."""
        end = len(self.text) if end is None else end
        while start < end and self.text[start] in edges:
            start += 1
        while start < end and self.text[end - 1] in edges:
            end -= 1
        return Text(self.text[start:end], self.span(start, end)) if start < end else None

    def words(self) -> Text:
        """The line without its marker, otherwise as it stands."""
        return (
            Text(self.text[self.body :], self.span(self.body)) if self.body < len(self.text) else self.whole()
        )

    def whole(self) -> Text:
        return Text(self.text, self.span())


def physical_lines(text: str) -> Iterator[tuple[Line, bool]]:
    """Each line that shows anything, and whether a blank line stands before it. Linear in the text."""
    bounds = [(match.start(), match.end()) for match in _BREAKS.finditer(text)]
    columns = Columns()
    last_end = 0
    for start, end in bounds:
        raw = text[start:end]
        line = clean(raw, start, columns.gap(raw))
        if line is None:
            continue
        between = text[last_end:start]
        yield line, between.count("\n") + between.count("\x0c") > 1
        last_end = end


def clean(raw: str, base: int = 0, gap: Span | None = None) -> Line | None:
    """Mend one line that begins at `base` of the input, with a bar in the gap between two columns; None when
    nothing visible is in it."""
    stripped = raw.strip()
    if not stripped:
        return None
    if _PLAIN_ALREADY.fullmatch(stripped):
        start = base + raw.index(stripped)
        length = len(stripped)
        return Line(stripped, range(start, start + length), range(start + 1, start + length + 1))
    letters, starts, ends = _mend(raw, base)
    if gap is not None:
        place = bisect_left(starts, base + gap[0])
        letters[place : place + 1] = " | "
        starts[place : place + 1], ends[place : place + 1] = [base + gap[0]] * 3, [base + gap[1]] * 3
    return Line("".join(letters), array("I", starts), array("I", ends)) if letters else None


def _mend(raw: str, base: int) -> tuple[list[str], list[int], list[int]]:
    letters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for place, letter in enumerate(raw, base):
        if letter in _INVISIBLE:
            continue
        if letters and _MARKS.match(letter):
            joined = unicodedata.normalize("NFC", letters[-1] + letter)
            letters[-1] = joined if len(joined) == 1 else letters[-1]
            ends[-1] = place + 1
            continue
        if letter.isspace() or not letter.isprintable():
            if not letters or letters[-1] == " ":
                continue
            letter = " "  # noqa: PLW2901
        letters.append(_ETH.get(letter, letter))
        starts.append(place)
        ends.append(place + 1)
    if letters and letters[-1] == " ":
        letters.pop(), starts.pop(), ends.pop()
    return letters, starts, ends


def joined(lines: Sequence[Line], sign: str = " ") -> Line:
    """One line made of several, with the sign between them unless a number was broken at "-" or "/"."""
    if len(lines) == 1:
        return lines[0]
    letters: list[str] = [lines[0].text]
    starts, ends = array("I", lines[0].starts), array("I", lines[0].ends)
    for before, line in pairwise(lines):
        if not glued(before.text, line.text):
            letters.append(sign)
            starts.extend([before.ends[-1]] * len(sign))
            ends.extend([line.starts[0]] * len(sign))
        letters.append(line.text)
        starts.extend(line.starts)
        ends.extend(line.ends)
    return Line("".join(letters), starts, ends)


def glued(before: str, after: str) -> bool:
    """Whether a line break cut a document number in two ("97/" + "KH-UBND", "QĐ-" + "UBND")."""
    return before[-1] in "-/" and before[-2:-1].isalnum() and after[0].isupper()
