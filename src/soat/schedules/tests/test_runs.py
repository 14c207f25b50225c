"""Runs of the solver over a programme's plan: asked, worked on, compared, applied, taken back (S2–S4), under
row-level security.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone
from tests.cast import NOW, SYSTEM, Cast

from soat.access.actor import acting_as
from soat.common.errors import Conflict
from soat.core.timetable.checker import faults
from soat.schedules.models import Crew, Run, Visit
from soat.schedules.selectors import comparison
from soat.schedules.selectors import runs as read
from soat.schedules.selectors.planning import Plan
from soat.schedules.selectors.problem import Wishes
from soat.schedules.services import applying, runs, solving, visits
from soat.schedules.tests.test_visits import run, stage
from soat.teams.models import Competence

__all__ = ["stage"]
TODAY = timezone.localdate(NOW)
QUICK = Wishes(seconds=5, leads=False)


@pytest.fixture(autouse=True)
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Runs that were handed to the queue; nobody works on them unless the test does."""
    waiting: list[Any] = []
    monkeypatch.setattr(runs, "later_solve", waiting.append)
    return waiting


@pytest.fixture
def able(cast: Cast, stage: Any) -> dict[str, Any]:
    """The stage, each member able to check each area, and the two visits of the plan without a day."""
    with acting_as(SYSTEM):
        for member in stage["members"].values():
            for area in stage["areas"]:
                Competence.objects.create(programme=cast.ours, member=member, area=area)
    made = run(cast, "coordinator", visits.plan, cast.ours, stage["subjects"], stage["shape"])
    return {**stage, "visits": made}


def solved(cast: Cast, wishes: Wishes = QUICK) -> Run:
    """A run that was asked for and worked on."""
    made = run(cast, "coordinator", runs.ask, cast.ours, wishes)
    solving.work(made.pk, clock=lambda: NOW, beat=0.01)
    return again(cast, made)


def again(cast: Cast, made: Run) -> Run:
    with acting_as(cast.actor("coordinator")):
        return read.run(cast.ours, cast.actor("coordinator"), made.pk)


def compared(cast: Cast, made: Run) -> comparison.Comparison:
    with acting_as(cast.actor("coordinator")):
        return comparison.compared(made, Plan(cast.ours, TODAY))


def applied(cast: Cast, made: Run, chosen: Any = None) -> Any:
    seen = compared(cast, made).token
    return run(cast, "coordinator", applying.apply, made, chosen=chosen, seen=seen)


def test_a_plan_is_made_checked_applied_and_taken_back(cast: Cast, able: Any) -> None:
    made = solved(cast)
    assert (made.state, made.answer["status"]) == ("done", "optimal")
    assert faults(made.problem, made.answer) == []
    shown = compared(cast, made)
    assert [line.change for line in shown.lines] == ["new", "new"]
    assert shown.counts == {"new": 2}
    applied(cast, made)
    with acting_as(SYSTEM):
        for visit in Visit.objects.filter(programme=cast.ours).prefetch_related("crew", "assignments"):
            assert visit.day is not None
            assert visit.report_due_on and visit.report_due_on >= TODAY
            assert {one.area_id for one in visit.assignments.all() if one.responsible} == {
                a.pk for a in able["areas"]
            }
    made = again(cast, made)
    assert made.state == "applied"
    assert [line.change for line in compared(cast, made).lines] == ["new", "new"]
    with pytest.raises(Conflict, match="Đã áp dụng".lower()):
        applied(cast, made)
    assert run(cast, "coordinator", applying.undo, made) == (2, [])
    with acting_as(SYSTEM):
        assert not Visit.objects.filter(programme=cast.ours, day__isnull=False).exists()
        assert not Crew.objects.filter(programme=cast.ours).exists()
    assert again(cast, made).state == "done"
