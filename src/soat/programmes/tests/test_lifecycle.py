"""Start, close, discard, restore: what is needed, what comes of it, and two people at the same moment."""

from __future__ import annotations

import threading
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from tests.cast import NOW, SYSTEM, Cast, build, make_agency

from soat.access import services as access
from soat.access.actor import acting_as
from soat.access.models import Grant
from soat.access.roles import Role
from soat.common.errors import Conflict, DomainError, Incomplete, Refused
from soat.demo import PLAN
from soat.programmes.models import (
    Area,
    Duty,
    FieldSource,
    Item,
    Method,
    Node,
    Outline,
    Programme,
    Seat,
    Sourced,
    Statement,
    Subject,
)
from soat.programmes.selectors.readiness import REVIEWED
from soat.programmes.services import lifecycle
from soat.programmes.services.import_plan import AlreadyImported, import_plan
from soat.trail.models import Event


def act(cast: Cast, do, programme: Programme, *, who: str = "coordinator", **more):  # type: ignore[no-untyped-def]
    with acting_as(cast.actor(who)) as actor:
        return do(programme, by=actor, now=NOW, **more)


def make_ready(cast: Cast) -> dict[str, Any]:
    """Give the draft everything a start needs; its duties belong to groups."""
    with acting_as(SYSTEM):
        of = {"programme": cast.draft}
        cast.draft.period_start, cast.draft.period_end = date(2027, 3, 1), date(2027, 9, 30)
        cast.draft.standing_agency = cast.standing
        cast.draft.save()
        Area.objects.create(**of, number="1", title="Cải cách thể chế")
        Seat.objects.create(**of, kind="head", text="Phó Chủ tịch")
        justice, finance = make_agency("Sở Tư pháp", "department"), make_agency("Sở Tài chính", "department")
        for agency in (justice, finance):
            Seat.objects.create(**of, kind="member", text=agency.name, agency=agency, agency_name=agency.name)
        for agency in (cast.unit, cast.other_unit):
            Subject.objects.create(**of, name=agency.name, kind="other", agency=agency)
        outline = Outline.objects.create(
            **of, version=1, title="Đề cương", created_at=NOW, created_by=SYSTEM.id
        )
        top = Node.objects.create(**of, outline=outline, kind="section", text="Mục I", code="m1")
        Node.objects.create(**of, outline=outline, parent=top, kind="narrative", text="Nêu rõ", code="m2")
        duty = {"text": "Gửi báo cáo", **of}
        Duty.objects.create(**duty, owner="units", party="Các đơn vị được kiểm tra", due_on=date(2027, 3, 1))
        Duty.objects.create(**duty, owner="members", party="Các Sở: Tư pháp")
        Duty.objects.create(**duty, owner="members", party="Cơ quan có thành viên")
        Duty.objects.create(**duty, owner="standing", party="Cơ quan thường trực")
        Duty.objects.create(**duty, owner="press", party="Báo chí")
        Duty.objects.create(**duty, owner="other", party="Sở Tài chính", agency=finance)
    return {"justice": justice, "finance": finance, "outline": outline}


def test_start_names_everything_that_is_missing(cast: Cast) -> None:
    with pytest.raises(Incomplete) as error:
        act(cast, lifecycle.start, cast.draft)
    assert set(error.value.missing) == {"period", "areas", "subjects", "head", "outline"}


def test_start_issues_the_outline_and_gives_each_task_an_owner(cast: Cast) -> None:
    made = make_ready(cast)
    started = act(cast, lifecycle.start, cast.draft, accept_unlooked=True)
    assert (started.state, started.started_by) == ("running", cast.user("coordinator").pk)
    with acting_as(SYSTEM):
        assert Outline.objects.get(pk=made["outline"].pk).state == "in_use"
        duties = list(Duty.objects.tasks().filter(programme=cast.draft).select_related("agency"))
        owners = sorted((duty.owner, str(duty.agency or "")) for duty in duties)
        event = Event.objects.get(subject_id=cast.draft.pk, action="programme.start")
    assert owners == sorted(
        [
            ("members", "Sở Tài chính"),
            ("members", "Sở Tư pháp"),
            ("members", "Sở Tư pháp"),
            ("other", "Sở Tài chính"),
            ("press", ""),
            ("standing", "Sở Nội vụ"),
            ("units", "Sở Du lịch"),
            ("units", "Ủy ban nhân dân phường Đông Hải"),
        ]
    )
    assert {duty.due_on for duty in duties if duty.owner == "units"} == {date(2027, 3, 1)}
    assert '"duties":6' in event.payload


