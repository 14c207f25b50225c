"""The solver's problem from a programme's plan (S2–S4): JSON of `core.timetable`, with the names of its ids.

Ids are those of visits, members and areas. What the solver's words do not know is said in theirs: people already
chosen for a visit are a skill that they alone have for it, and an agency with two visits is a person who can be at one
of them at a time. Surprises and thematic visits of departments are no part of it; their people and units are taken on
those days. Called by `services.runs`, and by the pages to see whether something has changed since.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from soat.core.errors import DomainError
from soat.schedules.models import Visit
from soat.schedules.selectors.planning import LEADERS, Plan
from soat.teams.models import Member

Json = dict[str, Any]
BALANCED, EARLY, FAIR, STABLE, REPAIR = "balanced", "early", "fair", "stable", "repair"
# what one unit of each wish costs, see `core.timetable.objective`
WEIGHTS: dict[str, dict[str, int]] = {
    BALANCED: {"spread": 100, "early": 1, "fairness": 20, "stability": 50},
    EARLY: {"spread": 100, "early": 20, "fairness": 20, "stability": 20},
    FAIR: {"spread": 100, "early": 1, "fairness": 300, "stability": 20},
    STABLE: {"spread": 20, "early": 1, "fairness": 5, "stability": 1000},
    REPAIR: {"spread": 20, "early": 1, "fairness": 5, "stability": 1000},
}
TRIP = 5  # what a vehicle's day costs, where the team's vehicles are counted
WORKERS = 2
MOST_VEHICLES = 1000  # where they are not counted: as many as there are visits
TEXT = 200  # characters that a text of the problem may have
CREW, HOST = "crew", "host"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the planner asks for. `vehicles` 0: not counted. `crews`, `told`: what else may be changed.

    `focus`: the visit for which the plan is mended and the rest is left as it is; without it, all visits.
    """

    preset: str = BALANCED
    seconds: int = 30
    subteams: int = 2
    vehicles: int = 0
    leads: bool = True
    crews: bool = False
    told: bool = False
    left_out: tuple[str, ...] = ()
    focus: str = ""

    def to_json(self) -> Json:
        return {**asdict(self), "left_out": list(self.left_out)}

    @classmethod
    def of(cls, data: Json) -> Wishes:
        return cls(**{**data, "left_out": tuple(data.get("left_out", ()))})


@dataclass(frozen=True)
class Task:
    """`problem` for the solver; `frame`: names of its ids, the plan it starts from, the wishes, the day."""

    problem: Json
    frame: Json


@dataclass
class _Making:
    """One problem being put together."""

    plan: Plan
    wishes: Wishes
    names: dict[str, str] = field(default_factory=dict)

    def visits(self) -> list[Visit]:
        """Those the run is about: with `focus` only what has a day."""
        mending = bool(self.wishes.focus)
        days = set(self.plan.days)
        return [
            one
            for one in self.plan.visits
            if str(one.pk) not in self.wishes.left_out
            and not (mending and one.day is None)
            and not (self.fixed(one) and one.day not in days)
        ]

    def fixed(self, visit: Visit) -> bool:
        """Whether its day stands: locked, or the unit was told and it can take place."""
        if visit.locked:
            return True
        told = visit.state == "notified" and not self.wishes.told
        return told and visit.pk not in self.plan.broken

    @cached_property
    def stay(self) -> dict[UUID, list[Member]]:
        """Of each visit those of its people who go in any case."""
        return {one.pk: self._staying(one) for one in self.plan.visits}

    def _staying(self, visit: Visit) -> list[Member]:
        if self.wishes.crews and not self.fixed(visit):
            return []
        chosen = [one.member for one in visit.crew.all()]
        if (day := visit.day) is None:
            barred = self.plan.recused
            return [m for m in chosen if m.state == "serving" and (m.pk, visit.agency_id) not in barred]
        return [one for one in chosen if not self.plan.bar(one, visit.agency_id, day)]

    def _contents(self, visit: Visit) -> list[str]:
        """Whom the visit needs: those who stay; somebody for each area unless all who were chosen stay."""
        stay = self.stay[visit.pk]
        needs = [_chosen(visit, one) for one in stay]
        if stay and len(stay) == len(visit.crew.all()):
            return needs
        known = {area for one in stay for area in self.plan.areas_known.get(one.pk, ())}
        return needs + [str(one.area_id) for one in visit.contents.all() if one.area_id not in known]

    def unit(self, visit: Visit, shared: set[UUID], taken: set[date]) -> Json:
        first = self.plan.told_from or self.plan.days[-1]
        mended = self.wishes.focus and visit.pk not in self.plan.broken
        if visit.day and (self.fixed(visit) or mended):
            first = min(first, visit.day)
        blackout = {
            day
            for one in self.plan.blackouts.get(visit.agency_id, ())
            for day in self.plan.days
            if one.first <= day <= one.last
        }
        contents = self._contents(visit)
        if visit.agency_id in shared:
            contents.append(f"{HOST}:{visit.agency_id}")
        return {
            "id": str(visit.pk),
            "place": (visit.place or visit.agency.place or visit.agency.name)[:TEXT],
            "duration_half_days": visit.half_days,
            "contents": contents,
            "earliest": first.isoformat(),
            "latest": self.plan.days[-1].isoformat(),
            "blackout": [day.isoformat() for day in sorted(blackout | taken)],
        }

    def person(self, member: Member, visits: Iterable[Visit], taken: set[date]) -> Json:
        away = {day for day in self.plan.days if self._away(member, day)}
        skills = {str(area) for area in self.plan.areas_known.get(member.pk, ())}
        recused = []
        for visit in visits:
            if member in self.stay[visit.pk]:
                skills.add(_chosen(visit, member))
            if (member.pk, visit.agency_id) in self.plan.recused:
                recused.append(str(visit.pk))
        return {
            "id": str(member.pk),
            "agency": member.agency.name[:TEXT] if member.agency else "–",
            "skills": sorted(skills),
            "unavailable": [day.isoformat() for day in sorted(away | taken) if day in self.plan.days],
            "worked_at": recused,
        }

    def _away(self, member: Member, day: date) -> bool:
        serves = (not member.serves_from or member.serves_from <= day) and (
            not member.serves_to or day <= member.serves_to
        )
        return not serves or any(
            one.first <= day <= one.last for one in self.plan.absences.get(member.pk, ())
        )


