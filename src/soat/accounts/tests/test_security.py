"""What guards an account (P2): limits of attempts, recovery codes, keys, sessions, and what is told of changes."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.conf import settings as conf
from django.test import Client
from structlog.testing import capture_logs
from tests.cast import SYSTEM, Cast

from soat.access.actor import acting_as
from soat.accounts import adapters, attempts, jobs
from soat.accounts.devices import device
from soat.accounts.models import User
from soat.accounts.tests.conftest import Posted
from soat.accounts.tests.test_pages import LOGIN, STRONG, code
from soat.background.running import perform
from soat.trail.models import Event

APP = "/tai-khoan/bao-mat/ung-dung/"


@pytest.fixture
def head(cast: Cast) -> User:
    user = cast.user("head")
    user.set_password(STRONG)
    with acting_as(SYSTEM):
        user.save()
    return user


@pytest.fixture
def own(client: Client, head: User) -> Client:
    """Her own browser, signed in by password."""
    client.post(LOGIN, {"login": head.email, "password": STRONG})
    return client


def with_app(client: Client) -> str:
    """Set up the app. Returns its secret."""
    client.post("/tai-khoan/xac-nhan-lai/", {"password": STRONG})
    secret = re.search(r"<code>(\w+)</code>", client.get(APP).text)
    assert secret
    client.post(APP, {"code": code(secret[1])})
    return secret[1]


@pytest.mark.parametrize("email", ["head@soat.example", "la@soat.example"])
def test_guessing_is_stopped_for_known_and_unknown_alike(client: Client, head: User, email: str) -> None:
    for _ in range(5):
        assert "không đúng" in client.post(LOGIN, {"login": email, "password": "sai"}).text
    assert "quá nhiều lần" in client.post(LOGIN, {"login": email, "password": STRONG}).text
    assert client.get("/").status_code == 302


def guess(email: str, times: int, address: str) -> str:
    """Wrong passwords from an address. Returns the last answer."""
    client = Client(REMOTE_ADDR=address)
    return [client.post(LOGIN, {"login": email, "password": "sai"}).text for _ in range(times)][-1]


def test_guessing_elsewhere_locks_nobody_out(head: User) -> None:
    """Who knows the password enters from her own address, whatever another guesses and however she writes hers."""
    assert "quá nhiều lần" in guess(head.email, 7, "198.51.100.7")
    own = Client(REMOTE_ADDR="203.0.113.9")
    assert own.post(LOGIN, {"login": head.email.upper(), "password": STRONG}).status_code == 302


def test_guessing_at_her_own_address_locks_her_known_browser_not_out(own: Client, head: User) -> None:
    own.post("/tai-khoan/dang-xuat/")
    assert "quá nhiều lần" in guess(head.email, 12, "127.0.0.1")
    assert "quá nhiều lần" in Client().post(LOGIN, {"login": head.email, "password": STRONG}).text
    assert own.post(LOGIN, {"login": head.email, "password": STRONG}).status_code == 302


def test_a_known_browser_is_slow_for_who_guesses_in_it_too(own: Client, head: User) -> None:
    own.post("/tai-khoan/dang-xuat/")
    answers = [own.post(LOGIN, {"login": head.email, "password": "sai"}).text for _ in range(11)]
    assert "quá nhiều lần" in answers[-1]
    assert "quá nhiều lần" not in answers[-2]


def test_a_known_browser_of_one_is_unknown_to_another(own: Client, head: User, cast: Cast) -> None:
    """A cookie is worth nothing under another account's name, nor with another's words."""
    [cookie] = [morsel for name, morsel in own.cookies.items() if name.startswith("quen_")]
    assert (cookie["httponly"], cookie["path"]) == (True, "/tai-khoan/")
    other = cast.user("member").email
    forged = Client(REMOTE_ADDR="198.51.100.7")
    forged.cookies[attempts._cookie(other)] = cookie.value
    answers = [forged.post(LOGIN, {"login": other, "password": "sai"}).text for _ in range(6)]
    assert "quá nhiều lần" in answers[-1]


def test_many_addresses_together_are_slow_as_well(head: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(attempts.LIMITS, "login_failed_anywhere", "6/h/key")
    for end in range(6):
        assert "không đúng" in guess(head.email, 1, f"198.51.100.{end}")
    assert "quá nhiều lần" in guess(head.email, 1, "198.51.100.99")


def test_slips_of_a_whole_office_stop_nobody_else_there(head: User) -> None:
    """One address for all: thirty people mistype within the minute, several times; she signs in in a new browser."""
    for number in range(30):
        assert "không đúng" in guess(f"nguoi{number}@soat.example", 1 + number % 4, "203.0.113.9")
    new = Client(REMOTE_ADDR="203.0.113.9")
    assert new.post(LOGIN, {"login": head.email, "password": STRONG}).status_code == 302


def test_an_office_signs_in_at_eight(head: User) -> None:
    for _ in range(40):
        new = Client(REMOTE_ADDR="203.0.113.9")
        assert new.post(LOGIN, {"login": head.email, "password": STRONG}).status_code == 302


def test_one_address_is_slow_over_many_accounts(head: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each account counts once, and a refused one stays refused: it is not taken for one counted already."""
    monkeypatch.setitem(attempts.LIMITS, "login_failed_address", "6/10m/ip")
    for number in range(6):
        assert "không đúng" in guess(f"nguoi{number}@soat.example", 2, "198.51.100.7")
    for _ in range(2):
        assert "quá nhiều lần" in guess("nguoi6@soat.example", 1, "198.51.100.7")
    assert "không đúng" in guess("nguoi0@soat.example", 1, "198.51.100.7")
    assert "không đúng" in guess("nguoi6@soat.example", 1, "198.51.100.8")


