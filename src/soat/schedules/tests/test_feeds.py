"""The calendar feed (S9): its text by RFC 5545, whose visits stand in it, and that it can be taken back."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from tests.cast import SYSTEM, Cast

from soat.access.actor import acting_as
from soat.accounts.models import User
from soat.schedules.icalendar import Entry, escaped, folded, text_of
from soat.schedules.models import Feed, Visit
from soat.schedules.services import crews, surprises, visits
from soat.schedules.services.visits import Shape
from soat.schedules.tests.test_visits import DAY, fresh, run, stage, visit
from soat.trail.models import Event

__all__ = ["stage", "visit"]


def address(client: Any) -> str:
    told = re.search(r'value="(http[^"]+\.ics)"', client.post("/lich/", {"step": "make"}).content.decode())
    assert told
    return told[1].partition("testserver")[2]


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=300))
def test_folding_keeps_every_character(line: str) -> None:
    pieces = folded(line).split("\r\n")
    assert all(len(piece.encode()) <= 75 for piece in pieces)
    assert pieces[0] + "".join(piece[1:] for piece in pieces[1:]) == line


def test_times_are_utc_and_text_is_escaped() -> None:
    entry = Entry(
        "1@soat", DAY, "am", 2, "Sở A, B; C", "", "một\nhai", "http://x/", 3, datetime(2026, 3, 1, tzinfo=UTC)
    )
    lines = text_of("Lịch", [entry]).split("\r\n")
    for line in ("DTSTART:20260506T010000Z", "DTEND:20260506T100000Z", "SEQUENCE:3", "UID:1@soat"):
        assert line in lines
    assert "SUMMARY:Sở A\\, B\\; C" in lines
    assert "DESCRIPTION:một\\nhai" in lines
    assert escaped("a\\b\r\n") == "a\\\\b\\n"
    assert lines[-2:] == ["END:VCALENDAR", ""]


def test_each_sees_her_own_visits(cast: Cast, stage: Any, visit: Visit, client_for: Any, client: Any) -> None:
    run(cast, "coordinator", visits.move, visit, DAY, "am")
    feeds = {
        name: address(client_for(cast.user(name)))
        for name in ("coordinator", "member", "support", "unit_officer", "stranger")
    }

    def seen(name: str) -> bool:
        answer = client.get(feeds[name])
        assert answer.headers["Content-Type"].startswith("text/calendar")
        return f"UID:{visit.pk}@soat" in answer.content.decode()

    assert [seen(name) for name in feeds] == [True, False, False, False, False]
    run(cast, "coordinator", crews.join, fresh(visit), stage["members"]["member"])
    assert [seen(name) for name in feeds] == [True, True, False, False, False]
    with acting_as(SYSTEM):
        Visit.objects.filter(pk=visit.pk).update(
            state="notified", notified_at=visit.made_at, notified_by=SYSTEM.id
        )
    assert [seen(name) for name in feeds] == [True, True, False, True, False]
    task = client_for(cast.user("unit_officer")).get("/").content.decode()
    assert ("Chuẩn bị tiếp Đoàn" in task) == (timezone.localdate() <= DAY)


def test_a_surprise_only_for_its_crew_and_who_decides(
    cast: Cast, stage: Any, client_for: Any, client: Any
) -> None:
    secret = run(
        cast,
        "coordinator",
        surprises.propose,
        cast.ours,
        cast.unit,
        Shape(stage["areas"]),
        day=DAY,
        reason="Tin.",
    )
    run(cast, "coordinator", crews.join, fresh(secret), stage["members"]["member"])
    for name, sees in (("head", True), ("member", True), ("support", False), ("unit_head", False)):
        text = client.get(address(client_for(cast.user(name)))).content.decode()
        assert (str(secret.pk) in text) == sees, name


def test_a_new_address_kills_the_old_one_and_it_can_be_taken_back(
    cast: Cast, client_for: Any, client: Any
) -> None:
    own = client_for(cast.user("member"))
    assert "Bạn chưa có địa chỉ lịch" in own.get("/lich/").content.decode()
    first, second = address(own), address(own)
    assert (client.get(first).status_code, client.get(second).status_code) == (404, 200)
    assert second.partition("/lich/")[2].removesuffix(".ics") not in own.get("/lich/").content.decode()
    with acting_as(SYSTEM):
        User.objects.filter(pk=cast.user("member").pk).update(is_active=False)
    assert client.get(second).status_code == 404
    with acting_as(SYSTEM):
        User.objects.filter(pk=cast.user("member").pk).update(is_active=True)
    assert own.post("/lich/", {"step": "revoke"}).status_code == 302
    assert client.get(second).status_code == 404
    with acting_as(SYSTEM):
        assert not Feed.objects.exists()
        assert Event.objects.filter(subject_type__endswith="feed").count() == 3
    assert client.get(reverse("schedules:feeds")).status_code == 302
