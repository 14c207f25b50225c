"""Tags of the outline's pages: the drawing of a kind, a node's and a version's facts in words."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from soat.common.assets import icon
from soat.legal.models import Document
from soat.programmes.models import NodeKind, Outline
from soat.programmes.outline_lines import LABELS, Line

register = template.Library()

_ICONS = {
    NodeKind.SECTION: "section",
    NodeKind.NARRATIVE: "writing",
    NodeKind.COUNT: "numbers",
    NodeKind.RATIO: "percentage",
    NodeKind.YES_NO: "toggle-left",
    NodeKind.LIST: "list",
    NodeKind.TABLE: "table",
    NodeKind.ATTACHMENT: "paperclip",
}
_SHOWN = {kind.value: icon(name, str(kind.label)) for kind, name in _ICONS.items()}


@register.simple_tag
def outline_kind(kind: str) -> SafeString:
    """The drawing of a kind, with its name for those who do not see it."""
    return _SHOWN[kind]


@register.simple_tag
def outline_facts(line: Line) -> list[tuple[str, str]]:
    """What a line holds besides its text, values that are empty left out."""
    return [
        (label, line.shown(name)) for name, label in LABELS.items() if name != "text" and line.shown(name)
    ]


@register.simple_tag
def outline_head_facts(outline: Outline) -> list[tuple[str, object]]:
    return [
        ("Dành cho", outline.audience_text),
        ("Kỳ số liệu", outline.data_period_text),
        ("Số liệu từ ngày", outline.data_period_start),
    ]


@register.simple_tag
def cited(laws: dict[str, list[Document]], code: str) -> list[Document]:
    """The documents the node's words cite."""
    return laws.get(code, [])
