"""Next steps about the schedule: what has no visit, no day, nobody responsible, was not told (S1, S6, T1, A2)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.cast import Cast

from soat.access.actor import acting_as
from soat.programmes.models import Programme
from soat.programmes.selectors.next_steps import next_steps
from soat.schedules.models import Visit
from soat.schedules.selectors.steps import steps
from soat.schedules.services import surprises, visits
from soat.schedules.tests.test_visits import DAY, run, staffed, stage, visit

__all__ = ["stage", "visit"]
BEFORE = date(2026, 4, 1)


def told(cast: Cast, who: str, today: date = BEFORE) -> list[str]:
    with acting_as(cast.actor(who)) as actor:
        return [step.text for step in steps([cast.ours], actor, today).get(cast.ours.pk, [])]


def test_from_subjects_to_notices(cast: Cast, stage: Any) -> None:
    assert told(cast, "coordinator") == ["2 đối tượng chưa có cuộc kiểm tra"]
    first, _ = run(cast, "coordinator", visits.plan, cast.ours, stage["subjects"], stage["shape"])
    run(cast, "coordinator", visits.move, first, DAY, "am", seen=0)
    staffed(cast, first, stage)
    assert told(cast, "coordinator") == [
        "1 cuộc kiểm tra chưa xếp ngày",
        "1 cuộc kiểm tra chưa có người phụ trách đủ các nội dung",
        "1 cuộc kiểm tra đã xếp ngày mà chưa thông báo",
    ]
    assert told(cast, "coordinator", date(2026, 4, 30))[0] == (
        "1 cuộc kiểm tra đã tới hạn mà chưa thông báo cho đơn vị"
    )
    assert told(cast, "head") == told(cast, "unit_head") == []
    run(cast, "coordinator", visits.notify, first)
    assert "1 cuộc kiểm tra đã xếp ngày mà chưa thông báo" not in told(cast, "coordinator")


def test_a_surprise_counts_for_nobody(cast: Cast, visit: Visit, stage: Any) -> None:
    before = told(cast, "coordinator")
    given = {"day": None, "reason": "Tin báo."}
    run(cast, "coordinator", surprises.propose, cast.ours, cast.press_agency, stage["shape"], **given)
    assert told(cast, "coordinator") == before


@pytest.mark.parametrize(("lack", "shown"), [("day", False), ("responsible", True), ("notice", True)])
def test_a_step_leads_to_the_list_of_just_those(
    cast: Cast, visit: Visit, client_for: Any, lack: str, shown: bool
) -> None:
    run(cast, "coordinator", visits.move, visit, DAY, "am", seen=0)
    url = reverse("schedules:visits", args=[cast.ours.pk])
    page = client_for(cast.user("coordinator")).get(f"{url}?lack={lack}").text
    assert (str(visit.agency) in page) is shown


def test_queries_do_not_grow_with_programmes(cast: Cast, visit: Visit) -> None:
    with acting_as(cast.actor("coordinator")) as actor:
        ours, draft = Programme.objects.filter(pk__in=(cast.ours.pk, cast.draft.pk)).order_by("-state")
        counts = []
        for asked in ([ours], [ours, Programme(pk=draft.pk, state="running")]):
            with CaptureQueriesContext(
                connection,
            ) as found:
                next_steps(asked, actor, BEFORE + timedelta(1))
            counts.append(len(found))
    assert counts[0] == counts[1]
