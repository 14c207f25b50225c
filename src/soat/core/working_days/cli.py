"""`soat workdays deadline DATE N`: the working-day clock for people and for programs (S1).

Imports nothing of Django. Prints one ISO date; days nobody has published yet are named on standard error.
"""

from __future__ import annotations

import argparse
import sys
from datetime import date

from soat.core.errors import DomainError
from soat.core.input_files import argument
from soat.core.values import iso_day

MOST = 1000


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds `workdays` to the parser of `soat`."""
    workdays = commands.add_parser("workdays", help="tính ngày làm việc")
    actions = workdays.add_subparsers(required=True, metavar="VIỆC")
    due = actions.add_parser("deadline", help="hạn cuối: ngày làm việc thứ N trước ngày kiểm tra")
    due.add_argument("day", metavar="NGÀY")
    due.add_argument("days", metavar="N")
    due.add_argument(
        "--local", type=argument, metavar="TỆP.csv", help="bảng ngày nghỉ, làm bù của địa phương"
    )
    due.set_defaults(run=_deadline)


def _deadline(args: argparse.Namespace) -> int:
    from soat.core.working_days import deadline, vietnam
    from soat.core.working_days.table import read

    visit, days = _date(args.day), _count(args.days)
    years = days // 200 + 1
    known = vietnam(visit.year - years, visit.year)
    if args.local:
        known = known.changed(read(args.local))
    due = deadline(known, visit, days)
    for doubt in known.doubts(due, visit):
        print(
            f"Cần kiểm tra lại ngày {doubt.day:%d/%m/%Y} ({doubt.name}; nguồn: {doubt.source}).",
            file=sys.stderr,
        )
    print(due.isoformat())
    return 0


def _date(text: str) -> date:
    try:
        return iso_day(text)
    except ValueError as error:
        raise DomainError(f"“{text}” không phải là ngày; hãy viết dạng 2024-05-06.", "day") from error


def _count(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or not 1 <= int(text[:9]) <= MOST:
        raise DomainError(f"Số ngày làm việc phải là số nguyên từ 1 đến {MOST}.", "days")
    return int(text)
