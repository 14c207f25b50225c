"""Says where a paragraph of a PDF ends, from the places and first letters of its lines (requirement G1).

A line break inside a sentence is undone; a list mark, an indent, a wide gap or a line that ends early begins
a paragraph. Called by `pdf_flow`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from soat.core.plans.extract.pdf_pages import Line

_MARK = re.compile(
    r"[-–+•*]\s*(?=\D)|\d{1,2}(?:\.\d{1,2}){0,3}\.?\s(?=\D)|\d{1,2}[.)]|[a-zđ][.)]\s|[IVXLC]{1,6}[.)]\s"
    r"|(?:\d{1,2}|[IVXLC]{1,6}|[a-zđ])[-–]\s|(?:Căn cứ|Xét đề nghị|Theo đề nghị)\s"
    r"|(?:Điều|Khoản|Mục|Phần|Chương|Phụ lục)\s+[\dIVXLC]+",
)
_ENDED = re.compile(r"[.;:!?…][\"”)]?$")
_TYPE_ALONE = re.compile(
    r"kế hoạch|quyết định|chỉ thị|nghị quyết|thông báo|công văn|chương trình|đề cương|phụ lục.{0,6}|báo cáo",
    re.IGNORECASE,
)
_GLUED = re.compile(r"\S[-/]$")
_INDENT = 6.0  # points
_OTHER_SIZE = 0.25  # letters with two marks make a line of the same font up to a fifth higher


@dataclass(frozen=True, slots=True)
class Measures:
    """Left and right edge of the running text of a page and the usual step from line to line, in points."""

    left: float
    right: float
    step: float

    @classmethod
    def of(cls, lines: list[Line]) -> Measures:
        wide = [line for line in lines if len(line.text) > 30] or lines
        steps = [
            step
            for before, after in pairwise(lines)
            if 0 < (step := before.middle - after.middle) < 3 * before.height
        ]
        return cls(
            min((line.left for line in wide), default=0),
            max((line.right for line in wide), default=0),
            median(steps) if steps else 0,
        )


def join(lines: list[Line]) -> str:
    """Lines of a paragraph as one; numbers of documents broken at "-" or "/" are closed up."""
    pieces = [line.text.strip() for line in lines]
    return "".join(piece if _GLUED.search(piece[-2:]) else f"{piece} " for piece in pieces[:-1]) + pieces[-1]


def begins_paragraph(paragraph: list[Line], line: Line, page: Measures) -> bool:
    """Whether `line` begins a new paragraph after the lines of `paragraph`."""
    before = paragraph[-1]
    if abs(before.height - line.height) > _OTHER_SIZE * before.height:
        return True
    if _is_title(before, page) and _is_title(line, page):
        return bool(_TYPE_ALONE.fullmatch(before.text)) or _is_wide(before, line, page)
    early = page.right - before.right > _width_of_first_word(line)
    ended = bool(_ENDED.search(before.text))
    indented = line.left > page.left + _INDENT
    if _MARK.match(line.text):
        listed = _MARK.match(paragraph[0].text) and abs(paragraph[0].left - line.left) < _INDENT
        return early or ended or indented or bool(listed)
    wide = _is_wide(before, line, page)
    if line.text[:1].islower() or line.text[:1].isdigit():
        return ended and (early or wide)
    if early or wide or (ended and indented and abs(line.left - paragraph[0].left) < _INDENT):
        return True
    return line.left > before.left + _INDENT and not _MARK.match(paragraph[0].text)


def _is_title(line: Line, page: Measures) -> bool:
    centre = (page.left + page.right) / 2
    return (
        line.text.isupper() and not _MARK.match(line.text) and abs((line.left + line.right) / 2 - centre) < 15
    )


def _is_wide(before: Line, line: Line, page: Measures) -> bool:
    """A gap above the line; pages do not compare, there it is unknown."""
    return before.middle - line.middle > 1.3 * page.step > 0


def _width_of_first_word(line: Line) -> float:
    letters = len(line.text.split(maxsplit=1)[0]) + 1
    return letters * (line.right - line.left) / max(1, len(line.text))
