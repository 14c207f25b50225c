"""Jobs of the schedules room: a run of the solver (S2)."""

from __future__ import annotations

from threading import Thread
from uuid import UUID

from django.db import connection, transaction

from soat.schedules.services.solving import work


def _solve(run_id: UUID) -> None:
    try:
        work(run_id)
    finally:
        connection.close()


def later_solve(run_id: UUID) -> None:
    """Work on the run, once the running transaction has been written."""
    transaction.on_commit(lambda: Thread(target=_solve, args=[run_id], name="xếp lịch", daemon=True).start())
