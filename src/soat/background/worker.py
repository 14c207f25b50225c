"""The process that runs the queue (`soat worker`; `soat serve` starts one and watches it).

Jobs that compute for long have a queue of their own, one at a time, so that mails do not wait for them. What another
worker had taken when it was killed is found by its silence and run again.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import structlog
from asgiref.sync import sync_to_async
from django.db import connection
from procrastinate import PsycopgConnector
from procrastinate.contrib.django.utils import connector_params
from procrastinate.jobs import DeleteJobCondition

from soat.access.actor import acting_as
from soat.background.running import KEEPER, give_up, keep
from soat.common.jobs import JOBS, RETRY, app

_log = structlog.get_logger(__name__)
HEAVY = "solver"
DIED = "Tiến trình chạy việc này nhiều lần dừng đột ngột. Hãy xem bộ nhớ của máy và nhật ký của máy chủ."
_LEFT = """
UPDATE procrastinate_jobs j SET attempts = attempts + 1, scheduled_at = NULL,
  status = CASE WHEN attempts >= %s THEN 'failed' ELSE 'todo' END::procrastinate_job_status
WHERE status = 'doing' AND NOT EXISTS (
  SELECT FROM procrastinate_workers w
  WHERE w.id = j.worker_id AND w.last_heartbeat > now() - make_interval(secs => %s))
RETURNING id, task_name, status::text, args::text
"""


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds: how often a worker says that it lives, and after which silence it is taken for dead."""

    heartbeat: float = 10
    silence: float = 30


def run(*, concurrency: int = 4, pace: Pace | None = None, parent: int | None = None) -> None:
    """Work until a signal to stop comes, or the process `parent` is gone. Running jobs are finished first."""
    asyncio.run(_run(concurrency, pace or Pace(), parent))


async def _run(concurrency: int, pace: Pace, parent: int | None) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with _opened():
        light = sorted({job.queue for job in JOBS.values()} - {HEAVY})
        workers = [
            asyncio.create_task(_work(queues, many, pace))
            for queues, many in ((light, concurrency), ([HEAVY], 1))
        ]
        watch = asyncio.create_task(_watch(pace, parent, stop))
        asked = asyncio.create_task(stop.wait())
        await asyncio.wait([*workers, watch, asked], return_when=asyncio.FIRST_COMPLETED)
        for task in (*workers, watch, asked):
            task.cancel()
        ended = await asyncio.gather(*workers, watch, return_exceptions=True)
    for error in ended:
        if isinstance(error, Exception):
            raise error


@asynccontextmanager
async def _opened() -> AsyncIterator[None]:
    """The queue is opened to the system actor alone: these connections say that they are it."""
    who = f"-c soat.kind=system -c soat.user_id={KEEPER.id}"
    connector = PsycopgConnector(kwargs=connector_params() | {"options": who}, min_size=1, max_size=8)
    with app.replace_connector(connector):
        async with app.open_async():
            yield


async def _work(queues: list[str], concurrency: int, pace: Pace) -> None:
    await app.run_worker_async(
        queues=queues,
        concurrency=concurrency,
        install_signal_handlers=False,
        delete_jobs=DeleteJobCondition.SUCCESSFUL,
        update_heartbeat_interval=pace.heartbeat,
        stalled_worker_timeout=pace.silence,
    )


async def _watch(pace: Pace, parent: int | None, stop: asyncio.Event) -> None:
    """Take back what dead workers left; stop when the program that started this one is gone."""
    while not stop.is_set():
        await sync_to_async(_take_back_apart, thread_sensitive=False)(pace.silence)
        for _ in range(5):
            if parent is not None and os.getppid() != parent:
                stop.set()
            await asyncio.sleep(pace.heartbeat / 5)


def _take_back_apart(silence: float) -> None:
    try:
        take_back(silence)
    finally:
        connection.close()


def take_back(silence: float) -> None:
    """What a worker was running when it fell silent waits again; what was left so again and again has failed."""
    with acting_as(KEEPER), connection.cursor() as cursor:
        cursor.execute(_LEFT, [RETRY, silence])
        for number, name, status, arguments in cursor.fetchall():
            _log.warning("job_taken_back", job=name, number=number, status=status)
            if status == "failed":
                keep(number, name, DIED)
                if name in JOBS:
                    give_up(JOBS[name], json.loads(arguments))
