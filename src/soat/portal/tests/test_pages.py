"""First page, permission table, trail and health: what each person of the cast finds there."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError
from django.utils import timezone
from tests.cast import NOW, SYSTEM, Cast
from tests.rows import fill

from soat.access.actor import acting_as
from soat.access.permissions import ACTIONS
from soat.access.roles import Role
from soat.portal import lines, matrix, work
from soat.programmes.models import Duty, Programme, Question, Unplaced
from soat.teams.models import Request
from soat.teams.tests.help import ask, name_one
from soat.trail import services as trail


def titles(cast: Cast, name: str) -> list[str]:
    actor = cast.actor(name)
    with acting_as(actor):
        return [task.title for task in work.tasks(actor, date(2026, 3, 2))]


def make_duty(cast: Cast, **more: Any) -> Duty:
    values = {"owner": "units", "party": "x", "agency": cast.unit, "text": "Nộp báo cáo.", **more}
    with acting_as(SYSTEM):
        return Duty.objects.create(programme=cast.ours, **values)


def test_a_coordinator_finds_drafts_questions_and_overdue_duties(cast: Cast) -> None:
    make_duty(cast, due_on=date(2026, 3, 1))
    make_duty(cast, text="Chưa tới hạn.", due_on=date(2026, 5, 1))
    with acting_as(SYSTEM):
        for n in range(2):
            Question.objects.create(
                programme=cast.ours, agency=cast.unit, text=str(n), asked_at=NOW, asked_by=SYSTEM.id
            )
    assert titles(cast, "coordinator") == [
        "Nộp báo cáo.",
        "Bắt đầu chương trình",  # nothing of the draft is in doubt
        "Trả lời 2 khó khăn, vướng mắc",
    ]
    with acting_as(SYSTEM):
        Unplaced.objects.create(programme=cast.draft, text="?", span_start=0, span_end=1)
    assert "Soát bản đọc kế hoạch và bắt đầu chương trình" in titles(cast, "coordinator")
    assert titles(cast, "other_coordinator") == titles(cast, "stranger") == []


def test_a_unit_finds_its_duties_and_its_form(cast: Cast) -> None:
    make_duty(cast)
    assert titles(cast, "unit_officer") == ["Nộp báo cáo."]  # the plan's duty is the report: not told twice
    assert titles(cast, "other_unit_officer") == [f"Chuẩn bị báo cáo của {cast.other_unit} theo đề cương"]


@pytest.mark.parametrize(
    ("days", "label", "tone"),
    [
        (None, "Chưa có hạn", "neutral"),
        (-2, "Quá hạn 2 ngày", "bad"),
        (0, "Hạn hôm nay", "bad"),
        (3, "Còn 3 ngày", "warn"),
        (30, "Còn 30 ngày", "info"),
    ],
)
def test_due_badges(days: int | None, label: str, tone: str) -> None:
    today = date(2026, 3, 2)
    badge = lines.due_badge(None if days is None else today + timedelta(days), today)
    assert (badge.label, badge.tone) == (label, tone)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("starter", "Nhập kế hoạch"),
        ("stranger", "chưa có vai trò"),
        ("head", "không có việc nào phải làm lúc này"),
        ("press", "không có việc nào phải làm lúc này"),
        ("sysadmin", "Mở danh sách tài khoản"),
        ("coordinator", "1 việc đang chờ"),
    ],
)
def test_the_first_page_says_what_to_do(cast: Cast, client_for: Any, name: str, words: str) -> None:
    assert words in client_for(cast.user(name)).get("/").text


def test_who_has_a_role_where_nothing_runs_is_told_so(cast: Cast, client_for: Any) -> None:
    with acting_as(SYSTEM):
        closed = {"state": "closed", "closed_at": NOW, "closed_by": SYSTEM.id}
        Programme.objects.filter(pk=cast.theirs.pk).update(**closed)
    assert "chưa có chương trình nào đang mở" in client_for(cast.user("other_head")).get("/").text


def test_leaders_see_programmes_late_duties_and_dates(cast: Cast, client_for: Any) -> None:
    today = timezone.localdate()
    make_duty(cast, text="Nộp sớm.", due_on=today - timedelta(9))
    for days in range(1, 6):
        make_duty(cast, text=f"Hạn thứ {days}.", due_on=today + timedelta(days))
    page = client_for(cast.user("leadership")).get("/").text
    assert f'href="/chuong-trinh/{cast.ours.pk}/"' in page
    assert "1 nhiệm vụ đã quá hạn" in page
    assert page.index("Nộp sớm.") < page.index("Hạn thứ 1.") < page.index("Hạn thứ 3.")
    assert "Hạn thứ 4." not in page
    unit = client_for(cast.user("other_unit_officer")).get("/").text
    assert cast.ours.title in unit
    assert "Nộp sớm." not in unit
    assert cast.theirs.title not in unit


def test_overdue_is_said_first(cast: Cast, client_for: Any) -> None:
    make_duty(cast, due_on=timezone.localdate() - timedelta(1))
    assert "1 việc đã quá hạn" in client_for(cast.user("unit_officer")).get("/").text


def test_guests_are_sent_to_sign_in(client: Any, db: None) -> None:
    for url in ("/", "/bang-quyen/", "/nhat-ky/"):
        answer = client.get(url)
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/tai-khoan/")


def test_my_work_costs_the_same_with_many_tasks(cast: Cast, client_for: Any, count_queries: Any) -> None:
    client = client_for(cast.user("coordinator"))
    make_duty(cast, owner="standing")
    few = count_queries(lambda: client.get("/"))
    for _ in range(30):
        make_duty(cast, owner="standing")
    assert count_queries(lambda: client.get("/")) == few


def test_the_permission_page_shows_every_action(cast: Cast, client_for: Any) -> None:
    page = client_for(cast.user("stranger")).get("/bang-quyen/?xem=tat-ca").text
    assert all(label in page for label in ACTIONS.values())
    assert {action.split(".")[0] for action in ACTIONS} == set(matrix.GROUPS)


def test_ones_own_rights_stand_first(cast: Cast, client_for: Any) -> None:
    head = client_for(cast.user("head")).get("/bang-quyen/").text
    assert "Xem nhật ký" in head
    assert "Nhập kế hoạch" not in head
    assert "Nhập kế hoạch" in client_for(cast.user("coordinator")).get("/bang-quyen/").text
    labels = [column.label for column in matrix.heads({Role.PRESS})]
    assert labels[:2] == ["Mọi người", "Báo chí"]
    assert len(labels) == len(Role)


def test_the_trail_shows_her_programmes_only(cast: Cast, client_for: Any) -> None:
    with acting_as(SYSTEM):
        trail.record(
            "programme.start",
            cast.ours,
            by=SYSTEM,
            now=NOW,
            programme_id=cast.ours.pk,
            before={"state": "draft", "same": 1},
            after={"state": "running", "same": 1},
            reason="Đã duyệt.",
        )
        trail.record(
            "question.ask", cast.unit, by=SYSTEM, now=NOW, programme_id=cast.ours.pk, agency_id=cast.unit.pk
        )
        change = {"before": {"full_name": "A"}, "after": {"full_name": "B"}}
        trail.record("account.manage", cast.user("head"), by=SYSTEM, now=NOW, **change)
    see = lambda name, query="": client_for(cast.user(name)).get(f"/nhat-ky/{query}").text  # noqa: E731
    assert "Đã bắt đầu chương trình" in see("head")
    assert "Đã bắt đầu chương trình" not in see("unit_officer")
    assert "Đã nêu khó khăn" in see("unit_officer")
    assert "Đã nêu khó khăn" not in see("other_unit_officer")
    assert "Đã sửa tài khoản" in see("sysadmin")
    assert "Không có sự kiện nào" in see("stranger")
    assert "Đã bắt đầu chương trình" in see("head", "?q=tests&since=1/3/2026")
    assert "Không có sự kiện nào" in see("head", "?q=khong-ai")
    assert "chỉ là phần nhật ký của hệ thống" in see("sysadmin")
    assert "chỉ là phần nhật ký của hệ thống" not in see("head")
    page = client_for(cast.user("head")).get(f"/nhat-ky/{cast.ours.pk}/").text
    assert "Đang thực hiện" in page
    assert "Đã duyệt." in page
    assert "same" not in page
    assert client_for(cast.user("unit_officer")).get(f"/nhat-ky/{cast.ours.pk}/").status_code == 404


def test_health(client: Any, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    assert client.get("/suc-khoe/").json() == {"status": "ok"}

    class Broken:
        def cursor(self) -> None:
            raise DatabaseError

    monkeypatch.setattr("soat.portal.views.connection", Broken())
    assert client.get("/suc-khoe/").status_code == 503


@pytest.mark.parametrize(
    ("raw", "said"),
    [(None, ""), (True, "Có"), ("running", "Đang thực hiện"), (["head", 2], "Trưởng Đoàn, 2"), (7, "7"),
     ("2026-03-02T08:00:00+00:00", "02/03/2026 15:00"), ("Thử T", "Thử T")],
)  # fmt: skip
def test_values_of_the_trail_in_words(raw: object, said: str) -> None:
    from soat.portal import words

    assert words.value(raw) == said


def test_a_unit_sees_its_next_visit_with_the_deadline_of_its_report(cast: Cast) -> None:
    fill(cast)
    officer = cast.actor("unit_officer")
    with acting_as(officer):
        told = [task for task in work.tasks(officer, date(2026, 3, 2)) if "tiếp Đoàn" in task.title]
        assert [(task.title, task.due) for task in told] == [
            ("Chuẩn bị tiếp Đoàn kiểm tra ngày 06/04/2026", date(2026, 4, 6))
        ]
        assert not [task for task in work.tasks(officer, date(2026, 4, 7)) if "tiếp Đoàn" in task.title]


def test_persons_asked_for_wait_for_the_agency_then_for_the_coordinator(cast: Cast) -> None:
    def asked() -> dict[str, list[str]]:
        names = ("unit_officer", "other_unit_officer", "coordinator", "member")
        told = {name: titles(cast, name) for name in names}
        return {name: [title for title in told[name] if "cử" in title.lower()] for name in names}

    request = ask(cast, cast.unit, date(2026, 3, 20))
    assert asked() == {
        "unit_officer": ["Cử 1 người: Thành viên Đoàn"],
        "other_unit_officer": [],
        "coordinator": [],
        "member": [],
    }
    with acting_as(SYSTEM):
        Request.objects.update(due_on=date(2026, 3, 1))
    assert asked()["coordinator"] == ["Sở Du lịch chưa cử đủ người"]
    name_one(cast, request)
    assert asked()["unit_officer"] == []
    assert asked()["coordinator"] == ["Xem 1 người Sở Du lịch cử"]
    with acting_as(SYSTEM):
        Request.objects.update(closed_at=NOW, closed_by=SYSTEM.id)
    assert asked()["coordinator"] == []
