"""The queue: it stands with the write, nobody looks into it, and a job runs as a named system actor."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone
from procrastinate.jobs import Job as Queued
from tests.cast import Cast
from tests.jobs import waiting

from soat.access.actor import SIGN_IN, acting_as, system
from soat.background.models import Failure
from soat.background.running import KEEPER, sentence_of
from soat.background.worker import take_back
from soat.common import jobs
from soat.common.jobs import JOBS, Job, Patience, later
from soat.core.errors import DomainError

seen: list[Any] = []


def who_acts(**arguments: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, soat_kind(), soat_user()")
        seen.append((*(cursor.fetchone() or ()), arguments))


def refuses(**arguments: Any) -> None:
    raise DomainError("Chương trình đã kết thúc.")


def told(**arguments: Any) -> None:
    seen.append(("given up", arguments))


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Job:
    one = Job("test.look", who_acts, "xem thử")
    monkeypatch.setitem(JOBS, one.name, one)
    monkeypatch.setitem(JOBS, "test.refuses", Job("test.refuses", refuses, "từ chối", given_up=told))
    seen.clear()
    return one


def test_a_job_runs_as_its_system_actor_under_the_programs_role(
    cast: Cast, work: Job, run_jobs: Callable[..., list[str]]
) -> None:
    with acting_as(cast.actor("unit_officer")):
        later(work, number=7)
    assert run_jobs() == ["test.look"]
    assert seen == [("soat_app", "system", system("xem thử").id, {"number": 7})]
    assert waiting() == []


def test_a_write_that_is_taken_back_leaves_no_job(cast: Cast, work: Job) -> None:
    def write() -> None:
        with acting_as(cast.actor("coordinator")):
            later(work)
            raise DomainError("Không được.")

    with pytest.raises(DomainError):
        write()
    assert waiting() == []


def test_one_job_waits_for_a_key(cast: Cast, work: Job, run_jobs: Callable[..., list[str]]) -> None:
    with acting_as(cast.actor("coordinator")):
        later(work, key="a", number=1)
        later(work, key="a", number=2)
        later(work, key="b", number=3)
    assert [arguments["number"] for _, arguments in waiting()] == [2, 3]
    assert len(run_jobs()) == 2


def test_a_job_that_runs_no_longer_holds_its_key(cast: Cast, work: Job) -> None:
    """What it reads may be older than the write that asks again."""
    with acting_as(KEEPER), connection.cursor() as cursor:
        later(work, key="a")
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing'")
        later(work, key="a")
        cursor.execute("UPDATE procrastinate_jobs SET status = 'todo'")
    assert len(waiting()) == 2


def test_a_job_for_later_waits(cast: Cast, work: Job, run_jobs: Callable[..., list[str]]) -> None:
    now = timezone.now()
    with acting_as(SIGN_IN):
        later(work, at=now + timedelta(hours=1))
    assert run_jobs(now) == []
    assert run_jobs(now + timedelta(hours=1)) == ["test.look"]


@pytest.mark.parametrize("table", ["jobs", "events", "workers", "periodic_defers"])
def test_nobody_looks_into_the_queue(cast: Cast, work: Job, table: str) -> None:
    """Which visit is to be announced when, a surprise among them, stands in it."""
    with acting_as(KEEPER), connection.cursor() as cursor:
        later(work)
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")
        cursor.execute("INSERT INTO procrastinate_periodic_defers (task_name) VALUES ('x')")
        cursor.execute(f"SELECT count(*) FROM procrastinate_{table}")
        assert cursor.fetchone() == (1,)
    for name in cast.users:
        with acting_as(cast.actor(name)), connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM procrastinate_{table}")
            assert cursor.fetchone() == (0,), name
            cursor.execute(f"DELETE FROM procrastinate_{table}")
            assert cursor.rowcount == 0, name
    with acting_as(cast.actor("sysadmin")), pytest.raises(ProgrammingError), transaction.atomic():
        connection.cursor().execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name) VALUES ('default', 'x')"
        )


def test_a_failure_keeps_its_sentence(cast: Cast, work: Job, run_jobs: Callable[..., list[str]]) -> None:
    with acting_as(KEEPER):
        later(JOBS["test.refuses"], number=5)
    with pytest.raises(DomainError):
        run_jobs()
    with acting_as(KEEPER):
        assert [failure.sentence for failure in Failure.objects.all()] == ["Chương trình đã kết thúc."]
    assert seen == [("given up", {"number": 5})]


def test_an_error_does_not_tell_what_a_record_says() -> None:
    assert "Nguyễn" not in sentence_of(ValueError("Nguyễn Văn A"))
    assert "ConnectionRefusedError" in sentence_of(ConnectionRefusedError("mail.example"))


def test_a_job_is_tried_again_after_growing_pauses() -> None:
    def decided(attempts: int, error: Exception) -> float | None:
        queued = Queued(
            id=1, queue="default", lock=None, queueing_lock=None, task_name="x", attempts=attempts
        )
        decision = Patience(6).get_retry_decision(exception=error, job=queued)
        if decision is None or decision.retry_at is None:
            return None
        return round((decision.retry_at - timezone.now()).total_seconds())

    assert [decided(n, OSError()) for n in range(7)] == [10, 60, 300, 1800, 7200, 7200, None]
    assert decided(0, DomainError("Không được.")) is None


def test_what_a_dead_worker_left_waits_again_until_it_died_too_often(cast: Cast, work: Job) -> None:
    with acting_as(KEEPER), connection.cursor() as cursor:
        later(work, number=1)
        later(work, number=2)
        later(work, number=3)
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES RETURNING id")
        (alive,) = cursor.fetchone() or ()
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing'")
        cursor.execute("UPDATE procrastinate_jobs SET attempts = 6 WHERE args->>'number' = '2'")
        cursor.execute("UPDATE procrastinate_jobs SET worker_id = %s WHERE args->>'number' = '3'", [alive])
    take_back(30)
    assert [arguments["number"] for _, arguments in waiting()] == [1]
    with acting_as(KEEPER):
        assert ["dừng đột ngột" in failure.sentence for failure in Failure.objects.all()] == [True]


def test_without_the_room_that_runs_them_jobs_do_not_run(work: Job) -> None:
    with pytest.raises(RuntimeError):
        jobs._unset(work, None, 0, {})
