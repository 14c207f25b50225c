"""The command line: `soat plan read`, `soat cite`, `soat serve`, `soat migrate`, …

Core commands import nothing of Django, so that they start in a blink. Bad input prints one sentence and exits 2.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence

from soat.core.errors import DomainError

Command = Callable[[argparse.Namespace], int]


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. Returns the exit status: 0 done, 1 a check failed, 2 bad input."""
    args = _parser().parse_args(argv)
    try:
        return int(args.run(args))
    except DomainError as error:
        print(error.message, file=sys.stderr)
        return 2
    except BrokenPipeError:
        return 0


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
