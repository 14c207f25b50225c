"""Draws by lot (S8): sealed with the commitment to publish, drawn, applied; the protocol that anyone replays.

A draw for surprise inspections is not there for who does not decide on them: no row, no choice, 404 (S7).
"""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from soat.access.views import actor_of, posted, signed_in
from soat.common.errors import Conflict
from soat.common.forms import attempted
from soat.common.looks import Badge, Empty
from soat.common.tables import Column, Table
from soat.programmes.models import Programme
from soat.programmes.views.frame import programme_for, require_on
from soat.schedules.forms.draws import ChoiceForm, MonthForm, SealForm
from soat.schedules.forms.visits import ReasonForm, ShapeForm
from soat.schedules.models import Draw, DrawKind
from soat.schedules.selectors import draws as read
from soat.schedules.services import draws as write
from soat.schedules.services.visits import Shape
from soat.schedules.views.frame import may, require, shared


@require_safe
@signed_in
def listing(request: HttpRequest, pk: UUID) -> HttpResponse:
    programme, actor = programme_for(request, pk), actor_of(request)
    require_on(actor, "draw.view", programme)
    secret = may(actor, "surprise.view", programme)
    table = Table(
        [
            Column(label="Bốc thăm", value="title", head=True, link=_link),
            *([Column(label="Để", value="get_kind_display")] if secret else []),
            Column(label="Niêm phong lúc", value="committed_at", kind="date"),
            Column(label="Bốc lúc", value="drawn_at", kind="date"),
            Column(label="Tình trạng", value=_badge),
        ],
        read.draws(programme, actor),
        request.GET,
        caption="Bốc thăm",
        empty=Empty(
            "Chưa có lần bốc thăm nào.",
            "Danh sách và mã niêm phong hiện ở đây trước khi bốc, để ai cũng kiểm chứng được kết quả.",
        ),
    )
    context = shared(actor, programme, "draws") | {
        "table": table,
        "may_hold": may(actor, "draw.hold", programme),
    }
    return render(request, "schedules/draws.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def seal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The frame: for what, among whom, how many of each kind."""
    programme, actor = programme_for(request, pk), actor_of(request)
    require(actor, "draw.hold", programme)
    choice = ChoiceForm(request.GET, secret=may(actor, "surprise.propose", programme))
    choice.is_valid()
    strata = read.strata(programme, choice.among, timezone.localdate())
    form = SealForm(posted(request), strata=strata)
    if request.method == "POST" and form.is_valid():
        step = partial(
            write.seal,
            programme,
            read.frame_of(strata, form.sizes()),
            kind=choice.kind,
            title=form.cleaned_data["title"],
            document=form.cleaned_data["document"],
            by=actor,
            now=timezone.now(),
            key=form.cleaned_data["key"],
        )
        if (draw := attempted(form, step)) is not None:
            messages.success(request, "Đã niêm phong. Hãy in hoặc công bố mã niêm phong trước khi bốc.")
            return redirect("schedules:draw", programme.pk, draw.pk)
    context = shared(actor, programme, "draws") | {"form": form, "choice": choice, "strata": strata}
    return render(request, "schedules/draw_form.html", context)


@require_safe
@signed_in
def page(request: HttpRequest, pk: UUID, draw_id: UUID) -> HttpResponse:
    programme, draw = _found(request, pk, draw_id)
    return _page(request, programme, draw, {})


def _page(request: HttpRequest, programme: Programme, draw: Draw, failed: dict[str, object]) -> HttpResponse:
    actor = actor_of(request)
    holds = may(actor, "draw.hold", programme)
    drawn = set(draw.protocol.get("drawn", ()))
    strata: dict[str, list[tuple[str, bool]]] = {name: [] for name in draw.frame["sizes"]}
    for one in draw.frame["units"]:
        strata[one["stratum"]].append((one["id"], one["id"] in drawn))
    forms: dict[str, object] = {}
    if holds and not draw.drawn_at and not draw.cancelled_at:
        forms = {"hold": True, "cancel": ReasonForm()}
    elif holds and draw.drawn_at and not draw.applied_at:
        secret = draw.kind == DrawKind.SURPRISE
        forms = {"apply": ShapeForm(programme=programme) if secret else MonthForm()}
    context = shared(actor, programme, "draws") | {
        "draw": draw,
        "badge": _badge(draw),
        "strata": [(name, draw.frame["sizes"][name], rows) for name, rows in strata.items()],
        "drawn": draw.protocol.get("drawn", []),
        "seed": draw.protocol.get("seed", ""),
        "forms": forms | failed,
    }
    return render(request, "schedules/draw.html", context)


@require_POST
@signed_in
def hold(request: HttpRequest, pk: UUID, draw_id: UUID) -> HttpResponse:
    programme, draw = _found(request, pk, draw_id)
    require(actor_of(request), "draw.hold", programme)
    drawn = write.hold(draw, by=actor_of(request), now=timezone.now())
    messages.success(request, f"Đã bốc {len(drawn.protocol['drawn'])} đơn vị. Biên bản có mầm để kiểm chứng.")
    return _back(draw)


@require_POST
@signed_in
def cancel(request: HttpRequest, pk: UUID, draw_id: UUID) -> HttpResponse:
    programme, draw = _found(request, pk, draw_id)
    actor = actor_of(request)
    require(actor, "draw.hold", programme)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, programme, draw, {"cancel": form})
    write.cancel(draw, **form.cleaned_data, by=actor, now=timezone.now())
    messages.success(request, "Đã hủy lần bốc thăm; lý do được giữ lại trong danh sách.")
    return _back(draw)


