"""Tags of the outline's pages: the drawing of a kind, a node's and a version's facts in words."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from soat.common.assets import icon
from soat.legal.models import Document
from soat.programmes.models import Node, NodeKind, Outline
from soat.programmes.outline_lines import LABELS, Gap, Line
from soat.programmes.selectors.outlines import Place

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
def outline_rows(
    rows: Iterable[tuple[Place, list[Gap], bool]],
    chosen: Node | None,
    base: str,
    version: int,
    may_edit: bool,
) -> SafeString:
    """The rows of the tree, drawn at once since there are hundreds: (place, what it lacks, whether it has children)."""
    current = chosen.code if chosen else ""
    return format_html_join(
        "\n", _ROW, (_row(row, current, base, version, may_edit, at == 0) for at, row in enumerate(rows))
    )


_ROW = (
    '<a class="outline-row depth-{depth}{is_open}" role="treeitem" aria-level="{level}" aria-posinset="{place}"'
    ' aria-setsize="{of}" aria-selected="{selected}"{expanded} tabindex="{tab}"'
    ' href="{base}?muc={code}&amp;phien-ban={version}" data-code="{code}" data-depth="{depth}"'
    ' data-revision="{revision}"{draggable}><span class="outline-fold">{fold}</span>'
    '<span class="outline-number">{label}</span><span class="outline-kind">{kind}</span>'
    '<span class="outline-text">{text}</span>{star}{mark}<span class="outline-code">{code}</span></a>'
)
_FOLD = icon("chevron-down")
_STAR = format_html('<span class="outline-star">{}</span>', icon("star", "Bắt buộc"))
_DOUBT = format_html('<span class="outline-mark">{}</span>', icon("help-circle", "Cần xem"))
_LACKS = format_html('<span class="outline-mark">{}</span>', icon("alert-triangle", "Chưa đủ"))


def _row(
    row: tuple[Place, list[Gap], bool], current: str, base: str, version: int, may_edit: bool, is_first: bool
) -> dict[str, object]:
    at, gaps, has_children = row
    node = at.node
    is_chosen = node.code == current
    mark = (_DOUBT if gaps[0].is_doubt else _LACKS) if gaps else ""
    return {
        "depth": at.depth,
        "is_open": " is-open" if gaps else "",
        "level": at.depth + 1,
        "place": at.place,
        "of": at.of,
        "selected": "true" if is_chosen else "false",
        "expanded": _EXPANDED if has_children else "",
        "tab": 0 if is_chosen or (is_first and not current) else -1,
        "base": base,
        "code": node.code,
        "version": version,
        "revision": node.revision,
        "draggable": _DRAGGABLE if may_edit else "",
        "fold": _FOLD if has_children else "",
        "label": at.label,
        "kind": _SHOWN[node.kind],
        "text": node.text if len(node.text) <= _LONGEST else f"{node.text[:_LONGEST]}…",
        "star": _STAR if node.required else "",
        "mark": mark,
    }


_EXPANDED = mark_safe(' aria-expanded="true"')
_DRAGGABLE = mark_safe(' draggable="true"')
_LONGEST = 160


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
