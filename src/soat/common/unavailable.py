"""The answer while the database is away: 503 with Retry-After, as page, fragment or problem+json.

Called by `access.middleware.OneTransaction`. It is made without any query, and without the page's context processors.
"""

from __future__ import annotations

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext, gettext_noop

RETRY_SECONDS = 5
MESSAGE = gettext_noop(
    "Cơ sở dữ liệu đang được khởi động lại, thường chỉ mất vài giây. Những gì báo là đã lưu vẫn còn. "
    "Hãy thử lại sau ít giây; nếu bạn vừa bấm lưu, hãy mở lại trang để xem nội dung đã được lưu chưa."
)


def is_connection_broken() -> bool:
    """Whether the connection of this request could not be had, or is lost."""
    raw = connection.connection
    return raw is None or bool(raw.closed)


def tells_of_absence(error: Exception) -> bool:
    """Whether an error of the database says that it is away; a cancelled query or a full disk is not that.

    An error without SQLSTATE was made on our side: no connection to be had, or the one there was is lost.
    """
    state = getattr(error.__cause__, "sqlstate", None)
    return state is None or state.startswith(("08", "57P"))


def unavailable(request: HttpRequest) -> HttpResponse:
    if request.headers.get("Accept", "").startswith("application/json"):
        body = {"status": 503, "title": gettext(MESSAGE)}
        response: HttpResponse = JsonResponse(body, status=503, content_type="application/problem+json")
    else:
        template = "ui/problem.html" if request.headers.get("HX-Request") else "503.html"
        response = HttpResponse(
            render_to_string(template, {"message": gettext(MESSAGE), "status": 503}), status=503
        )
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response
