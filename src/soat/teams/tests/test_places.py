"""First page of the team, asking, one request (T1): coordinator, team, agency, stranger; late names; queries."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import SYSTEM, Cast, give, make_agency, make_user

from soat.access.actor import acting_as
from soat.access.roles import Role
from soat.teams.models import Member, Nomination, Request
from soat.teams.selectors import places as read
from soat.teams.tests.help import add, ask, in_days, many, name_one, seat, url


def page(client: Any, address: str) -> str:
    return client.get(address).content.decode()  # type: ignore[no-any-return]


def states(cast: Cast) -> list[tuple[str, str]]:
    actor = cast.actor("coordinator")
    with acting_as(actor):
        return [(place.kind, place.state(in_days(0))) for place in read.places(cast.ours, actor)]


def test_each_place_says_what_it_waits_for(cast: Cast) -> None:
    for kind, agency in (
        ("head", cast.standing),
        ("deputy", None),
        ("member", cast.unit),
        ("member", cast.unit),
        ("member", cast.other_unit),
        ("support", cast.unit),
    ):
        seat(cast, kind, agency)
    assert states(cast) == [
        ("head", "to_add"),
        ("deputy", "to_add"),
        ("member", "to_ask"),
        ("member", "to_ask"),
        ("support", "to_ask"),
    ]
    add(cast, "Trần Văn Ân", "head")
    add(cast, "Lê Thị Ánh", "deputy", cast.standing)
    add(cast, "Người ngoài", "deputy", cast.standing)
    add(cast, "Một trong hai", "member", cast.unit)
    asked = ask(cast, cast.other_unit)
    name_one(cast, ask(cast, cast.unit, kind="support"))
    ask(cast, cast.standing)
    assert states(cast) == [
        ("head", "filled"),
        ("deputy", "filled"),
        ("member", "to_ask"),
        ("member", "asked"),
        ("support", "to_decide"),
        ("deputy", "filled"),
        ("member", "asked"),
    ]
    with acting_as(SYSTEM):
        Request.objects.filter(pk=asked.pk).update(due_on=in_days(-1))
    assert ("member", "overdue") in states(cast)


def test_coordinator_sees_seats_requests_and_what_to_do_next(cast: Cast, client_for: Any) -> None:
    seat(cast, agency=cast.unit)
    seat(cast, "head", text="Phó Chủ tịch Ủy ban nhân dân tỉnh")
    asked = ask(cast, cast.other_unit, in_days(3))
    name_one(cast, asked, who="other_unit_officer")
    shown = page(client_for(cast.user("coordinator")), url("team", cast))
    for told in (
        "Phó Chủ tịch Ủy ban nhân dân tỉnh",
        "Còn 2 vị trí",
        "Chưa đề nghị",
        "Chờ xem người được cử",
        "Còn 3 ngày",
        "Ngoài kế hoạch: Ủy ban nhân dân phường Đông Hải",
        url("ask", cast),
        url("request", cast, asked.pk),
    ):
        assert told in shown


def test_the_team_reads_and_the_agency_sees_its_own_only(cast: Cast, client_for: Any) -> None:
    seat(cast, agency=cast.unit)
    add(cast, "Người không tài khoản", agency=cast.unit)
    mine, other = ask(cast, cast.unit), ask(cast, cast.other_unit)
    shown = page(client_for(cast.user("member")), url("team", cast))
    assert "Người không tài khoản" in shown
    assert f'href="{url("ask", cast)}"' not in shown
    assert "Mọi vị trí theo kế hoạch đã có người" in shown
    client = client_for(cast.user("unit_officer"))
    shown = page(client, url("team", cast))
    assert url("request", cast, mine.pk) in shown
    assert url("request", cast, other.pk) not in shown
    assert "Người không tài khoản" not in shown
    assert client.get(url("request", cast, other.pk)).status_code == 404
    assert client.get(url("ask", cast)).status_code == 403
    assert client_for(cast.user("press")).get(url("team", cast)).status_code == 403
    assert client_for(cast.user("stranger")).get(url("team", cast)).status_code == 404
    empty = page(client_for(cast.user("thematic_lead")), url("team", cast))
    assert "chưa được đề nghị" in empty


def test_asking_all_agencies_at_once(cast: Cast, client_for: Any) -> None:
    client = client_for(cast.user("coordinator"))
    seat(cast, agency=cast.unit)
    seat(cast, "support", agency=cast.unit)
    seat(cast, agency=cast.other_unit)
    ask(cast, cast.other_unit)
    shown = page(client, url("ask", cast))
    assert shown.count("checked") == 2
    assert "đã đề nghị" in shown
    chosen = [f"member:{cast.unit.pk}", f"support:{cast.unit.pk}"]
    due = in_days(10).strftime("%d/%m/%Y")
    body = {
        "places": chosen,
        "due_on": due,
        "note": "Am hiểu",
        "agency": cast.standing.pk,
        "kind": "member",
        "wanted": 2,
    }
    one = page(client, f"{url('ask', cast)}?chon=support:{cast.unit.pk}")
    assert one.count("checked") == 1
    answer = client.post(url("ask", cast), body, follow=True).content.decode()
    assert "Đã gửi 3 đề nghị" in answer
    assert "Chưa ai ở các cơ quan sau có tài khoản" not in answer  # each of them has somebody here
    with acting_as(SYSTEM):
        got = set(Request.objects.values_list("agency__name", "kind", "wanted"))
    assert {("Sở Du lịch", "member", 1), ("Sở Du lịch", "support", 1), ("Sở Nội vụ", "member", 2)} <= got
    again = client.post(url("ask", cast), {"places": chosen, "due_on": due})
    assert "chưa khép" in again.content.decode()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({}, "Hãy chọn ít nhất một cơ quan"),
        ({"due_on": "1/1/2020"}, "Hạn cử người đã qua"),
        ({"kind": ""}, "Hãy chọn cơ quan này cử người làm gì"),
        ({"places": ["member:x"]}, "member:x"),
    ],
)
def test_a_wrong_ask_says_why(cast: Cast, client_for: Any, change: dict[str, Any], told: str) -> None:
    body: dict[str, Any] = {"due_on": in_days(5).strftime("%d/%m/%Y")}
    if change:
        body |= {"agency": cast.unit.pk, "kind": "member", "wanted": 1, **change}
    answer = client_for(cast.user("coordinator")).post(url("ask", cast), body)
    assert answer.status_code == 200
    assert told in answer.content.decode()
    with acting_as(SYSTEM):
        assert not Request.objects.exists()


def test_agency_names_late_and_withdraws(cast: Cast, client_for: Any) -> None:
    asked = ask(cast, cast.unit)
    with acting_as(SYSTEM):
        Request.objects.update(due_on=in_days(-2))
    client = client_for(cast.user("unit_officer"))
    assert "Quá hạn 2 ngày" in page(client, url("request", cast, asked.pk))
    body = {"full_name": "Phạm Thị Lan", "position": "Chuyên viên"}
    assert client.post(url("request", cast, asked.pk), body).status_code == 302
    again = client.post(url("request", cast, asked.pk), body)
    assert "đã có trong danh sách cử" in again.content.decode()
    shown = page(client, url("request", cast, asked.pk))
    assert "Trễ 2 ngày" in shown
    assert "Cử người này" not in shown
    with acting_as(SYSTEM):
        named = Nomination.objects.get()
    withdraw = url("nomination_withdraw", cast, named.pk)
    assert "Hãy ghi lý do" in client.post(withdraw, {}, follow=True).content.decode()
    assert "Đã rút" in client.post(withdraw, {"reason": "Đi học"}, follow=True).content.decode()
    assert "Cơ quan đã rút" in page(client, url("request", cast, asked.pk))
    assert client_for(cast.user("other_unit_officer")).post(withdraw).status_code == 404


def test_coordinator_takes_declines_and_closes(cast: Cast, client_for: Any) -> None:
    asked = ask(cast, cast.unit, wanted=2)
    one, two = name_one(cast, asked), name_one(cast, asked, "Đỗ Văn Hai")
    client = client_for(cast.user("coordinator"))
    shown = page(client, url("request", cast, asked.pk))
    assert "Cử người này" not in shown
    assert "chưa có ai dùng hệ thống" not in shown
    decide = url("nomination_decide", cast, one.pk)
    assert "Đã nhận Phạm Thị Lan" in client.post(decide, {"step": "accept"}, follow=True).content.decode()
    assert "đã được xử lý" in client.post(decide, {"step": "accept"}, follow=True).content.decode()
    decline = {"step": "decline", "reason": "Chưa đúng lĩnh vực"}
    client.post(url("nomination_decide", cast, two.pk), decline)
    assert "Chưa đúng lĩnh vực" in page(client_for(cast.user("unit_head")), url("request", cast, asked.pk))
    with acting_as(SYSTEM):
        assert Member.objects.get().state == "listed"
    assert "Đã khép" in client.post(url("request_close", cast, asked.pk), follow=True).content.decode()
    assert client.post(url("request", cast, asked.pk), {"full_name": "x"}).status_code == 403
    unknown = url("nomination_decide", cast, asked.pk)
    assert client.post(unknown, {"step": "accept"}).status_code == 404
    assert client_for(cast.user("unit_officer")).post(decide, {"step": "accept"}).status_code == 403


def test_an_agency_nobody_speaks_for_is_told(cast: Cast, client_for: Any) -> None:
    with acting_as(SYSTEM):
        alone = make_agency("Sở Tư pháp", "department")
    asked = ask(cast, alone)
    client = client_for(cast.user("coordinator"))
    assert "chưa có ai dùng hệ thống" in page(client, url("request", cast, asked.pk))
    with acting_as(SYSTEM):
        give(make_user("justice", "Lê Công Lý"), Role.THEMATIC_LEAD, cast.ours, alone)
    assert "chưa có ai dùng hệ thống" not in page(client, url("request", cast, asked.pk))


def test_queries_do_not_grow_with_rows(cast: Cast, client_for: Any) -> None:
    client = client_for(cast.user("coordinator"))
    counts = []
    for number in (2, 6):
        for member in many(cast, number):
            assert member.agency
            ask(cast, member.agency)
        client.get(url("team", cast))
        for address in (url("team", cast), url("ask", cast)):
            with CaptureQueriesContext(connection) as seen:
                client.get(address)
            counts.append(len(seen))
    assert counts[:2] == counts[2:]
