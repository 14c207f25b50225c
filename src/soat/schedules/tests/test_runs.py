"""Runs of the solver over a programme's plan, by its rights: asked, worked on, applied, taken back (S2–S4)."""

from __future__ import annotations

import time
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from tests.cast import NOW, SYSTEM, Cast
from tests.queue import waiting

from soat.access.actor import acting_as
from soat.common.errors import Conflict, DomainError, Missing, Refused
from soat.core.timetable.checker import faults
from soat.core.timetable.problem import Timetable
from soat.core.timetable.search import MISSING
from soat.programmes.models import Programme
from soat.schedules.models import Absence, Assignment, Blackout, Crew, Run, Vehicle, Visit
from soat.schedules.selectors import comparison
from soat.schedules.selectors import runs as read
from soat.schedules.selectors.planning import Plan
from soat.schedules.selectors.problem import Wishes
from soat.schedules.services import applying, crews, runs, solving, visits
from soat.schedules.tests.test_visits import run, stage
from soat.teams.models import Competence, Member

__all__ = ["stage"]
TODAY = timezone.localdate(NOW)
QUICK = Wishes(seconds=5, leads=False)
FAR = date(2026, 6, 3)  # a Wednesday


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
            assert visit.report_due_on is not None
            assert visit.report_due_on >= TODAY
            assert {one.area_id for one in visit.assignments.all() if one.responsible} == {
                a.pk for a in able["areas"]
            }
    made = again(cast, made)
    assert made.state == "applied"
    assert [line.change for line in compared(cast, made).lines] == ["new", "new"]
    with pytest.raises(Conflict, match="đã áp dụng"):
        applied(cast, made)
    assert run(cast, "coordinator", applying.undo, made) == (2, [])
    with acting_as(SYSTEM):
        assert not Visit.objects.filter(programme=cast.ours, day__isnull=False).exists()
        assert not Crew.objects.filter(programme=cast.ours).exists()
    assert again(cast, made).state == "done"


def test_the_queue_works_on_what_was_asked(cast: Cast, able: Any, run_jobs: Any) -> None:
    made = run(cast, "coordinator", runs.ask, cast.ours, QUICK)
    assert waiting() == [("schedules.solve", {"run_id": str(made.pk)})]
    assert run_jobs() == ["schedules.solve"]
    assert again(cast, made).state == "done"
    solving.work(made.pk)
    assert again(cast, made).state == "done"


@pytest.mark.parametrize("who", ["head", "deputy", "member", "unit_head", "stranger"])
def test_only_who_plans_may_ask(cast: Cast, able: Any, who: str) -> None:
    with pytest.raises(Refused):
        run(cast, who, runs.ask, cast.ours, QUICK)


def test_who_sees_runs(cast: Cast, able: Any) -> None:
    made = run(cast, "coordinator", runs.ask, cast.ours, QUICK)
    for who, sees in (
        ("head", True),
        ("deputy", True),
        ("member", False),
        ("leadership", False),
        ("unit_head", False),
    ):
        actor = cast.actor(who)
        with acting_as(actor):
            assert Run.objects.filter(pk=made.pk).exists() == sees
            assert Run.objects.visible_to(actor).filter(pk=made.pk).exists() == sees
            if not sees:
                with pytest.raises(Missing):
                    read.run(cast.ours, actor, made.pk)


def beaten(made: Run, at: datetime | None, state: str = "running") -> None:
    with acting_as(SYSTEM):
        Run.objects.filter(pk=made.pk).update(state=state, beat_at=at)