def test_values_nobody_looked_at_are_accepted_in_so_many_words(cast: Cast) -> None:
    make_ready(cast)
    with pytest.raises(lifecycle.Unlooked, match="Còn 12 giá trị chưa ai soát") as error:
        act(cast, lifecycle.start, cast.draft)
    assert error.value.field == "accept_unlooked"
    with acting_as(SYSTEM):
        for model in REVIEWED:
            model._default_manager.filter(programme=cast.draft).update(review="confirmed")
    assert act(cast, lifecycle.start, cast.draft).state == "running"


def test_an_enumeration_is_split_among_the_agencies_the_register_knows(cast: Cast) -> None:
    """Named in the party or in the sentence; a name of another level, or of none, stays without an agency."""
    make_ready(cast)
    with acting_as(SYSTEM):
        paper, ward = make_agency("Báo Đông Hải", "press"), make_agency("Phường Tân An", "commune", "commune")
        Duty.objects.filter(programme=cast.draft).delete()
        duty = {"programme": cast.draft, "owner": "press", "review": "confirmed", "span_start": 5}
        Duty.objects.create(**duty, party="Báo Đông Hải, Đài PT-TH", text="Đưa tin.")
        Duty.objects.create(**duty, party="Cơ quan báo chí", text="Báo Đông Hải đưa tin, gửi Sở Nội vụ.")
        Duty.objects.create(**{**duty, "owner": "other"}, party="UBND quận Tân An", text="Tiếp đón.")
    act(cast, lifecycle.start, cast.draft, accept_unlooked=True)
    with acting_as(SYSTEM):
        tasks = list(Duty.objects.tasks().filter(programme=cast.draft).order_by("text", "party"))
        told = [(task.text[:8], task.party, task.agency_id) for task in tasks]
        assert told == [
            ("Báo Đông", "Báo Đông Hải", paper.pk),
            ("Tiếp đón", "Ủy ban nhân dân quận Tân An", None),
            ("Đưa tin.", "Báo Đông Hải", paper.pk),
            ("Đưa tin.", "Đài PT-TH", None),
        ]
        assert ward.pk not in {task.agency_id for task in tasks}
        unowned = [task for task in tasks if task.agency_id is None]
        assert all(task.is_doubtful and "Đài PT-TH" in task.doubt for task in unowned[1:])
        assert all(task.span_start == 5 and task.group.retired_at == NOW for task in tasks if task.group)


def test_start_keeps_an_outline_in_use(cast: Cast) -> None:
    made = make_ready(cast)
    with acting_as(SYSTEM):
        Outline.objects.filter(pk=made["outline"].pk).update(
            state="in_use", issued_at=NOW, issued_by=SYSTEM.id
        )
    act(cast, lifecycle.start, cast.draft, accept_unlooked=True)
    with acting_as(SYSTEM):
        assert Outline.objects.get(pk=made["outline"].pk).issued_by == SYSTEM.id


def test_subjects_later_leaves_the_units_duty_to_the_group(cast: Cast) -> None:
    make_ready(cast)
    with acting_as(SYSTEM):
        Subject.objects.filter(programme=cast.draft).delete()
        Programme.objects.filter(pk=cast.draft.pk).update(subjects_later=True, standing_agency=None)
    act(cast, lifecycle.start, cast.draft, accept_unlooked=True)
    with acting_as(SYSTEM):
        assert Duty.objects.get(programme=cast.draft, owner="units").agency is None
        assert Duty.objects.get(programme=cast.draft, owner="standing").agency is None


def test_close(cast: Cast) -> None:
    assert act(cast, lifecycle.close, cast.ours).state == "closed"
    with pytest.raises(Conflict):
        act(cast, lifecycle.close, cast.ours)


