"""The frame of a page: the menu by rights, the entry she is at, her roles in words, the button of single sign-on."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client, RequestFactory
from tests.cast import Cast

from soat.access.actor import NOBODY
from soat.portal.context import frame, menu, role_line

COMMON = ["Việc của tôi", "Chương trình kiểm tra", "Sổ văn bản", "Cơ quan", "Ngày làm việc", "Bảng quyền"]


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("stranger", []), ("press", []), ("head", ["Nhật ký"]), ("unit_officer", ["Nhật ký"]),
        ("sysadmin", ["Tài khoản", "Việc nền", "Nhật ký"]),
    ],
)  # fmt: skip
def test_the_menu_holds_what_she_may_open(cast: Cast, name: str, more: list[str]) -> None:
    assert [item.label for item in menu(cast.actor(name), "/")] == COMMON + more


@pytest.mark.parametrize(
    ("path", "label"),
    [
        ("/", "Việc của tôi"),
        ("/van-ban/", "Sổ văn bản"),
        ("/chuong-trinh/x/de-cuong/", "Chương trình kiểm tra"),
    ],
)
def test_one_entry_is_marked(cast: Cast, path: str, label: str) -> None:
    assert [item.label for item in menu(cast.actor("stranger"), path) if item.active] == [label]


def test_her_roles_are_told_once(cast: Cast) -> None:
    assert role_line(cast.actor("head")) == "Trưởng Đoàn"
    assert role_line(cast.actor("stranger")) == "Chưa có vai trò"


def test_guests_get_single_sign_on_where_a_server_is_named(settings: Any) -> None:
    request = RequestFactory().get("/tai-khoan/dang-nhap/")
    request.actor = NOBODY  # type: ignore[attr-defined]
    assert frame(request) == {}
    settings.CONFIG = SimpleNamespace(oidc_server_url="https://sso.soat.example", oidc_name="")
    told = frame(request)
    assert told["sso_name"] == "Đăng nhập một lần"
    assert told["sso_url"].endswith("/sso/")


def test_who_is_signed_in_has_a_name_and_links(cast: Cast) -> None:
    request = RequestFactory().get("/")
    request.actor = cast.actor("head")  # type: ignore[attr-defined]
    told = frame(request)
    assert told["me"].name == "Trần Văn Ân"
    assert [link.label for link in told["me"].links] == ["Tài khoản của tôi", "Đăng xuất"]


@pytest.mark.parametrize("signed_in", [True, False])
def test_a_form_without_its_secret_is_told_in_our_frame_what_to_do(
    cast: Cast, client_for: Any, *, signed_in: bool
) -> None:
    client = client_for(cast.user("starter")) if signed_in else Client()
    client.handler.enforce_csrf_checks = True
    page = client.post("/co-quan/nguoi/them/", {"full_name": "Đỗ Văn Ánh"})
    assert page.status_code == 403
    assert "chưa có gì được lưu" in page.text
    assert "Hãy quay lại trang trước" in page.text
    assert "</html>" in page.text
