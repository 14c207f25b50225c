"""Directory of persons by given name, one person with positions over time (requirements P2, P5)."""

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
from soat.common.errors import DomainError, Missing
from soat.common.looks import Badge, Empty
from soat.common.tables import Column, Table
from soat.people import selectors as read
from soat.people import services as write
from soat.people.forms.persons import EditPersonForm, MoveForm, NewPersonForm, PersonFilter, PersonForm
from soat.people.models import Person, Position
from soat.people.services import Office
from soat.people.views.frame import held_until, tabs


@require_safe
@signed_in
def persons(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    if not read.may_see_people(actor):
        actor.require("person.view")
    form = PersonFilter(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    table = Table(
        [
            Column(
                label=gettext("Họ và tên"),
                value="full_name",
                head=True,
                link=_url,
                key="ten",
                sort="sort_key",
            ),
            Column(label=gettext("Chức vụ"), value=_titles),
            Column(label=gettext("Cơ quan"), value=_agencies),
            Column(label=gettext("Điện thoại"), value="phone"),
            Column(label=gettext("Tài khoản"), value=_account),
        ],
        read.persons(actor, words),
        request.GET,
        caption=gettext("Danh bạ người"),
        sort="ten",
        empty=Empty(
            gettext("Không có ai như vậy."),
            gettext("Hãy thử tên khác. Người được mời vào chương trình sẽ tự có ở đây."),
        ),
    )
    context = {
        "form": form,
        "table": table,
        "tabs": tabs(actor, "persons"),
        "may_edit": actor.may("person.edit"),
    }
    return render(request, "people/persons.html", context)


def _url(person: Person) -> str:
    return reverse("people:person", args=[person.pk])


def _held_now(person: Person) -> list[Position]:
    today = timezone.localdate()
    return [p for p in person.positions.all() if (end := held_until(p)) is None or end > today]


def _titles(person: Person) -> str:
    return "; ".join(position.title for position in _held_now(person))


def _agencies(person: Person) -> str:
    return "; ".join(dict.fromkeys(position.agency.name for position in _held_now(person)))


def _account(person: Person) -> Badge:
    return Badge(gettext("Có"), "good") if person.user_id else Badge(gettext("Chưa có"), "neutral")


def person_for(request: HttpRequest, pk: UUID) -> Person:
    """The person if she may see her; else the same 404 as for nobody."""
    person = Person.objects.visible_to(actor_of(request)).filter(pk=pk).first()
    if person is None:
        raise Missing
    return person


@require_safe
@signed_in
def person(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = person_for(request, pk)
    table = Table(
        [
            Column(label=gettext("Chức vụ"), value="title", head=True),
            Column(
                label=gettext("Cơ quan"),
                value="agency",
                link=lambda p: reverse("people:agency", args=[p.agency_id]),
            ),
            Column(label=gettext("Từ ngày"), value="valid_from", kind="date"),
            Column(label=gettext("Đến trước ngày"), value=held_until, kind="date"),
        ],
        read.positions_of(found),
        request.GET,
        caption=gettext("Chức vụ theo thời gian"),
        empty=Empty(gettext("Chưa ghi chức vụ nào.")),
    )
    facts = [
        (gettext("Thư điện tử"), found.email),
        (gettext("Điện thoại"), found.phone),
        (gettext("Tài khoản"), _account(found)),
    ]
    may_edit = actor_of(request).may("person.edit")
    return render(
        request, "people/person.html", {"person": found, "table": table, "facts": facts, "may_edit": may_edit}
    )


@require_http_methods(["GET", "POST"])
@signed_in
def add(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    actor.require("person.edit")
    form, known = NewPersonForm(request.POST or None), []
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        office = Office(told.pop("agency"), told.pop("title"), told.pop("since"))
        try:
            made = write.add_person(
                **told, office=office if office.agency else None, by=actor, now=timezone.now()
            )
        except DomainError as error:
            known = read.known_as(told["full_name"], told["email"], office.agency)
            form.add_error(error.field, error.message)
        else:
            messages.success(request, gettext("Đã thêm người vào danh bạ."))
            return redirect("people:person", made.pk)
    if not known:
        del form.fields["is_other"]
    context = {"form": form, "title": gettext("Thêm người"), "person": None, "known": known}
    return render(request, "people/person_form.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor, found = actor_of(request), person_for(request, pk)
    actor.require("person.edit")
    told = {name: getattr(found, name) for name in PersonForm.base_fields} | {
        "seen": write.fingerprint(found)
    }
    form = EditPersonForm(request.POST or None, initial=told)
    if request.method == "POST" and form.is_valid():
        try:
            write.edit_person(found, **form.cleaned_data, by=actor, now=timezone.now())
        except DomainError as error:
            form.add_error(error.field, error.message)
        else:
            messages.success(request, gettext("Đã lưu thay đổi."))
            return redirect("people:person", found.pk)
    return render(
        request, "people/person_form.html", {"form": form, "title": gettext("Sửa thông tin"), "person": found}
    )


@require_http_methods(["GET", "POST"])
@signed_in
def move(request: HttpRequest, pk: UUID) -> HttpResponse:
    """She leaves a position, takes one up, or both."""
    actor, found = actor_of(request), person_for(request, pk)
    actor.require("person.edit")
    form = MoveForm(found, request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        takes = Office(told["agency"], told["title"], told["on"]) if told["agency"] else None
        try:
            write.move_person(
                found, leaves=told["leaves"], takes=takes, on=told["on"], by=actor, now=timezone.now()
            )
        except DomainError as error:
            form.add_error(error.field, error.message)
        else:
            messages.success(request, gettext("Đã ghi thay đổi chức vụ."))
            return redirect("people:person", found.pk)
    return render(
        request,
        "people/person_form.html",
        {"form": form, "title": gettext("Chuyển công tác"), "person": found},
    )
