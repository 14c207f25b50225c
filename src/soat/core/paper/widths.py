"""Widths of Times New Roman letters (Liberation Serif and Tinos have the same), to draw rules under lines of text.

The decree wants the motto's rule as long as its line, the issuer's 1/3 to 1/2 of it; Word cannot measure text, so
the model does. Called by `soat.core.paper.flow`.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from itertools import pairwise

from soat.core.paper.layout import mm

_FIRST = 32  # the tables begin with the space
_REGULAR = (
    250, 333, 408, 500, 500, 833, 778, 180, 333, 333, 500, 564, 250, 333, 250, 278, 500, 500, 500, 500, 500, 500,
    500, 500, 500, 500, 278, 278, 564, 564, 564, 444, 921, 722, 667, 667, 722, 611, 556, 722, 722, 333, 389, 722,
    611, 889, 722, 722, 556, 722, 667, 556, 611, 722, 722, 944, 722, 722, 611, 333, 278, 333, 469, 500, 333, 444,
    500, 444, 500, 444, 333, 500, 500, 278, 278, 500, 278, 778, 500, 500, 500, 500, 333, 389, 278, 500, 500, 722,
    500, 500, 444, 480, 200, 480, 541,
)  # fmt: skip
_BOLD = (
    250, 333, 555, 500, 500, 1000, 833, 278, 333, 333, 500, 570, 250, 333, 250, 278, 500, 500, 500, 500, 500, 500,
    500, 500, 500, 500, 333, 333, 570, 570, 570, 500, 930, 722, 667, 722, 722, 667, 611, 778, 778, 389, 500, 778,
    667, 944, 722, 778, 611, 778, 722, 556, 667, 722, 722, 1000, 722, 722, 667, 333, 278, 333, 581, 500, 333, 500,
    556, 444, 556, 444, 333, 500, 556, 278, 333, 556, 278, 833, 556, 500, 556, 556, 444, 389, 333, 556, 500, 722,
    500, 500, 444, 394, 220, 394, 520,
)  # fmt: skip
_HORN = "\u031b"
_HORNED = {False: {"o": 529, "u": 542, "U": 776}, True: {"o": 554, "u": 600, "U": 796}}
_OTHER = 500


def width(text: str, size: float, *, bold: bool = False) -> float:
    """The width of one line of text in millimetres. Letters outside the tables count half an em."""
    return mm(size * sum(_letter(letter, bold) for letter in text) / 1000)


@lru_cache(maxsize=4096)
def _letter(letter: str, bold: bool) -> int:
    base, *marks = list(unicodedata.normalize("NFD", letter.replace("đ", "d").replace("Đ", "D")))
    if _HORN in marks and base in _HORNED[bold]:
        return _HORNED[bold][base]
    table = _BOLD if bold else _REGULAR
    place = ord(" " if base == "\u00a0" else base) - _FIRST
    return table[place] if 0 <= place < len(table) else _OTHER


def balanced(text: str, size: float, room: float, *, bold: bool = False) -> str:
    """The text with line breaks: as few lines as fit `room` millimetres, then as even as words allow."""
    return "\n".join(_evenly(paragraph, size, room, bold) for paragraph in text.split("\n"))


def _evenly(text: str, size: float, room: float, bold: bool) -> str:
    words = text.split(" ")
    lengths = [width(word, size, bold=bold) for word in words]
    space = width(" ", size, bold=bold)
    if sum(lengths) + space * (len(words) - 1) <= room:
        return text
    fewest = len(_ends(lengths, space, room))
    low, high = 0.0, room
    while high - low > 0.5:
        middle = (low + high) / 2
        low, high = (middle, high) if len(_ends(lengths, space, middle)) > fewest else (low, middle)
    ends = _ends(lengths, space, high)
    return "\n".join(" ".join(words[start:end]) for start, end in pairwise((0, *ends)))


def _ends(lengths: list[float], space: float, room: float) -> list[int]:
    """Where lines of at most `room` end: the number of words up to there."""
    ends, used = [], lengths[0]
    for place, length in enumerate(lengths[1:], start=1):
        used += space + length
        if used > room:
            ends.append(place)
            used = length
    return [*ends, len(lengths)]
