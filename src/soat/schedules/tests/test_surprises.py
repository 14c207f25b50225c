"""Surprise inspections (S7): who decides, and that nothing of one reaches the unit before it is opened."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from tests.cast import NOW, SYSTEM, Cast

from soat.access.actor import acting_as
from soat.common.errors import Conflict, DomainError, Refused
from soat.programmes.models import Area
from soat.schedules.models import Feed, Visit
from soat.schedules.services import merges, surprises, visits
from soat.schedules.services.feeds import hash_of
from soat.schedules.services.visits import Shape
from soat.schedules.tests.test_visits import fresh, run
from soat.trail.models import Event

DAY = date(2026, 5, 6)


@pytest.fixture
def area(cast: Cast) -> Area:
    with acting_as(SYSTEM):
        return Area.objects.create(programme=cast.ours, title="Thể chế")


def proposed(cast: Cast, area: Area) -> Visit:
    visit = run(
        cast,
        "coordinator",
        surprises.propose,
        cast.ours,
        cast.unit,
        Shape([area]),
        day=DAY,
        reason="Tin báo của dân.",
    )
    return fresh(visit)


def test_proposed_approved_by_the_head_and_opened_on_the_spot(cast: Cast, area: Area) -> None:
    visit = proposed(cast, area)
    for name in ("coordinator", "deputy", "member"):
        with pytest.raises(Refused):
            run(cast, name, surprises.approve, visit)
    with pytest.raises(Conflict, match="đề xuất"):
        run(cast, "coordinator", surprises.open_on_the_spot, visit, place="Bộ phận Một cửa")
    run(cast, "head", surprises.approve, visit)
    with pytest.raises(DomainError, match="nơi mở"):
        run(cast, "deputy", surprises.open_on_the_spot, visit, place=" ")
    opened = run(cast, "deputy", surprises.open_on_the_spot, visit, place="Bộ phận Một cửa")
    assert (opened.state, opened.opened_by) == ("opened", cast.user("deputy").pk)
    with acting_as(SYSTEM):
        events = Event.objects.filter(subject_id=visit.pk)
        assert {(e.action, e.programme_id) for e in events} == {
            ("surprise.propose", None),
            ("surprise.approve", None),
            ("surprise.open", cast.ours.pk),
        }
        assert {e.subject_name for e in events.filter(programme_id=None)} == {"Kiểm tra đột xuất"}


def test_who_proposed_does_not_approve_and_the_head_may_refuse(cast: Cast, area: Area) -> None:
    visit = proposed(cast, area)
    with acting_as(SYSTEM):
        Visit.objects.filter(pk=visit.pk).update(made_by=cast.user("head").pk)
    with pytest.raises(Conflict, match="không tự duyệt"):
        run(cast, "head", surprises.approve, visit)
    with pytest.raises(DomainError, match="lý do"):
        run(cast, "head", surprises.refuse, visit, reason="")
    assert run(cast, "head", surprises.refuse, visit, reason="Chưa cần.").state == "cancelled"
    with pytest.raises(DomainError, match="lý do"):
        run(cast, "coordinator", surprises.propose, cast.ours, cast.unit, Shape([area]), day=None, reason=" ")


def test_a_day_is_set_on_opening_where_there_was_none(cast: Cast, area: Area) -> None:
    visit = run(
        cast,
        "coordinator",
        surprises.propose,
        cast.ours,
        cast.unit,
        Shape([area]),
        day=None,
        reason="Tin báo.",
    )
    run(cast, "head", surprises.approve, fresh(visit))
    assert run(cast, "head", surprises.open_on_the_spot, fresh(visit), place="Trụ sở").day == NOW.date()


def test_an_announced_visit_is_no_surprise(cast: Cast, area: Area) -> None:
    with acting_as(SYSTEM):
        from soat.programmes.models import Subject

        subject = Subject.objects.select_related("agency").get(programme=cast.ours, agency=cast.unit)
    announced = fresh(run(cast, "coordinator", visits.plan, cast.ours, [subject], Shape([area]))[0])
    with pytest.raises(Conflict):
        run(cast, "head", surprises.approve, announced)
    secret = proposed(cast, area)
    with pytest.raises(DomainError, match="không ghép"):
        run(cast, "coordinator", merges.merge, announced, secret)


def everything(cast: Cast, name: str) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table that her session can read."""
    seen = {}
    for table in sorted(model._meta.db_table for model in apps.get_models(include_auto_created=True)):
        with acting_as(cast.actor(name)), connection.cursor() as cursor:
            cursor.execute("SELECT has_table_privilege(%s, 'SELECT')", [table])
            if cursor.fetchone()[0]:
                cursor.execute(f"SELECT t::text FROM {table} t ORDER BY 1")
                seen[table] = cursor.fetchall()
    return seen


PAGES = ("/", "/ngay-lam-viec/", "/chuong-trinh/", "/nhat-ky/", "/co-quan/", "/bang-quyen/")
PAGES_OF_PROGRAMME = (
    "lich/",
    "lich/danh-sach/",
    "lich/lap/",
    "lich/ghep/",
    "lich/dot-xuat/",
    "lich/dot-xuat/de-xuat/",
)


@pytest.mark.parametrize(
    "name", ["unit_head", "unit_officer", "other_unit_officer", "press", "thematic_lead"]
)
def test_no_trace_in_any_row_or_page_of_the_unit(cast: Cast, area: Area, client_for: Any, name: str) -> None:
    client = client_for(cast.user(name))
    own = f"/chuong-trinh/{cast.ours.pk}/"
    with acting_as(SYSTEM):
        Feed.objects.create(user_id=cast.user(name).pk, token_hash=hash_of("lich-cua-toi"), made_at=NOW)
    pages = (
        *PAGES,
        "/lich/",
        "/lich/lich-cua-toi.ics",
        own,
        *(f"{own}{page}" for page in PAGES_OF_PROGRAMME),
    )

    def fetched() -> list[tuple[int, bytes]]:
        return [(answer.status_code, answer.content) for answer in (client.get(page) for page in pages)]

    fetched()  # sessions and tokens are made by the first answers
    rows, answers = everything(cast, name), fetched()
    visit = proposed(cast, area)
    run(cast, "head", surprises.approve, visit)
    assert everything(cast, name) == rows
    for (status, body), (status_after, body_after) in zip(answers, fetched(), strict=True):
        assert status == status_after
        assert _plain(body) == _plain(body_after)
    run(cast, "head", surprises.open_on_the_spot, visit, place="Trụ sở")
    if name.startswith("unit_"):
        assert everything(cast, name) != rows


def _plain(body: bytes) -> str:
    """The page without the token that changes with every answer."""

    tokens = (
        r'value="[^"]{64}"',
        r"&quot;: &quot;[^&]{64}&quot;",
        r'nonce="[^"]+"',
        r'content="[0-9A-Za-z]{64}"',
    )
    return re.sub("|".join(tokens), "", body.decode())
