"""Pages of the register (requirements L1–L4): list with search, a document, entering and relating documents."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Case, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import conditional_escape, format_html_join
from django.utils.http import content_disposition_header
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from soat.access.views import actor_of, posted, signed_in
from soat.common.errors import DomainError, Missing
from soat.common.looks import Badge, Empty, Entry
from soat.common.tables import Column, Table
from soat.core.citations import find_citations, number_key
from soat.core.text import Snippet
from soat.legal import selectors, services
from soat.legal.forms import DocumentForm, FileForm, RelationForm, SearchForm
from soat.legal.models import Document, Relation
from soat.legal.rules import CHANGING, Effect

_TONES: dict[str, Any] = {
    "unknown": "neutral",
    "not_yet": "info",
    "in_force": "good",
    "amended": "warn",
    "replaced": "bad",
    "expired": "bad",
}
_PASSIVE = {
    "based_on": "Là căn cứ của",
    "amends": "Được sửa đổi, bổ sung bởi",
    "replaces": "Bị thay thế bởi",
    "guides": "Được hướng dẫn bởi",
    "issued_with": "Ban hành kèm văn bản này",
    "cites": "Được viện dẫn trong",
}
_SHOWN = 60_000  # characters of the full text a page shows; the file holds the rest


@require_safe
@signed_in
def documents(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    actor.require("legal.view")
    rows = Document.objects.visible_to(actor).defer(*selectors.HEAVY)
    form = SearchForm(request.GET, types=_types(rows))
    form.is_valid()
    words, day = form.value("q") or "", form.value("on") or timezone.localdate()
    table = Table(
        [
            Column(label="Số, ký hiệu", value="number", head=True, link=_link, key="so", sort="number"),
            Column(label="Loại", value="type", key="loai", sort="type"),
            Column(label="Trích yếu", value="shown"),
            Column(label="Cơ quan ban hành", value="issuer", key="cq", sort="issuer"),
            Column(label="Ngày ban hành", value=_issued, kind="date", key="ngay", sort="issued_on"),
            Column(label="Hiệu lực", value="force"),
        ],
        _found(rows, form, words),
        request.GET,
        caption="Sổ văn bản",
        empty=Empty("Không có văn bản nào như vậy.", "Hãy bớt điều kiện lọc, hoặc tìm bằng số, ký hiệu."),
    )
    for item in selectors.listed(table.page, day, words):
        document: Any = item.document
        document.shown = _marked(item.found) if item.found else document.title
        document.force = force_badge(item.effect, document)
    context = {"table": table, "form": form, "may_edit": actor.may("legal.edit"), "words": words}
    return render(request, "legal/list.html", context)


def _types(rows: QuerySet[Document]) -> list[str]:
    return list(rows.exclude(type="").order_by("type").values_list("type", flat=True).distinct())


def _found(rows: QuerySet[Document], form: SearchForm, words: str) -> QuerySet[Document]:
    """The rows sought, best first; without words the newest first."""
    if chosen := form.value("type"):
        rows = rows.filter(type=chosen)
    if known := form.value("known"):
        rows = rows.filter(is_stub=known == "stub")
    if not words:
        return rows.order_by("-issued_year", "-issued_on", "number", "id")
    ids = selectors.search(words)
    rank = Case(*(When(pk=pk, then=Value(place)) for place, pk in enumerate(ids)), default=Value(len(ids)))
    return rows.filter(pk__in=ids).order_by(rank)


def force_badge(effect: Effect, document: Document) -> Badge:
    """The force in words; a stub says first that nobody entered it."""
    if document.is_stub and effect.status in ("unknown", "in_force"):
        return Badge("Chưa có trong sổ", "neutral", "question-mark")
    return Badge(effect.label, _TONES[effect.status])


def _issued(document: Document) -> date | str:
    return document.issued_on or (f"năm {document.issued_year}" if document.issued_year else "")


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
    return mark_safe("".join([*parts, conditional_escape(found.text[at:])]))  # noqa: S308  (every piece is escaped)


@require_safe
@signed_in
def document(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A document: facts, force on a day, relations both ways, where it is cited, its text with links."""
    actor, found = actor_of(request), document_for(request, pk)
    form = SearchForm(request.GET, types=[])
    form.is_valid()
    day = form.value("on") or timezone.localdate()
    relations = selectors.relations_of(found)
    effect = selectors.effects_on([found.pk], day, [found])[found.pk]
    context = {
        "document": found,
        "day": day,
        "effect": effect,
        "badge": force_badge(effect, found),
        "facts": _facts(found),
        "timeline": _timeline(found, relations),
        "relations": [(_told(found, r), r) for r in relations],
        "citations": list(selectors.cited_in(found, actor)[:200]),
        "text": linked(found.full_text[:_SHOWN]),
        "is_cut": len(found.full_text) > _SHOWN,
        "may_edit": actor.may("legal.edit"),
        "relation_form": RelationForm(),
        "file_form": FileForm(),
    }
    return render(request, "legal/document.html", context)


def _facts(found: Document) -> list[tuple[str, object]]:
    facts: list[tuple[str, object]] = [
        ("Loại văn bản", found.type),
        ("Trích yếu", found.title),
        ("Cơ quan ban hành", found.issuer),
        ("Nơi ban hành", found.place),
        ("Người ký", found.signer),
        ("Ngày ban hành", _issued(found)),
        ("Ngày có hiệu lực", found.effective_on),
        ("Ngày hết hiệu lực", found.expires_on),
    ]
    return [fact for fact in facts if fact[1]]


