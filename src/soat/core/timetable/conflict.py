"""Why there is no timetable: the smallest set of rules that conflict, and changes that were tried and help (S3).

First the units: one model in which every visit is an assumption names units that cannot all be visited. Then rules are
left out, all of a kind, then half of them, a quarter, … one by one, as long as the rest still has no answer: what stays
is a conflict of which no rule can be spared. Called by `solve`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from ortools.sat.python import cp_model

from soat.core.timetable import greedy
from soat.core.timetable.bound import SCALE, prices
from soat.core.timetable.facts import Facts, enough_time
from soat.core.timetable.model import Answer, Model
from soat.core.timetable.problem import HALF_WORDS, HALVES, Person, Problem, Rule, Weights
from soat.core.timetable.rules import Key, described, keeping, rules, without

LARGE = 150_000  # person × unit × slot variables beyond which people are counted, not named
NEWCOMER = "người bổ sung"
OF_UNIT = ("visit", "window", "blackout", "locked")
FEW = (10, 40)  # units that are looked at before all of them
MOST_CHANGES = 8  # that are offered together
MORE = 3  # sub-teams or vehicles that are tried in addition


@dataclass(frozen=True)
class Explanation:
    """`conflict` is empty when no proof was found in time; `note` tells when a smaller one may be in it."""

    conflict: tuple[Rule, ...] = ()
    relaxations: tuple[Rule, ...] = ()
    note: str = ""


NOT_SMALLEST = (
    "Đã hết thời gian nên chưa chắc mọi quy tắc trên đều cần để mâu thuẫn: có thể một số quy tắc không liên quan. "
    "Hãy cho tính lâu hơn để có nhóm nhỏ nhất."
)


def explain(problem: Problem, until: float) -> Explanation:
    """Why the problem has no answer; empty if that cannot be shown before `until` (`time.monotonic`)."""
    if problem.stop.asked or not enough_time(len(problem.units) * len(problem.days), until):
        return Explanation()
    bare = replace(problem, weights=Weights(0, 0, 0, 0, 0), previous=())
    keys, proven = smallest(bare, (time.monotonic() + until) / 2, until)
    if not keys:
        return Explanation()
    relaxations = tuple(_relaxations(bare, keys, until))
    return Explanation(described(problem, keys), relaxations, "" if proven else NOT_SMALLEST)


def smallest(problem: Problem, enough: float, until: float) -> tuple[list[Key], bool]:
    """Rules that conflict, and whether it was shown that none of them can be spared; no rules if not shown `until`.

    From `enough` on no more rules are left out.
    """
    units = _units_in_conflict(problem, until)
    if units is None and prices(Facts(problem), until) is not None:
        return [], False
    named = units or {unit.id for unit in problem.units}
    keys = [key for key in rules(problem) if key[0] not in OF_UNIT or key[1] in named]

    def conflicts(some: list[Key]) -> bool | None:
        answer = answer_of(keeping(problem, some), enough)
        return None if answer is None else answer is False

    for kind in dict.fromkeys(kind for kind, _ in keys):
        rest = [key for key in keys if key[0] != kind]
        keys = rest if conflicts(rest) else keys
    return _shrink(keys, conflicts)


def _units_in_conflict(problem: Problem, until: float) -> set[str] | None:
    """Units that cannot all be visited, or None if that was not shown; few units with few slots are tried first."""
    slots = Facts(problem).slots
    narrow = sorted(range(len(slots)), key=lambda unit: len(slots[unit]))
    for count in sorted({min(some, len(narrow)) for some in (*FEW, len(narrow))}):
        kept = {problem.units[unit].id for unit in narrow[:count]}
        part = keeping(problem, [key for key in rules(problem) if key[0] not in OF_UNIT or key[1] in kept])
        for model in _models(Facts(part), until, drop=1):
            model.cp.clear_objective()  # type: ignore[no-untyped-call]  # OR-Tools leaves it untyped
            model.cp.add_assumptions([~none for none in model.none.values()])
            solver, status = _solved(model, until)
            if status == cp_model.INFEASIBLE:
                core = set(solver.sufficient_assumptions_for_infeasibility())
                return {part.units[unit].id for unit, none in model.none.items() if (~none).index in core}
        if problem.stop.asked or time.monotonic() >= until:
            return None
    return None


def _models(facts: Facts, until: float, drop: int = 0) -> Iterator[Model]:
    """The problem without people, which often shows enough, then with them; none too large for the time."""
    slots = dict(enumerate(facts.slots))
    days = Model(facts, slots, crews=False, drop=drop)
    if enough_time(days.size, until):
        yield days.build()
    whole = Model(facts, slots, drop=drop)
    crowd = sum(len(some) * facts.crowd[unit] for unit, some in slots.items())
    if crowd <= LARGE and enough_time(whole.size, until):
        yield whole.build()


def _solved(model: Model, until: float) -> tuple[cp_model.CpSolver, cp_model.CpSolverStatus]:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = model.facts.problem.limits.seed
    solver.parameters.linearization_level = 2
    solver.parameters.max_time_in_seconds = max(0.01, until - time.monotonic())
    with model.facts.problem.stop.running(solver):
        return solver, solver.solve(model.cp)


def answer_of(problem: Problem, until: float) -> Answer | Literal[False] | None:
    """An answer, False if there is none, None if that was not found out (too large, or no time left)."""
    if problem.stop.asked or time.monotonic() >= until:
        return None
    facts = Facts(problem)
    found = prices(facts, until)
    if found is None:
        return False
    for price in (None, lambda unit, slot: found.reduced[unit][slot[0]] / SCALE):
        plain = greedy.plan(facts, price, until=until)
        if len(plain) == len(problem.units):
            return plain
    for model in _models(facts, until):
        solver, status = _solved(model, until)
        if status == cp_model.INFEASIBLE:
            return False
        if model.crews and status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return model.answer(solver)
    return None


def _shrink(keys: list[Key], conflicts: Callable[[list[Key]], bool | None]) -> tuple[list[Key], bool]:
    """The rules without those that can be spared: pieces of half the length each time, at last one by one.

    With them whether, one by one, it was found out of each that it cannot be spared.
    """
    length = max(1, len(keys) // 2)
    while True:
        place, known = 0, True
        while place < len(keys):
            rest = keys[:place] + keys[place + length :]
            answer = conflicts(rest)
            if answer:
                keys = rest
            else:
                known = known and answer is not None
                place += length
        if length == 1:
            return keys, known
        length = (length + 1) // 2


def _relaxations(problem: Problem, keys: list[Key], until: float) -> Iterator[Rule]:
    """Changes of one rule each after which the whole problem was solved; if none is enough, several together."""
    alone = [found for key in keys for found in _helping(problem, key, until)]
    yield from alone or _several(problem, keys, until)


def _several(problem: Problem, keys: list[Key], until: float) -> Iterator[Rule]:
    """One change after the other, each of a rule of the conflict that is left, until the problem was solved."""
    said: list[tuple[Key, Rule]] = []
    changed = problem
    while len(said) < MOST_CHANGES:
        options = [(key, change) for key in keys for change in list(_changes(changed, key))[-1:]]
        if not options:
            return
        key, (changed, words) = min(options, key=lambda one: one[0][0] == "visit")
        said.append((key, words))
        if isinstance(answer_of(changed, until), dict):
            yield _together(problem, said, until)
            return
        keys, _ = smallest(changed, until, until)


def _together(problem: Problem, said: list[tuple[Key, Rule]], until: float) -> Rule:
    """Several changes as one, without those that are not needed."""
    for one in list(said):
        fewer = [other for other in said if other != one]
        changed = problem
        for key, _ in fewer:
            *_, (changed, _) = _changes(changed, key)
        if isinstance(answer_of(changed, until), dict):
            said = fewer
    subjects = tuple(subject for _, words in said for subject in words.subjects)
    return Rule("together", subjects, "Cùng lúc: " + " ".join(words.text for _, words in said))


def _helping(problem: Problem, key: Key, until: float) -> Iterator[Rule]:
    """The smallest change of one rule that was seen to help, if any."""
    for changed, words in _changes(problem, key):
        answer = answer_of(changed, until)
        if isinstance(answer, dict):
            yield replace(words, text=words.text + _where(problem, changed, answer, key))
            return


def _changes(problem: Problem, key: Key) -> Iterator[tuple[Problem, Rule]]:
    """What may be changed about a rule, the smallest change first. A recusal is law: nothing is offered."""
    kind, subject = key
    if kind in ("subteams", "vehicles"):
        for more in range(1, MORE + 1):
            yield _enlarged(problem, kind, more)
    elif kind in ("skill", "lead"):
        yield _with_newcomer(problem, key), Rule(kind, _subjects(key), _NEWCOMER[kind].format(subject))
    elif kind in _OFFERS:
        yield without(problem, key), Rule(kind, _subjects(key), _OFFERS[kind].format(subject))


_NEWCOMER = {
    "skill": "Bổ sung vào Đoàn một người có chuyên môn “{}”.",
    "lead": "Giao thêm cho một người quyền lãnh đạo cuộc kiểm tra.",
}
_OFFERS = {
    "travel": "Cho phép đi hai nơi cách nhau xa hơn trong một ngày.",
    "unavailable": "Mời “{}” tham gia cả những ngày đã báo vắng.",
    "blackout": "Đề nghị “{}” tiếp đoàn vào ngày đã báo bận.",
    "locked": "Bỏ khóa lịch của “{}”.",
    "window": "Nới thời hạn kiểm tra của “{}”.",
    "visit": "Đưa “{}” ra khỏi đợt kiểm tra này.",
}


def _enlarged(problem: Problem, kind: str, more: int) -> tuple[Problem, Rule]:
    if kind == "subteams":
        count = problem.subteams + more
        return replace(problem, subteams=count), Rule(kind, (), f"Tăng số tổ kiểm tra lên {count}.")
    count = problem.vehicles + more
    return replace(problem, vehicles=count), Rule(kind, (), f"Tăng số xe lên {count}.")


def _subjects(key: Key) -> tuple[str, ...]:
    return (key[1],) if key[1] else ()


def _with_newcomer(problem: Problem, key: Key) -> Problem:
    """One more person, with the skill or as a lead."""
    person = Person(NEWCOMER, "", frozenset({key[1]}))
    leads = problem.lead_people | {NEWCOMER} if key[0] == "lead" else problem.lead_people
    return replace(problem, people=(*problem.people, person), lead_people=leads)


def _where(problem: Problem, changed: Problem, answer: Answer, key: Key) -> str:
    """The day on which the answer after the change has the unit."""
    if key[0] not in ("blackout", "locked", "window"):
        return ""
    number = next(n for n, unit in enumerate(changed.units) if unit.id == key[1])
    day, half = answer[number][0]
    return f" Khi đó có thể kiểm tra vào ngày {problem.days[day]:%d/%m/%Y}, buổi {HALF_WORDS[HALVES[half]]}."
