"""Mails of accounts that leave apart from the answer, whose time would tell whether an address is known (P2).

Called by the form of a forgotten password and by the sign-in library's adapter.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread
from typing import Any

import structlog
from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from soat.access.actor import SIGN_IN, acting_as
from soat.accounts import services
from soat.accounts.models import User

_log = structlog.get_logger(__name__)


def apart(work: Callable[[], None]) -> None:
    """Do it after the commit, in a thread with a connection of its own."""
    transaction.on_commit(lambda: Thread(target=_run, args=(work,)).start())


def offer_new_password(email: str) -> None:
    """Mail the link for a new password, if the address is of an account in use. Nobody is told whether it is."""
    with acting_as(SIGN_IN):
        user = User.objects.filter(email__iexact=email, is_active=True).first()
        if user is None:
            return
        key = {"uidb36": user.pk.hex, "key": default_token_generator.make_token(user)}
    link = settings.BASE_URL + reverse("account_reset_password_from_key", kwargs=key)
    write("account/email/password_reset_key", user.email, {"password_reset_url": link})


def write(prefix: str, email: str, context: dict[str, Any]) -> None:
    """Mail what the templates of this name say."""
    send(get_adapter().render_mail(prefix, email, context), prefix)


def send(message: EmailMessage, kind: str) -> None:
    """A mail that fails is logged and shows on the administrator's trail; what it tells of has happened."""
    try:
        message.send()
    except OSError:
        _log.exception("mail_failed", kind=kind)
        for email in message.to:
            services.note_mail_failed(email, str(message.subject), now=timezone.now())


def _run(work: Callable[[], None]) -> None:
    try:
        work()
    finally:
        connection.close()
