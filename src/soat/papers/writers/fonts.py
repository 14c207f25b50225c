"""Finds the fonts of papers: Times New Roman, then Liberation Serif, then Tinos, all of the same widths.

Tinos comes with the built front end (`make run`), so that a machine without fonts prints the same pages. A family is
taken only if it has four styles and every Vietnamese letter: Debian's Liberation Serif 1.07 lacks "Ủ".
Called by `soat.papers.writers.pdf`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import cache
from pathlib import Path

import typst

import soat
from soat.core.errors import DomainError

FAMILIES = ("Times New Roman", "Liberation Serif", "Tinos")
SHIPPED = Path(soat.__file__).parent / "static" / "build" / "fonts"
_STYLES = {("normal", False), ("normal", True), ("italic", False), ("italic", True)}


class NoFont(DomainError):
    """No family of the papers' fonts is complete on this machine."""

    status = 500


@cache
def fonts() -> typst.Fonts:
    """Fonts of the system and the shipped ones, read once for each process."""
    return typst.Fonts(include_embedded_fonts=False, font_paths=[SHIPPED] if SHIPPED.is_dir() else [])


@cache
def family() -> str:
    """The family that papers are set in, found once for each process. Raises NoFont."""
    return choose(fonts(), _prints_vietnamese)


def choose(found: typst.Fonts, prints: Callable[[str], bool]) -> str:
    """The first family with upright, bold, italic and bold italic that prints Vietnamese. Raises NoFont."""
    styles: dict[str, set[tuple[str, bool]]] = {}
    for font in found.fonts():
        styles.setdefault(font.family, set()).add((font.style, font.weight >= 600))
    for name in FAMILIES:
        if styles.get(name, set()) >= _STYLES and prints(name):
            return name
    raise NoFont(
        f"Máy không có phông chữ {', '.join(FAMILIES)} với đủ kiểu thường, đậm, nghiêng và đủ chữ tiếng Việt. "
        "Hãy chạy “make run” một lần để cài phông Tinos, hoặc cài phông Times New Roman."
    )


def _prints_vietnamese(name: str) -> bool:
    """Sets the alphabet in four styles: PDF/A forbids letters without a glyph."""
    source = (
        f'#set document(date: datetime(year: 2020, month: 1, day: 1))\n#set text(font: "{name}", fallback: false)\n'
        f"{_ALPHABET} *{_ALPHABET}* _{_ALPHABET}_ *_{_ALPHABET}_*"
    )
    try:
        typst.Compiler(source.encode(), font_paths=fonts(), ignore_system_fonts=True).compile(
            format="pdf", pdf_standards=["a-2b"]
        )
    except typst.TypstError:
        return False
    return True


def _alphabet() -> str:
    """Every Vietnamese letter with every tone, composed, in both cases."""
    vowels = (vowel + tone for vowel in "aăâeêioôơuưy" for tone in ("", *"\u0300\u0301\u0303\u0309\u0323"))
    letters = "".join(unicodedata.normalize("NFC", vowel) for vowel in vowels) + "đ"
    return letters + letters.upper()


_ALPHABET = _alphabet()
