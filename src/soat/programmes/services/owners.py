"""Which agencies a duty of the plan falls to (requirement G5): the group it names, or each agency its words name.

A name counts only where the team's seats or the register say which agency it is, of the right kind and place, on the
day of the plan; a name that fits none keeps its reason, so that a person decides. Called by `services.shares`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from soat.core.plans.named import named_agencies
from soat.core.text import fold
from soat.people.selectors import Matcher
from soat.programmes.models import Duty, DutyOwner, Programme, Seat, SeatKind, Subject


@dataclass(frozen=True, slots=True)
class Share:
    """One owner of a duty. Without an agency `party` is the name as written and `doubt` why it is nobody's yet."""

    agency_id: UUID | None
    party: str
    doubt: str = ""


class Owners:
    """The parties of a programme, read once: subjects, seats of the team, standing agency, the register."""

    def __init__(self, programme: Programme, today: date) -> None:
        subjects = Subject.objects.current().filter(programme=programme, agency__isnull=False)
        self._units = list(subjects.values_list("agency_id", flat=True))
        seats = Seat.objects.filter(programme=programme, agency__isnull=False).exclude(kind=SeatKind.HEAD)
        self._senders = list(seats.values_list("agency_id", "agency_name"))
        self._standing = programme.standing_agency_id
        self._register = Matcher(programme.issued_on or today, programme.place or None)

    def of(self, duty: Duty) -> list[Share]:
        """Whom it falls to, each once; nothing when the plan says no more than "the press"."""
        if duty.owner == DutyOwner.UNITS:
            return _each(self._units, duty.party)
        if duty.owner == DutyOwner.STANDING and self._standing:
            return _each([self._standing], duty.party)
        shares = self._named(duty)
        if not shares and duty.owner == DutyOwner.MEMBERS:
            return _each((agency for agency, _ in self._senders), duty.party)
        return shares

    def _named(self, duty: Duty) -> list[Share]:
        shares: dict[object, Share] = {}
        for name in named_agencies(duty.party, duty.text):
            share = self._share(name.name, name.kind)
            shares.setdefault(share.agency_id or share.party, share)
        return list(shares.values())

    def _share(self, name: str, kind: str) -> Share:
        if sender := self._sender(name):
            return Share(sender, name[:500])
        match = self._register.match(name, kind)
        if match.agency is None or match.reason:
            return Share(None, name[:500], match.reason)
        return Share(match.agency.pk, name[:500])

    def _sender(self, name: str) -> UUID | None:
        """The agency of the seat that is written so: a person has looked at its link."""
        folded = fold(name)
        return next((agency for agency, written in self._senders if fold(written) == folded), None)


def _each(agencies: Iterable[UUID], party: str) -> list[Share]:
    return [Share(agency, party) for agency in dict.fromkeys(agencies)]
