"""The command line: `soat plan read`, `soat cite`, `soat serve`, `soat migrate`, …

Core commands import nothing of Django, so that they start in a blink. Bad input prints one sentence and exits 2.
"""

from __future__ import annotations

import argparse
import contextlib
import errno
import os
import sys
from collections.abc import Callable, Sequence

from soat.core.errors import DomainError

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)
Command = Callable[[argparse.Namespace], int]


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. Returns the exit status: 0 done, 1 a check failed, 2 bad input."""
    try:
        return _run(argv)
    except DomainError as error:
        return _refused(error.message)
    except MemoryError:
        return _refused("Máy không đủ bộ nhớ cho tệp này; hãy chia tệp ra hoặc chạy trên máy khác.")
    except BrokenPipeError:
        _forget_output()
        return 0
    except OSError as error:
        if error.errno not in FULL:
            raise
        _forget_output()
        return _refused("Không ghi được kết quả: nơi ghi đã đầy hoặc bị hỏng; hãy ghi ra chỗ khác.")


def _run(argv: Sequence[str] | None) -> int:
    args = _parser().parse_args(argv)
    status = int(args.run(args))
    if sys.stdout is not None:  # a program may be started without one
        sys.stdout.flush()
    return status


def _refused(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 2


def _forget_output() -> None:
    """Python writes once more on leaving what it could not write: let that go nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    with contextlib.suppress(OSError):  # an output without a file, as in tests, has nothing to forget
        os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="soat", description="Soát: từ kế hoạch kiểm tra đến kiến nghị cuối cùng."
    )
    commands = parser.add_subparsers(required=True, metavar="LỆNH")
    from soat.core.citations.cli import add_commands as add_citation_commands
    from soat.core.plans.cli import add_commands as add_plan_commands
    from soat.core.sampling.cli import add_commands as add_sample_commands
    from soat.core.timetable.cli import add_commands as add_schedule_commands
    from soat.core.working_days.cli import add_commands as add_workdays_commands

    add_citation_commands(commands)
    add_plan_commands(commands)
    add_workdays_commands(commands)
    add_sample_commands(commands)
    add_schedule_commands(commands)
    from soat.papers.cli import add_commands as add_paper_commands

    add_paper_commands(commands)
    from soat.serve import add_commands as add_serve_commands

    add_serve_commands(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
