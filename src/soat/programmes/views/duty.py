"""The page of one duty (requirement G5): its owner reports, the coordinator confirms, changes, hands on or strikes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from soat.access.actor import Actor
from soat.access.views import actor_of, posted, signed_in, step_of
from soat.common.errors import Conflict, DomainError, Missing
from soat.files.serving import download
from soat.programmes.forms import duties as shapes
from soat.programmes.models import Duty, DutyFile, DutyOwner, Outline, Programme
from soat.programmes.rules.duties import STEPS, due_words, is_visit_report, reached, speaks_for
from soat.programmes.selectors.duties import doubt_of, files_of, note_of, outline_in_use
from soat.programmes.selectors.trails import trail_of
from soat.programmes.services import duties as write
from soat.programmes.services import duty_lists, duty_reports
from soat.programmes.services.duty_steps import fingerprint
from soat.programmes.views.duties import duty_badge, refuse
from soat.programmes.views.frame import may_manage_duties, programme_for, tabs

_FORMS: dict[str, type[forms.Form]] = {
    "report": shapes.ReportForm,
    "files": shapes.FilesForm,
    "withdraw": forms.Form,
    "confirm": forms.Form,
    "reopen": shapes.ReopenForm,
    "give": shapes.GiveForm,
    "change": shapes.DutyChangeForm,
    "strike": shapes.StrikeForm,
    "restore": forms.Form,
}
_WRITES: dict[str, Callable[..., object]] = {
    "report": duty_reports.report,
    "files": duty_reports.add_files,
    "withdraw": duty_reports.withdraw,
    "confirm": duty_reports.confirm,
    "reopen": duty_reports.reopen,
    "give": write.give_to,
    "change": write.change,
    "strike": duty_lists.strike,
    "restore": duty_lists.restore,
}
_DONE = {
    "report": "Đã gửi báo cáo kết quả. Bạn rút lại được cho đến khi cơ quan thường trực xác nhận.",
    "files": "Đã thêm tệp minh chứng.",
    "withdraw": "Đã rút báo cáo. Nội dung và tệp vẫn còn để bạn sửa rồi báo cáo lại.",
    "confirm": "Đã xác nhận kết quả.",
    "reopen": "Đã mở lại nhiệm vụ.",
    "give": "Đã giao nhiệm vụ cho từng cơ quan đã chọn.",
    "change": "Đã lưu nhiệm vụ.",
    "strike": "Đã đưa khỏi danh sách việc phải làm. Xem lại ở bộ lọc “Không phải nhiệm vụ”.",
    "restore": "Đã đưa lại vào danh sách việc phải làm.",
}
_BY_PARTY = ("report", "files", "withdraw")
_LABELS = {
    "text": "Nội dung",
    "party": "Bên thực hiện",
    "owner": "Thuộc nhóm",
    "agency": "Cơ quan chịu trách nhiệm",
    "due_on": "Hạn hoàn thành",
}


@require_http_methods(["GET", "POST"])
@signed_in
def duty(request: HttpRequest, pk: UUID, duty_id: UUID) -> HttpResponse:
    actor, programme = actor_of(request), programme_for(request, pk)
    found = _duty(actor, programme, duty_id)
    if request.method == "POST":
        step = step_of(request, *_FORMS)
        form = _FORMS[step](posted(request), request.FILES)
        error = _tried(step, form, found, actor)
        if error is None:
            messages.success(request, _DONE[step])
            to_list = step in ("give", "strike")
            where = [programme.pk] if to_list else [programme.pk, found.pk]
            return redirect("programmes:duties" if to_list else "programmes:duty", *where)
        return _page(request, _fresh(actor, programme, found), {step: form}, error)
    return _page(request, found, {}, None)


@require_safe
@signed_in
def duty_file(request: HttpRequest, pk: UUID, duty_id: UUID, file_id: UUID) -> HttpResponse:
    """A file that shows what was reported, always a download."""
    actor, programme = actor_of(request), programme_for(request, pk)
    file = _file(actor, _duty(actor, programme, duty_id), file_id)
    return download(file.name, bytes(file.content), file.sha256)


@require_POST
@signed_in
def duty_file_remove(request: HttpRequest, pk: UUID, duty_id: UUID, file_id: UUID) -> HttpResponse:
    actor, programme = actor_of(request), programme_for(request, pk)
    found = _duty(actor, programme, duty_id)
    _require(actor, "duty.report", found)
    duty_reports.remove_file(_file(actor, found, file_id), by=actor, now=timezone.now())
    messages.success(request, "Đã bỏ tệp.")
    return redirect("programmes:duty", programme.pk, found.pk)


def _tried(step: str, form: forms.Form, duty: Duty, actor: Actor) -> DomainError | None:
    """Do the step. Where it is refused the form keeps what was typed, with why; the refusal is given back."""
    _require(actor, "duty.report" if step in _BY_PARTY else "duty.manage", duty)
    if not form.is_valid():
        return DomainError("Hãy xem lại các mục báo lỗi.")
    try:
        _WRITES[step](duty, **form.cleaned_data, by=actor, now=timezone.now())
    except (Conflict, DomainError) as error:
        if not form.fields or not (isinstance(error, Conflict) or error.field in form.fields):
            raise
        if isinstance(form, shapes.DutyForm):
            refuse(form, error)
        else:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        return error
    return None


def _page(
    request: HttpRequest, duty: Duty, failed: dict[str, forms.Form], error: DomainError | None
) -> HttpResponse:
    """The page; 409 where the duty changed meanwhile, with what was typed beside what stands there now."""
    actor, programme = actor_of(request), duty.programme
    for form in failed.values():
        if "seen" in form.fields:  # she has read what stands there now
            form.data = {**request.POST.dict(), "seen": fingerprint(duty)}
    changed = isinstance(error, Conflict)
    context = {
        "programme": programme,
        "tabs": tabs(actor, programme, "duties"),
        "duty": duty,
        "badge": duty_badge(duty),
        "doubt": doubt_of(duty),
        "forms": {**_open_forms(duty, actor), **failed},
        "differs": _differs(duty, failed["change"]) if changed and "change" in failed else [],
        "facts": _facts(duty, outline_in_use(programme, actor)),
        "files": files_of(duty, actor),
        "may_change_files": _may(actor, "duty.report", duty)
        and _speaks(actor, duty)
        and not duty.confirmed_at
        and not duty.retired_at,
        "outline_link": is_visit_report(duty) and _may(actor, "outline.view", duty),
        "trail_id": trail_of(duty, actor),
    }
    return render(request, "programmes/duty.html", context, status=409 if changed else 200)


def _open_forms(duty: Duty, actor: Actor) -> dict[str, forms.Form | None]:
    """What she may do with the duty now."""
    manage = may_manage_duties(actor, duty.programme)
    party = _may(actor, "duty.report", duty)
    open_steps = {name for name in STEPS if reached(name, duty) and (party if name in _BY_PARTY else manage)}
    if not _speaks(actor, duty):
        open_steps.discard("withdraw")
    edits = manage and reached("report", duty)
    made: Mapping[str, Callable[[], forms.Form]] = {
        "report": lambda: shapes.ReportForm(initial={"seen": fingerprint(duty), "evidence": duty.evidence}),
        "withdraw": forms.Form,
        "confirm": forms.Form,
        "reopen": shapes.ReopenForm,
        "strike": shapes.StrikeForm,
        "restore": forms.Form,
    }
    return {
        **{name: make() if name in open_steps else None for name, make in made.items()},
        "files": shapes.FilesForm() if "withdraw" in open_steps else None,
        "give": shapes.GiveForm() if edits and not duty.agency_id else None,
        "change": _change_form(duty) if edits else None,
    }


def _change_form(duty: Duty) -> shapes.DutyChangeForm:
    shown: dict[str, Any] = {name: getattr(duty, name) for name in _LABELS}
    return shapes.DutyChangeForm(initial={**shown, "seen": fingerprint(duty)})


def _differs(duty: Duty, form: forms.Form) -> list[tuple[str, str, str]]:
    """(field, as it stands now, as she typed it), where the two are not the same."""
    rows = []
    for name, label in _LABELS.items():
        now, typed = _plain(name, getattr(duty, name)), _plain(name, form.cleaned_data.get(name))
        if now != typed:
            rows.append((label, now, typed))
    return rows


def _plain(name: str, value: Any) -> str:
    """A value of a duty as it is written."""
    if name == "due_on" and value:
        return f"{value:%d/%m/%Y}"
    if name == "owner" and value:
        return str(DutyOwner(value).label)
    return str(value or "(trống)")


def _facts(duty: Duty, outline: Outline | None) -> list[tuple[str, object]]:
    facts: list[tuple[str, object]] = [
        ("Bên thực hiện", duty.agency or duty.party),
        ("Hạn hoàn thành", due_words(duty, duty.programme.notice_working_days)),
        ("Hạn theo", "Lịch kiểm tra đã báo đơn vị" if duty.due_by_visit else ""),
        ("Loại", note_of(duty, outline)),
        ("Hạn ghi trong kế hoạch", duty.due_text),
        ("Vì sao không phải nhiệm vụ", duty.strike_reason),
    ]
    if duty.done_at:
        facts += [("Báo cáo lúc", duty.done_at), ("Kết quả, minh chứng", duty.evidence)]
    facts.append(("Xác nhận lúc", duty.confirmed_at))
    return [fact for fact in facts if fact[1]]


def _may(actor: Actor, action: str, duty: Duty) -> bool:
    state = duty.programme.state
    return actor.may(action, programme_id=duty.programme_id, state=state, agency_id=duty.agency_id)


def _speaks(actor: Actor, duty: Duty) -> bool:
    agencies = {agency for held in actor.holdings for agency in held.agencies}
    return speaks_for(duty.agency_id, duty.done_by, actor.id, agencies)


def _require(actor: Actor, action: str, duty: Duty) -> None:
    state = duty.programme.state
    actor.require(action, programme_id=duty.programme_id, state=state, agency_id=duty.agency_id)


def _fresh(actor: Actor, programme: Programme, duty: Duty) -> Duty:
    """The duty as it is now; as it was read where she sees it no longer."""
    return _seen(actor, programme, duty.pk) or duty


def _duty(actor: Actor, programme: Programme, duty_id: UUID) -> Duty:
    found = _seen(actor, programme, duty_id)
    if found is None:
        raise Missing
    return found


def _seen(actor: Actor, programme: Programme, duty_id: UUID) -> Duty | None:
    rows = Duty.objects.visible_to(actor).filter(programme=programme, pk=duty_id)
    return rows.select_related("agency", "programme").first()


def _file(actor: Actor, duty: Duty, file_id: UUID) -> DutyFile:
    found = DutyFile.objects.visible_to(actor).filter(duty=duty, pk=file_id).first()
    if found is None:
        raise Missing
    found.duty = duty
    return found
