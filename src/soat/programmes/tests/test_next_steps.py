"""What comes next in a programme: for the coordinator, for those who watch, for a unit."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from tests.cast import NOW, SYSTEM, Cast

from soat.access.actor import acting_as
from soat.programmes.models import Duty, Programme, Question, Subject
from soat.programmes.selectors.next_steps import next_steps, outlooks

TODAY = date(2026, 10, 1)


@pytest.fixture
def busy(cast: Cast) -> Programme:
    """Late, unowned and asked; its time is over; one unit of two has nobody invited."""
    of = {"programme": cast.ours, "owner": "units", "party": "x"}
    with acting_as(SYSTEM):
        Duty.objects.create(**of, agency=cast.unit, text="Muộn.", due_on=TODAY - timedelta(1))
        Duty.objects.create(**of, text="Chung.", retired_at=NOW)
        Duty.objects.create(**{**of, "owner": "press"}, text="Đưa tin.")
        Question.objects.create(
            programme=cast.ours, agency=cast.unit, text="?", asked_at=NOW, asked_by=SYSTEM.id
        )
        Subject.objects.create(
            programme=cast.ours, name="Báo", kind="other", agency=cast.press_agency
        )  # its press officer is no officer of a unit
        Programme.objects.filter(pk=cast.ours.pk).update(
            period_start=date(2026, 3, 1), period_end=date(2026, 9, 30)
        )
        return Programme.objects.get(pk=cast.ours.pk)


def steps(cast: Cast, who: str, programme: Programme) -> list[str]:
    with acting_as(cast.actor(who)) as actor:
        return [step.text for step in next_steps([programme], actor, TODAY)[programme.pk]]


def test_the_coordinator_is_told_everything(cast: Cast, busy: Programme) -> None:
    assert steps(cast, "coordinator", busy) == [
        "1 nhiệm vụ đã quá hạn",
        "1 khó khăn, vướng mắc chờ trả lời",
        "1 nhiệm vụ chưa rõ cơ quan chịu trách nhiệm",
        "Mời người của 1 đơn vị được kiểm tra",
        "3 đối tượng chưa có cuộc kiểm tra",
        "1 nhiệm vụ chưa có hạn",
        "Thời gian kiểm tra đã hết: kết thúc chương trình khi xong việc",
    ]
    with acting_as(SYSTEM):
        Subject.objects.filter(programme=busy).delete()
    assert "Thêm đối tượng kiểm tra" in steps(cast, "coordinator", busy)


@pytest.mark.parametrize(
    ("who", "late"), [("head", True), ("unit_head", True), ("other_unit_officer", False)]
)
def test_others_hear_of_what_is_late_among_what_they_see(
    cast: Cast, busy: Programme, who: str, late: bool
) -> None:
    assert steps(cast, who, busy) == (["1 nhiệm vụ đã quá hạn"] if late else [])


def test_a_draft_is_reviewed(cast: Cast) -> None:
    assert steps(cast, "coordinator", cast.draft) == ["Soát bản đọc kế hoạch, rồi bắt đầu chương trình"]
    assert steps(cast, "head", cast.draft) == []


def test_outlooks_of_those_who_watch_hold_dates(cast: Cast, busy: Programme) -> None:
    with acting_as(cast.actor("head")) as actor:
        seen = {one.programme.pk: one for one in outlooks(actor, TODAY)}
    assert set(seen) == {cast.ours.pk, cast.draft.pk}
    assert [duty.text for duty in seen[cast.ours.pk].late] == ["Muộn."]
    with acting_as(cast.actor("unit_head")) as actor:
        [only] = outlooks(actor, TODAY)
    assert (only.late, only.ahead) == ([], [])


def test_the_overview_shows_the_steps(cast: Cast, client_for: Any, busy: Programme) -> None:
    page = client_for(cast.user("coordinator")).get(f"/chuong-trinh/{busy.pk}/").text
    assert "Việc tiếp theo" in page
    assert f"/chuong-trinh/{busy.pk}/nhiem-vu/?status=unowned" in page
