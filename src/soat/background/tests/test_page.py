"""The administrator's page on the queue: what it tells, what it keeps to itself, and its two buttons."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from tests.cast import NOW, SYSTEM, Cast
from tests.jobs import waiting

from soat.access.actor import acting_as
from soat.background import services
from soat.background.models import Failure
from soat.background.running import KEEPER
from soat.common.errors import Conflict, Refused
from soat.common.jobs import JOBS, Job, later
from soat.trail.models import Event

PAGE = "/quan-tri/viec-nen/"


@pytest.fixture
def number(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> int:
    """A job that has failed for good."""
    work = Job("test.mail", print, "Gửi thư thử")
    monkeypatch.setitem(JOBS, work.name, work)
    with acting_as(KEEPER), connection.cursor() as cursor:
        later(work, to="bi-mat@soat.example")
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed', attempts = 7 RETURNING id")
        found: int = (cursor.fetchone() or (0,))[0]
        Failure.objects.create(job_id=found, job=work.name, sentence="Không nối được.", at=NOW)
    return found


def test_it_says_what_failed_and_nothing_of_what_it_was_for(cast: Cast, client_for: Any, number: int) -> None:
    page = client_for(cast.user("sysadmin")).get(PAGE).text
    for words in ("Gửi thư thử", "Không nối được.", "7 lần", "1 việc", "Không có tiến trình nào"):
        assert words in page, words
    assert "bi-mat" not in page


def test_an_empty_queue_with_a_worker_is_calm(cast: Cast, client_for: Any) -> None:
    with acting_as(KEEPER), connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")
    page = client_for(cast.user("sysadmin")).get(PAGE).text
    assert "Không có việc nào hỏng hẳn." in page
    assert "Không có tiến trình nào" not in page


def test_a_job_this_version_does_not_know_is_told_so(cast: Cast, client_for: Any) -> None:
    with acting_as(KEEPER):
        later(Job("test.former", print, "Việc cũ"))
    page = client_for(cast.user("sysadmin")).get(PAGE).text
    assert "không có việc này nữa" in page


def test_run_again(cast: Cast, client_for: Any, number: int) -> None:
    client = client_for(cast.user("sysadmin"))
    page = client.post(f"{PAGE}{number}/", {"step": "again"}, follow=True)
    assert "xếp chạy lại" in page.text
    assert [name for name, _ in waiting()] == ["test.mail"]
    with acting_as(SYSTEM):
        event = Event.objects.get(action="job.manage")
    assert event.subject_name == "Gửi thư thử"
    assert "bi-mat" not in event.payload


def test_drop(cast: Cast, client_for: Any, number: int) -> None:
    client = client_for(cast.user("sysadmin"))
    assert "Đã bỏ việc" in client.post(f"{PAGE}{number}/", {"step": "drop"}, follow=True).text
    assert client.post(f"{PAGE}{number}/", {"step": "drop"}).status_code == 409
    assert "Đã bỏ việc nền bị hỏng" in client.get("/nhat-ky/").text
    with acting_as(KEEPER):
        assert not Failure.objects.exists()


def test_only_an_administrator(cast: Cast, client_for: Any, number: int) -> None:
    assert client_for(cast.user("coordinator")).get(PAGE).status_code == 403
    coordinator = cast.actor("coordinator")
    with acting_as(coordinator), pytest.raises(Refused):
        services.drop(number, by=coordinator, now=NOW)


def test_what_waits_is_not_dropped(cast: Cast) -> None:
    by = cast.actor("sysadmin")
    with acting_as(KEEPER), connection.cursor() as cursor:
        later(Job("test.mail", print, "Gửi thư thử"))
        cursor.execute("SELECT max(id) FROM procrastinate_jobs")
        (number,) = cursor.fetchone() or ()
    with acting_as(by), pytest.raises(Conflict):
        services.drop(number, by=by, now=NOW)


def test_queries_do_not_grow_with_the_queue(
    cast: Cast, client_for: Any, number: int, count_queries: Any
) -> None:
    client = client_for(cast.user("sysadmin"))
    few = count_queries(lambda: client.get(PAGE))
    with acting_as(KEEPER):
        for _ in range(20):
            later(Job("test.mail", print, "Gửi thư thử"))
    assert count_queries(lambda: client.get(PAGE)) == few
