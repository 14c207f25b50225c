"""Mails as jobs of the queue (requirement P2): tried again while the mail server does not answer, never lost.

No secret of a link stands in the queue: it is made when the mail is written. Asked for by the form of a forgotten
password, the sign-in library's adapter and the services of addresses and invitations.
"""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from soat.access.actor import SIGN_IN, acting_as, system
from soat.accounts import services
from soat.accounts.models import Invitation, MailState, User
from soat.accounts.tokens import address_token, invitation_token, password_key
from soat.common.jobs import job, later
from soat.common.language import in_vietnamese

_POST = system("gửi thư mời")


def write(prefix: str, email: str, context: dict[str, Any]) -> None:
    """Ask for a mail of what the templates of this name say now; for mails without secrets."""
    with in_vietnamese():
        message = get_adapter().render_mail(prefix, email, context)
    later(send, to=email, subject=str(message.subject), text=str(message.body))


def _not_sent(to: str, subject: str, text: str) -> None:
    services.note_mail_failed(to, subject, now=timezone.now())


@job("accounts.mail", label="Gửi thư", queue="mail", transaction=False, given_up=_not_sent)
def send(to: str, subject: str, text: str) -> None:
    """A mail as it was written."""
    send_mail(subject, text, None, [to])


def _no_new_password(email: str) -> None:
    services.note_mail_failed(email, "Đặt lại mật khẩu", now=timezone.now())


@job(
    "accounts.new_password",
    label="Gửi thư đặt lại mật khẩu",
    queue="mail",
    transaction=False,
    given_up=_no_new_password,
)
def offer_new_password(email: str) -> None:
    """The link for a new password, if the address is of an account in use. Nobody is told whether it is."""
    with acting_as(SIGN_IN):
        user = User.objects.filter(email__iexact=email, is_active=True).first()
        if user is None:
            return
        link = _link("account_reset_password_from_key", **password_key(user))
    get_adapter().render_mail(
        "account/email/password_reset_key", user.email, {"password_reset_url": link}
    ).send()


@job("accounts.address", label="Gửi thư xác nhận địa chỉ mới", queue="mail", transaction=False)
def prove_address(user_id: str, email: str) -> None:
    """The link that proves a new address of this account."""
    with acting_as(SIGN_IN):
        user = User.objects.get(pk=user_id)
    link = _link("accounts:address_confirm", token=address_token(user, email))
    get_adapter().render_mail("account/email/address", email, {"user": user, "link": link}).send()


@job("accounts.invitation", label="Gửi thư mời", queue="mail", transaction=False)
def send_invitation(invitation_id: str) -> None:
    """A mail that cannot be sent shows on the inviter's list at once; she has the link and may hand it over herself."""
    with acting_as(_POST):
        invitation = Invitation.objects.filter(pk=invitation_id, accepted_at=None, revoked_at=None).first()
    if invitation is None:
        return
    link = _link("portal:accept", token=invitation_token(invitation))
    text = render_to_string("accounts/invitation_mail.txt", {"invitation": invitation, "link": link})
    state = MailState.FAILED
    try:
        send_mail("Lời mời tham gia chương trình kiểm tra trên Soát", text, None, [invitation.email])
        state = MailState.SENT
    finally:
        with acting_as(_POST):
            Invitation.objects.filter(pk=invitation_id).update(mail_state=state)


def _link(view: str, **parts: str) -> str:
    return settings.BASE_URL + reverse(view, kwargs=parts)
