"""Outlines written in a test, and short views of what was read in them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from soat.core.plans.model import Outline, OutlineItem, OutlineSection
from soat.core.plans.outline import read_outline

BEFORE = "Kế hoạch này được gửi kèm.\n"


def read(text: str) -> Outline:
    """The outline, read in the middle of a longer text; its spans must hold there."""
    whole = BEFORE + text + "\nHết."
    outline = read_outline(whole, len(BEFORE), len(BEFORE) + len(text))
    for item in items_of(outline):
        assert len(BEFORE) <= item.span[0] < item.span[1] <= len(BEFORE) + len(text)
    return outline


def items_of(outline: Outline) -> list[OutlineItem]:
    return list(_in_sections(outline.sections))


def _in_sections(sections: list[OutlineSection]) -> Iterator[OutlineItem]:
    for section in sections:
        yield from _in_items(section.items)
        yield from _in_sections(section.sections)


def _in_items(items: list[OutlineItem]) -> Iterator[OutlineItem]:
    for item in items:
        yield item
        yield from _in_items(item.items)


def tree(outline: Outline) -> list[Any]:
    """Sections as (number, title, what is in them); items as texts, or (text, items below)."""
    return [_section(section) for section in outline.sections]


def _section(section: OutlineSection) -> Any:
    return (section.number, section.title, [*map(_item, section.items), *map(_section, section.sections)])


def _item(item: OutlineItem) -> Any:
    return (item.text, [_item(one) for one in item.items]) if item.items else item.text


def kinds(outline: Outline) -> list[tuple[str, str | None]]:
    return [(item.kind, item.unit) for item in items_of(outline)]


def ties(outline: Outline) -> list[tuple[str | None, str | None]]:
    return [(item.numerator, item.denominator) for item in items_of(outline) if item.kind == "ratio"]


def reasons(outline: Outline) -> dict[str, str]:
    return {doubt.field: doubt.reason for doubt in outline.doubts}
