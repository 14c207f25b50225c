"""Surprise inspections (S7): who decides, and that nothing of one reaches the unit before it is opened."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests import addresses as catalogue
from tests.cast import NOW, SYSTEM, Cast
from tests.rows import fill

from soat.access.actor import acting_as
from soat.common.errors import Conflict, DomainError, Refused
from soat.people.models import Agency
from soat.programmes.models import Area
from soat.schedules.models import Feed, Visit
from soat.schedules.services import draws, merges, spans, surprises, themes, visits
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


def test_an_administrator_reads_no_day_and_the_unit_no_reason(
    cast: Cast, area: Area, client_for: Any
) -> None:
    visit = proposed(cast, area)
    run(cast, "head", surprises.approve, visit)
    admin = (
        client_for(cast.user("sysadmin")).get(reverse("portal:trail_of", args=[visit.pk])).content.decode()
    )
    assert "06/05/2026" not in admin
    assert "2026-05-06" not in admin
    opened = run(cast, "deputy", surprises.open_on_the_spot, visit, place="Một cửa")
    assert opened.day == NOW.date()
    unit, head = (client_for(cast.user(name)) for name in ("unit_head", "head"))
    page = reverse("schedules:visit", args=[cast.ours.pk, visit.pk])
    trail = reverse("portal:trail_of", args=[visit.pk])
    assert "Tin báo của dân" in head.get(page).content.decode()
    for address in (page, trail):
        answer = unit.get(address)
        assert answer.status_code == 200
        assert "Tin báo của dân" not in answer.content.decode()


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


NAMES = ["unit_head", "unit_officer", "other_unit_officer", "press", "thematic_lead"]
# searches and filters whose answers are counts or lists too, beside the addresses of the catalogue
ASKED = (
    "/co-quan/?words=du",
    "/co-quan/tim/?words=du",
    "/nguoi/?words=a",
    "/chuong-trinh/?words=kiem",
    "/nhat-ky/?words=kiem+tra",
    "/lich/lich-cua-toi.ics",
)
ASKED_OF_PROGRAMME = ("lich/?ngay=6/5/2026&xem=tuan", "lich/danh-sach/?kind=surprise", "lich/ghep/?nam=2026")


def addresses(cast: Cast) -> list[str]:
    """Everything that answers a GET: pages, searches, exports, downloads, feeds. A new one is among them by itself."""
    told = [
        catalogue.url_of(one, cast, cast.ours, cast.unit)
        for one in (*catalogue.OTHERS, *catalogue.PROGRAMME)
        if one.get != catalogue.NO
        and one.name != "schedules:feed"  # that is the coordinator's; hers is below
    ]
    return [*told, *ASKED, *(f"/chuong-trinh/{cast.ours.pk}/{page}" for page in ASKED_OF_PROGRAMME)]


def hidden(cast: Cast, *, agency: Agency | None = None) -> Visit:
    """One more surprise, approved by the head, and a draw of units to surprise: all that is secret in this room."""
    with acting_as(SYSTEM):
        area = Area.objects.filter(programme=cast.ours).order_by("pk").first()
        assert area
    shape = Shape([area], half_days=2)
    visit = fresh(
        run(
            cast, "coordinator", surprises.propose, cast.ours, agency or cast.unit, shape, day=DAY,
            reason="Tin báo của dân.",
        )
    )  # fmt: skip
    run(cast, "head", surprises.approve, visit)
    frame = {
        "units": [{"id": cast.unit.name, "stratum": "Sở", "agency": str(cast.unit.pk)}],
        "sizes": {"Sở": 1},
    }
    secret = {"kind": "surprise", "title": "Bốc đột xuất", "document": ""}
    draw = run(cast, "coordinator", draws.seal, cast.ours, frame, **secret)
    run(cast, "coordinator", draws.hold, draw)
    return visit


@pytest.fixture
def filled(cast: Cast) -> Cast:
    """Rows of every table, so that no page is empty for want of them."""
    fill(cast)
    return cast


def give_feed(cast: Cast, name: str) -> None:
    with acting_as(SYSTEM):
        Feed.objects.filter(user_id=cast.user(name).pk).delete()
        Feed.objects.create(user_id=cast.user(name).pk, token_hash=hash_of("lich-cua-toi"), made_at=NOW)


@pytest.mark.parametrize("name", NAMES)
def test_no_trace_in_any_row(filled: Cast, name: str) -> None:
    rows = everything(filled, name)
    visit = hidden(filled)
    assert everything(filled, name) == rows
    run(filled, "head", surprises.open_on_the_spot, fresh(visit), place="Trụ sở")
    if name.startswith("unit_"):
        assert everything(filled, name) != rows


@pytest.mark.parametrize("name", ["unit_head", "press", "thematic_lead"])
def test_no_trace_in_any_answer(filled: Cast, client_for: Any, name: str) -> None:
    """Byte for byte and header for header, whatever she can fetch."""
    client = client_for(filled.user(name))
    give_feed(filled, name)
    urls = addresses(filled)

    def fetched() -> list[tuple[int, str, dict[str, str]]]:
        answers = [client.get(url) for url in urls]
        return [(one.status_code, _plain(one), _headers(one)) for one in answers]

    client.get("/")  # the session is made by the first answer
    before = fetched()
    visit = hidden(filled)
    for url, was, now in zip(urls, before, fetched(), strict=True):
        assert now == was, url
    assert max(status for status, _, _ in before) < 500
    own = reverse("schedules:visit", args=[filled.ours.pk, visit.pk])
    never = own.replace(str(visit.pk), str(filled.ours.pk))
    assert _plain(client.get(own)) == _plain(client.get(never))


def test_what_a_unit_or_a_department_tries_tells_it_nothing(filled: Cast) -> None:
    """Asking for the very day, entering an inspection of the very content: the same with and without the visit."""
    with acting_as(SYSTEM):
        area = Area.objects.create(programme=filled.ours, title="Chỉ để thử", order=99)
    plan = themes.Plan("Thử", filled.standing, [filled.standing], [area], DAY, half_days=2)
    tries: list[tuple[str, Any, tuple[Any, ...], dict[str, Any]]] = [
        ("unit_head", spans.ask, (filled.ours, filled.unit, spans.Days(DAY, DAY, "Đại hội")), {}),
        ("thematic_lead", themes.register, (filled.ours, plan), {"merges": False}),
    ]

    def told() -> list[str]:
        found = []
        for who, service, given, more in tries:
            with acting_as(filled.actor(who)), transaction.atomic():
                try:
                    found.append(type(run(filled, who, service, *given, **more)).__name__)
                except DomainError as error:
                    found.append(error.message)
                transaction.set_rollback(True)
        return found

    before = told()
    assert before == ["BlackoutRequest", "Theme"]
    shape = Shape([area], half_days=2)
    for agency in (filled.unit, filled.standing):
        given = {"day": DAY, "reason": "Tin báo."}
        run(filled, "coordinator", surprises.propose, filled.ours, agency, shape, **given)
    assert told() == before


MEASURED = ("/", "/lich/lich-cua-toi.ics", "/nhat-ky/", "/chuong-trinh/")
MEASURED_OF_PROGRAMME = (
    "",
    "lich/",
    "lich/danh-sach/",
    "lich/khong-tiep/",
    "lich/boc-tham/",
    "lich/chuyen-de/",
)


def work(
    cast: Cast, client: Any, name: str, urls: list[str]
) -> list[tuple[str, list[tuple[str, list[Any]]]]]:
    """For each address its statements, and of each what the database did: how often each step of the plan ran and
    how many rows it gave. Of the same class in time is what does the same work; a clock would tell less, and less
    surely."""
    found = []
    for url in urls:
        with CaptureQueriesContext(connection) as captured:
            client.get(url)
        statements = [one["sql"] for one in captured if one["sql"].lstrip("(").startswith("SELECT")]
        asked = [one for one in statements if "set_config" not in one and "current_setting" not in one]
        with acting_as(cast.actor(name)), connection.cursor() as cursor:
            found.append((url, [(_shape(one), _steps(cursor, one)) for one in asked]))
    return found


def _shape(statement: str) -> str:
    """The statement without its values: sessions and the clock change them."""
    return re.sub(r"'[^']*'(::\w+)?|\b\d+\b", "?", statement)


def _steps(cursor: Any, statement: str) -> list[tuple[Any, ...]]:
    cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {statement.replace('%', '%%')}", None)
    told = cursor.fetchone()[0]
    plan = (json.loads(told) if isinstance(told, str) else told)[0]["Plan"]
    steps: list[tuple[Any, ...]] = []

    def walk(node: dict[str, Any]) -> None:
        rows = round(node["Actual Rows"] * node["Actual Loops"])
        steps.append((node["Node Type"], node.get("Relation Name", ""), node["Actual Loops"], rows))
        for child in node.get("Plans", []):
            walk(child)

    walk(plan)
    return steps


@pytest.mark.parametrize("name", ["unit_head", "press", "thematic_lead"])
def test_the_same_work_is_done_with_and_without(filled: Cast, client_for: Any, name: str) -> None:
    """Classes of time: the same statements, each with the same steps, loops and rows. The visit is passed over by
    the scan of its table and nothing is done for it."""
    client = client_for(filled.user(name))
    give_feed(filled, name)
    urls = [*MEASURED, *(f"/chuong-trinh/{filled.ours.pk}/{page}" for page in MEASURED_OF_PROGRAMME)]
    work(filled, client, name, urls)
    before = work(filled, client, name, urls)
    assert sum(len(statements) for _, statements in before) > 30
    hidden(filled)
    for was, now in zip(before, work(filled, client, name, urls), strict=True):
        assert now == was


def test_the_measure_sees_the_visit_for_who_may_see_it(filled: Cast, client_for: Any) -> None:
    client = client_for(filled.user("coordinator"))
    urls = [f"/chuong-trinh/{filled.ours.pk}/lich/danh-sach/"]
    work(filled, client, "coordinator", urls)
    before = work(filled, client, "coordinator", urls)
    hidden(filled)
    assert work(filled, client, "coordinator", urls) != before


def _headers(answer: Any) -> dict[str, str]:
    """What the answer says beside its body, but for its length with tokens and for the clock."""
    own = ("Content-Length", "Expires", "Last-Modified", "Date")
    told = {name: value for name, value in answer.headers.items() if name not in own}
    return {name: re.sub(r"nonce-[^']+", "", value) for name, value in told.items()}


def _plain(answer: Any) -> str:
    """The body without the tokens and keys that change with every answer."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    tokens = (
        r'value="[^"]{64}"',
        r"&quot;: &quot;[^&]{64}&quot;",
        r'nonce="[^"]+"',
        r'content="[0-9A-Za-z]{64}"',
        r'name="key" value="[^"]+"',
    )
    return re.sub("|".join(tokens), "", body.decode("latin-1"))
