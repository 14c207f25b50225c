"""Finds the fonts of papers: Times New Roman, then Liberation Serif, then Tinos, all of the same widths.

Tinos comes with the built front end (`make run`), so that a machine without fonts prints the same pages.
Called by `soat.papers.writers.pdf`.
"""

from __future__ import annotations

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


def family(found: typst.Fonts) -> str:
    """The first family with upright, bold, italic and bold italic. Raises NoFont when there is none."""
    styles: dict[str, set[tuple[str, bool]]] = {}
    for font in found.fonts():
        styles.setdefault(font.family, set()).add((font.style, font.weight >= 600))
    for name in FAMILIES:
        if styles.get(name, set()) >= _STYLES:
            return name
    raise NoFont(
        f"Máy không có phông chữ {', '.join(FAMILIES)} với đủ kiểu thường, đậm, nghiêng. "
        "Hãy chạy “make run” một lần để cài phông Tinos, hoặc cài phông Times New Roman."
    )
