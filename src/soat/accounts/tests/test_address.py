"""A new address for one's own account, a lost second step, and the person that follows her account."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.test import Client
from tests.cast import NOW, SYSTEM, Cast

from soat.access.actor import SIGN_IN, acting_as
from soat.accounts import services
from soat.accounts.models import User
from soat.accounts.tests.conftest import Posted
from soat.accounts.tests.test_pages import LOGIN, STRONG
from soat.common.errors import DomainError, Refused
from soat.people.models import Person
from soat.people.services import person_for
from soat.trail.models import Event

PAGE = "/tai-khoan/thu/"
NEW = "tran.van.an@soat.example"


@pytest.fixture
def head(cast: Cast) -> User:
    user = cast.user("head")
    user.set_password(STRONG)
    with acting_as(SYSTEM):
        user.save()
        Person.objects.filter(user=user).delete()
        person_for(user, by=cast.actor("head"), now=NOW)
    return user


@pytest.fixture
def own(client: Client, head: User) -> Client:
    client.post(LOGIN, {"login": head.email, "password": STRONG})
    return client


def asked(own: Client, posted: Posted, email: str = NEW) -> str:
    """The link in the mail to the new address."""
    own.post("/tai-khoan/xac-nhan-lai/", {"password": STRONG})
    with posted() as outbox:
        page = own.post(PAGE, {"email": email})
    assert f"Đã gửi thư tới <strong>{email}</strong>" in page.text
    assert outbox[-1].to == [email.lower()]
    link = re.search(r"http://[^/]+(/\S+)", outbox[-1].body)
    assert link
    return link[1]


def test_the_password_is_asked_once_more(own: Client) -> None:
    assert own.get(PAGE).headers["Location"].startswith("/tai-khoan/xac-nhan-lai/")
    assert own.post(PAGE, {"email": NEW}).headers["Location"].startswith("/tai-khoan/xac-nhan-lai/")
    own.post("/tai-khoan/xac-nhan-lai/", {"password": STRONG})
    assert "Hiện bạn đăng nhập bằng head@soat.example" in own.get(PAGE).text


def test_the_new_address_is_proved_and_the_old_one_told(own: Client, head: User, posted: Posted) -> None:
    with acting_as(SIGN_IN):
        EmailAddress.objects.create(user=head, email=head.email, primary=True, verified=True)
    link = asked(own, posted, NEW.upper())
    assert NEW in own.get(link).text
    with posted() as outbox:
        own.post(link)
    assert outbox[-1].to == ["head@soat.example"]
    assert f"Thư điện tử đã được đổi thành {NEW}" in outbox[-1].body
    with acting_as(SYSTEM):
        event = Event.objects.get(subject_id=head.pk)
        assert (event.actor_id, NEW in event.payload) == (head.pk, True)
        assert Person.objects.get(user=head).email == NEW
    assert "không đúng" in Client().post(LOGIN, {"login": "head@soat.example", "password": STRONG}).text
    assert Client().post(LOGIN, {"login": NEW, "password": STRONG}).status_code == 302
    assert "không còn dùng được" in own.post(link).text


def test_a_link_is_of_one_account_and_not_forged(
    own: Client, cast: Cast, client_for: Any, posted: Posted
) -> None:
    link = asked(own, posted)
    assert client_for(cast.user("member")).post(link).status_code == 400
    assert own.get(f"{link[:-2]}x/").status_code == 400


def test_an_address_of_another_is_refused_to_its_holder_only(own: Client, cast: Cast, posted: Posted) -> None:
    link = asked(own, posted, cast.user("member").email)
    assert own.post(link).status_code == 409


def test_her_own_address_is_no_new_one(own: Client) -> None:
    own.post("/tai-khoan/xac-nhan-lai/", {"password": STRONG})
    assert "Hãy ghi địa chỉ mới" in own.post(PAGE, {"email": "HEAD@soat.example"}).text


def test_nobody_changes_anothers(cast: Cast) -> None:
    actor = cast.actor("sysadmin")
    with acting_as(actor), pytest.raises(Refused):
        services.ask_address(cast.user("head"), NEW, by=actor)
    with acting_as(actor), pytest.raises(Refused):
        services.change_address(cast.user("head"), "x", by=actor, now=NOW)


def test_her_person_bears_her_new_name(own: Client, head: User) -> None:
    own.post("/tai-khoan/", {"full_name": "Trần Văn Ẩn"})
    own.post("/tai-khoan/", {"full_name": "Trần Văn Ẩn"})
    with acting_as(SYSTEM):
        person = Person.objects.get(user=head)
        assert (person.full_name, person.email) == ("Trần Văn Ẩn", head.email)
        assert (
            Event.objects.filter(subject_id=person.pk, actor_id=head.pk, action="person.edit").count() == 2
        )  # made, renamed


def test_a_number_in_the_directory_stays_her_own(own: Client, head: User) -> None:
    """An address entered by hand is another than the account's: it stays."""
    with acting_as(SYSTEM):
        Person.objects.filter(user=head).update(email="khac@soat.example", phone="0225 3821 000")
    own.post("/tai-khoan/", {"full_name": "Trần Văn Ẩn"})
    with acting_as(SYSTEM):
        person = Person.objects.get(user=head)
    assert (person.full_name, person.email, person.phone) == (
        "Trần Văn Ẩn",
        "khac@soat.example",
        "0225 3821 000",
    )


def test_a_lost_second_step_is_taken_away(
    own: Client, head: User, cast: Cast, client_for: Any, posted: Posted
) -> None:
    with acting_as(SIGN_IN):
        for kind in ("totp", "recovery_codes"):
            Authenticator.objects.create(user=head, type=kind, data={})
    admin, url = client_for(cast.user("sysadmin")), f"/quan-tri/tai-khoan/{head.pk}/"
    assert "Gỡ bước hai" in admin.get(url).text
    assert admin.post(f"{url}buoc-hai/", {"reason": ""}).status_code == 400
    with posted() as outbox:
        page = admin.post(f"{url}buoc-hai/", {"reason": "Mất điện thoại, đã gặp trực tiếp"}, follow=True)
    assert "Đã gỡ bước hai" in page.text
    assert "Gỡ bước hai" not in page.text
    assert outbox[-1].to == [head.email]
    assert "đã gặp trực tiếp" in outbox[-1].body
    assert own.get("/").status_code == 302
    with acting_as(SYSTEM):
        event = Event.objects.get(subject_id=head.pk, action="account.manage")
        assert "đã gặp trực tiếp" in event.payload
        assert not Authenticator.objects.filter(user=head).exists()
    assert admin.post(f"{url}buoc-hai/", {"reason": "Lại"}).status_code == 409


def test_who_may_not_take_a_second_step_away(cast: Cast, client_for: Any) -> None:
    admin, coordinator = cast.actor("sysadmin"), cast.actor("coordinator")
    with acting_as(admin), pytest.raises(DomainError, match="chính mình"):
        services.reset_second_step(cast.user("sysadmin"), by=admin, now=NOW, reason="x")
    with acting_as(coordinator), pytest.raises(Refused):
        services.reset_second_step(cast.user("head"), by=coordinator, now=NOW, reason="x")
    missing = "/quan-tri/tai-khoan/00000000-0000-0000-0000-000000000000/buoc-hai/"
    assert client_for(cast.user("sysadmin")).post(missing, {"reason": "x"}).status_code == 404
