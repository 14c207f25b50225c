"""Subjects after the start (S8): added with a reason and own duties, ended with a reason; who may; the pages."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from django.db import connection
from tests.cast import NOW, SYSTEM, Cast, make_agency

from soat.access.actor import acting_as
from soat.common.errors import Conflict, DomainError, Refused
from soat.common.ids import new_id
from soat.people.models import Agency
from soat.programmes.models import Duty, Programme, Subject
from soat.programmes.services import subjects
from soat.trail.models import Event


@pytest.fixture
def school(cast: Cast) -> Agency:
    with acting_as(SYSTEM):
        return make_agency("Trường Cao đẳng Y tế", "public_unit")


@pytest.fixture
def groups(cast: Cast) -> list[Duty]:
    """Two duties of the units: one shared at the start, overdue by now, one that never was."""
    of = {"programme": cast.ours, "owner": "units", "party": "Các đơn vị được kiểm tra"}
    with acting_as(SYSTEM):
        shared = Duty.objects.create(**of, text="Gửi báo cáo.", due_on=date(2026, 2, 1), retired_at=NOW)
        Duty.objects.create(**{**of, "agency": cast.unit}, text="Gửi báo cáo.", group=shared)
        return [shared, Duty.objects.create(**of, text="Bố trí lãnh đạo.", due_on=date(2026, 2, 1))]


def add(cast: Cast, agency: Agency, who: str = "coordinator", **more: Any) -> tuple[Subject, int]:
    values = {"reason": "Công văn 12/UBND ngày 1/3/2026", "month": date(2026, 4, 9), **more}
    with acting_as(cast.actor(who)) as actor:
        return subjects.add(cast.ours, agency=agency, by=actor, now=NOW, **values)


def test_an_added_unit_has_its_own_copy_of_the_units_duties(
    cast: Cast, school: Agency, groups: list[Duty]
) -> None:
    subject, given = add(cast, school)
    assert (subject.kind, subject.month, subject.added_reason) == (
        "public_unit",
        date(2026, 4, 1),
        "Công văn 12/UBND ngày 1/3/2026",
    )
    assert given == 2
    with acting_as(SYSTEM):
        late, other = Duty.objects.tasks().filter(agency=school).order_by("-text")
        assert (late.group_id, late.due_on, late.is_doubtful) == (groups[0].pk, None, True)
        assert "01/02/2026" in late.doubt
        assert (other.group_id, other.due_on) == (groups[1].pk, None)
        assert Duty.objects.tasks().filter(group=groups[0], agency=cast.unit).count() == 1
        assert Duty.objects.tasks().filter(group=groups[1]).count() == 3
        event = Event.objects.get(subject_id=subject.pk)
        assert (event.action, json.loads(event.payload)["reason"], event.agency_id) == (
            "subject.manage",
            subject.added_reason,
            school.pk,
        )


def test_a_form_sent_twice_adds_one(cast: Cast, school: Agency, groups: list[Duty]) -> None:
    key = new_id()
    first, again = (add(cast, school, key=key) for _ in range(2))
    assert again == first


def test_what_cannot_be_added(cast: Cast, school: Agency) -> None:
    with pytest.raises(DomainError) as error:
        add(cast, school, reason=" ")
    assert error.value.field == "reason"
    with acting_as(SYSTEM):
        gone = make_agency("Sở Cũ", "department", valid_to=date(2026, 3, 1))
    with pytest.raises(DomainError, match="kế thừa"):
        add(cast, gone)
    with pytest.raises(Conflict, match="đã là đối tượng"):
        add(cast, cast.unit)
    with acting_as(SYSTEM):
        Programme.objects.filter(pk=cast.ours.pk).update(state="closed", closed_at=NOW, closed_by=SYSTEM.id)
        with pytest.raises(Conflict, match="vừa thay đổi"):
            subjects.add(cast.ours, agency=school, reason="x", month=None, by=SYSTEM, now=NOW)


@pytest.mark.parametrize(
    ("kind", "level", "wanted"),
    [
        ("department", "province", "department"),
        ("commune", "commune", "commune"),
        ("department", "central", "ministry_unit"),
        ("press", "province", "other"),
    ],
)
def test_the_kind_follows_the_register(cast: Cast, kind: str, level: str, wanted: str) -> None:
    with acting_as(SYSTEM):
        agency = make_agency("Cơ quan X", kind, level)
    assert add(cast, agency, month=None)[0].kind == wanted


@pytest.mark.parametrize("who", ["head", "member", "unit_head", "other_coordinator", "stranger"])
def test_only_the_coordinator(cast: Cast, school: Agency, who: str) -> None:
    with pytest.raises(Refused):
        add(cast, school, who)
    with acting_as(SYSTEM):
        subject = Subject.objects.select_related("programme").get(programme=cast.ours, agency=cast.unit)
    with acting_as(cast.actor(who)) as actor, pytest.raises(Refused):
        subjects.end(subject, reason="x", by=actor, now=NOW)


def test_an_ended_unit_keeps_what_it_reported_and_may_come_back(
    cast: Cast, school: Agency, groups: list[Duty]
) -> None:
    subject, _ = add(cast, school)
    with acting_as(cast.actor("coordinator")) as actor:
        done = Duty.objects.filter(agency=school).first()
        assert done is not None
        done.evidence, done.done_at, done.done_by = "x", NOW, actor.id
        done.save()
        with pytest.raises(DomainError, match="lý do"):
            subjects.end(subject, reason=" ", by=actor, now=NOW)
        assert subjects.end(subject, reason="Đã thanh tra.", by=actor, now=NOW) == 1
        with pytest.raises(Conflict):
            subjects.end(subject, reason="Lại", by=actor, now=NOW)
        assert list(Duty.objects.tasks().filter(agency=school)) == [done]
        assert school.pk not in set(Subject.objects.current().values_list("agency_id", flat=True))
    again, given = add(cast, school)
    assert (again.pk != subject.pk, given) == (True, 2)


def test_a_subject_without_an_agency_is_ended_too(cast: Cast) -> None:
    with acting_as(SYSTEM):
        subject = Subject.objects.create(programme=cast.ours, name="Đơn vị khác", kind="other")
    with acting_as(cast.actor("coordinator")) as actor:
        assert subjects.end(subject, reason="Không rõ đơn vị.", by=actor, now=NOW) == 0


def test_row_level_security_lets_nobody_delete_one_that_runs(cast: Cast) -> None:
    with acting_as(cast.actor("coordinator")), connection.cursor() as cursor:
        cursor.execute("DELETE FROM programmes_subject WHERE programme_id = %s", [cast.ours.pk])
        assert cursor.rowcount == 0
    with acting_as(cast.actor("head")), connection.cursor() as cursor:
        cursor.execute("UPDATE programmes_subject SET month = NULL WHERE programme_id = %s", [cast.ours.pk])
        assert cursor.rowcount == 0


def test_the_coordinator_adds_and_ends_on_the_pages(
    cast: Cast, client_for: Any, school: Agency, groups: list[Duty]
) -> None:
    client, base = client_for(cast.user("coordinator")), f"/chuong-trinh/{cast.ours.pk}/doi-tuong/"
    assert "nhận ngay 2 nhiệm vụ" in client.get(f"{base}them/").text
    assert "Hãy tìm và chọn đơn vị" in client.post(f"{base}them/", {"reason": "x"}).text
    body = {"agency": str(school.pk), "reason": "Công văn 12.", "month": "4/2026"}
    page = client.post(f"{base}them/", body, follow=True).text
    assert "Trường Cao đẳng Y tế" in page
    assert "Công văn 12." in page
    assert "04/2026" in page
    assert "đã là đối tượng" in client.post(f"{base}them/", body).text
    with acting_as(SYSTEM):
        subject = Subject.objects.get(agency=school)
    end = f"{base}{subject.pk}/thoi/"
    assert "Nhiệm vụ đang mở" in client.get(end).text
    page = client.post(end, {"reason": "Đã thanh tra."}, follow=True).text
    assert "Đã thanh tra." in page
    assert client.post(end, {"reason": "Lại"}).status_code == 409


PAGES = [("coordinator", 200, 200), ("head", 200, 403), ("unit_officer", 200, 403), ("press", 403, 403)]


@pytest.mark.parametrize(("who", "seen", "form"), [*PAGES, ("stranger", 404, 404)])
def test_who_opens_the_pages(cast: Cast, client_for: Any, who: str, seen: int, form: int) -> None:
    client, base = client_for(cast.user(who)), f"/chuong-trinh/{cast.ours.pk}/doi-tuong/"
    response = client.get(base)
    assert response.status_code == seen
    assert client.get(f"{base}them/").status_code == form
    if who == "unit_officer":
        assert cast.unit.name in response.text
        assert cast.other_unit.name not in response.text


def test_an_empty_list_says_what_is_next(cast: Cast, client_for: Any) -> None:
    with acting_as(SYSTEM):
        Subject.objects.filter(programme=cast.ours).delete()
    url = f"/chuong-trinh/{cast.ours.pk}/doi-tuong/"
    assert "Thêm đối tượng" in client_for(cast.user("coordinator")).get(url).text
    assert "Cơ quan thường trực" in client_for(cast.user("head")).get(url).text


def test_many_subjects_cost_no_more_queries(cast: Cast, client_for: Any, count_queries: Any) -> None:
    client, url = client_for(cast.user("coordinator")), f"/chuong-trinh/{cast.ours.pk}/doi-tuong/"
    few = count_queries(lambda: client.get(url))
    with acting_as(SYSTEM):
        Subject.objects.bulk_create(
            Subject(programme=cast.ours, name=f"Xã {n}", kind="commune") for n in range(40)
        )
    assert count_queries(lambda: client.get(url)) == few