def _timeline(found: Document, relations: list[Relation]) -> list[Entry]:
    """What changed its force, in order of time."""
    entries = [
        Entry(found.issued_on, "Ban hành", icon="file-text") if found.issued_on else None,
        Entry(found.effective_on, "Có hiệu lực", tone="good") if found.effective_on else None,
        Entry(found.expires_on, "Hết hiệu lực", tone="bad") if found.expires_on else None,
    ]
    entries += [
        Entry(
            selectors.since(relation),
            "Bị thay thế" if relation.kind == "replaces" else "Được sửa đổi, bổ sung",
            str(relation.source),
            tone="bad" if relation.kind == "replaces" else "warn",
            url=reverse("legal:document", args=[relation.source_id]),
        )
        for relation in relations
        if relation.target_id == found.pk and relation.kind in CHANGING
    ]
    return sorted(filter(None, entries), key=lambda entry: entry.at or date.max)


def _told(found: Document, relation: Relation) -> str:
    """The relation from this document's side: "được hướng dẫn bởi", "hướng dẫn"."""
    words = relation.get_kind_display()
    if relation.source_id == found.pk:
        return words
    return _PASSIVE[relation.kind]


def linked(text: str) -> str:
    """The text with each cited number as a link to its search."""
    parts: list[tuple[str]] = []
    at = 0
    for citation in find_citations(text):
        start, end = citation.span
        url = f"{reverse('legal:list')}?q={citation.number}"
        parts.append((mark_safe(conditional_escape(text[at:start])),))  # noqa: S308
        parts.append((format_html_join("", '<a href="{}">{}</a>', [(url, text[start:end])]),))
        at = end
    parts.append((mark_safe(conditional_escape(text[at:])),))  # noqa: S308
    return format_html_join("", "{}", parts)


@require_safe
@signed_in
def file(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The file as it was attached, always a download."""
    found = document_for(request, pk)
    if not found.file:
        raise Missing("Văn bản này chưa có tệp. Hãy quay lại và đính kèm tệp nếu bạn có quyền.")
    response = HttpResponse(bytes(found.file), content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(True, found.file_name)
    return response


@require_http_methods(["GET", "POST"])
@signed_in
def document_add(request: HttpRequest) -> HttpResponse:
    return _edit_page(request, None)


@require_http_methods(["GET", "POST"])
@signed_in
def document_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _edit_page(request, document_for(request, pk))


def _edit_page(request: HttpRequest, found: Document | None) -> HttpResponse:
    actor = actor_of(request)
    actor.require("legal.edit")
    initial = {name: getattr(found, name) for name in DocumentForm.base_fields} if found else {}
    form = DocumentForm(posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            now = timezone.now()
            saved = (
                services.edit(found, form.cleaned_data, by=actor, now=now)
                if found
                else services.enter(form.cleaned_data, by=actor, now=now)
            )
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(request, "Đã lưu văn bản.")
            return redirect("legal:document", saved.pk)
    return render(request, "legal/form.html", {"form": form, "document": found})


@require_POST
@signed_in
def relation_add(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor, found = actor_of(request), document_for(request, pk)
    actor.require("legal.edit")
    form = RelationForm(request.POST)
    if form.is_valid():
        values = form.cleaned_data
        other = Document.objects.filter(number_key=number_key(values["other"])).order_by("-issued_on").first()
        if other is None:
            raise DomainError(
                f"Sổ chưa có văn bản số {values['other']}. Hãy thêm văn bản đó vào sổ trước, rồi thêm quan hệ.",
                "other",
            )
        source, target = (other, found) if values["direction"] == "in" else (found, other)
        services.relate(
            source,
            target,
            values["kind"],
            effective_on=values["effective_on"],
            note=values["note"],
            by=actor,
            now=timezone.now(),
        )
        messages.success(request, "Đã thêm quan hệ.")
    else:
        messages.error(
            request,
            "Chưa thêm được quan hệ. Hãy ghi số, ký hiệu văn bản kia và ngày theo dạng ngày/tháng/năm.",
        )
    return redirect("legal:document", pk)


@require_POST
@signed_in
def relation_remove(request: HttpRequest, pk: UUID, relation_id: UUID) -> HttpResponse:
    actor, found = actor_of(request), document_for(request, pk)
    relation = next((r for r in selectors.relations_of(found) if r.pk == relation_id), None)
    if relation is None:
        raise Missing
    services.unrelate(relation, reason=request.POST.get("reason", ""), by=actor, now=timezone.now())
    messages.success(request, "Đã gỡ quan hệ.")
    return redirect("legal:document", pk)


@require_POST
@signed_in
def file_add(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor, found = actor_of(request), document_for(request, pk)
    actor.require("legal.edit")
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        raise DomainError("Hãy chọn tệp văn bản (.docx, .pdf, .html hoặc .txt).", "file")
    upload = form.cleaned_data["file"]
    services.attach(found, upload.read(), upload.name, by=actor, now=timezone.now())
    messages.success(request, "Đã đính kèm tệp và ghi nhận các văn bản mà nó viện dẫn.")
    page = reverse("legal:document", args=[pk])
    return HttpResponseClientRedirect(page) if request.headers.get("HX-Request") else redirect(page)


def document_for(request: HttpRequest, pk: UUID) -> Document:
    found = Document.objects.visible_to(actor_of(request)).filter(pk=pk).first()
    if found is None:
        raise Missing
    return found


def _link(found: Document) -> str:
    return reverse("legal:document", args=[found.pk])
