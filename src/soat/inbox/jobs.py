"""The mail of a notice, as a job of the queue (requirement A2). Asked for by `services.tell`."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse

from soat.access.actor import acting_as, load
from soat.common.jobs import job
from soat.inbox import about, services
from soat.inbox.kinds import KINDS, plain
from soat.inbox.models import MailState, Message


def _not_sent(message_id: str) -> None:
    services.note_mail(UUID(message_id), MailState.FAILED)


@job("inbox.mail", label="Gửi thư tin báo", queue="mail", transaction=False, given_up=_not_sent)
def send(message_id: str) -> None:
    """Not sent to whoever has read the notice, may no longer see its record, or has no account in use."""
    with acting_as(services.TELLER):
        waiting = Message.objects.select_related("user")
        message = waiting.filter(pk=message_id, mail_state=MailState.WAITING).first()
        if message is None:
            return
        actor = load(message.user_id, "")
    with acting_as(actor):
        is_open = bool(about.open_ones(actor, [message]))
    if message.read_at or not is_open or not message.user.is_active:
        services.note_mail(message.pk, MailState.WITHHELD)
        return
    _written(message).send()
    services.note_mail(message.pk, MailState.SENT)


def _written(message: Message) -> EmailMessage:
    """Its Message-ID is the notice's, so that one sent twice after a crash is one for the mail programs."""
    words = plain(message.kind, message.facts)
    link = settings.BASE_URL + reverse("inbox:open", args=[message.pk])
    text = f"{words}\n\nXem trên Soát: {link}\n"
    return EmailMessage(
        f"Soát: {KINDS[message.kind].label.lower()}",
        text,
        None,
        [message.user.email],
        headers={"Message-ID": f"<{message.pk}@soat>"},
    )
