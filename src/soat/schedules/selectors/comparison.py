"""The answer of a run beside the plan as it is now: visit by visit, load of people and days (S4).

Shown by the page of a run, and taken by `services.applying` as what is to be done. No queries but the plan's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from soat.common.looks import Badge, Tone
from soat.schedules.models import Run, Visit
from soat.schedules.rules import HALVES
from soat.schedules.selectors.planning import Plan
from soat.schedules.selectors.problem import HOST, state_of

Json = dict[str, Any]
MOVED, NEW, STAFFED, SAME, LEFT = "moved", "new", "staffed", "same", "left"
CHANGES = {
    MOVED: "Đổi ngày",
    NEW: "Xếp mới",
    STAFFED: "Đổi người",
    SAME: "Giữ nguyên",
    LEFT: "Chưa xếp",
}
_TONES: dict[str, Tone] = {MOVED: "warn", NEW: "good", STAFFED: "info"}
CHANGE_BADGES = {change: Badge(label, _TONES.get(change, "neutral")) for change, label in CHANGES.items()}


@dataclass(frozen=True, slots=True)
class Spot:
    """Where in time a visit stands and who goes; `day` None: nowhere yet."""

    day: date | None
    half: str
    people: tuple[str, ...]

    @classmethod
    def of(cls, data: Json) -> Spot:
        day = date.fromisoformat(data["day"]) if data.get("day") else None
        return cls(day, data["half"], tuple(data["people"]))

    def same_time(self, other: Spot) -> bool:
        return (self.day, self.half) == (other.day, other.half)

    def is_of(self, answered: Json) -> bool:
        """Whether a visit of the answer says the same."""
        other = answered_spot(answered)
        return self.same_time(other) and set(self.people) == set(other.people)


@dataclass(frozen=True, slots=True)
class Line:
    """One visit in the comparison: what it is now and what it would be. `joins`, `leaves`: names of people."""

    visit_id: str
    unit: str
    half_days: int
    before: Spot
    after: Spot | None
    joins: tuple[str, ...]
    leaves: tuple[str, ...]
    is_focus: bool = False

    @property
    def change(self) -> str:
        if self.after is None:
            return SAME if self.before.day else LEFT
        if self.before.day is None:
            return NEW
        if not self.before.same_time(self.after):
            return MOVED
        return STAFFED if self.joins or self.leaves else SAME

    @property
    def changes(self) -> bool:
        return self.after is not None and self.change not in (SAME, LEFT)

    @property
    def badge(self) -> Badge:
        return CHANGE_BADGES[self.change]

    @property
    def was(self) -> str:
        return _when(self.before, self.half_days)

    @property
    def becomes(self) -> str:
        return _when(self.after, self.half_days) if self.after else ""


def _when(spot: Spot, half_days: int) -> str:
    if spot.day is None:
        return "Chưa xếp"
    return f"{spot.day:%d/%m/%Y}, {HALVES[(spot.half, half_days)].lower()}"


@dataclass(frozen=True)
class Comparison:
    """All visits of the plan beside the answer; loads of people and days in half-days, before and after."""

    lines: list[Line]
    people: list[tuple[str, int, int]]
    days: list[tuple[date, int, int]]

    @property
    def counts(self) -> dict[str, int]:
        found = Counter(line.change for line in self.lines)
        return {change: found[change] for change in CHANGES if found[change]}

    @property
    def changed(self) -> list[Line]:
        return [line for line in self.lines if line.changes]

    @property
    def others_moved(self) -> int:
        """Visits that change their time, besides the one the run was asked for."""
        return sum(line.change == MOVED and not line.is_focus for line in self.lines)

    @property
    def token(self) -> str:
        """Changes with the plan: an answer is applied to what the page showed."""
        shown = [(line.visit_id, line.before, line.after) for line in self.lines]
        return sha256(repr(shown).encode()).hexdigest()[:32]


def compared(run: Run, plan: Plan) -> Comparison:
    """The answer beside the plan as it is now; once it was applied, beside the plan as it was before."""
    names, kept = run.frame["names"], run.kept
    answer = {one["unit"]: answered_spot(one) for one in run.answer.get("visits", [])}
    focus, lines = run.frame["wishes"]["focus"], []
    for visit in plan.visits:
        key = str(visit.pk)
        before, after = Spot.of(kept.get(key) or state_of(visit)), answer.get(key)
        joins, leaves = _exchanged(before, after, names, visit)
        lines.append(
            Line(
                key,
                names.get(key, visit.agency.name),
                visit.half_days,
                before,
                after,
                joins,
                leaves,
                key == focus,
            )
        )
    return Comparison(_in_order(lines), _loads(lines, names), _days(lines))


def answered_spot(one: Json) -> Spot:
    people = [person for person in one["people"] if not person.startswith(f"{HOST}:")]
    return Spot.of({"day": one["day"], "half": one["half"], "people": sorted(people)})


def _exchanged(
    before: Spot, after: Spot | None, names: Mapping[str, str], visit: Visit
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if after is None:
        return (), ()
    known = {str(one.member_id): str(one.member.person) for one in visit.crew.all()} | dict(names)
    come = [known.get(one, "") for one in after.people if one not in before.people]
    go = [known.get(one, "") for one in before.people if one not in after.people]
    return tuple(sorted(come)), tuple(sorted(go))


def _in_order(lines: Iterable[Line]) -> list[Line]:
    rank = {change: n for n, change in enumerate(CHANGES)}
    end = date.max
    return sorted(
        lines,
        key=lambda one: (
            not one.is_focus,
            rank[one.change],
            (one.after or one.before).day or end,
            (one.after or one.before).half,
        ),
    )


def _loads(lines: Iterable[Line], names: Mapping[str, str]) -> list[tuple[str, int, int]]:
    before: Counter[str] = Counter()
    after: Counter[str] = Counter()
    for line in lines:
        for spot, load in ((line.before, before), (line.after or line.before, after)):
            if spot.day:
                load.update(dict.fromkeys(spot.people, line.half_days))
    rows = [(names.get(one, ""), before[one], after[one]) for one in {**before, **after}]
    return sorted(rows, key=lambda row: (-row[2], -row[1], row[0]))


def _days(lines: Iterable[Line]) -> list[tuple[date, int, int]]:
    """Half-days of visits of each day that changes."""
    before: Counter[date] = Counter()
    after: Counter[date] = Counter()
    for line in lines:
        for spot, load in ((line.before, before), (line.after or line.before, after)):
            if spot.day:
                load[spot.day] += line.half_days
    return [
        (day, before[day], after[day]) for day in sorted({**before, **after}) if before[day] != after[day]
    ]
