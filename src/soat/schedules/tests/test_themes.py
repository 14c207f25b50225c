"""Thematic inspections (S5): registered, overlaps told first and settled, withdrawn; pages, rights, queries."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.cast import NOW, SYSTEM, Cast

from soat.access.actor import acting_as
from soat.common.errors import Conflict, DomainError, Refused
from soat.common.once import fresh_key
from soat.programmes.models import Area
from soat.schedules.models import Content, Notice, Overlap, Theme, Visit
from soat.schedules.selectors import themes as read
from soat.schedules.services import themes, visits
from soat.schedules.services.themes import Plan
from soat.schedules.services.visits import Shape
from soat.schedules.tests.test_visits import DAY, fresh, run, staffed, stage, visit

__all__ = ["stage", "visit"]
MONTH = date(2026, 5, 1)


@pytest.fixture
def plan(cast: Cast, stage: Any) -> Plan:
    """Two units; the first has "Thể chế" in the team's visit (fixture `visit`), "Số hóa" nobody."""
    with acting_as(SYSTEM):
        free = Area.objects.create(programme=cast.ours, title="Số hóa", order=5)
    units = [cast.unit, cast.standing]
    return Plan("Chuyên đề số hóa", cast.standing, units, [stage["areas"][0], free], month=MONTH)


def registered(
    cast: Cast, plan: Plan, who: str = "thematic_lead", *, merges: bool = True, **more: Any
) -> Theme:
    return run(cast, who, themes.register, cast.ours, plan, merges=merges, **more)


def only(cast: Cast) -> Overlap:
    with acting_as(SYSTEM):
        return Overlap.objects.select_related("theme__programme", "visit", "area", "agency").get()


def test_what_is_taken_is_told_and_the_rest_is_planned(cast: Cast, visit: Visit, plan: Plan) -> None:
    with pytest.raises(Conflict, match="Sở Du lịch: Thể chế đã có trong lịch kiểm tra của Đoàn"):
        registered(cast, plan, merges=False)
    theme = registered(cast, plan)
    with acting_as(SYSTEM):
        made = {one.agency: one for one in Visit.objects.filter(theme=theme)}
        contents = {one.agency: {c.area.title for c in one.contents.all()} for one in made.values()}
    assert contents == {cast.unit: {"Số hóa"}, cast.standing: {"Thể chế", "Số hóa"}}
    assert {(one.kind, one.lead_agency_id, one.day) for one in made.values()} == {
        ("thematic", cast.standing.pk, None)
    }
    told = only(cast)
    assert (told.state, told.visit, told.area.title) == ("waiting", visit, "Thể chế")
    with acting_as(cast.actor("thematic_lead")):
        assert not Visit.objects.visible_to(cast.actor("thematic_lead")).filter(pk=visit.pk).exists()


def test_the_day_is_kept_and_a_unit_may_have_no_visit_of_its_own(
    cast: Cast, visit: Visit, plan: Plan
) -> None:
    only_taken = replace(plan, agencies=[cast.unit], areas=plan.areas[:1], day=DAY)  # type: ignore[index]
    theme = registered(cast, only_taken)
    with acting_as(SYSTEM):
        assert not Visit.objects.filter(theme=theme).exists()
    placed = registered(cast, replace(plan, agencies=[cast.other_unit], areas=plan.areas[1:], day=DAY))  # type: ignore[index]
    with acting_as(SYSTEM):
        assert Visit.objects.get(theme=placed).day == DAY


def test_a_form_sent_twice_registers_once(cast: Cast, plan: Plan) -> None:
    from soat.common.ids import new_id

    key = new_id()
    assert registered(cast, plan, key=key) == registered(cast, plan, key=key)
    with acting_as(SYSTEM):
        assert Theme.objects.count() == 1
    with pytest.raises(Conflict, match="đã thêm"):
        registered(cast, replace(plan, title="Chuyên đề khác"), key=key)


def test_what_is_missing_is_told_at_its_field(cast: Cast, plan: Plan) -> None:
    with acting_as(SYSTEM):
        foreign = Area.objects.create(programme=cast.theirs, title="Nơi khác")
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"title": " "}, "title"),
        ({"agencies": []}, "agencies"),
        ({"month": None}, "month"),
        ({"areas": [foreign]}, "areas"),
    ]
    for values, field in wrong:
        with pytest.raises(DomainError) as caught:
            registered(cast, replace(plan, **values))
        assert caught.value.field == field


