"""The morning's mail of each person (requirement A2): notices she has not read, and what is due. Jobs of the queue.

On working days from seven o'clock. Each person and day is dealt with once: the clock asks often, and whoever has her
mail is not asked for again. Nothing of a surprise inspection stands in it, and no mail goes out with nothing to say.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from html import unescape
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.timezone import localtime

from soat.access.actor import Actor, acting_as, load
from soat.access.models import Grant
from soat.accounts.models import User
from soat.common.jobs import job, later
from soat.common.language import in_vietnamese
from soat.inbox import about, services
from soat.inbox.kinds import WORK, Way, plain
from soat.inbox.models import Choice, Digest, MailState, Message
from soat.portal import work
from soat.portal.lines import Task
from soat.schedules.calendar import calendar_of

FROM_HOUR, UNTIL_HOUR = 7, 18
AHEAD = timedelta(days=3)
MOST = 20
_ON_THE_PAGE_ALONE = "Có việc chờ bạn quyết định trên Soát"


@job("portal.digests", label="Chuẩn bị thư buổi sáng", every="*/20 * * * *")
def plan_digests() -> None:
    """The clock of `ask_for_digests`."""
    ask_for_digests(timezone.now())


def ask_for_digests(now: datetime) -> int:
    """Ask for the mail of everybody who has a role and was not dealt with today. How many they are."""
    here = localtime(now)
    day = here.date()
    if not FROM_HOUR <= here.hour < UNTIL_HOUR or not calendar_of(day.year, day.year).works(day):
        return 0
    with acting_as(services.TELLER):
        served = Digest.objects.filter(day=day).values("user")
        held = Grant.objects.filter(ended_at=None, user__is_active=True).exclude(user__in=served)
        found = sorted(set(held.values_list("user", flat=True)))
    for user_id in found:
        later(digest, key=f"{user_id} {day}", user_id=str(user_id), day=day.isoformat())
    return len(found)


@job("portal.digest", label="Gửi thư buổi sáng", queue="mail", transaction=False)
def digest(user_id: str, day: str) -> None:
    """Her mail of the day. Sent twice after a crash it has one Message-ID, so that mail programs show it once."""
    today = date.fromisoformat(day)
    with acting_as(services.TELLER):
        user = User.objects.filter(pk=user_id, is_active=True).first()
        if user is None or Digest.objects.filter(user=user, day=today).exists():
            return
        waiting = list(Message.objects.filter(user=user, mail_state=MailState.DIGEST, read_at=None)[:200])
        wants_work = not Choice.objects.filter(user=user, kind=WORK, way=Way.APP).exists()
        actor = load(UUID(user_id), user.get_full_name())
    told, due = _words(actor, waiting), _due(actor, today) if wants_work else []
    if told or due:
        _written(user, today, told, due).send()
    services.note_digest(user.pk, today, waiting, sent_at=timezone.now() if told or due else None)


def _words(actor: Actor, waiting: Sequence[Message]) -> list[str]:
    """The notices whose records she may still see, the latest first."""
    with acting_as(actor):
        opened = about.open_ones(actor, waiting)
    return [plain(one.kind, one.facts) for one in waiting if one.pk in opened]


def _due(actor: Actor, today: date) -> list[str]:
    """What of her work is overdue or due in the next days."""
    with acting_as(actor), in_vietnamese():
        rows = [one for one in work.tasks(actor, today) if one.due and one.due <= today + AHEAD]
        return list(dict.fromkeys(_line(one, today) for one in rows))


def _line(task: Task, today: date) -> str:
    if task.is_secret or task.due is None:
        return _ON_THE_PAGE_ALONE
    when = "quá hạn từ" if task.due < today else "hạn"
    return f"{unescape(strip_tags(str(task.title)))} ({when} {task.due:%d/%m/%Y})"


def _written(user: User, today: date, told: Sequence[str], due: Sequence[str]) -> EmailMessage:
    parts = [
        f"{head}:\n" + "\n".join(f"- {line}" for line in lines[:MOST]) + _more(lines)
        for head, lines in (("Việc đến hạn", due), ("Tin báo chưa đọc", told))
        if lines
    ]
    where = (
        f"Việc của tôi: {settings.BASE_URL}/\nCách báo tin: {settings.BASE_URL}{reverse('inbox:settings')}"
    )
    return EmailMessage(
        f"Soát: việc và tin báo ngày {today:%d/%m/%Y}",
        "\n\n".join([*parts, where]) + "\n",
        None,
        [user.email],
        headers={"Message-ID": f"<{user.pk}.{today}@soat>"},
    )


def _more(lines: Sequence[str]) -> str:
    return f"\n- và {len(lines) - MOST} mục nữa trên Soát" if len(lines) > MOST else ""
