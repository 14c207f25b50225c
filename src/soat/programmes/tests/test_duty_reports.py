"""Reports of duties (G5): taken back until confirmed, shown by files; many at once; sentences that are no tasks."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import ProgrammingError, transaction
from tests.cast import NOW, SYSTEM, Cast

from soat.access.actor import acting_as
from soat.common.errors import Conflict, DomainError, Refused
from soat.programmes.models import Duty, DutyFile
from soat.programmes.rules.duties import DutyState, state_of
from soat.programmes.services import duties, duty_lists, duty_reports
from soat.programmes.services.duty_steps import PastDue, fingerprint
from soat.programmes.services.report_dues import follow_visit
from soat.trail import deeds
from soat.trail.models import Event

PDF = b"%PDF-1.7\n1 0 obj\n"


def make(cast: Cast, text: str = "Nộp báo cáo theo đề cương.", **more: Any) -> Duty:
    of = {"programme": cast.ours, "owner": "units", "party": "Sở Du lịch", "agency": cast.unit, **more}
    with acting_as(SYSTEM):
        return Duty.objects.create(text=text, **of)


@pytest.fixture
def task(cast: Cast) -> Duty:
    return make(cast)


def url(cast: Cast, duty: Duty, rest: str = "") -> str:
    return f"/chuong-trinh/{cast.ours.pk}/nhiem-vu/{duty.pk}/{rest}"


def words(duty: Duty) -> list[str]:
    with acting_as(SYSTEM):
        return [deeds.words(event) for event in Event.objects.filter(subject_id=duty.pk).order_by("seq")]


def reported(cast: Cast, task: Duty, *uploads: tuple[str, bytes]) -> Duty:
    with acting_as(cast.actor("unit_officer")) as officer:
        return duty_reports.report(task, evidence="Công văn 12.", uploads=uploads, by=officer, now=NOW)


def test_a_report_is_taken_back_until_it_is_confirmed(cast: Cast, task: Duty) -> None:
    done = reported(cast, task, ("bao-cao.pdf", PDF))
    with acting_as(cast.actor("unit_head")) as head:  # of the same unit
        back = duty_reports.withdraw(done, by=head, now=NOW)
        assert (state_of(back), back.evidence) == (DutyState.OPEN, "Công văn 12.")
        with pytest.raises(Conflict, match="chờ xác nhận"):
            duty_reports.withdraw(done, by=head, now=NOW)
    done = reported(cast, task)
    with acting_as(cast.actor("coordinator")) as coordinator:
        assert state_of(duty_reports.confirm(done, by=coordinator, now=NOW)) == DutyState.CONFIRMED
        with pytest.raises(Conflict):
            duty_reports.confirm(done, by=coordinator, now=NOW)
    with acting_as(cast.actor("unit_officer")) as officer:
        with pytest.raises(Conflict, match="mở lại"):
            duty_reports.withdraw(done, by=officer, now=NOW)
        with pytest.raises(Conflict):
            duty_reports.add_files(done, uploads=[("b.pdf", PDF + b"2")], by=officer, now=NOW)
        with pytest.raises(Conflict):
            duty_reports.remove_file(DutyFile.objects.get(duty=done), by=officer, now=NOW)
        with pytest.raises(ProgrammingError), transaction.atomic():  # nor by SQL
            Duty.objects.filter(pk=task.pk).update(done_at=None, done_by=None)
        assert DutyFile.objects.filter(duty=done).delete()[0] == 0
    assert words(task) == [
        "Đã thêm tệp minh chứng",
        "Đã báo cáo kết quả nhiệm vụ",
        "Đã rút báo cáo kết quả nhiệm vụ",
        "Đã báo cáo kết quả nhiệm vụ",
        "Đã xác nhận kết quả nhiệm vụ",
    ]
    with acting_as(cast.actor("coordinator")) as coordinator:
        reopened = duty_reports.reopen(done, reason="Thiếu phụ lục.", by=coordinator, now=NOW)
        assert (state_of(reopened), reopened.confirmed_by) == (DutyState.OPEN, None)


@pytest.mark.parametrize("name", ["other_unit_officer", "head", "other_coordinator", "stranger"])
def test_nobody_else_withdraws_confirms_or_strikes(cast: Cast, task: Duty, name: str) -> None:
    reported(cast, task)
    with acting_as(cast.actor(name)) as actor:
        for step in (duty_reports.withdraw, duty_reports.confirm, duty_lists.restore):
            with pytest.raises(Refused):
                step(task, by=actor, now=NOW)
        with pytest.raises(Refused):
            duty_lists.strike(task, reason="x", by=actor, now=NOW)


def test_the_report_of_a_unit_is_not_the_coordinators(cast: Cast, client_for: Any, task: Duty) -> None:
    """She confirms it or opens it again with a reason; its words and files are the unit's."""
    coordinator = cast.actor("coordinator")
    done = reported(cast, task, ("a.pdf", PDF))
    with acting_as(SYSTEM):
        file = DutyFile.objects.get(duty=task)
    with acting_as(coordinator):
        for step in (
            lambda: duty_reports.withdraw(done, by=coordinator, now=NOW),
            lambda: duty_reports.add_files(done, uploads=[("b.pdf", PDF)], by=coordinator, now=NOW),
            lambda: duty_reports.remove_file(file, by=coordinator, now=NOW),
        ):
            with pytest.raises(Conflict, match="mở lại nhiệm vụ"):
                step()
    page = client_for(cast.user("coordinator")).get(url(cast, task)).text
    assert "Xác nhận kết quả" in page
    assert not any(words in page for words in ("Rút báo cáo", "Thêm tệp", "Bỏ tệp"))


