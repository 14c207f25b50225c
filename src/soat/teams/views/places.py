"""First page of the team: the plan's seats beside who has come, the requests; asking the agencies (T1)."""

from __future__ import annotations

from datetime import date
from functools import partial
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from soat.access.views import posted, signed_in
from soat.common.forms import tried
from soat.common.looks import Badge, Empty
from soat.common.tables import Column, Table
from soat.teams.forms.requests import AskForm
from soat.teams.models import Request, kind_label
from soat.teams.selectors import gaps
from soat.teams.selectors import places as read
from soat.teams.selectors.places import Place
from soat.teams.services import nominations as write
from soat.teams.views.frame import Desk, desk_for

_PLACE_BADGES = {
    "to_decide": Badge("Chờ xem người được cử", "warn"),
    "filled": Badge("Đủ người", "good"),
    "overdue": Badge("Quá hạn cử người", "bad"),
    "asked": Badge("Đã đề nghị", "info"),
    "to_ask": Badge("Chưa đề nghị", "neutral"),
    "to_add": Badge("Chưa có người", "neutral"),
}
_NEXT = {
    "to_decide": "Xem người được cử",
    "overdue": "Xem đề nghị",
    "asked": "Xem đề nghị",
    "to_ask": "Đề nghị cử người",
    "to_add": "Thêm người",
}


