"""Invitations, acceptance and locks (P2), under row-level security."""

from __future__ import annotations

import re
import threading
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connections
from django.test import Client
from tests.cast import NOW, SYSTEM, Cast
from tests.jobs import waiting

from soat.access.actor import SIGN_IN, acting_as
from soat.access.models import Grant
from soat.access.roles import Role
from soat.accounts import jobs, services
from soat.accounts.models import Invitation, Link, User
from soat.common.errors import Conflict, DomainError, Missing, Refused
from soat.programmes.models import Programme
from soat.trail.models import Event

STRONG = "Mua-xuan-2026-ve"


def invite(cast: Cast, by: str = "coordinator", **more: Any) -> services.Invited:
    actor = cast.actor(by)
    values = {"email": "moi@soat.example", "full_name": "Người Mới", "role": Role.UNIT_OFFICER, **more}
    place = {"programme_id": cast.ours.pk, "agency_id": cast.unit.pk}
    place.update({name: values.pop(name) for name in list(values) if name in place})
    with acting_as(actor):
        return services.invite(**values, **place, by=actor, now=NOW)


def token_of(made: services.Invited) -> str:
    return made.link.rstrip("/").rsplit("/", 1)[-1]


@pytest.mark.usefixtures("mail_server")
def test_the_secret_stands_in_the_link_only(cast: Cast, run_jobs: Any) -> None:
    made = invite(cast)
    assert token_of(made) not in str(waiting())
    run_jobs()
    with acting_as(SYSTEM):
        assert Link.objects.get(invitation=made.invitation).token_hash == services.digest(token_of(made))
    [message] = mail.outbox
    assert message.to == ["moi@soat.example"]
    assert made.link in message.body
    assert token_of(made) not in str(made.invitation.__dict__)
    with acting_as(SYSTEM):
        assert Invitation.objects.get().mail_state == "sent"


@pytest.mark.usefixtures("mail_server")
def test_a_mail_that_fails_shows_and_loses_nothing(
    cast: Cast, run_jobs: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: Any, **kwargs: Any) -> None:
        raise OSError

    monkeypatch.setattr(jobs, "send_mail", broken)
    made = invite(cast)
    with pytest.raises(OSError):
        run_jobs()
    with acting_as(SYSTEM):
        assert Invitation.objects.get(pk=made.invitation.pk).mail_state == "failed"


@pytest.mark.usefixtures("mail_server")
def test_an_invitation_taken_back_is_not_mailed(cast: Cast, run_jobs: Any) -> None:
    made = invite(cast)
    with acting_as(cast.actor("coordinator")):
        services.revoke(made.invitation, by=cast.actor("coordinator"), now=NOW)
    run_jobs()
    assert mail.outbox == []


def test_without_a_mail_server_nothing_is_sent_and_the_list_says_so(cast: Cast) -> None:
    made = invite(cast)
    assert (waiting(), mail.outbox) == ([], [])
    with acting_as(SYSTEM):
        assert Invitation.objects.get(pk=made.invitation.pk).mail_state == "by_hand"


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"email": "khong-phai"}, "email"),
        ({"full_name": " "}, "full_name"),
        ({"agency_id": None}, "agency"),
        ({"role": Role.MEMBER}, "agency"),
    ],
)
def test_what_is_wrong_is_named(cast: Cast, more: dict[str, Any], field: str) -> None:
    with pytest.raises(DomainError) as caught:
        invite(cast, **more)
    assert caught.value.field == field


def test_a_programmes_role_needs_a_programme(cast: Cast) -> None:
    with pytest.raises(DomainError) as caught:
        invite(cast, "sysadmin", role=Role.HEAD, programme_id=None, agency_id=None)
    assert caught.value.field == "role"


@pytest.mark.parametrize("by", ["head", "unit_head", "other_coordinator", "stranger"])
def test_only_who_may_give_roles_invites(cast: Cast, by: str) -> None:
    with pytest.raises(Refused):
        invite(cast, by)


def test_administration_belongs_to_no_programme(cast: Cast) -> None:
    with pytest.raises(DomainError) as caught:
        invite(cast, role=Role.SYSADMIN)
    assert caught.value.field == "role"


