"""The job of a run: the solver at work (S2–S4). Called by `schedules.jobs`.

It solves outside any transaction, in a thread of its own, and each second writes how far it is, as a sign of life, and
looks whether it was asked to stop. A run whose worker was killed is taken up again by the next call of `work` once it
has been silent for some time; `runs` gives its place free when a new run is asked for.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import structlog
from django.utils import timezone

from soat.access.actor import acting_as, system
from soat.core.timetable.problem import Problem, Timetable
from soat.core.timetable.reading import read
from soat.schedules.models import Run

Json = dict[str, Any]
SOLVER = system("Xếp lịch")
BEAT = 1.0  # seconds between two signs of life
SILENT = timedelta(seconds=15)  # without a sign of life for so long, the worker is gone
OPEN = ("queued", "running")
GONE = "Máy tính lịch đã dừng giữa chừng nên chưa có phương án. Hãy xếp lại."
_NONE_FOUND = (
    "Chưa tìm được phương án nào trong thời gian đã cho. "
    "Hãy cho tính lâu hơn, hoặc bớt số cuộc phải xếp một lần."
)
_NO_WAY = "Không có cách xếp nào đáp ứng mọi điều kiện."
_BROKEN = "Máy chủ gặp lỗi khi xếp lịch nên chưa có phương án; lỗi đã được ghi lại. Hãy thử lại."
log = structlog.get_logger(__name__)


class StillRunning(RuntimeError):
    """Another worker has the run in hand, or was killed a moment ago: try again later."""


def is_gone(run: Run, now: datetime) -> bool:
    """Whether whoever worked on it gives no sign of life any more. What waits is not gone, nobody has it yet."""
    return run.state == "running" and (run.beat_at is None or run.beat_at < now - SILENT)


def end(run: Run, state: str, now: datetime, *, failure: str = "") -> None:
    run.state, run.failure, run.finished_at = state, failure, now
    run.save(update_fields=["state", "failure", "finished_at"])


def give_up(run_id: UUID, now: datetime) -> None:
    """The queue does not try again: the run says so."""
    with acting_as(SOLVER):
        for run in Run.objects.select_for_update().filter(pk=run_id, state__in=OPEN):
            end(run, "failed", now, failure=_BROKEN)


def work(run_id: UUID, *, clock: Callable[[], datetime] = timezone.now, beat: float = BEAT) -> None:
    """The job. Does nothing for a run that is over. Raises StillRunning where another worker has it in hand."""
    if (problem := _taken(run_id, clock())) is None:
        return
    try:
        found = _solve(run_id, problem, clock, beat)
    except Exception:
        _finish(run_id, None, clock(), _BROKEN)
        raise
    _finish(run_id, found, clock(), "" if found.visits else _NONE_FOUND)


def _taken(run_id: UUID, now: datetime) -> Problem | None:
    """The problem, once nobody else works on it; none where there is nothing to do."""
    with acting_as(SOLVER):
        run = Run.objects.select_for_update().filter(pk=run_id, state__in=OPEN).first()
        if run is None:
            return None
        if run.state == "running" and not is_gone(run, now):
            raise StillRunning(str(run_id))
        run.state, run.started_at, run.beat_at, run.progress = "running", now, now, {}
        run.save(update_fields=["state", "started_at", "beat_at", "progress"])
        return read(run.problem)


class _Solving(threading.Thread):
    """The search, beside the thread that tells how far it is."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(name="xếp lịch", daemon=True)
        self.problem = problem
        self.answer: Timetable | None = None
        self.error: Exception | None = None
        self.said: Json = {}
        self.found = 0
        self.begun = time.monotonic()

    def run(self) -> None:
        from soat.core.timetable.solve import solve

        try:
            self.answer = solve(self.problem, self._say)
        except Exception as error:
            self.error = error

    def _say(self, objective: int, bound: int) -> None:
        from soat.core.timetable.search import MISSING

        better = objective != self.said.get("whole")
        self.found += better
        missing = objective // MISSING
        self.said = {
            "whole": objective,
            "missing": missing,
            "objective": None if missing else objective,
            "bound": bound,
            "gap": (objective - bound) / objective if objective and not missing else None,
            "found": self.found,
        }

    @property
    def progress(self) -> Json:
        """What the page shows; seconds since the search began."""
        return {**self.said, "seconds": round(time.monotonic() - self.begun, 1)}


def _solve(run_id: UUID, problem: Problem, clock: Callable[[], datetime], beat: float) -> Timetable:
    solving = _Solving(problem)
    solving.start()
    while solving.is_alive():
        solving.join(beat)
        if solving.is_alive() and not _beat(run_id, solving.progress, clock()):
            problem.stop.ask()
    if solving.error is not None:
        raise solving.error
    if solving.answer is None:  # the thread was ended from outside
        raise RuntimeError("the search ended without an answer")
    return solving.answer


def _beat(run_id: UUID, progress: Json, now: datetime) -> bool:
    """A sign of life; whether the search is to go on."""
    with acting_as(SOLVER):
        wanted = Run.objects.filter(pk=run_id, state="running")
        wanted.update(progress=progress, beat_at=now)
        return wanted.filter(stop_asked_at=None).exists()


def _finish(run_id: UUID, found: Timetable | None, now: datetime, failure: str) -> None:
    from soat.core.timetable.cli import to_json

    with acting_as(SOLVER):
        run = Run.objects.select_for_update().filter(pk=run_id, state="running").first()
        if run is None:
            return
        if found is not None:
            run.answer = to_json(found)
            run.save(update_fields=["answer"])
        if found is not None and found.status == "infeasible":
            failure = _NO_WAY
        end(run, "failed" if failure else "done", now, failure=failure)
        log.info("run finished", run=str(run_id), state=run.state, seconds=found.seconds if found else None)
