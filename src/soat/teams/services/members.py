"""Members of the team and of its support group: listed, appointed by a decision, replaced, suspended … (T1, T2).

Each change is an act with day, reason and paper; acts are only added. Called by the pages of the team, by
`nominations.accept` and by the simulation.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from soat.access.actor import Actor
from soat.common.errors import Conflict, DomainError
from soat.common.locks import hold
from soat.core.text import fold, person_sort_key, sort_text
from soat.inbox.services import tell
from soat.people.models import Agency, Person, Position
from soat.programmes.models import Area, Programme, SeatKind
from soat.teams import rules
from soat.teams.models import Act, Competence, Member, MemberState, Nomination
from soat.trail import services as trail

_FIELDS = ("kind", "state", "decision", "serves_from", "serves_to")


@dataclass(frozen=True, slots=True)
class Paper:
    """The paper an act rests on: "12/QĐ-SNV ngày 05/3/2026", the day it takes effect, and the end where it has one."""

    document: str
    on: date
    until: date | None = None


def enlist(nomination: Nomination, *, by: Actor, now: datetime) -> Member:
    """List the person of an accepted nomination. She is found in the directory by name, agency and e-mail, or added."""
    person = _person_of(nomination)
    return _listed(
        nomination.programme,
        person,
        agency=nomination.agency,
        kind=nomination.request.kind,
        title=nomination.position,
        nomination=nomination,
        by=by,
        now=now,
    )


def add(
    programme: Programme,
    person: Person,
    *,
    kind: str,
    agency: Agency | None,
    title: str,
    by: Actor,
    now: datetime,
) -> Member:
    """List a person whom the plan itself names or whom the coordinator chooses, without a nomination."""
    by.require("team.manage", programme_id=programme.pk, state=programme.state)
    if kind not in SeatKind.values:
        raise DomainError("Hãy chọn vị trí trong Đoàn.", "kind")
    return _listed(
        programme, person, agency=agency, kind=kind, title=title.strip(), nomination=None, by=by, now=now
    )


def appoint(members: Collection[Member], paper: Paper, *, by: Actor, now: datetime) -> list[Member]:
    """The decision is signed: all `members` serve from its day. All of them or none."""
    if not members:
        raise DomainError("Hãy chọn ít nhất một người có tên trong quyết định.", "members")
    with transaction.atomic():
        return [
            _act(member, "appoint", paper, reason="", by=by, now=now)
            for member in sorted(members, key=lambda one: one.pk)
        ]


def extend(member: Member, paper: Paper, *, reason: str, by: Actor, now: datetime) -> Member:
    """Her time in the team is prolonged to `paper.until`."""
    if paper.until is None:
        raise DomainError("Hãy chọn ngày gia hạn đến.", "until")
    return _act(member, "extend", paper, reason=reason, by=by, now=now)


def suspend(member: Member, paper: Paper, *, reason: str, by: Actor, now: datetime) -> Member:
    return _act(member, "suspend", paper, reason=reason, by=by, now=now)


def resume(member: Member, paper: Paper, *, reason: str, by: Actor, now: datetime) -> Member:
    return _act(member, "resume", paper, reason=reason, by=by, now=now)


def end(member: Member, paper: Paper, *, reason: str, by: Actor, now: datetime) -> Member:
    return _act(member, "end", paper, reason=reason, by=by, now=now)


def replace(
    member: Member, successor: Member, paper: Paper, *, reason: str, by: Actor, now: datetime
) -> tuple[Member, Member]:
    """`successor`, listed and of the same kind of seat, serves in her place from the paper's day."""
    if successor.programme_id != member.programme_id or successor.pk == member.pk:
        raise DomainError("Hãy chọn người thay trong danh sách của chính Đoàn này.", "successor")
    with transaction.atomic():
        left = _act(member, "replace", paper, reason=reason, by=by, now=now, successor=successor)
        Member.objects.filter(pk=successor.pk).update(kind=left.kind)
        came = _act(successor, "appoint", paper, reason="", by=by, now=now)
    return left, came


def place(member: Member, agency: Agency, *, by: Actor, now: datetime) -> Member:
    """Say which agency she sits for, so that she fills its seat of the plan."""
    by.require("team.manage", programme_id=member.programme_id, state=member.programme.state)
    with transaction.atomic():
        member = Member.objects.select_for_update(of=("self",)).select_related("person").get(pk=member.pk)
        before: dict[str, object] = {"agency_id": member.agency_id}
        if member.agency_id != agency.pk:
            member.agency = agency
            member.save(update_fields=["agency"])
            _record("team.manage", member, by=by, now=now, before=before, after={"agency_id": agency.pk})
    return member


def set_competences(member: Member, areas: Collection[Area], *, by: Actor, now: datetime) -> None:
    """The content areas a member can check; replaces what stood before."""
    by.require("team.manage", programme_id=member.programme_id, state=member.programme.state)
    wanted = {area.pk: area for area in areas}
    if any(area.programme_id != member.programme_id for area in wanted.values()):
        raise DomainError("Lĩnh vực không thuộc chương trình này.", "areas")
    with transaction.atomic():
        Member.objects.select_for_update(of=("self",)).get(pk=member.pk)
        before = set(member.competences.values_list("area_id", flat=True))
        member.competences.exclude(area_id__in=wanted).delete()
        Competence.objects.bulk_create(
            Competence(programme_id=member.programme_id, member=member, area=area)
            for pk, area in wanted.items()
            if pk not in before
        )
        if before != set(wanted):
            _record(
                "team.manage", member, by=by, now=now, before={"areas": before}, after={"areas": set(wanted)}
            )


