"""Draws rows of the review page (requirement G2) as HTML, here and not in a template: a plan has hundreds of rows.

`views.review` calls it for the page and for the answer to one step. Rows opened for correction are few: a template.
"""

from __future__ import annotations

from functools import lru_cache

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext

from soat.common.assets import icon
from soat.common.looks import Badge
from soat.common.templatetags.ui import badge
from soat.programmes.views.rows import ShownRow

_icon = lru_cache(icon)
_EMPTY = mark_safe("")
_FOCUS = mark_safe(" autofocus")


@lru_cache(maxsize=64)
def _badge(shown: Badge) -> SafeString:
    return badge(shown)


class Drawer:
    """Draws the rows of one answer; the token against forged requests is made once for all of them."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self._csrf = format_html(
            '<input type="hidden" name="csrfmiddlewaretoken" value="{}">', get_token(request)
        )

    def row(self, row: ShownRow, *, is_next: bool = False) -> SafeString:
        """One `<article>`, for an element that has htmx replace `.review-row`. `is_next`: it gets the focus."""
        inner = self._opened(row) if row.form else self._text(row) + self._side(row)
        return format_html(
            '<article class="review-row{0}" id="r-{1}" data-source="{1}" tabindex="-1"{2}>{3}</article>\n',
            " is-doubtful" if row.doubt else "",
            row.id,
            _FOCUS if is_next else _EMPTY,
            inner,
        )

    def _opened(self, row: ShownRow) -> SafeString:
        return SafeString(render_to_string("programmes/review_edit.html", {"row": row}, self._request))

    def _text(self, row: ShownRow) -> SafeString:
        lines = format_html_join("", "<li>{}</li>", ((line,) for line in row.lines))
        details = format_html_join("", "<span>{}: {}</span>", row.details)
        return format_html(
            '<div class="review-text">{}{}{}{}{}</div>',
            _box("div", "review-label", row.label),
            _box("div", "review-value", row.value),
            _box("ul", "review-lines", lines),
            _box("div", "review-details", details),
            _box("p", "review-doubt", _icon("alert-triangle") + conditional_escape(row.doubt))
            if row.doubt
            else _EMPTY,
        )

    def _side(self, row: ShownRow) -> SafeString:
        edit = _edit(row) if row.may_edit else _EMPTY
        if row.may_confirm:
            steps = format_html(
                '<form class="review-steps" method="post" action="{}">{}'
                '<input type="hidden" name="seen" value="{}">{}{}</form>',
                row.url,
                self._csrf,
                row.token,
                _confirm(),
                edit,
            )
        else:
            steps = edit
        return format_html('<div class="review-side">{}{}</div>', _badge(row.badge), steps)


def _confirm() -> SafeString:
    button = '<button type="submit" class="btn btn-sm" name="step" value="confirm">{}{}</button>'
    return format_html(button, icon("check"), gettext("Đúng"))


def _edit(row: ShownRow) -> SafeString:
    """The link to correct a row; its name says which row, for those who hear the page."""
    return format_html(
        '<a class="btn btn-sm" href="{}?sua=1">{}<span class="visually-hidden"> {}</span></a>',
        row.url,
        gettext("Sửa"),
        Truncator(row.label or row.value).chars(60),
    )


def _box(tag: str, css: str, content: str) -> SafeString:
    """The element, or nothing where there is nothing to say."""
    if not content:
        return _EMPTY
    return format_html('<{0} class="{1}">{2}</{0}>', mark_safe(tag), css, content)  # noqa: S308 - a tag of ours
