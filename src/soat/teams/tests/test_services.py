"""Nominations, members and interests (T1–T3): services under row-level security."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from tests.cast import NOW, SYSTEM, Cast

from soat.access.actor import acting_as
from soat.common.errors import Conflict, DomainError, Refused
from soat.people.models import Person, Position
from soat.programmes.models import Area
from soat.teams.models import Act, Interest, Member, Nomination, Request
from soat.teams.services import interests, members, nominations
from soat.teams.services.members import Paper
from soat.teams.services.nominations import Candidate
from soat.trail.models import Event

DUE = date(2026, 3, 20)
DECISION = Paper("12/QĐ-SNV ngày 05/3/2026", date(2026, 3, 5), date(2026, 12, 31))
EN = Candidate("Vũ Thị Én", "Chuyên viên")
BINH = Candidate(" Phạm  Đức Bình ", "Phó Trưởng phòng", "0900000000", "binh@soat.example")


def run(cast: Cast, name: str, service: Any, *given: Any, **more: Any) -> Any:
    actor = cast.actor(name)
    with acting_as(actor):
        return service(*given, **more, by=actor, now=NOW)


@pytest.fixture
def asked(cast: Cast) -> Request:
    return run(
        cast, "coordinator", nominations.request, cast.ours, cast.unit, kind="support", wanted=1, due_on=DUE
    )


@pytest.fixture
def named(cast: Cast, asked: Request) -> Nomination:
    return run(cast, "unit_officer", nominations.propose, asked, BINH)


def taken(cast: Cast, named: Nomination) -> Member:
    run(cast, "coordinator", nominations.accept, named)
    with acting_as(SYSTEM):
        return Member.objects.select_related("person").get(nomination=named)


def test_an_agency_is_asked_once_at_a_time(cast: Cast, asked: Request) -> None:
    again = {"kind": "support", "wanted": 2, "due_on": DUE}
    with pytest.raises(Conflict, match="chưa khép"):
        run(cast, "coordinator", nominations.request, cast.ours, cast.unit, **again)
    run(cast, "coordinator", nominations.close, asked)
    with pytest.raises(Conflict, match="đã được khép"):
        run(cast, "coordinator", nominations.close, asked)
    assert run(cast, "coordinator", nominations.request, cast.ours, cast.unit, **again).wanted == 2


@pytest.mark.parametrize(
    ("field", "value"), [("kind", "head"), ("wanted", 0), ("wanted", 51), ("due_on", date(2026, 3, 1))]
)
def test_a_wrong_request_names_its_field(cast: Cast, field: str, value: Any) -> None:
    given = {"kind": "member", "wanted": 1, "due_on": DUE, field: value}
    with pytest.raises(DomainError) as caught:
        run(cast, "coordinator", nominations.request, cast.ours, cast.unit, **given)
    assert caught.value.field == field


def test_the_agency_itself_names_people_and_nobody_else(cast: Cast, asked: Request) -> None:
    for stranger in ("other_unit_officer", "coordinator", "press", "member"):
        with pytest.raises(Refused):
            run(cast, stranger, nominations.propose, asked, BINH)
    named = run(cast, "unit_officer", nominations.propose, asked, BINH)
    assert (named.full_name, named.state) == ("Phạm Đức Bình", "proposed")
    with pytest.raises(Conflict, match="đã có trong danh sách"):
        run(cast, "unit_head", nominations.propose, asked, BINH)
    with pytest.raises(Conflict, match="Đã cử đủ 1 người"):
        run(cast, "unit_head", nominations.propose, asked, Candidate("Vũ Thị Én", "Chuyên viên"))


@pytest.mark.parametrize(
    ("candidate", "field"),
    [
        (Candidate(" ", "Chuyên viên"), "full_name"),
        (Candidate("Vũ Thị Én", ""), "position"),
        (Candidate("Vũ Thị Én", "Chuyên viên", email="không phải thư"), "email"),
    ],
)
def test_a_wrong_name_names_its_field(cast: Cast, asked: Request, candidate: Candidate, field: str) -> None:
    with pytest.raises(DomainError) as caught:
        run(cast, "unit_officer", nominations.propose, asked, candidate)
    assert caught.value.field == field


def test_a_closed_request_takes_no_more_names(cast: Cast, asked: Request) -> None:
    run(cast, "coordinator", nominations.close, asked)
    with pytest.raises(Conflict, match="đã khép"):
        run(cast, "unit_officer", nominations.propose, asked, BINH)


def test_a_taken_person_is_listed_and_known(cast: Cast, named: Nomination) -> None:
    member = taken(cast, named)
    assert (member.state, member.kind, member.agency_id) == ("listed", "support", cast.unit.pk)
    with acting_as(SYSTEM):
        assert Position.objects.filter(person=member.person, agency=cast.unit).count() == 1
        assert Event.objects.filter(action="nomination.decide", subject_id=named.pk).count() == 1
    with pytest.raises(Conflict, match="đã nhận"):
        run(cast, "coordinator", nominations.accept, named)


def test_a_person_named_without_a_mail_is_made_too(cast: Cast, asked: Request) -> None:
    assert taken(cast, run(cast, "unit_officer", nominations.propose, asked, EN)).person.email == ""


def test_the_same_person_of_the_agency_is_not_made_twice(cast: Cast, named: Nomination) -> None:
    with acting_as(SYSTEM):
        person = Person.objects.create(
            full_name="Phạm Đức Bình", email="binh@soat.example", sort_key="x", folded="x"
        )
        Position.objects.create(person=person, agency=cast.unit, title="Chuyên viên")
    assert taken(cast, named).person_id == person.pk


def test_declined_or_withdrawn_with_a_reason_leaves_the_place_open(
    cast: Cast, asked: Request, named: Nomination
) -> None:
    with pytest.raises(DomainError, match="lý do"):
        run(cast, "coordinator", nominations.decline, named, reason=" ")
    run(cast, "coordinator", nominations.decline, named, reason="Đang học tập trung.")
    with pytest.raises(Conflict, match="đề nghị cử người khác"):
        run(cast, "unit_officer", nominations.withdraw, named, reason="Nhầm.")
    second = run(cast, "unit_officer", nominations.propose, asked, BINH)
    withdrawn = run(cast, "unit_officer", nominations.withdraw, second, reason="Chuyển công tác.")
    assert withdrawn.state == "withdrawn"
    with pytest.raises(Refused):
        run(cast, "other_unit_officer", nominations.withdraw, second, reason="x")


def test_a_unit_cannot_take_its_own_person_even_by_sql(cast: Cast, named: Nomination) -> None:
    with acting_as(cast.actor("unit_head")):
        assert Nomination.objects.filter(pk=named.pk).update(reason="x") == 1
        with pytest.raises(Exception, match="row-level security"), transaction.atomic():
            Nomination.objects.filter(pk=named.pk).update(
                state="accepted", decided_at=NOW, decided_by=SYSTEM.id
            )


def test_the_team_from_decision_to_end(cast: Cast, named: Nomination) -> None:
    member = taken(cast, named)
    with pytest.raises(Conflict, match="chờ quyết định"):
        run(cast, "coordinator", members.suspend, member, DECISION, reason="Ốm.")
    run(cast, "coordinator", members.appoint, [member], DECISION)
    run(cast, "coordinator", members.suspend, member, Paper("13/QĐ", date(2026, 4, 1)), reason="Ốm.")
    run(cast, "coordinator", members.resume, member, Paper("14/QĐ", date(2026, 4, 9)), reason="Khỏe.")
    longer = Paper("15/QĐ", date(2026, 5, 1), date(2027, 1, 31))
    assert (
        run(cast, "coordinator", members.extend, member, longer, reason="Kéo dài.").serves_to == longer.until
    )
    ended = run(
        cast, "coordinator", members.end, member, Paper("16/QĐ", date(2026, 6, 1)), reason="Nghỉ hưu."
    )
    assert (ended.state, ended.serves_to) == ("ended", date(2026, 6, 1))
    with acting_as(SYSTEM):
        kinds = list(
            Act.objects.filter(member=member).order_by("done_at", "pk").values_list("kind", flat=True)
        )
        assert sorted(kinds) == sorted(["appoint", "suspend", "resume", "extend", "end"])
        with pytest.raises(IntegrityError, match="chỉ được ghi thêm"), transaction.atomic():
            Act.objects.filter(member=member).update(reason="khác")


def test_a_listed_person_may_be_let_go_before_any_decision(cast: Cast, named: Nomination) -> None:
    left = run(cast, "coordinator", members.end, taken(cast, named), Paper("Thư", NOW.date()), reason="Bận.")
    assert (left.state, left.serves_to) == ("ended", None)


def test_what_an_act_needs(cast: Cast, named: Nomination) -> None:
    member = taken(cast, named)
    for service, paper, more, field in (
        (members.appoint, None, {}, "members"),
        (members.extend, Paper("x", NOW.date()), {"reason": "x"}, "until"),
        (members.end, Paper(" ", NOW.date()), {"reason": "x"}, "document"),
        (members.end, Paper("x", NOW.date()), {"reason": ""}, "reason"),
    ):
        with pytest.raises(DomainError) as caught:
            run(cast, "coordinator", service, [] if paper is None else member, paper or DECISION, **more)
        assert caught.value.field == field
    with pytest.raises(DomainError, match="sau ngày bắt đầu"):
        run(cast, "coordinator", members.appoint, [member], Paper("x", date(2026, 5, 1), date(2026, 4, 1)))
    with pytest.raises(Refused):
        run(cast, "head", members.appoint, [member], DECISION)


def test_another_takes_her_place(cast: Cast, named: Nomination) -> None:
    member = taken(cast, named)
    run(cast, "coordinator", members.appoint, [member], DECISION)
    with acting_as(SYSTEM):
        other = Person.objects.get(user=cast.user("support"))
    successor = run(
        cast,
        "coordinator",
        members.add,
        cast.ours,
        other,
        kind="member",
        agency=cast.standing,
        title="Chuyên viên",
    )
    for wrong in (member, Member(programme=cast.theirs)):
        with pytest.raises(DomainError, match="chính Đoàn này"):
            run(cast, "coordinator", members.replace, member, wrong, DECISION, reason="Bận.")
    left, came = run(cast, "coordinator", members.replace, member, successor, DECISION, reason="Bận.")
    assert (left.state, came.state, came.kind) == ("ended", "serving", "support")


def test_one_head_and_each_person_once(cast: Cast) -> None:
    with acting_as(SYSTEM):
        head, deputy = (Person.objects.get(user=cast.user(name)) for name in ("head", "deputy"))
    add: dict[str, Any] = {"agency": None, "title": ""}
    run(cast, "coordinator", members.add, cast.ours, head, kind="head", **add)
    with pytest.raises(Conflict, match="đã có Trưởng Đoàn"):
        run(cast, "coordinator", members.add, cast.ours, deputy, kind="head", **add)
    with pytest.raises(Conflict, match="đã có trong danh sách"):
        run(cast, "coordinator", members.add, cast.ours, head, kind="member", **add)
    with pytest.raises(DomainError, match="chọn vị trí"):
        run(cast, "coordinator", members.add, cast.ours, deputy, kind="king", **add)


def test_competences_replace_what_stood_before(cast: Cast, named: Nomination) -> None:
    member = taken(cast, named)
    with acting_as(SYSTEM):
        first, second = (Area.objects.create(programme=cast.ours, title=t) for t in ("Thể chế", "Thủ tục"))
        foreign = Area.objects.create(programme=cast.theirs, title="Khác")
    run(cast, "coordinator", members.set_competences, member, [first, second])
    run(cast, "coordinator", members.set_competences, member, [second])
    run(cast, "coordinator", members.set_competences, member, [second])
    with acting_as(SYSTEM):
        assert list(member.competences.values_list("area_id", flat=True)) == [second.pk]
    with pytest.raises(DomainError, match="không thuộc"):
        run(cast, "coordinator", members.set_competences, member, [foreign])


def test_members_declare_for_themselves_the_coordinator_for_anyone(cast: Cast) -> None:
    with acting_as(SYSTEM):
        mine = Person.objects.get(user=cast.user("member"))
    with pytest.raises(Refused, match="chính mình"):
        run(cast, "support", interests.declare, cast.ours, mine, cast.unit, reason="x")
    with pytest.raises(DomainError, match="vì sao"):
        run(cast, "member", interests.declare, cast.ours, mine, cast.unit, reason=" ")
    kept: Interest = run(cast, "member", interests.declare, cast.ours, mine, cast.unit, reason="Vợ làm ở đó.")
    with pytest.raises(Conflict, match="Đã khai"):
        run(cast, "coordinator", interests.declare, cast.ours, mine, cast.unit, reason="x")
    with pytest.raises(DomainError, match="không còn"):
        run(cast, "member", interests.withdraw, kept, reason="")
    run(cast, "coordinator", interests.withdraw, kept, reason="Vợ chuyển cơ quan.")
    with pytest.raises(Conflict, match="đã được rút"):
        run(cast, "member", interests.withdraw, kept, reason="x")


def test_recusal_years_are_a_setting(cast: Cast) -> None:
    assert run(cast, "coordinator", interests.set_recusal_years, cast.ours, 5).recusal_years == 5
    with pytest.raises(DomainError, match="từ 0 đến 40"):
        run(cast, "coordinator", interests.set_recusal_years, cast.ours, 41)
