"""Problem to Timetable: search, then the honest status, bound and gap, or why there is none (S2, S3).

Called by `soat schedule solve` and by the schedules room's jobs. OR-Tools is imported here and below only.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from soat.core.timetable import bound, finish
from soat.core.timetable.facts import Facts
from soat.core.timetable.objective import broken_wishes, total
from soat.core.timetable.problem import Problem, Timetable
from soat.core.timetable.search import Search

Progress = Callable[[int, int], None]


def solve(problem: Problem, say: Progress = lambda objective, floor: None) -> Timetable:
    """The best timetable found within `limits.seconds`. `say(objective, bound)` hears of each better one."""
    start = time.monotonic()
    facts = Facts(problem)
    prices = bound.prices(facts) if all(facts.slots) else None
    if prices is None:
        return Timetable("infeasible", time.monotonic() - start)
    search = Search(facts, prices, start, start + problem.limits.seconds, say).run()
    if search.proven_infeasible:
        return Timetable("infeasible", time.monotonic() - start)
    if len(search.best) < len(problem.units):
        return Timetable("unknown", time.monotonic() - start)
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