def test_who_knows_her_password_is_not_counted_for_the_address(
    head: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(attempts.LIMITS, "login_failed_address", "1/10m/ip")
    Client(REMOTE_ADDR="198.51.100.7").post(LOGIN, {"login": head.email, "password": STRONG})
    assert "không đúng" in guess("nguoi1@soat.example", 1, "198.51.100.7")


def test_too_many_requests_are_told_to_wait(own: Client) -> None:
    answers = [own.post("/tai-khoan/mat-khau/", {"oldpassword": "x"}) for _ in range(6)]
    assert answers[-1].status_code == 429
    assert "Hãy chờ vài phút" in answers[-1].text


def test_a_failed_sign_in_is_logged_without_the_address(client: Client, head: User) -> None:
    with capture_logs() as lines:
        client.post(LOGIN, {"login": head.email, "password": "sai"})
    assert [line["event"] for line in lines] == ["sign_in_failed"]
    assert head.email not in str(lines)
    assert "sai" not in str(lines[0].values())


def test_a_recovery_code_opens_once(own: Client, head: User) -> None:
    with_app(own)
    shown = own.get("/tai-khoan/bao-mat/ma-khoi-phuc/").text
    first = re.search(r"<pre>([\w-]+)", shown)
    assert first
    assert first[1] in own.get("/tai-khoan/bao-mat/ma-khoi-phuc/tai/").text
    assert "9 mã khôi phục" not in own.get("/tai-khoan/").text
    for expected in ("Việc của tôi", "Mã không đúng"):
        other = Client()
        other.post(LOGIN, {"login": head.email, "password": STRONG})
        page = other.post("/tai-khoan/bao-mat/buoc-hai/", {"code": first[1]}, follow=True)
        assert expected in page.text
    assert "Còn 9 mã khôi phục" in own.get("/tai-khoan/").text


def test_the_app_is_turned_off_again(own: Client) -> None:
    with_app(own)
    assert own.get(f"{APP}tat/").status_code == 200
    own.post(f"{APP}tat/")
    assert "Chưa bật" in own.get("/tai-khoan/bao-mat/").text


def test_a_second_step_is_told(own: Client, head: User, posted: Posted) -> None:
    with posted() as outbox:
        with_app(own)
    assert [m.subject for m in outbox] == ["Ứng dụng xác thực đã được bật trên Soát"]
    with acting_as(SYSTEM):
        assert "Ứng dụng xác thực" in Event.objects.get(subject_id=head.pk, actor_id=head.pk).payload


def test_her_other_sessions_end(own: Client, head: User) -> None:
    other = Client(headers={"user-agent": "Mozilla/5.0 (Windows NT 10.0) Chrome/126 Safari/537.36"})
    other.post(LOGIN, {"login": head.email, "password": STRONG})
    assert "Chrome trên Windows" in own.get("/tai-khoan/phien/").text
    assert "Đang mở 2 phiên" in own.get("/tai-khoan/").text
    own.post("/tai-khoan/phien/")
    assert other.get("/").status_code == 302
    assert own.get("/").status_code == 200


def test_a_new_password_is_told_and_stands_in_the_trail(own: Client, head: User, posted: Posted) -> None:
    fresh = "Mua-ha-2026-nong"
    with posted() as outbox:
        own.post("/tai-khoan/mat-khau/", {"oldpassword": STRONG, "password1": fresh, "password2": fresh})
    assert [(m.subject, m.to) for m in outbox] == [("Mật khẩu đã được đổi trên Soát", [head.email])]
    with acting_as(SYSTEM):
        event = Event.objects.get(subject_id=head.pk)
    assert event.actor_id == head.pk
    assert "Mật khẩu đã được đổi" in event.payload
    assert fresh not in event.payload


def test_a_mail_that_never_left_is_shown_to_the_administrator(
    cast: Cast, client_for: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: Any) -> None:
        raise OSError

    monkeypatch.setattr(jobs, "send_mail", broken)
    for tries in (0, jobs.send.retry):  # noted when it is not tried again
        for address in (cast.user("head").email, "khong-ai@soat.example"):
            with pytest.raises(OSError):
                perform(jobs.send, None, tries, {"to": address, "subject": "Đặt lại mật khẩu", "text": "…"})
    with acting_as(SYSTEM):
        [event] = Event.objects.filter(action="mail.fail")
    assert (event.chain, event.subject_id) == ("room:accounts", cast.user("head").pk)
    assert "Đã không gửi được thư cho tài khoản" in client_for(cast.user("sysadmin")).get("/nhat-ky/").text
    page = client_for(cast.user("sysadmin")).get(f"/nhat-ky/{event.subject_id}/").text
    assert "Đặt lại mật khẩu" in page
    assert "mail.fail" not in page


def test_the_library_finds_all_its_words_in_our_language(own: Client) -> None:
    """Each kind of change that the library tells has its sentence here."""
    from importlib.util import find_spec
    from pathlib import Path

    spec = find_spec("allauth")
    assert spec
    assert spec.origin
    source = "".join(
        path.read_text(encoding="utf-8")
        for room in ("account", "mfa", "socialaccount")
        for path in (Path(spec.origin).parent / room).rglob("*.py")
    )
    told = set(re.findall(r'send_notification_mail\(\s*"([\w/]+)"', source))
    assert told
    # Addresses of accounts do not change here: these pages have no url.
    assert told - set(adapters.CHANGES) == {"account/email/email_changed", "account/email/email_deleted"}


def test_the_person_behind_a_proxy_is_counted_not_the_proxy() -> None:
    count = conf.ALLAUTH_TRUSTED_PROXY_COUNT
    assert count == int(conf.CONFIG.https)


@pytest.mark.parametrize(
    ("user_agent", "said"),
    [
        (
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36 Edg/126.0",
            "Edge trên Linux",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Safari/604.1",
            "Safari trên iPhone",
        ),
        ("curl/8", "Trình duyệt khác"),
    ],
)
def test_browsers_are_named(user_agent: str, said: str) -> None:
    assert device(user_agent) == said