def test_who_registers(cast: Cast, plan: Plan) -> None:
    assert registered(cast, plan, "coordinator").made_by == cast.user("coordinator").pk
    for who in ("head", "unit_head", "member"):
        with pytest.raises(Refused):
            registered(cast, replace(plan, title=who), who)
    with pytest.raises(Refused):
        registered(cast, replace(plan, lead=cast.unit))


def test_merged_the_department_comes_along_and_sees_the_visit(
    cast: Cast, stage: Any, visit: Visit, plan: Plan
) -> None:
    run(cast, "coordinator", visits.move, visit, DAY, "am")
    staffed(cast, fresh(visit), stage)
    run(cast, "coordinator", visits.notify, fresh(visit))
    registered(cast, plan)
    with pytest.raises(Refused):
        run(cast, "thematic_lead", themes.merge, only(cast))
    kept = run(cast, "coordinator", themes.merge, only(cast))
    assert (only(cast).state, kept.pk) == ("merged", visit.pk)
    with acting_as(cast.actor("thematic_lead")):
        assert Visit.objects.visible_to(cast.actor("thematic_lead")).filter(pk=visit.pk).exists()
    with acting_as(SYSTEM):
        told = Notice.objects.filter(visit=visit).order_by("-sent_at", "-kind").filter(kind="change").get()
    assert "Cùng tham gia (kiểm tra chuyên đề): Sở Nội vụ" in told.text
    with pytest.raises(Conflict, match="đã được xử lý"):
        run(cast, "coordinator", themes.merge, only(cast))


def test_a_visit_that_is_gone_is_not_merged_with(cast: Cast, visit: Visit, plan: Plan) -> None:
    registered(cast, plan)
    run(cast, "coordinator", visits.cancel, visit, reason="Hoãn.")
    with pytest.raises(Conflict, match="đã mở hoặc đã hủy"):
        run(cast, "coordinator", themes.merge, only(cast))
    with acting_as(SYSTEM):
        Overlap.objects.update(visit=None)
    with pytest.raises(Conflict, match="chương trình khác"):
        run(cast, "coordinator", themes.merge, only(cast))


def test_the_head_allows_with_her_reason(cast: Cast, visit: Visit, plan: Plan) -> None:
    registered(cast, plan)
    with pytest.raises(DomainError, match="lý do"):
        run(cast, "head", themes.allow, only(cast), reason=" ")
    with pytest.raises(Refused):
        run(cast, "coordinator", themes.allow, only(cast), reason="Cần.")
    own = run(cast, "head", themes.allow, only(cast), reason="Dân khiếu nại.")
    assert (own.theme_id, only(cast).state) == (only(cast).theme_id, "allowed")
    with acting_as(SYSTEM):
        assert Content.objects.get(visit=own, area__title="Thể chế").override_reason == "Dân khiếu nại."


def test_the_head_allows_where_there_is_no_visit_yet(cast: Cast, visit: Visit, plan: Plan) -> None:
    registered(cast, replace(plan, agencies=[cast.unit], areas=plan.areas[:1]))  # type: ignore[index]
    own = run(cast, "head", themes.allow, only(cast), reason="Dân khiếu nại.")
    assert (own.kind, own.agency, own.lead_agency_id) == ("thematic", cast.unit, cast.standing.pk)


def test_dropped_or_withdrawn(cast: Cast, visit: Visit, plan: Plan) -> None:
    first = registered(cast, plan)
    with pytest.raises(Refused):
        run(cast, "head", themes.drop, only(cast))
    assert run(cast, "thematic_lead", themes.drop, only(cast)).state == "dropped"
    with acting_as(SYSTEM):
        Overlap.objects.all().delete()
    run(cast, "thematic_lead", themes.withdraw, first, reason="Không tiến hành.")
    with acting_as(SYSTEM):
        assert {one.state for one in Visit.objects.filter(theme=first)} == {"cancelled"}
    with pytest.raises(Conflict, match="đã rút"):
        run(cast, "thematic_lead", themes.withdraw, first, reason="Không tiến hành.")
    second = registered(cast, plan)
    run(cast, "thematic_lead", themes.withdraw, second, reason="Không tiến hành.")
    assert only(cast).state == "dropped"


