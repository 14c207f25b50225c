"""Runs as their pages show them: what has changed since they were asked, causes and ways out in words (S2–S4).

Every list starts from `visible_to`. A fixed number of queries however many visits there are.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from soat.access.actor import Actor
from soat.common.errors import Missing
from soat.core.errors import DomainError
from soat.programmes.models import Programme
from soat.schedules.models import Run
from soat.schedules.selectors.planning import LEADERS, Plan
from soat.schedules.selectors.problem import CREW, HOST, REPAIR, Wishes, assemble

Json = dict[str, Any]
_ID = re.compile(r"(?:crew|host)?:?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?::[0-9a-f-]{36})?")
_SHOWN_WISHES = 30


def runs(programme: Programme, actor: Actor) -> QuerySet[Run]:
    """Her runs of the programme, the newest first, without the bulk of what they hold."""
    return (
        Run.objects.visible_to(actor)
        .filter(programme=programme)
        .select_related("programme")
        .order_by("-asked_at")
    )


def run(programme: Programme, actor: Actor, pk: UUID) -> Run:
    """The run if she may see it, else Missing."""
    found = runs(programme, actor).filter(pk=pk).first()
    if found is None:
        raise Missing
    return found


def changed_since(run: Run, plan: Plan) -> list[str]:
    """What has changed since the run was asked, in sentences: visits, people, days. Empty: the answer still fits."""
    try:
        now = assemble(plan.as_of(date.fromisoformat(run.frame["today"])), Wishes.of(run.frame["wishes"]))
    except DomainError as error:
        return [error.message]
    names = {**now.frame["names"], **run.frame["names"]}
    told = list(_visits_changed(run.frame["current"], now.frame["current"], names))
    if run.problem["days"] != now.problem["days"]:
        return [*told, "Ngày làm việc hoặc thời kỳ kiểm tra đã thay đổi."]
    return [*told, *_facts_changed(run.problem, now.problem, names)]


def _visits_changed(then: Json, now: Json, names: Mapping[str, str]) -> Iterable[str]:
    for key in [*then, *(key for key in now if key not in then)]:
        if key not in now:
            yield f"{names[key]}: cuộc kiểm tra không còn trong kế hoạch, đã mở hoặc đã qua."
        elif key not in then:
            yield f"{names[key]}: cuộc kiểm tra mới có thêm."
        elif then[key] != now[key]:
            yield f"{names[key]}: đã đổi ngày, thành phần hoặc thông tin khác."


def _facts_changed(then: Json, now: Json, names: Mapping[str, str]) -> Iterable[str]:
    people = {one["id"]: one for one in then["people"]}
    for one in now["people"]:
        if one != people.pop(one["id"], None):
            yield f"{names.get(one['id'], '')}: ngày đi được, chuyên môn hoặc việc phải tránh đã thay đổi."
    yield from (f"{names.get(gone, '')}: không còn tham gia Đoàn." for gone in people)
    before = {one["id"]: one["blackout"] for one in then["units"]}
    for unit in now["units"]:
        if before.get(unit["id"], unit["blackout"]) != unit["blackout"]:
            yield f"{names[unit['id']]}: những ngày không tiếp Đoàn đã thay đổi."


@dataclass(frozen=True, slots=True)
class Cause:
    """A rule of a conflict, or a way out of it, in words; `wishes`: what the form is to begin with, where it helps."""

    text: str
    rule: str
    subject: str
    wishes: Wishes | None = None

    @property
    def visit_id(self) -> str:
        """The visit whose own page is where it is changed."""
        return self.subject if self.rule in ("window", "blackout", "locked") else ""


def in_words(run: Run, text: str) -> str:
    """A sentence of the solver with the names of its ids."""
    names = run.frame["names"]
    return _ID.sub(lambda found: names.get(found[0], found[0]), text)


def conflict(run: Run) -> list[Cause]:
    """The rules that contradict each other."""
    return [
        Cause(_rule_words(run, one), one["rule"], _subject(one)) for one in run.answer.get("conflict", [])
    ]


def ways_out(run: Run) -> list[Cause]:
    """Changes of which each was tried and lets everything be planned."""
    found = []
    for one in run.answer.get("relaxations", []):
        subject = _subject(one)
        if subject.startswith(f"{HOST}:"):
            continue
        text = in_words(run, one["text"])
        if subject.startswith(f"{CREW}:"):
            text = f"Cho đổi người đã chọn cho {_chosen(run, subject)[1]}."
        found.append(Cause(text, one["rule"], subject, _prefilled(run, one["rule"], subject, one["text"])))
    return found


def _subject(one: Json) -> str:
    return one["subjects"][0] if len(one["subjects"]) == 1 else ""


def _chosen(run: Run, subject: str) -> tuple[str, str]:
    """Names of the person and the unit of a skill that stands for a person chosen for a visit."""
    _, visit, member = subject.split(":")
    names = run.frame["names"]
    return names.get(member, ""), names.get(visit, "")


def _rule_words(run: Run, one: Json) -> str:
    subject = _subject(one)
    if subject.startswith(f"{CREW}:"):
        person, unit = _chosen(run, subject)
        return f"{person} đã được chọn đi {unit}."
    if subject.startswith(f"{HOST}:"):
        return f"{run.frame['names'].get(subject, '')} chỉ tiếp một cuộc kiểm tra trong một buổi."
    return in_words(run, one["text"])


def _prefilled(run: Run, rule: str, subject: str, text: str) -> Wishes | None:
    """The wishes of the run with this one change, where it is a wish and not a fact of the plan."""
    wishes = Wishes.of(run.frame["wishes"])
    number = re.search(r"\d+", text)
    change: Json = {}
    if rule in ("subteams", "vehicles") and number:
        change = {rule: int(number[0])}
    elif rule == "lead":
        change = {"leads": False}
    elif rule == "visit" and subject:
        change = {"left_out": [*wishes.left_out, subject]}
    elif subject.startswith(f"{CREW}:"):
        change = {"crews": True}
    preset = {"preset": "stable", "focus": ""} if wishes.preset == REPAIR else {}
    return Wishes.of({**wishes.to_json(), **change, **preset}) if change else None


def wishes_unmet(run: Run) -> list[str]:
    """What the answer leaves unmet, dearest first."""
    told = [
        in_words(run, one["text"])
        for one in run.answer.get("broken_wishes", [])
        if not any(subject.startswith(f"{HOST}:") for subject in one["subjects"])
    ]
    return told[:_SHOWN_WISHES]


def areas_without(plan: Plan) -> list[str]:
    """Areas of the visits to come that nobody who serves can check."""
    known = {
        area for one in plan.members if one.state == "serving" for area in plan.areas_known.get(one.pk, ())
    }
    asked = {one.area_id: one.area.title for visit in plan.visits for one in visit.contents.all()}
    return sorted(title for area, title in asked.items() if area not in known)


def usual(plan: Plan, former: Run | None) -> Wishes:
    """What the form begins with: the wishes of the last run, at least as many sub-teams as the plan has at once."""
    at_once: Counter[tuple[date, str]] = Counter()
    for visit in plan.visits:
        if visit.day:
            halves = ("am", "pm") if visit.half_days == 2 else (visit.half,)
            at_once.update((visit.day, half) for half in halves)
    most = max(at_once.values(), default=0)
    leads = any(one.kind in LEADERS and one.state == "serving" for one in plan.members)
    wishes = Wishes(leads=leads)
    if former is not None:
        wishes = Wishes.of({**former.frame["wishes"], "left_out": [], "focus": ""})
        if wishes.preset == REPAIR:
            wishes = Wishes(subteams=wishes.subteams, leads=leads)
    return Wishes.of({**wishes.to_json(), "subteams": max(wishes.subteams, most)})
