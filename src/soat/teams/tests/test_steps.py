"""Next steps about the team: what is late, who waits, which seats are empty, of whom no post is known (T1–T3, A2)."""

from __future__ import annotations

from typing import Any

from tests.cast import NOW, SYSTEM, Cast

from soat.access.actor import acting_as
from soat.programmes.models import Programme
from soat.programmes.selectors.next_steps import first_steps, next_steps
from soat.teams.models import Request
from soat.teams.selectors.steps import steps
from soat.teams.tests.help import add, ask, in_days, name_one, seat, url


def told(cast: Cast, who: str) -> list[str]:
    with acting_as(cast.actor(who)) as actor:
        return [step.text for step in steps([cast.ours], actor, in_days(0)).get(cast.ours.pk, [])]


def test_the_coordinator_is_told_what_the_team_lacks(cast: Cast) -> None:
    for kind, agency in (("head", None), ("member", cast.unit), ("member", cast.other_unit)):
        seat(cast, kind, agency)
    add(cast, "Trần Văn Ân", "head")
    name_one(cast, ask(cast, cast.unit))
    late = ask(cast, cast.other_unit)
    with acting_as(SYSTEM):
        Request.objects.filter(pk=late.pk).update(due_on=in_days(-1), sent_at=NOW)
    assert told(cast, "coordinator") == [
        "1 đề nghị cử người đã quá hạn mà chưa đủ người",
        "Xem 1 người các cơ quan cử vào Đoàn",
        "2 vị trí trong Đoàn theo kế hoạch chưa có người",
        "1 người trong danh sách Đoàn chờ quyết định",
        "1 thành viên chưa có chức vụ trong danh bạ",
    ]
    assert told(cast, "head") == []
    assert told(cast, "unit_officer") == []


def test_all_steps_of_a_programme_stand_in_the_order_of_urgency(cast: Cast) -> None:
    seat(cast, "member", cast.unit)
    add(cast, "Trần Văn Ân", "head")
    with acting_as(cast.actor("coordinator")) as actor:
        found = next_steps([cast.ours], actor, in_days(0))[cast.ours.pk]
    assert [step.urgency for step in found] == sorted(step.urgency for step in found)
    assert len({step.text for step in found}) == len(found) > 3


def test_steps_lead_to_where_they_are_done(cast: Cast, client_for: Any) -> None:
    seat(cast, "member", cast.unit)
    page = client_for(cast.user("coordinator")).get(f"/chuong-trinh/{cast.ours.pk}/").text
    assert f'href="{url("team", cast)}">1 vị trí trong Đoàn' in page


def test_a_draft_is_told_what_comes_after_its_start(cast: Cast) -> None:
    with acting_as(cast.actor("coordinator")) as actor:
        draft = Programme.objects.get(pk=cast.draft.pk)
        assert [step.text for step in first_steps(draft, actor, in_days(0))] == ["Thêm đối tượng kiểm tra"]
