"""Finds good timetables of any size and proves what it can (S2): bound first, then days, people, improvement, proof.

1. The dual prices of `bound` tell which days of a unit are cheap.
2. Blocks of days, about `BLOCK` units each, get their days (`crews=False`), then their people.
3. A few days at a time are solved again as a whole problem, until that no longer helps.
4. Slots that the prices show to be too dear for any better answer are left out; if what remains is small enough, one
   exact model proves the rest.

Every step is single-threaded and limited in deterministic time; blocks run side by side. The same problem, seed and
workers give the same answer unless the wall clock cuts the search short. Called by `solve`.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from ortools.sat.python import cp_model

from soat.core.timetable import finish
from soat.core.timetable.bound import SCALE, Prices
from soat.core.timetable.facts import Facts, Slot
from soat.core.timetable.model import Answer, Model
from soat.core.timetable.objective import broken_wishes, total

BLOCK = 130  # units of a block
CHEAP = 12  # days looked at per unit within a block
CLOSE = 0.002  # gap at which the days of a block are good enough
EXACT = 60_000  # person × unit × slot variables that one exact model may have
ROUND = 6_000  # the same for one round of improvement
IDLE_ROUNDS = 12  # rounds without improvement that end the search
MISSING = 10**12  # objective of a unit without a visit


@dataclass
class Search:
    """One run. `best` may lack units; `floor` is the best proven bound; `proven_infeasible` says there is no answer."""

    facts: Facts
    prices: Prices
    until: float
    say: Callable[[int, int], None] = lambda objective, bound: None
    best: Answer = field(default_factory=dict)
    floor: int = 0
    proven_infeasible: bool = False

    def run(self) -> Search:
        self.floor = self.prices.bound
        self.random = random.Random(self.facts.problem.limits.seed)
        self.offer(self._construct())
        if not self._small(self._worth()):
            self._improve()
        if self._open():
            self._prove()
        if self._open():
            self._improve()
        return self

    def value(self, answer: Answer) -> int:
        """The objective, each missing unit at `MISSING`."""
        missing = len(self.facts.problem.units) - len(answer)
        return total(broken_wishes(self.facts, finish.visits(self.facts, answer))) + missing * MISSING

    def offer(self, answer: Answer) -> bool:
        """Keeps the answer if it is better than the best."""
        lean = finish.without_surplus(self.facts, answer)
        if self.best and self.value(lean) >= self.value(self.best):
            return False
        self.best = lean
        self.say(self.value(lean), self.floor)
        return True

    def _open(self) -> bool:
        """Whether there is something left to find and time to do it."""
        return not self.proven_infeasible and self.value(self.best) > self.floor and time.monotonic() < self.until

    def _solve(self, model: Model, effort: float, close: float = 0.0) -> tuple[cp_model.CpSolver, cp_model.CpSolverStatus]:
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = self.facts.problem.limits.seed
        solver.parameters.linearization_level = 2
        solver.parameters.symmetry_level = 0
        solver.parameters.relative_gap_limit = close
        solver.parameters.max_deterministic_time = effort
        solver.parameters.max_time_in_seconds = max(0.01, self.until - time.monotonic())
        return solver, solver.solve(model.cp)

    def _drop(self, times: int) -> int:
        """The price of leaving a unit out for now: some times what placing one can cost."""
        weights, facts = self.facts.problem.weights, self.facts
        days = max(len(facts.problem.days), 1)
        crew = max(map(len, facts.needs))
        place = weights.early * days + weights.stability * bool(facts.previous) + weights.travel
        return times * (place + 2 * weights.spread + 2 * crew * weights.fairness) + 1

    # Construction

    def _construct(self) -> Answer:
        blocks = self._blocks()
        with ThreadPoolExecutor(self.facts.problem.limits.workers) as pool:
            timed = list(pool.map(self._days_of, blocks))
            done = pool.map(self._people_of, timed)
        return {unit: place for answer in done for unit, place in answer.items()}

    def _blocks(self) -> list[dict[int, list[Slot]]]:
        """Units with their cheap slots, in blocks of days that follow each other."""
        target = self.prices.target
        order = sorted(range(len(target)), key=lambda unit: (target[unit], unit))
        count = max(1, round(len(order) / BLOCK))
        last = [target[order[(n + 1) * len(order) // count - 1]] for n in range(count)]
        blocks: list[dict[int, list[Slot]]] = [{} for _ in range(count)]
        for unit in order:
            number = next(n for n in range(count) if target[unit] <= last[n])
            first = last[number - 1] + 1 if number else 0
            end = last[number] if number < count - 1 else len(self.facts.problem.days)
            blocks[number][unit] = self._cheap(unit, first, end)
        return [block for block in blocks if block]

    def _cheap(self, unit: int, first: int, last: int) -> list[Slot]:
        reduced = self.prices.reduced[unit]
        days = [(cost, self.random.random(), day) for day, cost in reduced.items() if first <= day <= last]
        chosen = {day for _, _, day in sorted(days)[:CHEAP]}
        return [slot for slot in self.facts.slots[unit] if slot[0] in chosen]

    def _days_of(self, block: dict[int, list[Slot]]) -> Answer:
        """Slots for the units of a block; some are left out only if they do not fit all."""
        for drop in (0, self._drop(3)):
            model = Model(self.facts, block, crews=False, drop=drop).build()
            solver, status = self._solve(model, 3, CLOSE)
            if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
                return model.answer(solver)
        return {}

    def _people_of(self, timed: Answer) -> Answer:
        """People for given slots. The block may use its part of every fair share."""
        halves = sum(self.facts.duration[unit] for unit in timed)
        part = halves / sum(self.facts.duration)
        left = [round(share * part) for share in self.facts.shares]
        model = Model(
            self.facts, {unit: [slot] for unit, (slot, _) in timed.items()}, left=left, drop=self._drop(3)
        ).build()
        solver, status = self._solve(model, 2)
        return model.answer(solver) if status in (cp_model.OPTIMAL, cp_model.FEASIBLE) else {}

    # Improvement

    def _improve(self) -> None:
        idle = 0
        while idle < IDLE_ROUNDS and self._open():
            idle = 0 if self._round(self._some_days()) else idle + 1

    def _some_days(self) -> list[int]:
        """Days in random order, those first where missing units could go."""
        days = list(range(len(self.facts.problem.days)))
        self.random.shuffle(days)
        missing = [unit for unit in range(len(self.facts.problem.units)) if unit not in self.best]
        if not missing:
            return days
        wanted = {slot[0] for slot in self.facts.slots[self.random.choice(missing)]}
        return sorted(days, key=lambda day: day not in wanted)

    def _round(self, days: Sequence[int]) -> bool:
        """Solves some of the days again as a whole; units without a visit may take part."""
        chosen, slots = self._neighbourhood(days)
        rest = {unit: place for unit, place in self.best.items() if unit not in slots}
        load = finish.loads(self.facts, rest)
        left = [share - done for share, done in zip(self.facts.shares, load, strict=True)]
        model = Model(self.facts, slots, left=left, drop=self._drop(20)).build()
        model.hint(self.best)
        solver, status = self._solve(model, 1)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return False
        return self.offer(rest | model.answer(solver))

    def _neighbourhood(self, days: Sequence[int]) -> tuple[set[int], dict[int, list[Slot]]]:
        """As many of the days as `ROUND` allows, with the units there."""
        worth = self._worth()
        chosen: set[int] = set()
        slots: dict[int, list[Slot]] = {}
        for day in days:
            trial = chosen | {day}
            units = [u for u in worth if u not in self.best or self.best[u][0][0] in trial]
            found = {u: [slot for slot in worth[u] if slot[0] in trial] for u in units}
            found = {u: some for u, some in found.items() if some}
            if chosen and self._size(found) > ROUND:
                break
            chosen, slots = trial, found
        return chosen, slots

    # Proof

    def _worth(self) -> dict[int, list[Slot]]:
        """Of each unit the slots that an answer better than the best may use, and the best's own."""
        slack = (self.value(self.best) - self.prices.bound) * SCALE
        return {
            unit: [
                slot
                for slot in slots
                if self.prices.reduced[unit][slot[0]] < slack
                or (unit in self.best and self.best[unit][0] == slot)
            ]
            for unit, slots in enumerate(self.facts.slots)
        }

    def _size(self, slots: dict[int, list[Slot]]) -> int:
        return sum(len(some) * self.facts.crowd[unit] for unit, some in slots.items())

    def _small(self, slots: dict[int, list[Slot]]) -> bool:
        return self._size(slots) <= EXACT

    def _prove(self) -> None:
        """The exact model of the slots worth looking at: its bound holds for all, since the others cannot do better."""
        slots = self._worth()
        if not self._small(slots):
            return
        model = Model(self.facts, slots).build()
        model.hint(self.best)
        solver, status = self._solve(model, 1000)
        if status == cp_model.INFEASIBLE:
            self.proven_infeasible = len(self.best) < len(self.facts.problem.units)
            return
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            self.offer(model.answer(solver))
        proven = -int(-solver.best_objective_bound // 1)
        self.floor = max(self.floor, min(proven, self.value(self.best)))