def test_the_same_invitation_waits_once(cast: Cast) -> None:
    first = invite(cast)
    with pytest.raises(Conflict):
        invite(cast, email="MOI@soat.example")
    with acting_as(SYSTEM):
        Invitation.objects.filter(pk=first.invitation.pk).update(expires_at=NOW)
    assert invite(cast).invitation.pk != first.invitation.pk
    with acting_as(SYSTEM):
        former = Invitation.objects.get(pk=first.invitation.pk)
        [event] = Event.objects.filter(subject_id=former.pk, action="role.revoke")
    assert former.revoked_at == NOW
    assert (former.revoked_by, event.actor_name) == (event.actor_id, "lời mời hết hạn")
    assert former.revoked_by != former.created_by


def test_an_invitation_into_an_ended_programme_gives_nothing(cast: Cast) -> None:
    made, known = invite(cast), invite(cast, email=cast.user("stranger").email)
    stranger, coordinator = cast.actor("stranger"), cast.actor("coordinator")
    with acting_as(SYSTEM):
        Programme.objects.filter(pk=cast.ours.pk).update(state="closed", closed_at=NOW, closed_by=SYSTEM.id)
    with pytest.raises(Conflict, match="đã kết thúc"):
        services.find(token_of(made), now=NOW)
    with pytest.raises(Conflict, match="đã kết thúc"):
        services.accept(token_of(made), STRONG, now=NOW)
    with pytest.raises(Conflict, match="đã kết thúc"):
        services.join(token_of(known), by=stranger, now=NOW)
    assert services.welcome("moi@soat.example", now=NOW) is None
    for step in (services.resend, services.revoke):
        with acting_as(coordinator), pytest.raises(Refused):
            step(made.invitation, by=coordinator, now=NOW)
    with pytest.raises(Refused):
        invite(cast, email="khac@soat.example")
    with acting_as(SYSTEM):
        assert not Grant.objects.filter(user=stranger.id).exists()
        assert not User.objects.filter(email="moi@soat.example").exists()
        Programme.objects.filter(pk=cast.ours.pk).update(state="running", closed_at=None, closed_by=None)
    assert services.welcome("moi@soat.example", now=NOW) is not None


def test_a_new_account_stands_in_the_trail(cast: Cast) -> None:
    user = services.accept(token_of(invite(cast)), STRONG, now=NOW)
    with acting_as(SYSTEM):
        [event] = Event.objects.filter(subject_id=user.pk)
    assert (event.action, event.chain, event.actor_name) == (
        "account.manage",
        "room:accounts",
        "nhận lời mời",
    )
    assert "moi@soat.example" in event.payload
    assert STRONG not in event.payload


def test_single_sign_on_opens_what_waits_for_the_address(cast: Cast) -> None:
    assert services.welcome("moi@soat.example", now=NOW) is None
    invite(cast)
    invite(cast, role=Role.MEMBER, agency_id=None)
    assert services.welcome("MOI@soat.example", now=NOW + timedelta(8)) is None
    user = services.welcome("MOI@soat.example", now=NOW)
    assert user is not None
    assert not user.has_usable_password()
    with acting_as(SYSTEM):
        assert sorted(Grant.objects.filter(user=user).values_list("role", flat=True)) == [
            "member",
            "unit_officer",
        ]
    assert services.welcome("moi@soat.example", now=NOW) == user


def test_one_corrects_ones_own_name(cast: Cast) -> None:
    actor, user = cast.actor("stranger"), cast.user("stranger")
    with acting_as(actor):
        renamed = services.rename(user, "  Nguyễn  Thị Ửng ", by=actor, now=NOW)
        assert (renamed.full_name, renamed.folded) == ("Nguyễn Thị Ửng", "nguyen thi ung")
        with pytest.raises(DomainError, match="họ và tên"):
            services.rename(user, " ", by=actor, now=NOW)
        with pytest.raises(Refused):
            services.rename(cast.user("head"), "Khác", by=actor, now=NOW)


def test_accepting_makes_the_account_and_gives_the_role(cast: Cast) -> None:
    made = invite(cast)
    user = services.accept(token_of(made), STRONG, now=NOW)
    assert user.check_password(STRONG)
    with acting_as(SYSTEM):
        grant = Grant.objects.get(user=user)
        assert (grant.role, grant.programme_id, grant.agency_id) == (
            "unit_officer",
            cast.ours.pk,
            cast.unit.pk,
        )
    with pytest.raises(Conflict, match="đã được nhận"):
        services.accept(token_of(made), STRONG, now=NOW)


