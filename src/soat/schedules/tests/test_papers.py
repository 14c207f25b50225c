"""Notices as papers: one by one and all by the queue; a surprise leaves no paper, number or gap before it is opened."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse
from tests.cast import NOW, SYSTEM, Cast
from tests.jobs import waiting

from soat.access.actor import acting_as
from soat.common.errors import Conflict, Incomplete, Refused
from soat.core.paper.reading import from_data
from soat.papers.models import Batch, Number, Paper, Series
from soat.papers.tests.help import ready
from soat.schedules import jobs
from soat.schedules.models import Visit
from soat.schedules.services import batches, papers, visits
from soat.schedules.tests.test_visits import DAY, fresh, run, staffed, stage, visit

__all__ = ["stage", "visit"]
FIRST = date(2026, 3, 2)


@pytest.fixture
def told(cast: Cast, stage: dict[str, Any], visit: Visit) -> Visit:
    """A visit with day, crew and everything, not told yet."""
    ready(cast)
    staffed(cast, visit, stage)
    run(cast, "coordinator", visits.move, fresh(visit), DAY, "am")
    return fresh(visit)


def text_of(paper: Paper) -> str:
    return " ".join(
        str(getattr(block, "text", "") or getattr(block, "rows", "")) for block in from_data(paper.model).body
    )


def test_the_notice_is_issued_and_the_unit_told(cast: Cast, told: Visit) -> None:
    paper = run(cast, "coordinator", papers.issue, told)
    assert (paper.number_text, paper.dated, paper.agency_id) == ("01/TB-SNV", FIRST, cast.unit.pk)
    assert fresh(told).state == "notified"
    text = text_of(paper)
    for words in (
        "sáng ngày 06 tháng 5 năm 2026",
        "Thể chế",
        "Phạm Đức Bình",
        "Lãnh đạo đơn vị",
        "ngày 29 tháng 4",
    ):
        assert words in text, words


def test_a_later_notice_takes_the_place_of_the_former(cast: Cast, told: Visit) -> None:
    first = run(cast, "coordinator", papers.issue, told)
    with pytest.raises(Conflict, match="chưa có thay đổi nào sau đó"):
        run(cast, "coordinator", papers.issue, fresh(told))
    actor, later = cast.actor("coordinator"), NOW + timedelta(hours=1)
    with acting_as(actor):
        assert told not in papers.waiting(cast.ours)
        visits.move(fresh(told), date(2026, 5, 7), "am", by=actor, now=later)
        assert told in papers.waiting(cast.ours)
    second = run(cast, "coordinator", papers.issue, fresh(told))
    assert "Thông báo này thay cho Thông báo số 01/TB-SNV ngày 02/03/2026" in text_of(second)
    with acting_as(SYSTEM):
        former = Paper.objects.get(pk=first.pk)
    assert (former.state, former.replaced_by_id) == ("replaced", second.pk)


def test_what_stands_in_the_way(cast: Cast, told: Visit, visit: Visit) -> None:
    with pytest.raises(Refused):
        run(cast, "head", papers.issue, told)
    with acting_as(SYSTEM):
        other = Visit.objects.exclude(pk=told.pk).select_related("programme", "agency").get()
    with pytest.raises(Incomplete):
        run(cast, "coordinator", papers.issue, other)
    run(cast, "coordinator", visits.cancel, fresh(told), reason="Hoãn")
    for step in (papers.issue, papers.preview):
        with pytest.raises(Conflict, match="chưa ra thông báo được"):
            run(cast, "coordinator", step, fresh(told))


def test_a_surprise_has_no_paper_number_or_gap_before_it_is_opened(cast: Cast, told: Visit) -> None:
    with acting_as(SYSTEM):
        surprise = Visit.objects.create(
            programme=cast.ours, agency=cast.other_unit, kind="surprise", state="approved", reason="Tin báo",
            day=DAY, made_at=NOW, made_by=SYSTEM.id,
        )  # fmt: skip
    with pytest.raises(Conflict):
        run(cast, "coordinator", papers.issue, surprise)
    with pytest.raises(Conflict):
        run(cast, "coordinator", papers.preview, surprise)
    actor = cast.actor("coordinator")
    with acting_as(actor):
        assert surprise not in papers.waiting(cast.ours)
    with acting_as(SYSTEM):
        assert not Paper.objects.exists()
        assert not Number.objects.exists()
        assert not Series.objects.exists()
        Visit.objects.filter(pk=surprise.pk).update(state="opened", opened_at=NOW, opened_by=SYSTEM.id)
    assert run(cast, "coordinator", papers.issue, fresh(surprise)).number_text == "01/TB-SNV"


def test_all_notices_by_the_queue(cast: Cast, told: Visit, run_jobs: Any) -> None:
    run(cast, "coordinator", visits.notify, told)
    with acting_as(SYSTEM):
        other = Visit.objects.exclude(pk=told.pk).get()
        Visit.objects.filter(pk=other.pk).update(day=DAY, slots=None)
    batch = run(cast, "coordinator", batches.issue_all, cast.ours)
    assert batch.total == 2
    assert [name for name, _ in waiting() if name != "inbox.mail"] == ["schedules.issue_notices"]
    with pytest.raises(Conflict, match="Đang ban hành"):
        run(cast, "coordinator", batches.issue_all, cast.ours)
    assert [name for name in run_jobs() if name != "inbox.mail"] == ["schedules.issue_notices"]
    with acting_as(SYSTEM):
        done = Batch.objects.get()
        paper = Paper.objects.get()
    assert (done.done, done.finished_at is not None, paper.subject_id) == (2, True, told.pk)
    (failure,) = done.failures
    assert failure["name"] == str(cast.other_unit)
    assert "người" in failure["reason"]
    jobs.issue_notices(batch=str(batch.pk))  # a worker that was killed at the end
    with acting_as(SYSTEM):
        assert Paper.objects.count() == 1


def test_nothing_to_issue_is_told_and_a_visit_gone_meanwhile_is_left_out(
    cast: Cast, told: Visit, run_jobs: Any
) -> None:
    with pytest.raises(Refused):
        run(cast, "head", batches.issue_all, cast.ours)
    batch = run(cast, "coordinator", batches.issue_all, cast.ours)
    run(cast, "coordinator", papers.issue, told)
    run_jobs()
    with acting_as(SYSTEM):
        done = Batch.objects.get(pk=batch.pk)
    assert (done.done, done.failures) == (1, [])
    with pytest.raises(Conflict, match="đều có thông báo"):
        run(cast, "coordinator", batches.issue_all, cast.ours)


def test_a_job_that_failed_for_good_ends_the_batch(cast: Cast, told: Visit) -> None:
    batch = run(cast, "coordinator", batches.issue_all, cast.ours)
    with acting_as(SYSTEM):
        jobs.give_up(str(batch.pk))
        done = Batch.objects.get(pk=batch.pk)
    assert done.finished_at is not None
    assert "báo người quản trị" in done.failures[0]["reason"]


def test_pages(cast: Cast, told: Visit, client_for: Any) -> None:
    client = client_for(cast.user("coordinator"))
    page = client.get(reverse("schedules:visit", args=[cast.ours.pk, told.pk])).content.decode()
    assert "Thông báo bằng văn bản" in page
    draft = reverse("schedules:notice_preview", args=[cast.ours.pk, told.pk, "pdf"])
    assert client.get(draft).content[:5] == b"%PDF-"
    assert client.get(draft.replace(".pdf", ".odt")).status_code == 404
    run(cast, "coordinator", visits.notify, told)
    made = client.post(reverse("schedules:notice_issue", args=[cast.ours.pk, told.pk]))
    assert made.status_code == 302
    page = client.get(reverse("schedules:visit", args=[cast.ours.pk, told.pk])).content.decode()
    assert "Số 01/TB-SNV" in page
    officer = client_for(cast.user("unit_officer"))
    assert "01/TB-SNV" in officer.get(reverse("papers:papers", args=[cast.ours.pk])).content.decode()
    assert officer.get(made.headers["Location"]).status_code == 200
    other = client_for(cast.user("other_unit_officer"))
    assert other.get(made.headers["Location"]).status_code == 404
    with acting_as(SYSTEM):
        Visit.objects.exclude(pk=told.pk).update(day=DAY)
    asked = client.post(reverse("schedules:notices_issue", args=[cast.ours.pk]))
    assert "Ban hành thông báo lịch" in client.get(asked.headers["Location"]).content.decode()
