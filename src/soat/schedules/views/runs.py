"""Runs of the solver: asking, watching, comparing, applying (S2–S4). For who plans; the head and deputies look on.

A run knows on which days people go to a surprise inspection, so it is there for those who decide on surprises alone.
"""

from __future__ import annotations

import math
from datetime import datetime
from functools import partial
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from soat.access.views import actor_of, posted, signed_in, step_of
from soat.common.forms import attempted
from soat.common.looks import Badge, Empty
from soat.common.tables import Column, Table
from soat.programmes.models import Programme
from soat.programmes.views.frame import programme_for
from soat.schedules.forms.runs import RunForm
from soat.schedules.models import Run
from soat.schedules.selectors import comparison as compare
from soat.schedules.selectors import runs as read
from soat.schedules.selectors.planning import Plan
from soat.schedules.selectors.problem import REPAIR, Wishes
from soat.schedules.selectors.visits import visit as visit_of
from soat.schedules.services import applying
from soat.schedules.services import runs as write
from soat.schedules.services.solving import OPEN, is_gone
from soat.schedules.views.frame import may, require, shared

_BADGES = {
    "queued": Badge("Đang chờ", "neutral", "hourglass"),
    "running": Badge("Đang tính", "info", "loader"),
    "done": Badge("Có phương án", "good"),
    "failed": Badge("Không có phương án", "bad"),
    "applied": Badge("Đã áp dụng", "accent", "check"),
    "discarded": Badge("Đã bỏ", "neutral", "ban"),
}
_GONE = Badge("Bị ngắt", "bad")


def badge_of(run: Run, now: datetime) -> Badge:
    return _GONE if is_gone(run, now) else _BADGES[run.state]