def test_discard_and_restore(cast: Cast) -> None:
    with pytest.raises(DomainError) as error:
        act(cast, lifecycle.discard, cast.draft, reason=" ")
    assert error.value.field == "reason"
    assert act(cast, lifecycle.discard, cast.draft, reason="Nhập nhầm").discarded_at == NOW
    restored = act(cast, lifecycle.restore, cast.draft)
    assert (restored.state, restored.discarded_at) == ("draft", None)
    with acting_as(SYSTEM):
        events = Event.objects.filter(subject_id=cast.draft.pk).order_by("seq")
        assert [event.action for event in events] == ["programme.discard", "programme.restore"]


def test_a_file_stands_in_one_programme_only(cast: Cast) -> None:
    data = PLAN.read_bytes()
    with acting_as(cast.actor("starter")) as actor:
        first = import_plan(data, "a.txt", by=actor, now=NOW)
    act(cast, lifecycle.discard, first, who="starter", reason="Đọc lại")
    with acting_as(cast.actor("starter")) as actor:
        second = import_plan(data, "a.txt", by=actor, now=NOW)
    with pytest.raises(AlreadyImported) as error:
        act(cast, lifecycle.restore, first, who="starter")
    assert error.value.programme_id == second.pk
    act(cast, lifecycle.discard, second, who="starter", reason="Bỏ")
    assert act(cast, lifecycle.restore, first, who="starter").state == "draft"


@pytest.mark.parametrize("who", ["member", "head", "unit_head", "other_coordinator", "stranger"])
def test_only_the_coordinator(cast: Cast, who: str) -> None:
    for do, programme in ((lifecycle.start, cast.draft), (lifecycle.close, cast.ours)):
        with pytest.raises(Refused):
            act(cast, do, programme, who=who)


@pytest.mark.parametrize("model", [Area, Duty, FieldSource, Item, Method, Node, Seat, Statement, Subject])
def test_a_review_has_its_person_in_every_table(model: type[Sourced]) -> None:
    assert f"programmes_{model._meta.model_name}_reviewed_pair" in {
        one.name for one in model._meta.constraints
    }


@pytest.mark.parametrize(
    ("which", "change"),
    [
        ("ours", {"state": "closed"}),
        ("ours", {"closed_at": NOW, "closed_by": SYSTEM.id}),
        ("draft", {"state": "discarded"}),
        ("draft", {"discarded_at": NOW, "discarded_by": SYSTEM.id}),
    ],
)
def test_a_state_comes_with_its_time(cast: Cast, which: str, change: dict[str, Any]) -> None:
    programme: Programme = getattr(cast, which)
    with acting_as(SYSTEM), pytest.raises(IntegrityError), transaction.atomic():
        Programme.objects.filter(pk=programme.pk).update(**change)


def test_two_at_once_one_wins(fresh_db: str) -> None:
    cast = build()
    make_ready(cast)
    gate, told = threading.Barrier(2), []

    def run() -> None:
        actor = cast.actor("coordinator")
        try:
            with acting_as(actor):
                gate.wait(10)
                lifecycle.start(cast.draft, by=actor, now=NOW, accept_unlooked=True)
            told.append("started")
        except Conflict:
            told.append("conflict")
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(told) == ["conflict", "started"]
    with acting_as(SYSTEM):
        assert Duty.objects.tasks().filter(programme=cast.draft).count() == 8
        assert Event.objects.filter(action="programme.start").count() == 1


def test_each_agency_reads_the_trail_of_its_own_duty(cast: Cast, client_for: Any) -> None:
    make_ready(cast)
    act(cast, lifecycle.start, cast.draft, accept_unlooked=True)
    with acting_as(SYSTEM):
        duty = Duty.objects.get(programme=cast.draft, owner="units", agency=cast.unit)
        event = Event.objects.get(subject_id=duty.pk)
        give(cast, "unit_officer")
    assert (event.agency_id, event.programme_id) == (cast.unit.pk, cast.draft.pk)
    client = client_for(cast.user("unit_officer"))
    page = client.get(f"/chuong-trinh/{cast.draft.pk}/nhiem-vu/{duty.pk}/").text
    assert f'href="/nhat-ky/{duty.pk}/"' in page
    assert "Tách từ nhiệm vụ giao chung" in client.get(f"/nhat-ky/{duty.pk}/").text


