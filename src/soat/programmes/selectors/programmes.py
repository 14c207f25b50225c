"""The list of programmes (requirement G1): what she may see, with figures of what is left to do."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy

from soat.access.actor import Actor
from soat.programmes.models import Programme
from soat.programmes.rules import ProgrammeState
from soat.programmes.selectors.readiness import with_figures

STATES = [("", gettext_lazy("Tất cả, trừ đã bỏ")), *ProgrammeState.choices]


def programmes(actor: Actor, *, words: str, state: str) -> QuerySet[Programme]:
    """Newest year first. Discarded drafts show only when asked for."""
    found = Programme.objects.visible_to(actor)
    found = found.filter(state=state) if state else found.exclude(state=ProgrammeState.DISCARDED)
    if words:
        found = found.filter(
            Q(title__icontains=words) | Q(number__icontains=words) | Q(issuer__icontains=words)
        )
    return with_figures(found).order_by("-year", "-created_at", "id")
