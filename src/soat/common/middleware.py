"""Errors and security headers of every response; a body left unread is taken in before the answer goes.

`Errors` renders a DomainError as a page, as a fragment for htmx, or as problem+json for a program; nothing is
swallowed: anything unexpected goes on to Django's 500 page and the log.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from time import monotonic

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, UnreadablePostError
from django.shortcuts import render
from django.utils.translation import gettext

from soat.common.errors import Incomplete, NotTaken, Refused
from soat.core.errors import DomainError

GetResponse = Callable[[HttpRequest], HttpResponseBase]

_DRAIN_SECONDS = 20.0
_PIECE = 64 * 1024
_METHODS = ("GET", "HEAD", "POST")
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)


class SecurityHeaders:
    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", _POLICY)
        response.headers.setdefault("X-Frame-Options", "DENY")  # for browsers that know no frame-ancestors
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        if not request.path.startswith(settings.STATIC_URL):
            response.headers.setdefault("Cache-Control", "no-store")
        return response


class Drained:
    """What a view left unread of a body is read and thrown away once the answer stands, up to a bound.

    A server that answers while the browser still sends closes the connection, and the browser shows "connection lost"
    instead of the page that says the file is too large. Outermost, so that no transaction is open meanwhile.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        ends = monotonic() + _DRAIN_SECONDS
        left = settings.DRAIN_MAX_BYTES
        with suppress(UnreadablePostError):  # she has gone
            while left > 0 and monotonic() < ends and (piece := request.read(_PIECE)):
                left -= len(piece)
        return response


class Errors:
    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in _METHODS:
            return _not_taken(request, ", ".join(_METHODS))
        response = self.get_response(request)
        if response.status_code == NotTaken.status:  # Django's own has no words
            return _not_taken(request, response.headers["Allow"])
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, DomainError):
            return None
        return respond(request, exception)


def _not_taken(request: HttpRequest, allowed: str) -> HttpResponse:
    response = respond(request, NotTaken())
    response.headers["Allow"] = allowed
    return response


def respond(request: HttpRequest, error: DomainError) -> HttpResponse:
    """The answer for an error, in the form the caller asked for."""
    missing = error.missing if isinstance(error, Incomplete) else {}
    if request.headers.get("Accept", "").startswith("application/json"):
        body = {"status": error.status, "title": error.message, "field": error.field, "missing": missing}
        return JsonResponse(body, status=error.status, content_type="application/problem+json")
    context = {"message": error.message, "missing": missing, "status": error.status}
    template = "ui/problem.html" if request.headers.get("HX-Request") else "error.html"
    return render(request, template, context, status=error.status)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """What a form gets that did not come from a page of ours, or whose page is too old (`CSRF_FAILURE_VIEW`)."""
    return respond(
        request,
        Refused(
            gettext(
                "Trang này đã mở quá lâu hoặc bạn đã đăng nhập lại ở nơi khác, nên chưa có gì được lưu. "
                "Hãy quay lại trang trước, tải lại trang rồi gửi lần nữa."
            )
        ),
    )
