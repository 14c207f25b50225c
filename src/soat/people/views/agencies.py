"""List of agencies as of a day, one agency with its history, adding, correcting, ending (requirement P1)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from soat.access.views import actor_of, signed_in
from soat.common.errors import DomainError
from soat.common.looks import Empty, Entry, Tab
from soat.common.tables import Column, Table
from soat.people import selectors as read
from soat.people import services as write
from soat.people.forms.agencies import AgencyForm, EndForm, ListFilter
from soat.people.forms.pickers import known
from soat.people.models import Agency
from soat.people.selectors import Link
from soat.people.views.frame import agency_for, held_until, state_of, tabs


def url_of(agency: Agency) -> str:
    return reverse("people:agency", args=[agency.pk])


@require_safe
@signed_in
def agencies(request: HttpRequest) -> HttpResponse:
    """All agencies of a day: a table, or with `?xem=cay` a tree by parent."""
    actor = actor_of(request)
    params = request.GET.copy()
    params.setdefault("ngay", f"{timezone.localdate():%d/%m/%Y}")
    form = ListFilter(params)
    form.is_valid()
    told = form.cleaned_data.get
    wanted = read.AgencyFilter(
        told("ngay"), told("q", ""), told("loai", ""), told("cap", ""), told("dia_ban", "")
    )
    rows = read.listing(actor, wanted)
    as_tree = told("xem") == "cay"
    may_edit = actor.may("agency.edit")
    empty = _none(may_edit)
    context = {
        "form": form,
        "tabs": tabs(actor, "agencies"),
        "views": _views(request, as_tree),
        "may_edit": may_edit,
        "empty": empty,
        "nodes": read.roots(rows, url_of) if as_tree else None,
        "table": None if as_tree else _table(request, rows, wanted.on, empty),
    }
    return render(request, "people/agencies.html", context)


def _views(request: HttpRequest, as_tree: bool) -> list[Tab]:
    """The same list as a table or as a tree."""
    query = request.GET.copy()
    query.pop("page", None)
    query.pop("xem", None)
    flat = f"?{query.urlencode()}"
    query["xem"] = "cay"
    return [Tab("Dạng bảng", flat, not as_tree), Tab("Theo cấp trên", f"?{query.urlencode()}", as_tree)]


def _none(may_edit: bool) -> Empty:
    if not may_edit:
        return Empty(
            "Không có cơ quan nào như vậy.", "Hãy thử tên khác, ngày khác hoặc bỏ bớt điều kiện lọc."
        )
    return Empty(
        "Không có cơ quan nào như vậy.",
        "Hãy bỏ bớt điều kiện lọc, hoặc nhập danh sách cơ quan từ tệp.",
        "Nhập danh sách",
        reverse("people:load"),
    )


def _above(agency: Agency) -> str:
    """The parent, by its short name if it has one."""
    return agency.parent.short_name or agency.parent.name if agency.parent else ""


def _table(request: HttpRequest, rows: QuerySet[Agency], on: date | None, empty: Empty) -> Table:
    return Table(
        [
            Column(label="Tên cơ quan", value="name", head=True, link=url_of, key="ten", sort="sort_key"),
            Column(label="Loại", value="get_kind_display", key="loai", sort="kind"),
            Column(label="Địa bàn", value="place", key="dia_ban", sort="place"),
            Column(label="Trực thuộc", value=_above),
            Column(label="Từ ngày", value="valid_from", kind="date", key="tu", sort="valid_from"),
            Column(label="Kết thúc", value="valid_to", kind="date", key="den", sort="valid_to"),
            Column(label="Tình trạng", value=lambda agency: state_of(agency, on)),
        ],
        rows,
        request.GET,
        caption="Cơ quan",
        sort="ten",
        empty=empty,
    )


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
    return f"Cơ quan kế thừa: {', '.join(names)}." if names else ""


def _facts(found: Agency) -> list[tuple[str, object]]:
    return [
        ("Tên ngắn", found.short_name),
        ("Viết tắt", found.abbreviation),
        ("Mã", found.code),
        ("Loại", found.get_kind_display()),
        ("Cấp", found.get_level_display()),
        ("Địa bàn", found.place),
        ("Hoạt động từ ngày", found.valid_from),
        ("Kết thúc từ ngày", found.valid_to),
        ("Nguồn", found.source),
    ]


def _history(found: Agency, links: list[Link]) -> list[Entry]:
    """Beginning, successions near and far, and end, by day."""
    entries = []
    if found.valid_from:
        entries.append(Entry(found.valid_from, "Bắt đầu hoạt động", tone="good", icon="flag"))
    for link in links:
        other = link.predecessor_id if link.side == "origin" else link.successor_id
        note = " · ".join(part for part in (link.document, link.note) if part)
        entries.append(
            Entry(
                link.on,
                f"{link.kind.label}: {link.predecessor} → {link.successor}",
                note,
                tone="info" if link.depth == 1 else "neutral",
                icon="git-merge" if link.side == "origin" else "git-branch",
                url=reverse("people:agency", args=[other]),
            )
        )
    if found.valid_to:
        entries.append(Entry(found.valid_to, "Kết thúc hoạt động", "Hồ sơ vẫn giữ nguyên.", icon="archive"))
    return sorted(entries, key=lambda entry: (entry.at, entry.title.startswith("Kết thúc")))


def _positions(request: HttpRequest, found: Agency) -> Table:
    return Table(
        [
            Column(
                label="Họ và tên",
                value="person",
                head=True,
                link=lambda position: reverse("people:person", args=[position.person_id]),
            ),
            Column(label="Chức vụ", value="title"),
            Column(label="Từ ngày", value="valid_from", kind="date"),
            Column(label="Đến trước ngày", value=held_until, kind="date"),
        ],
        read.positions_at(found, actor_of(request)).select_related("agency"),
        request.GET,
        caption="Chức vụ tại cơ quan",
        id="positions",
        empty=Empty("Chưa ghi chức vụ nào.", "Chức vụ được ghi trong trang của từng người."),
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
            messages.success(request, "Đã thêm cơ quan vào danh mục.")
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
            messages.success(request, "Đã lưu thay đổi.")
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
            messages.success(request, "Đã ghi ngày kết thúc. Hồ sơ của cơ quan vẫn giữ nguyên.")
            return redirect("people:agency", found.pk)
    return render(request, "people/agency_end.html", {"form": form, "agency": found})


@require_safe
@signed_in
def choices(request: HttpRequest) -> HttpResponse:
    """What a search select shows: the ticked agencies, then those found for `tim`. JSON for programs."""
    actor_of(request).require("agency.view")
    words, name = request.GET.get("tim", "")[:200], request.GET.get("ten", "agency")[:60]
    found = read.agency_choices(words, None) if words.strip() else []
    if request.headers.get("Accept", "").startswith("application/json"):
        told = [{"id": str(a.pk), "name": a.name, "place": a.place, "until": a.valid_to} for a in found]
        return JsonResponse({"results": told})
    chosen = known(request.GET.getlist(name))
    context = {
        "name": name,
        "kind": "radio" if request.GET.get("mot") else "checkbox",
        "chosen": chosen,
        "found": [one for one in found if one not in chosen],
        "words": words.strip(),
    }
    return render(request, "people/agency_options.html", context)