def test_one_at_a_time_but_a_dead_one_does_not_bar(cast: Cast, able: Any) -> None:
    first = run(cast, "coordinator", runs.ask, cast.ours, QUICK)
    with pytest.raises(Conflict, match="chưa xong"):
        run(cast, "coordinator", runs.ask, cast.ours, QUICK)
    beaten(first, NOW)
    with pytest.raises(Conflict, match="chưa xong"):
        run(cast, "coordinator", runs.ask, cast.ours, QUICK)
    with pytest.raises(solving.StillRunning):
        solving.work(first.pk, clock=lambda: NOW)
    beaten(first, NOW - timedelta(minutes=1))
    assert run(cast, "coordinator", runs.ask, cast.ours, QUICK).state == "queued"
    assert (again(cast, first).state, "giữa chừng" in again(cast, first).failure) == ("failed", True)


def test_a_killed_worker_s_run_is_taken_up_again(cast: Cast, able: Any) -> None:
    made = run(cast, "coordinator", runs.ask, cast.ours, QUICK)
    beaten(made, NOW - timedelta(minutes=1))
    solving.work(made.pk, clock=lambda: NOW, beat=0.01)
    assert again(cast, made).state == "done"


def test_stopping(cast: Cast, able: Any) -> None:
    made = run(cast, "coordinator", runs.ask, cast.ours, QUICK)
    run(cast, "coordinator", runs.stop, made)
    assert again(cast, made).state == "discarded"
    with pytest.raises(Conflict, match="đã xong"):
        run(cast, "coordinator", runs.stop, made)
    second = run(cast, "coordinator", runs.ask, cast.ours, QUICK)
    beaten(second, None)
    run(cast, "coordinator", runs.stop, second)
    assert again(cast, second).state == "failed"
    third = run(cast, "coordinator", runs.ask, cast.ours, QUICK)
    beaten(third, NOW)
    run(cast, "coordinator", runs.stop, third)
    assert again(cast, third).stop_asked_at == NOW
    with pytest.raises(Missing):
        run(cast, "coordinator", runs.stop, Run(pk=cast.ours.pk, programme=cast.ours))


