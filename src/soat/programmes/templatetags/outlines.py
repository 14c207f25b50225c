"""Tags of the outline's pages: the drawing of a kind, a node's and a version's facts in words."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, gettext_noop

from soat.common.assets import icon
from soat.common.templatetags.ui import vi
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


@register.simple_tag
def outline_kind(kind: str) -> SafeString:
    """The drawing of a kind, with its name for those who do not see it."""
    return _drawn(kind, get_language())


@cache
def _drawn(kind: str, language: str) -> SafeString:
    """Once a language: an outline has hundreds of rows."""
    return icon(_ICONS[NodeKind(kind)], NodeKind(kind).label)


@cache
def _mark(drawing: str, label: str, css: str, language: str) -> SafeString:
    return format_html('<span class="{}">{}</span>', css, icon(drawing, gettext(label)))


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
    '<span class="outline-text"{vi}>{text}</span>{star}{mark}<span class="outline-code">{code}</span></a>'
)
_FOLD = icon("chevron-down")
_STAR = ("star", gettext_noop("Bắt buộc"), "outline-star")
_DOUBT = ("help-circle", gettext_noop("Cần xem"), "outline-mark")
_LACKS = ("alert-triangle", gettext_noop("Chưa đủ"), "outline-mark")


def _row(
    row: tuple[Place, list[Gap], bool], current: str, base: str, version: int, may_edit: bool, is_first: bool
) -> dict[str, object]:
    at, gaps, has_children = row
    node = at.node
    is_chosen = node.code == current
    language = get_language()
    mark = _mark(*(_DOUBT if gaps[0].is_doubt else _LACKS), language) if gaps else ""
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
        "kind": _drawn(node.kind, language),
        "text": node.text if len(node.text) <= _LONGEST else f"{node.text[:_LONGEST]}…",
        "vi": vi(),
        "star": _mark(*_STAR, language) if node.required else "",
        "mark": mark,
    }


_EXPANDED = mark_safe(' aria-expanded="true"')
_DRAGGABLE = mark_safe(' draggable="true"')
_LONGEST = 160


@register.simple_tag
def outline_facts(line: Line) -> list[tuple[str, str]]:
    """What a line holds besides its text, values that are empty left out."""
    return [
        (gettext(label), line.shown(name))
        for name, label in LABELS.items()
        if name != "text" and line.shown(name)
    ]


@register.simple_tag
def outline_head_facts(outline: Outline) -> list[tuple[str, object]]:
    return [
        (gettext("Dành cho"), outline.audience_text),
        (gettext("Kỳ số liệu"), outline.data_period_text),
        (gettext("Số liệu từ ngày"), outline.data_period_start),
    ]


@register.simple_tag
def cited(laws: dict[str, list[Document]], code: str) -> list[Document]:
    """The documents the node's words cite."""
    return laws.get(code, [])
