"""A new address for one's own account (requirement P2): asked for, proved by a link, told to the old one.

The link carries its words signed, bound to the account and to the address of the time, so it works once.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.core import signing
from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from soat.access.actor import SIGN_IN, Actor, acting_as
from soat.accounts import jobs
from soat.accounts.models import User
from soat.accounts.signals import changed
from soat.accounts.tokens import ADDRESS_SALT
from soat.common.errors import Conflict, DomainError
from soat.common.jobs import later
from soat.trail import services as trail

VALID = timedelta(hours=24)


def ask_address(user: User, email: str, *, by: Actor) -> None:
    """Mail the link that proves the address. Whether it has an account already is told to its holder only."""
    by.require("account.edit", owner_id=user.pk)
    email = email.strip().lower()
    if email == user.email:
        raise DomainError(gettext("Đây đang là thư điện tử của bạn. Hãy ghi địa chỉ mới."), "email")
    later(jobs.prove_address, user_id=str(user.pk), email=email)


def asked_address(token: str, *, by: Actor) -> str:
    """The address a link proves. Raises DomainError for a link that is spent, too old or another person's."""
    try:
        pk, former, email = signing.loads(token, salt=ADDRESS_SALT, max_age=VALID)
    except signing.BadSignature as error:
        raise _spent() from error
    if pk != str(by.id) or not User.objects.filter(pk=pk, email=former).exists():
        raise _spent()
    return str(email)


def change_address(user: User, token: str, *, by: Actor, now: datetime) -> User:
    """From now on the account is signed in to with the address of the link; the former one is told."""
    by.require("account.edit", owner_id=user.pk)
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user.pk)
        former, user.email = user.email, asked_address(token, by=by)
        try:
            with transaction.atomic():
                user.save(update_fields=["email"])
        except IntegrityError as error:
            raise Conflict(gettext("Địa chỉ này đã có tài khoản khác. Hãy dùng địa chỉ khác.")) from error
        with acting_as(SIGN_IN):  # what the sign-in library remembers would let the former address in
            EmailAddress.objects.filter(user=user).delete()
        trail.record(
            "account.edit", user, by=by, now=now, before={"email": former}, after={"email": user.email}
        )
        changed.send(User, user=user, former=former, by=by, now=now)
        told = {"user": user, "change": f"Thư điện tử đã được đổi thành {user.email}"}
        jobs.write("account/email/security", former, told)
    return user


def _spent() -> DomainError:
    return DomainError(
        gettext("Đường dẫn này không còn dùng được. Hãy mở trang Tài khoản của tôi và đổi thư điện tử lại.")
    )
