"""Reads a PDF back with pdfium: lines of text and rules with their places in mm from the top left of the page."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as raw

MM = 25.4 / 72
APART = 6.0  # mm: letters farther apart on one baseline stand in different columns


@dataclass
class Placed:
    """A line: its text, ink from left to right, ink from top to bottom, baseline, size and style of font."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    baseline: float
    size: float
    font: str


@dataclass
class Ruled:
    left: float
    right: float
    top: float
    bottom: float

    @property
    def length(self) -> float:
        return self.right - self.left


@dataclass
class Page:
    width: float
    height: float
    lines: list[Placed]
    rules: list[Ruled]

    def line(self, start: str) -> Placed:
        return next(line for line in self.lines if line.text.startswith(start))

    def rule_below(self, line: Placed) -> Ruled:
        below = [rule for rule in self.rules if rule.top > line.baseline and _over(rule, line)]
        return min(below, key=lambda rule: rule.top)

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)


def read_pages(pdf: bytes) -> list[Page]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [_page(document[number]) for number in range(len(document))]
    finally:
        document.close()


def _page(page: pypdfium2.PdfPage) -> Page:
    width, height = page.get_size()
    letters = _letters(page.get_textpage(), height)
    lines: list[Placed] = []
    for letter in letters:
        last = lines[-1] if lines else None
        if last and abs(last.baseline - letter.baseline) < 0.3 and -1 < letter.left - last.right < APART:
            last.text += letter.text
            last.right, last.top = max(last.right, letter.right), min(last.top, letter.top)
            last.bottom = max(last.bottom, letter.bottom)
        elif letter.text.strip():
            lines.append(letter)
    for line in lines:
        line.text = line.text.strip()
    return Page(width * MM, height * MM, lines, _rules(page, height))


def _letters(text: pypdfium2.PdfTextPage, height: float) -> list[Placed]:
    letters = []
    for index in range(text.count_chars()):
        letter = text.get_text_range(index, 1)
        if letter in "\r\n":
            continue
        x, y = ctypes.c_double(), ctypes.c_double()
        raw.FPDFText_GetCharOrigin(text, index, x, y)
        left, bottom, right, top = text.get_charbox(index)
        if not letter.strip():
            right = left = x.value
        name = ctypes.create_string_buffer(100)
        raw.FPDFText_GetFontInfo(text, index, name, 100, None)
        size = raw.FPDFText_GetFontSize(text, index)
        font = "".join(word for word in ("Bold", "Italic") if word in name.value.decode()) or "Regular"
        top, bottom = (top, bottom) if letter.strip() else (y.value, y.value)
        letters.append(
            Placed(
                letter,
                left * MM,
                right * MM,
                (height - top) * MM,
                (height - bottom) * MM,
                (height - y.value) * MM,
                size,
                font,
            )
        )
    return letters


def _rules(page: pypdfium2.PdfPage, height: float) -> list[Ruled]:
    rules = []
    for item in page.get_objects([raw.FPDF_PAGEOBJ_PATH]):
        left, bottom, right, top = item.get_bounds()
        if (right - left) > 5 * (top - bottom):
            rules.append(Ruled(left * MM, right * MM, (height - top) * MM, (height - bottom) * MM))
    return rules


def _over(rule: Ruled, line: Placed) -> bool:
    return rule.left < (line.left + line.right) / 2 < rule.right