@require_http_methods(["GET", "POST"])
@signed_in
def listing(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The form that asks, visits that cannot take place as planned, and all runs."""
    actor, programme, now = actor_of(request), programme_for(request, pk), timezone.now()
    require(actor, "schedule.plan" if request.method == "POST" else "schedule.runs", programme)
    plan = Plan(programme, timezone.localdate(now))
    rows = read.runs(programme, actor)
    if request.method == "POST":
        form = RunForm(posted(request), programme=programme)
        if form.is_valid():
            ask = partial(write.ask, programme, form.wishes(), by=actor, now=now)
            if (run := attempted(form, ask)) is not None:
                return redirect("schedules:run", programme.pk, run.pk)
    else:
        form = RunForm.opened(
            request.GET, read.usual(plan, rows.exclude(state="discarded").first()), programme
        )
    broken = [(one, plan.broken[one.pk]) for one in plan.visits if one.pk in plan.broken]
    light = rows.defer("problem", "answer", "kept")
    table = Table(_columns(now), light, request.GET, caption="Các lần xếp", sort="-luc", empty=_none())
    context = shared(actor, programme, "runs") | {
        "form": form,
        "plan": plan,
        "broken": broken,
        "table": table,
        "open": rows.filter(state__in=OPEN).first(),
        "unskilled": read.areas_without(plan),
    }
    return render(request, "schedules/runs.html", context)


def _columns(now: datetime) -> list[Column]:
    return [
        Column(label="Lúc", value="asked_at", kind="date", head=True, link=_link, key="luc", sort="asked_at"),
        Column(label="Việc", value=_what),
        Column(label="Kết quả", value=lambda one: badge_of(one, now), key="kq", sort="state"),
    ]


def _link(run: Run) -> str:
    return reverse("schedules:run", args=[run.programme_id, run.pk])


def _what(run: Run) -> str:
    wishes = Wishes.of(run.frame["wishes"]) if run.frame else Wishes()
    if wishes.preset == REPAIR:
        return f"Xếp lại {run.frame['names'].get(wishes.focus, '')}, giữ yên phần còn lại"
    return f"Xếp {len(run.frame.get('current', {}))} cuộc kiểm tra"


def _none() -> Empty:
    return Empty(
        "Chưa xếp tự động lần nào.",
        "Người xếp lịch chọn điều kiện rồi bấm “Xếp lịch”; lịch chỉ đổi khi phương án được áp dụng.",
    )


@require_safe
@signed_in
def page(request: HttpRequest, pk: UUID, run_id: UUID) -> HttpResponse:
    """One run: how far it is, or its answer beside the plan, or why there is none."""
    programme, run = _found(request, pk, run_id)
    actor, now = actor_of(request), timezone.now()
    context = shared(actor, programme, "runs") | {
        "run": run,
        "what": _what(run),
        "badge": badge_of(run, now),
        "is_open": run.state in OPEN and not is_gone(run, now),
        "is_gone": is_gone(run, now),
    }
    if run.state in OPEN:
        context |= _watched(run, now)
    elif run.state == "failed":
        context |= _failed(run)
    else:
        context |= _answered(run, Plan(programme, timezone.localdate(now)))
        context["may_apply"] = context["may_plan"] and run.state == "done"
    return render(request, "schedules/run.html", context)


def _watched(run: Run, now: datetime) -> dict[str, Any]:
    """What the search has said so far; its seconds by the clock, so that they go on between two signs of life."""
    seconds = (now - run.started_at).total_seconds() if run.started_at else 0
    limit = run.problem["limits"]["seconds"]
    return {
        "said": run.progress,
        "seconds": seconds,
        "limit": limit,
        "gap": _percent(run.progress.get("gap")),
        "stopping": run.stop_asked_at is not None,
    }


def _percent(gap: float | None) -> str:
    """As people read it; rounded up, so that nothing unproven reads as 0."""
    return "" if gap is None else f"{math.ceil(gap * 1000) / 10:.1f}".replace(".", ",")


def _failed(run: Run) -> dict[str, Any]:
    ways = [(one, _form_with(run, one.wishes) if one.wishes else "") for one in read.ways_out(run)]
    return {"conflict": read.conflict(run), "ways": ways, "note": run.answer.get("note", "")}


def _form_with(run: Run, wishes: Wishes) -> str:
    given = {key: value for key, value in wishes.to_json().items() if value not in (False, "", [], 0)}
    return f"{reverse('schedules:runs', args=[run.programme_id])}?{urlencode(given, doseq=True)}"


def _answered(run: Run, plan: Plan) -> dict[str, Any]:
    if not run.answer.get("visits"):
        return {}
    compared = compare.compared(run, plan)
    return {
        "compared": compared,
        "counts": [(compare.CHANGES[change], count) for change, count in compared.counts.items()],
        "gap": _percent(run.answer["gap"]),
        "unmet": read.wishes_unmet(run),
        "since": read.changed_since(run, plan) if run.state == "done" else [],
        "is_mending": Wishes.of(run.frame["wishes"]).preset == REPAIR,
    }


@require_safe
@signed_in
def progress(request: HttpRequest, pk: UUID, run_id: UUID) -> HttpResponse:
    """The part of the page that is asked for each second; when it is over the page loads itself anew."""
    programme, run = _found(request, pk, run_id)
    now = timezone.now()
    context = {
        "programme": programme,
        "run": run,
        "may_plan": may(actor_of(request), "schedule.plan", programme),
    }
    answer = render(request, "schedules/run_progress.html", context | _watched(run, now))
    if run.state not in OPEN or is_gone(run, now):
        answer.headers["HX-Refresh"] = "true"
    return answer


@require_POST
@signed_in
def step(request: HttpRequest, pk: UUID, run_id: UUID) -> HttpResponse:
    """Stop, drop, apply or take back."""
    actor, now = actor_of(request), timezone.now()
    programme, run = _found(request, pk, run_id)
    require(actor, "schedule.plan", programme)
    match step_of(request, "apply", "undo", "discard", "stop"):
        case "apply":
            done = applying.apply(
                run,
                chosen=request.POST.getlist("chosen"),
                seen=request.POST.get("seen", ""),
                by=actor,
                now=now,
            )
            messages.success(request, f"Đã áp dụng {len(done)} thay đổi vào lịch.")
        case "undo":
            back, left = applying.undo(run, by=actor, now=now)
            messages.success(request, f"Đã đưa {back} cuộc kiểm tra về như trước.")
            if left:
                messages.warning(request, f"Giữ nguyên vì đã được sửa sau khi áp dụng: {', '.join(left)}.")
        case "discard":
            write.discard(run, by=actor, now=now)
            messages.success(request, "Đã bỏ phương án; lịch giữ nguyên.")
        case _:
            write.stop(run, by=actor, now=now)
    return redirect("schedules:run", programme.pk, run.pk)


@require_POST
@signed_in
def mend(request: HttpRequest, pk: UUID, visit_id: UUID) -> HttpResponse:
    """Another place for a visit that became impossible, the rest left as it is."""
    actor, programme = actor_of(request), programme_for(request, pk)
    visit = visit_of(programme, actor, visit_id)
    require(actor, "schedule.plan", programme)
    run = write.mend(visit, by=actor, now=timezone.now())
    return redirect("schedules:run", programme.pk, run.pk)


def _found(request: HttpRequest, pk: UUID, run_id: UUID) -> tuple[Programme, Run]:
    programme = programme_for(request, pk)
    require(actor_of(request), "schedule.runs", programme)
    return programme, read.run(programme, actor_of(request), run_id)
