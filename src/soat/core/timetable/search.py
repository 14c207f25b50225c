"""Finds good timetables of any size and proves what it can (S2): bound first, then a start, improvement, proof.

1. The dual prices of `bound` tell which days of a unit are cheap; `greedy` places the units by these prices,
   then people below their fair share take over from people above it.
2. A problem of at most `WHOLE` units gets all its days at once (without people), then its people.
3. Slots that the prices show to be too dear for any better answer are left out; if what remains is small enough, one
   exact model improves and proves the rest.
4. Otherwise a few days at a time are solved again as a whole problem, side by side, until that no longer helps.

Every step is single-threaded, seeded and limited in deterministic time: the same problem gives the same answer unless
the wall clock cuts the search short. Called by `solve`.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from ortools.sat.python import cp_model

from soat.core.timetable import finish, greedy
from soat.core.timetable.bound import SCALE, Prices
from soat.core.timetable.facts import Facts, Slot, enough_time
from soat.core.timetable.model import Answer, Model
from soat.core.timetable.objective import broken_wishes, total

WHOLE = 300  # units whose days are found by one model
CHEAP = 6  # days looked at per unit there
CLOSE = 0.002  # gap at which these days are good enough
EXACT = 60_000  # person × unit × slot variables that one exact model may have
ROUND = 5_000  # the same for one round of improvement
PEOPLE = 5  # people looked at per need in a round, besides those who go already
IDLE_ROUNDS = 20  # rounds without improvement that end the search
GRACE = 1.0  # seconds that the first answer may take where no time is left
MISSING = 10**12  # objective of a unit without a visit
FOUND = (cp_model.OPTIMAL, cp_model.FEASIBLE)


@dataclass
class Search:
    """One run. `best` may lack units; `floor` is the best proven bound; `proven_infeasible` says there is no answer."""

    facts: Facts
    prices: Prices
    start: float
    until: float
    say: Callable[[int, int], None] = lambda objective, bound: None
    best: Answer = field(default_factory=dict)
    floor: int = 0
    proven_infeasible: bool = False

    def run(self) -> Search:
        self.floor = self.prices.bound
        self.random = random.Random(self.facts.problem.limits.seed)  # noqa: S311 - a search, not a secret
        self._start()
        self._ease()
        if self.facts.previous and self._open():
            self._as_before()
        elif len(self.facts.slots) <= WHOLE and self._open():
            self._at_once()
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
        return (
            not self.proven_infeasible
            and not self.facts.problem.stop.asked
            and self.value(self.best) > self.floor
            and time.monotonic() < self.until
        )

    def _solve(
        self,
        model: Model,
        effort: float,
        part: float = 1.0,
        close: float = 0.0,
        hear: Callable[[float], None] | None = None,
    ) -> tuple[cp_model.CpSolver, cp_model.CpSolverStatus]:
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = self.facts.problem.limits.seed
        solver.parameters.linearization_level = 2
        solver.parameters.symmetry_level = 0
        solver.parameters.cp_model_probing_level = 0
        solver.parameters.absolute_gap_limit = close
        solver.parameters.max_deterministic_time = effort
        solver.parameters.max_time_in_seconds = max(
            0.01, self.start + part * (self.until - self.start) - time.monotonic()
        )
        if hear is not None:
            solver.best_bound_callback = hear
        with self.facts.problem.stop.running(solver):
            return solver, solver.solve(model.cp)

    def _found(
        self, model: Model, effort: float, part: float = 1.0, close: float = 0.0, hint: Answer | None = None
    ) -> Answer:
        """The answer of a model yet to be built, empty if none was found or there is no time to build it."""
        if not enough_time(model.size, self.until):
            return {}
        model.build()
        if hint is not None:
            model.hint(hint)
        solver, status = self._solve(model, effort, part, close)
        return model.answer(solver) if status in FOUND else {}

    def _drop(self, times: int) -> int:
        """The price of leaving a unit out for now: some times what placing one can cost."""
        weights, facts = self.facts.problem.weights, self.facts
        days = max(len(facts.problem.days), 1)
        crew = max(map(len, facts.needs))
        place = weights.early * days + weights.stability * bool(facts.previous) + weights.travel
        return times * (place + 2 * weights.spread + 2 * crew * weights.fairness) + 1

    # Construction

    def _start(self) -> None:
        target, length = self.prices.target, self.facts.duration
        by_target = sorted(range(len(target)), key=lambda unit: (-length[unit], target[unit]))
        for order in (None, by_target):
            until = self.until if self.best else max(self.until, time.monotonic() + GRACE)
            self.offer(greedy.plan(self.facts, self._price, order, until=until))

    def _price(self, unit: int, slot: Slot) -> float:
        return self.prices.reduced[unit][slot[0]] / SCALE

    def _ease(self) -> None:
        """Visits of people above their share get people below it instead, at the same slots."""
        room = self._left(self.best)
        heavy = {unit for unit, (_, crew) in self.best.items() if any(room[person] < 0 for person in crew)}
        days = {self.best[unit][0][0] for unit in heavy}
        free = frozenset(person for person, left in enumerate(room) if left > 0)
        slots = {unit: [slot] for unit, (slot, _) in self.best.items() if slot[0] in days}
        only = {
            unit: frozenset(self.best[unit][1]) | (free if unit in heavy else frozenset()) for unit in slots
        }
        self.offer(self.best | self._round(slots, only))

    def _at_once(self) -> None:
        """All days by one model without people, then the people for them."""
        cheap = {unit: self._cheap(unit) for unit in range(len(self.facts.slots))}
        days = self._found(Model(self.facts, cheap, crews=False), 3, 0.6, CLOSE * self.floor, self.best)
        timed = {unit: [slot] for unit, (slot, _) in days.items()}
        self.offer(self._found(Model(self.facts, timed, drop=self._drop(3)), 2, 0.8))

    def _as_before(self) -> None:
        """Former slots as far as they can be kept with people, then the missing units wherever there is room."""
        kept = {unit: [slot] for unit, slot in self.facts.previous.items() if slot in self.facts.slots[unit]}
        stays = self._found(Model(self.facts, kept, drop=self._drop(3)), 2, 0.6)
        self.offer(greedy.plan(self.facts, self._price, start=stays, until=self.until))

    def _cheap(self, unit: int) -> list[Slot]:
        """Slots on the cheapest days, ties by lot, and where the best answer has the unit."""
        days = sorted((cost, self.random.random(), day) for day, cost in self.prices.reduced[unit].items())
        chosen = {day for _, _, day in days[:CHEAP]}
        if unit in self.best:
            chosen.add(self.best[unit][0][0])
        return [slot for slot in self.facts.slots[unit] if slot[0] in chosen]

    # Improvement

    def _improve(self) -> None:
        workers, idle = self.facts.problem.limits.workers, 0
        with ThreadPoolExecutor(workers) as pool:
            while idle < IDLE_ROUNDS and self._open():
                better = [one for one in pool.map(self._round, self._neighbourhoods(workers)) if one]
                merged = self.best | {unit: place for one in better for unit, place in one.items()}
                idle = 0 if self.offer(merged) else idle + 1

    def _left(self, answer: Answer) -> list[int]:
        """What an answer leaves of each person's fair share."""
        load = finish.loads(self.facts, answer)
        return [share - done for share, done in zip(self.facts.shares, load, strict=True)]

    def _round(self, slots: dict[int, list[Slot]], only: dict[int, frozenset[int]] | None = None) -> Answer:
        """Solves the given units again within the given slots; nothing if that fails."""
        left = self._left({unit: place for unit, place in self.best.items() if unit not in slots})
        some = only or {unit: self._candidates(unit, left) for unit in slots}
        model = Model(self.facts, slots, left=left, drop=self._drop(20), only=some)
        return self._found(model, 0.5, hint=self.best)

    def _candidates(self, unit: int, left: list[int]) -> frozenset[int]:
        """Who goes now, and of every need those with most of their share left."""
        some = set(self.best[unit][1]) if unit in self.best else set()
        for group in self.facts.needs[unit]:
            some.update(sorted(group, key=lambda person: (-left[person], person))[:PEOPLE])
        return frozenset(some)

    def _neighbourhoods(self, count: int) -> list[dict[int, list[Slot]]]:
        """Some sets of days that have no unit in common, each with its units and as large as `ROUND` allows."""
        worth = self._worth()
        days = self._some_days()
        found: list[dict[int, list[Slot]]] = []
        for _ in range(count):
            used = {unit for slots in found for unit in slots}
            chosen: set[int] = set()
            slots: dict[int, list[Slot]] = {}
            while days and time.monotonic() < self.until:
                trial = self._within(worth, chosen | {days[0]}, used)
                if chosen and self._size(trial) > ROUND:
                    break
                chosen.add(days.pop(0))
                slots = trial
            found.append(slots)
        return [slots for slots in found if slots]

    def _some_days(self) -> list[int]:
        """All days: in random order or in a row from a random one; first those where a missing unit could go."""
        days = list(range(len(self.facts.problem.days)))
        if self.random.random() < 0.5:
            self.random.shuffle(days)
        else:
            cut = self.random.randrange(len(days))
            days = days[cut:] + days[:cut]
        missing = [unit for unit in range(len(self.facts.slots)) if unit not in self.best]
        if not missing:
            return days
        wanted = {slot[0] for slot in self.facts.slots[self.random.choice(missing)]}
        return sorted(days, key=lambda day: day not in wanted)

    def _within(self, worth: dict[int, list[Slot]], days: set[int], used: set[int]) -> dict[int, list[Slot]]:
        """Units that are on these days or nowhere, with their slots there."""
        found = {}
        for unit, slots in worth.items():
            if unit not in used and (unit not in self.best or self.best[unit][0][0] in days):
                found[unit] = [slot for slot in slots if slot[0] in days]
        return {unit: slots for unit, slots in found.items() if slots}

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
        return sum(len(some) * min(self.facts.crowd[unit], 3 * PEOPLE) for unit, some in slots.items())

    def _prove(self) -> None:
        """The exact model of the slots worth looking at: its bound holds for all, since the others cannot do better."""
        slots = self._worth()
        if sum(len(some) * self.facts.crowd[unit] for unit, some in slots.items()) > EXACT:
            return
        model = Model(self.facts, slots)
        if not enough_time(model.size, self.until):
            return
        model.build().hint(self.best)
        solver, status = self._solve(model, 1000, hear=self._hear)
        if status == cp_model.INFEASIBLE:
            self.proven_infeasible = len(self.best) < len(self.facts.problem.units)
            return
        if status in FOUND:
            self.offer(model.answer(solver))
        self._hear(solver.best_objective_bound)

    def _hear(self, bound: float) -> None:
        """A bound that the exact model has proven of every answer better than the best."""
        proven = min(-int(-bound // 1), self.value(self.best))
        if proven > self.floor:
            self.floor = proven
            self.say(self.value(self.best), proven)
