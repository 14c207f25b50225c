"""Visits planned, moved, staffed, notified, merged and cancelled, under row-level security (S1, S5, S6, S8, T1, T3)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from tests.cast import NOW, SYSTEM, Cast

from soat.access.actor import acting_as
from soat.common.errors import Conflict, DomainError, Incomplete, Missing, Refused
from soat.people.models import Person, Position
from soat.programmes.models import Area, Statement, Subject
from soat.schedules.models import Absence, Assignment, Blackout, Crew, Notice, Overlap, Vehicle, Visit
from soat.schedules.services import crews, days, merges, notices, themes, visits
from soat.schedules.services.recording import told_conflicts
from soat.schedules.services.visits import Shape
from soat.teams.models import Member
from soat.trail.models import Event

DAY = date(2026, 5, 6)  # a Wednesday; three working days before it is 29/4 (30/4 and 1/5 are holidays)
TEAM = ("member", "support", "deputy")


@pytest.fixture
def stage(cast: Cast) -> dict[str, Any]:
    """A programme with period, notice of 3 working days, two areas and three serving members."""
    with acting_as(SYSTEM):
        ours = cast.ours
        ours.period_start, ours.period_end, ours.notice_working_days = date(2026, 3, 1), date(2026, 12, 31), 3
        ours.save(update_fields=["period_start", "period_end", "notice_working_days"])
        areas = [
            Area.objects.create(programme=ours, title=t, order=i)
            for i, t in enumerate(("Thể chế", "Thủ tục"))
        ]
        members = {}
        for name in TEAM:
            members[name] = Member.objects.create(
                programme=ours,
                person=Person.objects.get(user=cast.user(name)),
                kind="member",
                state="serving",
                decision="1/QĐ",
                serves_from=date(2026, 1, 1),
                serves_to=date(2026, 12, 31),
                listed_at=NOW,
                listed_by=SYSTEM.id,
            )
        Statement.objects.create(programme=ours, kind="unit_side", text="Lãnh đạo đơn vị.")
        subjects = list(Subject.objects.filter(programme=ours).select_related("agency").order_by("order"))
    return {"areas": areas, "members": members, "subjects": subjects, "shape": Shape(areas)}


def run(cast: Cast, who: str, service: Any, *given: Any, **more: Any) -> Any:
    actor = cast.actor(who)
    with acting_as(actor):
        return service(*given, **more, by=actor, now=NOW)


def fresh(visit: Visit) -> Visit:
    with acting_as(SYSTEM):
        return Visit.objects.select_related("programme", "agency").get(pk=visit.pk)


@pytest.fixture
def visit(cast: Cast, stage: dict[str, Any]) -> Visit:
    made = run(cast, "coordinator", visits.plan, cast.ours, stage["subjects"], stage["shape"])
    assert [one.agency for one in made] == [cast.unit, cast.other_unit]
    return fresh(made[0])


def staffed(cast: Cast, visit: Visit, stage: dict[str, Any]) -> Crew:
    crew = run(cast, "coordinator", crews.join, visit, stage["members"]["member"])
    for area in stage["areas"]:
        run(cast, "coordinator", crews.assign, crew, area, responsible=True)
    return crew


def test_each_subject_gets_one_visit(cast: Cast, stage: dict[str, Any], visit: Visit) -> None:
    assert run(cast, "coordinator", visits.plan, cast.ours, stage["subjects"], stage["shape"]) == []
    with acting_as(SYSTEM):
        loose = Subject.objects.create(programme=cast.ours, name="Sở Y tế", kind="department")
    with pytest.raises(DomainError, match="chưa gắn với cơ quan"):
        run(cast, "coordinator", visits.plan, cast.ours, [loose], stage["shape"])
    with pytest.raises(Refused):
        run(cast, "head", visits.plan, cast.ours, stage["subjects"], stage["shape"])


@pytest.mark.parametrize(
    ("shape", "field"),
    [({"half_days": 3}, "half_days"), ({"mode": "x"}, "mode"), ({"areas": ()}, "areas")],
)
def test_a_wrong_shape_names_its_field(cast: Cast, stage: dict[str, Any], shape: Any, field: str) -> None:
    wrong = Shape(**{"areas": stage["areas"], **shape})
    with pytest.raises(DomainError) as caught:
        run(cast, "coordinator", visits.add, cast.ours, cast.press_agency, wrong, reason="Tin báo.")
    assert caught.value.field == field


def test_moving_sets_the_deadline_by_the_working_day_clock(cast: Cast, visit: Visit) -> None:
    moved = run(cast, "coordinator", visits.move, visit, DAY, "pm", seen=0)
    assert (moved.report_due_on, moved.revision) == (date(2026, 4, 29), 1)
    with pytest.raises(Conflict, match="người khác sửa"):
        run(cast, "coordinator", visits.move, visit, DAY, "am", seen=0)
    off = run(cast, "coordinator", visits.move, visit, None, "am")
    assert off.report_due_on is None


@pytest.mark.parametrize(
    ("day", "half", "told"),
    [
        (date(2026, 2, 27), "am", "trước thời kỳ"),
        (date(2027, 1, 5), "am", "sau thời kỳ"),
        (date(2026, 5, 9), "am", "cuối tuần"),
        (date(2026, 4, 30), "am", "ngày nghỉ"),
        (date(2026, 6, 2), "am", "không tiếp Đoàn"),
        (date(2026, 7, 1), "am", "03/07/2026: Đại hội"),
        (DAY, "pm", "bắt đầu buổi sáng"),
    ],
)
def test_a_day_that_cannot_be_is_refused_in_words(
    cast: Cast, visit: Visit, day: date, half: str, told: str
) -> None:
    with acting_as(SYSTEM):
        Visit.objects.filter(pk=visit.pk).update(half_days=2)
        for first, reason in ((date(2026, 6, 1), ""), (date(2026, 7, 1), "Đại hội")):
            Blackout.objects.create(
                programme=cast.ours, agency=cast.unit, first=first, last=first.replace(day=3), reason=reason
            )
    with pytest.raises(DomainError, match=told):
        run(cast, "coordinator", visits.move, visit, day, half)


def test_a_locked_visit_stays(cast: Cast, visit: Visit) -> None:
    with pytest.raises(DomainError, match="chưa có ngày"):
        run(cast, "coordinator", visits.lock, visit, True)
    run(cast, "coordinator", visits.move, visit, DAY, "am")
    run(cast, "coordinator", visits.lock, visit, True)
    run(cast, "coordinator", visits.lock, visit, True)
    with pytest.raises(Conflict, match="khóa trong lịch"):
        run(cast, "coordinator", visits.move, visit, DAY, "pm")
    run(cast, "coordinator", visits.lock, visit, False)
    assert run(cast, "coordinator", visits.move, visit, DAY, "pm").half == "pm"


def test_a_unit_is_told_once_everything_is_there(cast: Cast, visit: Visit, stage: dict[str, Any]) -> None:
    with pytest.raises(Incomplete) as caught:
        run(cast, "coordinator", visits.notify, visit)
    assert set(caught.value.missing) == {"day", "responsible"}
    run(cast, "coordinator", visits.move, visit, DAY, "am")
    staffed(cast, visit, stage)
    run(cast, "coordinator", visits.notify, visit)
    with pytest.raises(Conflict, match="đã thông báo"):
        run(cast, "coordinator", visits.notify, visit)
    with acting_as(cast.actor("unit_officer")):
        told = Notice.objects.get()
        assert "sáng ngày 06/05/2026" in told.text
        assert "hết ngày 29/04/2026" in told.text
        assert "Phạm Đức Bình" in told.text
        assert "- Thể chế;" in told.text
        assert Visit.objects.get().pk == visit.pk
    with acting_as(SYSTEM), pytest.raises(IntegrityError, match="giữ nguyên"), transaction.atomic():
        Notice.objects.update(text="khác")


def test_what_lacks_for_a_notice() -> None:
    from soat.schedules.rules import Readiness, not_ready

    late = not_ready(Readiness(day=DAY, report_due_on=date(2026, 4, 29), today=DAY))
    assert set(late) == {"areas", "report_due_on"}


def test_every_change_after_the_notice_is_told(cast: Cast, visit: Visit, stage: dict[str, Any]) -> None:
    run(cast, "coordinator", visits.move, visit, DAY, "am")
    staffed(cast, visit, stage)
    run(cast, "coordinator", visits.notify, visit)
    with pytest.raises(Conflict, match="đã được báo lịch"):
        run(cast, "coordinator", visits.move, visit, None, "am")
    run(cast, "coordinator", visits.move, visit, DAY, "am")
    run(cast, "coordinator", visits.move, visit, date(2026, 5, 7), "am")
    _, moved = run(
        cast, "coordinator", days.set_day, date(2026, 5, 5), working=False, name="Bão", source="Công điện 01"
    )
    assert [one.pk for one in moved] == [visit.pk]
    run(cast, "coordinator", visits.cancel, visit, reason="Trùng với kiểm tra của Bộ.")
    with pytest.raises(Conflict, match="đã mở hoặc đã hủy"):
        run(cast, "coordinator", visits.cancel, visit, reason="x")
    with pytest.raises(Conflict, match="không đổi ngày được"):
        run(cast, "coordinator", visits.move, visit, DAY, "am")
    with acting_as(cast.actor("unit_head")):
        assert sorted(n.kind for n in Notice.objects.all()) == ["cancel", "change", "change", "schedule"]
        assert Event.objects.filter(subject_id=visit.pk, agency_id=cast.unit.pk).exists()


def test_a_day_entered_by_hand_is_taken_back(cast: Cast, visit: Visit) -> None:
    run(cast, "coordinator", visits.move, visit, DAY, "am")
    entry, moved = run(
        cast, "coordinator", days.set_day, date(2026, 5, 5), working=False, name="Bão", source="Công điện 01"
    )
    assert fresh(moved[0]).report_due_on == date(2026, 4, 28)
    run(cast, "coordinator", days.clear_day, entry)
    assert fresh(visit).report_due_on == date(2026, 4, 29)
    far, none = run(cast, "coordinator", days.set_day, date(2026, 5, 4), working=True, name="Bù", source="QĐ")
    assert none == []
    with acting_as(SYSTEM):
        Visit.objects.filter(pk=visit.pk).update(day=None, report_due_on=None)
    assert run(cast, "coordinator", days.clear_day, far) == []
    for given, field in (({"name": " ", "source": "x"}, "name"), ({"name": "x", "source": ""}, "source")):
        with pytest.raises(DomainError) as caught:
            run(cast, "coordinator", days.set_day, DAY, working=True, **given)
        assert caught.value.field == field


def test_nobody_is_in_two_places(cast: Cast, visit: Visit, stage: dict[str, Any]) -> None:
    with acting_as(SYSTEM):
        other = Visit.objects.get(agency=cast.other_unit)
        car = Vehicle.objects.create(programme=cast.ours, name="Xe 7 chỗ")
        foreign = Vehicle.objects.create(programme=cast.theirs, name="Xe")
    member = stage["members"]["member"]
    for one in (visit, other):
        run(cast, "coordinator", crews.join, one, member)
    run(cast, "coordinator", visits.move, visit, DAY, "am")
    with pytest.raises(Conflict, match="đã bận"):
        run(cast, "coordinator", visits.move, other, DAY, "am")
    run(cast, "coordinator", visits.move, other, DAY, "pm")
    run(cast, "coordinator", visits.take_vehicle, visit, car)
    run(cast, "coordinator", visits.take_vehicle, other, car)
    with acting_as(SYSTEM):
        Crew.objects.filter(visit=other).delete()
    with pytest.raises(Conflict, match="Xe đã được xếp"):
        run(cast, "coordinator", visits.move, other, DAY, "am")
    with pytest.raises(DomainError, match="xe của chương trình"):
        run(cast, "coordinator", visits.take_vehicle, visit, foreign)
    run(cast, "coordinator", visits.take_vehicle, other, None)


def test_a_content_is_inspected_once_a_year_unless_the_head_says_why(
    cast: Cast, stage: dict[str, Any], visit: Visit
) -> None:
    area = stage["areas"][0]
    with pytest.raises(Conflict, match="một lần trong năm"):
        run(cast, "coordinator", visits.add, cast.ours, cast.unit, stage["shape"], reason="Tin báo.")
    with acting_as(SYSTEM):
        third = Area.objects.create(programme=cast.ours, title="Số hóa")
        foreign = Area.objects.create(programme=cast.theirs, title="Khác")
    more = run(cast, "coordinator", visits.add, cast.ours, cast.unit, Shape([third]), reason="Tin báo.")
    with pytest.raises(Refused):
        run(cast, "coordinator", visits.allow_again, more, area, reason="x")
    with pytest.raises(DomainError, match="lý do"):
        run(cast, "head", visits.allow_again, more, area, reason=" ")
    with pytest.raises(DomainError, match="của chương trình này"):
        run(cast, "head", visits.allow_again, more, foreign, reason="x")
    assert run(cast, "head", visits.allow_again, more, area, reason="Dân khiếu nại.").override_reason
    run(cast, "coordinator", visits.cancel, visit, reason="Hoãn.")
    again = run(
        cast, "coordinator", visits.add, cast.ours, cast.unit, stage["shape"], reason="Thay cuộc đã hủy."
    )
    assert again.kind == "added"


def test_two_visits_to_one_unit_become_one(cast: Cast, stage: dict[str, Any], visit: Visit) -> None:
    with acting_as(SYSTEM):
        third = Area.objects.create(programme=cast.ours, title="Số hóa")
        stranger = Visit.objects.get(agency=cast.other_unit)
    shape = Shape([third], half_days=2)
    plan = themes.Plan("Số hóa", cast.standing, [cast.unit], shape.areas, DAY, half_days=2)
    run(cast, "thematic_lead", themes.register, cast.ours, plan, merges=False)
    with acting_as(SYSTEM):
        theme = fresh(Visit.objects.get(kind="thematic"))
    for name in ("member", "deputy"):
        run(cast, "coordinator", crews.join, theme, stage["members"][name])
    run(cast, "coordinator", crews.join, visit, stage["members"]["member"])
    with pytest.raises(DomainError, match="cùng một đơn vị"):
        run(cast, "coordinator", merges.merge, visit, fresh(stranger))
    kept = run(cast, "coordinator", merges.merge, visit, theme)
    with acting_as(SYSTEM):
        assert kept.contents.count() == 3
        assert kept.crew.count() == 2
        assert kept.half_days == 2
        assert Visit.objects.get(pk=theme.pk).state == "cancelled"
        assert [(one.state, one.area, one.visit) for one in Overlap.objects.all()] == [
            ("merged", third, kept)
        ]
    with acting_as(cast.actor("thematic_lead")):
        assert Visit.objects.visible_to(cast.actor("thematic_lead")).filter(pk=kept.pk).exists()
    with pytest.raises(Conflict, match="đã mở hoặc đã hủy"):
        run(cast, "coordinator", merges.merge, visit, theme)


def test_a_unit_is_told_when_another_visit_goes_into_the_one_it_knows(
    cast: Cast, stage: dict[str, Any], visit: Visit
) -> None:
    run(cast, "coordinator", visits.move, visit, DAY, "am")
    staffed(cast, visit, stage)
    run(cast, "coordinator", visits.notify, visit)
    with acting_as(SYSTEM):
        third = Area.objects.create(programme=cast.ours, title="Số hóa", order=9)
    add = {"reason": "Tin báo."}
    more = fresh(run(cast, "coordinator", visits.add, cast.ours, cast.unit, Shape([third]), **add))
    run(cast, "head", visits.allow_again, more, stage["areas"][0], reason="Dân khiếu nại.")
    kept = run(cast, "coordinator", merges.merge, visit, more)
    assert kept.half_days == 1
    with acting_as(cast.actor("unit_officer")):
        changed = Notice.objects.get(kind="change")
        assert "- Số hóa;" in changed.text
        assert changed.text.count("- Thể chế;") == 1


def test_a_notice_names_the_place_and_what_is_not_known_yet(cast: Cast, visit: Visit) -> None:
    visit.place = "Trụ sở số 1"
    with acting_as(SYSTEM):
        Statement.objects.filter(programme=cast.ours).delete()
        told = notices.text_of(visit, "schedule")
    assert "Địa điểm: Trụ sở số 1." in told
    assert "vào ngày sẽ báo sau" in told
    assert "Thành phần" not in told
    assert "Báo cáo" not in told


def test_what_the_database_refuses_for_another_reason_is_not_put_into_words(cast: Cast, visit: Visit) -> None:
    with acting_as(SYSTEM), pytest.raises(IntegrityError), told_conflicts():
        Visit.objects.filter(pk=visit.pk).update(half_days=3)


def test_who_is_barred_is_refused_with_the_reason(cast: Cast, stage: dict[str, Any], visit: Visit) -> None:
    member, support, deputy = (stage["members"][name] for name in TEAM)
    run(cast, "coordinator", visits.move, visit, DAY, "am")
    with acting_as(SYSTEM):
        Position.objects.create(
            person=member.person, agency=cast.unit, title="Chuyên viên", valid_to=date(2025, 1, 1)
        )
        Absence.objects.create(programme=cast.ours, member=support, first=DAY, last=DAY)
        Member.objects.filter(pk=deputy.pk).update(serves_to=date(2026, 4, 1))
        listed = Member(programme=cast.ours, person=member.person, state="listed")
        deputy.refresh_from_db()
    for who, told in (
        (member, "chưa đủ 3 năm"),
        (support, "vắng từ 06/05/2026"),
        (deputy, "ngoài thời gian"),
        (listed, "chưa có quyết định"),
    ):
        with pytest.raises(DomainError, match=told):
            run(cast, "coordinator", crews.join, visit, who)


def test_crew_and_assignments_change_until_the_visit_is_open(
    cast: Cast, stage: dict[str, Any], visit: Visit
) -> None:
    first = staffed(cast, visit, stage)
    with pytest.raises(Conflict, match="đã có trong thành phần"):
        run(cast, "coordinator", crews.join, visit, stage["members"]["member"])
    second = run(cast, "coordinator", crews.join, visit, stage["members"]["support"])
    area = stage["areas"][0]
    took = run(cast, "coordinator", crews.assign, second, area, responsible=True)
    with acting_as(SYSTEM):
        assert list(Assignment.objects.filter(area=area, responsible=True)) == [took]
        foreign = Area.objects.create(programme=cast.ours, title="Số hóa")
    with pytest.raises(DomainError, match="không thuộc cuộc"):
        run(cast, "coordinator", crews.assign, second, foreign, responsible=False)
    run(cast, "coordinator", crews.assign, second, area, responsible=False)
    run(cast, "coordinator", crews.unassign, took)
    run(cast, "coordinator", crews.leave, first)
    with acting_as(SYSTEM):
        assert Assignment.objects.filter(visit=visit).count() == 0
    run(cast, "coordinator", visits.cancel, visit, reason="Hoãn.")
    with pytest.raises(Conflict, match="không đổi thành phần"):
        run(cast, "coordinator", crews.join, visit, stage["members"]["member"])


def test_a_visit_that_is_not_there_for_her_is_missing(cast: Cast, visit: Visit) -> None:
    with acting_as(SYSTEM):
        Visit.objects.filter(pk=visit.pk).delete()
    with pytest.raises(Missing):
        run(cast, "coordinator", visits.move, visit, DAY, "am")