@require_POST
@signed_in
def apply(request: HttpRequest, pk: UUID, draw_id: UUID) -> HttpResponse:
    """The units drawn become subjects, or surprise inspections are proposed for them."""
    programme, draw = _found(request, pk, draw_id)
    actor, now = actor_of(request), timezone.now()
    require(actor, "draw.hold", programme)
    if draw.kind == DrawKind.SURPRISE:
        shape = ShapeForm(request.POST, programme=programme)
        if not shape.is_valid():
            return _page(request, programme, draw, {"apply": shape})
        count = write.propose(draw, Shape(**shape.cleaned_data), by=actor, now=now)
        messages.success(request, f"Đã đề xuất {count} cuộc đột xuất. Trưởng Đoàn duyệt ở trang Đột xuất.")
        return redirect("schedules:surprises", programme.pk)
    month = MonthForm(request.POST)
    if not month.is_valid():
        return _page(request, programme, draw, {"apply": month})
    made = write.add_subjects(draw, month=month.cleaned_data["month"], by=actor, now=now)
    messages.success(request, f"Đã thêm {len(made)} đối tượng. Tiếp theo, hãy lập cuộc kiểm tra cho họ.")
    return redirect("schedules:plan", programme.pk)


@require_safe
@signed_in
def protocol(request: HttpRequest, pk: UUID, draw_id: UUID) -> HttpResponse:
    """What `soat sample replay` reads. Before the draw: what is sealed, without the seed."""
    _programme, draw = _found(request, pk, draw_id)
    if draw.cancelled_at:
        raise Conflict("Lần bốc thăm này đã hủy nên không có biên bản.")
    answer = JsonResponse(
        draw.protocol or read.sealed(draw), json_dumps_params={"ensure_ascii": False, "indent": 1}
    )
    answer.headers["Content-Disposition"] = f'attachment; filename="boc-tham-{draw.commitment[:12]}.json"'
    return answer


def _found(request: HttpRequest, pk: UUID, draw_id: UUID) -> tuple[Programme, Draw]:
    programme = programme_for(request, pk)
    return programme, read.draw(programme, actor_of(request), draw_id)


def _badge(draw: Draw) -> Badge:
    if draw.cancelled_at:
        return Badge("Đã hủy", "neutral", "ban")
    if draw.applied_at:
        return Badge("Đã áp dụng", "good")
    return Badge("Đã bốc", "info") if draw.drawn_at else Badge("Đã niêm phong, chưa bốc", "warn")


def _back(draw: Draw) -> HttpResponse:
    return redirect("schedules:draw", draw.programme_id, draw.pk)


def _link(draw: Draw) -> str:
    return reverse("schedules:draw", args=[draw.programme_id, draw.pk])
