"""The answer of a run becomes the plan and back (S2, S4): exchanges, vehicles, what was changed or entered since."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from tests.cast import NOW, SYSTEM, Cast

from soat.access.actor import acting_as
from soat.common.errors import Conflict, DomainError
from soat.programmes.models import Programme
from soat.schedules.models import Absence, Assignment, Blackout, Crew, Notice, Run, Vehicle, Visit
from soat.schedules.selectors import runs as read
from soat.schedules.selectors.planning import Plan
from soat.schedules.selectors.problem import Wishes
from soat.schedules.services import applying, crews, runs, solving, visits
from soat.schedules.tests.test_runs import FAR, TODAY, able, again, applied, compared, placed, solved
from soat.schedules.tests.test_visits import run, stage
from soat.teams.models import Competence, Member

__all__ = ["able", "stage"]


def exchanged(cast: Cast, able: Any, vehicles: int = 0) -> Run:
    """A run whose answer lets two visits of the same people change places."""
    first, second = able["visits"]
    members = [able["members"]["member"], able["members"]["deputy"]]
    placed(cast, first, FAR, "am", *members)
    placed(cast, second, FAR, "pm", *members)
    made = solved(cast, Wishes(seconds=5, leads=False, vehicles=vehicles))
    people = sorted(str(one.pk) for one in members)
    answer = [
        {"unit": str(one.pk), "day": f"{FAR:%Y-%m-%d}", "half": half, "people": people, "vehicle": 1}
        for one, half in ((first, "pm"), (second, "am"))
    ]
    with acting_as(SYSTEM):
        Run.objects.filter(pk=made.pk).update(answer={**made.answer, "visits": answer})
    return again(cast, made)


def halves(able: Any) -> list[tuple[str, str | None]]:
    with acting_as(SYSTEM):
        rows = Visit.objects.in_bulk([one.pk for one in able["visits"]])
        return [
            (rows[one.pk].half, rows[one.pk].vehicle and str(rows[one.pk].vehicle)) for one in able["visits"]
        ]


def test_two_visits_change_places(cast: Cast, able: Any) -> None:
    with acting_as(SYSTEM):
        cars = [Vehicle.objects.create(programme=cast.ours, name=f"Xe {n}") for n in (1, 2)]
        Visit.objects.filter(pk=able["visits"][0].pk).update(vehicle=cars[1])
    made = exchanged(cast, able, vehicles=2)
    applied(cast, made)
    assert halves(able) == [("pm", "Xe 2"), ("am", "Xe 1")]
    assert run(cast, "coordinator", applying.undo, again(cast, made)) == (2, [])
    assert halves(able) == [("am", "Xe 2"), ("pm", None)]


def test_a_unit_that_was_told_hears_once_of_its_new_day_and_people(cast: Cast, able: Any) -> None:
    made = exchanged(cast, able)
    first = able["visits"][0]
    with acting_as(SYSTEM):
        Visit.objects.filter(pk=first.pk).update(state="notified", notified_at=NOW, notified_by=SYSTEM.id)
        only = {
            **made.answer,
            "visits": [one | {"people": one["people"][:1]} for one in made.answer["visits"]],
        }
        Run.objects.filter(pk=made.pk).update(answer=only)
    applied(cast, again(cast, made))
    with acting_as(SYSTEM):
        [notice] = Notice.objects.filter(visit=first)
        names = [str(one.person) for one in Crew.objects.filter(visit=first)]
    assert len(names) == 1
    assert names[0] in notice.text
    others = {str(able["members"][name].person) for name in ("member", "deputy")} - {*names}
    assert not [one for one in others if one in notice.text]


def test_a_vehicle_that_is_taken_stays_where_it_is(cast: Cast, able: Any) -> None:
    made = exchanged(cast, able, vehicles=1)
    with acting_as(SYSTEM):
        car = Vehicle.objects.create(programme=cast.ours, name="Xe 1")
        Visit.objects.create(
            programme=cast.ours, agency=cast.standing, kind="added", reason="x", day=FAR, half="am", half_days=2,
            vehicle=car, made_at=NOW, made_by=SYSTEM.id,
        )  # fmt: skip
        Visit.objects.filter(pk=able["visits"][1].pk).update(mode="remote")
    applied(cast, made)
    assert halves(able) == [("pm", None), ("am", None)]


def test_some_of_the_changes_alone_may_not_fit(cast: Cast, able: Any) -> None:
    made = exchanged(cast, able)
    with pytest.raises(Conflict, match="đã bận"):
        applied(cast, made, [str(able["visits"][0].pk)])
    assert again(cast, made).state == "done"
    assert [half for half, _ in halves(able)] == ["am", "pm"]
    with pytest.raises(DomainError, match="ít nhất một"):
        applied(cast, made, [])


def test_a_plan_changed_since_the_page_was_opened(cast: Cast, able: Any) -> None:
    made = solved(cast)
    seen = compared(cast, made).token
    run(cast, "coordinator", visits.move, able["visits"][0], FAR, "am")
    with pytest.raises(Conflict, match="vừa được thay đổi"):
        run(cast, "coordinator", applying.apply, made, chosen=None, seen=seen)
    told = since(cast, made)
    assert told == ["Sở Du lịch: đã đổi ngày, thành phần hoặc thông tin khác."]


def since(cast: Cast, made: Run, today: date = TODAY) -> list[str]:
    with acting_as(cast.actor("coordinator")):
        return read.changed_since(made, Plan(Programme.objects.get(pk=cast.ours.pk), today))


def test_what_was_entered_since_bars(cast: Cast, able: Any) -> None:
    made = solved(cast)
    assert since(cast, made) == []
    assert since(cast, made, TODAY + timedelta(days=1)) == []
    with acting_as(SYSTEM):
        for member in able["members"].values():
            Absence.objects.create(programme=cast.ours, member=member, first=TODAY, last=date(2026, 12, 31))
        Blackout.objects.create(programme=cast.ours, agency=cast.unit, first=FAR, last=FAR)
    assert any("những ngày không tiếp Đoàn" in told for told in since(cast, made))
    assert sum("ngày đi được" in told for told in since(cast, made)) == 3
    with pytest.raises(Conflict, match="vắng từ"):
        applied(cast, made)
    with acting_as(SYSTEM):
        Member.objects.filter(programme=cast.ours).exclude(pk=able["members"]["deputy"].pk).update(
            state="ended"
        )
    assert sum("không còn tham gia" in told for told in since(cast, made)) == 2
    with pytest.raises(Conflict, match=r"thôi tham gia|vắng từ"):
        applied(cast, made)


def test_who_left_the_team_since_bars(cast: Cast, able: Any) -> None:
    made = exchanged(cast, able)
    with acting_as(SYSTEM):
        Member.objects.filter(pk=able["members"]["deputy"].pk).update(state="ended")
    with pytest.raises(Conflict, match="đã tạm dừng, đã thôi"):
        applied(cast, made)
    gone = [one | {"people": [str(cast.unit.pk)]} for one in made.answer["visits"]]  # of no member any more
    with acting_as(SYSTEM):
        Run.objects.filter(pk=made.pk).update(answer={**made.answer, "visits": gone})
    with pytest.raises(Conflict, match="có người đã thôi tham gia Đoàn"):
        applied(cast, again(cast, made))


def test_areas_given_before_stay_with_their_people_there_and_back(cast: Cast, able: Any) -> None:
    first = able["visits"][0]
    run(cast, "coordinator", visits.move, first, FAR, "am")
    crew = run(cast, "coordinator", crews.join, first, able["members"]["member"])
    with acting_as(SYSTEM):
        areas = [content.area for content in first.contents.select_related("area")]
    for area in areas:
        run(cast, "coordinator", crews.assign, crew, area, responsible=True)

    def parts() -> set[tuple[Any, Any, bool]]:
        with acting_as(SYSTEM):
            rows = Assignment.objects.filter(visit=first)
            return set(rows.values_list("pk", "crew__member", "responsible"))

    former = parts()
    made = solved(cast)
    answer = [
        {
            "unit": str(first.pk),
            "day": f"{FAR:%Y-%m-%d}",
            "half": "pm",
            "people": [str(crew.member_id)],
            "vehicle": 1,
        }
    ]
    with acting_as(SYSTEM):
        Run.objects.filter(pk=made.pk).update(answer={**made.answer, "visits": answer})
    applied(cast, again(cast, made))
    assert parts() == former
    assert run(cast, "coordinator", applying.undo, again(cast, made)) == (1, [])
    assert parts() == former


def test_visits_that_came_and_went_are_told(cast: Cast, able: Any) -> None:
    made = solved(cast)
    run(cast, "coordinator", visits.cancel, able["visits"][0], reason="Trùng.")
    run(cast, "coordinator", visits.add, cast.ours, cast.standing, able["shape"], reason="Theo đơn thư.")
    told = since(cast, made)
    assert told == [
        "Sở Du lịch: cuộc kiểm tra không còn trong kế hoạch, đã mở hoặc đã qua.",
        "Sở Nội vụ: cuộc kiểm tra mới có thêm.",
    ]
    with acting_as(SYSTEM):
        Programme.objects.filter(pk=cast.ours.pk).update(period_end=None)
    assert "chưa có thời kỳ" in since(cast, made)[0]


def test_a_longer_period_is_told(cast: Cast, able: Any) -> None:
    made = solved(cast)
    with acting_as(SYSTEM):
        Programme.objects.filter(pk=cast.ours.pk).update(period_end=date(2027, 1, 29))
    assert since(cast, made) == ["Ngày làm việc hoặc thời kỳ kiểm tra đã thay đổi."]


def test_what_others_changed_after_it_was_applied_stays(cast: Cast, able: Any) -> None:
    first, second = able["visits"]
    made = solved(cast)
    applied(cast, made)
    with acting_as(SYSTEM):
        moved = Visit.objects.get(pk=first.pk)
        Assignment.objects.filter(visit=second).update(responsible=False)
    run(cast, "coordinator", visits.move, moved, FAR, "pm")
    assert run(cast, "coordinator", applying.undo, again(cast, made)) == (1, ["Sở Du lịch"])
    with acting_as(SYSTEM):
        assert Visit.objects.get(pk=first.pk).day == FAR
        assert Visit.objects.get(pk=second.pk).day is None


def test_assignments_come_back_too(cast: Cast, able: Any) -> None:
    first, second = able["visits"]
    member, other = able["members"]["member"], able["members"]["support"]
    placed(cast, first, FAR, "am", member, other)
    with acting_as(SYSTEM):
        crew = Crew.objects.get(visit=first, member=member)
        stays = Crew.objects.get(visit=first, member=other)
    run(cast, "coordinator", crews.assign, crew, able["areas"][0], responsible=True)
    run(cast, "coordinator", crews.assign, stays, able["areas"][1], responsible=False)
    with acting_as(SYSTEM):
        Blackout.objects.create(programme=cast.ours, agency=first.agency, first=FAR, last=FAR)
        Absence.objects.create(programme=cast.ours, member=member, first=FAR, last=date(2026, 12, 31))
    made = run(cast, "coordinator", runs.mend, first)
    solving.work(made.pk, clock=lambda: NOW, beat=0.01)
    made = again(cast, made)
    applied(cast, made)
    with acting_as(SYSTEM):
        Blackout.objects.all().delete()
        Absence.objects.all().delete()
    assert run(cast, "coordinator", applying.undo, again(cast, made)) == (1, [])
    with acting_as(SYSTEM):
        rows = Assignment.objects.filter(visit=first).values_list("crew__member", "area", "responsible")
        assert set(rows) == {(member.pk, able["areas"][0].pk, True), (other.pk, able["areas"][1].pk, False)}
        assert Visit.objects.get(pk=second.pk).day is None


def test_an_area_nobody_knows_is_left_without_a_person(cast: Cast, able: Any) -> None:
    """A person chosen by hand stays alone although nobody who goes knows the area; the day is still found."""
    first, _ = able["visits"]
    member = able["members"]["member"]
    run(cast, "coordinator", crews.join, first, member)
    with acting_as(SYSTEM):
        Competence.objects.filter(member=member, area=able["areas"][0]).delete()
    made = solved(cast)
    applied(cast, made)
    with acting_as(SYSTEM):
        areas = Assignment.objects.filter(visit=first).values_list("area", flat=True)
        assert list(areas) == [able["areas"][1].pk]
