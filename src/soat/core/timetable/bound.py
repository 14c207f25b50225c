"""A true lower bound of the whole objective for a problem of any size.

The wishes are bounded apart and added. Early, stability and spread share one linear relaxation: days with their room
and, for every content, the people who are there. Its dual prices come from GLOP, but the bound is worked out from
them in whole numbers, so that no rounding of the LP solver can make it false: any prices give a true bound. Trips are
bounded by the most pairs of near units that can exist; fairness by 0. Called by `solve`, which also uses the prices
to tell which days of a unit are worth looking at.
"""

from __future__ import annotations

import math
import time
from collections import defaultdict
from dataclasses import dataclass

from ortools.graph.python import max_flow
from ortools.linear_solver.python import model_builder as lp

from soat.core.timetable.facts import Facts, enough_time

SCALE = 1 << 12
ALL, CROWD = "", "\0"  # rows that are no content
Row = tuple[str, int]


@dataclass(frozen=True)
class Prices:
    """`bound` of the whole objective; `reduced[unit][day]` ≥ 0: what placing the unit there adds at least (× SCALE).

    `target` is the day that the relaxation likes best for each unit.
    """

    bound: int
    reduced: list[dict[int, int]]
    target: list[int]


def prices(facts: Facts, until: float = math.inf) -> Prices | None:
    """The bound and the reduced costs, or None where a unit has no slot or the relaxation no answer.

    Where the relaxation cannot be built and solved before `until` (`time.monotonic`) they are weak, and still true.
    """
    if not all(facts.slots):
        return None
    if not enough_time(_size(facts), until):
        return _unpriced(facts)
    rows = _rows(facts)
    solved = _solved(facts, rows, until)
    if solved is None:
        return None
    duals, target = solved
    floor, reduced = 0, []
    for unit, by_day in enumerate(_day_costs(facts)):
        price = {
            day: cost * SCALE + facts.duration[unit] * sum(duals[row] for row in _of(facts, unit, day))
            for day, cost in by_day.items()
        }
        least = min(price.values())
        floor += least
        reduced.append({day: value - least for day, value in price.items()})
    floor -= sum(duals[row] * room for row, room in rows.items())
    return Prices(
        max(0, -(-floor // SCALE)) + facts.problem.weights.travel * least_trips(facts), reduced, target
    )


def _size(facts: Facts) -> int:
    """Entries of the relaxation: what building it takes."""
    return sum(
        len({day for day, _ in slots}) * (3 + len(unit.contents))
        for unit, slots in zip(facts.problem.units, facts.slots, strict=True)
    )


def _unpriced(facts: Facts) -> Prices:
    """Prices without the relaxation: every unit has its cheapest day, as if there were room for all."""
    floor, reduced, target = 0, [], []
    for by_day in _day_costs(facts):
        best = min(by_day, key=by_day.__getitem__)
        floor += by_day[best]
        target.append(best)
        reduced.append({day: (cost - by_day[best]) * SCALE for day, cost in by_day.items()})
    return Prices(floor, reduced, target)


def _day_costs(facts: Facts) -> list[dict[int, int]]:
    """Of each unit and day the cheaper of its slots."""
    costs: list[dict[int, int]] = []
    for unit, slots in enumerate(facts.slots):
        best: dict[int, int] = {}
        for slot in slots:
            cost = facts.slot_cost(unit, slot)
            best[slot[0]] = min(cost, best.get(slot[0], cost))
        costs.append(best)
    return costs


def _rows(facts: Facts) -> dict[Row, int]:
    """Room in half-days: `crowd` (may be exceeded at the price of spread), all visits, those of one content."""
    rows: dict[Row, int] = {}
    for day, away in enumerate(facts.away):
        present = len(facts.leads - away) if facts.leads else facts.at_once
        rows[ALL, day] = 2 * min(facts.at_once, present)
        rows[CROWD, day] = facts.ceiling
        for content, people in facts.able.items():
            rows[content, day] = 2 * len(people - away)
    return rows


def _of(facts: Facts, unit: int, day: int) -> list[Row]:
    """The rows in which the unit takes room on that day."""
    return [(ALL, day), (CROWD, day), *((content, day) for content in facts.problem.units[unit].contents)]


@dataclass
class _Relaxation:
    """The linear program: `choices` of each unit by day, `limits` the constraint of each row."""

    model: lp.Model
    choices: list[list[tuple[lp.Variable, int]]]
    limits: dict[Row, lp.LinearConstraint]


def _relaxation(facts: Facts, rows: dict[Row, int]) -> _Relaxation:
    model = lp.Model()  # type: ignore[no-untyped-call]  # OR-Tools leaves its constructor untyped
    taken: dict[Row, tuple[list[lp.Variable], list[float]]] = defaultdict(lambda: ([], []))
    costs: tuple[list[lp.Variable], list[float]] = ([], [])
    choices: list[list[tuple[lp.Variable, int]]] = []
    for unit, by_day in enumerate(_day_costs(facts)):
        choices.append([(model.new_num_var(0, 1, ""), day) for day in by_day])
        model.add(lp.LinearExpr.sum([variable for variable, _ in choices[-1]]) == 1)
        for variable, day in choices[-1]:
            costs[0].append(variable)
            costs[1].append(by_day[day])
            for row in _of(facts, unit, day):
                taken[row][0].append(variable)
                taken[row][1].append(facts.duration[unit])
    limits = {}
    for row, (variables, factors) in taken.items():
        if row[0] == CROWD:
            variables.append(model.new_num_var(0, 2 * facts.at_once, ""))
            factors.append(-1)
            costs[0].append(variables[-1])
            costs[1].append(facts.problem.weights.spread)
        limits[row] = model.add(lp.LinearExpr.weighted_sum(variables, factors) <= rows[row])
    model.minimize(lp.LinearExpr.weighted_sum(*costs))
    return _Relaxation(model, choices, limits)


def _solved(facts: Facts, rows: dict[Row, int], until: float) -> tuple[dict[Row, int], list[int]] | None:
    """Prices of the rows, scaled and rounded, and each unit's best day; None if the relaxation is infeasible."""
    relaxation = _relaxation(facts, rows)
    solver = lp.Solver("GLOP")
    if until < math.inf:
        solver.set_time_limit_in_seconds(max(1.0, until - time.monotonic()))
    status = solver.solve(relaxation.model)
    if status == lp.SolveStatus.INFEASIBLE:
        return None
    found: dict[Row, int] = dict.fromkeys(rows, 0)
    if status != lp.SolveStatus.OPTIMAL:  # no prices: the bound is then a weak one, and still true
        return found, [slots[0][0] for slots in facts.slots]
    most = facts.problem.weights.spread * SCALE
    for row, limit in relaxation.limits.items():
        price = max(0, round(-solver.dual_value(limit) * SCALE))
        found[row] = min(price, most) if row[0] == CROWD else price
    best = [max(some, key=lambda one: solver.value(one[0])) for some in relaxation.choices]
    return found, [day for _, day in best]


def least_trips(facts: Facts) -> int:
    """Trips no timetable can do without: all visits less the most pairs of near half-day visits."""
    count: dict[str, int] = defaultdict(int)
    for unit, one in enumerate(facts.problem.units):
        if facts.duration[unit] == 1:
            count[one.place] += 1
    return len(facts.problem.units) - _most_pairs(facts, count)


def _most_pairs(facts: Facts, count: dict[str, int]) -> int:
    """Twice the fractional matching of places is a flow from each place to its neighbours; half of it, rounded down."""
    flow = max_flow.SimpleMaxFlow()
    index = {place: number for number, place in enumerate(count)}
    source, sink = 2 * len(index), 2 * len(index) + 1
    for place, number in index.items():
        flow.add_arc_with_capacity(source, number, count[place])
        flow.add_arc_with_capacity(len(index) + number, sink, count[place])
        for other in facts.neighbours[place]:
            if other in index and (other != place or count[place] > 1):
                flow.add_arc_with_capacity(number, len(index) + index[other], count[place])
    if not index:
        return 0
    flow.solve(source, sink)
    return int(flow.optimal_flow()) // 2
