"""Duties as tasks (G5): services, and the pages for owner, member and stranger."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone
from tests.cast import NOW, SYSTEM, Cast

from soat.access.actor import acting_as
from soat.access.models import Grant
from soat.common.errors import Conflict, DomainError, Missing, Refused
from soat.programmes.models import Duty, Programme
from soat.programmes.services import duties, duty_reports
from soat.programmes.services.duty_steps import PastDue
from soat.trail.models import Event


@pytest.fixture
def task(cast: Cast) -> Duty:
    with acting_as(SYSTEM):
        return Duty.objects.create(
            programme=cast.ours,
            owner="units",
            party="Sở Du lịch",
            agency=cast.unit,
            text="Nộp báo cáo.",
            due_on=date(2026, 3, 1),
        )


def add(cast: Cast, by: str = "coordinator", **more: Any) -> Duty:
    values = {
        "party": "Sở Nội vụ",
        "owner": "standing",
        "text": "Chủ trì.",
        "agency": None,
        "due_on": None,
        **more,
    }
    actor = cast.actor(by)
    with acting_as(actor):
        return duties.add(cast.ours, **values, by=actor, now=NOW)


def test_the_coordinator_adds_a_duty_and_the_trail_tells(cast: Cast) -> None:
    duty = add(cast, due_on=date(2026, 6, 1))
    with acting_as(SYSTEM):
        event = Event.objects.get(subject_id=duty.pk)
        assert (event.action, event.programme_id) == ("duty.manage", cast.ours.pk)
        assert Duty.objects.get(pk=duty.pk).review == "confirmed"


@pytest.mark.parametrize(("field", "value"), [("text", " "), ("party", ""), ("due_on", date(2023, 1, 1))])
def test_a_wrong_value_names_its_field(cast: Cast, field: str, value: Any) -> None:
    with acting_as(SYSTEM):
        Programme.objects.filter(pk=cast.ours.pk).update(issued_on=date(2026, 1, 5))
    with pytest.raises(DomainError) as caught:
        add(cast, **{field: value})
    assert caught.value.field == field


@pytest.mark.parametrize("by", ["head", "unit_officer", "other_coordinator", "stranger"])
def test_nobody_else_adds(cast: Cast, by: str) -> None:
    with pytest.raises(Refused, match="Cơ quan thường trực"):
        add(cast, by)


def test_the_unit_reports_and_the_coordinator_reopens(cast: Cast, task: Duty) -> None:
    officer, coordinator = cast.actor("unit_officer"), cast.actor("coordinator")
    with acting_as(officer):
        done = duty_reports.report(
            task, evidence=" Công văn 12/SDL. ", by=officer, now=NOW, seen=duties.fingerprint(task)
        )
        assert (done.evidence, done.done_by) == ("Công văn 12/SDL.", officer.id)
        with pytest.raises(Conflict):
            duty_reports.report(task, evidence="Lại", by=officer, now=NOW, seen=duties.fingerprint(task))
    with acting_as(coordinator):
        with pytest.raises(Conflict):
            duties.change(
                task, party="x", owner="units", text="y", agency=None, due_on=None, by=coordinator, now=NOW
            )
        with pytest.raises(DomainError, match="lý do"):
            duty_reports.reopen(task, reason=" ", by=coordinator, now=NOW)
        assert duty_reports.reopen(task, reason="Thiếu phụ lục.", by=coordinator, now=NOW).done_at is None
        with pytest.raises(Conflict):
            duty_reports.reopen(task, reason="Nữa", by=coordinator, now=NOW)
        changed = duties.change(
            task,
            party="Sở Du lịch",
            owner="units",
            text="Nộp lại.",
            agency=cast.unit,
            due_on=None,
            by=coordinator,
            now=NOW,
        )
    assert changed.text == "Nộp lại."


def test_a_report_needs_evidence_and_the_right_unit(cast: Cast, task: Duty) -> None:
    officer, other = cast.actor("unit_officer"), cast.actor("other_unit_officer")
    with acting_as(officer), pytest.raises(DomainError, match="minh chứng"):
        duty_reports.report(task, evidence="  ", by=officer, now=NOW, seen=duties.fingerprint(task))
    with acting_as(other), pytest.raises(Refused):
        duty_reports.report(task, evidence="x", by=other, now=NOW, seen=duties.fingerprint(task))


def test_two_who_report_notice_each_other(cast: Cast, task: Duty, client_for: Any) -> None:
    url, seen = f"/chuong-trinh/{cast.ours.pk}/nhiem-vu/{task.pk}/", duties.fingerprint(task)
    client, coordinator = client_for(cast.user("unit_officer")), cast.actor("coordinator")
    with acting_as(coordinator):
        fields = {"party": "Sở Du lịch", "owner": "units", "agency": cast.unit, "due_on": None}
        changed = duties.change(task, text="Nộp bản có đóng dấu.", by=coordinator, now=NOW, **fields)
    page = client.post(url, {"step": "report", "evidence": "Công văn 1", "seen": seen})
    assert "nay là: “Nộp bản có đóng dấu.”" in page.text
    assert "Công văn 1</textarea>" in page.text
    fresh = duties.fingerprint(changed)
    assert fresh in page.text
    assert client.post(url, {"step": "report", "evidence": "Công văn 1", "seen": fresh}).status_code == 302
    late = client.post(url, {"step": "report", "evidence": "Công văn 2", "seen": fresh})
    assert "báo cáo xong: “Công văn 1”" in late.text
    assert "Công văn 2</textarea>" in late.text


PAGES = [
    ("coordinator", 200),
    ("head", 200),
    ("unit_officer", 200),
    ("other_unit_officer", 404),
    ("stranger", 404),
]


@pytest.mark.parametrize(("name", "status"), PAGES)
def test_who_opens_a_duty(cast: Cast, client_for: Any, task: Duty, name: str, status: int) -> None:
    response = client_for(cast.user(name)).get(f"/chuong-trinh/{cast.ours.pk}/nhiem-vu/{task.pk}/")
    assert response.status_code == status


def test_the_page_reports_and_shows_the_result(cast: Cast, client_for: Any, task: Duty) -> None:
    client, url = client_for(cast.user("unit_officer")), f"/chuong-trinh/{cast.ours.pk}/nhiem-vu/{task.pk}/"
    assert "Báo cáo đã hoàn thành" in client.get(url).text
    assert "Hãy" in client.post(url, {"step": "report", "evidence": " "}).text
    page = client.post(url, {"step": "report", "evidence": "Công văn 12/SDL"}, follow=True)
    assert "Công văn 12/SDL" in page.text
    assert "chờ xác nhận" in page.text
    again = client.post(url, {"step": "report", "evidence": "Công văn 12/SDL"})
    assert "vừa được người khác báo cáo xong" in again.text
    assert client.post(url, {"step": "reopen", "reason": "x"}).status_code == 403


def test_the_coordinator_works_on_the_pages(cast: Cast, client_for: Any, task: Duty) -> None:
    client, base = client_for(cast.user("coordinator")), f"/chuong-trinh/{cast.ours.pk}/nhiem-vu/"
    fields = {"text": "Đưa tin.", "party": "Báo", "owner": "press", "due_on": "1/6/2026"}
    assert "Hãy" in client.post(f"{base}them/", {**fields, "due_on": "31/2"}).text
    asked = client.post(f"{base}them/", {**fields, "due_on": "1/6/2025"}).text
    assert "đã qua" in asked
    assert 'type="checkbox" name="allow_past"' in asked
    fields |= {"due_on": "1/6/2025", "allow_past": "on"}
    made = client.post(f"{base}them/", fields, follow=True)
    assert "Đưa tin." in made.text
    changed = client.post(f"{base}{task.pk}/", {"step": "change", **fields, "text": "Nộp sớm."}, follow=True)
    assert "Nộp sớm." in changed.text
    assert client.get(f"{base}them/").status_code == 200


def test_a_member_may_not_open_the_form(cast: Cast, client_for: Any) -> None:
    assert (
        client_for(cast.user("member")).get(f"/chuong-trinh/{cast.ours.pk}/nhiem-vu/them/").status_code == 403
    )


@pytest.mark.parametrize(
    ("query", "seen"),
    [
        ("", 2),
        ("?status=late", 1),
        ("?status=done", 0),
        ("?status=unowned", 1),
        ("?owner=press", 1),
        ("?status=x", 2),
        ("?by=agency", 2),
        ("?agency=x", 2),
    ],
)
def test_the_list_filters(cast: Cast, client_for: Any, task: Duty, query: str, seen: int) -> None:
    with acting_as(SYSTEM):
        Duty.objects.create(programme=cast.ours, owner="press", party="Báo", text="Đưa tin.")
    page = client_for(cast.user("head")).get(f"/chuong-trinh/{cast.ours.pk}/nhiem-vu/{query}").text
    assert ("Nộp báo cáo." in page) + ("Đưa tin." in page) == seen


def test_the_list_stands_under_heads(cast: Cast, client_for: Any, task: Duty) -> None:
    today = timezone.localdate()
    with acting_as(SYSTEM):
        of = {"programme": cast.ours, "owner": "units", "party": "Sở Du lịch", "agency": cast.unit}
        Duty.objects.create(**of, text="Gấp.", due_on=today)
        Duty.objects.create(**of, text="Xa.", due_on=today + timedelta(30))
        Duty.objects.create(**of, text="Xong.", evidence="x", done_at=NOW, done_by=SYSTEM.id)
        Duty.objects.create(programme=cast.ours, owner="units", party="Các đơn vị", text="Chung.")
    client, url = client_for(cast.user("head")), f"/chuong-trinh/{cast.ours.pk}/nhiem-vu/"
    page = client.get(url).text
    heads = ["Quá hạn", "Trong 7 ngày tới", "Sau đó", "Chưa có ngày cụ thể", "Đã xong"]
    texts = ["Nộp báo cáo.", "Gấp.", "Xa.", "Chung.", "Xong."]
    places = [page.index(f'colspan="4">{head}<') for head in heads]
    assert places == sorted(places)
    assert [page.index(f">{text}<") for text in texts] == sorted(page.index(f">{text}<") for text in texts)
    assert "mỗi đối tượng kiểm tra được thêm sẽ có bản riêng" in page
    page = client.get(url, {"by": "agency"}).text
    assert page.index("Các đơn vị (chưa rõ cơ quan)") < page.index(f'colspan="3">{cast.unit.name}<')
    assert "Chung." not in client.get(url, {"agency": str(cast.unit.pk)}).text


def test_a_long_list_costs_no_more_queries(cast: Cast, client_for: Any, count_queries: Any) -> None:
    client, url = client_for(cast.user("coordinator")), f"/chuong-trinh/{cast.ours.pk}/nhiem-vu/"

    def grow(number: int) -> None:
        rows = [
            Duty(programme=cast.ours, owner="units", party="x", agency=cast.unit, text=f"{n}")
            for n in range(number)
        ]
        with acting_as(SYSTEM):
            Duty.objects.bulk_create(rows)

    grow(2)
    few = count_queries(lambda: client.get(url))
    grow(40)
    assert count_queries(lambda: client.get(url)) == few


def test_two_editors_of_a_duty_notice_each_other(cast: Cast, client_for: Any, task: Duty) -> None:
    client, url = client_for(cast.user("coordinator")), f"/chuong-trinh/{cast.ours.pk}/nhiem-vu/{task.pk}/"
    seen = duties.fingerprint(task)
    fields = {"step": "change", "text": "Nộp báo cáo.", "party": "Sở Du lịch", "owner": "units", "seen": seen}
    assert f'value="{seen}"' in client.get(url).text
    assert client.post(url, {**fields, "text": "Nộp sớm."}).status_code == 302
    late = client.post(url, {**fields, "text": "Nộp muộn."})
    assert late.status_code == 409
    assert "người khác đã sửa" in late.text
    with acting_as(SYSTEM):
        assert Duty.objects.get(pk=task.pk).text == "Nộp sớm."


def test_a_date_in_the_past_is_asked_about_once(cast: Cast, task: Duty) -> None:
    values = {"party": "x", "owner": "units", "text": "y", "agency": cast.unit}
    with acting_as(cast.actor("coordinator")) as actor:
        duties.change(task, **values, due_on=task.due_on, by=actor, now=NOW)
        with pytest.raises(PastDue, match="01/02/2026"):
            duties.change(task, **values, due_on=date(2026, 2, 1), by=actor, now=NOW)
        moved = duties.change(task, **values, due_on=date(2026, 2, 1), by=actor, now=NOW, allow_past=True)
    assert (moved.due_on, moved.review) == (date(2026, 2, 1), "corrected")


def test_a_duty_of_all_units_goes_to_each(cast: Cast) -> None:
    group = add(cast, party="Các đơn vị", owner="units", text="Gửi số liệu.")
    with acting_as(cast.actor("coordinator")) as actor:
        copies = Duty.objects.tasks().filter(group=group)
        assert {copy.agency_id for copy in copies} == {cast.unit.pk, cast.other_unit.pk}
        with pytest.raises(Conflict, match="giao riêng"):
            duty_reports.report(group, evidence="x", by=actor, now=NOW)
        with pytest.raises(Conflict, match="đúng như vậy"):
            duties.add(
                cast.ours, party="Các đơn vị", owner="units", text="Gửi số liệu.", agency=None, due_on=None,
                by=actor, now=NOW,
            )  # fmt: skip


def test_the_coordinator_says_whose_a_duty_is(cast: Cast, client_for: Any) -> None:
    duty = add(cast, party="Các cơ quan báo chí", owner="press", text="Đưa tin.")
    client, base = client_for(cast.user("coordinator")), f"/chuong-trinh/{cast.ours.pk}/nhiem-vu/"
    assert "Giao cho từng cơ quan" in client.get(base).text
    assert "Giao cho từng cơ quan" in client.get(f"{base}{duty.pk}/").text
    assert "ít nhất một cơ quan" in client.post(f"{base}{duty.pk}/", {"step": "give"}).text
    chosen = {"step": "give", "agencies": [str(cast.press_agency.pk), str(cast.standing.pk)]}
    assert client.post(f"{base}{duty.pk}/", chosen).status_code == 302
    assert client.post(f"{base}{duty.pk}/", chosen).status_code == 409
    assert "Đã giao từng cơ quan" in client.get(f"{base}{duty.pk}/").text
    with acting_as(SYSTEM):
        copies = list(Duty.objects.tasks().filter(group=duty))
    assert {copy.agency_id for copy in copies} == {cast.press_agency.pk, cast.standing.pk}
    again = client.post(f"{base}{copies[0].pk}/", chosen)
    assert again.status_code == 409
    with acting_as(cast.actor("coordinator")) as actor, pytest.raises(DomainError, match="ít nhất một"):
        duties.give_to(copies[0], agencies=[], by=actor, now=NOW)


def test_the_same_duty_is_added_once(cast: Cast) -> None:
    add(cast)
    with pytest.raises(Conflict, match="đúng như vậy"):
        add(cast)


def close(cast: Cast) -> None:
    with acting_as(SYSTEM):
        Programme.objects.filter(pk=cast.ours.pk).update(state="closed", closed_at=NOW, closed_by=SYSTEM.id)


@pytest.mark.parametrize("step", ["add", "change", "report", "reopen"])
def test_nothing_is_written_into_a_programme_closed_in_between(cast: Cast, task: Duty, step: str) -> None:
    """The page was opened while it ran: the state seen and the right are looked at again under the lock."""
    close(cast)
    fields: dict[str, Any] = {"party": "x", "owner": "units", "text": "x", "agency": None, "due_on": None}
    steps: dict[str, tuple[str, Any]] = {
        "add": ("coordinator", lambda **who: duties.add(cast.ours, **fields, **who)),
        "change": ("coordinator", lambda **who: duties.change(task, **fields, **who)),
        "report": ("unit_officer", lambda **who: duty_reports.report(task, evidence="x", **who)),
        "reopen": ("coordinator", lambda **who: duty_reports.reopen(task, reason="x", **who)),
    }
    name, act = steps[step]
    actor = cast.actor(name)
    with acting_as(actor), pytest.raises(Conflict, match="Trạng thái chương trình vừa thay đổi"):
        act(by=actor, now=NOW)
    with acting_as(SYSTEM):
        assert [duty.text for duty in Duty.objects.filter(programme=cast.ours)] == ["Nộp báo cáo."]
        assert not Event.objects.filter(programme_id=cast.ours.pk, action__startswith="duty").exists()


def test_a_duty_handed_on_in_between_is_no_longer_hers(cast: Cast, task: Duty) -> None:
    with acting_as(SYSTEM):
        Duty.objects.filter(pk=task.pk).update(agency=cast.standing)
    officer = cast.actor("unit_officer")
    with acting_as(officer), pytest.raises(Conflict, match="vừa được giao cho cơ quan khác"):
        duty_reports.report(task, evidence="Công văn 1", by=officer, now=NOW)


def test_a_role_taken_away_in_between(cast: Cast, task: Duty) -> None:
    officer = cast.actor("unit_officer")
    with acting_as(SYSTEM):
        Grant.objects.filter(user_id=officer.id).update(ended_at=NOW, ended_by=SYSTEM.id)
    with acting_as(officer), pytest.raises(Missing, match="không còn mở cho bạn"):
        duty_reports.report(task, evidence="Công văn 1", by=officer, now=NOW)
