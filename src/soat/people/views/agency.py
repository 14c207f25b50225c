"""One agency: its facts, history and people; adding, correcting, ending it (requirement P1)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from soat.access.views import actor_of, signed_in
from soat.common.errors import DomainError
from soat.common.looks import Empty, Entry, spoken
from soat.common.tables import Column, Table
from soat.people import selectors as read
from soat.people import services as write
from soat.people.forms.agencies import AgencyForm, EndForm
from soat.people.models import Agency
from soat.people.selectors import Link
from soat.people.views.frame import agency_for, held_until, state_of


@require_safe
@signed_in
def agency(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Facts, history and who holds what there."""
    actor, found = actor_of(request), agency_for(request, pk)
    links = read.lineage(found)
    context = {
        "agency": found,
        "state": state_of(found),
        "facts": _facts(found),
        "history": _history(found, links),
        "heirs": _heirs(links),
        "children": list(found.children.order_by("sort_key", "pk")),
        "may_edit": actor.may("agency.edit"),
        "positions": _positions(request, found) if read.may_see_people(actor) else None,
    }
    return render(request, "people/agency.html", context)


def _heirs(links: list[Link]) -> str:
    """Who took over, in a sentence; "" when nobody did."""
    names = [link.successor for link in links if link.side == "heir" and link.depth == 1]
    return gettext("Cơ quan kế thừa: %(join)s.") % {"join": ", ".join(names)} if names else ""


def _facts(found: Agency) -> list[tuple[str, object]]:
    return [
        (gettext("Tên ngắn"), found.short_name),
        (gettext("Viết tắt"), found.abbreviation),
        (gettext("Mã"), found.code),
        (gettext("Loại"), spoken(found.get_kind_display())),
        (gettext("Cấp"), spoken(found.get_level_display())),
        (gettext("Địa bàn"), found.place),
        (gettext("Hoạt động từ ngày"), found.valid_from),
        (gettext("Kết thúc từ ngày"), found.valid_to),
        (gettext("Nguồn"), found.source),
    ]


def _history(found: Agency, links: list[Link]) -> list[Entry]:
    """Beginning, successions near and far, and end, by day."""
    entries = []
    if found.valid_from:
        entries.append(Entry(found.valid_from, gettext("Bắt đầu hoạt động"), tone="good", icon="flag"))
    for link in links:
        other = link.predecessor_id if link.side == "origin" else link.successor_id
        note = " · ".join(part for part in (link.document, link.note) if part)
        entries.append(
            Entry(
                link.on,
                spoken(
                    "%(kind)s: %(old)s → %(new)s",
                    kind=spoken(link.kind.label),
                    old=link.predecessor,
                    new=link.successor,
                ),
                note,
                tone="info" if link.depth == 1 else "neutral",
                icon="git-merge" if link.side == "origin" else "git-branch",
                url=reverse("people:agency", args=[other]),
            )
        )
    if found.valid_to:
        entries.append(
            Entry(
                found.valid_to,
                gettext("Kết thúc hoạt động"),
                spoken("Hồ sơ vẫn giữ nguyên."),
                icon="archive",
            )
        )
    return sorted(entries, key=lambda entry: (entry.at, entry.icon == "archive"))


def _positions(request: HttpRequest, found: Agency) -> Table:
    return Table(
        [
            Column(
                label=gettext("Họ và tên"),
                value="person",
                head=True,
                link=lambda position: reverse("people:person", args=[position.person_id]),
            ),
            Column(label=gettext("Chức vụ"), value="title"),
            Column(label=gettext("Từ ngày"), value="valid_from", kind="date"),
            Column(label=gettext("Đến trước ngày"), value=held_until, kind="date"),
        ],
        read.positions_at(found, actor_of(request)).select_related("agency"),
        request.GET,
        caption=gettext("Chức vụ tại cơ quan"),
        id="positions",
        empty=Empty(
            gettext("Chưa ghi chức vụ nào."), gettext("Chức vụ được ghi trong trang của từng người.")
        ),
    )


@require_http_methods(["GET", "POST"])
@signed_in
def add(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    actor.require("agency.edit")
    form = AgencyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = write.add_agency(form.facts(), by=actor, now=timezone.now())
        except DomainError as error:
            form.add_error(error.field, error.message)
        else:
            messages.success(request, gettext("Đã thêm cơ quan vào danh mục."))
            return redirect("people:agency", made.pk)
    return render(request, "people/agency_form.html", {"form": form, "agency": None})


@require_http_methods(["GET", "POST"])
@signed_in
def edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor, found = actor_of(request), agency_for(request, pk)
    actor.require("agency.edit")
    form = AgencyForm(request.POST) if request.method == "POST" else AgencyForm.of(found)
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        try:
            write.edit_agency(found, form.facts(), version=version, by=actor, now=timezone.now())
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(request, gettext("Đã lưu thay đổi."))
            return redirect("people:agency", found.pk)
    return render(request, "people/agency_form.html", {"form": form, "agency": found})


@require_http_methods(["GET", "POST"])
@signed_in
def end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The agency is dissolved, with no successor."""
    actor, found = actor_of(request), agency_for(request, pk)
    actor.require("agency.edit")
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            write.end_agency(found, **form.cleaned_data, by=actor, now=timezone.now())
        except DomainError as error:
            form.add_error(error.field, error.message)
        else:
            messages.success(request, gettext("Đã ghi ngày kết thúc. Hồ sơ của cơ quan vẫn giữ nguyên."))
            return redirect("people:agency", found.pk)
    return render(request, "people/agency_end.html", {"form": form, "agency": found})
