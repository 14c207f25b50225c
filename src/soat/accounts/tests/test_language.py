"""The language of the interface: Vietnamese first, English for whoever chose it (requirement A4)."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.urls import reverse
from django.utils.translation import override
from tests.cast import NOW, Cast

from soat.access.actor import SIGN_IN, acting_as
from soat.access.roles import Role
from soat.accounts import services
from soat.accounts.models import User
from soat.trail.models import Event

SWITCH = reverse("accounts:language")
SIGN_IN_PAGE = reverse("account_login")


def language_of(answer: Any) -> str:
    body = answer.content.decode()
    return str(body.partition('<html lang="')[2][:2])


def test_a_guest_reads_vietnamese_whatever_her_browser_asks_for(db: None, client: Any) -> None:
    answer = client.get(SIGN_IN_PAGE, headers={"accept-language": "en"})
    assert language_of(answer) == answer.headers["Content-Language"] == "vi"
    assert "Đăng nhập" in answer.content.decode()


def test_a_guest_chooses_english_and_stays_on_the_page(db: None, client: Any) -> None:
    answer = client.post(SWITCH, {"language": "en"}, headers={"referer": f"http://testserver{SIGN_IN_PAGE}"})
    assert answer.status_code == 302
    assert answer.url.endswith(SIGN_IN_PAGE)
    page = client.get(SIGN_IN_PAGE)
    assert language_of(page) == "en"
    assert "Sign in" in page.content.decode()


def test_the_switch_leads_to_no_other_site(db: None, client: Any) -> None:
    answer = client.post(SWITCH, {"language": "en", "next": "https://elsewhere.example/"})
    assert answer.url == "/"


def test_it_is_kept_with_the_account_on_every_browser(cast: Cast, client_for: Any) -> None:
    who = cast.user("coordinator")
    client_for(who).post(SWITCH, {"language": "en"})
    assert language_of(client_for(who).get("/")) == "en"
    client_for(who).post(SWITCH, {"language": "vi"})
    other = client_for(who)
    other.cookies["soat_language"] = "en"
    assert language_of(other.get("/")) == "vi"


@pytest.mark.parametrize("asked", ["fr", ""])
def test_a_language_that_is_not_there_is_vietnamese(cast: Cast, client_for: Any, asked: str) -> None:
    client = client_for(cast.user("coordinator"))
    client.post(SWITCH, {"language": asked})
    assert language_of(client.get("/")) == "vi"


def test_nobody_chooses_for_another(cast: Cast, client_for: Any) -> None:
    client_for(cast.user("coordinator")).post(SWITCH, {"language": "en"})
    with acting_as(SIGN_IN):
        assert set(User.objects.exclude(language="").values_list("full_name", flat=True)) == {
            cast.user("coordinator").full_name
        }


def test_an_invitation_sent_from_an_english_page_is_vietnamese(
    cast: Cast, settings: Any, run_jobs: Any
) -> None:
    settings.EMAIL_HOST = "mail.example"
    actor = cast.actor("sysadmin")
    with override("en"):
        with acting_as(actor):
            services.invite("moi@soat.example", "Phạm Thị Mới", Role.COORDINATOR, by=actor, now=NOW)
        run_jobs()
    [message] = mail.outbox
    assert Role.COORDINATOR.written in message.body
    assert "Standing agency" not in message.body


def test_the_trail_is_written_in_vietnamese(cast: Cast, client_for: Any) -> None:
    """Names of records that hold a label are stored as they are in Vietnamese."""
    client = client_for(cast.user("sysadmin"))
    client.post(SWITCH, {"language": "en"})
    user = cast.user("starter")
    client.post(reverse("accounts:give_role", args=[user.pk]), {"role": "sysadmin"})
    with acting_as(cast.actor("sysadmin")):
        event = Event.objects.filter(action="role.give").latest("at")
    assert event.subject_name == Role.SYSADMIN.written == "Quản trị hệ thống"
    with override("en"):
        assert Role.SYSADMIN.label == "System administrator"
