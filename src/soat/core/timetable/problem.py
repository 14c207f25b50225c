"""What a timetable is asked for and what it answers (S2–S4): plain data, in the shapes of the JSON of `soat schedule`.

Made by `reading`, solved by `solve`, checked by `checker` on its JSON. Days are dates in order; a half is "am" or "pm".
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from soat.core.timetable.stop import Stop

Half = Literal["am", "pm"]
HALVES: tuple[Half, Half] = ("am", "pm")
HALF_WORDS: dict[Half, str] = {"am": "sáng", "pm": "chiều"}
NEAR_MINUTES = 60
Status = Literal["optimal", "feasible", "infeasible", "unknown"]


@dataclass(frozen=True)
class Unit:
    """A unit to be visited once. `duration_half_days` 2 is the whole day; `earliest`, `latest` are both possible."""

    id: str
    place: str
    duration_half_days: int
    contents: tuple[str, ...]
    earliest: date
    latest: date
    blackout: frozenset[date] = frozenset()


@dataclass(frozen=True)
class Person:
    """A team member. `worked_at` are the units that he or she is recused from."""

    id: str
    agency: str
    skills: frozenset[str]
    unavailable: frozenset[date] = frozenset()
    worked_at: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Place:
    """Where in time a visit stands: of a whole-day visit the half is "am"."""

    unit: str
    day: date
    half: Half


@dataclass(frozen=True)
class Weights:
    """What one unit of each wish costs (whole numbers from 0); `objective` says what a unit is."""

    spread: int = 100
    early: int = 1
    travel: int = 5
    stability: int = 1000
    fairness: int = 20


@dataclass(frozen=True)
class Limits:
    """`seconds` of the wall clock, `workers` threads, `seed` of the search."""

    seconds: float = 20.0
    workers: int = 2
    seed: int = 0


@dataclass(frozen=True)
class Problem:
    """A checked problem: every id known, every window within `days`. `travel` None: no two places are too far.

    `stop`: whoever solves the problem in another thread ends it with this.
    """

    days: tuple[date, ...]
    units: tuple[Unit, ...]
    people: tuple[Person, ...]
    lead_people: frozenset[str]
    subteams: int
    vehicles: int
    travel: dict[str, dict[str, float]] | None = None
    locked: tuple[Place, ...] = ()
    previous: tuple[Place, ...] = ()
    weights: Weights = Weights()
    limits: Limits = Limits()
    stop: Stop = field(default_factory=Stop, compare=False, repr=False)


@dataclass(frozen=True)
class Visit:
    """One visit of the answer; `vehicle` counts from 1."""

    unit: str
    day: date
    half: Half
    people: tuple[str, ...]
    vehicle: int


@dataclass(frozen=True)
class Wish:
    """A wish not met: its weighted `cost` and a sentence. The costs of all sum to the objective."""

    wish: str
    subjects: tuple[str, ...]
    cost: int
    text: str


@dataclass(frozen=True)
class Rule:
    """One rule of a conflict or a relaxation, in words. `subjects` are ids of units, people or contents."""

    rule: str
    subjects: tuple[str, ...]
    text: str


@dataclass(frozen=True)
class Timetable:
    """The answer. `bound` is a true lower bound of the whole objective; `gap` = (objective − bound) / objective.

    `note`: what the answer does not claim, such as a conflict that was not shown to be the smallest; "" for none.
    """

    status: Status
    seconds: float
    visits: tuple[Visit, ...] = ()
    objective: int | None = None
    bound: int | None = None
    gap: float | None = None
    broken_wishes: tuple[Wish, ...] = ()
    conflict: tuple[Rule, ...] = ()
    relaxations: tuple[Rule, ...] = ()
    note: str = ""
