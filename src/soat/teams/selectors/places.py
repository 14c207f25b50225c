"""The seats of the plan beside what has come of them: who was asked, named, taken, and what lacks (T1).

Called by the first page of the team and by the form that asks the agencies.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from soat.access.actor import Actor, acting_as, system
from soat.access.models import Grant, Heir
from soat.access.permissions import roles_for
from soat.people.models import Agency
from soat.programmes.models import Programme, Seat, SeatKind
from soat.teams import rules
from soat.teams.models import Member, Request, kind_label
from soat.teams.selectors.members import standing

ASKED_KINDS = (SeatKind.MEMBER, SeatKind.SUPPORT)  # agencies name these; the plan itself names the heads


@dataclass(slots=True)
class Place:
    """Seats of one kind that one agency (or one line of the plan) fills, and who came for them.

    `outside`: the plan has no such seat, yet somebody serves or was asked.
    """

    kind: str
    text: str
    agency: Agency | None = None
    wanted: int = 1
    outside: bool = False
    members: list[Member] = field(default_factory=list)
    request: Request | None = None
    to_decide: int = 0

    @property
    def label(self) -> str:
        return kind_label(self.kind)

    @property
    def key(self) -> str:
        """How a form names the place; "" where no agency can be asked."""
        return f"{self.kind}:{self.agency.pk}" if self.agency and self.kind in ASKED_KINDS else ""

    def state(self, today: date) -> str:
        """See `rules.place_state`."""
        return rules.place_state(
            wanted=self.wanted,
            members=len(self.members),
            to_decide=self.to_decide,
            due_on=self.request.due_on if self.request else None,
            askable=bool(self.key),
            today=today,
        )


def requests(programme: Programme, actor: Actor) -> QuerySet[Request]:
    """The requests she may see, with the number of names to decide on and of names taken."""
    counts = {
        "to_decide": Count("nominations", filter=Q(nominations__state="proposed")),
        "accepted": Count("nominations", filter=Q(nominations__state="accepted")),
    }
    rows: QuerySet[Request] = Request.objects.visible_to(actor).filter(programme=programme)
    return (
        rows.select_related("agency").annotate(**counts).order_by("closed_at", "due_on", "agency__sort_key")
    )


def waiting(actor: Actor, today: date) -> QuerySet[Request]:
    """Open requests of running programmes that wait for her: as an agency that still has to name somebody, or as the
    coordinator where names wait for her answer or the deadline has passed with too few."""
    agencies = {agency for held in actor.holdings for agency in held.agencies}
    own = Q(agency__in=agencies, programme__in=actor.programmes("nomination.propose"))
    watched = Q(programme__in=actor.programmes("nomination.decide"))
    rows: QuerySet[Request] = Request.objects.visible_to(actor).annotate(
        to_decide=Count("nominations", filter=Q(nominations__state="proposed")),
        named=Count("nominations", filter=Q(nominations__state__in=("proposed", "accepted"))),
    )
    lacking = Q(named__lt=F("wanted"))
    return (
        rows.filter(closed_at=None, programme__state="running")
        .filter((own & lacking) | (watched & (Q(to_decide__gt=0) | (lacking & Q(due_on__lt=today)))))
        .select_related("programme", "agency")
        .order_by("due_on", "id")
    )


def places(programme: Programme, actor: Actor) -> list[Place]:
    """The plan's seats with who fills them, then what stands outside the plan. A constant number of queries."""
    seats = Seat.objects.filter(programme=programme).select_related("agency").order_by("order", "id")
    found = _of_plan(seats)
    _seat(found, standing(programme))
    for asked in requests(programme, actor).filter(closed_at=None):
        place = _find(found, asked.kind, asked.agency_id)
        if place is None:
            place = Place(asked.kind, "", asked.agency, outside=True, wanted=asked.wanted)
            found.append(place)
        place.request, place.to_decide = asked, getattr(asked, "to_decide", 0)
    return found


def unreached(programme: Programme, agencies: Collection[UUID]) -> set[UUID]:
    """Agencies of which nobody with an account could answer a request, so that somebody must be invited first."""
    with acting_as(system("đề nghị cử người")):
        grants = Grant.objects.filter(
            programme_id=programme.pk, ended_at=None, role__in=roles_for("nomination.propose")
        )
        held = {agency_id for agency_id in grants.values_list("agency_id", flat=True) if agency_id}
        heirs = Heir.objects.filter(predecessor_id__in=agencies, agency_id__in=held)
        held |= set(heirs.values_list("predecessor_id", flat=True))
    return set(agencies) - held


def _of_plan(seats: Collection[Seat]) -> list[Place]:
    found: dict[tuple[str, object], Place] = {}
    for seat in seats:
        key = (seat.kind, seat.agency_id or seat.pk)
        if key in found:
            found[key].wanted += 1
        else:
            found[key] = Place(seat.kind, seat.person_name or seat.text, seat.agency)
    return sorted(found.values(), key=lambda place: list(SeatKind.values).index(place.kind))


def _seat(found: list[Place], members: Sequence[Member]) -> None:
    """Each member to the place of her agency, else to the first empty one that names no agency."""
    left = []
    for member in members:
        place = _find(found, member.kind, member.agency_id)
        place.members.append(member) if place else left.append(member)
    for member in left:
        place = next((one for one in found if _is_free(one, member)), None)
        if place is None:
            place = Place(member.kind, "", member.agency, outside=True)
            found.append(place)
        place.members.append(member)


def _find(found: list[Place], kind: str, agency_id: UUID | None) -> Place | None:
    if agency_id is None:
        return None
    same = (one for one in found if one.kind == kind and one.agency and one.agency.pk == agency_id)
    return next(same, None)


def _is_free(place: Place, member: Member) -> bool:
    """A head may come from wherever; other places of the plan that name an agency wait for its own people."""
    open_to = place.agency is None or place.kind == SeatKind.HEAD
    return place.kind == member.kind and open_to and not place.members and not place.outside
