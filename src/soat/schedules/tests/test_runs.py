"""Runs of the solver over a programme's plan, by its rights: asked, worked on, applied, taken back (S2–S4)."""

from __future__ import annotations

import time
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from tests.cast import NOW, SYSTEM, Cast
from tests.jobs import waiting

from soat.access.actor import acting_as
from soat.common.errors import Conflict, DomainError, Missing, Refused
from soat.core.timetable.checker import faults
from soat.core.timetable.problem import Timetable
from soat.core.timetable.search import MISSING
from soat.programmes.models import Programme
from soat.schedules.models import Absence, Blackout, Crew, Run, Visit
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


def test_what_the_search_says_is_told_as_figures(cast: Cast, able: Any) -> None:
    made = run(cast, "coordinator", runs.ask, cast.ours, QUICK)
    search = solving._Solving(solving.read(made.problem))
    search._say(2 * MISSING + 5, 3)
    assert (search.progress["missing"], search.progress["objective"], search.progress["gap"]) == (
        2,
        None,
        None,
    )
    search._say(10, 4)
    search._say(10, 5)
    assert (search.progress["found"], search.progress["objective"], search.progress["gap"]) == (2, 10, 0.5)


def test_the_search_is_stopped_when_asked(cast: Cast, able: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    made = run(cast, "coordinator", runs.ask, cast.ours, QUICK)

    def slow(problem: Any, say: Any) -> Timetable:
        for _ in range(1000):
            if problem.stop.asked:
                return Timetable("unknown", 1.0)
            time.sleep(0.01)
        raise AssertionError("never stopped")

    def dropped(run_id: Any, progress: Any, now: datetime) -> bool:
        beaten(made, NOW, "failed")  # somebody ended the run, whose worker seemed gone
        return False

    monkeypatch.setattr("soat.core.timetable.solve.solve", slow)
    monkeypatch.setattr(solving, "_beat", dropped)
    solving.work(made.pk, clock=lambda: NOW, beat=0.01)
    assert (again(cast, made).state, again(cast, made).answer) == ("failed", {})


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
