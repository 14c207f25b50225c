"""Single sign-on against a server of our own (P2): who is let in, as whom, and what strangers are told."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.utils import timezone
from tests.cast import SYSTEM, Cast

from soat.access.actor import acting_as
from soat.access.models import Grant
from soat.access.roles import Role
from soat.accounts import services as accounts
from soat.accounts.models import User
from soat.people.models import Person

START = "/tai-khoan/mot-lan/sso/"


class Provider(BaseHTTPRequestHandler):
    """Discovery, token and user info of an OpenID Connect server; `who` is whoever signs in there."""

    who: dict[str, Any]

    def do_GET(self) -> None:
        base = f"http://127.0.0.1:{self.server.server_address[1]}"
        if self.path.endswith("openid-configuration"):
            self._say(
                {
                    "issuer": base,
                    "authorization_endpoint": f"{base}/vao",
                    "token_endpoint": f"{base}/token",
                    "userinfo_endpoint": f"{base}/toi",
                    "jwks_uri": f"{base}/khoa",
                }
            )
        else:
            assert self.headers["Authorization"] == "Bearer the"
            self._say(self.who)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self._say({"access_token": "the", "token_type": "Bearer"})

    def _say(self, body: dict[str, Any]) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def log_message(self, *words: Any) -> None:
        """Quiet."""


@pytest.fixture
def come_in(settings: Any, client: Client) -> Iterator[Callable[..., Any]]:
    """`come_in(email="…")`: goes to the server as that person and comes back."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Provider)
    Thread(target=server.serve_forever, daemon=True).start()
    app = {
        "provider_id": "sso",
        "name": "Cổng của tỉnh",
        "client_id": "soat",
        "secret": "bi-mat",
        "settings": {"server_url": f"http://127.0.0.1:{server.server_address[1]}"},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}

    def go(**who: Any) -> Any:
        Provider.who = {"sub": who.get("email", "nobody"), "email_verified": True, "name": "Người Mới", **who}
        asked = client.get(START)
        query = parse_qs(urlsplit(asked.headers["Location"]).query)
        assert query["client_id"] == ["soat"]
        return client.get(f"{START}ve/", {"code": "ma", "state": query["state"][0]}, follow=True)

    yield go
    server.shutdown()
    server.server_close()


def test_a_known_address_comes_in_and_keeps_its_password(cast: Cast, come_in: Callable[..., Any]) -> None:
    user = cast.user("unit_officer")
    with acting_as(SYSTEM):
        user.set_password("Mua-xuan-2026-ve")
        user.save()
    assert "Sở Du lịch" in come_in(email=user.email.upper()).text
    with acting_as(SYSTEM):
        assert SocialAccount.objects.get().user == user
        assert User.objects.get(pk=user.pk).has_usable_password()


def test_the_second_time_the_identity_counts_not_the_address(
    cast: Cast, come_in: Callable[..., Any], client: Client
) -> None:
    come_in(sub="42", email=cast.user("head").email)
    client.post("/tai-khoan/dang-xuat/")
    page = come_in(sub="42", email="ten-moi@soat.example")
    assert cast.user("head").full_name in page.text


def test_an_invited_address_has_its_account_and_role(cast: Cast, come_in: Callable[..., Any]) -> None:
    actor = cast.actor("coordinator")
    with acting_as(actor):
        accounts.invite(
            "moi@soat.example", "Nguyễn Thị Mới", Role.UNIT_OFFICER, by=actor, now=timezone.now(),
            programme_id=cast.ours.pk, agency_id=cast.unit.pk,
        )  # fmt: skip
    assert "Chuẩn bị báo cáo của Sở Du lịch" in come_in(email="moi@soat.example").text
    with acting_as(SYSTEM):
        assert Grant.objects.get(user__email="moi@soat.example").role == "unit_officer"
        assert Person.objects.get(user__email="moi@soat.example").full_name == "Nguyễn Thị Mới"


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ({"email": "la@soat.example"}, "chưa được mời"),
        ({"email": "head@soat.example", "email_verified": False}, "chưa xác nhận thư điện tử"),
        ({}, "chưa xác nhận thư điện tử"),
    ],
)
def test_strangers_stay_outside(cast: Cast, come_in: Callable[..., Any], who: Any, said: str) -> None:
    page = come_in(**who)
    assert page.status_code == 403
    assert said in page.text
    with acting_as(SYSTEM):
        assert not SocialAccount.objects.exists()
        assert not User.objects.filter(email="la@soat.example").exists()


def test_a_locked_account_stays_locked(cast: Cast, come_in: Callable[..., Any]) -> None:
    admin, head = cast.actor("sysadmin"), cast.user("head")
    with acting_as(admin):
        accounts.set_active(head, False, by=admin, now=timezone.now())
    assert "đang bị khóa" in come_in(email=head.email).text


def test_a_linked_account_shows_and_can_be_unlinked(
    cast: Cast, come_in: Callable[..., Any], client: Client
) -> None:
    head = cast.user("head")
    with acting_as(SYSTEM):
        head.set_password("Mua-xuan-2026-ve")
        head.save()
    come_in(email=head.email)
    assert "Đã liên kết" in client.get("/tai-khoan/").text
    assert head.email in client.get("/tai-khoan/lien-ket/").text
    with acting_as(SYSTEM):
        linked = SocialAccount.objects.get()
    client.post("/tai-khoan/lien-ket/", {"account": linked.pk})
    assert "Chưa có." in client.get("/tai-khoan/lien-ket/").text


@pytest.mark.parametrize(
    ("error", "said"), [("access_denied", "đã dừng"), ("server_error", "không xác nhận được")]
)
def test_the_server_says_no(
    cast: Cast, come_in: Callable[..., Any], client: Client, error: str, said: str
) -> None:
    state = parse_qs(urlsplit(client.get(START).headers["Location"]).query)["state"][0]
    page = client.get(f"{START}ve/", {"error": error, "state": state}, follow=True)
    assert said in page.text