def test_a_known_address_gets_the_role_and_keeps_its_password(cast: Cast) -> None:
    known = cast.user("stranger")
    made = invite(cast, email=known.email.upper())
    assert services.account_of(made.invitation) == known
    with pytest.raises(Conflict, match="đã có tài khoản"):
        services.accept(token_of(made), STRONG, now=NOW)
    with pytest.raises(Refused, match="người khác"):
        services.join(token_of(made), by=cast.actor("member"), now=NOW)
    assert services.join(token_of(made), by=cast.actor("stranger"), now=NOW) == known
    again = invite(cast, email=known.email)
    services.join(token_of(again), by=cast.actor("stranger"), now=NOW)
    with acting_as(SYSTEM):
        assert Grant.objects.filter(user=known).count() == 1


def test_nobody_invites_herself(cast: Cast) -> None:
    with pytest.raises(Refused, match="tự giao vai trò"):
        invite(cast, email=cast.user("coordinator").email.upper())


def test_an_invitation_is_not_taken_by_who_sent_it(cast: Cast) -> None:
    """Not even when her account has got the invited address meanwhile."""
    made, sender = invite(cast), cast.user("coordinator")
    with acting_as(SYSTEM):
        User.objects.filter(pk=sender.pk).update(email=made.invitation.email)
    with pytest.raises(Refused, match="tự giao vai trò"):
        services.join(token_of(made), by=cast.actor("coordinator"), now=NOW)
    with acting_as(SYSTEM):
        assert not Grant.objects.filter(user=sender, role=Role.UNIT_OFFICER).exists()


def test_a_weak_password_is_refused_with_every_reason(cast: Cast) -> None:
    made = invite(cast)
    with pytest.raises(DomainError) as caught:
        services.accept(token_of(made), "1234", now=NOW)
    assert caught.value.field == "password"
    assert "ít nhất 10 ký tự" in caught.value.message


def test_links_that_no_longer_work_say_why(cast: Cast) -> None:
    actor, made = cast.actor("coordinator"), invite(cast)
    with pytest.raises(Missing, match="không đúng"):
        services.find("bịa", now=NOW)
    with pytest.raises(Conflict, match="hết hạn"):
        services.find(token_of(made), now=NOW + timedelta(days=7))
    with acting_as(actor):
        fresh = services.resend(made.invitation, by=actor, now=NOW + timedelta(hours=1))
        with pytest.raises(Missing):
            services.find(token_of(made), now=NOW)
        assert services.find(token_of(fresh), now=NOW) == made.invitation
        services.revoke(made.invitation, by=actor, now=NOW)
        with pytest.raises(Conflict, match="thu hồi"):
            services.find(token_of(fresh), now=NOW)
        made.invitation.refresh_from_db()
        with pytest.raises(Conflict, match="tải lại"):
            services.revoke(made.invitation, by=actor, now=NOW)


def test_two_acceptances_at_once_make_one_account(fresh_db: str) -> None:
    from tests.cast import build

    cast = build()
    token, results = token_of(invite(cast)), []

    def run() -> None:
        try:
            services.accept(token, STRONG, now=NOW)
            results.append("ok")
        except Conflict:
            results.append("conflict")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["conflict", "ok"]
    with acting_as(SYSTEM):
        assert User.objects.filter(email="moi@soat.example").count() == 1


def test_locking_ends_the_sessions(cast: Cast) -> None:
    admin, head = cast.actor("sysadmin"), cast.user("head")
    head.set_password(STRONG)
    with acting_as(SIGN_IN):
        head.save()
    client = Client()
    client.post("/tai-khoan/dang-nhap/", {"login": head.email, "password": STRONG})
    assert client.get("/").status_code == 200
    with acting_as(admin):
        services.set_active(head, False, by=admin, now=NOW, reason="Nghỉ việc")
        with pytest.raises(Conflict):
            services.set_active(head, False, by=admin, now=NOW)
    assert re.match("/tai-khoan/dang-nhap/", client.get("/").headers["Location"])
    with acting_as(admin):
        assert services.set_active(head, True, by=admin, now=NOW).is_active
        with pytest.raises(DomainError, match="chính mình"):
            services.set_active(cast.user("sysadmin"), False, by=admin, now=NOW)


def test_only_administrators_lock(cast: Cast) -> None:
    actor = cast.actor("coordinator")
    with acting_as(actor), pytest.raises(Refused):
        services.set_active(cast.user("head"), False, by=actor, now=NOW)
