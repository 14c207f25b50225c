"""The components pages are built from, as template tags (a template builtin: no `{% load %}` needed).

`docs/look.md` says which is for what; `soat.common.looks` and `soat.common.tables` have their records.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import template
from django.conf import settings
from django.forms import BaseForm, BoundField
from django.template import Context
from django.template.loader import render_to_string
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, gettext_noop

from soat.common import assets
from soat.common.language import VIETNAMESE
from soat.common.looks import TONE_ICONS, Badge, Empty, Entry, Node, Tab, is_data
from soat.common.source_text import Piece, SourceSpan, pieces
from soat.common.tables import Table
from soat.common.tables import day as drawn_day
from soat.common.tables import number as drawn_number

register = template.Library()
register.simple_tag(assets.entry_tags, name="vite_asset")
register.simple_tag(assets.icon, name="icon")
register.filter("is_data", is_data)


@register.simple_tag(takes_context=True)
def block_again(context: Context, name: str) -> str:
    """A block of the page once more: the title stands in `<title>` and in `<h1>`."""
    blocks = context.render_context.get(BLOCK_CONTEXT_KEY)
    block = blocks.get_block(name) if blocks else None
    return block.nodelist.render(context) if block else ""


@register.simple_tag
def vi() -> SafeString:
    """`<h1{% vi %}>`: the words in it are a name or a text of the records, Vietnamese on English pages too (A4)."""
    return SafeString("" if get_language() == VIETNAMESE else ' lang="vi"')


@register.simple_tag
def crumb(label: str, url: str = "", data: bool = False) -> SafeString:
    """One step of the path to this page; the last has no url. `data`: it is a name of the records."""
    lang = vi() if data else ""
    if url:
        return format_html('<li{}><a href="{}">{}</a></li>', lang, url, label)
    return format_html('<li{} aria-current="page">{}</li>', lang, label)


@register.filter
def number(value: object) -> object:
    """1.234,5 for counts and points (never for years and numbers of papers)."""
    return drawn_number(value)


@register.filter
def day(value: date | None) -> str:
    """dd/mm/yyyy (with hh:mm for a moment) as a `<time>` element; nothing for None."""
    return drawn_day(value) if value else ""


@register.simple_tag
def badge(state: Any, tone: str = "", icon: str = "") -> SafeString:
    """A state: a `Badge`, anything with label and tone (and icon), or a text with `tone=`."""
    label = str(getattr(state, "label", state))
    tone = tone or getattr(state, "tone", "neutral")
    drawing = icon or getattr(state, "icon", "") or TONE_ICONS[tone]
    return format_html(
        '<span class="state tone-{}">{}{}</span>', tone, assets.icon(drawing), gettext(label) if label else ""
    )


@register.inclusion_tag("ui/alert.html")
def alert(
    message: str, mend: str = "", *, tone: str = "bad", action: str = "", url: str = "", is_live: bool = False
) -> dict[str, Any]:
    """What is the matter, and how to mend it. `is_live` for one that appears after the page was opened."""
    return {
        "message": message,
        "mend": mend,
        "tone": tone,
        "icon": TONE_ICONS[tone],
        "action": action,
        "url": url,
        "is_live": is_live,
    }


@register.inclusion_tag("ui/empty.html")
def empty_state(
    title: str | Empty, text: str = "", action: str = "", url: str = "", icon: str = "inbox"
) -> dict[str, Any]:
    """Nothing here yet: one sentence and the one next action."""
    return {"empty": title if isinstance(title, Empty) else Empty(title, text, action, url, icon)}


@register.inclusion_tag("ui/table.html")
def table(listing: Table) -> dict[str, Any]:
    """A listing with sort links, sticky head and pages."""
    return {"table": listing}


@register.inclusion_tag("ui/tabs.html")
def tabs(items: Sequence[Tab], label: str = gettext_noop("Các phần của trang")) -> dict[str, Any]:
    """Links to the parts of a record."""
    return {"tabs": items, "label": gettext(label)}


@register.inclusion_tag("ui/timeline.html")
def timeline(entries: Iterable[Entry]) -> dict[str, Any]:
    """What happened, in the order given."""
    return {"entries": [(entry, entry.icon or TONE_ICONS[entry.tone]) for entry in entries]}


@register.simple_tag
def tree(nodes: Sequence[Node], label: str = "") -> SafeString:
    """A numbered tree whose branches fold. Drawn here and not by a template: a plan has hundreds of lines."""
    name = format_html(' aria-label="{}"', label) if label else ""
    return format_html('<ul class="tree"{}>{}</ul>', name, _branches(nodes, 0))


def _branches(nodes: Sequence[Node], depth: int) -> SafeString:
    return SafeString("".join(_branch(node, depth) for node in nodes))


def _branch(node: Node, depth: int) -> SafeString:
    css = f"tree-row tree-depth-{depth}"
    name = format_html(' id="{}"', node.id) if node.id else ""
    if not node.children:
        leaf = '<li{}><div class="{}"><span class="tree-leaf"></span>{}</div></li>'
        return format_html(leaf, name, css, _line(node))
    return format_html(
        '<li{}><details{}><summary class="{}"><span class="tree-fold">{}</span>{}</summary><ul>{}</ul></details></li>',
        name,
        SafeString(" open") if node.is_open else "",
        css,
        assets.icon("chevron-right"),
        _line(node),
        _branches(node.children, depth + 1),
    )


def _line(node: Node) -> SafeString:
    """Number, words, states and note of a line of a tree."""
    number = format_html('<span class="tree-number">{}</span>', node.number) if node.number else ""
    words = format_html('<a href="{}">{}</a>', node.url, node.text) if node.url else node.text
    words = format_html("<span{}>{}</span>", lang, words) if (lang := vi()) else words
    states = format_html_join("", " {}", ((badge(state),) for state in node.badges))
    note = format_html('<span class="tree-note">{}</span>', node.note) if node.note else ""
    return format_html('{}<span class="tree-text">{}{}{}</span>', number, words, states, note)


@register.inclusion_tag("ui/facts.html")
def definition_list(pairs: Iterable[tuple[str, object]]) -> dict[str, Any]:
    """Terms and values; dates and badges are drawn, an empty value reads "Chưa có", a text is data unless `spoken`."""
    return {"pairs": [(term, _fact(value), is_data(value)) for term, value in pairs]}


def _fact(value: object) -> object:
    if isinstance(value, date):
        return drawn_day(value)
    return badge(value) if isinstance(value, Badge) else value


@register.inclusion_tag("ui/progress.html")
def progress(value: int, total: int, label: str) -> dict[str, Any]:
    """How far along: "12 / 40 mục"; `label` names what is counted, for screen readers too."""
    return {"value": value, "total": total, "label": label}


@register.simple_tag
def field(bound: BoundField) -> SafeString:
    """One field of a form: label, help, control, error."""
    return bound.as_field_group()


@register.inclusion_tag("ui/filter_bar.html")
def filter_bar(form: BaseForm, target: str = "listing") -> dict[str, Any]:
    """A GET form that replaces the element `target` while typing; without script it is sent by its button."""
    return {"form": form, "target": target}


@register.inclusion_tag("ui/dropzone.html", takes_context=True)
def dropzone(
    context: Context, label: str, *, name: str = "file", action: str = "", accept: str = "", help: str = "",
    most_bytes: int = settings.REQUEST_MAX_BYTES,
) -> dict[str, Any]:  # fmt: skip
    """Drop a file or choose one; its name, size and progress are shown. The answer names the next page. A file of
    more than `most_bytes` is refused before it is sent."""
    return {
        "label": label,
        "name": name,
        "action": action,
        "accept": accept,
        "help": help,
        "most_bytes": most_bytes,
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("ui/source_text.html")
def source_text(
    text: str, spans: Iterable[SourceSpan], label: str = gettext_noop("Văn bản gốc")
) -> dict[str, Any]:
    """The right pane of a side-by-side review: the whole text, cut so that fields can point into it."""
    return {"text": SafeString("".join(map(_piece, pieces(text, spans)))), "label": gettext(label)}


def _piece(piece: Piece) -> str:
    """Drawn here and not in the template: a plan is cut into hundreds of pieces."""
    if not piece.ids:
        return escape(piece.text)
    css = "" if piece.kind == "placed" else f' class="is-{piece.kind}"'
    return f'<span data-from="{" ".join(map(escape, piece.ids))}"{css}>{escape(piece.text)}</span>'


@register.simple_block_tag(end_name="endcard")
def card(content: str, title: str = "", id: str = "", flush: bool = False) -> str:
    """A titled box; `flush` for content that brings its own margins."""
    return render_to_string("ui/card.html", {"content": content, "title": title, "id": id, "flush": flush})


@register.simple_block_tag(end_name="endtoolbar")
def toolbar(content: str, label: str = gettext_noop("Thao tác"), sticky: bool = False) -> SafeString:
    """A row of actions on what is below; `toolbar-end` pushes an element to the right."""
    css = "toolbar toolbar-sticky" if sticky else "toolbar"
    safe = mark_safe(content)  # noqa: S308 - what the template between the tags gave
    return format_html('<div class="{}" role="group" aria-label="{}">{}</div>', css, gettext(label), safe)


@register.simple_block_tag(takes_context=True, end_name="endconfirm")
def confirm(
    context: Context, content: str, *, id: str, title: str, action: str, label: str, tone: str = "primary"
) -> str:
    """A dialog that asks before a POST; `data-dialog="ID"` on a button opens it; `tone="danger"`: loss."""
    return render_to_string(
        "ui/confirm.html",
        {
            "content": content,
            "id": id,
            "title": title,
            "action": action,
            "label": label,
            "tone": tone,
            "csrf_token": context.get("csrf_token"),
        },
    )