def test_an_announced_visit_is_withdrawn_by_who_tells_the_unit(cast: Cast, plan: Plan) -> None:
    theme = registered(cast, replace(plan, day=DAY, agencies=[cast.other_unit], areas=plan.areas[1:]))  # type: ignore[index]
    with acting_as(SYSTEM):
        Visit.objects.filter(theme=theme).update(state="notified", notified_at=NOW, notified_by=SYSTEM.id)
    with pytest.raises(Conflict, match="đề nghị Cơ quan thường trực"):
        run(cast, "thematic_lead", themes.withdraw, theme, reason="Thôi.")
    run(cast, "coordinator", themes.withdraw, theme, reason="Thôi.")
    with acting_as(SYSTEM):
        assert Notice.objects.get(visit__theme=theme).kind == "cancel"


def test_a_surprise_is_never_an_overlap(cast: Cast, stage: Any, plan: Plan) -> None:
    from soat.schedules.services import surprises

    shape = Shape([stage["areas"][0]])
    run(cast, "coordinator", surprises.propose, cast.ours, cast.standing, shape, day=DAY, reason="Tin báo.")
    registered(cast, replace(plan, agencies=[cast.standing], day=DAY), merges=False)
    with acting_as(SYSTEM):
        assert not Overlap.objects.exists()


def test_another_programme_has_it(cast: Cast, plan: Plan) -> None:
    with acting_as(SYSTEM):
        area = Area.objects.create(programme=cast.theirs, title="THỂ CHẾ")
        other = Visit.objects.create(
            programme=cast.theirs, agency=cast.unit, kind="planned", made_at=NOW, made_by=SYSTEM.id
        )
        Content.objects.create(
            programme=cast.theirs, visit=other, agency=cast.unit, area=area, content="the che", year=2026
        )
    with pytest.raises(Conflict, match="chương trình kiểm tra khác"):
        registered(cast, plan, merges=False)


def at(cast: Cast, name: str, *more: Any) -> str:
    return reverse(f"schedules:{name}", args=[cast.ours.pk, *more])


def test_the_pages_of_a_lead(cast: Cast, stage: Any, visit: Visit, plan: Plan, client_for: Any) -> None:
    client = client_for(cast.user("thematic_lead"))
    mine = client.get("/chuyen-de/").content.decode()
    assert "Chưa có cuộc kiểm tra chuyên đề nào" in mine
    assert at(cast, "theme_register") in mine
    assert "Kiểm tra chuyên đề" in client.get("/").content.decode()
    url = at(cast, "theme_register")
    assert "đề nghị ghép" not in client.get(url).content.decode()
    assert "ít nhất là tháng" in client.post(url, {"title": "x"}).content.decode()
    given = {
        "key": fresh_key(),
        "title": "Chuyên đề số hóa",
        "lead": cast.standing.pk,
        "agencies": [cast.unit.pk],
        "areas": [one.pk for one in plan.areas],
        "month": "5/2026",
        "half_days": "1",
        "mode": "on_site",
    }
    told = client.post(url, given).content.decode()
    assert "Thể chế đã có trong lịch kiểm tra của Đoàn" in told
    assert "đề nghị ghép" in told
    made = client.post(url, {**given, "merges": "on"})
    assert made.status_code == 302
    assert client.post(url, {**given, "merges": "on"}).url == made.url
    page = client.get(made.url).content.decode()
    assert "Chờ ghép" in page
    assert "Bỏ nội dung này" in page
    assert "Tháng 05/2026" in page
    assert "1 nội dung trùng" in client.get(at(cast, "themes")).content.decode()
    assert "Chuyên đề số hóa" in client.get("/chuyen-de/").content.decode()
    coordinator = client_for(cast.user("coordinator"))
    assert "đề nghị ghép" in coordinator.get(at(cast, "merges")).content.decode()
    steps = [only(cast).theme_id, only(cast).pk]
    assert client.post(at(cast, "theme_merge", *steps)).status_code == 403
    assert coordinator.post(at(cast, "theme_merge", *steps)).status_code == 302
    assert (
        "cùng đi"
        in coordinator.get(reverse("schedules:visit", args=[cast.ours.pk, visit.pk])).content.decode()
    )
    assert client.get(reverse("schedules:visit", args=[cast.ours.pk, visit.pk])).status_code == 200
    withdraw = at(cast, "theme_withdraw", steps[0])
    assert "bắt buộc" in client.post(withdraw, {"reason": ""}).content.decode()
    assert client.post(withdraw, {"reason": "Thôi."}).status_code == 302
    assert "Đã rút" in client.get(made.url).content.decode()
    assert client.post(withdraw, {"reason": "Thôi."}).status_code == 200


