"""Excel round trip of the outline (requirement G4): download, upload with a preview of the differences, apply."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from soat.access.views import signed_in
from soat.common.errors import Missing


@require_safe
@signed_in
def export(request: HttpRequest, pk: UUID) -> HttpResponse:
    raise Missing


@require_safe
@signed_in
def upload(request: HttpRequest, pk: UUID) -> HttpResponse:
    raise Missing


@require_POST
@signed_in
def apply(request: HttpRequest, pk: UUID) -> HttpResponse:
    raise Missing
