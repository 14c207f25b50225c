"""What follows from a problem by arithmetic alone: possible slots, near places, fair shares, costs of a slot.

Used by the model, the bound and the explanation; the checker works all of it out again by itself. Units and people
are indices here, a slot is (day index, half index); a whole-day visit stands at half 0 and takes both.
"""

from __future__ import annotations

import math
import time
from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from soat.core.timetable.problem import HALVES, NEAR_MINUTES, Problem

Slot = tuple[int, int]
AT_ONCE = 20_000  # literals that are built even when time is up
PER_SECOND = 150_000  # literals of a model that a slow machine builds in a second


def enough_time(literals: int, until: float) -> bool:
    """Whether a model with so many literals or entries is built well before `until` (`time.monotonic`) or at once."""
    return literals <= max(AT_ONCE, PER_SECOND * (until - time.monotonic()))


@dataclass(frozen=True)
class Facts:
    """Derived figures of one problem, each worked out once."""

    problem: Problem

    @cached_property
    def duration(self) -> list[int]:
        return [unit.duration_half_days for unit in self.problem.units]

    @cached_property
    def unit_index(self) -> dict[str, int]:
        return {unit.id: index for index, unit in enumerate(self.problem.units)}

    @cached_property
    def day_index(self) -> dict[object, int]:
        return {day: index for index, day in enumerate(self.problem.days)}

    @cached_property
    def at_once(self) -> int:
        """Visits at the same half day."""
        return min(self.problem.subteams, self.problem.vehicles)

    @cached_property
    def ceiling(self) -> int:
        """Half-days of visits a day may have before it counts as crowded: the mean rounded up, at least 2."""
        return max(2, math.ceil(Fraction(sum(self.duration), len(self.problem.days))))

    @cached_property
    def locked(self) -> dict[int, Slot]:
        return self._slots("locked")

    @cached_property
    def previous(self) -> dict[int, Slot]:
        """Former slots; day −1 where the former day is no longer among the days."""
        return self._slots("previous")

    def _slots(self, name: str) -> dict[int, Slot]:
        return {
            self.unit_index[one.unit]: (self.day_index.get(one.day, -1), HALVES.index(one.half))
            for one in getattr(self.problem, name)
        }

    @cached_property
    def first_day(self) -> list[int]:
        """Of each unit the first day from its `earliest` on: where being early costs nothing."""
        return [sum(day < unit.earliest for day in self.problem.days) for unit in self.problem.units]

    def open_days(self, unit: int) -> list[int]:
        """Days within the unit's window that are not blacked out."""
        one = self.problem.units[unit]
        return [
            index
            for index, day in enumerate(self.problem.days)
            if one.earliest <= day <= one.latest and day not in one.blackout
        ]

    @cached_property
    def slots(self) -> list[list[Slot]]:
        """Of each unit the slots that its window, blackout days and lock leave."""
        return [self._possible(unit) for unit in range(len(self.problem.units))]

    def _possible(self, unit: int) -> list[Slot]:
        halves = (0,) if self.duration[unit] == 2 else (0, 1)
        free = [(day, half) for day in self.open_days(unit) for half in halves]
        lock = self.locked.get(unit)
        return free if lock is None else [slot for slot in free if slot == lock]

    def slot_cost(self, unit: int, slot: Slot) -> int:
        """Weighted cost of being early and of having moved."""
        weights = self.problem.weights
        moved = self.previous.get(unit, slot) != slot
        late = max(0, slot[0] - self.first_day[unit])
        return weights.early * late + weights.stability * moved

    def near(self, place: str, other: str) -> bool:
        """Whether one may be visited after the other on a day. A pair the table does not name is too far."""
        travel = self.problem.travel
        if place == other or travel is None:
            return True
        there, back = travel.get(place, {}).get(other), travel.get(other, {}).get(place)
        minutes = [one for one in (there, back) if one is not None]
        return bool(minutes) and max(minutes) <= NEAR_MINUTES

    @cached_property
    def neighbours(self) -> dict[str, frozenset[str]]:
        """Of each place of a unit all places near it, itself among them."""
        places = {unit.place for unit in self.problem.units}
        return {one: frozenset(other for other in places if self.near(one, other)) for one in places}

    @cached_property
    def kinds(self) -> dict[str, str]:
        """Places with the same neighbours are one kind: of each place the first of its kind."""
        first: dict[frozenset[str], str] = {}
        return {place: first.setdefault(near, place) for place, near in sorted(self.neighbours.items())}

    @cached_property
    def groups(self) -> list[list[frozenset[int]]]:
        """Of each unit the groups of people of which one must come, recused ones too: one per content, the lead."""
        leads = [self.leads] if self.leads else []
        return [[self.able[content] for content in unit.contents] + leads for unit in self.problem.units]

    @cached_property
    def needs(self) -> list[list[frozenset[int]]]:
        """The same groups without the people recused from the unit."""
        return [
            [
                group if group.isdisjoint(self.recused[unit.id]) else group - self.recused[unit.id]
                for group in groups
            ]
            for unit, groups in zip(self.problem.units, self.groups, strict=True)
        ]

    @cached_property
    def crowd(self) -> list[int]:
        """Of each unit how many people could come: the size of its part of an exact model."""
        return [len(frozenset().union(*groups)) for groups in self.needs]

    @cached_property
    def leads(self) -> frozenset[int]:
        return frozenset(n for n, one in enumerate(self.problem.people) if one.id in self.problem.lead_people)

    @cached_property
    def able(self) -> dict[str, frozenset[int]]:
        """Of each content of a unit the people skilled in it."""
        contents = {content for unit in self.problem.units for content in unit.contents}
        return {
            content: frozenset(n for n, one in enumerate(self.problem.people) if content in one.skills)
            for content in contents
        }

    @cached_property
    def recused(self) -> dict[str, frozenset[int]]:
        found: dict[str, set[int]] = {unit.id: set() for unit in self.problem.units}
        for index, one in enumerate(self.problem.people):
            for unit in one.worked_at:
                found[unit].add(index)
        return {unit: frozenset(people) for unit, people in found.items()}

    @cached_property
    def away(self) -> list[frozenset[int]]:
        """Of each day the people who are not available."""
        return [
            frozenset(n for n, one in enumerate(self.problem.people) if day in one.unavailable)
            for day in self.problem.days
        ]

    @cached_property
    def shares(self) -> list[int]:
        """Of each person the fair share in half-days, rounded up: see `objective`."""
        among: list[Counter[int]] = [Counter() for _ in self.problem.people]  # half-days shared among so many
        for unit, groups in enumerate(self.needs):
            seen: frozenset[int] = frozenset()
            for group in sorted(groups, key=len):  # the smallest group of a person counts
                for person in group - seen:
                    among[person][len(group)] += self.duration[unit]
                seen |= group
        return [math.ceil(sum(Fraction(half, many) for many, half in one.items())) for one in among]
