"""The seats of the plan beside what has come of them: who was asked, named, taken, and what lacks (T1).

Called by the first page of the team and by the form that asks the agencies.
"""

from __future__ import annotations

from collections import defaultdict
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
from soat.teams.models import Member, MemberState, Request, kind_label
from soat.teams.selectors.members import everyone_of

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
    return _requests([programme], actor)


def _requests(programmes: Sequence[Programme], actor: Actor) -> QuerySet[Request]:
    counts = {
        "to_decide": Count("nominations", filter=Q(nominations__state="proposed")),
        "accepted": Count("nominations", filter=Q(nominations__state="accepted")),
    }
    rows: QuerySet[Request] = Request.objects.visible_to(actor).filter(programme__in=programmes)
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
    """The plan's seats with who fills them, then what stands outside the plan."""
    return places_of([programme], actor)[programme.pk]


def places_of(programmes: Sequence[Programme], actor: Actor) -> dict[UUID, list[Place]]:
    """The same of several programmes, by programme. A constant number of queries."""
    seats: dict[UUID, list[Seat]] = defaultdict(list)
    for seat in (
        Seat.objects.filter(programme__in=programmes).select_related("agency").order_by("order", "id")
    ):
        seats[seat.programme_id].append(seat)
    asked: dict[UUID, list[Request]] = defaultdict(list)
    for one in _requests(programmes, actor).filter(closed_at=None):
        asked[one.programme_id].append(one)
    team = everyone_of(programmes)
    return {one.pk: _places(seats[one.pk], team[one.pk], asked[one.pk]) for one in programmes}


def _places(seats: Collection[Seat], team: Sequence[Member], asked: Collection[Request]) -> list[Place]:
    found = _of_plan(seats)
    _seat(found, [member for member in team if member.state != MemberState.ENDED])
    for one in asked:
        place = _find(found, one.kind, one.agency_id)
        if place is None:
            place = Place(one.kind, "", one.agency, outside=True, wanted=one.wanted)
            found.append(place)
        place.request, place.to_decide = one, getattr(one, "to_decide", 0)
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
