"""What the coordinator must look at in a read outline, and the text that found no place (G2, G3). Used by
`read`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from soat.core.plans.model import DOUBTFUL, Doubt, Outline, OutlineItem, OutlineSection, Span

UNTIED = "Đề cương thiếu hai số đếm để tính tỷ lệ này: hãy chọn hoặc thêm tử số và mẫu số."
ALIKE = "Nhiều số đếm cùng hợp với tỷ lệ này: hãy kiểm tra tử số và mẫu số đã chọn."
_VISIBLE = re.compile(r"\S+(?:[^\S\n]+\S+)*")


def doubts_of(outline: Outline, reasons: dict[int, str]) -> Iterator[Doubt]:
    """Doubts in reading order; `reasons` by the identity of section or item."""
    for place, section in enumerate(outline.sections):
        yield from _of_section(section, f"outline.sections[{place}]", reasons)


def _of_section(section: OutlineSection, path: str, reasons: dict[int, str]) -> Iterator[Doubt]:
    if id(section) in reasons:
        yield Doubt(f"{path}.title", reasons[id(section)], section.span)
    for place, item in enumerate(section.items):
        yield from _of_item(item, f"{path}.items[{place}]", reasons)
    for place, inner in enumerate(section.sections):
        yield from _of_section(inner, f"{path}.sections[{place}]", reasons)


def _of_item(item: OutlineItem, path: str, reasons: dict[int, str]) -> Iterator[Doubt]:
    if item.kind == "ratio" and item.confidence < DOUBTFUL:
        yield Doubt(f"{path}.numerator", ALIKE if item.numerator else UNTIED, item.span)
    if id(item) in reasons:
        yield Doubt(path, reasons[id(item)], item.span)
    for place, inner in enumerate(item.items):
        yield from _of_item(inner, f"{path}.items[{place}]", reasons)


def rest_of(text: str, outline: Outline) -> list[Span]:
    """Spans of the outline's text that no title, section, item or note covers."""
    rest: list[Span] = []
    reached, end = outline.span
    for span in [*sorted(_placed(outline)), (end, end)]:
        if span[0] > reached:
            rest.extend(match.span() for match in _VISIBLE.finditer(text, reached, span[0]))
        reached = max(reached, span[1])
    return rest


def _placed(outline: Outline) -> Iterator[Span]:
    if outline.title_span:
        yield outline.title_span
    yield from (text.span for text in (*outline.notes, outline.audience, outline.data_period) if text)
    sections = list(outline.sections)
    while sections:
        section = sections.pop()
        sections.extend(section.sections)
        if section.title:
            yield section.span
        yield from _of_items(section.items)


def _of_items(items: list[OutlineItem]) -> Iterator[Span]:
    for item in items:
        yield item.span
        yield from _of_items(item.items)
