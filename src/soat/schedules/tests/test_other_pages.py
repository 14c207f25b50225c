"""Pages of surprises, merges, burdens and working days: owner, member, stranger (S1, S5, S7, S9)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.cast import SYSTEM, Cast

from soat.access.actor import acting_as
from soat.people.models import Agency
from soat.schedules.models import CalendarDay, Visit
from soat.schedules.services import crews, visits
from soat.schedules.tests.test_pages import at
from soat.schedules.tests.test_visits import DAY, fresh, run, stage, visit
from soat.schedules.views.days import SHOWN, _told

__all__ = ["stage", "visit"]
DAYS = "/ngay-lam-viec/"


def of(cast: Cast, name: str) -> str:
    return reverse(f"schedules:{name}", args=[cast.ours.pk])


def propose(cast: Cast, stage: Any, client_for: Any, by: str = "coordinator", day: str = "") -> Any:
    given = {
        "agency": cast.unit.pk,
        "day": day,
        "reason": "Tin báo của dân.",
        "areas": [stage["areas"][0].pk],
        "half_days": "1",
        "mode": "on_site",
    }
    return client_for(cast.user(by)).post(of(cast, "propose"), given)


def test_a_surprise_is_proposed_approved_and_opened(cast: Cast, stage: Any, client_for: Any) -> None:
    coordinator, head = client_for(cast.user("coordinator")), client_for(cast.user("head"))
    assert "Chưa có đề xuất" in coordinator.get(of(cast, "surprises")).content.decode()
    assert coordinator.get(of(cast, "propose")).status_code == 200
    assert "Hãy tìm và chọn đơn vị" in coordinator.post(of(cast, "propose"), {}).text
    made = propose(cast, stage, client_for)
    assert made.status_code == 302
    assert "Duyệt kiểm tra đột xuất" not in coordinator.get(made.url).content.decode()
    assert "Duyệt kiểm tra đột xuất" in head.get(made.url).content.decode()
    with acting_as(SYSTEM):
        secret = Visit.objects.get(kind="surprise")
    assert coordinator.post(at("surprise_approve", secret)).status_code == 403
    assert head.post(at("surprise_approve", secret)).status_code == 302
    assert "Mở kiểm tra tại chỗ" in coordinator.get(made.url).content.decode()
    assert coordinator.post(at("surprise_open", secret), {"place": ""}).status_code == 400
    assert coordinator.post(at("surprise_open", secret), {"place": "Trụ sở"}).status_code == 302
    assert head.post(at("surprise_refuse", secret), {"reason": "Muộn"}).status_code == 409
    assert client_for(cast.user("unit_officer")).get(made.url).status_code == 200


@pytest.mark.parametrize(("day", "status"), [("16/6/2026", 302), ("16/7/2026", 200)])
def test_only_an_agency_of_the_day_is_proposed(
    cast: Cast, stage: Any, client_for: Any, day: str, status: int
) -> None:
    with acting_as(SYSTEM):
        Agency.objects.filter(pk=cast.unit.pk).update(valid_to=date(2026, 7, 1))
    answer = propose(cast, stage, client_for, day=day)
    assert answer.status_code == status
    assert status == 302 or "không có vào ngày 16/07/2026" in answer.text


def test_the_head_refuses(cast: Cast, stage: Any, client_for: Any) -> None:
    propose(cast, stage, client_for)
    with acting_as(SYSTEM):
        secret = Visit.objects.get(kind="surprise")
    head = client_for(cast.user("head"))
    assert head.post(at("surprise_refuse", secret), {"reason": ""}).status_code == 400
    assert head.post(at("surprise_refuse", secret), {"reason": "Chưa cần."}).status_code == 302
    assert "Đã hủy" in head.get(of(cast, "surprises")).content.decode()


@pytest.mark.parametrize("name", ["member", "support", "leadership", "unit_head", "press", "stranger"])
def test_the_pages_are_not_there_for_others(cast: Cast, stage: Any, client_for: Any, name: str) -> None:
    propose(cast, stage, client_for)
    with acting_as(SYSTEM):
        secret = Visit.objects.get(kind="surprise")
    client = client_for(cast.user(name))
    for url in (of(cast, "surprises"), of(cast, "propose"), at("visit", secret)):
        assert client.get(url).status_code == 404
    assert client.post(at("surprise_approve", secret)).status_code == 404
    if name in ("member", "support", "leadership"):
        for page in ("calendar", "visits", "merges"):
            told = client.get(of(cast, page)).content.decode()
            assert "ột xuất" not in told


def test_two_visits_become_one(cast: Cast, stage: Any, visit: Visit, client_for: Any) -> None:
    client, url = client_for(cast.user("coordinator")), of(cast, "merges")
    assert "Không có cuộc nào cần ghép" in client.get(url).content.decode()
    with acting_as(SYSTEM):
        area = cast.ours.areas.create(title="Chuyển đổi số", order=7)
    other = fresh(
        run(
            cast, "coordinator", visits.add, cast.ours, cast.unit, visits.Shape([area], half_days=2),
            reason="Bổ sung.",
        )
    )  # fmt: skip
    for one in (visit, other):
        run(cast, "coordinator", crews.join, fresh(one), stage["members"]["member"])
    run(cast, "coordinator", visits.move, visit, DAY, "am")
    page = client.get(url).content.decode()
    assert "1 người đi cả hai cuộc" in page
    assert client.post(url, {"kept": visit.pk}).status_code == 400
    assert client.post(url, {"kept": visit.pk, "other": cast.ours.pk}).status_code == 404
    assert client_for(cast.user("head")).post(url, {}).status_code == 403
    assert client.post(url, {"kept": visit.pk, "other": other.pk}).status_code == 302
    assert fresh(other).state == "cancelled"
    assert "Ghép vào cuộc thứ nhất" not in client.get(url).content.decode()
    assert (
        "Ghép vào cuộc thứ nhất"
        not in client_for(cast.user("head")).get(f"{url}?sort=-buoi").content.decode()
    )


def test_a_closure_moves_deadlines_and_names_them(cast: Cast, visit: Visit, client_for: Any) -> None:
    day = timezone.localdate()
    client = client_for(cast.user("coordinator"))
    assert client.get(f"{DAYS}?nam=2026").status_code == 200
    for odd in ("2099", "1900", "x"):
        assert f"năm {day.year}" in client.get(f"{DAYS}?nam={odd}").content.decode()
    given = {"day": f"{day:%d/%m/%Y}", "working": "0", "name": "Bão số 5", "source": "Công điện 12"}
    assert client.post(f"{DAYS}them/", {}).status_code == 200
    assert client.post(f"{DAYS}them/", {**given, "name": " "}).status_code == 200
    page = client.post(f"{DAYS}them/", given, follow=True).content.decode()
    assert "Không có hạn báo cáo nào thay đổi" in page
    assert "Bão số 5" in page
    with acting_as(SYSTEM):
        entry = CalendarDay.objects.get(day=day)
    head = client_for(cast.user("head"))
    assert "Ghi ngày" not in head.get(DAYS).content.decode()
    assert head.post(f"{DAYS}them/", given).status_code == 403
    assert head.post(f"{DAYS}{entry.pk}/bo/").status_code == 403
    assert client.post(f"{DAYS}{visit.pk}/bo/").status_code == 404
    assert client.post(f"{DAYS}{entry.pk}/bo/").status_code == 302
    assert not CalendarDay.objects.filter(day=day).exists()


def test_moved_deadlines_are_named_without_surprises(cast: Cast, visit: Visit) -> None:
    visit.report_due_on = DAY
    assert _told([visit]) == f"Hạn báo cáo đã đổi ở 1 cuộc kiểm tra: {visit.agency}: {DAY:%d/%m/%Y}."
    assert "và 3 cuộc khác" in _told([visit] * (SHOWN + 3))
    visit.kind = "surprise"
    assert "Không có" in _told([visit])
