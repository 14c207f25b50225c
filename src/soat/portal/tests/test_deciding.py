"""Lines that wait for a decision on the schedule stand with who decides, and with nobody else (A2, S1, S5, S7)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from tests.cast import NOW, SYSTEM, Cast
from tests.rows import fill

from soat.access.actor import acting_as
from soat.portal.deciding import decisions
from soat.schedules.models import Absence, BlackoutRequest, Crew, Visit

TODAY = date(2026, 3, 2)


@pytest.fixture
def filled(cast: Cast) -> Cast:
    fill(cast)
    return cast


def told(cast: Cast, word: str) -> dict[str, list[str]]:
    """Lines that hold the word, by who has them."""
    found = {}
    for name in cast.users:
        actor = cast.actor(name)
        with acting_as(actor):
            titles = [str(task.title) for task in decisions(actor, TODAY) if word in task.title]
        if titles:
            found[name] = titles
    return found


def test_a_surprise_waits_for_the_head_who_did_not_propose_it(filled: Cast) -> None:
    with acting_as(SYSTEM):
        secret = Visit.objects.filter(programme=filled.ours, agency=filled.unit, kind="surprise")
        secret.update(state="proposed", approved_at=None, approved_by=None)
    assert told(filled, "đột xuất") == {"head": [f"Duyệt đề xuất kiểm tra đột xuất tại {filled.unit}"]}
    with acting_as(SYSTEM):
        secret.update(made_by=filled.user("head").pk)
    assert told(filled, "đột xuất") == {}


def test_days_a_unit_asks_for_wait_for_who_plans(filled: Cast) -> None:
    lines = told(filled, "không tiếp Đoàn")
    assert set(lines) == {"coordinator", "other_coordinator"}
    assert len(lines["coordinator"]) == 2
    with acting_as(SYSTEM):
        BlackoutRequest.objects.update(accepted=True, answered_at=NOW, answered_by=SYSTEM.id)
    assert told(filled, "không tiếp Đoàn") == {}


def test_an_overlap_waits_for_who_decides_and_who_leads(filled: Cast) -> None:
    line = ["Giải quyết 1 nội dung trùng của kiểm tra chuyên đề Thể chế"]
    found = told(filled, "chuyên đề")
    assert found == dict.fromkeys(found, line)
    assert {"coordinator", "head", "thematic_lead"} <= set(found)
    assert not set(found) & {
        "member",
        "deputy",
        "unit_head",
        "unit_officer",
        "press",
        "stranger",
        "leadership",
    }


def test_a_member_who_cannot_go_is_to_be_replaced(filled: Cast) -> None:
    with acting_as(SYSTEM):
        Absence.objects.all().delete()
        crew = Crew.objects.filter(programme=filled.ours, visit__state="notified").select_related("visit")
        one = crew.order_by("visit__day").first()
        assert one is not None
        days = {"first": one.visit.day, "last": one.visit.day}
    assert told(filled, "Tìm người thay") == {}
    with acting_as(SYSTEM):
        Absence.objects.create(programme=filled.ours, member=one.member, **days)
    assert set(told(filled, "Tìm người thay")) == {"coordinator"}
    with acting_as(SYSTEM):
        Visit.objects.filter(pk=one.visit_id).update(
            state="cancelled", cancelled_at=NOW, cancelled_by=SYSTEM.id
        )
    assert told(filled, "Tìm người thay") == {}


def test_more_rows_cost_no_more_queries(filled: Cast, count_queries: Callable[[Any], int]) -> None:
    coordinator = filled.actor("coordinator")

    def read() -> list[Any]:
        return list(decisions(coordinator, TODAY))

    with acting_as(coordinator):
        few, rows = count_queries(read), len(read())
    with acting_as(SYSTEM):
        for month in range(4, 9):
            BlackoutRequest.objects.create(
                programme=filled.ours,
                agency=filled.unit,
                first=date(2026, month, 1),
                last=date(2026, month, 2),
                asked_at=NOW,
                asked_by=SYSTEM.id,
            )
    with acting_as(coordinator):
        assert len(read()) == rows + 5
        assert count_queries(read) == few
