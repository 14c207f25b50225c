"""Pages of runs (S2–S4): who opens them, watching, comparing, applying, ways out; queries do not grow with visits."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.cast import NOW, SYSTEM, Cast, make_agency

from soat.access.actor import acting_as
from soat.schedules.models import Absence, Run, Visit
from soat.schedules.selectors.comparison import Spot
from soat.schedules.services import runs, solving, visits
from soat.schedules.tests.test_runs import FAR, QUICK, able, again, placed, solved
from soat.schedules.tests.test_visits import run, stage

__all__ = ["able", "stage"]
ASKED = {"preset": "balanced", "subteams": "2", "vehicles": "", "seconds": "10"}


@pytest.fixture(autouse=True)
def then(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages are opened on the day of the cast."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def at(cast: Cast, name: str = "runs", made: Run | None = None) -> str:
    return reverse(f"schedules:{name}", args=[cast.ours.pk, *([made.pk] if made else [])])


def text(answer: Any) -> str:
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_asked_watched_applied_and_taken_back(cast: Cast, able: Any, client_for: Any) -> None:
    client = client_for(cast.user("coordinator"))
    page = text(client.get(at(cast)))
    assert "Chưa xếp tự động lần nào" in page
    assert "Mỗi cuộc có Trưởng Đoàn" in page
    assert "bắt buộc" in text(client.post(at(cast), {}))
    asked = client.post(at(cast), ASKED)
    assert asked.status_code == 302
    with acting_as(SYSTEM):
        made = Run.objects.get()
    watched = text(client.get(asked.headers["Location"]))
    assert "Đang chờ máy tính lịch" in watched
    assert 'hx-trigger="every 1s"' in watched
    assert "Đang có một lần xếp lịch chưa xong" in text(client.get(at(cast)))
    assert "chưa xong" in text(client.post(at(cast), ASKED))
    with acting_as(SYSTEM):
        said = {"objective": 40, "bound": 39, "gap": 0.025, "found": 3, "missing": 0}
        Run.objects.update(state="running", beat_at=NOW, started_at=NOW - timedelta(seconds=4), progress=said)
    live = client.get(at(cast, "run_progress", made), HTTP_HX_REQUEST="true")
    assert "HX-Refresh" not in live.headers
    assert "4 / 10 giây" in text(live)
    assert "2,5 %" in text(live)
    client.post(at(cast, "run_step", made), {"step": "stop"})
    assert "Đang dừng" in text(client.get(at(cast, "run", made)))
    with acting_as(SYSTEM):
        Run.objects.update(state="queued", stop_asked_at=None)
    solving.work(made.pk, clock=lambda: NOW, beat=0.01)
    over = client.get(at(cast, "run_progress", made), HTTP_HX_REQUEST="true")
    assert over.headers["HX-Refresh"] == "true"
    shown = text(client.get(at(cast, "run", made)))
    assert "Xếp mới" in shown
    assert "Đã chứng minh không có phương án nào tốt hơn" in shown
    token = shown.split('name="seen" value="')[1].split('"')[0]
    with acting_as(SYSTEM):
        chosen = [str(one) for one in Visit.objects.filter(programme=cast.ours).values_list("pk", flat=True)]
    given = {"step": "apply", "seen": token, "chosen": chosen}
    done = client.post(at(cast, "run_step", made), given, follow=True)
    assert "Đã áp dụng 2 thay đổi vào lịch." in text(done)
    assert "Đưa lịch về như trước" in text(done)
    assert client.post(at(cast, "run_step", made), given).status_code == 409
    back = text(client.post(at(cast, "run_step", made), {"step": "undo"}, follow=True))
    assert "Đã đưa 2 cuộc kiểm tra về như trước." in back
    dropped = text(client.post(at(cast, "run_step", made), {"step": "discard"}, follow=True))
    assert "Đã bỏ phương án" in dropped
    assert client.post(at(cast, "run_step", made), {"step": "x"}).status_code == 400
    assert "Xếp 2 cuộc kiểm tra" in text(client.get(at(cast)))


def test_what_was_changed_meanwhile_is_said(cast: Cast, able: Any, client_for: Any) -> None:
    client = client_for(cast.user("coordinator"))
    made = solved(cast)
    run(cast, "coordinator", visits.move, able["visits"][0], FAR, "am")
    page = text(client.get(at(cast, "run", made)))
    assert "Đã có thay đổi sau khi yêu cầu xếp lịch" in page
    assert "Sở Du lịch: đã đổi ngày" in page
    token = page.split('name="seen" value="')[1].split('"')[0]
    every = [str(one.pk) for one in able["visits"]]
    client.post(at(cast, "run_step", made), {"step": "apply", "seen": token, "chosen": every})
    with acting_as(SYSTEM):
        moved = Visit.objects.get(pk=able["visits"][0].pk)
    run(cast, "coordinator", visits.move, moved, FAR, "pm")
    back = text(client.post(at(cast, "run_step", made), {"step": "undo"}, follow=True))
    assert "Giữ nguyên vì đã được sửa sau khi áp dụng: Sở Du lịch." in back


def test_without_an_answer_the_ways_out_fill_the_form(cast: Cast, able: Any, client_for: Any) -> None:
    client = client_for(cast.user("coordinator"))
    for visit in able["visits"]:
        moved = run(cast, "coordinator", visits.move, visit, FAR, "am")
        run(cast, "coordinator", visits.lock, moved, True)
    made = solved(cast, QUICK.of({**QUICK.to_json(), "seconds": 10, "subteams": 1}))
    page = text(client.get(at(cast, "run", made)))
    assert "Các điều kiện sau không thể cùng được đáp ứng" in page
    assert "Mở cuộc kiểm tra" in page
    links = [part.split('"')[0].replace("&amp;", "&") for part in page.split('href="') if "subteams=" in part]
    more = next(link for link in links if "subteams=2" in link)
    assert 'value="2"' in text(client.get(more))
    without = next(link for link in links if "left_out=" in link)
    form = text(client.get(without))
    assert "Để ngoài lần xếp này" in form
    assert "không hợp lệ" not in text(client.get(at(cast) + "?subteams=x&preset=balanced&seconds=10"))


def test_a_run_whose_worker_is_gone(cast: Cast, able: Any, client_for: Any) -> None:
    client = client_for(cast.user("coordinator"))
    made = run(cast, "coordinator", runs.ask, cast.ours, QUICK)
    with acting_as(SYSTEM):
        Run.objects.update(state="running", beat_at=NOW - timedelta(minutes=2))
    page = text(client.get(at(cast, "run", made)))
    assert "Bị ngắt" in page
    assert "every 1s" not in page
    client.post(at(cast, "run_step", made), {"step": "stop"})
    assert "giữa chừng" in text(client.get(at(cast, "run", made)))
    dropped = run(cast, "coordinator", runs.ask, cast.ours, QUICK)
    run(cast, "coordinator", runs.stop, dropped)
    assert "Đã dừng trước khi bắt đầu tính." in text(client.get(at(cast, "run", dropped)))


def test_an_impossible_visit_is_mended_from_its_page(cast: Cast, able: Any, client_for: Any) -> None:
    first, _ = able["visits"]
    client = client_for(cast.user("coordinator"))
    member = able["members"]["member"]
    placed(cast, first, FAR, "am", member)
    visit_page = reverse("schedules:visit", args=[cast.ours.pk, first.pk])
    assert "không tiến hành được" not in text(client.get(visit_page))
    mend = reverse("schedules:visit_mend", args=[cast.ours.pk, first.pk])
    assert client.post(mend).status_code == 409
    with acting_as(SYSTEM):
        Absence.objects.create(programme=cast.ours, member=member, first=FAR, last=FAR)
    for page in (visit_page, at(cast)):
        assert "Phạm Đức Bình không đi được: vắng từ 03/06/2026" in text(client.get(page))
    assert "Xếp lại, giữ yên" not in text(client_for(cast.user("head")).get(visit_page))
    asked = client.post(mend)
    with acting_as(SYSTEM):
        made = Run.objects.get()
    solving.work(made.pk, clock=lambda: NOW, beat=0.01)
    page = text(client.get(asked.headers["Location"]))
    assert "Ngoài cuộc cần xếp lại, 0 cuộc khác đổi ngày." in page
    assert "Xếp lại Sở Du lịch, giữ yên phần còn lại" in text(client.get(at(cast)))
    with acting_as(SYSTEM):
        Absence.objects.all().delete()
        Visit.objects.filter(pk=first.pk).update(day=FAR - timedelta(days=3))
    assert "là ngày nghỉ" in text(client.get(visit_page))


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("head", 200),
        ("deputy", 200),
        ("member", 403),
        ("leadership", 403),
        ("unit_head", 403),
        ("stranger", 404),
    ],
)
def test_who_looks_on(cast: Cast, able: Any, client_for: Any, who: str, sees: int) -> None:
    made = solved(cast)
    client = client_for(cast.user(who))
    for url in (at(cast), at(cast, "run", made), at(cast, "run_progress", made)):
        assert client.get(url).status_code == sees
    assert client.post(at(cast), ASKED).status_code == (404 if sees == 404 else 403)
    assert client.post(at(cast, "run_step", made), {"step": "discard"}).status_code == (
        404 if sees == 404 else 403
    )
    if sees == 200:
        assert "Áp dụng các cuộc" not in text(client.get(at(cast, "run", made)))
    assert again(cast, made).state == "done"


def test_without_competences_the_form_says_what_to_do(cast: Cast, able: Any, client_for: Any) -> None:
    with acting_as(SYSTEM):
        able["members"]["member"].competences.model.objects.all().delete()
    page = text(client_for(cast.user("coordinator")).get(at(cast)))
    assert "Ghi chuyên môn" in page


def test_an_answer_that_changes_nothing(cast: Cast, able: Any, client_for: Any) -> None:
    made = solved(cast)
    with acting_as(SYSTEM):
        Run.objects.update(answer={**made.answer, "visits": made.answer["visits"][:1]})
    made = again(cast, made)
    assert Spot.of({"day": None, "half": "am", "people": []}).day is None
    page = text(client_for(cast.user("coordinator")).get(at(cast, "run", made)))
    assert "Chưa xếp" in page


def test_queries_do_not_grow_with_visits(cast: Cast, able: Any, client_for: Any, count_queries: Any) -> None:
    client = client_for(cast.user("coordinator"))
    placed(cast, able["visits"][0], FAR, "pm", able["members"]["member"])
    made = solved(cast)
    urls = (at(cast), at(cast, "run", made))
    few = [count_queries(lambda url=url: client.get(url)) for url in urls]
    for n in range(6):
        with acting_as(SYSTEM):
            agency = make_agency(f"Sở số {n}", "department")
        more = run(cast, "coordinator", visits.add, cast.ours, agency, able["shape"], reason="Đơn thư.")
        placed(cast, more, FAR + timedelta(days=7 * n), "am", able["members"]["member"])
    again_made = solved(cast)
    many = [count_queries(lambda url=url: client.get(url)) for url in (at(cast), at(cast, "run", again_made))]
    assert many == few
