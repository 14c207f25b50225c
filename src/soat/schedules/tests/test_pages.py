"""Pages of visits (S1, S6, T1): who opens them, the calendar's move, the matrix, the notice; queries stay constant."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.cast import NOW, SYSTEM, Cast

from soat.access.actor import acting_as
from soat.common.errors import Conflict, DomainError
from soat.people.models import Agency
from soat.programmes.models import Programme
from soat.schedules.models import Assignment, Blackout, Crew, Visit
from soat.schedules.selectors import matrix
from soat.schedules.services import crews, visits
from soat.schedules.tests.test_visits import DAY, fresh, run, staffed, stage, visit
from soat.teams.models import Interest

__all__ = ["stage", "visit"]
JSON = {"HTTP_ACCEPT": "application/json"}


def at(name: str, visit: Visit) -> str:
    return reverse(f"schedules:{name}", args=[visit.programme_id, visit.pk])


def test_an_empty_calendar_leads_to_planning(cast: Cast, stage: Any, client_for: Any) -> None:
    client = client_for(cast.user("coordinator"))
    page = client.get(reverse("schedules:calendar", args=[cast.ours.pk]))
    assert "Lập danh sách cuộc kiểm tra từ đối tượng" in page.content.decode()
    url = reverse("schedules:plan", args=[cast.ours.pk])
    assert "ít nhất một nội dung" in client.post(url, {"half_days": "1", "mode": "on_site"}).content.decode()
    areas = [one.pk for one in stage["areas"]]
    answer = client.post(url, {"areas": areas, "half_days": "2", "mode": "on_site"})
    assert answer.status_code == 302
    assert "Mọi đối tượng đã có cuộc kiểm tra" in client.get(url).content.decode()
    told = client.get(answer.headers["Location"]).content.decode()
    assert "Còn <span data-waiting>2</span> cuộc chưa xếp ngày" in told
    assert client_for(cast.user("head")).get(url).status_code == 403
    assert client_for(cast.user("stranger")).get(url).status_code == 404


def test_a_subject_without_agency_is_told(cast: Cast, stage: Any, client_for: Any) -> None:
    with acting_as(SYSTEM):
        cast.ours.subjects.create(name="Sở Y tế", kind="department")
    page = client_for(cast.user("coordinator")).get(reverse("schedules:plan", args=[cast.ours.pk]))
    assert "chưa gắn với cơ quan" in page.content.decode()


def test_the_calendar_moves_and_tells_why_not(cast: Cast, visit: Visit, client_for: Any) -> None:
    client = client_for(cast.user("coordinator"))
    given = {"day": f"{DAY:%Y-%m-%d}", "half": "am", "seen": "0"}
    moved = client.post(at("visit_move", visit), given, **JSON)
    assert moved.json()["revision"] == 1
    assert "Hạn báo cáo: 29/04/2026" in moved.json()["told"]
    again = client.post(at("visit_move", visit), given, **JSON)
    assert (again.status_code, "người khác sửa" in again.json()["title"]) == (409, True)
    holiday = client.post(at("visit_move", visit), {**given, "day": "2026-04-30", "seen": "1"}, **JSON)
    assert "ngày nghỉ" in holiday.json()["title"]
    wrong = client.post(at("visit_move", visit), {**given, "day": "x"}, **JSON)
    assert (wrong.status_code, "ngày/tháng/năm" in wrong.json()["title"]) == (400, True)
    calendar = reverse("schedules:calendar", args=[cast.ours.pk])
    for view in ("thang", "tuan"):
        page = client.get(f"{calendar}?ngay=2026-05-01&xem={view}").content.decode()
        assert ("Sở Du lịch" in page) == (view == "thang")
    assert "Quốc tế Lao động" in page or "30/4" in page
    assert (
        "data-move" not in client_for(cast.user("head")).get(f"{calendar}?ngay=2026-05-01").content.decode()
    )


def test_the_form_of_the_page_keeps_what_was_wrong(cast: Cast, visit: Visit, client_for: Any) -> None:
    client = client_for(cast.user("coordinator"))
    page = client.post(at("visit_move", visit), {"day": "30/4/2026", "half": "am", "seen": "0"})
    assert (page.status_code, "ngày nghỉ" in page.content.decode()) == (200, True)
    assert (
        client.post(at("visit_move", visit), {"day": "6/5/2026", "half": "pm", "seen": "0"}).status_code
        == 302
    )
    assert client.post(at("visit_move", visit), {"day": "", "half": "pm", "seen": "1"}).status_code == 302
    assert fresh(visit).day is None
    assert (
        client.post(at("visit_move", visit), {"day": "6/5/2026", "half": "pm", "seen": "1"}).status_code
        == 409
    )
    assert client_for(cast.user("member")).post(at("visit_move", visit), {}).status_code == 403


def test_vehicle_lock_and_cancelling(cast: Cast, visit: Visit, client_for: Any) -> None:
    client = client_for(cast.user("coordinator"))
    run(cast, "coordinator", visits.move, visit, DAY, "am")
    with acting_as(SYSTEM):
        car = cast.ours.vehicles.create(name="Xe 7 chỗ")
    detail = {"step": "detail", "vehicle": car.pk, "locked": "on"}
    assert client.post(at("visit_change", visit), detail).status_code == 302
    assert client.post(at("visit_change", visit), {}).status_code == 400
    assert (fresh(visit).vehicle_id, fresh(visit).locked) == (car.pk, True)
    assert "Đã khóa" in client.get(reverse("schedules:visits", args=[cast.ours.pk])).content.decode()
    wrong = client.post(at("visit_change", visit), {"step": "detail", "vehicle": cast.ours.pk})
    assert wrong.status_code == 200
    assert client.post(at("visit_change", visit), {"step": "cancel", "reason": ""}).status_code == 200
    assert client.post(at("visit_change", visit), {"step": "cancel", "reason": "Trùng."}).status_code == 302
    assert "Hủy cuộc kiểm tra" not in client.get(at("visit", visit)).content.decode()


def test_the_matrix_sends_people_and_gives_them_areas(
    cast: Cast, stage: Any, visit: Visit, client_for: Any
) -> None:
    run(cast, "coordinator", visits.move, visit, DAY, "am")
    client, (first, second) = client_for(cast.user("coordinator")), stage["areas"]
    member, deputy = stage["members"]["member"], stage["members"]["deputy"]
    with acting_as(SYSTEM):
        person = stage["members"]["support"].person
        Interest.objects.create(
            programme=cast.ours, person=person, agency=cast.unit, reason="Người thân", declared_at=NOW,
            declared_by=SYSTEM.id,
        )  # fmt: skip
    page = client.get(at("visit", visit)).content.decode()
    assert "Không đi được" in page
    crew = page.split(at("visit_crew", visit), 1)[1]
    seen = crew.split('name="seen" value="')[1].split('"')[0]
    body = {
        "seen": seen,
        f"goes-{deputy.pk}": "1",
        f"part-{member.pk}-{first.pk}": "leads",
        f"part-{member.pk}-{second.pk}": "leads",
    }
    assert client.post(at("visit_crew", visit), body).status_code == 302
    with acting_as(SYSTEM):
        assert Crew.objects.filter(visit=visit).count() == 2
        assert Assignment.objects.filter(visit=visit, responsible=True).count() == 2
        seen = matrix.token(visit)
    assert client.post(at("visit_crew", visit), body).status_code == 409
    body = {"seen": seen, f"part-{deputy.pk}-{first.pk}": "leads", f"part-{member.pk}-{first.pk}": "checks"}
    assert client.post(at("visit_crew", visit), body).status_code == 302
    with acting_as(SYSTEM):
        parts = Assignment.objects.filter(visit=visit).values_list("crew__member", "area", "responsible")
        assert set(parts) == {(deputy.pk, first.pk, True), (member.pk, first.pk, False)}
        seen = matrix.token(visit)
    same = {**body, "seen": seen}
    assert client.post(at("visit_crew", visit), same, follow=True).status_code == 200
    assert client.post(at("visit_crew", visit), {"seen": seen}).status_code == 302
    with acting_as(SYSTEM):
        assert not Crew.objects.filter(visit=visit).exists()


def test_two_cannot_answer_for_one_area(cast: Cast, stage: Any, visit: Visit) -> None:
    both = {stage["members"][name].pk: {stage["areas"][0].pk: "leads"} for name in ("member", "deputy")}
    with acting_as(SYSTEM):
        seen = matrix.token(visit)
    with pytest.raises(DomainError, match="một người phụ trách"):
        run(cast, "coordinator", crews.arrange, visit, both, seen=seen)
    with pytest.raises(Conflict):
        run(cast, "coordinator", crews.arrange, visit, both, seen="")


def test_who_no_longer_may_go_is_told(cast: Cast, stage: Any, visit: Visit) -> None:
    staffed(cast, visit, stage)
    with acting_as(SYSTEM):
        member, deputy = stage["members"]["member"], stage["members"]["deputy"]
        member.state, deputy.serves_from = "suspended", DAY + timedelta(days=9)
        member.save(update_fields=["state"])
        deputy.save(update_fields=["serves_from"])
        stage["members"]["support"].absences.create(programme=cast.ours, first=DAY, last=DAY)
        Visit.objects.filter(pk=visit.pk).update(day=DAY)
        told = {row.member.pk: row.barred for row in matrix.rows_of(fresh(visit), DAY)}
    assert "tạm dừng" in told[member.pk]
    assert "ngoài thời gian" in told[deputy.pk]
    assert "vắng" in told[stage["members"]["support"].pk]


def test_the_unit_sees_what_it_was_told(cast: Cast, stage: Any, visit: Visit, client_for: Any) -> None:
    day = timezone.localdate() + timedelta(days=40)
    with acting_as(SYSTEM):
        cast.ours.period_end = None
        cast.ours.period_start = None
        cast.ours.save(update_fields=["period_end", "period_start"])
        for member in stage["members"].values():
            member.serves_to = None
            member.save(update_fields=["serves_to"])
        Blackout.objects.all().delete()
    while day.weekday() > 4:
        day += timedelta(days=1)
    coordinator, officer = client_for(cast.user("coordinator")), client_for(cast.user("unit_officer"))
    calendar = reverse("schedules:calendar", args=[cast.ours.pk])
    assert "Chưa có thông báo lịch" in officer.get(calendar).content.decode()
    assert officer.get(at("visit", visit)).status_code == 404
    assert "Còn thiếu" in coordinator.get(at("visit", visit)).content.decode()
    assert coordinator.post(at("visit_notify", visit)).status_code == 422
    coordinator.post(at("visit_move", visit), {"day": f"{day:%d/%m/%Y}", "half": "am", "seen": "0"})
    staffed(cast, visit, stage)
    assert "Gửi thông báo lịch" in coordinator.get(at("visit", visit)).content.decode()
    assert coordinator.post(at("visit_notify", visit)).status_code == 302
    page = officer.get(calendar).content.decode()
    assert "Gửi báo cáo theo đề cương" in page
    assert "Thành phần đơn vị" in page
    own = officer.get(at("visit", visit)).content.decode()
    assert "Thông báo đã gửi" in own
    assert "Phân công" not in own
    assert "Lưu phân công" not in own
    assert client_for(cast.user("other_unit_officer")).get(at("visit", visit)).status_code == 404
    assert client_for(cast.user("press")).get(calendar).status_code == 403


def test_the_head_has_a_content_inspected_again(
    cast: Cast, stage: Any, visit: Visit, client_for: Any
) -> None:
    head = client_for(cast.user("head"))
    assert "Cho kiểm tra lại" not in head.get(at("visit", visit)).content.decode()
    with acting_as(SYSTEM):
        more = cast.ours.areas.create(title="Chuyển đổi số", order=5)
    assert "Cho kiểm tra lại" in head.get(at("visit", visit)).content.decode()
    assert head.post(at("visit_again", visit), {"area": more.pk, "reason": ""}).status_code == 200
    assert (
        head.post(at("visit_again", visit), {"area": more.pk, "reason": "Dân phản ánh."}).status_code == 302
    )
    assert client_for(cast.user("coordinator")).post(at("visit_again", visit), {}).status_code == 403


def test_queries_do_not_grow_with_visits(cast: Cast, stage: Any, visit: Visit, client_for: Any) -> None:
    client = client_for(cast.user("coordinator"))
    urls = [reverse(f"schedules:{name}", args=[cast.ours.pk]) for name in ("calendar", "visits")]

    def counted() -> list[int]:
        counts = []
        for url in urls:
            with CaptureQueriesContext(
                connection,
            ) as caught:
                assert client.get(url).status_code == 200
            counts.append(len(caught))
        return counts

    counted()
    few = counted()
    with acting_as(SYSTEM):
        agencies = Agency.objects.bulk_create(
            Agency(name=f"Xã {n}", kind="commune", level="commune", sort_key=f"xa {n:03}", folded=f"xa {n}")
            for n in range(200)
        )
        Visit.objects.bulk_create(
            Visit(programme=cast.ours, agency=one, kind="planned", day=DAY, made_at=NOW, made_by=SYSTEM.id)
            for one in agencies
        )
    assert counted() == few


def test_filters_find_by_name_without_diacritics(cast: Cast, visit: Visit, client_for: Any) -> None:
    url = reverse("schedules:visits", args=[cast.ours.pk])
    client = client_for(cast.user("member"))
    assert "Sở Du lịch" in client.get(f"{url}?words=du+lich&state=planned&kind=planned").content.decode()
    page = client.get(f"{url}?words=khong+co").content.decode()
    assert "Không có cuộc kiểm tra nào như vậy" in page
    assert "Đột xuất" not in page
    assert "Đột xuất" in client_for(cast.user("head")).get(url).content.decode()


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [
        (date(2024, 6, 1), date(2024, 12, 31), "Tháng 5 năm 2026"),  # the first visit with a day
        (date(2026, 1, 1), date(2099, 12, 31), "Hôm nay</span>"),
        (None, None, "Tháng 5 năm 2026"),
    ],
)
def test_the_calendar_opens_where_there_is_something(
    cast: Cast, visit: Visit, client_for: Any, first: date | None, last: date | None, shown: str
) -> None:
    run(cast, "coordinator", visits.move, visit, DAY, "am", seen=0)
    with acting_as(SYSTEM):
        Programme.objects.filter(pk=cast.ours.pk).update(period_start=first, period_end=last)
    page = client_for(cast.user("head")).get(reverse("schedules:calendar", args=[cast.ours.pk])).text
    assert shown in page


def test_without_any_day_the_period_opens_and_a_month_can_be_asked_for(
    cast: Cast, visit: Visit, client_for: Any
) -> None:
    with acting_as(SYSTEM):
        Programme.objects.filter(pk=cast.ours.pk).update(
            period_start=date(2024, 6, 3), period_end=date(2024, 9, 30)
        )
    client = client_for(cast.user("coordinator"))
    url = reverse("schedules:calendar", args=[cast.ours.pk])
    assert "Tháng 6 năm 2024" in client.get(url).text
    assert "Tháng 11 năm 2025" in client.get(f"{url}?ngay=11/2025").text
    assert "Hãy viết ngày theo dạng" in client.get(f"{url}?ngay=mai").text
    listed = reverse("schedules:visits", args=[cast.ours.pk])
    assert "Còn 2 cuộc chưa xếp ngày" in client.get(listed).text
    assert "Không có cuộc kiểm tra nào như vậy" in client.get(f"{listed}?since=1/1/2024").text
