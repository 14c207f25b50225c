"""The list of the register: search, filters, force on a day (requirements L3, L4)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Case, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from soat.access.views import actor_of, signed_in
from soat.common.looks import Empty
from soat.common.tables import Column, Table
from soat.common.templatetags.ui import vi
from soat.core.text import Snippet
from soat.legal import selectors
from soat.legal.forms import SearchForm
from soat.legal.models import Document
from soat.legal.views.frame import force_badge, issued, link

_FILTERS = {"type": "type", "issuer": "issuer", "year": "issued_year"}


@require_safe
@signed_in
def documents(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    actor.require("legal.view")
    rows = Document.objects.visible_to(actor).defer(*selectors.HEAVY)
    form = SearchForm(request.GET, facets=selectors.facets(rows))
    form.is_valid()
    words, day = form.value("q") or "", form.value("on") or timezone.localdate()
    table = Table(
        [
            Column(
                label=gettext("Số, ký hiệu"), value="number", head=True, link=link, key="so", sort="number"
            ),
            Column(label=gettext("Loại"), value="type", key="loai", sort="type"),
            Column(label=gettext("Trích yếu"), value="shown"),
            Column(label=gettext("Cơ quan ban hành"), value="issuer", key="cq", sort="issuer"),
            Column(label=gettext("Ngày ban hành"), value=issued, kind="date", key="ngay", sort="issued_on"),
            Column(label=gettext("Hiệu lực"), value="force"),
        ],
        _found(rows, form, words, day),
        request.GET,
        caption=gettext("Sổ văn bản"),
        empty=_empty(bool(request.GET), may_edit=actor.may("legal.edit")),
    )
    for item in selectors.listed(table.page, day, words):
        document: Any = item.document
        document.shown = _marked(item.found) if item.found else document.title
        document.force = force_badge(item.effect, document)
    context = {
        "table": table,
        "form": form,
        "may_edit": actor.may("legal.edit"),
        "is_cut": bool(words) and table.page.paginator.count == selectors.MOST_HITS,
        "most": selectors.MOST_HITS,
    }
    return render(request, "legal/list.html", context)


def _found(rows: QuerySet[Document], form: SearchForm, words: str, day: date) -> QuerySet[Document]:
    """The rows sought, best first; without words the newest first."""
    chosen = {field: form.value(name) for name, field in _FILTERS.items() if form.value(name)}
    if known := form.value("known"):
        chosen["is_stub"] = known == "stub"
    if status := form.value("status"):
        rows, chosen["status"] = selectors.with_status(rows, day), status
    rows = rows.filter(**chosen)
    if not words:
        return rows.order_by("-issued_year", "-issued_on", "number", "id")
    ids = selectors.search(words, among=rows if chosen else None)
    rank = Case(*(When(pk=pk, then=Value(place)) for place, pk in enumerate(ids)), default=Value(len(ids)))
    return rows.filter(pk__in=ids).order_by(rank)


def _empty(is_sought: bool, *, may_edit: bool) -> Empty:
    if is_sought:
        return Empty(
            gettext("Không có văn bản nào như vậy."),
            gettext("Hãy bớt điều kiện lọc, hoặc tìm bằng số, ký hiệu."),
        )
    step = (
        gettext("Nhập một kế hoạch, hoặc thêm văn bản vào sổ.")
        if may_edit
        else gettext("Văn bản hiện ra khi có kế hoạch được nhập.")
    )
    return Empty(
        gettext("Sổ chưa có văn bản nào."),
        step,
        *([gettext("Thêm văn bản"), reverse("legal:add")] if may_edit else []),
    )


def _marked(found: Snippet) -> str:
    """A sentence with what was sought marked."""
    parts, at = [], 0
    for start, end in found.hits:
        parts += [
            conditional_escape(found.text[at:start]),
            "<mark>",
            conditional_escape(found.text[start:end]),
            "</mark>",
        ]
        at = end
    marked = mark_safe("".join([*parts, conditional_escape(found.text[at:])]))  # noqa: S308  (every piece is escaped)
    return format_html("<span{}>{}</span>", vi(), marked)
