"""The solver at growing sizes beside a greedy planner on the same instance in the same run (S2, S4).

Each instance in a process of its own, so that peak memory is its own. `timefold` is not measured: the registry has no
distribution of that name for this Python.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from typing import Any

from soat.core.timetable import finish, greedy
from soat.core.timetable.checker import faults
from soat.core.timetable.cli import to_json
from soat.core.timetable.facts import Facts
from soat.core.timetable.objective import broken_wishes, total
from soat.core.timetable.reading import read
from soat.core.timetable.solve import solve
from soat.core.timetable.tests.instances import instance

SIZES = [(12, 2, 10, 20, 10), (130, 4, 20, 120, 10), (1000, 30, 120, 120, 60)]
Json = dict[str, Any]


def run() -> None:
    """Prints one line per instance, then the change of one day."""
    for size in SIZES:
        _apart("one", *map(str, size))
    _apart("change")


def _apart(*words: str) -> None:
    subprocess.run([sys.executable, "-m", "tests.bench.timetable", *words], check=True)


def _one(units: int, subteams: int, people: int, days: int, seconds: int) -> None:
    problem = instance(units, subteams, people, days, seconds=seconds)
    plain = _greedy(problem)
    answer = _solved(problem)
    print(f"{units:5} đơn vị, {subteams} tổ, {people} người, {days} ngày: {_figures(answer)}")
    print(f"      xếp lần lượt (không quay lại): chi phí {plain}")


def _greedy(problem: Json) -> str:
    start = time.perf_counter()
    facts = Facts(read(problem))
    answer = finish.without_surplus(facts, greedy.plan(facts))
    cost = total(broken_wishes(facts, finish.visits(facts, answer)))
    missing = len(facts.slots) - len(answer)
    return f"{cost}, còn {missing} đơn vị chưa xếp, {time.perf_counter() - start:.2f} s"


def _solved(problem: Json) -> Json:
    used = time.process_time()
    answer: Json = json.loads(json.dumps(to_json(solve(read(problem)))))
    answer["cpu"] = time.process_time() - used
    wrong = faults(problem, answer)
    if wrong:
        raise SystemExit(f"Lịch sai: {wrong[:3]}")
    return answer


def _figures(answer: Json) -> str:
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return (
        f"chi phí {answer['objective']}, cận dưới {answer['bound']}, chênh {answer['gap']:.2%} ({answer['status']}), "
        f"{answer['seconds']:.1f} s ({answer['cpu']:.1f} s CPU), đỉnh {memory:.0f} MB"
    )


def _change() -> None:
    """One unit closes on the day of its visit: which visits move."""
    problem = instance(130, 4, 20, 120, seconds=20)
    before = _solved(problem)["visits"]
    stood = {visit["unit"]: {key: visit[key] for key in ("unit", "day", "half")} for visit in before}
    closed = before[len(before) // 2]
    next(unit for unit in problem["units"] if unit["id"] == closed["unit"])["blackout"].append(closed["day"])
    answer = _solved(problem | {"previous": list(stood.values())})
    moved = [
        v["unit"] for v in answer["visits"] if stood[v["unit"]] != {k: v[k] for k in ("unit", "day", "half")}
    ]
    print(f"  130 đơn vị, một đơn vị báo bận: dời {len(moved) - 1} đơn vị khác; {_figures(answer)}")


if __name__ == "__main__":
    if sys.argv[1] == "one":
        _one(*map(int, sys.argv[2:]))
    else:
        _change()