def test_the_coordinator_chooses_any_lead_and_the_head_allows(
    cast: Cast, visit: Visit, plan: Plan, client_for: Any
) -> None:
    coordinator, head = client_for(cast.user("coordinator")), client_for(cast.user("head"))
    given = {
        "title": "Chuyên đề", "lead": "", "agencies": [cast.unit.pk], "areas": [plan.areas[0].pk],  # type: ignore[index]
        "day": "6/5/2026", "half_days": "2", "mode": "on_site", "merges": "on",
    }  # fmt: skip
    url = at(cast, "theme_register")
    assert "chọn cơ quan chủ trì" in coordinator.post(url, given).content.decode()
    made = coordinator.post(url, {**given, "lead": cast.other_unit.pk})
    assert made.status_code == 302
    steps = [only(cast).theme_id, only(cast).pk]
    assert "Cho kiểm tra lại" in head.get(made.url).content.decode()
    assert head.post(at(cast, "theme_drop", *steps)).status_code == 403
    assert head.post(at(cast, "theme_allow", *steps), {"reason": ""}).status_code == 400
    assert head.post(at(cast, "theme_allow", *steps), {"reason": "Cần."}).status_code == 302
    assert coordinator.post(at(cast, "theme_drop", *steps)).status_code == 409
    assert coordinator.post(at(cast, "theme_drop", steps[0], cast.ours.pk)).status_code == 404
    assert coordinator.get(at(cast, "theme", cast.ours.pk)).status_code == 404
    for who, code in (("unit_head", 403), ("stranger", 404)):
        assert client_for(cast.user(who)).get(at(cast, "themes")).status_code == code
    assert client_for(cast.user("unit_head")).get(made.url).status_code == 404


def test_a_lead_drops_a_content(cast: Cast, visit: Visit, plan: Plan, client_for: Any) -> None:
    registered(cast, plan)
    client = client_for(cast.user("thematic_lead"))
    steps = [only(cast).theme_id, only(cast).pk]
    assert client.post(at(cast, "theme_drop", *steps)).status_code == 302
    assert "Đã bỏ nội dung" in client.get(at(cast, "theme", steps[0])).content.decode()


def test_queries_do_not_grow_with_rows(cast: Cast, visit: Visit, plan: Plan, client_for: Any) -> None:
    client = client_for(cast.user("coordinator"))
    registered(cast, plan)
    theme_id = only(cast).theme_id

    def count() -> list[int]:
        told = []
        for url in (at(cast, "themes"), at(cast, "theme", theme_id), at(cast, "merges"), "/chuyen-de/"):
            with CaptureQueriesContext(
                connection,
            ) as captured:
                assert client.get(url).status_code == 200
            told.append(len(captured))
        return told

    count()
    few = count()
    with acting_as(SYSTEM):
        theme = Theme.objects.get(pk=theme_id)
        for number in range(8):
            area = Area.objects.create(programme=cast.ours, title=f"Nội dung {number}")
            Theme.objects.create(
                programme=cast.ours,
                lead_agency=cast.standing,
                title=f"C{number}",
                made_at=NOW,
                made_by=SYSTEM.id,
            )
            Overlap.objects.create(
                programme=cast.ours,
                theme=theme,
                lead_agency=cast.standing,
                agency=cast.unit,
                area=area,
                visit=visit,
            )
    assert count() == few


def test_what_two_lists_show_is_the_same(cast: Cast, visit: Visit, plan: Plan) -> None:
    theme = registered(cast, replace(plan, day=DAY))
    actor = cast.actor("thematic_lead")
    with acting_as(actor):
        row = read.theme(cast.ours, actor, theme.pk)
        assert (row.units, row.first_day, row.waiting) == (2, DAY, 1)  # type: ignore[attr-defined]
        assert [one.agency for one in read.visits_of(theme, actor)] == [cast.unit, cast.standing]
