"""My work of those who see the whole: how far the programme is, and her own next visits (A2, G5)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import NOW, SYSTEM, Cast

from soat.access.actor import acting_as
from soat.portal import progress
from soat.programmes.models import Duty, Seat
from soat.schedules.models import Visit
from soat.schedules.services import crews, surprises, visits
from soat.schedules.tests.test_visits import DAY, run, staffed, stage, visit

__all__ = ["stage", "visit"]
BEFORE, AFTER = date(2026, 5, 1), date(2026, 5, 7)
WATCHERS = ("coordinator", "head", "deputy", "member", "support", "leadership")


@pytest.fixture
def told(cast: Cast, visit: Visit, stage: dict[str, Any]) -> Visit:
    """One of two subjects has a day, is staffed and told; a seat of two is filled; a duty of two is done."""
    run(cast, "coordinator", visits.move, visit, DAY, "am", seen=0)
    staffed(cast, visit, stage)
    run(cast, "coordinator", crews.join, visit, stage["members"]["support"])
    of = {"programme": cast.ours, "owner": "units", "party": "x", "agency": cast.unit}
    with acting_as(SYSTEM):
        Seat.objects.create(programme=cast.ours, kind="member", text="Một người")
        Seat.objects.create(programme=cast.ours, kind="member", text="Sở Du lịch", agency=cast.unit, order=1)
        Duty.objects.create(**of, text="Xong.", done_at=NOW, done_by=SYSTEM.id, evidence="1/BC")
        Duty.objects.create(**of, text="Muộn.", due_on=date(2026, 4, 1))
    return run(cast, "coordinator", visits.notify, visit)  # type: ignore[no-any-return]


def figures(cast: Cast, who: str, today: date) -> list[tuple[int, int]]:
    with acting_as(cast.actor(who)) as actor:
        found = progress.progress([cast.ours, cast.draft], actor, today)
    return [(one.done, one.total) for one in found[cast.ours.pk].figures] if found else []


@pytest.mark.parametrize("who", WATCHERS)
def test_the_programme_is_counted(cast: Cast, told: Visit, who: str) -> None:
    assert figures(cast, who, BEFORE) == [(1, 2), (1, 2), (0, 2), (1, 2), (1, 2)]
    assert figures(cast, who, AFTER)[2] == (1, 2)


@pytest.mark.parametrize("who", ["unit_head", "thematic_lead", "press", "stranger"])
def test_others_see_no_progress(cast: Cast, told: Visit, who: str) -> None:
    assert figures(cast, who, BEFORE) == []


def test_own_visits_tell_day_place_role_and_areas(cast: Cast, told: Visit) -> None:
    with acting_as(cast.actor("member")) as actor:
        [only] = progress.own_visits(actor, BEFORE)
        assert progress.own_visits(actor, AFTER) == []
    assert (only.visit.pk, only.role, only.leads) == (told.pk, "Thành viên Đoàn", ["Thể chế", "Thủ tục"])
    with acting_as(cast.actor("deputy")) as actor:
        assert progress.own_visits(actor, BEFORE) == []


def test_a_surprise_is_told_to_its_crew_alone(cast: Cast, stage: dict[str, Any]) -> None:
    given = {"day": DAY, "reason": "Tin báo."}
    made = run(cast, "coordinator", surprises.propose, cast.ours, cast.unit, stage["shape"], **given)
    run(cast, "coordinator", crews.join, made, stage["members"]["member"])
    for who, seen in (("member", 1), ("support", 0), ("leadership", 0)):
        with acting_as(cast.actor(who)) as actor:
            assert len(progress.own_visits(actor, BEFORE)) == seen
            assert progress.progress([cast.ours], actor, BEFORE)[cast.ours.pk].ahead == []


def test_the_page_shows_both(cast: Cast, told: Visit, client_for: Any) -> None:
    page = client_for(cast.user("leadership")).get("/").text
    assert "1 / 2 đối tượng đã được thông báo lịch" in page
    assert "1 quá hạn" in page
    assert "Cuộc kiểm tra sắp tới của bạn" not in page
    assert "Bạn chưa được phân công" in client_for(cast.user("head")).get("/").text


def test_queries_do_not_grow_with_programmes(cast: Cast, told: Visit) -> None:
    counts = []
    with acting_as(SYSTEM):
        cast.draft.state = "running"
    with acting_as(cast.actor("head")) as actor:
        for asked in ([cast.ours], [cast.ours, cast.draft]):
            with CaptureQueriesContext(connection) as found:
                progress.progress(asked, actor, BEFORE)
            counts.append(len(found))
    assert counts[0] == counts[1]