@require_safe
@signed_in
def team(request: HttpRequest, pk: UUID) -> HttpResponse:
    """For the team: seats and requests. For an agency: the requests it got."""
    desk = desk_for(request, pk, "nomination.view")
    whole = desk.may("team.view")
    rows = read.places(desk.programme, desk.actor) if whole else []
    today = timezone.localdate()
    lacking = sum(place.state(today) != "filled" for place in rows if not place.outside)
    context = desk.context(
        "places",
        seats=_seats(request, desk, rows) if whole else None,
        lacking=lacking,
        has_places=any(not place.outside for place in rows),
        asked=_requests(request, desk),
        may_ask=desk.may("nomination.request"),
        unseated=[(one, _seat_url(desk, one)) for one in gaps.unseated(desk.programme)] if whole else [],
        of_no_agency=gaps.of_no_agency(rows),
    )
    return render(request, "teams/team.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def ask(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask all agencies of the plan's seats, and one more, with one deadline."""
    desk = desk_for(request, pk, "nomination.request")
    today = timezone.localdate()
    places = read.places(desk.programme, desk.actor)
    form = AskForm(posted(request), places=places, today=today, only=request.GET.get("chon", ""))
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        step = partial(
            write.request_all,
            desk.programme,
            form.wishes(),
            due_on=values["due_on"],
            note=values["note"],
            by=desk.actor,
            now=timezone.now(),
        )
        if tried(form, step):
            _tell(request, desk, form.wishes(), values["due_on"])
            return redirect("teams:team", desk.programme.pk)
    return render(request, "teams/ask.html", desk.context("places", form=form))


def _tell(request: HttpRequest, desk: Desk, wishes: list[write.Wish], due_on: date) -> None:
    """How many were asked, and at which agencies nobody can see it yet."""
    messages.success(request, f"Đã gửi {len(wishes)} đề nghị cử người, hạn {due_on:%d/%m/%Y}.")
    unseen = read.unreached(desk.programme, [wish.agency.pk for wish in wishes])
    if unseen:
        named = "; ".join(str(wish.agency) for wish in wishes if wish.agency.pk in unseen)
        messages.warning(
            request, f"Chưa ai ở các cơ quan sau có tài khoản để thấy đề nghị: {named}. Hãy mời người của họ."
        )


def request_badge(asked: Request) -> Badge:
    """Where a request stands: closed, answered, late, or how many days are left."""
    if asked.closed_at:
        return Badge("Đã khép", "neutral")
    left = (asked.due_on - timezone.localdate()).days
    if left < 0:
        return Badge(f"Quá hạn {-left} ngày", "bad")
    return Badge("Hạn hôm nay", "warn") if left == 0 else Badge(f"Còn {left} ngày", "info")


def _seats(request: HttpRequest, desk: Desk, rows: list[Place]) -> Table:
    today = timezone.localdate()
    columns = [
        Column(label="Vị trí", value="label", head=True),
        Column(label="Theo kế hoạch", value=_of_plan),
        Column(label="Đã có", value=_who),
        Column(label="Tình trạng", value=lambda place: _PLACE_BADGES[place.state(today)]),
    ]
    if desk.may("nomination.request"):
        columns.append(
            Column(
                label="Việc tiếp theo",
                value=lambda place: _NEXT.get(place.state(today), ""),
                link=lambda place: _next_url(desk, place, place.state(today)),
            )
        )
    return Table(
        columns,
        rows,
        request.GET,
        caption="Vị trí trong Đoàn và Tổ giúp việc",
        id="seats",
        prefix="vt_",
        empty=Empty(
            "Kế hoạch không nêu thành phần Đoàn.",
            "Hãy đề nghị cơ quan cử người, hoặc thêm người từ danh bạ tại Danh sách Đoàn.",
        ),
    )


def _of_plan(place: Place) -> str:
    if place.outside:
        return f"Ngoài kế hoạch{f': {place.agency}' if place.agency else ''}"
    told = f"{place.agency}" if place.agency else place.text
    return f"{told} ({place.wanted} người)" if place.wanted > 1 else told


def _who(place: Place) -> str:
    return "; ".join(f"{one.person}{f' ({one.title})' if one.title else ''}" for one in place.members)


def _next_url(desk: Desk, place: Place, state: str) -> str:
    pk = desk.programme.pk
    if place.request and state in ("to_decide", "overdue", "asked"):
        return reverse("teams:request", args=[pk, place.request.pk])
    if state == "to_ask":
        return f"{reverse('teams:ask', args=[pk])}?{urlencode({'chon': place.key})}"
    asked = {"vi-tri": place.kind} | ({"co-quan": str(place.agency.pk)} if place.agency else {})
    return f"{reverse('teams:member_add', args=[pk])}?{urlencode(asked)}"


def _seat_url(desk: Desk, one: gaps.Unseated) -> str:
    """The form that takes her into the list, filled in."""
    asked = {"q": one.person.full_name, "nguoi": str(one.person.pk), "vi-tri": one.role.value}
    return f"{reverse('teams:member_add', args=[desk.programme.pk])}?{urlencode(asked)}"


def _requests(request: HttpRequest, desk: Desk) -> Table:
    empty = (
        Empty(
            "Chưa đề nghị cơ quan nào cử người.", "Chọn “Đề nghị cử người” để gửi cùng lúc đến các cơ quan."
        )
        if desk.may("team.view")
        else Empty("Cơ quan bạn chưa được đề nghị cử người.", "Khi có đề nghị, việc hiện cả ở Việc của tôi.")
    )
    return Table(
        [
            Column(
                label="Cơ quan", value="agency", head=True, link=_url, key="co_quan", sort="agency__sort_key"
            ),
            Column(label="Cử người làm", value=lambda asked: kind_label(asked.kind)),
            Column(label="Cần", value="wanted", kind="num"),
            Column(label="Chờ xem", value="to_decide", kind="num"),
            Column(label="Đã nhận", value="accepted", kind="num"),
            Column(label="Hạn", value="due_on", kind="date", key="han", sort="due_on"),
            Column(label="Tình trạng", value=request_badge),
        ],
        read.requests(desk.programme, desk.actor),
        request.GET,
        caption="Đề nghị cử người đã gửi" if desk.may("team.view") else "Đề nghị cử người đã nhận",
        id="requests",
        prefix="dn_",
        empty=empty,
    )


def _url(asked: Request) -> str:
    return reverse("teams:request", args=[asked.programme_id, asked.pk])
