"""The list of duties (requirement G5): by due date or by agency, filtered; and adding one by hand."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from soat.access.actor import Actor
from soat.access.views import actor_of, posted, signed_in, step_of
from soat.common.errors import DomainError
from soat.common.looks import Badge, Tone
from soat.common.tables import Table
from soat.programmes.forms.duties import DutyAddForm, DutyFilter, DutyForm, ManyForm, StrikeForm
from soat.programmes.models import Duty, Programme
from soat.programmes.rules import is_overdue
from soat.programmes.rules.duties import DutyState, due_words, state_of
from soat.programmes.selectors import duties as read
from soat.programmes.services import duties as write
from soat.programmes.services import duty_lists as lists
from soat.programmes.services.duty_steps import PastDue
from soat.programmes.views.frame import may_manage_duties, programme_for, require_on, tabs


@dataclass(frozen=True, slots=True)
class Row:
    """A duty as the list shows it."""

    duty: Duty
    badge: Badge
    doubt: str
    note: str
    due: str
    is_chosen: bool


_TONES: dict[DutyState, Tone] = {
    DutyState.REPORTED: "accent",
    DutyState.CONFIRMED: "good",
    DutyState.SHARED: "neutral",
    DutyState.STRUCK: "neutral",
}


def duty_badge(duty: Duty) -> Badge:
    """A duty's state in words."""
    state = state_of(duty)
    if state == DutyState.OPEN:
        late = is_overdue(duty.due_on, timezone.localdate())
        return Badge("Quá hạn", "bad") if late else Badge("Đang mở", "info")
    if state == DutyState.SHARED and duty.agency_id:
        return Badge("Không còn là việc phải làm", "neutral")
    return Badge(str(state.label), _TONES[state])


@require_http_methods(["GET", "POST"])
@signed_in
def duties(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The list; posted, what is ticked gets one date or owner, or is struck."""
    actor, programme = actor_of(request), programme_for(request, pk)
    require_on(actor, "duty.view", programme)
    if request.method == "POST":
        return _changed(request, actor, programme)
    return _list(request, actor, programme, ManyForm(), StrikeForm(), set())


def _changed(request: HttpRequest, actor: Actor, programme: Programme) -> HttpResponse:
    actor.require("duty.manage", programme_id=programme.pk, state=programme.state)
    step = step_of(request, "set", "strike")
    chosen = {str(value) for value in request.POST.getlist("chosen")}
    many = ManyForm(request.POST if step == "set" else None)
    strike = StrikeForm(request.POST if step == "strike" else None)
    form: forms.Form = many if step == "set" else strike
    work = lists.set_many if step == "set" else lists.strike_many
    if form.is_valid():
        rows = read.chosen(programme, actor, chosen)
        try:
            done = work(rows, **form.cleaned_data, by=actor, now=timezone.now())
        except DomainError as error:
            if isinstance(error, PastDue):
                many.ask_past()
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            said = "Đã đổi {} nhiệm vụ." if step == "set" else "Đã đưa {} mục khỏi danh sách việc phải làm."
            messages.success(request, said.format(done))
            return redirect(request.get_full_path())
    return _list(request, actor, programme, many, strike, chosen)


def _list(
    request: HttpRequest,
    actor: Actor,
    programme: Programme,
    many: ManyForm,
    strike: StrikeForm,
    chosen: set[str],
) -> HttpResponse:
    form = DutyFilter(request.GET, owners=read.owners(programme, actor))
    wanted, today = form.wanted(), timezone.localdate()
    # Columns are laid out by the page, under heads; the table gives its pages.
    table = Table(
        [], read.duties(programme, actor, wanted, today), request.GET, caption=gettext("Nhiệm vụ của các bên")
    )
    outline = read.outline_in_use(programme, actor)
    groups = [
        (
            group.label,
            [
                Row(
                    duty,
                    duty_badge(duty),
                    read.doubt_of(duty),
                    read.note_of(duty, outline),
                    due_words(duty, programme.notice_working_days),
                    str(duty.pk) in chosen,
                )
                for duty in group.rows
            ],
        )
        for group in read.grouped(table.page, wanted.by, today)
    ]
    context = {
        "programme": programme,
        "tabs": tabs(actor, programme, "duties"),
        "table": table,
        "groups": groups,
        "by_agency": wanted.by == read.BY_AGENCY,
        "form": form,
        "may_add": may_manage_duties(actor, programme),
        "many": many,
        "strike": strike,
    }
    return render(request, "programmes/duties.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def duty_add(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor, programme = actor_of(request), programme_for(request, pk)
    actor.require("duty.manage", programme_id=programme.pk, state=programme.state)
    form = DutyAddForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            duty = write.add(programme, **form.cleaned_data, by=actor, now=timezone.now())
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, gettext("Đã thêm nhiệm vụ."))
            if duty.retired_at:
                return redirect("programmes:duties", programme.pk)
            return redirect("programmes:duty", programme.pk, duty.pk)
    context = {"programme": programme, "tabs": tabs(actor, programme, "duties"), "form": form}
    return render(request, "programmes/duty_form.html", context)


def refuse(form: DutyForm, error: DomainError) -> None:
    """Put the refusal on its field; a date in the past may be confirmed."""
    if isinstance(error, PastDue):
        form.ask_past()
    form.add_error(error.field if error.field in form.fields else None, error.message)
