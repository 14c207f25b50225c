"""What a plan is made from, read once: visits with contents and crew, members, days on which something cannot be (S2).

Read by `selectors.problem` (the solver's problem), by the comparison with an answer and by the list of visits that
became impossible. A fixed number of queries. Days on which people of the team go elsewhere (another programme, a
surprise) are read as the system, as days alone: nobody learns what is on them, and only those who decide on surprises
see a run at all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from uuid import UUID

from django.db.models import Prefetch

from soat.access.actor import acting_as, system
from soat.core.working_days import Calendar
from soat.programmes.models import Programme
from soat.schedules import rules
from soat.schedules.calendar import calendar_of
from soat.schedules.models import Absence, Assignment, Blackout, Content, Crew, Visit
from soat.teams.models import Competence, Member
from soat.teams.selectors import recusals

Days = dict[UUID, set[date]]
OURS = (
    "planned",
    "added",
)  # kinds that the team itself plans; thematic ones are their departments', surprises apart
FREE = ("planned", "notified")
LEADERS = ("head", "deputy")
_READ = ("visits", "members", "areas_known", "absences", "blackouts", "recused", "calendar")


@dataclass(frozen=True)
class Plan:
    """The plan of a programme as of `today`, each part read when it is first asked for."""

    programme: Programme
    today: date

    def as_of(self, today: date) -> Plan:
        """What has been read, looked at from another day."""
        other = Plan(self.programme, today)
        other.__dict__.update({name: getattr(self, name) for name in _READ})
        return other

    @cached_property
    def visits(self) -> list[Visit]:
        """Visits of the team that are still to come or have no day, by the name of the unit."""
        rows = Visit.objects.filter(programme=self.programme, kind__in=OURS, state__in=FREE)
        crew = Crew.objects.select_related("member__person")
        found = rows.select_related("agency", "programme").prefetch_related(
            Prefetch(
                "contents", Content.objects.select_related("area").order_by("area__order", "area__title")
            ),
            Prefetch("crew", crew.order_by("member__person__sort_key", "id")),
            Prefetch("assignments", Assignment.objects.select_related("crew")),
        )
        return [
            one for one in found.order_by("agency__sort_key", "id") if one.day is None or one.day > self.today
        ]

    @cached_property
    def members(self) -> list[Member]:
        """Who serves, and whoever goes to one of the visits."""
        serving = Member.objects.filter(programme=self.programme, state="serving")
        found = {
            one.pk: one for one in serving.select_related("person", "agency").order_by("person__sort_key")
        }
        for visit in self.visits:
            for crew in visit.crew.all():
                found.setdefault(crew.member_id, crew.member)
        return list(found.values())

    @cached_property
    def calendar(self) -> Calendar:
        last = self.programme.period_end or self.today
        return calendar_of(self.today.year, max(last, self.today).year)

    @cached_property
    def days(self) -> list[date]:
        """Working days of the period from tomorrow on."""
        first = max(self.today + timedelta(days=1), self.programme.period_start or self.today)
        last = self.programme.period_end or self.today
        span = (first + timedelta(days=n) for n in range((last - first).days + 1))
        return [day for day in span if self.calendar.works(day)]

    @cached_property
    def told_from(self) -> date | None:
        """The first day on which a unit that is told today still has time for its report; none within the period."""
        notice = self.programme.notice_working_days
        for day in self.days:
            due = rules.report_due(self.calendar, day, notice)
            if due is None or due >= self.today:
                return day
        return None

    @cached_property
    def areas_known(self) -> dict[UUID, set[UUID]]:
        """Of each member the areas she can check."""
        found: dict[UUID, set[UUID]] = defaultdict(set)
        for member, area in Competence.objects.filter(programme=self.programme).values_list("member", "area"):
            found[member].add(area)
        return found

    @cached_property
    def absences(self) -> dict[UUID, list[Absence]]:
        found: dict[UUID, list[Absence]] = defaultdict(list)
        for one in Absence.objects.filter(programme=self.programme):
            found[one.member_id].append(one)
        return found

    @cached_property
    def blackouts(self) -> dict[UUID, list[Blackout]]:
        found: dict[UUID, list[Blackout]] = defaultdict(list)
        for one in Blackout.objects.filter(programme=self.programme):
            found[one.agency_id].append(one)
        return found

    @cached_property
    def recused(self) -> dict[tuple[UUID, UUID], str]:
        """(member, agency) → reason, as of today."""
        agencies = {visit.agency_id for visit in self.visits}
        return recusals(self.programme.pk, self.members, agencies, self.today)

    def busy(self, without: Iterable[Visit]) -> tuple[Days, Days]:
        """Days on which persons, and agencies, are taken by visits other than these."""
        apart = [visit.pk for visit in without]
        persons: Days = defaultdict(set)
        agencies: Days = defaultdict(set)
        with acting_as(system("những ngày đã bận")):
            crew = Crew.objects.filter(
                person__in=[one.person_id for one in self.members], standing=True, visit__day__gt=self.today
            )
            for person, day in crew.exclude(visit__in=apart).values_list("person_id", "visit__day"):
                if day:
                    persons[person].add(day)
            others = Visit.objects.filter(
                agency__in={visit.agency_id for visit in self.visits}, day__gt=self.today
            ).exclude(state="cancelled")
            told = others.exclude(kind="surprise").exclude(pk__in=apart)
            for agency, day in told.values_list("agency_id", "day"):
                if day:
                    agencies[agency].add(day)
        return persons, agencies

    @property
    def all_led(self) -> bool:
        """Whether each visit that has people has the head or a deputy among them."""
        staffed = [visit.crew.all() for visit in self.visits if visit.day and visit.crew.all()]
        return bool(staffed) and all(any(one.member.kind in LEADERS for one in crew) for crew in staffed)

    @cached_property
    def broken(self) -> dict[UUID, str]:
        """visit → why it cannot take place as it is planned: its day, or one of its people."""
        told = {visit.pk: self._flaw(visit, visit.day) for visit in self.visits if visit.day}
        return {visit: why for visit, why in told.items() if why}

    def _flaw(self, visit: Visit, day: date) -> str:
        if told := misplaced(visit, day, self.blackouts.get(visit.agency_id, ()), self.calendar):
            return told
        for crew in visit.crew.all():
            if told := self.bar(crew.member, visit.agency_id, day):
                return f"{crew.member.person} không đi được: {told}."
        return ""

    def bar(self, member: Member, agency_id: UUID, day: date) -> str:
        """Why she cannot go to the agency on `day`, "" where nothing bars her; as `matrix.bars` says of one visit."""
        service = rules.Service(member.state == "serving", member.serves_from, member.serves_to)
        if told := rules.not_serving(service, day) or self.recused.get((member.pk, agency_id), ""):
            return told
        for one in self.absences.get(member.pk, ()):
            if one.first <= day <= one.last:
                return f"vắng từ {one.first:%d/%m/%Y} đến {one.last:%d/%m/%Y}"
        return ""


def misplaced(visit: Visit, day: date, blackouts: Iterable[Blackout], calendar: Calendar) -> str:
    """Why the visit cannot stand on `day`, "" where it can."""
    place = rules.Place(
        day=day,
        half=visit.half,
        half_days=visit.half_days,
        first=visit.programme.period_start,
        last=visit.programme.period_end,
        barred=tuple((one.first, one.last, one.reason) for one in blackouts),
    )
    return rules.misplaced(place, calendar)


def impossible(visit: Visit, barred: Iterable[tuple[Member, str]], today: date) -> str:
    """Of one visit why it cannot take place as planned, "" where it can, or is not the team's to plan any more.

    `barred`: of those who go, who cannot, and why.
    """
    if visit.kind not in OURS or visit.state not in FREE or visit.day is None or visit.day <= today:
        return ""
    away = Blackout.objects.filter(programme_id=visit.programme_id, agency_id=visit.agency_id)
    if told := misplaced(visit, visit.day, away, calendar_of(visit.day.year, visit.day.year)):
        return told
    return next((f"{member.person} không đi được: {why}." for member, why in barred), "")
