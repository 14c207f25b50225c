"""Small builders of WordprocessingML elements: units, paragraphs, runs, borders.

Called by `soat.papers.writers.word`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from docx.oxml.ns import nsmap, qn
from docx.oxml.parser import oxml_parser

from soat.core.paper.layout import MM_PER_PT
from soat.core.paper.shapes import Run

_NAMESPACES = {"w": nsmap["w"]}
_qualified = cache(qn)  # a paper of five pages asks for the same forty names some thousand times
# The order in which the standard (ISO/IEC 29500, CT_PPr) wants a paragraph's properties; Word refuses others.
_ORDER = ("w:keepNext", "w:widowControl", "w:pBdr", "w:spacing", "w:ind", "w:jc", "w:outlineLvl")


def twips_pt(points: float) -> int:
    """Points as twentieths of a point."""
    return round(points * 20)


def twips_mm(millimetres: float) -> int:
    """Millimetres as twentieths of a point."""
    return round(millimetres / MM_PER_PT * 20)


def el(tag: str, attributes: Mapping[str, object] | None = None, *children: Any) -> Any:
    """An element with the attributes and children given."""
    given = {_qualified(name): str(value) for name, value in (attributes or {}).items()}
    element = oxml_parser.makeelement(_qualified(tag), given, _NAMESPACES)
    element.extend(children)
    return element


def paragraph(
    pitch: float,
    properties: Mapping[str, Any] | None = None,
    inner: Iterable[Any] = (),
    *,
    before: float = 0.0,
) -> Any:
    """A paragraph of exact line pitch (pt). A section break among `inner` goes to the properties, where it belongs."""
    spacing = {"w:before": twips_pt(before), "w:after": 0, "w:line": twips_pt(pitch), "w:lineRule": "exact"}
    given = {"w:spacing": spacing, **(properties or {})}
    own = el("w:pPr")
    for tag in _ORDER:
        if tag in given:
            value = given[tag]
            own.append(el(tag, value) if isinstance(value, Mapping) else el(tag, {}, *value))
    whole = el("w:p", {}, own)
    for child in inner:
        (own if child.tag == _qualified("w:sectPr") else whole).append(child)
    return whole


def text_run(run: Run, size: float, color: str = "") -> Any:
    """A run of plain text; line ends become breaks."""
    own = el("w:rPr")
    own.extend(el(tag) for tag, on in (("w:b", run.bold), ("w:i", run.italic)) if on)
    if color:
        own.append(el("w:color", {"w:val": color}))
    own.extend(el(tag, {"w:val": round(size * 2)}) for tag in ("w:sz", "w:szCs"))
    whole = el("w:r", {}, own)
    for place, text in enumerate(run.text.split("\n")):
        if place:
            whole.append(el("w:br"))
        written = el("w:t", {"xml:space": "preserve"})
        written.text = text
        whole.append(written)
    return whole


def borders(sides: Iterable[str], weight: float, color: str = "000000", space: int = 0) -> list[Any]:
    """Border elements of a weight in points, `space` points from the text."""
    look = {"w:val": "single", "w:sz": round(weight * 8), "w:space": space, "w:color": color}
    return [el(side, look) for side in sides]
