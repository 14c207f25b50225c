"""Ends a search from another thread: the best answer so far is then the answer (S2). Asked by the job of a run.

A problem carries its own `Stop`, so that the search, the exact models and the explanation all look at the same one.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol


class Stoppable(Protocol):
    """A solver of OR-Tools while it solves."""

    def stop_search(self) -> None: ...


class Stop:
    """Asked once, it stays asked."""

    def __init__(self) -> None:
        self._asked = threading.Event()
        self._running: list[Stoppable] = []
        self._lock = threading.Lock()

    @property
    def asked(self) -> bool:
        return self._asked.is_set()

    def ask(self) -> None:
        """Every solver that runs ends as soon as it can, and none is begun."""
        self._asked.set()
        with self._lock:
            for one in self._running:
                one.stop_search()

    @contextmanager
    def running(self, solver: Stoppable) -> Iterator[None]:
        """Within, `ask` reaches the solver."""
        with self._lock:
            self._running.append(solver)
        try:
            yield
        finally:
            with self._lock:
                self._running.remove(solver)
