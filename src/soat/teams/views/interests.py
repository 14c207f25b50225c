"""Who must keep away from which agency: declared, withdrawn, and the table of who is barred and why (T3)."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from soat.access.views import posted, signed_in
from soat.common.errors import Missing
from soat.common.forms import tried
from soat.common.looks import Empty
from soat.common.tables import Column, Table
from soat.teams.forms.interests import InterestForm, YearsForm
from soat.teams.selectors import interests as read
from soat.teams.services import interests as write
from soat.teams.views.frame import Desk, desk_for, told


@require_http_methods(["GET", "POST"])
@signed_in
def interests(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Declared interests and the form to declare one."""
    desk = desk_for(request, pk, "team.view")
    if request.method == "POST":
        desk.require("interest.declare")
    form = _form(request, desk)
    if form and request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        step = partial(
            write.declare,
            desk.programme,
            form.person_chosen(),
            values["agency"],
            reason=values["reason"],
            by=desk.actor,
            now=timezone.now(),
        )
        if tried(form, step):
            messages.success(request, "Đã ghi việc phải tránh. Lịch kiểm tra sẽ tính đến việc này.")
            return redirect("teams:interests", pk)
    return _page(request, desk, form, None)


@require_POST
@signed_in
def years(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How long a former post bars."""
    desk = desk_for(request, pk, "team.manage")
    form = YearsForm(request.POST)
    if form.is_valid():
        number = form.cleaned_data["recusal_years"]
        told(request, "Đã lưu số năm phải tránh.", write.set_recusal_years, desk.programme, number)
        return redirect("teams:interests", pk)
    return _page(request, desk, _form(None, desk), form)


@require_POST
@signed_in
def withdraw(request: HttpRequest, pk: UUID, interest_id: UUID) -> HttpResponse:
    """A bar has fallen away; who declared may say so, and the coordinator."""
    desk = desk_for(request, pk, "interest.declare")
    found = next((one for one in read.declared(desk.programme, desk.actor) if one.pk == interest_id), None)
    if found is None:
        raise Missing
    told(request, "Đã rút việc phải tránh.", write.withdraw, found, reason=request.POST.get("reason", ""))
    return redirect("teams:interests", pk)


def _form(request: HttpRequest | None, desk: Desk) -> InterestForm | None:
    """None where she has nobody to declare for."""
    if not desk.may("interest.declare"):
        return None
    people = read.speaks_for(desk.programme, desk.actor, everybody=desk.may("team.manage"))
    return InterestForm(posted(request) if request else None, people=people) if people else None


def _page(
    request: HttpRequest, desk: Desk, form: InterestForm | None, failed: YearsForm | None
) -> HttpResponse:
    manage = desk.may("team.manage")
    number = read.recusal_years(desk.programme)
    rows = read.declared(desk.programme, desk.actor)
    own = desk.may("interest.declare")
    context = desk.context(
        "interests",
        form=form,
        years_form=(failed or YearsForm(initial={"recusal_years": number})) if manage else None,
        years=number,
        unknown=_unknown(desk) if manage else "",
        declared=[(one, own and (manage or one.person.user_id == desk.actor.id)) for one in rows],
        table=_bars(request, desk),
    )
    return render(request, "teams/interests.html", context)


def _unknown(desk: Desk) -> str:
    names = ", ".join(str(one.person) for one in read.without_posts(desk.programme))
    return names and f"Chưa xét được nơi công tác, vì danh bạ chưa ghi chức vụ của: {names}."


def _bars(request: HttpRequest, desk: Desk) -> Table:
    return Table(
        [
            Column(label="Thành viên", value="member.person", head=True),
            Column(label="Không kiểm tra", value="subject.name"),
            Column(label="Vì", value="reason"),
        ],
        read.bars(desk.programme, desk.actor, timezone.localdate()),
        request.GET,
        caption="Ai phải tránh đối tượng nào, tính đến hôm nay",
        id="bars",
        empty=Empty(
            "Hôm nay không ai phải tránh đối tượng nào.",
            "Bảng tính từ nơi công tác ghi trong danh bạ và việc đã khai.",
        ),
    )
