"""The list of the team: the decision for those chosen, adding somebody, one member with her acts (T1, T2)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods

from soat.access.views import posted, signed_in
from soat.common.errors import Conflict, Missing
from soat.common.forms import tried
from soat.common.looks import Empty, Entry
from soat.common.tables import Column, Table
from soat.people import selectors as directory
from soat.people.forms.persons import PersonFilter
from soat.people.models import Person
from soat.teams.forms.members import ActForm, AddForm, DecisionForm, PlaceForm, seen_of
from soat.teams.models import Member, kind_label
from soat.teams.selectors import members as read
from soat.teams.services import members as write
from soat.teams.views import papers as papers_view
from soat.teams.views.frame import MEMBER_BADGES, Desk, desk_for

_FOUND = 20  # persons offered at once


@require_http_methods(["GET", "POST"])
@signed_in
def members(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Everybody in the list; the coordinator records a decision for those ticked."""
    desk = desk_for(request, pk, "team.view")
    if request.method == "POST":
        desk.require("team.manage")
    rows = read.everyone(desk.programme)
    listed = [member for member in rows if member.state == "listed"]
    form = DecisionForm(posted(request), listed=listed)
    if request.method == "POST" and form.is_valid():
        chosen = form.chosen()
        step = partial(write.appoint, chosen, form.paper(), by=desk.actor, now=timezone.now())
        if tried(form, step):
            messages.success(request, f"Đã ghi quyết định cho {len(chosen)} người.")
            return redirect("teams:members", pk)
    may = desk.may("team.manage")
    may_draft = desk.may("paper.draft") and bool(rows)
    ticked = set(form["members"].value() or []) if form.is_bound else {str(member.pk) for member in listed}
    context = desk.context(
        "members",
        table=_table(request, rows, ticked if may and listed else None),
        form=form if may and listed else None,
        decisions=papers_view.decisions(desk) if may_draft else [],
    )
    return render(request, "teams/members.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def add(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Find a person in the directory, say which seat she takes."""
    desk = desk_for(request, pk, "team.manage")
    search = PersonFilter(request.GET)
    words = search.cleaned_data["q"] if search.is_valid() else ""
    people = directory.persons(desk.actor, words)
    seat = {
        "kind": request.GET.get("vi-tri", "member"),
        "agency": request.GET.getlist("co-quan"),
        "person": request.GET.get("nguoi", ""),
    }
    form = AddForm(posted(request), people=Person.objects.visible_to(desk.actor), initial=seat)
    if request.method == "POST" and form.is_valid():
        step = partial(_add, desk, form.cleaned_data)
        if tried(form, step):
            messages.success(request, f"Đã thêm {form.cleaned_data['person']}, chờ quyết định.")
            return redirect("teams:members", pk)
    found = list(people[: _FOUND + 1])
    today = timezone.localdate()
    context = desk.context(
        "members",
        search=search,
        form=form,
        found=[(person, _post(person, today)) for person in found[:_FOUND]],
        more=len(found) > _FOUND,
        chosen=str(form["person"].value() or ""),
    )
    return render(request, "teams/member_add.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def member(request: HttpRequest, pk: UUID, member_id: UUID) -> HttpResponse:
    """One member: her place, what happened to it, and what may be done now."""
    desk = desk_for(request, pk, "team.view")
    if request.method == "POST":
        desk.require("team.manage")
    found = read.one(desk.programme, member_id)
    if found is None:
        raise Missing
    waiting = [one for one in read.standing(desk.programme) if one.state == "listed" and one.pk != found.pk]
    form = ActForm(posted(request), member=found, waiting=waiting)
    if request.method == "POST" and form.is_valid() and tried(form, partial(_act, desk, found, form)):
        messages.success(request, "Đã ghi thay đổi.")
        return redirect("teams:member", pk, found.pk)
    context = desk.context(
        "members",
        member=found,
        badge=MEMBER_BADGES[found.state],
        facts=_facts(found),
        entries=[_entry(act) for act in read.acts(found)],
        form=form if desk.may("team.manage") and form.has_acts else None,
    )
    return render(request, "teams/member.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def place(request: HttpRequest, pk: UUID, member_id: UUID) -> HttpResponse:
    """The agency she sits for: without one she fills no seat that the plan gives to an agency."""
    desk = desk_for(request, pk, "team.manage")
    found = read.one(desk.programme, member_id)
    if found is None:
        raise Missing
    held = read.posts(found.person, timezone.localdate())
    agency = found.agency_id or next((post.agency_id for post in held), None)
    form = PlaceForm(posted(request), initial={"agency": [str(agency)] if agency else []})
    if request.method == "POST" and form.is_valid():
        step = partial(write.place, found, form.cleaned_data["agency"], by=desk.actor, now=timezone.now())
        if tried(form, step):
            messages.success(request, f"Đã ghi {found.person} là người của {form.cleaned_data['agency']}.")
            return redirect("teams:team", pk)
    return render(request, "teams/member_place.html", desk.context("members", member=found, form=form))


def _act(desk: Desk, found: Member, form: ActForm) -> None:
    if form.cleaned_data["seen"] != seen_of(found):
        raise Conflict("Có người vừa thay đổi việc tham gia của người này. Hãy tải lại trang rồi xem lại.")
    given: dict[str, Any] = {"reason": form.cleaned_data["reason"], "by": desk.actor, "now": timezone.now()}
    successor = form.chosen_successor()
    if successor:
        write.replace(found, successor, form.paper(), **given)
        return
    acts: dict[str, Callable[..., Member]] = {
        "extend": write.extend,
        "suspend": write.suspend,
        "resume": write.resume,
        "end": write.end,
    }
    acts[form.cleaned_data["act"]](found, form.paper(), **given)


def _add(desk: Desk, values: dict[str, Any]) -> None:
    held = read.posts(values["person"], timezone.localdate())
    post = held[0] if held else None
    write.add(
        desk.programme,
        values["person"],
        kind=values["kind"],
        agency=values["agency"] or (post.agency if post else None),
        title=values["title"] or (post.title if post else ""),
        by=desk.actor,
        now=timezone.now(),
    )


def _post(person: Person, today: date) -> str:
    held = [post for post in person.positions.all() if post.valid_to is None or post.valid_to > today]
    return "; ".join(f"{post.title}, {post.agency}" for post in held)


def _table(request: HttpRequest, rows: Sequence[Member], ticked: set[str] | None) -> Table:
    columns = [
        Column(label="Họ và tên", value="person", head=True, link=_url),
        Column(label="Vị trí", value=lambda one: kind_label(one.kind)),
        Column(label="Chức vụ, cơ quan", value=read.office),
        Column(label="Lĩnh vực", value=_areas),
        Column(label="Tình trạng", value=lambda one: MEMBER_BADGES[one.state]),
        Column(label="Thời gian", value=_span),
        Column(label="Văn bản", value="decision"),
    ]
    if ticked is not None:
        columns.insert(0, Column(label="Chọn", value=partial(_box, ticked)))
    return Table(
        columns,
        rows,
        request.GET,
        caption="Danh sách Đoàn kiểm tra và Tổ giúp việc",
        page_size=max(
            len(rows), 1
        ),  # a decision names everybody at once, so that all boxes stand on one page
        empty=Empty(
            "Danh sách Đoàn chưa có ai.",
            "Người được cử vào danh sách khi được nhận; Trưởng Đoàn, Phó Trưởng Đoàn thêm từ danh bạ.",
        ),
    )


def _box(ticked: set[str], one: Member) -> str:
    if one.state != "listed":
        return ""
    return format_html(
        '<input type="checkbox" class="form-check-input" name="members" value="{}" form="decision"'
        ' aria-label="Chọn {}"{}>',
        one.pk,
        one.person,
        " checked" if str(one.pk) in ticked else "",
    )


def _areas(one: Member) -> str:
    return "; ".join(held.area.number or held.area.title for held in one.competences.all())


def _span(one: Member) -> str:
    if not one.serves_from:
        return ""
    until = f" đến {one.serves_to:%d/%m/%Y}" if one.serves_to else ""
    return f"từ {one.serves_from:%d/%m/%Y}{until}"


def _url(one: Member) -> str:
    return reverse("teams:member", args=[one.programme_id, one.pk])


def _facts(one: Member) -> list[tuple[str, object]]:
    facts: list[tuple[str, object]] = [
        ("Vị trí", kind_label(one.kind)),
        ("Chức vụ, cơ quan", read.office(one)),
        ("Thời gian", _span(one)),
        ("Quyết định", one.decision),
        ("Vào danh sách lúc", one.listed_at),
        ("Điện thoại", one.person.phone),
        ("Thư điện tử", one.person.email),
    ]
    return [fact for fact in facts if fact[1]]


def _entry(act: Any) -> Entry:
    parts = [act.document, f"Lý do: {act.reason}" if act.reason else ""]
    if act.successor:
        parts.append(f"Người thay: {act.successor.person}")
    return Entry(act.on, act.get_kind_display(), ". ".join(part for part in parts if part))
