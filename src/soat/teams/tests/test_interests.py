"""Page of interests (T3): the coordinator for anyone, a member for herself; who is barred and why; years; queries."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import SYSTEM, Cast

from soat.access.actor import acting_as
from soat.people.models import Person, Position
from soat.teams.models import Interest, Settings
from soat.teams.tests.help import add, in_days, many, url

REASON = {"reason": "Vợ là Phó Giám đốc"}


def page(client: Any, cast: Cast) -> str:
    return client.get(url("interests", cast)).content.decode()  # type: ignore[no-any-return]


def person_of(cast: Cast, name: str) -> Person:
    with acting_as(SYSTEM):
        return Person.objects.get(user=cast.user(name).pk)


def test_coordinator_declares_for_a_member_and_the_table_says_why(cast: Cast, client_for: Any) -> None:
    client = client_for(cast.user("coordinator"))
    member = add(cast, "Lê Thị Một")
    other = add(cast, "Lê Thị Hai")
    assert "Hôm nay không ai phải tránh" in page(client, cast)
    body = {"person": member.person_id, "agency": cast.unit.pk, **REASON}
    assert client.post(url("interests", cast), body).status_code == 302
    assert "Đã khai việc phải tránh giữa" in client.post(url("interests", cast), body).content.decode()
    shown = page(client, cast)
    assert "đã khai việc phải tránh với Sở Du lịch: Vợ là Phó Giám đốc" in shown
    none = client.post(url("interests", cast), {"person": other.person_id, **REASON}).content.decode()
    assert "Hãy tìm và chọn cơ quan phải tránh" in none
    with acting_as(SYSTEM):
        made = Interest.objects.get()
    withdraw = url("interest_withdraw", cast, made.pk)
    assert "không còn phải tránh" in client.post(withdraw, follow=True).content.decode()
    assert "Đã rút" in client.post(withdraw, {"reason": "Đã nghỉ hưu"}, follow=True).content.decode()
    assert client.post(withdraw, {"reason": "lại"}).status_code == 404
    assert "Hôm nay không ai phải tránh" in page(client, cast)


def test_a_member_speaks_for_herself_only(cast: Cast, client_for: Any) -> None:
    add(cast, "Lê Thị Một")
    client = client_for(cast.user("member"))
    assert "Lê Thị Một" not in page(client, cast)
    own = person_of(cast, "member")
    client.post(url("interests", cast), {"person": own.pk, "agency": cast.unit.pk, **REASON})
    with acting_as(SYSTEM):
        made = Interest.objects.get(person=own)
    assert url("interest_withdraw", cast, made.pk) in page(client, cast)
    assert url("interest_withdraw", cast, made.pk) not in page(client_for(cast.user("head")), cast)
    refused = client_for(cast.user("head")).post(
        url("interest_withdraw", cast, made.pk), {"reason": "x"}, follow=True
    )
    assert "Bạn chỉ khai" in refused.content.decode()
    wrong = {"person": person_of(cast, "head").pk, "agency": cast.unit.pk, **REASON}
    assert client.post(url("interests", cast), wrong).status_code == 200
    leadership = client_for(cast.user("leadership"))
    assert 'name="reason"' not in page(leadership, cast)
    assert leadership.post(url("interests", cast), wrong).status_code == 403
    assert client_for(cast.user("unit_head")).get(url("interests", cast)).status_code == 403


def test_a_former_post_bars_as_long_as_the_setting_says(cast: Cast, client_for: Any) -> None:
    client = client_for(cast.user("coordinator"))
    member = add(cast, "Lê Thị Một")
    with acting_as(SYSTEM):
        Position.objects.create(
            person=member.person, agency=cast.unit, title="Kế toán", valid_to=in_days(-400)
        )
    for viewer in ("coordinator", "head"):
        assert "chưa đủ 3 năm" in page(client_for(cast.user(viewer)), cast)
    assert client.post(url("years", cast), {"recusal_years": 1}).status_code == 302
    assert "Hôm nay không ai phải tránh" in page(client, cast)
    with acting_as(SYSTEM):
        assert Settings.objects.get(programme=cast.ours).recusal_years == 1
    assert client.post(url("years", cast), {"recusal_years": 99}).status_code == 200
    assert client_for(cast.user("head")).post(url("years", cast), {"recusal_years": 1}).status_code == 403


def test_members_without_a_post_are_named_to_the_coordinator(cast: Cast, client_for: Any) -> None:
    client = client_for(cast.user("coordinator"))
    first, second = add(cast, "Lê Thị Một"), add(cast, "Lê Thị Hai")
    with acting_as(SYSTEM):
        Position.objects.filter(person__in=[first.person_id, second.person_id]).delete()
        Position.objects.create(person=first.person, agency=cast.other_unit, title="Kế toán")
    told = page(client, cast)
    assert "danh bạ chưa ghi chức vụ của: Lê Thị Hai." in told
    assert "danh bạ chưa ghi chức vụ" not in page(client_for(cast.user("member")), cast)
    with acting_as(SYSTEM):
        Position.objects.create(person=second.person, agency=cast.other_unit, title="Văn thư")
    assert "danh bạ chưa ghi chức vụ" not in page(client, cast)


def test_queries_do_not_grow_with_rows(cast: Cast, client_for: Any) -> None:
    client = client_for(cast.user("coordinator"))
    counts = []
    for number in (2, 5):
        for member in many(cast, number):
            body = {"person": member.person_id, "agency": cast.unit.pk, **REASON}
            client.post(url("interests", cast), body)
        page(client, cast)
        with CaptureQueriesContext(connection) as seen:
            page(client, cast)
        counts.append(len(seen))
    assert counts[0] == counts[1]