def assemble(plan: Plan, wishes: Wishes) -> Task:
    """The problem. Raises DomainError with a sentence where there is nothing to plan, or nobody, or no days."""
    making = _Making(plan, wishes)
    _refuse_nothing(plan)
    visits = making.visits()
    if not visits:
        raise DomainError("Không có cuộc kiểm tra nào cần xếp. Hãy lập danh sách ở trang Lịch trước.")
    persons, agencies = plan.busy(visits)
    count = Counter(visit.agency_id for visit in visits)
    shared = {agency for agency, times in count.items() if times > 1}
    serving = [one for one in plan.members if one.state == "serving"]
    people = [making.person(one, visits, persons.get(one.person_id, set())) for one in serving]
    leads = [str(one.pk) for one in serving if one.kind in LEADERS] if wishes.leads else []
    places = [_place(one) for one in visits if one.day]
    problem = {
        "days": [day.isoformat() for day in plan.days],
        "units": [making.unit(one, shared, agencies.get(one.agency_id, set())) for one in visits],
        "people": [*people, *(_host(agency) for agency in sorted(shared, key=str))],
        "lead_people": leads,
        "subteams": wishes.subteams,
        "vehicles": wishes.vehicles or min(len(visits), MOST_VEHICLES),
        "locked": [_place(one) for one in visits if one.day and making.fixed(one)],
        "previous": places,
        "weights": {**WEIGHTS[wishes.preset], "travel": TRIP if wishes.vehicles else 0},
        "limits": {"seconds": wishes.seconds, "workers": WORKERS, "seed": 0},
    }
    frame = {
        "names": _names(visits, serving),
        "current": {str(one.pk): state_of(one) for one in visits},
        "wishes": wishes.to_json(),
        "today": plan.today.isoformat(),
        "fixed": [str(one.pk) for one in visits if making.fixed(one)],
    }
    return Task(problem, frame)


def state_of(visit: Visit) -> Json:
    """A visit as the comparison shows it."""
    return {
        "day": visit.day.isoformat() if visit.day else None,
        "half": visit.half,
        "people": [str(one.member_id) for one in visit.crew.all()],
        "revision": visit.revision,
    }


def _refuse_nothing(plan: Plan) -> None:
    if plan.programme.period_end is None:
        raise DomainError("Chương trình chưa có thời kỳ kiểm tra. Hãy ghi ở trang Tổng quan rồi xếp lịch.")
    if plan.told_from is None:
        raise DomainError(
            f"Thời kỳ kiểm tra đến {plan.programme.period_end:%d/%m/%Y} không còn ngày làm việc nào đủ hạn báo trước "
            "cho đơn vị. Hãy gia hạn thời kỳ ở trang Tổng quan."
        )
    if not any(one.state == "serving" for one in plan.members):
        raise DomainError("Đoàn chưa có thành viên đang tham gia. Hãy ghi quyết định ở trang Đoàn trước.")


def _chosen(visit: Visit, member: Member) -> str:
    return f"{CREW}:{visit.pk}:{member.pk}"


def _place(visit: Visit) -> Json:
    return {"unit": str(visit.pk), "day": f"{visit.day:%Y-%m-%d}", "half": visit.half}


def _host(agency: UUID) -> Json:
    """Stands for an agency with several visits: at one of them at a time."""
    return {"id": f"{HOST}:{agency}", "agency": "–", "skills": [f"{HOST}:{agency}"]}


def _names(visits: list[Visit], members: list[Member]) -> dict[str, str]:
    """Of each id in the problem its words; two visits to one unit are told apart by their kind and number."""
    names: dict[str, str] = {}
    seen: Counter[UUID] = Counter()
    for visit in visits:
        seen[visit.agency_id] += 1
        again = seen[visit.agency_id]
        names[str(visit.pk)] = visit.agency.name + (f" (cuộc thứ {again})" if again > 1 else "")
        names |= {str(one.area_id): one.area.title for one in visit.contents.all()}
        names |= {str(one.member_id): one.member.person.full_name for one in visit.crew.all()}
        names[f"{HOST}:{visit.agency_id}"] = visit.agency.name
    return names | {str(one.pk): one.person.full_name for one in members}
