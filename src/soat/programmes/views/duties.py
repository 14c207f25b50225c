"""The list of duties (requirement G5): by due date or by agency, filtered; and adding one by hand."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from soat.access.views import actor_of, posted, signed_in
from soat.common.errors import DomainError
from soat.common.looks import Badge
from soat.common.tables import Table
from soat.programmes.forms.duties import DutyAddForm, DutyFilter, DutyForm
from soat.programmes.models import Duty
from soat.programmes.rules import is_overdue
from soat.programmes.selectors import duties as read
from soat.programmes.services import duties as write
from soat.programmes.views.frame import may_manage_duties, programme_for, require_on, tabs


def duty_badge(duty: Duty) -> Badge:
    """A duty's state in words."""
    if duty.done_at:
        return Badge("Đã xong", "good")
    if duty.retired_at:
        return Badge("Không còn là việc phải làm" if duty.agency_id else "Đã giao từng cơ quan", "neutral")
    late = is_overdue(duty.due_on, timezone.localdate())
    return Badge("Quá hạn", "bad") if late else Badge("Đang mở", "info")


@require_safe
@signed_in
def duties(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor, programme = actor_of(request), programme_for(request, pk)
    require_on(actor, "duty.view", programme)
    form = DutyFilter(request.GET, owners=read.owners(programme, actor))
    wanted, today = form.wanted(), timezone.localdate()
    # Columns are laid out by the page, under heads; the table gives its pages.
    table = Table(
        [], read.duties(programme, actor, wanted, today), request.GET, caption="Nhiệm vụ của các bên"
    )
    groups = [
        (group.label, [(duty, duty_badge(duty), read.doubt_of(duty)) for duty in group.rows])
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
            messages.success(request, "Đã thêm nhiệm vụ.")
            if duty.retired_at:
                return redirect("programmes:duties", programme.pk)
            return redirect("programmes:duty", programme.pk, duty.pk)
    context = {"programme": programme, "tabs": tabs(actor, programme, "duties"), "form": form}
    return render(request, "programmes/duty_form.html", context)


def refuse(form: DutyForm, error: DomainError) -> None:
    """Put the refusal on its field; a date in the past may be confirmed."""
    if isinstance(error, write.PastDue):
        form.ask_past()
    form.add_error(error.field, error.message)
