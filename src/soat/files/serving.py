"""Gives a kept file back: always a download, never shown by the browser, its content checked by its SHA-256 (P4).

Called by the views of rooms that keep files, after they have checked who may have it.
"""

from __future__ import annotations

import hashlib

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from soat.common.errors import DomainError

# Should a browser open it in spite of the header, nothing in it runs, loads or is sent.
_POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'; form-action 'none'; base-uri 'none'"


class Damaged(DomainError):
    """The content is no longer what was handed in."""

    status = 500


def download(name: str, content: bytes, sha256: str) -> HttpResponse:
    """The file under its name. Raises Damaged if its bytes are not those of `sha256`."""
    if hashlib.sha256(content).hexdigest() != sha256:
        raise Damaged(f"Nội dung tệp “{name}” không còn đúng như khi nộp. Hãy báo người quản trị hệ thống.")
    response = HttpResponse(content, content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["Content-Security-Policy"] = _POLICY
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
