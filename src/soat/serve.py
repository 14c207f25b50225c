"""`soat serve`, `soat worker`, `soat migrate`, `soat manage`: starts the database, updates it, serves the site.

Production starts it as it is; `make run` adds `--demo`, the only way demonstration accounts come into being.
"""

from __future__ import annotations

import argparse
import os
import socket
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from soat.config import Config, config
from soat.core.errors import DomainError


def add_commands(commands: Any) -> None:
    """Add these commands to the parser of `soat.cli`."""
    serve = commands.add_parser("serve", help="mở trang web")
    serve.add_argument("--demo", action="store_true", help="nhập kế hoạch mẫu và tạo tài khoản dùng thử")
    serve.set_defaults(run=run_serve)
    migrate = commands.add_parser("migrate", help="cập nhật cơ sở dữ liệu")
    migrate.set_defaults(run=run_migrate)
    worker = commands.add_parser("worker", help="chạy việc nền trên một máy riêng")
    worker.add_argument("--of", type=int, help=argparse.SUPPRESS)
    worker.set_defaults(run=run_worker)
    manage = commands.add_parser("manage", help="lệnh quản trị của Django")
    manage.add_argument("rest", nargs=argparse.REMAINDER)
    manage.set_defaults(run=run_manage)
    trail = commands.add_parser("trail", help="nhật ký").add_subparsers(required=True, metavar="VIỆC")
    trail.add_parser("verify", help="kiểm tra chuỗi băm của nhật ký").set_defaults(run=run_trail_verify)


def run_migrate(args: argparse.Namespace) -> int:
    _database()
    print("Cơ sở dữ liệu đã được cập nhật.")
    return 0


def run_manage(args: argparse.Namespace) -> int:
    _database(migrate=False)
    from django.core.management import execute_from_command_line

    execute_from_command_line(["soat manage", *args.rest])
    return 0


def run_worker(args: argparse.Namespace) -> int:
    """Run the queue until stopped. `--of`: the program that watches this one, without which it stops."""
    settings = config()
    if not settings.database_url:
        raise DomainError(
            "Chạy việc nền trên máy riêng cần cơ sở dữ liệu chung: hãy đặt DATABASE_URL. "
            "Với cơ sở dữ liệu kèm theo, soat serve đã tự chạy việc nền."
        )
    _database(migrate=False)
    from soat.background.worker import run

    run(concurrency=settings.background_jobs, parent=args.of)
    return 0


def run_trail_verify(args: argparse.Namespace) -> int:
    """Recompute every chain of the trail (requirement A1). Exit status 1 names the first broken link of each.

    Prints the last hash of each chain, to be noted down outside: an owner of the database could rewrite all.
    """
    _database(migrate=False)
    from soat.access.actor import acting_as, system
    from soat.trail.services import last_hashes, verify

    with acting_as(system("kiểm tra nhật ký")):
        count, broken = verify()
        ends = last_hashes()
    for chain, seq, ended in ends:
        print(f"Cuối chuỗi {chain}: sự kiện số {seq}, mã băm {ended}")
    for link in broken:
        print(f"Đứt tại {link.chain}, sự kiện số {link.seq}: {link.reason}.")
    print(f"Đã kiểm tra {count} sự kiện; {'mọi chuỗi đều nguyên vẹn.' if not broken else 'có chuỗi bị đứt.'}")
    return 1 if broken else 0


def run_serve(args: argparse.Namespace) -> int:
    """Serve until stopped. The address is printed when the site is ready to answer."""
    from soat.common.keeper import alone_in

    settings = config()
    with alone_in(settings.data_dir):
        _ensure_port_free(settings.host, settings.port)
        _database()
        if args.demo:
            _demo()
        address = settings.base_url or f"http://{settings.host}:{settings.port}"
        _let_go_of_connections()
        with _database_kept(settings), _worker_kept(settings):
            print(f"\nSoát đang chạy tại {address} (Ctrl+C để dừng)", flush=True)
            _granian(settings.host, settings.port, settings.workers)
    return 0


def _database_kept(settings: Config) -> AbstractContextManager[None]:
    """The embedded server is started again should it die; an outside one is not ours to start."""
    if settings.database_url:
        return nullcontext()
    from soat.common import postgres
    from soat.common.keeper import kept

    folder = settings.data_dir / "postgres"
    return kept("database", lambda: postgres.is_running(folder), lambda: postgres.restart(folder))


def _worker_kept(settings: Config) -> AbstractContextManager[None]:
    """A worker of our own, unless the queue is run elsewhere."""
    from soat.common.keeper import worker_kept

    return worker_kept() if settings.background else nullcontext()


def _let_go_of_connections() -> None:
    """The web processes are forked from this one: a connection they inherited would mix their answers up."""
    from django.db import connections
    from django.db.backends.postgresql.base import DatabaseWrapper

    for connection in connections.all(initialized_only=True):
        connection.close()
        if isinstance(connection, DatabaseWrapper):
            connection.close_pool()


def _granian(host: str, port: int, workers: int) -> None:
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    Granian(
        "soat.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=4,
        log_level=LogLevels.warning,
        workers_kill_timeout=5,
        respawn_failed_workers=True,
    ).serve()


def _database(*, migrate: bool = True) -> None:
    """Start the embedded server unless an outside one is named, migrate, and set Django up for this process."""
    import django

    from soat.common.postgres import provide_environment
    from soat.upgrade import migrate as bring_up_to_date

    settings = config()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "soat.settings")
    provide_environment(settings.data_dir, settings.database_url)
    config.cache_clear()
    if migrate:
        print("→ Cập nhật cơ sở dữ liệu", flush=True)
        bring_up_to_date()
    django.setup()


def _demo() -> None:
    from soat.demo import ensure_demo

    accounts = ensure_demo()
    print("\nTài khoản dùng thử (mật khẩu chung chỉ có trên máy này); hãy bắt đầu bằng tài khoản đầu tiên:")
    width = max(len(a.role) for a in accounts)
    for account in accounts:
        print(f"  {account.role:<{width}}  {account.email:<40} {account.password}")


def _ensure_port_free(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise DomainError(
                f"Cổng {port} đang có chương trình khác dùng. Hãy dừng chương trình đó hoặc đặt SOAT_PORT sang số khác."
            ) from error