def set_matrix(wanted: Mapping[Member, Collection[Area]], *, seen: str, by: Actor, now: datetime) -> int:
    """The areas of several members at once; how many of them changed. All or none.

    `seen`: `fingerprint` of what the page showed. Conflict if somebody saved other areas since.
    """
    with transaction.atomic():
        hold("competences")
        if fingerprint(held := held_areas(wanted)) != seen:
            raise Conflict(
                "Có người vừa lưu bảng này. Các ô bên dưới là lựa chọn của bạn; hãy xem lại rồi lưu."
            )
        changed = [
            member
            for member, areas in wanted.items()
            if held.get(member.pk, set()) != {area.pk for area in areas}
        ]
        for member in changed:
            set_competences(member, wanted[member], by=by, now=now)
    return len(changed)


def held_areas(members: Collection[Member]) -> dict[UUID, set[UUID]]:
    """member → areas, of those who have any."""
    found: dict[UUID, set[UUID]] = {}
    rows = Competence.objects.filter(member__in=members).values_list("member_id", "area_id")
    for member_id, area_id in rows:
        found.setdefault(member_id, set()).add(area_id)
    return found


def fingerprint(held: Mapping[UUID, Collection[UUID]]) -> str:
    """Differs when somebody's areas differ."""
    told = sorted(f"{member} {area}" for member, areas in held.items() for area in areas)
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:32]


def _act(
    member: Member,
    kind: str,
    paper: Paper,
    *,
    reason: str,
    by: Actor,
    now: datetime,
    successor: Member | None = None,
) -> Member:
    by.require("team.manage", programme_id=member.programme_id, state=member.programme.state)
    document, reason = " ".join(paper.document.split())[:200], reason.strip()
    if not document:
        raise DomainError("Hãy ghi số, ngày của văn bản làm căn cứ.", "document")
    if kind != "appoint" and not reason:
        raise DomainError("Hãy ghi lý do.", "reason")
    with transaction.atomic():
        member = Member.objects.select_for_update(of=("self",)).select_related("person").get(pk=member.pk)
        before = trail.snapshot(member, _FIELDS)
        member.state = _next(kind, member)
        _set_span(member, kind, paper, document)
        member.save(update_fields=["state", "decision", "serves_from", "serves_to"])
        Act(
            programme_id=member.programme_id,
            member=member,
            kind=kind,
            on=paper.on,
            reason=reason,
            document=document,
            successor=successor,
            done_at=now,
            done_by=by.id,
        ).save(force_insert=True)
        _record(
            "team.manage",
            member,
            by=by,
            now=now,
            before=before,
            after={**trail.snapshot(member, _FIELDS), "document": document, "act": kind},
            reason=reason,
        )
        if kind == "appoint":
            to = [member.person.user_id]
            tell("team.appointed", to=to, about=member, facts={"document": document}, by=by, now=now)
    return member


def _next(kind: str, member: Member) -> str:
    state = rules.reached(kind, member.state)
    if not state:
        now_is = MemberState(member.state).label.lower()
        raise Conflict(f"{member.person} hiện ở trạng thái “{now_is}” nên không làm được việc này.")
    return state


def _set_span(member: Member, kind: str, paper: Paper, document: str) -> None:
    if kind == "appoint":
        member.decision, member.serves_from, member.serves_to = document, paper.on, paper.until
    elif kind in ("end", "replace"):
        member.serves_to = max(paper.on, member.serves_from) if member.serves_from else None
    elif kind == "extend":
        member.serves_to = paper.until
    if member.serves_from and member.serves_to and member.serves_to < member.serves_from:
        raise DomainError("Ngày kết thúc phải sau ngày bắt đầu tham gia.", "until")


def _listed(
    programme: Programme,
    person: Person,
    *,
    agency: Agency | None,
    kind: str,
    title: str,
    nomination: Nomination | None,
    by: Actor,
    now: datetime,
) -> Member:
    member = Member(
        programme=programme,
        person=person,
        agency=agency,
        kind=kind,
        title=title[:200],
        nomination=nomination,
        listed_at=now,
        listed_by=by.id,
    )
    try:
        with transaction.atomic():
            member.save(force_insert=True)
    except IntegrityError as error:
        told = (
            "Đoàn đã có Trưởng Đoàn" if "one_head" in str(error) else f"{person} đã có trong danh sách Đoàn"
        )
        raise Conflict(f"{told}. Hãy xem lại danh sách.") from error
    _record("team.manage", member, by=by, now=now, after=trail.snapshot(member, _FIELDS))
    return member


def _person_of(nomination: Nomination) -> Person:
    same = (
        Person.objects.filter(email__iexact=nomination.email) if nomination.email else Person.objects.none()
    )
    if (person := same.order_by("pk").first()) is not None and person.full_name == nomination.full_name:
        return person
    known = Person.objects.filter(
        full_name=nomination.full_name, positions__agency=nomination.agency_id
    ).distinct()
    if nomination.email:
        known = known.filter(email__in=("", nomination.email))
    if (person := known.order_by("pk").first()) is not None:
        return person
    person = Person(
        full_name=nomination.full_name,
        phone=nomination.phone,
        email=nomination.email,
        sort_key=sort_text(*person_sort_key(nomination.full_name)),
        folded=fold(nomination.full_name),
    )
    person.save(force_insert=True)
    Position(person=person, agency_id=nomination.agency_id, title=nomination.position).save(force_insert=True)
    return person


def _record(
    action: str,
    member: Member,
    *,
    by: Actor,
    now: datetime,
    before: dict[str, object] | None = None,
    after: dict[str, object] | None = None,
    reason: str = "",
) -> None:
    trail.record(
        action,
        member,
        by=by,
        now=now,
        programme_id=member.programme_id,
        before=before,
        after=after,
        reason=reason,
    )
