"""Accounts themselves (requirement P2): made, renamed, locked and opened. Sign-in is django-allauth's.

Called by the acceptance of invitations, the demonstration, one's own page and the administrator's pages.
"""

from __future__ import annotations

from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from soat.access.actor import SIGN_IN, Actor, acting_as, system
from soat.accounts import jobs
from soat.accounts.models import User
from soat.accounts.signals import changed
from soat.common.errors import Conflict, DomainError
from soat.common.language import known
from soat.trail import services as trail

_SHOWN = ("email", "full_name", "is_demo")
_POST = system("gửi thư đăng nhập")
_HOST = system("khóa tài khoản")


def make_user(
    email: str, full_name: str, password: str | None, *, by: Actor, now: datetime, is_demo: bool = False
) -> User:
    """A new account; without a password only single sign-on opens it. Raises DomainError with every reason why a
    password is too weak, Conflict for an address that has an account. `by`: the system actor that vouches for it."""
    user = User(email=email.strip().lower(), joined_at=now, is_demo=is_demo)
    user.call(full_name)
    if password is not None:
        try:
            validate_password(password, user)
        except ValidationError as error:
            raise DomainError(" ".join(error.messages), "password") from error
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save(force_insert=True)
            trail.record("account.manage", user, by=by, now=now, after=trail.snapshot(user, _SHOWN))
    except IntegrityError as error:
        raise Conflict(
            gettext("Địa chỉ này đã có tài khoản. Hãy đăng nhập rồi mở lại đường dẫn lời mời.")
        ) from error
    return user


def rename(user: User, full_name: str, *, by: Actor, now: datetime) -> User:
    """Correct the name of one's own account."""
    by.require("account.edit", owner_id=user.pk)
    if not full_name.strip():
        raise DomainError(gettext("Hãy ghi họ và tên."), "full_name")
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user.pk)
        before = trail.snapshot(user, ("full_name",))
        user.call(full_name)
        user.save(update_fields=["full_name", "sort_key", "folded"])
        changed.send(User, user=user, former=user.email, by=by, now=now)
        trail.record(
            "account.edit", user, by=by, now=now, before=before, after=trail.snapshot(user, ("full_name",))
        )
    return user


def choose_language(code: str, *, by: Actor) -> None:
    """Her pages are in this language from now on. How she reads is nobody's business: it stands in no trail."""
    by.require("account.edit", owner_id=by.id)
    User.objects.filter(pk=by.id).update(language=known(code))


def note_security(user: User, change: str, *, now: datetime) -> None:
    """The trail keeps that password, second step or keys of an account changed; never what they are.

    The sign-in library tells some changes after its commit, when nobody acts any more.
    """
    own = Actor(id=user.pk, name=user.get_full_name())
    with acting_as(SIGN_IN):
        trail.record("account.edit", user, by=own, now=now, after={"security": change})


def note_mail_failed(email: str, title: str, *, now: datetime) -> None:
    """The trail keeps that a mail of sign-in did not leave, for the administrator; of no account it tells nothing."""
    with acting_as(_POST):
        user = User.objects.filter(email__iexact=email).first()
        if user is not None:
            trail.record("mail.fail", user, by=_POST, now=now, after={"mail": title})


def set_active(user: User, is_active: bool, *, by: Actor, now: datetime, reason: str = "") -> User:
    """Lock an account, which ends its sessions at once, or open it again."""
    by.require("account.manage")
    if user.pk == by.id:
        raise DomainError(gettext("Bạn không thể khóa tài khoản của chính mình. Hãy nhờ quản trị viên khác."))
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user.pk)
        if user.is_active == is_active:
            raise Conflict(gettext("Tài khoản này đã ở trạng thái đó. Hãy tải lại trang."))
        user.is_active = is_active
        user.save(update_fields=["is_active"])
        if not is_active:
            _end_sessions(user)
        trail.record(
            "account.manage", user, by=by, now=now, before={"is_active": not is_active},
            after={"is_active": is_active}, reason=reason,
        )  # fmt: skip
    return user


def reset_second_step(user: User, *, by: Actor, now: datetime, reason: str) -> None:
    """Take away a lost second step: app, keys and recovery codes go, her sessions end, she is told by mail.

    Her password opens the account until she sets a second step again.
    """
    by.require("account.manage")
    if user.pk == by.id:
        raise DomainError(
            gettext("Bạn không thể gỡ bước hai của chính mình tại đây. Hãy nhờ quản trị viên khác.")
        )
    if not reason.strip():
        raise DomainError(gettext("Hãy ghi lý do, ví dụ đã gặp trực tiếp người bị mất điện thoại."), "reason")
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user.pk)
        with acting_as(_HOST):
            gone, _ = Authenticator.objects.filter(user=user).delete()
        if not gone:
            raise Conflict(gettext("Tài khoản này không có bước hai. Hãy tải lại trang."))
        _end_sessions(user)
        trail.record(
            "account.manage", user, by=by, now=now, before={"second_step": True}, after={"second_step": False},
            reason=reason,
        )  # fmt: skip
        change = f"Bước hai đã được quản trị viên {by.name} gỡ theo lý do “{reason.strip()}”"
        jobs.write("account/email/security", user.email, {"user": user, "change": change})


def _end_sessions(user: User) -> None:
    with acting_as(_HOST):
        for session in UserSession.objects.filter(user=user):
            session.end()