def test_the_search_is_stopped_when_asked(cast: Cast, able: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    made = run(cast, "coordinator", runs.ask, cast.ours, QUICK)

    def slow(problem: Any, say: Any) -> Timetable:
        say(2 * MISSING + 5, 3)
        say(10, 4)
        with acting_as(SYSTEM):
            Run.objects.filter(pk=made.pk).update(stop_asked_at=NOW)
        for _ in range(500):
            if problem.stop.asked:
                return Timetable("unknown", 1.0)
            time.sleep(0.01)
        raise AssertionError("never stopped")

    solver = solving._Solving(solving.read(made.problem))
    solver._say(2 * MISSING + 5, 3)
    assert (solver.progress["missing"], solver.progress["objective"], solver.progress["gap"]) == (
        2,
        None,
        None,
    )
    solver._say(10, 4)
    solver._say(10, 5)
    assert (solver.progress["found"], solver.progress["objective"], solver.progress["gap"]) == (2, 10, 0.5)


def test_each_beat_is_kept_and_a_wish_to_stop_is_heard(cast: Cast, able: Any) -> None:
    made = run(cast, "coordinator", runs.ask, cast.ours, QUICK)
    beaten(made, None)
    later = NOW + timedelta(seconds=3)
    assert solving._beat(made.pk, {"found": 1}, later)
    assert (again(cast, made).progress, again(cast, made).beat_at) == ({"found": 1}, later)
    run(cast, "coordinator", runs.stop, again(cast, made))
    with acting_as(SYSTEM):
        Run.objects.filter(pk=made.pk).update(stop_asked_at=NOW)
    assert not solving._beat(made.pk, {}, later)


def test_a_search_that_fails_says_so(cast: Cast, able: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    made = run(cast, "coordinator", runs.ask, cast.ours, QUICK)

    def broken(*given: Any) -> None:
        raise MemoryError

    monkeypatch.setattr("soat.core.timetable.solve.solve", broken)
    with pytest.raises(MemoryError):
        solving.work(made.pk, clock=lambda: NOW, beat=0.01)
    assert (again(cast, made).state, "lỗi" in again(cast, made).failure) == ("failed", True)


def test_without_an_answer_in_time(cast: Cast, able: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    made = run(cast, "coordinator", runs.ask, cast.ours, QUICK)
    monkeypatch.setattr("soat.core.timetable.solve.solve", lambda *given: Timetable("unknown", 5.0))
    solving.work(made.pk, clock=lambda: NOW, beat=0.01)
    assert "Hãy cho tính lâu hơn" in again(cast, made).failure
    monkeypatch.setattr(solving._Solving, "run", lambda self: None)
    second = run(cast, "coordinator", runs.ask, cast.ours, QUICK)
    with pytest.raises(RuntimeError, match="without an answer"):
        solving.work(second.pk, clock=lambda: NOW, beat=0.01)


def test_given_up_by_the_queue(cast: Cast, able: Any) -> None:
    from soat.schedules import jobs

    made = run(cast, "coordinator", runs.ask, cast.ours, QUICK)
    assert jobs.solve.given_up is not None
    jobs.solve.given_up(run_id=str(made.pk))
    assert again(cast, made).state == "failed"


def test_an_answer_that_is_not_wanted(cast: Cast, able: Any) -> None:
    made = solved(cast)
    run(cast, "coordinator", runs.discard, made)
    assert again(cast, made).state == "discarded"
    with pytest.raises(Conflict, match="chưa áp dụng"):
        run(cast, "coordinator", runs.discard, made)
    with pytest.raises(Conflict, match="đã bỏ"):
        applied(cast, made)
    with pytest.raises(Conflict, match="chưa được áp dụng"):
        run(cast, "coordinator", applying.undo, made)


def test_what_cannot_be_asked(cast: Cast, able: Any) -> None:
    def refused(match: str) -> None:
        with acting_as(SYSTEM):
            cast.ours.refresh_from_db()
        with pytest.raises(DomainError, match=match):
            run(cast, "coordinator", runs.ask, cast.ours, QUICK)

    with acting_as(SYSTEM):
        Visit.objects.filter(programme=cast.ours).update(locked=True)
        Visit.objects.filter(programme=cast.ours).update(day=date(2026, 5, 2), locked=True)  # a Saturday
    refused("Không có cuộc kiểm tra nào")
    with acting_as(SYSTEM):
        Member.objects.filter(programme=cast.ours).update(state="suspended")
    refused("chưa có thành viên")
    with acting_as(SYSTEM):
        Programme.objects.filter(pk=cast.ours.pk).update(period_end=TODAY + timedelta(days=2))
    refused("không còn ngày làm việc nào đủ hạn")
    with acting_as(SYSTEM):
        Programme.objects.filter(pk=cast.ours.pk).update(period_end=None)
    refused("chưa có thời kỳ")


def placed(cast: Cast, visit: Visit, day: date, half: str, *members: Member) -> Visit:
    """The visit on a day, with these people, as a planner does it."""
    visit = run(cast, "coordinator", visits.move, visit, day, half)
    for member in members:
        run(cast, "coordinator", crews.join, visit, member)
    return visit


def test_a_replaced_person_moves_nothing(cast: Cast, able: Any) -> None:
    first, second = able["visits"]
    member, other = able["members"]["member"], able["members"]["support"]
    placed(cast, first, FAR, "am", member, other)
    placed(cast, second, FAR, "pm", member)
    with pytest.raises(Conflict, match="vẫn tiến hành được"):
        run(cast, "coordinator", runs.mend, first)
    with acting_as(SYSTEM):
        Absence.objects.create(programme=cast.ours, member=member, first=FAR, last=FAR)
    made = run(cast, "coordinator", runs.mend, first)
    solving.work(made.pk, clock=lambda: NOW, beat=0.01)
    made = again(cast, made)
    shown = compared(cast, made)
    assert (made.answer["status"], shown.others_moved) == ("optimal", 0)
    line = next(one for one in shown.lines if one.is_focus)
    assert (line.change, line.leaves) == ("staffed", ("Phạm Đức Bình",))
    applied(cast, made)
    with acting_as(SYSTEM):
        going = set(Crew.objects.filter(visit=first).values_list("member_id", flat=True))
    assert (member.pk in going, other.pk in going) == (False, True)


def test_a_barred_day_moves_the_visit_alone(cast: Cast, able: Any) -> None:
    first, second = able["visits"]
    member = able["members"]["member"]
    placed(cast, first, FAR, "am", member)
    placed(cast, second, FAR, "pm", member)
    with acting_as(SYSTEM):
        Blackout.objects.create(
            programme=cast.ours, agency=first.agency, first=FAR, last=FAR, reason="hội nghị"
        )
    made = run(cast, "coordinator", runs.mend, first)
    solving.work(made.pk, clock=lambda: NOW, beat=0.01)
    shown = compared(cast, again(cast, made))
    assert [(one.is_focus, one.change) for one in shown.changed] == [(True, "moved")]
    assert (shown.others_moved, shown.changed[0].joins, shown.changed[0].leaves) == (0, (), ())


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


def test_the_reasons_are_told_by_name_with_ways_out(cast: Cast, able: Any) -> None:
    first, second = able["visits"]
    for visit in (first, second):
        moved = run(cast, "coordinator", visits.move, visit, FAR, "am")
        run(cast, "coordinator", visits.lock, moved, True)
    made = solved(cast, Wishes(seconds=5, subteams=1, leads=False))
    assert (made.state, made.failure) == ("failed", "Không có cách xếp nào đáp ứng mọi điều kiện.")
    causes = read.conflict(made)
    assert {one.rule for one in causes} == {"subteams", "locked"}
    assert "“Sở Du lịch” đã khóa vào ngày 03/06/2026, buổi sáng." in {one.text for one in causes}
    ways = {one.rule: one for one in read.ways_out(made)}
    assert ways["subteams"].wishes == Wishes(seconds=5, subteams=2, leads=False)
    assert ways["locked"].wishes is None
    assert ways["locked"].visit_id in {str(first.pk), str(second.pk)}
    assert ways["visit"].wishes is not None
    assert len(ways["visit"].wishes.left_out) == 1


def test_people_already_chosen_are_a_reason_of_their_own(cast: Cast, able: Any) -> None:
    first, second = able["visits"]
    member = able["members"]["member"]
    with acting_as(SYSTEM):
        Visit.objects.filter(pk=first.pk).update(half_days=2)
        for start, end in ((TODAY, FAR - timedelta(days=1)), (FAR + timedelta(days=1), date(2026, 12, 31))):
            Absence.objects.create(programme=cast.ours, member=member, first=start, last=end)
    with acting_as(SYSTEM):
        first = Visit.objects.get(pk=first.pk)
    placed(cast, first, FAR, "am", member)
    run(cast, "coordinator", crews.join, second, member)
    made = solved(cast, Wishes(seconds=5, leads=False))
    texts = {one.text for one in read.conflict(made)}
    assert "Phạm Đức Bình đã được chọn đi Ủy ban nhân dân phường Đông Hải." in texts
    ways = {one.text: one.wishes for one in read.ways_out(made)}
    freed = ways["Cho đổi người đã chọn cho Ủy ban nhân dân phường Đông Hải."]
    assert freed == Wishes(seconds=5, leads=False, crews=True)
    assert solved(cast, freed).state == "done"


def test_a_lead_who_is_away_may_be_done_without(cast: Cast, able: Any) -> None:
    with acting_as(SYSTEM):
        deputy = able["members"]["deputy"]
        Member.objects.filter(pk=deputy.pk).update(kind="deputy")
        Absence.objects.create(programme=cast.ours, member=deputy, first=TODAY, last=date(2026, 12, 31))
    made = solved(cast, Wishes(seconds=5))
    ways = {one.rule: one.wishes for one in read.ways_out(made)}
    assert ways["lead"] is not None
    assert solved(cast, ways["lead"]).state == "done"
