"""The administrator's page on the queue (design: a job that failed for good is on an administrator's page)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST, require_safe

from soat.access.views import actor_of, signed_in, step_of
from soat.background import selectors, services
from soat.background.selectors import Line
from soat.common.looks import Badge, Empty
from soat.common.tables import Column, Table

_NAME = Column(label="Việc", value="label", head=True)
_TRIES = Column(label="Đã thử", value=lambda line: f"{line.tries} lần" if line.tries else "Chưa")
_WHY = Column(label="Lỗi lần gần nhất", value="sentence")


@require_safe
@signed_in
def queue(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    actor.require("job.view")
    counts = selectors.counts(actor)
    context = {
        "failed": _failed(request, selectors.failed(actor)),
        "running": _running(request, selectors.running(actor)),
        "waiting": _waiting(request, selectors.waiting(actor)),
        "facts": _facts(counts),
        "no_worker": not counts["workers"],
    }
    return render(request, "background/queue.html", context)


@require_POST
@signed_in
def step(request: HttpRequest, number: int) -> HttpResponse:
    """Run a failed job again, or drop it."""
    actor = actor_of(request)
    actor.require("job.manage")
    if step_of(request, "again", "drop") == "again":
        services.run_again(number, by=actor, now=timezone.now())
        messages.success(request, "Việc đã được xếp chạy lại; kết quả hiện ở trang này trong ít phút.")
    else:
        services.drop(number, by=actor, now=timezone.now())
        messages.success(request, "Đã bỏ việc; việc này sẽ không được làm.")
    return redirect("background:list")


def _facts(counts: dict[str, int]) -> list[tuple[str, object]]:
    broken = sum(counts.get(state, 0) for state in selectors.FAILED)
    return [
        ("Tiến trình đang làm việc", counts["workers"]),
        ("Đang chờ", counts.get("todo", 0)),
        ("Đang chạy", counts.get("doing", 0)),
        ("Hỏng hẳn", Badge(f"{broken} việc", "bad") if broken else Badge("Không có", "good")),
    ]


def _failed(request: HttpRequest, lines: list[Line]) -> Table:
    return Table(
        [_NAME, _WHY, _TRIES, Column(label="Lúc", value="at", kind="date"), _steps(request)],
        lines,
        request.GET,
        caption="Hỏng hẳn",
        empty=Empty(
            "Không có việc nào hỏng hẳn.", "Việc lỗi được tự thử lại nhiều lần trước khi hiện ở đây."
        ),
    )


def _running(request: HttpRequest, lines: list[Line]) -> Table:
    return Table(
        [_NAME, Column(label="Bắt đầu lúc", value="at", kind="date"), _TRIES],
        lines,
        request.GET,
        caption="Đang chạy",
        empty=Empty("Không có việc nào đang chạy.", "Hãy tải lại trang để xem việc mới."),
    )


def _waiting(request: HttpRequest, lines: list[Line]) -> Table:
    due = Column(label="Không chạy trước", value="due", kind="date")
    return Table(
        [_NAME, due, _TRIES, _WHY],
        lines,
        request.GET,
        caption="Đang chờ",
        empty=Empty("Không có việc nào đang chờ.", "Thư và việc tính toán mới hiện ở đây khi được xếp hàng."),
    )


def _steps(request: HttpRequest) -> Column:
    def drawn(line: Line) -> SafeString:
        return render_to_string("background/steps.html", {"line": line}, request)

    return Column(label="Thao tác", value=drawn)
