"""The hash of a password stands apart from its account (requirement P4): sign-in reads it, nobody else."""

from __future__ import annotations

import pytest
from tests.cast import NOW, SYSTEM, Cast

from soat.access.actor import SIGN_IN, acting_as
from soat.access.roles import Role
from soat.accounts.models import Link, Secret, User
from soat.accounts.services import digest, invite

STRONG = "Mua-xuan-2026-ve"


def test_sign_in_reads_the_hash_and_nobody_else(cast: Cast) -> None:
    head = cast.user("head")
    with acting_as(SIGN_IN):
        head.set_password(STRONG)
        head.save()
        assert User.objects.get(pk=head.pk).check_password(STRONG)
    for name in ("head", "member", "sysadmin"):
        with acting_as(cast.actor(name)):
            user = User.objects.get(pk=head.pk)
            with pytest.raises(Secret.DoesNotExist):
                user.check_password(STRONG)


def test_a_save_keeps_the_hash_with_the_fields_named(cast: Cast) -> None:
    with acting_as(SIGN_IN):
        user = User.objects.get(pk=cast.user("head").pk)
        user.set_password(STRONG)
        user.full_name = "Không lưu"
        user.save(update_fields=["is_active"])
        assert not User.objects.get(pk=user.pk).has_usable_password()
        user.save(update_fields=["password"])
        stored = User.objects.get(pk=user.pk)
        assert stored.check_password(STRONG)
        assert stored.full_name != "Không lưu"
        assert Secret.objects.filter(user=user).count() == 1
        user.set_password("khac-han-2026")
        user.refresh_from_db()
        assert user.check_password(STRONG)
        assert str(Secret.objects.get(user=user)) == str(user.pk)


def test_a_change_of_password_ends_other_sessions(cast: Cast) -> None:
    with acting_as(SIGN_IN):
        user = User.objects.get(pk=cast.user("head").pk)
        before = user.get_session_auth_hash()
        user.set_password(STRONG)
        user.save()
        assert User.objects.get(pk=user.pk).get_session_auth_hash() != before


def test_the_inviter_reads_no_hash_of_the_link(cast: Cast) -> None:
    coordinator = cast.actor("coordinator")
    with acting_as(coordinator):
        made = invite(
            "moi@soat.example",
            "Mời",
            Role.MEMBER,
            by=coordinator,
            now=NOW,
            programme_id=cast.ours.pk,
        )
        assert not Link.objects.exists()
    with acting_as(SYSTEM):
        link = Link.objects.get(invitation=made.invitation)
        assert link.token_hash == digest(made.link.rstrip("/").rsplit("/", 1)[-1])
        assert str(link) == str(made.invitation.pk)
