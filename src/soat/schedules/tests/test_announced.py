"""The announced schedule: the press sees what units were told, its public part, and nothing else (P3, S6, S7)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from tests.cast import NOW, SYSTEM, Cast

from soat.access.actor import acting_as
from soat.schedules.models import Visit
from soat.schedules.selectors.announced import announced
from soat.schedules.services import surprises, visits
from soat.schedules.tests.test_visits import DAY, run, staffed, stage, visit

__all__ = ["stage", "visit"]


@pytest.fixture
def told(cast: Cast, visit: Visit, stage: dict[str, Any]) -> Visit:
    run(cast, "coordinator", visits.move, visit, DAY, "am", seen=0)
    staffed(cast, visit, stage)
    run(cast, "coordinator", visits.notify, visit)
    return visit


def stands(cast: Cast, today: date) -> list[tuple[str, str, str]]:
    return [(one.unit, one.when, one.stand) for one in announced(cast.ours, today)]


def test_only_what_was_told_stands_there(cast: Cast, told: Visit) -> None:
    assert stands(cast, DAY) == [("Sở Du lịch", "Sáng", "Sắp tới")]
    assert stands(cast, date(2026, 5, 7)) == [("Sở Du lịch", "Sáng", "Đã qua")]
    run(cast, "coordinator", visits.cancel, told, reason="Bão số 3.")
    assert stands(cast, DAY) == [("Sở Du lịch", "Sáng", "Đã hủy")]


def test_a_surprise_never_does_not_even_opened(cast: Cast, stage: dict[str, Any]) -> None:
    given = {"day": DAY, "reason": "Tin báo."}
    made = run(cast, "coordinator", surprises.propose, cast.ours, cast.unit, stage["shape"], **given)
    with acting_as(SYSTEM):
        Visit.objects.filter(pk=made.pk).update(
            state="opened",
            approved_at=NOW,
            approved_by=SYSTEM.id,
            opened_at=NOW,
            opened_by=SYSTEM.id,
        )
    assert stands(cast, DAY) == []


def test_the_press_reads_the_page_and_no_row_of_a_visit(cast: Cast, told: Visit, client_for: Any) -> None:
    client = client_for(cast.user("press"))
    page = client.get(reverse("schedules:announced", args=[cast.ours.pk])).text
    assert "Sở Du lịch" in page
    assert "06/05/2026" in page
    assert cast.other_unit.name not in page
    assert "Phạm Đức Bình" not in page
    assert client.get(reverse("schedules:visit", args=[cast.ours.pk, told.pk])).status_code == 404
    with acting_as(cast.actor("press")) as actor:
        assert not Visit.objects.visible_to(actor).exists()
        assert not Visit.objects.exists()


def test_my_work_of_the_press_leads_there(cast: Cast, client_for: Any) -> None:
    url = reverse("schedules:announced", args=[cast.ours.pk])
    assert url in client_for(cast.user("press")).get("/").text
    assert url not in client_for(cast.user("unit_head")).get("/").text
    assert client_for(cast.user("unit_head")).get(url).status_code == 403
    assert client_for(cast.user("stranger")).get(url).status_code == 404