def test_a_unit_does_not_confirm_itself(cast: Cast, task: Duty) -> None:
    reported(cast, task)
    with acting_as(cast.actor("unit_officer")) as officer:
        with pytest.raises(Refused):
            duty_reports.confirm(task, by=officer, now=NOW)
        with pytest.raises(ProgrammingError), transaction.atomic():
            Duty.objects.filter(pk=task.pk).update(confirmed_at=NOW, confirmed_by=officer.id)


def test_files_are_kept_once_by_their_content(cast: Cast, task: Duty, monkeypatch: Any) -> None:
    reported(cast, task, ("a.pdf", PDF), ("lai.pdf", PDF), ("b.pdf", PDF + b"2"))
    with acting_as(cast.actor("unit_officer")) as officer:
        files = DutyFile.objects.filter(duty=task)
        assert [file.name for file in files] == ["a.pdf", "b.pdf"]
        assert duty_reports.add_files(task, uploads=[("c.pdf", PDF)], by=officer, now=NOW) == 0
        with pytest.raises(DomainError, match="ít nhất một tệp"):
            duty_reports.add_files(task, uploads=[], by=officer, now=NOW)
        with pytest.raises(DomainError, match="không thuộc loại") as caught:
            duty_reports.add_files(task, uploads=[("x.exe", b"MZ" + bytes(99))], by=officer, now=NOW)
        assert caught.value.field == "uploads"
        monkeypatch.setattr(duty_reports, "MOST_FILES", 2)
        with pytest.raises(DomainError, match="nhiều nhất 2 tệp"):
            duty_reports.add_files(task, uploads=[("d.pdf", PDF + b"4")], by=officer, now=NOW)
        first = files[0]
        duty_reports.remove_file(first, by=officer, now=NOW)
        with pytest.raises(Conflict, match="vừa được bỏ"):
            duty_reports.remove_file(first, by=officer, now=NOW)
    assert words(task)[-1] == "Đã bỏ tệp minh chứng"


