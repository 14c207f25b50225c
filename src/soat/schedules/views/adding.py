"""A visit outside the plan's list, added by hand with reason and document (S8; plan 97, III.4.2)."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from soat.access.views import actor_of, posted, signed_in
from soat.common.forms import attempted
from soat.programmes.views.frame import programme_for
from soat.schedules.forms.adding import AddForm
from soat.schedules.services import visits as write
from soat.schedules.services.visits import Shape
from soat.schedules.views.frame import require, shared


@require_http_methods(["GET", "POST"])
@signed_in
def add(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor, programme = actor_of(request), programme_for(request, pk)
    require(actor, "schedule.plan", programme)
    form = AddForm(posted(request), programme=programme)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        step = partial(
            write.add,
            programme,
            given["agency"],
            Shape(list(given["areas"]), given["half_days"], given["mode"]),
            reason=form.told(),
            by=actor,
            now=timezone.now(),
            key=given["key"],
        )
        if (visit := attempted(form, step)) is not None:
            messages.success(request, f"Đã thêm cuộc kiểm tra tại {visit.agency}. Tiếp theo, hãy xếp ngày.")
            return redirect("schedules:visit", programme.pk, visit.pk)
    return render(request, "schedules/add.html", shared(actor, programme, "visits") | {"form": form})
