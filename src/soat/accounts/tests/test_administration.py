"""What an administrator sees and does, pressed twice and under row-level security (P2, P4)."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import connection
from django.test import Client
from django.utils import timezone
from tests.cast import NOW, SYSTEM, Cast

from soat.access.actor import acting_as
from soat.access.roles import Role
from soat.accounts import selectors, services
from soat.accounts.models import User
from soat.common.errors import Conflict


@pytest.fixture
def guarded(cast: Cast) -> User:
    with acting_as(SYSTEM):
        Authenticator.objects.create(user=cast.user("head"), type="totp", data={"secret": "bi-mat"})
        Authenticator.objects.create(user=cast.user("member"), type="recovery_codes", data={"seed": "hat"})
    return cast.user("head")


def test_who_has_a_second_step_shows_and_its_secret_does_not(
    cast: Cast, client_for: Any, guarded: User
) -> None:
    client = client_for(cast.user("sysadmin"))
    assert "Đã bật" in client.get(f"/quan-tri/tai-khoan/{guarded.pk}/").text
    assert "Đã bật" not in client.get(f"/quan-tri/tai-khoan/{cast.user('member').pk}/").text
    assert client.get("/quan-tri/tai-khoan/").text.count("Đã bật") == 1
    with acting_as(cast.actor("sysadmin")):
        assert not Authenticator.objects.exists()


@pytest.mark.parametrize(("name", "told"), [("sysadmin", True), ("head", True), ("coordinator", False)])
def test_the_database_tells_of_a_second_step_only_whom_it_concerns(
    cast: Cast, guarded: User, name: str, told: bool
) -> None:
    with acting_as(cast.actor(name)), connection.cursor() as cursor:
        cursor.execute("SELECT soat_has_second_step(%s)", [guarded.pk])
        assert cursor.fetchone() == (told,)


def test_her_own_account_only_without_the_right(cast: Cast) -> None:
    actor = cast.actor("coordinator")
    with acting_as(actor):
        assert [user.pk for user in selectors.accounts(actor)] == [actor.id]


def test_locking_twice_does_not_open(cast: Cast, client_for: Any) -> None:
    client, url = client_for(cast.user("sysadmin")), f"/quan-tri/tai-khoan/{cast.user('head').pk}/"
    lock = {"reason": "Nghỉ việc", "step": "lock"}
    assert client.post(f"{url}khoa/", lock).status_code == 302
    assert client.post(f"{url}khoa/", lock).status_code == 409
    page = client.get(url).text
    assert "Đã khóa" in page
    assert 'value="open"' in page
    opened = {"reason": "Trở lại", "step": "open"}
    assert "Đang dùng" in client.post(f"{url}khoa/", opened, follow=True).text
    assert client.post(f"{url}khoa/", opened).status_code == 409


def test_an_address_becomes_one_account(cast: Cast) -> None:
    with acting_as(SYSTEM), pytest.raises(Conflict, match="đã có tài khoản"):
        services.make_user(cast.user("head").email.upper(), "Trần Văn Ân", None, by=SYSTEM, now=NOW)


def test_the_session_of_an_accepted_invitation_is_listed_and_ends_with_a_lock(
    cast: Cast, client_for: Any, client: Client
) -> None:
    with acting_as(cast.actor("sysadmin")) as admin:
        made = services.invite(
            "moi@soat.example", "Người Mới", Role.COORDINATOR, by=admin, now=timezone.now()
        )
    chosen = {"password": "Mua-xuan-2026-ve", "again": "Mua-xuan-2026-ve"}
    entered = client.post(f"/{made.link.split('/', 3)[3]}", chosen)
    assert entered.headers["Location"] == "/"
    assert client.get("/tai-khoan/phien/").text.count("Phiên này") == 1
    with acting_as(SYSTEM):
        user = User.objects.get(email="moi@soat.example")
        assert UserSession.objects.filter(user=user).count() == 1
    url = f"/quan-tri/tai-khoan/{user.pk}/khoa/"
    client_for(cast.user("sysadmin")).post(url, {"reason": "Thử", "step": "lock"})
    with acting_as(SYSTEM):
        assert not UserSession.objects.filter(user=user).exists()
    assert client.get("/").status_code == 302


def test_who_accepts_a_moment_too_late_is_told(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    with acting_as(cast.actor("sysadmin")) as admin:
        made = services.invite(
            "moi@soat.example", "Người Mới", Role.COORDINATOR, by=admin, now=timezone.now()
        )

    def taken(*_: Any, **__: Any) -> None:
        raise Conflict("Lời mời này đã được nhận. Hãy đăng nhập bằng tài khoản của bạn.")

    monkeypatch.setattr("soat.accounts.services.accept", taken)
    late = client.post(
        f"/{made.link.split('/', 3)[3]}", {"password": "Mua-xuan-2026", "again": "Mua-xuan-2026"}
    )
    assert late.status_code == 409
    assert "đã được nhận" in late.text


ACCOUNTS = "/quan-tri/tai-khoan/"


def test_invitations_to_programmes_are_listed_with_the_programmes_name_only(
    cast: Cast, client_for: Any
) -> None:
    actor = cast.actor("coordinator")
    with acting_as(actor):
        services.invite(
            "moi@soat.example", "Vũ Thị Mới", Role.UNIT_OFFICER, by=actor, now=timezone.now(),
            programme_id=cast.ours.pk, agency_id=cast.unit.pk,
        )  # fmt: skip
    client = client_for(cast.user("sysadmin"))
    for query in ("", "?tinh_trang=moi", "?q=vu+thi+moi"):
        page = client.get(ACCOUNTS + query).text
        assert f"đã mời vào chương trình “{cast.ours.title}”" in page
        assert "loi-moi" not in page  # nothing to press: she is invited again or not there
    assert cast.unit.name not in page
    assert client.get(f"/chuong-trinh/{cast.ours.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("name", "told"), [("sysadmin", True), ("member", True), ("other_head", False), ("unit_officer", False)]
)
def test_the_name_of_a_programme_is_told_to_who_sees_its_roles(cast: Cast, name: str, told: bool) -> None:
    with acting_as(cast.actor(name)), connection.cursor() as cursor:
        cursor.execute("SELECT soat_programme_name(%s)", [cast.ours.pk])
        assert cursor.fetchone() == (cast.ours.title if told else None,)


def test_standing_roles_are_offered_where_one_can_be_given(cast: Cast, client_for: Any) -> None:
    client = client_for(cast.user("sysadmin"))

    def page(name: str) -> str:
        text: str = client.get(f"{ACCOUNTS}{cast.user(name).pk}/").text
        return text

    assert "Giao vai trò chung" not in page("sysadmin")
    assert "Giao vai trò chung" in page("stranger")
    assert 'value="coordinator"' not in page("starter")  # she holds it already
    assert 'value="sysadmin"' in page("starter")
    with acting_as(SYSTEM):
        User.objects.filter(pk=cast.user("stranger").pk).update(is_active=False)
    assert "Giao vai trò chung" not in page("stranger")
