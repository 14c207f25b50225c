"""Notices to a person, tin báo (requirement A2): what happened that is her business, and whether she has read it.

Not to be taken for `schedules.Notice`, the paper a unit is sent. Only the person herself reads hers; the database
lets nobody delete one, and of what was told only the mark of reading and the state of its mail change.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, gettext_lazy

from soat.access.actor import Actor
from soat.common.choices import Choices
from soat.common.models import BaseModel
from soat.inbox.kinds import Way


class MailState(Choices):
    NONE = "none", gettext_lazy("Không gửi thư")
    WAITING = "waiting", gettext_lazy("Thư đang được gửi")
    DIGEST = "digest", gettext_lazy("Gộp vào thư buổi sáng")
    SENT = "sent", gettext_lazy("Đã gửi thư")
    FAILED = "failed", gettext_lazy("Không gửi được thư")
    WITHHELD = "withheld", gettext_lazy("Thôi gửi thư")


class MessageQuerySet(models.QuerySet["Message"]):
    def visible_to(self, actor: Actor) -> MessageQuerySet:
        return self if actor.kind == "system" else self.filter(user=actor.id)


class Message(BaseModel):
    """`kind` of `kinds.KINDS` with `facts` makes the sentence in the language of whoever reads it.

    `subject_type`, `subject_id`: the record it is about, as "room.model". `key`: which moment of the record; with
    person, kind and record it is told once.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    programme_id = models.UUIDField(null=True)
    agency_id = models.UUIDField(null=True)
    subject_type = models.CharField(max_length=80)
    subject_id = models.UUIDField()
    facts = models.JSONField(default=dict)
    key = models.CharField(max_length=80)
    told_at = models.DateTimeField()
    told_by = models.UUIDField()
    read_at = models.DateTimeField(null=True)
    mail_state = models.CharField(max_length=8, choices=MailState.choices, default=MailState.NONE)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["-told_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "kind", "subject_id", "key"], name="inbox_message_told_once"
            )
        ]
        indexes = [
            models.Index(fields=["user", "-told_at"], name="inbox_message_latest"),
            models.Index(fields=["user"], condition=Q(read_at=None), name="inbox_message_unread"),
        ]

    def __str__(self) -> str:
        return gettext("Tin báo")


class Choice(BaseModel):
    """How a person wants to be told of a kind, where it is not the kind's own way."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    way = models.CharField(max_length=8, choices=Way.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "kind"], name="inbox_choice_once")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.get_way_display()}"


class Digest(BaseModel):
    """The morning's mail of a person and day is dealt with; `sent_at`: none where there was nothing to say."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "day"], name="inbox_digest_once")]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y}"
