"""Reads for the pages of duties (requirement G5): the list under its heads, and what of it is in doubt."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import groupby
from uuid import UUID

from django.db.models import Case, F, Q, QuerySet, When
from django.db.models.expressions import Combinable
from django.utils.translation import gettext

from soat.access.actor import Actor
from soat.people.models import Agency
from soat.programmes.models import Duty, DutyFile, DutyOwner, Outline, Programme
from soat.programmes.models.duty import DutyQuerySet
from soat.programmes.rules import is_overdue
from soat.programmes.rules.duties import is_on_outline, is_visit_report

STATUSES = [
    ("", "Tất cả"),
    ("open", "Đang mở"),
    ("late", "Quá hạn"),
    ("unowned", "Chưa rõ cơ quan"),
    ("undated", "Chưa có hạn"),
    ("reported", "Chờ xác nhận"),
    ("done", "Đã xong"),
    ("struck", "Không phải nhiệm vụ"),
]
BY_DUE, BY_AGENCY = "", "agency"
SOON = 7  # days before a due date when a duty is called urgent


def overdue(today: date) -> Q:
    """Duties that are overdue, as `rules.is_overdue` tells it of one."""
    return Q(done_at=None, due_on__lt=today)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of the list is asked for; `agency` is an id, `by` BY_DUE or BY_AGENCY."""

    status: str = ""
    owner: str = ""
    agency: str = ""
    by: str = BY_DUE


@dataclass(frozen=True, slots=True)
class Group:
    """Duties under one head: of one agency, or as urgent as each other."""

    label: str
    rows: list[Duty]


def duties(programme: Programme, actor: Actor, wanted: Wanted, today: date) -> QuerySet[Duty]:
    """Duties of the programme she may see: overdue first, by due date, those without one, those done."""
    conditions = {
        "open": Q(done_at=None),
        "late": overdue(today),
        "unowned": Q(done_at=None, agency=None),
        "undated": Q(done_at=None, due_on=None),
        "reported": Q(done_at__isnull=False, confirmed_at=None),
        "done": Q(done_at__isnull=False),
    }
    if wanted.status == "struck":
        found = Duty.objects.visible_to(actor).filter(programme=programme).exclude(strike_reason="")
    else:
        found = _tasks(programme, actor).filter(conditions.get(wanted.status, Q()))
    if wanted.owner:
        found = found.filter(owner=wanted.owner)
    if wanted.agency:
        found = found.filter(agency_id=wanted.agency)
    heads: list[str | Combinable] = (
        [F("agency__sort_key").asc(nulls_first=True), "agency_id", "party"] if wanted.by == BY_AGENCY else []
    )
    return found.select_related("agency", "programme").order_by(
        *heads,
        Case(When(done_at=None, then=0), default=1),
        F("due_on").asc(nulls_last=True),
        "order",
        "id",
    )


def grouped(rows: Iterable[Duty], by: str, today: date) -> list[Group]:
    """Rows in the order of `duties` under their heads."""
    label = _owner_of if by == BY_AGENCY else partial(urgency, today=today)
    return [Group(head, list(held)) for head, held in groupby(rows, label)]


def _owner_of(duty: Duty) -> str:
    return duty.agency.name if duty.agency else gettext("%(party)s (chưa rõ cơ quan)") % {"party": duty.party}


def urgency(duty: Duty, today: date) -> str:
    """How pressing a duty is, in words."""
    if duty.done_at:
        return gettext("Đã xong")
    if duty.due_on is None:
        return gettext("Chưa có ngày cụ thể")
    if is_overdue(duty.due_on, today):
        return gettext("Quá hạn")
    left = (duty.due_on - today).days
    return gettext("Trong %(value)s ngày tới") % {"value": SOON} if left <= SOON else gettext("Sau đó")


def doubt_of(duty: Duty) -> str:
    """Why nobody in particular has the duty, or what else is to be looked at; "" when all is clear."""
    if duty.done_at or duty.retired_at:
        return ""
    if duty.is_doubtful:
        return duty.doubt
    if duty.agency_id:
        return ""
    if duty.owner == DutyOwner.UNITS:
        return gettext("Nhiệm vụ chung của các đơn vị: mỗi đối tượng kiểm tra được thêm sẽ có bản riêng.")
    return gettext("Chưa rõ cơ quan nào chịu trách nhiệm nên chưa cơ quan nào thấy nhiệm vụ này.")


def chosen(programme: Programme, actor: Actor, ids: Iterable[str]) -> list[Duty]:
    """The duties of the programme she may see with these ids; what is no id is left out."""
    keys = []
    for value in ids:
        with suppress(ValueError):
            keys.append(UUID(value))
    rows = Duty.objects.visible_to(actor).filter(programme=programme, pk__in=keys)
    return list(rows.select_related("agency", "programme"))


def owners(programme: Programme, actor: Actor) -> QuerySet[Agency]:
    """Agencies that have a task in the programme she may see."""
    held = _tasks(programme, actor).filter(agency__isnull=False).values("agency_id")
    return Agency.objects.filter(pk__in=held).order_by("sort_key", "pk")


def report_duties(programme: Programme, actor: Actor) -> list[Duty]:
    """Her own open duties as a unit that are the report of the outline, by due date: those the plan ties to it, else
    all reports that are handed in before the visit."""
    held = {agency for holding in actor.holdings for agency in holding.agencies}
    own = _tasks(programme, actor).filter(agency_id__in=held, owner=DutyOwner.UNITS, done_at=None)
    rows = list(own.select_related("programme").order_by(F("due_on").asc(nulls_last=True), "order", "id"))
    named = [duty for duty in rows if is_on_outline(duty)]
    return named or [duty for duty in rows if is_visit_report(duty)]


def note_of(duty: Duty, outline: Outline | None) -> str:
    """Of a unit's report: which outline it follows, and whether the plan asks it of all units or of this one."""
    if not is_visit_report(duty):
        return ""
    asked = "kế hoạch giao chung các đơn vị" if duty.group_id else "kế hoạch giao riêng"
    if not is_on_outline(duty):
        return f"Báo cáo trước khi kiểm tra, không nêu đề cương; {asked}."
    named = f"“{outline.title}”, phiên bản {outline.version}" if outline else "kèm kế hoạch"
    return f"Báo cáo theo đề cương {named}; {asked}."


def outline_in_use(programme: Programme, actor: Actor) -> Outline | None:
    return Outline.objects.visible_to(actor).filter(programme=programme, state="in_use").first()


def files_of(duty: Duty, actor: Actor) -> list[DutyFile]:
    """The files that show what was reported, without their contents."""
    return list(DutyFile.objects.visible_to(actor).filter(duty=duty).defer("content"))


def _tasks(programme: Programme, actor: Actor) -> DutyQuerySet:
    return Duty.objects.visible_to(actor).tasks().filter(programme=programme)
