"""The page of one duty (requirement G5): its owner reports, the coordinator changes, hands on or reopens."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from soat.access.actor import Actor
from soat.access.views import actor_of, posted, signed_in, step_of
from soat.common.errors import DomainError, Missing
from soat.programmes.forms.duties import DutyChangeForm, DutyForm, GiveForm, ReopenForm, ReportForm
from soat.programmes.models import Duty, Programme
from soat.programmes.selectors.duties import doubt_of
from soat.programmes.selectors.trails import trail_of
from soat.programmes.services import duties as write
from soat.programmes.views.duties import duty_badge, refuse
from soat.programmes.views.frame import may_manage_duties, programme_for, tabs

_FORMS: dict[str, type[forms.Form]] = {
    "report": ReportForm,
    "reopen": ReopenForm,
    "give": GiveForm,
    "change": DutyChangeForm,
}
_WRITES: dict[str, Callable[..., object]] = {
    "report": write.report,
    "reopen": write.reopen,
    "give": write.give_to,
    "change": write.change,
}
_DONE = {
    "report": "Đã ghi nhận kết quả.",
    "reopen": "Đã mở lại nhiệm vụ.",
    "give": "Đã giao nhiệm vụ cho từng cơ quan đã chọn.",
    "change": "Đã lưu nhiệm vụ.",
}


@require_http_methods(["GET", "POST"])
@signed_in
def duty(request: HttpRequest, pk: UUID, duty_id: UUID) -> HttpResponse:
    actor, programme = actor_of(request), programme_for(request, pk)
    found = _duty(actor, programme, duty_id)
    failed: dict[str, forms.Form] = {}
    if request.method == "POST":
        step = step_of(request, *_FORMS)
        form = _posted(request, step, found, actor)
        if form is None:
            messages.success(request, _DONE[step])
            if step == "give":
                return redirect("programmes:duties", programme.pk)
            return redirect("programmes:duty", programme.pk, found.pk)
        failed = {step: form}
    context = {
        "programme": programme,
        "tabs": tabs(actor, programme, "duties"),
        "duty": found,
        "badge": duty_badge(found),
        "doubt": doubt_of(found),
        "forms": {**_open_forms(found, actor), **failed},
        "facts": _facts(found),
        "trail_id": trail_of(found, actor),
    }
    return render(request, "programmes/duty.html", context)


def _posted(request: HttpRequest, step: str, duty: Duty, actor: Actor) -> forms.Form | None:
    """Do the step; the form with its errors where that failed."""
    action = "duty.report" if step == "report" else "duty.manage"
    where = {"programme_id": duty.programme_id, "agency_id": duty.agency_id}
    actor.require(action, **where, state=duty.programme.state)
    form = _FORMS[step](posted(request))
    if not form.is_valid():
        return form
    try:
        _WRITES[step](duty, **form.cleaned_data, by=actor, now=timezone.now())
    except DomainError as error:
        if error.field not in form.fields:
            raise
        if isinstance(form, DutyForm):
            refuse(form, error)
        else:
            form.add_error(error.field, error.message)
        if "seen" in form.fields:  # she has read what stands there now
            form.data = {
                **request.POST.dict(),
                "seen": write.fingerprint(_duty(actor, duty.programme, duty.pk)),
            }
        return form
    return None


def _open_forms(duty: Duty, actor: Actor) -> dict[str, forms.Form | None]:
    """What she may do with the duty now."""
    manage = may_manage_duties(actor, duty.programme)
    is_open = not duty.done_at and not duty.retired_at
    report = actor.may(
        "duty.report",
        programme_id=duty.programme_id,
        state=duty.programme.state,
        agency_id=duty.agency_id,
    )
    return {
        "report": ReportForm(initial={"seen": write.fingerprint(duty)}) if is_open and report else None,
        "give": GiveForm() if is_open and manage and not duty.agency_id else None,
        "change": _change_form(duty) if is_open and manage else None,
        "reopen": ReopenForm() if duty.done_at and manage else None,
    }


def _change_form(duty: Duty) -> DutyChangeForm:
    shown: dict[str, Any] = {
        name: getattr(duty, name) for name in ("text", "party", "owner", "agency", "due_on")
    }
    return DutyChangeForm(initial={**shown, "seen": write.fingerprint(duty)})


def _facts(duty: Duty) -> list[tuple[str, object]]:
    facts: list[tuple[str, object]] = [
        ("Bên thực hiện", duty.agency or duty.party),
        ("Hạn hoàn thành", duty.due_on or "Chưa có ngày cụ thể"),
        ("Hạn ghi trong kế hoạch", duty.due_text),
    ]
    if duty.done_at:
        facts += [("Hoàn thành lúc", duty.done_at), ("Kết quả, minh chứng", duty.evidence)]
    return [fact for fact in facts if fact[1]]


def _duty(actor: Actor, programme: Programme, duty_id: UUID) -> Duty:
    found = (
        Duty.objects.visible_to(actor)
        .filter(programme=programme, pk=duty_id)
        .select_related("agency", "programme")
        .first()
    )
    if found is None:
        raise Missing
    return found
