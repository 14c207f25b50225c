"""“Sáp nhập, chia tách, đổi tên” (requirement P1): fill in, see what will happen, confirm."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from soat.access.actor import Actor
from soat.access.views import actor_of, signed_in
from soat.common.errors import DomainError
from soat.people import services as write
from soat.people.forms.agencies import SuccessionForm
from soat.people.services.successions import Join


@require_http_methods(["GET", "POST"])
@signed_in
def succession(request: HttpRequest) -> HttpResponse:
    """GET may name predecessors (`?predecessors=id`). POST `step=confirm` writes; any other step shows."""
    actor = actor_of(request)
    actor.require("agency.edit")
    if request.method != "POST":
        form = SuccessionForm(initial={"predecessors": request.GET.getlist("predecessors")})
        return render(request, "people/succession.html", {"form": form})
    form = SuccessionForm(request.POST)
    step = request.POST.get("step")
    if step == "back" or not form.is_valid():
        return render(request, "people/succession.html", {"form": form})
    try:
        if step == "confirm":
            return _write(request, form.cleaned_data, actor)
        pairs = write.check_succession(**form.cleaned_data, by=actor)
    except DomainError as error:
        form.add_error(error.field, error.message)
        return render(request, "people/succession.html", {"form": form})
    context = {"plan": _told(pairs), "hidden": _repeated(request.POST), "told": form.cleaned_data}
    return render(request, "people/succession_preview.html", context)


def _write(request: HttpRequest, told: dict[str, Any], actor: Actor) -> HttpResponse:
    made = write.succeed(**told, by=actor, now=timezone.now())
    messages.success(request, gettext("Đã ghi. Cơ quan kế thừa xem được hồ sơ của cơ quan cũ từ bây giờ."))
    return redirect("people:agency", made[0].successor_id)


def _told(pairs: list[Join]) -> dict[str, Any]:
    """What will happen, agency by agency."""
    olds = {old.pk: old for old, *_ in pairs}
    news = {new.pk: new for _, new, *_ in pairs}
    return {
        "ends": [old for old in olds.values() if old.valid_to is None],
        "ended": [old for old in olds.values() if old.valid_to is not None],
        "olds": list(olds.values()),
        "news": list(news.values()),
        "kind": pairs[0][2],
        "on": pairs[0][3],
        "document": pairs[0][4],
    }


def _repeated(data: QueryDict) -> list[tuple[str, str]]:
    """The form's values once more, for the confirming form."""
    names = ("kind", "predecessors", "successors", "on", "document", "note")
    return [(name, value) for name in names for value in data.getlist(name)]