def test_the_page_takes_files_and_gives_them_back(cast: Cast, client_for: Any, task: Duty) -> None:
    officer = client_for(cast.user("unit_officer"))
    bad = SimpleUploadedFile("chay.exe", b"MZ" + bytes(99))
    sent = {"step": "report", "evidence": "Công văn 12."}
    page = officer.post(url(cast, task), {**sent, "uploads": bad})
    assert "không thuộc loại" in page.text
    assert "Công văn 12." in page.text
    good = [SimpleUploadedFile("Báo cáo.pdf", PDF), SimpleUploadedFile("Số liệu.pdf", PDF + b"2")]
    page = officer.post(url(cast, task), {**sent, "uploads": good}, follow=True).text
    assert "Rút báo cáo" in page
    with acting_as(SYSTEM):
        file = DutyFile.objects.get(duty=task, name="Báo cáo.pdf")
    link = url(cast, task, f"tep/{file.pk}/")
    answer = officer.get(link)
    assert answer.content == PDF
    assert answer["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert client_for(cast.user("head")).get(link).status_code == 200
    for name in ("other_unit_officer", "stranger"):
        assert client_for(cast.user(name)).get(link).status_code == 404
    missing = url(cast, task, f"tep/{task.pk}/")
    assert officer.get(missing).status_code == 404
    assert client_for(cast.user("head")).post(f"{link}bo/").status_code == 403
    page = officer.post(f"{link}bo/", follow=True).text
    assert "Báo cáo.pdf" not in page
    assert "Số liệu.pdf" in page
    more = SimpleUploadedFile("Thêm.pdf", PDF + b"3")
    assert "Thêm.pdf" in officer.post(url(cast, task), {"step": "files", "uploads": more}, follow=True).text
    assert "required" in officer.get(url(cast, task)).text
    assert "Đã rút báo cáo" in officer.post(url(cast, task), {"step": "withdraw"}, follow=True).text
    again = officer.post(url(cast, task), {"step": "withdraw"})
    assert again.status_code == 409


def test_a_file_larger_than_allowed_is_not_read(
    cast: Cast, client_for: Any, task: Duty, monkeypatch: Any
) -> None:
    monkeypatch.setattr("soat.programmes.forms.duties.MAX_BYTES", 4)
    sent = {"step": "files", "uploads": SimpleUploadedFile("to.pdf", PDF)}
    assert "lớn hơn 20 MB" in client_for(cast.user("unit_officer")).post(url(cast, task), sent).text


def test_the_coordinator_confirms_on_the_page(cast: Cast, client_for: Any, task: Duty) -> None:
    reported(cast, task)
    client = client_for(cast.user("coordinator"))
    assert "Xác nhận kết quả" in client.get(url(cast, task)).text
    assert "Đã xác nhận" in client.post(url(cast, task), {"step": "confirm"}, follow=True).text
    listed = f"/chuong-trinh/{cast.ours.pk}/nhiem-vu/"
    assert task.text not in client.get(listed, {"status": "reported"}).text
    assert task.text in client.get(listed, {"status": "done"}).text


def test_what_was_typed_stands_beside_what_changed(cast: Cast, client_for: Any, task: Duty) -> None:
    client, seen = client_for(cast.user("coordinator")), fingerprint(task)
    with acting_as(cast.actor("coordinator")) as actor:
        values = {"party": "Sở Du lịch", "owner": "units", "agency": cast.unit}
        duties.change(task, text="Nộp sớm.", due_on=date(2026, 12, 1), **values, by=actor, now=NOW)
    typed = {"step": "change", "text": "Nộp muộn.", "party": "Sở Du lịch", "owner": "press", "seen": seen,
             "agency": str(cast.unit.pk), "due_on": "2/12/2026"}  # fmt: skip
    page = client.post(url(cast, task), typed)
    assert page.status_code == 409
    for told in ("Nộp sớm.", "Nộp muộn.</textarea>", "01/12/2026", "02/12/2026", "Cơ quan báo chí"):
        assert told in page.text
    with acting_as(SYSTEM):
        fresh = fingerprint(Duty.objects.get(pk=task.pk))
    assert f'value="{fresh}"' in page.text
    assert client.post(url(cast, task), {**typed, "seen": fresh}).status_code == 302  # she has compared


def test_a_sentence_that_is_no_task_is_struck_and_taken_back(cast: Cast, client_for: Any, task: Duty) -> None:
    client, listed = client_for(cast.user("coordinator")), f"/chuong-trinh/{cast.ours.pk}/nhiem-vu/"
    reason = "Là đề mục, không giao việc cho ai."
    assert client.post(url(cast, task), {"step": "strike", "reason": reason}).status_code == 302
    assert task.text not in client.get(listed).text
    assert task.text in client.get(listed, {"status": "struck"}).text
    assert reason in client.get(url(cast, task)).text
    with acting_as(cast.actor("coordinator")) as actor, pytest.raises(Conflict):
        duty_lists.strike(task, reason=reason, by=actor, now=NOW)
    with acting_as(cast.actor("coordinator")) as actor, pytest.raises(DomainError, match="vì sao"):
        duty_lists.strike(task, reason=" ", by=actor, now=NOW)
    assert client.post(url(cast, task), {"step": "restore"}).status_code == 302
    assert task.text in client.get(listed).text
    assert words(task) == ["Đã ghi rằng đây không phải nhiệm vụ", "Đã đưa lại vào danh sách nhiệm vụ"]


def test_many_duties_get_one_date_and_owner(cast: Cast, task: Duty) -> None:
    other, done = make(cast, "Khác.", agency=None, owner="other"), make(cast, "Đã xong.")
    reported(cast, done)
    with acting_as(cast.actor("coordinator")) as actor:
        more: dict[str, Any] = {"by": actor, "now": NOW}
        day = date(2026, 12, 1)
        assert duty_lists.set_many([task, other], due_on=day, agency=cast.unit, **more) == 2
        assert duty_lists.set_many([task, other], due_on=day, agency=None, **more) == 0
        assert duty_lists.set_many([task, other], due_on=None, agency=cast.unit, **more) == 0
        with pytest.raises(PastDue):
            duty_lists.set_many([task], due_on=date(2026, 2, 1), agency=None, **more)
        with pytest.raises(DomainError, match="Hãy ghi hạn"):
            duty_lists.set_many([task], due_on=None, agency=None, **more)
        with pytest.raises(DomainError, match="ít nhất một nhiệm vụ"):
            duty_lists.set_many([], due_on=day, agency=None, **more)
        with pytest.raises(Conflict, match=r"Đã xong\."):
            duty_lists.set_many([task, done], due_on=date(2026, 12, 2), agency=None, **more)
        rows = Duty.objects.filter(pk__in=[task.pk, other.pk])
        assert {(row.due_on, row.agency_id) for row in rows} == {(day, cast.unit.pk)}  # all or nothing
        assert duty_lists.strike_many([task, other], reason="Trùng.", **more) == 2
    assert words(other) == ["Đã sửa nhiệm vụ", "Đã ghi rằng đây không phải nhiệm vụ"]
    with acting_as(cast.actor("head")) as head, pytest.raises(Refused):
        duty_lists.set_many([task], due_on=day, agency=None, by=head, now=NOW)


def test_the_list_changes_what_is_ticked(cast: Cast, client_for: Any, task: Duty) -> None:
    client, listed = client_for(cast.user("coordinator")), f"/chuong-trinh/{cast.ours.pk}/nhiem-vu/"
    other = make(cast, "Khác.")
    sent: dict[str, Any] = {"step": "set", "chosen": [str(task.pk), "x"], "due_on": "1/2/2026"}
    page = client.post(listed, sent).text
    assert "đã qua" in page
    assert f'value="{task.pk}"' in page
    assert page.count("checked>") == 1  # she need not tick again
    assert client.post(listed, {**sent, "allow_past": "on"}).status_code == 302
    assert "ít nhất một" in client.post(listed, {"step": "set", "due_on": "1/12/2026"}).text
    assert "ngày/tháng/năm" in client.post(listed, {**sent, "due_on": "mai"}).text
    strike = {"step": "strike", "chosen": [str(other.pk)], "reason": "Là đề mục, không giao việc cho ai."}
    assert "Khác." not in client.post(listed, strike, follow=True).text.split("</table>")[0]
    head = client_for(cast.user("head"))
    assert 'name="chosen"' not in head.get(listed).text
    assert head.post(listed, sent).status_code == 403
    assert client_for(cast.user("stranger")).post(listed, sent).status_code == 404


def test_the_deadline_of_the_report_follows_the_visit(cast: Cast, task: Duty) -> None:
    with acting_as(SYSTEM):
        Duty.objects.filter(pk=task.pk).update(due_on=date(2026, 6, 1))
    plain = make(cast, "Bố trí lãnh đạo làm việc với Đoàn.")
    with acting_as(cast.actor("coordinator")) as actor:

        def follow(day: date | None) -> list[Duty]:
            return follow_visit(cast.ours.pk, cast.unit.pk, day, by=actor, now=NOW)

        assert follow(None) == []
        assert follow(date(2026, 5, 4)) == [task]
        assert follow(date(2026, 5, 4)) == []
        assert follow(date(2026, 5, 6)) == [task]
        moved = Duty.objects.get(pk=task.pk)
        assert (moved.due_on, moved.due_by_visit) == (date(2026, 5, 6), True)
        assert follow(None) == [task]
        back = Duty.objects.get(pk=task.pk)
        assert (back.due_on, back.due_by_visit) == (date(2026, 6, 1), False)
        assert Duty.objects.get(pk=plain.pk).due_on is None
    assert words(task) == [
        "Đã ghi hạn báo cáo theo lịch kiểm tra",
        "Đã sửa nhiệm vụ",
        "Đã bỏ hạn báo cáo theo lịch kiểm tra",
    ]
