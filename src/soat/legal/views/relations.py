"""Stating how two documents of the register stand to each other, and taking it back (requirements L1, L3)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from soat.access.views import actor_of, posted, signed_in
from soat.common.errors import Missing
from soat.common.forms import tried
from soat.legal import selectors, services
from soat.legal.forms import RelationForm
from soat.legal.models import Document
from soat.legal.views.frame import document_for


@require_http_methods(["GET", "POST"])
@signed_in
def relation_add(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The other document is named by its number; where several bear it, the page asks which."""
    found = document_for(request, pk)
    actor_of(request).require("legal.edit")
    named = selectors.named(request.POST.get("other", "")) if request.method == "POST" else []
    candidates = [document for document in named if document.pk != found.pk] or named
    form = RelationForm(posted(request), candidates=candidates)
    other = _chosen(form, candidates) if request.method == "POST" and form.is_valid() else None
    if other and tried(form, lambda: _relate(request, found, other, form)):
        messages.success(request, gettext("Đã thêm quan hệ."))
        return redirect("legal:document", pk)
    return render(request, "legal/relation.html", {"form": form, "document": found})


def _chosen(form: RelationForm, candidates: list[Document]) -> Document | None:
    if not candidates:
        form.add_error(
            "other",
            gettext("Sổ chưa có văn bản số %(other)s. Hãy thêm văn bản đó vào sổ, rồi thêm quan hệ.")
            % {"other": form.cleaned_data["other"]},
        )
        return None
    which = form.cleaned_data.get("which", str(candidates[0].pk))
    if not which:
        form.add_error(
            "which",
            gettext("Sổ có %(len)s văn bản mang số này. Hãy chọn một văn bản.") % {"len": len(candidates)},
        )
    return next((document for document in candidates if str(document.pk) == which), None)


def _relate(request: HttpRequest, found: Document, other: Document, form: RelationForm) -> None:
    values = form.cleaned_data
    source, target = (other, found) if values["direction"] == "in" else (found, other)
    services.relate(
        source,
        target,
        values["kind"],
        effective_on=values["effective_on"],
        note=values["note"],
        by=actor_of(request),
        now=timezone.now(),
    )


@require_POST
@signed_in
def relation_remove(request: HttpRequest, pk: UUID, relation_id: UUID) -> HttpResponse:
    actor, found = actor_of(request), document_for(request, pk)
    relation = next((r for r in selectors.relations_of(found) if r.pk == relation_id), None)
    if relation is None:
        raise Missing
    services.unrelate(relation, reason=request.POST.get("reason", ""), by=actor, now=timezone.now())
    messages.success(request, gettext("Đã gỡ quan hệ."))
    return redirect("legal:document", pk)
