"""From slots and people to visits: surplus people leave, vehicles are given out (S2). Called by `search` and `solve`.

Vehicles of a day: as many as possible go on from a morning visit to an afternoon visit near it (largest matching), so
the number of trips is the least for these slots.
"""

from __future__ import annotations

from collections import defaultdict

from soat.core.timetable.facts import Facts
from soat.core.timetable.model import Answer
from soat.core.timetable.problem import HALVES, Visit


def without_surplus(facts: Facts, answer: Answer) -> Answer:
    """The same answer without people who meet no need alone; those furthest above their share leave first."""
    load = loads(facts, answer)
    lean: Answer = {}
    for unit, (slot, crew) in sorted(answer.items()):
        left = set(crew)
        for person in sorted(crew, key=lambda one: (facts.shares[one] - load[one], one)):
            if all(group & (left - {person}) for group in facts.needs[unit]):
                left.discard(person)
                load[person] -= facts.duration[unit]
        lean[unit] = (slot, tuple(sorted(left)))
    return lean


def loads(facts: Facts, answer: Answer) -> list[int]:
    """Half-days of each person."""
    load = [0] * len(facts.problem.people)
    for unit, (_, crew) in answer.items():
        for person in crew:
            load[person] += facts.duration[unit]
    return load


def visits(facts: Facts, answer: Answer) -> tuple[Visit, ...]:
    """Visits in order of time, each with a vehicle."""
    by_day: dict[int, list[int]] = defaultdict(list)
    for unit, (slot, _) in sorted(answer.items()):
        by_day[slot[0]].append(unit)
    found = []
    for units in by_day.values():
        vehicles = _vehicles(facts, answer, units)
        for unit in units:
            (day, half), crew = answer[unit]
            one, people = facts.problem.units[unit], facts.problem.people
            names = tuple(people[person].id for person in crew)
            found.append(Visit(one.id, facts.problem.days[day], HALVES[half], names, vehicles[unit]))
    return tuple(sorted(found, key=lambda one: (one.day, one.half, one.vehicle)))


def _vehicles(facts: Facts, answer: Answer, units: list[int]) -> dict[int, int]:
    """Vehicle numbers of the units of one day."""
    morning = [unit for unit in units if answer[unit][0][1] == 0 and facts.duration[unit] == 1]
    afternoon = [unit for unit in units if answer[unit][0][1] == 1]
    before = _matching(facts, morning, afternoon)
    numbers: dict[int, int] = {}
    for unit in units:
        if unit not in before:
            numbers[unit] = len(numbers) + 1
    return numbers | {later: numbers[earlier] for later, earlier in before.items()}


def _matching(facts: Facts, morning: list[int], afternoon: list[int]) -> dict[int, int]:
    """A largest matching of near visits, as afternoon unit: morning unit (augmenting paths)."""
    place = {unit: facts.problem.units[unit].place for unit in morning + afternoon}
    before: dict[int, int] = {}

    def augment(unit: int, seen: set[int]) -> bool:
        near = [one for one in afternoon if one not in seen and place[one] in facts.neighbours[place[unit]]]
        for later in sorted(near, key=before.__contains__):  # free ones first: the way stays short
            if later not in seen:
                seen.add(later)
                if later not in before or augment(before[later], seen):
                    before[later] = unit
                    return True
        return False

    for unit in morning:
        augment(unit, set())
    return before
