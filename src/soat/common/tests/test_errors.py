"""Errors as page, fragment and problem+json; what a refused request wrote is gone; headers of every response."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from django.views.decorators.http import require_POST
from tests.cast import SYSTEM, Cast

from soat.access.actor import acting_as
from soat.access.views import actor_of
from soat.common.errors import Conflict, DomainError, Incomplete, Missing, NotTaken, Refused
from soat.people.models import Agency
from soat.urls import urlpatterns as ours

pytestmark = pytest.mark.urls(__name__)

ERRORS = {
    "400": DomainError("Hãy điền tên.", "name"),
    "403": Refused("Bạn không có quyền."),
    "404": Missing(),
    "409": Conflict("Đã đổi."),
    "422": Incomplete("Còn thiếu.", {"head": "Chưa có Trưởng Đoàn."}),
}


def fail(request: HttpRequest, status: str) -> HttpResponse:
    """Writes, then fails."""
    with acting_as(SYSTEM):
        Agency.objects.all().update(short_name="đã ghi")
    raise ERRORS.get(status) or ZeroDivisionError("hỏng")


def well(request: HttpRequest) -> HttpResponse:
    with acting_as(SYSTEM):
        Agency.objects.all().update(short_name="đã ghi")
    return HttpResponse(actor_of(request).name, headers={"Cache-Control": "max-age=60"})


urlpatterns = [path("loi/<status>/", fail), path("tot/", well), path("gui/", require_POST(well)), *ours]


def short_names() -> set[str]:
    with acting_as(SYSTEM):
        return set(Agency.objects.values_list("short_name", flat=True))


@pytest.mark.parametrize("status", ERRORS)
def test_an_error_is_a_page_with_its_sentence(cast: Cast, client_for: Any, status: str) -> None:
    response = client_for(cast.user("stranger")).get(f"/loi/{status}/")
    text = response.content.decode()
    assert response.status_code == int(status)
    assert ERRORS[status].message in text
    assert "<h1>" in text
    assert ("Chưa có Trưởng Đoàn." in text) == (status == "422")
    assert short_names() == {""}


def test_htmx_gets_a_fragment(cast: Cast) -> None:
    response = Client().get("/loi/422/", headers={"HX-Request": "true"})
    text = response.content.decode()
    assert response.status_code == 422
    assert "<html" not in text
    assert 'role="alert"' in text
    assert "Còn thiếu. Chưa có Trưởng Đoàn." in text


@pytest.mark.parametrize("status", ERRORS)
def test_programs_get_problem_json(cast: Cast, status: str) -> None:
    response = Client().get(f"/loi/{status}/", headers={"Accept": "application/json"})
    assert response.headers["Content-Type"] == "application/problem+json"
    told = json.loads(response.content)
    assert (told["status"], told["title"]) == (int(status), ERRORS[status].message)
    assert told["field"] == ("name" if status == "400" else None)
    assert told["missing"] == ({"head": "Chưa có Trưởng Đoàn."} if status == "422" else {})


def test_what_nobody_expected_is_a_page_that_says_so(cast: Cast, client_for: Any) -> None:
    client = client_for(cast.user("stranger"))
    client.raise_request_exception = False
    response = client.get("/loi/500/")
    assert response.status_code == 500
    assert "Hệ thống gặp lỗi" in response.content.decode()
    assert "hỏng" not in response.content.decode()
    assert short_names() == {""}


def test_what_succeeds_is_kept(cast: Cast, client_for: Any) -> None:
    assert client_for(cast.user("stranger")).get("/tot/").content.decode() == "Người Lạ"
    assert short_names() == {"đã ghi"}


@pytest.mark.parametrize(
    ("method", "url", "allowed"),
    [
        ("GET", "/gui/", "POST"),
        ("PUT", "/gui/", "GET, HEAD, POST"),
        ("DELETE", "/khong-co/", "GET, HEAD, POST"),
        ("OPTIONS", "/tot/", "GET, HEAD, POST"),
        ("XOA-HET", "/tai-khoan/dang-nhap/", "GET, HEAD, POST"),
    ],
)
def test_a_method_that_is_not_taken_is_told_calmly(
    cast: Cast, client_for: Any, method: str, url: str, allowed: str
) -> None:
    client = client_for(cast.user("stranger"))
    client.handler.enforce_csrf_checks = True
    response = client.generic(method, url)
    assert (response.status_code, response.headers["Allow"]) == (405, allowed)
    assert re.search(r"<h1>\s*Không mở được theo cách này\s*</h1>", response.text)
    assert "Hãy quay lại trang trước" in response.text
    assert 'href="/"' in response.text
    assert short_names() == {""}
    told = client.generic(method, url, headers={"Accept": "application/json"}).json()
    assert (told["status"], told["title"]) == (405, NotTaken().message)


@pytest.mark.parametrize("url", ["/loi/404/", "/tai-khoan/dang-nhap/", "/khong-co/"])
def test_every_response_carries_the_policies(cast: Cast, url: str) -> None:
    headers = Client().get(url).headers
    assert "script-src 'self'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["Permissions-Policy"].startswith("camera=()")
    assert "no-store" in headers["Cache-Control"]
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_a_response_may_say_how_long_it_is_kept(cast: Cast) -> None:
    assert Client().get("/tot/").headers["Cache-Control"] == "max-age=60"
    assert "no-store" not in Client().get("/static/khong-co.js").headers.get("Cache-Control", "")
