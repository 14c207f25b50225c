"""List of agencies as of a day, and what a search select finds of it (requirement P1)."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from soat.access.views import actor_of, signed_in
from soat.common.forms import DayField
from soat.common.looks import Empty, Tab
from soat.common.tables import Column, Table
from soat.people import selectors as read
from soat.people.forms.agencies import ListFilter
from soat.people.forms.pickers import known
from soat.people.models import Agency
from soat.people.views.frame import state_of, tabs, url_of


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
    return [
        Tab(gettext("Dạng bảng"), flat, not as_tree),
        Tab(gettext("Theo cấp trên"), f"?{query.urlencode()}", as_tree),
    ]


def _none(may_edit: bool) -> Empty:
    if not may_edit:
        return Empty(
            gettext("Không có cơ quan nào như vậy."),
            gettext("Hãy thử tên khác, ngày khác hoặc bỏ bớt điều kiện lọc."),
        )
    return Empty(
        gettext("Không có cơ quan nào như vậy."),
        gettext("Hãy bỏ bớt điều kiện lọc, hoặc nhập danh sách cơ quan từ tệp."),
        gettext("Nhập danh sách"),
        reverse("people:load"),
    )


def _above(agency: Agency) -> str:
    """The parent, by its short name if it has one."""
    return agency.parent.short_name or agency.parent.name if agency.parent else ""


def _table(request: HttpRequest, rows: QuerySet[Agency], on: date | None, empty: Empty) -> Table:
    return Table(
        [
            Column(
                label=gettext("Tên cơ quan"), value="name", head=True, link=url_of, key="ten", sort="sort_key"
            ),
            Column(label=gettext("Loại"), value="get_kind_display", key="loai", sort="kind"),
            Column(label=gettext("Địa bàn"), value="place", key="dia_ban", sort="place"),
            Column(label=gettext("Trực thuộc"), value=_above),
            Column(label=gettext("Từ ngày"), value="valid_from", kind="date", key="tu", sort="valid_from"),
            Column(label=gettext("Kết thúc"), value="valid_to", kind="date", key="den", sort="valid_to"),
            Column(label=gettext("Tình trạng"), value=lambda agency: state_of(agency, on)),
        ],
        rows,
        request.GET,
        caption=gettext("Cơ quan"),
        sort="ten",
        empty=empty,
    )


def _day_of(request: HttpRequest) -> date | None:
    """The day in the field that the picker names, None where it is empty or no day yet."""
    try:
        day: date | None = DayField(required=False).clean(request.GET.get(request.GET.get("theo", ""), ""))
    except ValidationError:
        return None
    return day


@require_safe
@signed_in
def choices(request: HttpRequest) -> HttpResponse:
    """What a search select shows: the ticked agencies, then those found for `tim`. JSON for programs."""
    actor_of(request).require("agency.view")
    words, name = request.GET.get("tim", "")[:200], request.GET.get("ten", "agency")[:60]
    found = read.agency_choices(words, _day_of(request)) if words.strip() else []
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
