"""The worker as a process of its own: it works, it stops kindly, and what a killed one was running is run again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.databases import ROOT
from tests.jobs import waiting

from soat.background.running import KEEPER
from soat.background.worker import HEAVY
from soat.common.jobs import Job, later

# Each run adds a letter to the file; the first run of "slow" takes so long that the test can kill it.
PROGRAM = """
import os, time, django
django.setup()
from soat.background.worker import Pace, run
from soat.common.jobs import job

def note(word):
    with open(os.environ["NOTES"], "a") as file:
        file.write(word + "\\n")

@job("test.quick")
def quick(word):
    note(word)

@job("test.slow", queue="solver", transaction=False)
def slow(seconds):
    again = "started" in open(os.environ["NOTES"]).read()
    note("started")
    time.sleep(0 if again else seconds)
    note("done")

run(pace=Pace(0.4, 1.2), parent=os.getppid())
"""
QUICK = Job("test.quick", print, "nhanh")
SLOW = Job("test.slow", print, "lâu", HEAVY)


class Bench:
    def __init__(self, notes: Path, url: str) -> None:
        self.notes, self.processes = notes, []
        notes.touch()
        self.env = {**os.environ, "DATABASE_URL": url, "NOTES": str(notes), "PYTHONPATH": str(ROOT / "src")}

    def start(self) -> subprocess.Popen[bytes]:
        process = subprocess.Popen([sys.executable, "-c", PROGRAM], env=self.env, cwd=ROOT)
        self.processes.append(process)
        return process

    def words(self) -> list[str]:
        return self.notes.read_text().split()


@pytest.fixture
def bench(fresh_db: str, tmp_path: Path) -> Iterator[Bench]:
    bench = Bench(tmp_path / "notes", fresh_db)
    yield bench
    for process in bench.processes:
        process.kill()
        process.wait()


def until(happened: Callable[[], bool], seconds: float = 30) -> None:
    ends = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < ends, "it did not happen in time"
        time.sleep(0.05)


def ask(job: Job, **arguments: object) -> None:
    from soat.access.actor import acting_as

    with acting_as(KEEPER):
        later(job, **arguments)


def test_a_quick_job_does_not_wait_for_a_long_one_and_a_kind_stop_lets_it_end(bench: Bench) -> None:
    ask(SLOW, seconds=3)
    worker = bench.start()
    until(lambda: "started" in bench.words())
    ask(QUICK, word="quick")
    until(lambda: "quick" in bench.words())
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=20) == 0
    assert bench.words() == ["started", "quick", "done"]
    assert waiting() == []


def test_what_a_killed_worker_was_running_is_run_again(bench: Bench) -> None:
    ask(SLOW, seconds=60)
    killed = bench.start()
    until(lambda: "started" in bench.words())
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    bench.start()
    until(lambda: "done" in bench.words())
    assert bench.words() == ["started", "started", "done"]
