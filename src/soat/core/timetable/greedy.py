"""Places one visit after the other, never moving one: the start of the search and what it is measured against.

Units with the fewest possible slots come first; each takes the cheapest slot that has room, a vehicle and people.
With `reduced` costs of the bound the order of slots looks ahead, without them it is a plain planner's. Called by
`search` and by the bench.
"""

from __future__ import annotations

import math
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from soat.core.timetable.facts import Facts, Slot
from soat.core.timetable.model import Answer, taken

Price = Callable[[int, Slot], float]


@dataclass
class Board:
    """What is taken so far. `trips` of a day are [place in the morning, place in the afternoon] of each vehicle.

    Prices of slots know most of what a crowded day costs: with them (`priced`) a fifth of it is left (measured).
    """

    facts: Facts
    load: list[int]
    priced: bool = False
    visits: dict[Slot, int] = field(default_factory=lambda: defaultdict(int))
    busy: dict[Slot, dict[int, str]] = field(default_factory=lambda: defaultdict(dict))
    trips: dict[int, list[list[str | None]]] = field(default_factory=lambda: defaultdict(list))

    def crowding(self, unit: int, slot: Slot) -> float:
        """What spread and travel would cost more."""
        weights, day = self.facts.problem.weights, slot[0]
        halves = self.visits[day, 0] + self.visits[day, 1]
        above = max(0, halves + self.facts.duration[unit] - max(self.facts.ceiling, halves))
        joins = self.trip(unit, slot) is not None
        return weights.spread * above * (0.2 if self.priced else 1) + weights.travel * (not joins)

    def trip(self, unit: int, slot: Slot) -> list[str | None] | None:
        """A trip of the day that the visit can join."""
        place = self.facts.problem.units[unit].place
        for trip in self.trips[slot[0]] if self.facts.duration[unit] == 1 else ():
            other = trip[1 - slot[1]]
            if trip[slot[1]] is None and other is not None and other in self.facts.neighbours[place]:
                return trip
        return None

    def room(self, unit: int, slot: Slot) -> bool:
        """Whether a sub-team and a vehicle are free."""
        if any(self.visits[half] >= self.facts.at_once for half in taken(self.facts, unit, slot)):
            return False
        return len(self.trips[slot[0]]) < self.facts.problem.vehicles or self.trip(unit, slot) is not None

    def crew(self, unit: int, slot: Slot) -> tuple[int, ...] | None:
        """People for every need, by how many needs they meet and how far below their share they are."""
        away, left = self.facts.away[slot[0]], set(range(len(self.facts.needs[unit])))
        groups = self.facts.needs[unit]
        free = {p for group in groups for p in group if p not in away and self.free(p, unit, slot)}
        crew: list[int] = []
        while left:
            met = {p: sum(p in groups[n] for n in left) for p in free}
            best = max(free, key=lambda p: (met[p], self.facts.shares[p] - self.load[p], -p), default=None)
            if best is None or not met[best]:
                return None
            crew.append(best)
            left = {n for n in left if best not in groups[n]}
        return tuple(crew)

    def free(self, person: int, unit: int, slot: Slot) -> bool:
        """Whether the person is in no other visit then, nor at a far place on that day."""
        if any(person in self.busy[half] for half in taken(self.facts, unit, slot)):
            return False
        other = self.busy[slot[0], 1 - slot[1]].get(person)
        return other is None or other in self.facts.neighbours[self.facts.problem.units[unit].place]

    def put(self, unit: int, slot: Slot, crew: tuple[int, ...]) -> None:
        """Takes the slot."""
        place = self.facts.problem.units[unit].place
        trip = self.trip(unit, slot)
        if trip is None:
            trip = [None, None]
            self.trips[slot[0]].append(trip)
        for half in taken(self.facts, unit, slot):
            trip[half[1]] = place
            self.visits[half] += 1
            self.busy[half].update(dict.fromkeys(crew, place))
        for person in crew:
            self.load[person] += self.facts.duration[unit]


def plan(
    facts: Facts,
    price: Price | None = None,
    order: Sequence[int] | None = None,
    start: Answer | None = None,
    until: float = math.inf,
) -> Answer:
    """An answer that may lack units, `start` and more. `price` of a slot stands for its cost and that of spread.

    What is not placed before `until` (`time.monotonic`) stays without a visit.
    """
    board = Board(facts, [0] * len(facts.problem.people), price is not None)
    answer: Answer = {}
    for unit, place in sorted((start or {}).items(), key=lambda one: one[1]):
        board.put(unit, *place)
        answer[unit] = place
    narrow = sorted(range(len(facts.slots)), key=lambda unit: (-facts.duration[unit], len(facts.slots[unit])))
    for unit in sorted(order or narrow, key=lambda unit: unit not in facts.locked):
        found = None if unit in answer else _first(facts, board, unit, price, until)
        if found is not None:
            board.put(unit, *found)
            answer[unit] = found
    return answer


def _first(
    facts: Facts, board: Board, unit: int, price: Price | None, until: float
) -> tuple[Slot, tuple[int, ...]] | None:
    """The cheapest slot that can be had, with people."""

    def cost(slot: Slot) -> float:
        return (price(unit, slot) if price else facts.slot_cost(unit, slot)) + board.crowding(unit, slot)

    if time.monotonic() >= until:
        return None
    for slot in sorted(facts.slots[unit], key=lambda slot: (cost(slot), slot)):
        if time.monotonic() >= until:
            return None
        if board.room(unit, slot):
            crew = board.crew(unit, slot)
            if crew is not None:
                return slot, crew
    return None
