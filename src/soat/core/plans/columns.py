"""Tells where a line of plain text holds two columns side by side (Decree 30, Annex I: head and signature).

Only there does a wide blank mean a column: elsewhere it is an indent or a place to fill in. Called by `lines.py`,
which puts a bar between the columns, as a converter does with a table.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_WIDE = re.compile(r"(?<=\S)(?:[ \u00a0]*\t[\s\u00a0]*|[ \u00a0]{3,})(?=\S)")
_MOTTO = re.compile(r"C[ộỘ]NG H(?:ÒA|OÀ) XÃ HỘI|ĐỘC LẬP\s?[-–]|Độc lập\s?[-–]|-{3,}$")
_PLACE = re.compile(r"[^\d|/]{2,60}?,?\s*ngày\s", re.IGNORECASE)
_RECIPIENTS = re.compile(r"\s*nơi nhận\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_][\w'’]*")
_HEAD_LINES = 6
_SIGNATURE_LINES = 25


@dataclass(slots=True)
class Columns:
    """Looks at the lines in order; `left` counts how many more may hold a head or a signature."""

    head: int = 0
    signature: int = 0

    def gap(self, raw: str) -> tuple[int, int] | None:
        """Where the blank between two columns stands in the line, or None when it holds one column."""
        self.head, self.signature = self.head - 1, self.signature - 1
        if _RECIPIENTS.match(raw):
            self.signature = _SIGNATURE_LINES
        blanks = [match.span() for match in _WIDE.finditer(raw.rstrip())] if _may(raw) else []
        for start, end in blanks:
            if _MOTTO.match(raw, end):
                self.head = _HEAD_LINES
                return start, end
            if self.head > 0 and _PLACE.match(raw, end):
                return start, end
            if self.signature > 0 and _signs(raw[end:]):
                return start, end
        return None


def _may(raw: str) -> bool:
    return "\t" in raw or "   " in raw or "\u00a0\u00a0" in raw


def _signs(right: str) -> bool:
    """An authority or office in capitals, a person's name, or "(Đã ký)"."""
    words = right.strip(" .()").split()
    if right.isupper() or right.startswith("("):
        return True
    return 2 <= len(words) <= 6 and all(_WORD.fullmatch(word) and word[0].isupper() for word in words)
