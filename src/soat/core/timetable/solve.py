"""Problem to Timetable: search, then the honest status, bound and gap, or why there is none (S2, S3).

Called by `soat schedule solve` and by the schedules room's jobs. OR-Tools is imported here and below only.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from soat.core.timetable import bound, conflict, finish
from soat.core.timetable.facts import Facts
from soat.core.timetable.objective import broken_wishes, total
from soat.core.timetable.problem import Problem, Status, Timetable
from soat.core.timetable.search import Search

Progress = Callable[[int, int], None]


def solve(problem: Problem, say: Progress = lambda objective, floor: None) -> Timetable:
    """The best timetable found within `limits.seconds`. `say(objective, bound)` hears of each better one or bound.

    While units lack a visit, the objective is `search.MISSING` for each of them and more. `problem.stop` ends it.
    """
    start = time.monotonic()
    until = start + problem.limits.seconds
    facts = Facts(problem)
    prices = bound.prices(facts, start + problem.limits.seconds / 2)
    if prices is None:
        return _without_answer(problem, start, until)
    search = Search(facts, prices, start, until, say).run()
    if len(search.best) < len(problem.units):
        return _without_answer(problem, start, until)
    visits = finish.visits(facts, search.best)
    wishes = broken_wishes(facts, visits)
    objective = total(wishes)
    return Timetable(
        status="optimal" if objective <= search.floor else "feasible",
        seconds=time.monotonic() - start,
        visits=visits,
        objective=objective,
        bound=search.floor,
        gap=(objective - search.floor) / objective if objective else 0.0,
        broken_wishes=wishes,
    )


def _without_answer(problem: Problem, start: float, until: float) -> Timetable:
    """Infeasible with its conflict, or unknown where none could be shown in time."""
    found = conflict.explain(problem, until)
    status: Status = "infeasible" if found.conflict else "unknown"
    seconds = time.monotonic() - start
    return Timetable(status, seconds, conflict=found.conflict, relaxations=found.relaxations, note=found.note)
