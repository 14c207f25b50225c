"""The solver's problem from a plan: what bars whom when, what stands, what is left out (S2); nothing of surprises."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.cast import NOW, SYSTEM, Cast

from soat.access.actor import acting_as
from soat.people.models import Person, Position
from soat.schedules.models import Absence, Blackout, Crew, Visit
from soat.schedules.selectors import runs as read
from soat.schedules.selectors.planning import Plan
from soat.schedules.selectors.problem import Task, Wishes, assemble
from soat.schedules.services import crews, visits
from soat.schedules.tests.test_runs import FAR, TODAY, able, placed
from soat.schedules.tests.test_visits import run, stage
from soat.teams.models import Member

__all__ = ["able", "stage"]


def made(cast: Cast, wishes: Wishes | None = None) -> Task:
    with acting_as(cast.actor("coordinator")):
        return assemble(Plan(cast.ours, TODAY), wishes or Wishes())


def unit(task: Task, visit: Visit) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in task.problem["units"] if one["id"] == str(visit.pk))
    return found


def person(task: Task, member: Member) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in task.problem["people"] if one["id"] == str(member.pk))
    return found


def test_days_and_windows(cast: Cast, able: Any) -> None:
    task = made(cast)
    days = task.problem["days"]
    assert (days[0], days[-1]) == ("2026-03-03", "2026-12-31")
    assert not {"2026-04-30", "2026-05-01", "2026-05-02"} & set(days)
    # told on Monday 2/3: the report is due 3 working days before the visit, so not before Thursday 5/3
    assert {one["earliest"] for one in task.problem["units"]} == {"2026-03-05"}
    assert (task.problem["subteams"], task.problem["vehicles"]) == (2, 2)
    assert task.problem["weights"]["travel"] == 0
    assert made(cast, Wishes(vehicles=3)).problem["vehicles"] == 3


def test_what_bars_people_and_units(cast: Cast, able: Any) -> None:
    first, _ = able["visits"]
    member, other = able["members"]["member"], able["members"]["support"]
    with acting_as(SYSTEM):
        Absence.objects.create(programme=cast.ours, member=member, first=FAR, last=FAR)
        Member.objects.filter(pk=other.pk).update(serves_to=date(2026, 12, 30))
        Blackout.objects.create(programme=cast.ours, agency=first.agency, first=FAR, last=FAR)
        Position.objects.create(
            person=Person.objects.get(pk=member.person_id), agency=first.agency, title="Chuyên viên"
        )
    task = made(cast)
    assert person(task, member)["unavailable"] == [f"{FAR}"]
    assert person(task, member)["worked_at"] == [str(first.pk)]
    assert person(task, other)["unavailable"] == ["2026-12-31"]
    assert unit(task, first)["blackout"] == [f"{FAR}"]


def test_what_stands(cast: Cast, able: Any) -> None:
    first, second = able["visits"]
    member = able["members"]["member"]
    placed(cast, first, FAR, "am", member)
    task = made(cast)
    assert task.problem["previous"] == [{"unit": str(first.pk), "day": f"{FAR}", "half": "am"}]
    assert task.problem["locked"] == []
    chosen = unit(task, first)["contents"]
    assert chosen == [f"crew:{first.pk}:{member.pk}"]
    assert set(chosen) <= set(person(task, member)["skills"])
    assert unit(task, second)["contents"] == [str(area.pk) for area in able["areas"]]
    assert len(unit(made(cast, Wishes(crews=True)), first)["contents"]) == 2
    with acting_as(SYSTEM):
        Visit.objects.filter(pk=first.pk).update(state="notified", notified_at=NOW, notified_by=SYSTEM.id)
    task = made(cast)
    assert task.problem["locked"] == task.problem["previous"]
    assert task.frame["fixed"] == [str(first.pk)]
    assert made(cast, Wishes(told=True)).problem["locked"] == []
    assert unit(made(cast, Wishes(crews=True)), first)["contents"] == chosen


def test_an_area_of_the_plan_without_anybody_is_told(cast: Cast, able: Any) -> None:
    with acting_as(cast.actor("coordinator")):
        assert read.areas_without(Plan(cast.ours, TODAY)) == []
    with acting_as(SYSTEM):
        able["members"]["member"].competences.model.objects.filter(area=able["areas"][1]).delete()
    with acting_as(cast.actor("coordinator")):
        assert read.areas_without(Plan(cast.ours, TODAY)) == ["Thủ tục"]


def test_people_and_units_taken_elsewhere(cast: Cast, able: Any) -> None:
    """A surprise and a visit of another programme bar the days of their people, and say nothing else."""
    first, _ = able["visits"]
    member, other = able["members"]["member"], able["members"]["support"]
    with acting_as(SYSTEM):
        surprise = Visit.objects.create(
            programme=cast.ours, agency=cast.standing, kind="surprise", state="approved", reason="Đơn thư",
            day=FAR, half="am", made_at=NOW, made_by=SYSTEM.id, approved_at=NOW, approved_by=SYSTEM.id,
        )  # fmt: skip
        Crew.objects.create(programme=cast.ours, visit=surprise, member=member, person=member.person)
        theirs = Visit.objects.create(
            programme=cast.theirs, agency=first.agency, kind="added", reason="x",
            day=FAR, half="am", made_at=NOW, made_by=SYSTEM.id,
        )  # fmt: skip
        away = Member.objects.create(
            programme=cast.theirs, person=other.person, kind="member", state="serving", decision="1/QĐ",
            serves_from=TODAY, listed_at=NOW, listed_by=SYSTEM.id,
        )  # fmt: skip
        Crew.objects.create(programme=cast.theirs, visit=theirs, member=away, person=other.person)
    task = made(cast)
    assert person(task, member)["unavailable"] == [f"{FAR}"]
    assert person(task, other)["unavailable"] == [f"{FAR}"]
    assert unit(task, first)["blackout"] == [f"{FAR}"]
    told = repr(task)
    assert str(surprise.pk) not in told
    assert str(theirs.pk) not in told
    assert "Sở Nội vụ" not in repr(task.problem["units"])


def test_thematic_and_left_out_visits_are_apart(cast: Cast, able: Any) -> None:
    first, second = able["visits"]
    with acting_as(SYSTEM):
        Visit.objects.create(
            programme=cast.ours, agency=first.agency, kind="thematic", lead_agency=cast.standing, day=FAR,
            half="am", made_at=NOW, made_by=SYSTEM.id,
        )  # fmt: skip
    task = made(cast, Wishes(left_out=(str(second.pk),)))
    assert [one["id"] for one in task.problem["units"]] == [str(first.pk)]
    assert unit(task, first)["blackout"] == [f"{FAR}"]


def test_a_unit_with_two_visits_has_one_at_a_time(cast: Cast, able: Any) -> None:
    first, _ = able["visits"]
    area = able["areas"][0]
    with acting_as(SYSTEM):
        first.contents.filter(area=area).delete()
    shape = visits.Shape([area])
    again = run(cast, "coordinator", visits.add, cast.ours, first.agency, shape, reason="Đơn thư.")
    task = made(cast)
    host = f"host:{first.agency_id}"
    assert host in unit(task, first)["contents"]
    assert host in unit(task, again)["contents"]
    assert [one["id"] for one in task.problem["people"] if one["skills"] == [host]] == [host]
    names = {task.frame["names"][str(one.pk)] for one in (first, again)}
    assert names == {"Sở Du lịch", "Sở Du lịch (cuộc thứ 2)"}


def test_mending_leaves_out_what_has_no_day_and_keeps_who_can_come(cast: Cast, able: Any) -> None:
    first, _ = able["visits"]
    member, other = able["members"]["member"], able["members"]["support"]
    early = date(2026, 3, 4)
    placed(cast, first, early, "am", member, other)
    with acting_as(SYSTEM):
        Absence.objects.create(programme=cast.ours, member=other, first=early, last=early)
    task = made(cast, Wishes(preset="repair", focus=str(first.pk)))
    assert [one["id"] for one in task.problem["units"]] == [str(first.pk)]
    assert unit(task, first)["contents"] == [f"crew:{first.pk}:{member.pk}"]
    assert unit(task, first)["earliest"] == "2026-03-05"
    with acting_as(SYSTEM):
        Absence.objects.all().delete()
    whole = made(cast, Wishes(preset="repair", focus="x"))
    assert unit(whole, first)["earliest"] == "2026-03-04"


def test_what_the_form_begins_with(cast: Cast, able: Any) -> None:
    first, second = able["visits"]
    for visit in (first, second):
        run(cast, "coordinator", visits.move, visit, FAR, "am")
    crews_before = Wishes(preset="fair", subteams=1, left_out=(str(first.pk),), leads=False)
    with acting_as(cast.actor("coordinator")):
        plan = Plan(cast.ours, TODAY)
        assert read.usual(plan, None) == Wishes(leads=False)
        former = read.Run(frame={"wishes": crews_before.to_json()})
        assert read.usual(plan, former) == Wishes(preset="fair", subteams=2, leads=False)
        former = read.Run(frame={"wishes": Wishes(preset="repair", subteams=5).to_json()})
        assert read.usual(plan, former) == Wishes(subteams=5, leads=False)
    assert crews is not None
