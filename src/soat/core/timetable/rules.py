"""The hard rules of a problem one by one, each with its sentence, and the problem that keeps only some of them (S3).

A rule is a (kind, subject) pair; kinds that concern the whole problem have the subject "". Called by `conflict`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from soat.core.timetable.problem import HALF_WORDS, NEAR_MINUTES, Person, Problem, Rule, Unit

Key = tuple[str, str]
NAMED = 5  # units a sentence names


def rules(problem: Problem) -> list[Key]:
    """Every rule that can bind, what is most often no cause first: that order decides which cause is told."""
    found: list[Key] = [("travel", "")] if problem.travel is not None else []
    found += [("skill", content) for content in sorted({c for unit in problem.units for c in unit.contents})]
    found += [("lead", "")] if problem.lead_people else []
    found += [("recused", one.id) for one in problem.people if one.worked_at]
    found += [("unavailable", one.id) for one in problem.people if one.unavailable.intersection(problem.days)]
    found += [("blackout", one.id) for one in problem.units if one.blackout.intersection(problem.days)]
    found += [("vehicles", ""), ("subteams", "")]
    found += [("locked", one.unit) for one in problem.locked]
    first, last = problem.days[0], problem.days[-1]
    found += [("window", one.id) for one in problem.units if one.earliest > first or one.latest < last]
    return found + [("visit", one.id) for one in problem.units]


def keeping(problem: Problem, kept: Iterable[Key]) -> Problem:
    """The problem with these rules only."""
    some = set(kept)
    units = tuple(_unit(problem, unit, some) for unit in problem.units if ("visit", unit.id) in some)
    ids = {unit.id for unit in units}
    everything = len(problem.units)
    return replace(
        problem,
        units=units,
        people=tuple(_person(person, some, ids) for person in problem.people),
        lead_people=problem.lead_people if ("lead", "") in some else frozenset(),
        subteams=problem.subteams if ("subteams", "") in some else everything,
        vehicles=problem.vehicles if ("vehicles", "") in some else everything,
        travel=problem.travel if ("travel", "") in some else None,
        locked=tuple(one for one in problem.locked if one.unit in ids and ("locked", one.unit) in some),
        previous=tuple(one for one in problem.previous if one.unit in ids),
    )


def without(problem: Problem, key: Key) -> Problem:
    """The problem without one rule."""
    return keeping(problem, [one for one in rules(problem) if one != key])


def _unit(problem: Problem, unit: Unit, some: set[Key]) -> Unit:
    contents = tuple(content for content in unit.contents if ("skill", content) in some)
    open_ = ("window", unit.id) not in some
    return replace(
        unit,
        contents=contents,
        earliest=problem.days[0] if open_ else unit.earliest,
        latest=problem.days[-1] if open_ else unit.latest,
        blackout=unit.blackout if ("blackout", unit.id) in some else frozenset(),
    )


def _person(person: Person, some: set[Key], units: set[str]) -> Person:
    return replace(
        person,
        unavailable=person.unavailable if ("unavailable", person.id) in some else frozenset(),
        worked_at=person.worked_at & units if ("recused", person.id) in some else frozenset(),
    )


def described(problem: Problem, keys: Iterable[Key]) -> tuple[Rule, ...]:
    """The rules in words; that units must be visited is one sentence, and only of units that no other rule names."""
    found = [
        Rule(kind, (subject,) if subject else (), _words(problem, kind, subject))
        for kind, subject in keys
        if kind != "visit"
    ]
    named = {subject for one in found for subject in one.subjects}
    bare = tuple(subject for kind, subject in keys if kind == "visit" and subject not in named)
    return (*found, _visits(problem, bare)) if bare else tuple(found)


def _visits(problem: Problem, units: tuple[str, ...]) -> Rule:
    some = ", ".join(f"“{one}”" for one in units[:NAMED])
    more = f" và {len(units) - NAMED} đơn vị khác" if len(units) > NAMED else ""
    span = f"{len(problem.days)} ngày, từ {problem.days[0]:%d/%m/%Y} đến {problem.days[-1]:%d/%m/%Y}"
    return Rule("visit", units, f"Phải kiểm tra {some}{more} trong thời gian của kế hoạch ({span}).")


def _words(problem: Problem, kind: str, subject: str) -> str:
    if kind in ("window", "blackout", "locked"):
        return _unit_words(problem, kind, subject)
    sentences = {
        "travel": f"Một người, một xe chỉ đến hai nơi trong một ngày khi đi lại không quá {NEAR_MINUTES} phút.",
        "skill": f"Đoàn kiểm tra nội dung “{subject}” phải có người có chuyên môn này.",
        "lead": f"Mỗi cuộc kiểm tra phải có một trong các lãnh đạo Đoàn: {', '.join(sorted(problem.lead_people))}.",
        "recused": f"“{subject}” không được kiểm tra đơn vị mình đã công tác.",
        "unavailable": f"“{subject}” vắng mặt một số ngày.",
        "vehicles": f"Chỉ có {problem.vehicles} xe, mỗi cuộc kiểm tra cần một xe.",
        "subteams": f"Cùng một buổi chỉ có {problem.subteams} tổ đi kiểm tra.",
    }
    return sentences[kind]


def _unit_words(problem: Problem, kind: str, subject: str) -> str:
    unit = next(one for one in problem.units if one.id == subject)
    if kind == "window":
        return f"“{subject}” phải được kiểm tra từ {unit.earliest:%d/%m/%Y} đến {unit.latest:%d/%m/%Y}."
    if kind == "blackout":
        days = ", ".join(f"{day:%d/%m/%Y}" for day in sorted(unit.blackout.intersection(problem.days)))
        return f"“{subject}” không tiếp đoàn vào các ngày {days}."
    lock = next(one for one in problem.locked if one.unit == subject)
    return f"“{subject}” đã khóa vào ngày {lock.day:%d/%m/%Y}, buổi {HALF_WORDS[lock.half]}."
