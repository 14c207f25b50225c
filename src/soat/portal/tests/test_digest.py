"""The morning's mail (A2): once a person and day, with what waits for her and nothing she may not see."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from tests.cast import NOW, SYSTEM, Cast

from soat.access.actor import acting_as
from soat.accounts.models import User
from soat.common.errors import DomainError
from soat.inbox.kinds import KINDS, WORK, Way
from soat.inbox.models import Digest, MailState, Message
from soat.inbox.services import choose, tell
from soat.portal import jobs
from soat.programmes.models import Duty, Programme
from soat.schedules.models import Visit

MORNING = datetime(2026, 3, 3, 1, 0, tzinfo=UTC)  # Tuesday, eight o'clock here
DAY = date(2026, 3, 3)


def served(cast: Cast, name: str, day: date = DAY) -> list[str]:
    """The bodies of the mails that come of it."""
    mail.outbox.clear()
    jobs.digest(user_id=str(cast.user(name).pk), day=day.isoformat())
    return [str(one.body) for one in mail.outbox]


def told(cast: Cast, name: str, kind: str = "programme.started", key: str = "k") -> None:
    with acting_as(SYSTEM) as actor:
        facts = {"programme": "Kế hoạch số 1"}
        tell(kind, to=[cast.user(name).pk], about=cast.ours, facts=facts, by=actor, now=NOW, key=key)


def duty(cast: Cast, due: date, text: str = "Nộp báo cáo.") -> None:
    with acting_as(SYSTEM):
        Duty.objects.create(
            programme=cast.ours, owner="units", party="x", agency=cast.unit, text=text, due_on=due
        )


def test_notices_and_what_is_due_come_once(cast: Cast) -> None:
    told(cast, "unit_officer")
    duty(cast, DAY + timedelta(days=2))
    duty(cast, DAY - timedelta(days=1), "Gửi tài liệu & phụ lục.")
    duty(cast, DAY + timedelta(days=9), "Còn lâu.")
    [body] = served(cast, "unit_officer")
    assert "- Nộp báo cáo. (hạn 05/03/2026)" in body
    assert "- Gửi tài liệu & phụ lục. (quá hạn từ 02/03/2026)" in body
    assert "- Chương trình Kế hoạch số 1 đã bắt đầu." in body
    assert "Còn lâu" not in body
    assert served(cast, "unit_officer") == []
    with acting_as(SYSTEM):
        assert Message.objects.get().mail_state == MailState.SENT
    [again] = served(cast, "unit_officer", DAY + timedelta(days=1))
    assert "Kế hoạch số 1" not in again  # told in the mail before


def test_with_nothing_to_say_no_mail_goes(cast: Cast) -> None:
    assert served(cast, "member") == []
    with acting_as(SYSTEM):
        assert Digest.objects.get().sent_at is None


def test_what_she_read_or_may_no_longer_see_is_left_out(cast: Cast) -> None:
    told(cast, "unit_officer", key="read")
    with acting_as(SYSTEM):
        Message.objects.update(read_at=NOW)
    told(cast, "unit_officer", key="closed")
    with acting_as(SYSTEM):
        Programme.objects.filter(pk=cast.ours.pk).update(state="draft", started_at=None, started_by=None)
    assert served(cast, "unit_officer") == []


def test_a_locked_account_gets_none(cast: Cast) -> None:
    told(cast, "unit_officer")
    with acting_as(SYSTEM):
        User.objects.filter(pk=cast.user("unit_officer").pk).update(is_active=False)
    assert served(cast, "unit_officer") == []


def test_a_surprise_to_approve_is_named_in_no_mail(cast: Cast) -> None:
    with acting_as(SYSTEM):
        Visit.objects.create(
            programme=cast.ours,
            agency=cast.unit,
            kind="surprise",
            state="proposed",
            day=DAY + timedelta(days=1),
            reason="Đơn thư.",
            made_at=NOW,
            made_by=SYSTEM.id,
        )
    [body] = served(cast, "head")
    assert "Có việc chờ bạn quyết định trên Soát" in body
    assert cast.unit.name not in body
    assert "đột xuất" not in body.lower()
    assert served(cast, "unit_head") == []


def test_who_wants_no_mail_of_what_is_due(cast: Cast) -> None:
    duty(cast, DAY)
    with acting_as(cast.actor("unit_officer")) as officer:
        choose({WORK: Way.APP}, by=officer)
    assert served(cast, "unit_officer") == []
    assert served(cast, "unit_head") != []


@pytest.mark.parametrize(
    "now",
    [
        MORNING - timedelta(hours=2),  # six o'clock
        MORNING + timedelta(hours=11),
        MORNING - timedelta(days=2),  # Sunday
        datetime(2026, 4, 30, 1, 0, tzinfo=UTC),  # a holiday
    ],
)
def test_outside_working_hours_nobody_is_asked_for(cast: Cast, now: datetime) -> None:
    assert jobs.ask_for_digests(now) == 0


def test_everybody_with_a_role_is_asked_for_once(cast: Cast, run_jobs: Callable[..., Any]) -> None:
    told(cast, "unit_officer")
    asked = jobs.ask_for_digests(MORNING)
    assert asked == len(cast.users) - 1  # the stranger holds nothing
    assert jobs.ask_for_digests(MORNING) == asked
    mail.outbox.clear()
    assert run_jobs().count("portal.digest") == asked
    assert [one.to for one in mail.outbox] == [["unit-officer@soat.example"]]
    assert jobs.ask_for_digests(MORNING) == 0


def test_a_kind_is_told_in_the_way_she_chose(cast: Cast, client_for: Callable[..., Any]) -> None:
    client, url = client_for(cast.user("head")), "/tin-bao/cai-dat/"
    page = client.get(url).text
    assert "Chương trình bắt đầu" in page
    assert "Có đề xuất đột xuất chờ bạn duyệt" in page
    assert "đột xuất" not in client_for(cast.user("unit_head")).get(url).text
    sent = {name: kind.way.value for name, kind in KINDS.items() if name != "surprise.decided"}
    assert "Đã lưu" in client.post(url, {**sent, "programme.started": "app"}, follow=True).text
    told(cast, "head")
    told(cast, "unit_head")
    with acting_as(SYSTEM):
        states = dict(Message.objects.values_list("user", "mail_state"))
    assert states == {cast.user("head").pk: "none", cast.user("unit_head").pk: "digest"}
    refused = client.post(url, {**sent, "visit.told": "app"})
    assert "Đã lưu" not in refused.text
    with acting_as(cast.actor("head")) as head, pytest.raises(DomainError, match="không chọn được"):
        choose({"visit.told": Way.APP}, by=head)
    client.post(url, {**sent, "programme.started": "mail"})
    told(cast, "head", key="later")
    with acting_as(SYSTEM):
        assert Message.objects.get(user=cast.user("head"), key="later").mail_state == MailState.WAITING
