"""Vehicles (S9): added, changed, retired; none in two places at once; the plan of a week."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate
from tests.cast import NOW, SYSTEM, Cast

from soat.access.actor import acting_as
from soat.common.errors import Conflict, DomainError, Missing, Refused
from soat.common.ids import new_id
from soat.people.models import Agency
from soat.schedules.models import Vehicle, Visit
from soat.schedules.selectors import vehicles as read
from soat.schedules.services import surprises, vehicles, visits
from soat.schedules.services.vehicles import Make
from soat.schedules.services.visits import Shape
from soat.schedules.tests.test_pages import at as of_visit
from soat.schedules.tests.test_visits import DAY, fresh, run, stage, visit

__all__ = ["stage", "visit"]


def at(cast: Cast, name: str, *more: Any) -> str:
    return reverse(f"schedules:{name}", args=[cast.ours.pk, *more])


@pytest.fixture
def car(cast: Cast) -> Vehicle:
    return run(cast, "coordinator", vehicles.add, cast.ours, Make("Xe 7 chỗ", "15A-123.45", 7, "Anh Nam"))


def test_added_changed_retired_and_taken_back(cast: Cast, car: Vehicle) -> None:
    with pytest.raises(Conflict, match="đã có xe tên này"):
        run(cast, "coordinator", vehicles.add, cast.ours, Make("Xe 7 chỗ"))
    for make, field in ((Make(" "), "name"), (Make("Tàu", seats=0), "seats")):
        with pytest.raises(DomainError) as caught:
            run(cast, "coordinator", vehicles.add, cast.ours, make)
        assert caught.value.field == field
    key = new_id()
    boat = [run(cast, "coordinator", vehicles.add, cast.ours, Make("Tàu"), key=key) for _ in range(2)]
    assert boat[0] == boat[1]
    assert run(cast, "coordinator", vehicles.change, car, Make("Xe 16 chỗ", seats=16)).seats == 16
    assert run(cast, "coordinator", vehicles.change, car, Make("Xe 16 chỗ", seats=16)).name == "Xe 16 chỗ"
    assert not run(cast, "coordinator", vehicles.retire, car).active
    assert run(cast, "coordinator", vehicles.take_back, car).active
    assert run(cast, "coordinator", vehicles.take_back, car).active
    with pytest.raises(Refused):
        run(cast, "head", vehicles.add, cast.ours, Make("Xe"))
    with acting_as(SYSTEM):
        gone = Vehicle.objects.create(programme=cast.ours, name="Xe cũ")
        Vehicle.objects.filter(pk=gone.pk).delete()
    with pytest.raises(Missing):
        run(cast, "coordinator", vehicles.retire, gone)


def test_one_vehicle_is_not_in_two_places_and_is_kept_while_planned(
    cast: Cast, visit: Visit, car: Vehicle, client_for: Any
) -> None:
    client = client_for(cast.user("coordinator"))
    with acting_as(SYSTEM):
        other = fresh(Visit.objects.get(agency=cast.other_unit))
    for one in (visit, other):
        run(cast, "coordinator", visits.move, fresh(one), DAY, "am")
    change = {"step": "detail", "vehicle": car.pk}
    assert client.post(of_visit("visit_change", visit), change).status_code == 302
    told = client.post(of_visit("visit_change", other), change)
    assert (told.status_code, "Xe đã được xếp cho cuộc kiểm tra khác" in told.content.decode()) == (409, True)
    use = at(cast, "vehicle_use", car.pk)
    with acting_as(SYSTEM):  # the page looks at the day on which it is asked
        Visit.objects.filter(pk=visit.pk).update(day=localdate() + timedelta(days=3))
    refused = client.post(use, {"step": "retire"}).content.decode()
    assert "còn được xếp cho 1 cuộc kiểm tra sắp tới" in refused
    assert of_visit("visit", visit) in refused
    with acting_as(SYSTEM):
        Visit.objects.filter(pk=visit.pk).update(day=DAY)
    week = client.get(f"{at(cast, 'vehicle_week')}?ngay=2026-05-06").content.decode()
    assert "Đoàn tự túc" in week
    assert str(visit.agency) in week
    assert "Chưa có" not in week
    with acting_as(SYSTEM):
        Vehicle.objects.filter(pk=car.pk).update(active=False)
    assert "Xe 7 chỗ" in client.get(f"{at(cast, 'vehicle_week')}?ngay=2026-05-06").content.decode()
    assert "Xe 7 chỗ" not in client.get(f"{at(cast, 'vehicle_week')}?ngay=x").content.decode()


def test_the_pages(cast: Cast, client_for: Any) -> None:
    client, reader = client_for(cast.user("coordinator")), client_for(cast.user("leadership"))
    url = at(cast, "vehicles")
    assert "Chưa có xe nào" in client.get(url).content.decode()
    assert "bắt buộc" in client.post(url, {}).content.decode()
    given = {"name": "Xe 7 chỗ", "seats": "7", "plate": "15A", "driver": "Anh Nam"}
    assert client.post(url, given).status_code == 302
    assert "đã có xe tên này" in client.post(url, given).content.decode()
    with acting_as(SYSTEM):
        car = Vehicle.objects.get()
    page = at(cast, "vehicle", car.pk)
    assert page not in reader.get(url).content.decode()
    assert reader.get(page).status_code == 403
    assert "Anh Nam" in client.get(page).content.decode()
    assert "bắt buộc" in client.post(page, {}).content.decode()
    assert client.post(page, {**given, "seats": "16"}).status_code == 302
    use = at(cast, "vehicle_use", car.pk)
    for step in ("retire", "take_back"):
        assert client.post(use, {"step": step}).status_code == 302
    assert client.post(use, {}).status_code == 400
    assert client.get(at(cast, "vehicle", cast.ours.pk)).status_code == 404
    assert "Chưa có xe và cuộc" not in client.get(at(cast, "vehicle_week")).content.decode()
    for who, code in (("unit_head", 403), ("stranger", 404)):
        assert client_for(cast.user(who)).get(url).status_code == code
        assert client_for(cast.user(who)).get(page).status_code == 404
    with acting_as(SYSTEM):
        Vehicle.objects.all().delete()
    assert "Chưa có xe và cuộc" in client.get(at(cast, "vehicle_week")).content.decode()


def test_a_hidden_visit_is_on_nobodys_sheet(cast: Cast, stage: Any, car: Vehicle) -> None:
    shape = Shape([stage["areas"][0]])
    secret = run(
        cast, "coordinator", surprises.propose, cast.ours, cast.unit, shape, day=DAY, reason="Tin báo."
    )
    with acting_as(SYSTEM):
        Visit.objects.filter(pk=secret.pk).update(vehicle=car)
    monday = DAY - timedelta(days=DAY.weekday())
    for who, seen in (("coordinator", 1), ("leadership", 0)):
        actor = cast.actor(who)
        with acting_as(actor):
            lines = read.week(cast.ours, actor, monday)
            assert sum(len(day) for line in lines for day in line.days) == seen
            assert read.vehicles(cast.ours, actor, NOW.date()).get().ahead == seen  # type: ignore[attr-defined]


def test_queries_do_not_grow_with_rows(cast: Cast, visit: Visit, car: Vehicle, client_for: Any) -> None:
    client = client_for(cast.user("coordinator"))

    def count() -> list[int]:
        told = []
        for url in (at(cast, "vehicles"), f"{at(cast, 'vehicle_week')}?ngay=2026-05-06"):
            with CaptureQueriesContext(connection) as captured:
                assert client.get(url).status_code == 200
            told.append(len(captured))
        return told

    run(cast, "coordinator", visits.move, fresh(visit), DAY, "am")
    count()
    few = count()
    with acting_as(SYSTEM):
        for number in range(8):
            agency = Agency.objects.create(
                name=f"Xã {number}",
                kind="commune",
                level="commune",
                sort_key=f"{number}",
                folded=f"xa {number}",
            )
            more = Vehicle.objects.create(programme=cast.ours, name=f"Xe {number}")
            Visit.objects.create(
                programme=cast.ours,
                agency=agency,
                kind="planned",
                day=DAY,
                vehicle=more,
                made_at=NOW,
                made_by=SYSTEM.id,
            )
    assert count() == few
