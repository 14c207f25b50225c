"""A document of the register: facts, force on a day, relations, where it is cited, its text; entering and editing."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_http_methods, require_safe

from soat.access.views import actor_of, posted, signed_in
from soat.common.forms import attempted
from soat.common.looks import Entry
from soat.core.plans.extract import MAX_BYTES
from soat.legal import selectors, services
from soat.legal.forms import DayForm, DocumentForm
from soat.legal.models import Document, Relation
from soat.legal.rules import CHANGING
from soat.legal.views.frame import document_for, force_badge, issued, link
from soat.legal.views.texts import part_of
from soat.trail.models import Event

_PASSIVE = {
    "based_on": gettext_noop("Là căn cứ của"),
    "amends": gettext_noop("Được sửa đổi, bổ sung bởi"),
    "replaces": gettext_noop("Bị thay thế bởi"),
    "guides": gettext_noop("Được hướng dẫn bởi"),
    "issued_with": gettext_noop("Ban hành kèm văn bản này"),
    "cites": gettext_noop("Được viện dẫn trong"),
}
_MOST_PLACES = 100


@require_safe
@signed_in
def document(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor, found = actor_of(request), document_for(request, pk)
    form = DayForm({"on": request.GET.get("on") or f"{timezone.localdate():%d/%m/%Y}"})
    day = form.cleaned_data["on"] if form.is_valid() else timezone.localdate()
    relations = selectors.relations_of(found)
    effect = selectors.effects_on([found.pk], day, [found])[found.pk]
    places = list(selectors.cited_in(found, actor)[: _MOST_PLACES + 1])
    context = {
        "document": found,
        "has_trail": Event.objects.filter(subject_id=found.pk).exists(),
        "form": form,
        "day": day,
        "effect": effect,
        "badge": force_badge(effect, found),
        "facts": _facts(found),
        "timeline": _timeline(found, relations, day),
        "relations": [_told(found, relation) for relation in relations],
        "citations": places[:_MOST_PLACES],
        "are_more": len(places) > _MOST_PLACES,
        "part": part_of(found, request.GET.get("phan", "")),
        "files": selectors.files_of(found),
        "may_edit": actor.may("legal.edit"),
        "replaces": "thay-tep" in request.GET,
        "most_bytes": MAX_BYTES,
    }
    return render(request, "legal/document.html", context)


def _facts(found: Document) -> list[tuple[str, object]]:
    facts: list[tuple[str, object]] = [
        (gettext("Loại văn bản"), found.type),
        (gettext("Cơ quan ban hành"), found.issuer),
        (gettext("Nơi ban hành"), found.place),
        (gettext("Người ký"), found.signer),
        (gettext("Ngày ban hành"), issued(found)),
        (gettext("Ngày có hiệu lực"), found.effective_on),
        (gettext("Ngày hết hiệu lực"), found.expires_on),
    ]
    return [fact for fact in facts if fact[1]]


def _timeline(found: Document, relations: list[Relation], day: date) -> list[Entry]:
    """What changed its force, in order of time; what is undated last, what is after `day` says so."""
    entries = [
        Entry(found.issued_on, gettext("Ban hành"), icon="file-text") if found.issued_on else None,
        Entry(found.effective_on, gettext("Có hiệu lực"), tone="good") if found.effective_on else None,
        Entry(found.expires_on, gettext("Hết hiệu lực"), tone="bad") if found.expires_on else None,
        Entry(day, gettext("Ngày đang xem hiệu lực"), tone="accent", icon="calendar"),
    ]
    entries += [
        Entry(
            selectors.since(relation),
            gettext("Bị thay thế") if relation.kind == "replaces" else gettext("Được sửa đổi, bổ sung"),
            str(relation.source),
            tone="bad" if relation.kind == "replaces" else "warn",
            url=link(relation.source),
        )
        for relation in relations
        if relation.target_id == found.pk and relation.kind in CHANGING
    ]
    return sorted(filter(None, entries), key=lambda entry: entry.at or date.max)


def _told(found: Document, relation: Relation) -> tuple[str, Document, Relation]:
    """The relation from this document's side: "Được hướng dẫn bởi", "Hướng dẫn"; and the other document."""
    if relation.source_id == found.pk:
        return relation.get_kind_display(), relation.target, relation
    return gettext(_PASSIVE[relation.kind]), relation.source, relation


@require_http_methods(["GET", "POST"])
@signed_in
def document_add(request: HttpRequest) -> HttpResponse:
    return _edit_page(request, None)


@require_http_methods(["GET", "POST"])
@signed_in
def document_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _edit_page(request, document_for(request, pk))


def _edit_page(request: HttpRequest, found: Document | None) -> HttpResponse:
    actor_of(request).require("legal.edit")
    form = DocumentForm(posted(request), initial=_initial(found) if found else {})
    saved = None
    if request.method == "POST" and form.is_valid():
        saved = attempted(form, lambda: _save(request, found, form))
    if saved is not None:
        messages.success(request, gettext("Đã lưu văn bản."))
        return redirect("legal:document", saved.pk)
    return render(request, "legal/form.html", {"form": form, "document": found})


def _initial(found: Document) -> dict[str, object]:
    seen = services.fingerprint(found)
    return {name: getattr(found, name, None) for name in DocumentForm.base_fields} | {"seen": seen}


def _save(request: HttpRequest, found: Document | None, form: DocumentForm) -> Document:
    actor, now, values = actor_of(request), timezone.now(), form.cleaned_data
    if found is None:
        return services.enter(values, by=actor, now=now)
    return services.edit(found, values, by=actor, now=now, seen=values["seen"] or None)