def give(cast: Cast, name: str) -> None:
    Grant.objects.create(
        user=cast.user(name),
        role=name,
        programme_id=cast.draft.pk,
        agency_id=cast.unit.pk,
        given_at=NOW,
        given_by=SYSTEM.id,
    )


def test_closing_waits_for_a_role_being_given(fresh_db: str) -> None:
    """Whoever gives a role holds the state; the close comes after it and neither aborts the other."""
    cast = build()
    coordinator, told, begun = cast.actor("coordinator"), [], threading.Event()

    def run() -> None:
        try:
            with acting_as(coordinator):
                begun.set()
                lifecycle.close(cast.ours, by=coordinator, now=NOW)
            told.append("closed")
        finally:
            connection.close()

    closing = threading.Thread(target=run)
    with acting_as(coordinator):
        access.give(cast.user("stranger").pk, Role.MEMBER, by=coordinator, now=NOW, programme_id=cast.ours.pk)
        closing.start()
        begun.wait(10)
        closing.join(0.5)
        assert told == []
    closing.join(20)
    assert told == ["closed"]
    with acting_as(coordinator), pytest.raises(Refused):
        access.give(cast.user("starter").pk, Role.MEMBER, by=coordinator, now=NOW, programme_id=cast.ours.pk)


SPAN = {"period_start": date(2026, 3, 1), "period_end": date(2026, 6, 30)}


def test_the_period_is_prolonged_by_a_document(cast: Cast) -> None:
    with acting_as(SYSTEM):
        Programme.objects.filter(pk=cast.ours.pk).update(**SPAN)
        ours = Programme.objects.get(pk=cast.ours.pk)
    told = {"document": " 12/QĐ-UBND  ngày 05/3/2026 ", "reason": "Bão lũ."}
    coordinator, head = cast.actor("coordinator"), cast.actor("head")
    with acting_as(coordinator):
        longer = lifecycle.extend(ours, date(2026, 12, 31), **told, by=coordinator, now=NOW)
        assert longer.period_end == date(2026, 12, 31)
        with pytest.raises(DomainError, match="phải sau ngày kết thúc"):
            lifecycle.extend(ours, date(2026, 12, 31), **told, by=coordinator, now=NOW)
        with pytest.raises(DomainError, match="số và ngày") as refused:
            lifecycle.extend(
                ours,
                date(2027, 1, 31),
                document="Công văn của tỉnh",
                reason="Bão lũ.",
                by=coordinator,
                now=NOW,
            )
        assert refused.value.field == "document"
        for field in told:
            with pytest.raises(DomainError) as caught:
                lifecycle.extend(ours, date(2027, 1, 31), **{**told, field: " "}, by=coordinator, now=NOW)
            assert caught.value.field == field
    with acting_as(head), pytest.raises(Refused):
        lifecycle.extend(ours, date(2027, 1, 31), **told, by=head, now=NOW)
    with acting_as(SYSTEM):
        event = Event.objects.get(action="programme.extend")
        assert '"document":"12/QĐ-UBND ngày 05/3/2026"' in event.payload


def test_the_page_of_a_longer_period(cast: Cast, client_for: Any) -> None:
    with acting_as(SYSTEM):
        Programme.objects.filter(pk=cast.ours.pk).update(**SPAN)
    client, url = client_for(cast.user("coordinator")), f"/chuong-trinh/{cast.ours.pk}/gia-han/"
    assert "30/06/2026" in client.get(url).text
    sent = {"until": "1/6/2026", "document": "12/QĐ-UBND ngày 05/3/2026", "reason": "Bão lũ."}
    assert "phải sau ngày kết thúc" in client.post(url, sent).text
    page = client.post(url, {**sent, "until": "31/12/2026"}, follow=True).text
    assert "Đã gia hạn thời kỳ kiểm tra đến 31/12/2026" in page
    assert client_for(cast.user("head")).get(url).status_code == 403
