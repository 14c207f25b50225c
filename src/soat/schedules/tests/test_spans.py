"""Absences and days of units (S1): who says them, what they conflict with, the calendar that refuses; pages."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.cast import NOW, SYSTEM, Cast

from soat.access.actor import acting_as
from soat.common.errors import Conflict, DomainError, Missing, Refused
from soat.common.ids import new_id
from soat.schedules.models import Absence, Blackout, BlackoutRequest, Crew, Visit
from soat.schedules.selectors import spans as read
from soat.schedules.services import crews, spans, surprises, visits
from soat.schedules.services.spans import Days
from soat.schedules.services.visits import Shape
from soat.schedules.tests.test_pages import JSON
from soat.schedules.tests.test_pages import at as of_visit
from soat.schedules.tests.test_visits import DAY, fresh, run, stage, visit

__all__ = ["stage", "visit"]
DAYS = Days(DAY, DAY, "Đi học")


def at(cast: Cast, name: str, *more: Any) -> str:
    return reverse(f"schedules:{name}", args=[cast.ours.pk, *more])


def test_a_member_declares_for_herself_and_the_coordinator_for_anybody(cast: Cast, stage: Any) -> None:
    member, support = stage["members"]["member"], stage["members"]["support"]
    made = run(cast, "member", spans.declare, member, DAYS)
    assert run(cast, "coordinator", spans.declare, support, DAYS).member == support
    with pytest.raises(Conflict, match="tự khai"):
        run(cast, "member", spans.declare, support, DAYS)
    with pytest.raises(Refused):
        run(cast, "leadership", spans.declare, member, DAYS)
    with pytest.raises(Conflict, match="tự khai"):
        run(cast, "support", spans.undeclare, made)
    run(cast, "member", spans.undeclare, made)
    with pytest.raises(Missing):
        run(cast, "member", spans.undeclare, made)
    key = new_id()
    again = [run(cast, "member", spans.declare, member, DAYS, key=key) for _ in range(2)]
    assert again[0] == again[1]


def test_days_that_cannot_be(cast: Cast, stage: Any) -> None:
    member = stage["members"]["member"]
    for last, why in ((DAY - timedelta(days=1), "Ngày cuối"), (DAY + timedelta(days=400), "một năm")):
        with pytest.raises(DomainError, match=why):
            run(cast, "member", spans.declare, member, Days(DAY, last))


def test_an_absence_is_met_by_the_calendar(cast: Cast, stage: Any, visit: Visit, client_for: Any) -> None:
    """Dragged onto a day on which one of the crew is away: refused at once, with who and why."""
    member = stage["members"]["member"]
    run(cast, "coordinator", crews.join, visit, member)
    run(cast, "member", spans.declare, member, DAYS)
    client = client_for(cast.user("coordinator"))
    moved = client.post(of_visit("visit_move", visit), {"day": "6/5/2026", "half": "am", "seen": "0"}, **JSON)
    assert moved.status_code == 400
    assert "Phạm Đức Bình không đi được: vắng từ 06/05/2026 đến 06/05/2026" in moved.json()["title"]
    assert fresh(visit).day is None
    run(
        cast,
        "coordinator",
        spans.bar,
        cast.ours,
        cast.unit,
        Days(date(2026, 5, 7), date(2026, 5, 8), "Đại hội"),
    )
    barred = client.post(
        of_visit("visit_move", visit), {"day": "7/5/2026", "half": "am", "seen": "0"}, **JSON
    )
    assert "không tiếp Đoàn từ 07/05/2026 đến 08/05/2026: Đại hội" in barred.json()["title"]
    free = client.post(of_visit("visit_move", visit), {"day": "11/5/2026", "half": "am", "seen": "0"}, **JSON)
    assert free.status_code == 200


def test_conflicts_are_listed_at_once_with_a_link(
    cast: Cast, stage: Any, visit: Visit, client_for: Any
) -> None:
    member = stage["members"]["member"]
    run(cast, "coordinator", crews.join, visit, member)
    run(cast, "coordinator", visits.move, fresh(visit), DAY, "am")
    client = client_for(cast.user("member"))
    url = at(cast, "absences")
    assert "Chưa ai khai" in client.get(url).content.decode()
    assert "bắt buộc" in client.post(url, {"member": member.pk}).content.decode()
    page = client.post(
        url, {"member": member.pk, "first": "5/5/2026", "last": "7/5/2026"}, follow=True
    ).content.decode()
    assert of_visit("visit", visit) in page
    assert "Đã ghi ngày vắng" in page
    with acting_as(SYSTEM):
        absence = Absence.objects.get()
    assert client_for(cast.user("leadership")).post(url, {}).status_code == 403
    assert client_for(cast.user("head")).post(url, {"first": "5/5/2026"}).status_code == 409
    assert client.post(at(cast, "absence_remove", absence.pk)).status_code == 302
    assert client.post(at(cast, "absence_remove", absence.pk)).status_code == 404
    assert client_for(cast.user("unit_head")).get(url).status_code == 403


def test_a_unit_asks_and_the_coordinator_answers(cast: Cast, visit: Visit, client_for: Any) -> None:
    unit, coordinator = client_for(cast.user("unit_officer")), client_for(cast.user("coordinator"))
    url = at(cast, "blackouts")
    given = {"agency": cast.unit.pk, "first": "6/5/2026", "reason": "Đại hội"}
    assert "bắt buộc" in unit.post(url, {**given, "reason": ""}).content.decode()
    assert "Chờ trả lời" in unit.post(url, given, follow=True).content.decode()
    with acting_as(SYSTEM):
        asked = BlackoutRequest.objects.get()
        assert not Blackout.objects.exists()
    run(cast, "coordinator", visits.move, visit, DAY, "am")
    assert of_visit("visit", visit) not in unit.get(url).content.decode()
    page = coordinator.get(url).content.decode()
    assert "Đại hội" in page
    assert of_visit("visit", visit) in page
    answer = at(cast, "blackout_answer", asked.pk)
    assert coordinator.post(answer, {"step": "decline", "words": ""}).status_code == 400
    assert coordinator.post(answer, {}).status_code == 400
    assert unit.post(answer, {"step": "accept"}).status_code == 403
    assert coordinator.post(answer, {"step": "accept"}).status_code == 302
    assert coordinator.post(answer, {"step": "accept"}).status_code == 409
    assert coordinator.post(at(cast, "blackout_answer", cast.ours.pk), {"step": "accept"}).status_code == 404
    assert "Đã chấp nhận" in unit.get(url).content.decode()
    with acting_as(SYSTEM):
        barred = Blackout.objects.get()
    assert coordinator.post(at(cast, "blackout_remove", barred.pk)).status_code == 302
    assert coordinator.post(at(cast, "blackout_remove", barred.pk)).status_code == 404
    for who, code in (("press", 403), ("stranger", 404)):
        assert client_for(cast.user(who)).get(url).status_code == code


def test_a_refusal_says_why_and_the_coordinator_records_days(cast: Cast, client_for: Any) -> None:
    ask = (cast.ours, cast.unit, Days(DAY, DAY, "Đại hội"))
    with pytest.raises(Refused):
        run(cast, "other_unit_officer", spans.ask, *ask)
    with pytest.raises(DomainError, match="lý do"):
        run(cast, "unit_head", spans.ask, cast.ours, cast.unit, Days(DAY, DAY))
    key = new_id()
    asked = run(cast, "unit_head", spans.ask, *ask, key=key)
    assert run(cast, "unit_head", spans.ask, *ask, key=key) == asked
    with acting_as(SYSTEM):
        asked = BlackoutRequest.objects.select_related("programme").get(pk=asked.pk)
    declined = run(cast, "coordinator", spans.answer, asked, accepted=False, words="Đã báo lịch.")
    assert (declined.accepted, declined.answer) == (False, "Đã báo lịch.")
    coordinator = client_for(cast.user("coordinator"))
    url = at(cast, "blackouts")
    assert "chọn đơn vị" in coordinator.post(url, {"agency": "", "first": "6/5/2026"}).content.decode()
    assert coordinator.post(url, {"agency": cast.unit.pk, "first": "6/5/2026"}).status_code == 302
    page = coordinator.get(url).content.decode()
    assert "Chưa chấp nhận: Đã báo lịch." in page
    key = new_id()
    barred = [run(cast, "coordinator", spans.bar, *ask, key=key) for _ in range(2)]
    assert barred[0] == barred[1]
    run(cast, "coordinator", spans.unbar, barred[0])
    with pytest.raises(Missing):
        run(cast, "coordinator", spans.unbar, barred[0])


def test_a_hidden_visit_conflicts_for_who_sees_it_alone(cast: Cast, stage: Any) -> None:
    member = stage["members"]["member"]
    shape = Shape([stage["areas"][0]])
    secret = run(
        cast, "coordinator", surprises.propose, cast.ours, cast.unit, shape, day=DAY, reason="Tin báo."
    )
    run(cast, "coordinator", crews.join, fresh(secret), member)
    run(cast, "member", spans.declare, member, DAYS)
    run(cast, "unit_head", spans.ask, cast.ours, cast.unit, Days(DAY, DAY, "Đại hội"))
    for who, seen in (("coordinator", 1), ("member", 1), ("support", 0), ("leadership", 0)):
        actor = cast.actor(who)
        with acting_as(actor):
            assert [len(one.visits) for one in read.absences(cast.ours, actor)] == [seen], who
            assert [len(one.visits) for one in read.requests(cast.ours, actor)] == [seen], who
    actor = cast.actor("unit_head")
    with acting_as(actor):
        assert [one.visits for one in read.requests(cast.ours, actor)] == [[]]


def test_queries_do_not_grow_with_rows(cast: Cast, stage: Any, visit: Visit, client_for: Any) -> None:
    client = client_for(cast.user("coordinator"))
    member = stage["members"]["member"]

    def count() -> list[int]:
        told = []
        for name in ("absences", "blackouts"):
            with CaptureQueriesContext(connection) as captured:
                assert client.get(at(cast, name)).status_code == 200
            told.append(len(captured))
        return told

    def more(number: int) -> None:
        with acting_as(SYSTEM):
            for _ in range(number):
                days = {"programme": cast.ours, "first": DAY, "last": DAY}
                Absence.objects.create(**days, member=member)
                Blackout.objects.create(**days, agency=cast.unit)
                BlackoutRequest.objects.create(
                    **days, agency=cast.unit, reason="x", asked_at=NOW, asked_by=SYSTEM.id
                )

    run(cast, "coordinator", visits.move, visit, DAY, "am")
    with acting_as(SYSTEM):
        Crew.objects.create(programme=cast.ours, visit=visit, member=member, person=member.person)
    more(1)
    count()
    few = count()
    more(8)
    assert count() == few
