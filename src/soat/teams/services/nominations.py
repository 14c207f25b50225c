"""An agency is asked for persons, names them, and the coordinator takes them or asks for others (T1).

Plan 97, IV.1, IV.2. Called by the pages of the team and by the simulation.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils import timezone

from soat.access.actor import Actor
from soat.common.errors import Conflict, DomainError
from soat.common.locks import hold
from soat.inbox.services import of_agency, tell, who_may
from soat.people.models import Agency
from soat.programmes.models import Programme, SeatKind
from soat.teams.models import Nomination, Request, kind_label
from soat.teams.services.members import enlist
from soat.trail import services as trail


@dataclass(frozen=True, slots=True)
class Candidate:
    """Whom an agency names: name and position must be there, phone and e-mail may be."""

    full_name: str
    position: str
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Wish:
    """How many persons of which kind an agency is asked for."""

    agency: Agency
    kind: str
    wanted: int = 1


def request_all(
    programme: Programme,
    wishes: Collection[Wish],
    *,
    due_on: date,
    note: str = "",
    by: Actor,
    now: datetime,
) -> list[Request]:
    """Ask several agencies at once, with one deadline. All of them or none."""
    if not wishes:
        raise DomainError("Hãy chọn ít nhất một cơ quan để đề nghị cử người.", "places")
    with transaction.atomic():
        return [
            request(
                programme,
                wish.agency,
                kind=wish.kind,
                wanted=wish.wanted,
                due_on=due_on,
                note=note,
                by=by,
                now=now,
            )
            for wish in wishes
        ]


def request(
    programme: Programme,
    agency: Agency,
    *,
    kind: str,
    wanted: int,
    due_on: date,
    by: Actor,
    now: datetime,
    note: str = "",
) -> Request:
    """Ask `agency` for `wanted` persons by `due_on`. One open request for each agency and kind of seat."""
    by.require("nomination.request", programme_id=programme.pk, state=programme.state)
    if kind not in (SeatKind.MEMBER, SeatKind.SUPPORT):
        raise DomainError("Chỉ đề nghị cử thành viên Đoàn hoặc người của Tổ giúp việc.", "kind")
    if not 1 <= wanted <= 50:
        raise DomainError("Số người cần cử phải từ 1 đến 50.", "wanted")
    if due_on < timezone.localdate(now):
        raise DomainError("Hạn cử người đã qua. Hãy chọn từ hôm nay trở đi.", "due_on")
    asked = Request(
        programme=programme,
        agency=agency,
        kind=kind,
        wanted=wanted,
        due_on=due_on,
        note=note.strip(),
        sent_at=now,
        sent_by=by.id,
    )
    try:
        with transaction.atomic():
            asked.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(
            f"{agency} đang có một đề nghị cử người làm {kind_label(asked.kind)} chưa khép. Hãy khép đề nghị đó trước."
        ) from error
    _record(
        "nomination.request", asked, by=by, now=now, after=trail.snapshot(asked, ("kind", "wanted", "due_on"))
    )
    named = of_agency("nomination.propose", programme.pk, agency.pk)
    facts = {"wanted": str(wanted), "day": f"{due_on:%d/%m/%Y}"}
    tell("nomination.asked", to=named, about=asked, facts=facts, by=by, now=now)
    return asked


def close(asked: Request, *, by: Actor, now: datetime) -> Request:
    """No more names are awaited; what was taken stays."""
    by.require("nomination.request", programme_id=asked.programme_id, state=asked.programme.state)
    with transaction.atomic():
        hold(asked.pk)
        asked = Request.objects.get(pk=asked.pk)
        if asked.closed_at:
            raise Conflict("Đề nghị này đã được khép.")
        asked.closed_at, asked.closed_by = now, by.id
        asked.save(update_fields=["closed_at", "closed_by"])
        _record("nomination.request", asked, by=by, now=now, after={"closed": True})
    return asked


def propose(asked: Request, candidate: Candidate, *, by: Actor, now: datetime) -> Nomination:
    """The agency names a person. Late names are taken and shown as late; the same person is named once."""
    by.require(
        "nomination.propose",
        programme_id=asked.programme_id,
        state=asked.programme.state,
        agency_id=asked.agency_id,
    )
    named = _checked(candidate)
    with transaction.atomic():
        hold(asked.pk)
        asked = Request.objects.get(pk=asked.pk)
        if asked.closed_at:
            raise Conflict("Đề nghị cử người đã khép. Hãy liên hệ Cơ quan thường trực nếu cần cử thêm.")
        standing = asked.nominations.filter(state__in=("proposed", "accepted"))
        if standing.filter(full_name=named.full_name, position=named.position).exists():
            raise Conflict(f"{named.full_name} đã có trong danh sách cử. Không cần gửi lại.")
        if standing.count() >= asked.wanted:
            raise Conflict(f"Đã cử đủ {asked.wanted} người. Hãy rút một người trước khi cử người khác.")
        nomination = Nomination(
            programme_id=asked.programme_id,
            request=asked,
            agency_id=asked.agency_id,
            full_name=named.full_name,
            position=named.position,
            phone=named.phone,
            email=named.email,
            proposed_at=now,
            proposed_by=by.id,
        )
        nomination.save(force_insert=True)
        _record("nomination.propose", nomination, by=by, now=now, after={"full_name": named.full_name})
        deciders = who_may("nomination.decide", asked.programme_id)
        facts = {"agency": str(asked.agency), "person": named.full_name}
        tell("nomination.made", to=deciders, about=asked, facts=facts, by=by, now=now, key=str(nomination.pk))
    return nomination


def withdraw(nomination: Nomination, *, reason: str, by: Actor, now: datetime) -> Nomination:
    """The agency takes a name back before it was decided."""
    by.require(
        "nomination.propose",
        programme_id=nomination.programme_id,
        state=nomination.programme.state,
        agency_id=nomination.agency_id,
    )
    return _decide(nomination, "withdrawn", "nomination.propose", reason=reason, by=by, now=now)


def decline(nomination: Nomination, *, reason: str, by: Actor, now: datetime) -> Nomination:
    """The coordinator asks for another person, with the reason that the agency reads."""
    by.require("nomination.decide", programme_id=nomination.programme_id, state=nomination.programme.state)
    return _decide(nomination, "declined", "nomination.decide", reason=reason, by=by, now=now)


def accept(nomination: Nomination, *, by: Actor, now: datetime) -> Nomination:
    """The coordinator takes the person: she stands in the list of the team, awaiting the decision."""
    by.require("nomination.decide", programme_id=nomination.programme_id, state=nomination.programme.state)
    with transaction.atomic():
        nomination = _decide(nomination, "accepted", "nomination.decide", reason="", by=by, now=now)
        enlist(nomination, by=by, now=now)
    return nomination


def _decide(
    nomination: Nomination, state: str, action: str, *, reason: str, by: Actor, now: datetime
) -> Nomination:
    reason = reason.strip()
    if state != "accepted" and not reason:
        raise DomainError("Hãy ghi lý do để bên kia biết.", "reason")
    with transaction.atomic():
        hold(nomination.pk)
        nomination = Nomination.objects.get(pk=nomination.pk)
        if nomination.state != "proposed":
            raise Conflict(f"Việc cử này đã được xử lý: {nomination.get_state_display().lower()}.")
        nomination.state, nomination.reason = state, reason
        nomination.decided_at, nomination.decided_by = now, by.id
        nomination.save(update_fields=["state", "reason", "decided_at", "decided_by"])
        _record(
            action,
            nomination,
            by=by,
            now=now,
            before={"state": "proposed"},
            after={"state": state},
            reason=reason,
        )
    return nomination


def _checked(candidate: Candidate) -> Candidate:
    name = " ".join(candidate.full_name.split())
    position = " ".join(candidate.position.split())
    if not name:
        raise DomainError("Hãy ghi họ và tên người được cử.", "full_name")
    if not position:
        raise DomainError("Hãy ghi chức vụ, phòng hoặc đơn vị của người được cử.", "position")
    email = candidate.email.strip()
    if email:
        try:
            validate_email(email)
        except ValidationError as error:
            raise DomainError("Địa chỉ thư chưa đúng. Hãy sửa, hoặc để trống.", "email") from error
    return Candidate(name[:150], position[:150], candidate.phone.strip()[:30], email)


def _record(
    action: str,
    row: Request | Nomination,
    *,
    by: Actor,
    now: datetime,
    before: dict[str, object] | None = None,
    after: dict[str, object] | None = None,
    reason: str = "",
) -> None:
    trail.record(
        action,
        row,
        by=by,
        now=now,
        programme_id=row.programme_id,
        agency_id=row.agency_id,
        before=before,
        after=after,
        reason=reason,
    )
