"""The five wishes: what each costs, counted on an answer (S2 load and grouping, S4 few moves).

All costs are whole numbers; the objective is the sum of weight × cost:

* spread: half-days of visits a day has above the mean of all days (rounded up, at least 2), summed over days.
* early: days (of `days`) between the first day from a unit's `earliest` on and its visit, summed over units.
* travel: trips, that is vehicle-days. Two visits on one day by one vehicle are one trip, so near units are grouped.
* stability: visits whose day or half is not that of `previous`.
* fairness: half-days each person works above the fair share, summed over people. The fair share, rounded up, is what
  a person would bear if each need (a content, the lead) of each visit were shared equally by all who can meet it; who
  meets several needs of a visit comes once.

Called by `solve`; the checker counts the same without this module.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import chain

from soat.core.timetable.facts import Facts
from soat.core.timetable.problem import HALF_WORDS, HALVES, Visit, Wish


def broken_wishes(facts: Facts, visits: Sequence[Visit]) -> tuple[Wish, ...]:
    """What the answer leaves unmet, dearest first; a wish of weight 0 is not listed."""
    counted = chain(
        _spread(facts, visits),
        _early(facts, visits),
        _travel(facts, visits),
        _stability(facts, visits),
        _fairness(facts, visits),
    )
    return tuple(
        sorted((one for one in counted if one.cost), key=lambda one: (-one.cost, one.wish, one.subjects))
    )


def total(wishes: Sequence[Wish]) -> int:
    """The objective."""
    return sum(one.cost for one in wishes)


def _halves(facts: Facts, visit: Visit) -> int:
    return facts.duration[facts.unit_index[visit.unit]]


def _spread(facts: Facts, visits: Sequence[Visit]) -> list[Wish]:
    load: Counter[date] = Counter()
    for visit in visits:
        load[visit.day] += _halves(facts, visit)
    weight, most = facts.problem.weights.spread, facts.ceiling
    return [
        Wish(
            "spread",
            (day.isoformat(),),
            weight * (halves - most),
            f"Ngày {day:%d/%m/%Y} có {halves} buổi kiểm tra, mức đều là {most}.",
        )
        for day, halves in load.items()
        if halves > most
    ]


def _early(facts: Facts, visits: Sequence[Visit]) -> list[Wish]:
    late: Counter[str] = Counter()
    for visit in visits:
        late[visit.unit] = facts.day_index[visit.day] - facts.first_day[facts.unit_index[visit.unit]]
    days = sum(late.values())
    most = tuple(unit for unit, count in sorted(late.items(), key=lambda one: (-one[1], one[0])) if count)
    text = f"{len(most)} đơn vị được kiểm tra sau ngày sớm nhất có thể, cộng lại là {days} ngày."
    return [Wish("early", most, facts.problem.weights.early * days, text)]


def _travel(facts: Facts, visits: Sequence[Visit]) -> list[Wish]:
    trips = len({(visit.day, visit.vehicle) for visit in visits})
    return [Wish("travel", (), facts.problem.weights.travel * trips, f"Cần {trips} chuyến xe (xe × ngày).")]


def _stability(facts: Facts, visits: Sequence[Visit]) -> list[Wish]:
    moved = []
    for visit in visits:
        before = facts.previous.get(facts.unit_index[visit.unit])
        if before and before != (facts.day_index[visit.day], HALVES.index(visit.half)):
            moved.append(visit)
    weight = facts.problem.weights.stability
    return [
        Wish(
            "stability",
            (one.unit,),
            weight,
            f"“{one.unit}” chuyển sang {one.day:%d/%m/%Y}, buổi {HALF_WORDS[one.half]}.",
        )
        for one in moved
    ]


def _fairness(facts: Facts, visits: Sequence[Visit]) -> list[Wish]:
    load: Counter[str] = Counter()
    for visit in visits:
        for person in visit.people:
            load[person] += _halves(facts, visit)
    weight = facts.problem.weights.fairness
    return [
        Wish(
            "fairness",
            (person.id,),
            weight * (load[person.id] - share),
            f"“{person.id}” ({person.agency}) làm {load[person.id]} buổi, phần chia đều là {share} buổi.",
        )
        for person, share in zip(facts.problem.people, facts.shares, strict=True)
        if load[person.id] > share
    ]
