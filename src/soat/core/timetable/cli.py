"""`soat schedule solve FILE.json [--json]`: a timetable for a problem given as JSON (issue 3; S2–S4).

Imports OR-Tools only when it solves. Exit 0 with a timetable, 1 without one (infeasible or none found in time).
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

from soat.core.input_files import argument

if TYPE_CHECKING:
    from soat.core.timetable.problem import Timetable

_STATUS = {
    "optimal": "Lịch tốt nhất, đã chứng minh",
    "feasible": "Có lịch",
    "infeasible": "Không có lịch nào đáp ứng mọi quy tắc",
    "unknown": "Chưa tìm được lịch trong thời gian cho phép; hãy tăng limits.seconds",
}
_SHOWN = 10


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds `schedule` to the parser of `soat`."""
    schedule = commands.add_parser("schedule", help="xếp lịch kiểm tra")
    actions = schedule.add_subparsers(required=True, metavar="VIỆC")
    solve = actions.add_parser("solve", help="xếp lịch cho bài toán trong tệp JSON")
    solve.add_argument("file", type=argument, metavar="TỆP.json")
    solve.add_argument("--json", action="store_true", help="in kết quả dạng JSON")
    solve.set_defaults(run=_solve)


def to_json(timetable: Timetable) -> dict[str, Any]:
    """The answer as JSON values, in the shape of issue 3; days as YYYY-MM-DD."""
    data = asdict(timetable)
    data["seconds"] = round(timetable.seconds, 3)
    for visit in data["visits"]:
        visit["day"] = visit["day"].isoformat()
    return data


def _solve(args: argparse.Namespace) -> int:
    from soat.core.timetable.reading import read_file

    problem = read_file(args.file)
    from soat.core.timetable.solve import solve

    timetable = solve(problem, _quiet if args.json else _progress)
    print(json.dumps(to_json(timetable), ensure_ascii=False, indent=1) if args.json else _words(timetable))
    return 0 if timetable.visits else 1


def _quiet(objective: int, bound: int) -> None:
    """Says nothing: with --json only the answer is printed."""


def _progress(objective: int, bound: int) -> None:
    print(f"… chi phí {objective}, cận dưới {bound}", file=sys.stderr)


def _words(timetable: Timetable) -> str:
    lines = [f"{_STATUS[timetable.status]} ({timetable.seconds:.1f} giây)."]
    if timetable.gap is not None:
        lines.append(
            f"Chi phí {timetable.objective}, cận dưới {timetable.bound}, chênh lệch {timetable.gap:.1%}."
        )
    for visit in timetable.visits:
        lines.append(
            f"{_day(visit.day)} {visit.half}  {visit.unit}  xe {visit.vehicle}  {', '.join(visit.people)}"
        )
    lines += [f"- {wish.text}" for wish in timetable.broken_wishes[:_SHOWN]]
    if timetable.conflict:
        lines += ["Các quy tắc sau mâu thuẫn với nhau:", *(f"- {one.text}" for one in timetable.conflict)]
    if timetable.note:
        lines.append(timetable.note)
    if timetable.relaxations:
        lines += ["Một trong các cách sau gỡ được:", *(f"- {one.text}" for one in timetable.relaxations)]
    return "\n".join(lines)


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"
