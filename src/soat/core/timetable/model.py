"""The CP-SAT model of a timetable, restricted to given slots of each unit (S2).

With all slots it is the whole problem, with one slot per unit it only chooses the people, with `crews=False` only the
days: one formulation for the proof, for improving a few days and for the explanation. Trips are counted per day as
visits less the pairs "morning at one place, afternoon at one near it"; people are double-booked by no half day and sent
to no two far places on a day. Called by `search` and `conflict`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ortools.sat.python import cp_model

from soat.core.timetable.facts import Facts, Slot

Bool = cp_model.IntVar
Expr = cp_model.LinearExprT
Term = tuple[int, Bool]
Answer = dict[int, tuple[Slot, tuple[int, ...]]]


@dataclass
class Model:
    """Variables of one restricted problem.

    `left` is what is left of each person's fair share by visits that are not in the model. With `drop` a unit may stay
    without a visit at that cost.
    """

    facts: Facts
    slots: dict[int, list[Slot]]
    crews: bool = True
    left: Sequence[int] = ()
    drop: int = 0
    only: dict[int, frozenset[int]] | None = None
    cp: cp_model.CpModel = field(default_factory=cp_model.CpModel)
    at: dict[tuple[int, Slot], Bool] = field(default_factory=dict)
    goes: dict[tuple[int, int, Slot], Bool] = field(default_factory=dict)
    none: dict[int, Bool] = field(default_factory=dict)
    pairs: dict[tuple[int, str, str], Bool] = field(default_factory=dict)
    above: list[tuple[Bool, list[Term], int]] = field(default_factory=list)
    costs: list[Expr] = field(default_factory=list)

    @property
    def size(self) -> int:
        """About how many literals its constraints have: what building it takes."""
        return sum(len(slots) * self._width(unit) for unit, slots in self.slots.items())

    def _width(self, unit: int) -> int:
        groups = self.facts.groups[unit]
        if not self.crews:
            return 3 + len(groups)
        most = len(self.only[unit]) if self.only else len(self.facts.problem.people)
        return 3 + sum(min(len(group), most) for group in groups)

    def build(self) -> Model:
        for unit, slots in self.slots.items():
            for slot in slots:
                self.at[unit, slot] = self.cp.new_bool_var("")
            choice = [self.at[unit, slot] for slot in slots]
            if self.drop:
                self.none[unit] = self.cp.new_bool_var("")
                self.costs.append(self.drop * self.none[unit])
                choice.append(self.none[unit])
            self.cp.add_exactly_one(choice)
            self.costs += [self.facts.slot_cost(unit, slot) * self.at[unit, slot] for slot in slots]
        self._room()
        self._trips()
        if self.crews:
            self._crews()
        else:
            self._halls()
        self.cp.minimize(cp_model.LinearExpr.sum(self.costs))
        return self

    def _by_half(self) -> dict[Slot, list[int]]:
        """Of each half day the units that may be visited then."""
        found: dict[Slot, list[int]] = defaultdict(list)
        for unit, slot in self.at:
            for half in taken(self.facts, unit, slot):
                found[half].append(unit)
        return found

    def _present(self, unit: int, half: Slot) -> Bool:
        """The literal "the unit is being visited at that half day"."""
        return self.at[unit, (half[0], 0) if self.facts.duration[unit] == 2 else half]

    def _room(self) -> None:
        """Sub-teams per half day; half-days above the mean of a day cost `spread`."""
        load: dict[int, list[Term]] = defaultdict(list)
        for half, units in self._by_half().items():
            here = [self._present(unit, half) for unit in units]
            load[half[0]] += [(1, one) for one in here]
            if len(here) > self.facts.at_once:
                self.cp.add(cp_model.LinearExpr.sum(here) <= self.facts.at_once)
        for terms in load.values():
            self._dear(terms, self.facts.ceiling, self.facts.problem.weights.spread)

    def _dear(self, terms: list[Term], room: int, weight: int) -> None:
        """What the terms sum to above `room` costs `weight` each; a negative room is no cost of theirs."""
        most, least = sum(factor for factor, _ in terms) - room, max(0, -room)
        if not weight or most <= least:
            return
        above = self.cp.new_int_var(least, most, "")
        self.cp.add(above >= cp_model.LinearExpr.sum([factor * one for factor, one in terms]) - room)
        self.costs.append(weight * (above - least))
        self.above.append((above, terms, room))

    def _trips(self) -> None:
        """Vehicles per day, each trip at the price of `travel`."""
        here: dict[int, list[Expr]] = defaultdict(list)
        by_place: dict[Slot, dict[str, list[Expr]]] = defaultdict(lambda: defaultdict(list))
        for (unit, slot), literal in self.at.items():
            here[slot[0]].append(literal)
            if self.facts.duration[unit] == 1:
                by_place[slot][self.facts.kinds[self.facts.problem.units[unit].place]].append(literal)
        for day, visits in here.items():
            pairs = self._pairs(day, by_place[day, 0], by_place[day, 1])
            trips = cp_model.LinearExpr.sum(visits) - cp_model.LinearExpr.sum(pairs)
            self.cp.add(trips <= self.facts.problem.vehicles)
            self.costs.append(self.facts.problem.weights.travel * trips)

    def _pairs(
        self, day: int, morning: dict[str, list[Expr]], afternoon: dict[str, list[Expr]]
    ) -> list[Expr]:
        """One variable per pair of near places: vehicles that go from the one to the other at noon."""
        leaving: dict[str, list[Expr]] = defaultdict(list)
        coming: dict[str, list[Expr]] = defaultdict(list)
        pairs: list[Expr] = []
        for place, visits in morning.items():
            for other in sorted(self.facts.neighbours[place]):
                if other in afternoon:
                    pair = self.cp.new_int_var(0, min(len(visits), len(afternoon[other])), "")
                    leaving[place].append(pair)
                    coming[other].append(pair)
                    pairs.append(pair)
                    self.pairs[day, place, other] = pair
        for limited, visits_of in ((leaving, morning), (coming, afternoon)):
            for place, some in limited.items():
                self.cp.add(cp_model.LinearExpr.sum(some) <= cp_model.LinearExpr.sum(visits_of[place]))
        return pairs

    def _halls(self) -> None:
        """Without people: visits at once that need somebody of a group are at most the people of that group."""
        needing: dict[tuple[Slot, frozenset[int]], list[Expr]] = defaultdict(list)
        for half, units in self._by_half().items():
            for unit in units:
                for there in {group - self.facts.away[half[0]] for group in self.facts.groups[unit]}:
                    needing[half, there].append(self._present(unit, half))
        for (_, there), visits in needing.items():
            if len(visits) > len(there):
                self.cp.add(cp_model.LinearExpr.sum(visits) <= len(there))

    def _crews(self) -> None:
        """People of each visit: every need met, nobody twice at a half day or at far places on a day."""
        for (unit, slot), literal in self.at.items():
            groups = self._groups(unit, slot[0])
            for person in sorted(frozenset().union(*groups)):
                self.goes[unit, person, slot] = self.cp.new_bool_var("")
                self.cp.add_implication(self.goes[unit, person, slot], literal)
            for group in groups:
                self.cp.add_bool_or([*(self.goes[unit, person, slot] for person in sorted(group)), ~literal])
        busy: dict[tuple[int, Slot], list[Bool]] = defaultdict(list)
        work: dict[int, list[Term]] = defaultdict(list)
        for (unit, person, slot), literal in self.goes.items():
            work[person].append((self.facts.duration[unit], literal))
            for half in taken(self.facts, unit, slot):
                busy[person, half].append(literal)
        for literals in busy.values():
            self.cp.add_at_most_one(literals)
        self._far()
        for person, terms in work.items():
            left = self.left[person] if self.left else self.facts.shares[person]
            self._dear(terms, left, self.facts.problem.weights.fairness)

    def _groups(self, unit: int, day: int) -> list[frozenset[int]]:
        """The groups of people of which one must come, without those away or not looked at."""
        groups = [group - self.facts.away[day] for group in self.facts.needs[unit]]
        return groups if self.only is None else [group & self.only[unit] for group in groups]

    def _far(self) -> None:
        """Nobody is at a place in the morning and at one far from it in the afternoon."""
        if self.facts.problem.travel is None:
            return
        where: dict[tuple[int, int], list[dict[str, list[Bool]]]] = defaultdict(
            lambda: [defaultdict(list), defaultdict(list)]
        )
        for (unit, person, (day, half)), literal in self.goes.items():
            if self.facts.duration[unit] == 1:
                where[person, day][half][self.facts.problem.units[unit].place].append(literal)
        for morning, afternoon in where.values():
            for place, literals in morning.items():
                near = self.facts.neighbours[place]
                far = [one for other, some in afternoon.items() if other not in near for one in some]
                if far:
                    self.cp.add_at_most_one([*literals, *far])

    def hint(self, answer: Answer) -> None:
        """Starts the search from an answer, which may lack units; every variable gets its value."""
        value: dict[int, int] = {}
        for (unit, slot), literal in self.at.items():
            value[literal.index] = unit in answer and answer[unit][0] == slot
        for (unit, person, slot), literal in self.goes.items():
            value[literal.index] = unit in answer and answer[unit][0] == slot and person in answer[unit][1]
        for unit, none in self.none.items():
            value[none.index] = unit not in answer
        for above, terms, room in self.above:
            least = above.proto.domain[0]
            value[above.index] = max(least, sum(factor * value[one.index] for factor, one in terms) - room)
        self._pair_up(value)
        for index, one in value.items():
            self.cp.add_hint(self.cp.get_int_var_from_proto_index(index), one)

    def _pair_up(self, value: dict[int, int]) -> None:
        """Values of the pairs for given visits: as many as come, one kind of place after the other."""
        free: dict[tuple[int, int, str], int] = defaultdict(int)
        for (unit, (day, half)), literal in self.at.items():
            if self.facts.duration[unit] == 1:
                free[day, half, self.facts.kinds[self.facts.problem.units[unit].place]] += value[
                    literal.index
                ]
        for (day, place, other), pair in self.pairs.items():
            value[pair.index] = min(free[day, 0, place], free[day, 1, other])
            free[day, 0, place] -= value[pair.index]
            free[day, 1, other] -= value[pair.index]

    def answer(self, solver: cp_model.CpSolver) -> Answer:
        """Slot and people of each unit."""
        found: Answer = {}
        for (unit, slot), literal in self.at.items():
            if solver.boolean_value(literal):
                found[unit] = (slot, ())
        for (unit, person, _), literal in self.goes.items():
            if solver.boolean_value(literal):
                found[unit] = (found[unit][0], (*found[unit][1], person))
        return found


def taken(facts: Facts, unit: int, slot: Slot) -> Iterable[Slot]:
    """The half days a visit takes."""
    return ((slot[0], 0), (slot[0], 1)) if facts.duration[unit] == 2 else (slot,)
