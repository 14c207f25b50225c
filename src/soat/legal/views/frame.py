"""What the register's pages share: the document asked for, its force as a badge, its place in the menu path."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from soat.access.views import actor_of
from soat.common.errors import Missing
from soat.common.looks import Badge, Tone, spoken
from soat.legal.models import Document
from soat.legal.rules import Effect, Status

_TONES: dict[Status, Tone] = {
    "unknown": "neutral",
    "not_yet": "info",
    "in_force": "good",
    "amended": "warn",
    "replaced": "bad",
    "expired": "bad",
}


def document_for(request: HttpRequest, pk: UUID) -> Document:
    """The document; 404 for who may not see the register."""
    found = Document.objects.visible_to(actor_of(request)).defer("folded", "folded_head")
    document = found.filter(pk=pk).first()
    if document is None:
        raise Missing
    return document


def link(document: Document) -> str:
    return reverse("legal:document", args=[document.pk])


def force_badge(effect: Effect, document: Document) -> Badge:
    """The force in words; a stub of which nothing is recorded says that nobody entered it."""
    if document.is_stub and effect.status == "unknown":
        return Badge(gettext("Chưa có trong sổ"), "neutral", "question-mark")
    return Badge(effect.label, _TONES[effect.status])


def issued(document: Document) -> date | str:
    return document.issued_on or (
        spoken("năm %(issued_year)s", issued_year=document.issued_year) if document.issued_year else ""
    )
