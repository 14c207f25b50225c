"""Tells persons what happened (requirement A2), and marks what they have read. The one way to tell anybody anything.

Called by the services of the rooms above, inside the transaction of what they tell.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext

from soat.access.actor import Actor, acting_as, load, system
from soat.access.models import Grant, Heir
from soat.access.permissions import PERMISSIONS
from soat.access.roles import Role
from soat.common.errors import DomainError
from soat.common.jobs import later
from soat.inbox import about as records
from soat.inbox.kinds import KINDS, Way
from soat.inbox.models import Choice, Digest, MailState, Message

TELLER = system("tin báo")
_MAILS = {Way.MAIL: MailState.WAITING, Way.DIGEST: MailState.DIGEST, Way.APP: MailState.NONE}


def tell(
    kind: str,
    *,
    to: Iterable[UUID | None],
    about: Model,
    facts: dict[str, str] | None = None,
    by: Actor,
    now: datetime,
    key: str = "",
) -> None:
    """Tell each of `to` (accounts; None: she has none) once, but not `by` herself nor whoever may not see `about`.

    `key`: which moment of the record it is, by itself `now`; asked again with the same one nobody is told twice.
    """
    wanted = {one for one in to if one} - {by.id}
    if not wanted:
        return
    moment = key or now.isoformat()
    with acting_as(TELLER):
        told = Message.objects.filter(user__in=wanted, kind=kind, subject_id=about.pk, key=moment)
        known = set(told.values_list("user", flat=True))
        people = get_user_model().objects.filter(pk__in=wanted - known, is_active=True).order_by("pk")
        ways = dict(Choice.objects.filter(user__in=wanted, kind=kind).values_list("user", "way"))
        made = [
            _message(
                kind,
                user_id,
                about,
                facts or {},
                (by, now),
                key=moment,
                way=Way(ways.get(user_id, KINDS[kind].way)),
            )
            for user_id in people.values_list("pk", flat=True)
            if records.may_see(load(user_id, ""), about._meta.label_lower, [about.pk])
        ]
        Message.objects.bulk_create(made, ignore_conflicts=True)
        _mail(made)


def _message(
    kind: str,
    user_id: UUID,
    about: Model,
    facts: dict[str, str],
    told: tuple[Actor, datetime],
    *,
    key: str,
    way: Way,
) -> Message:
    is_whole = about._meta.label_lower == "programmes.programme"
    return Message(
        user_id=user_id,
        kind=kind,
        programme_id=about.pk if is_whole else getattr(about, "programme_id", None),
        agency_id=getattr(about, "agency_id", None),
        subject_type=about._meta.label_lower,
        subject_id=about.pk,
        facts=facts,
        key=key,
        told_at=told[1],
        told_by=told[0].id,
        mail_state=_MAILS[way],
    )


def _mail(made: Collection[Message]) -> None:
    from soat.inbox.jobs import send  # the job marks its mail through this module

    for one in made:
        if one.mail_state == MailState.WAITING:
            later(send, message_id=str(one.pk))


def who_may(action: str, programme_id: UUID) -> set[UUID]:
    """Accounts that may do `action` on all rows of the programme."""
    with acting_as(TELLER):
        held = Grant.objects.filter(programme_id=programme_id, ended_at=None)
        return set(held.filter(role__in=_roles(action, "programme")).values_list("user", flat=True))


def of_agency(action: str, programme_id: UUID, agency_id: UUID | None) -> set[UUID]:
    """Accounts that may do `action` for this agency, or for the one that succeeded it; of no agency nobody."""
    if agency_id is None:
        return set()
    with acting_as(TELLER):
        heirs = Heir.objects.filter(predecessor_id=agency_id).values("agency_id")
        held = Grant.objects.filter(programme_id=programme_id, ended_at=None, agency_id__in=heirs)
        return set(held.filter(role__in=_roles(action, "unit")).values_list("user", flat=True))


def _roles(action: str, scope: str) -> set[Role]:
    return {role for p in PERMISSIONS if p.action == action and p.scope == scope for role in p.roles}


def everybody(programme_id: UUID) -> set[UUID]:
    """Accounts that hold any role in the programme."""
    with acting_as(TELLER):
        held = Grant.objects.filter(programme_id=programme_id, ended_at=None)
        return set(held.values_list("user", flat=True))


def mark_read(message: Message, *, by: Actor, now: datetime) -> None:
    """The first reading counts."""
    Message.objects.visible_to(by).filter(pk=message.pk, read_at=None).update(read_at=now)


def mark_all_read(*, by: Actor, now: datetime) -> int:
    """All that she was told until `now`. How many they were."""
    return Message.objects.visible_to(by).filter(read_at=None, told_at__lte=now).update(read_at=now)


def note_mail(message_id: UUID, state: MailState) -> None:
    with acting_as(TELLER):
        Message.objects.filter(pk=message_id).update(mail_state=state)


def choose(ways: Mapping[str, Way], *, by: Actor) -> None:
    """How she wants to be told, by kind. It stands in no trail: how she reads is nobody's business.

    Raises DomainError for a kind that is not there or a way that it does not leave to her.
    """
    for name, way in ways.items():
        if name not in KINDS or way not in KINDS[name].ways:
            raise DomainError(
                gettext("Cách báo này không chọn được cho loại tin đó. Hãy tải lại trang."), name
            )
    with transaction.atomic():
        for name, way in ways.items():
            Choice.objects.update_or_create(user_id=by.id, kind=name, defaults={"way": way})


def note_digest(user_id: UUID, day: date, messages: Collection[Message], *, sent_at: datetime | None) -> None:
    """The morning's mail of the day is dealt with, and these notices with it."""
    with acting_as(TELLER), transaction.atomic():
        Digest.objects.get_or_create(user_id=user_id, day=day, defaults={"sent_at": sent_at})
        Message.objects.filter(pk__in=[one.pk for one in messages]).update(mail_state=MailState.SENT)
