"""Which record of the cast's database stands in an address of the catalogue, and bodies that name records."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.cast import SYSTEM, Cast
from tests.rows import token_of

from soat.access.actor import acting_as
from soat.access.models import Grant
from soat.accounts.models import Invitation
from soat.inbox.models import Message
from soat.legal.models import Document, Relation
from soat.papers.models import Batch, Number, Paper
from soat.people.models import Agency, Person
from soat.programmes.models import (
    Duty,
    DutyFile,
    Node,
    Outline,
    Programme,
    Question,
    Statement,
    Subject,
    Unplaced,
)
from soat.programmes.services.review import token
from soat.schedules.models import (
    Absence,
    Blackout,
    BlackoutRequest,
    CalendarDay,
    Draw,
    Overlap,
    Run,
    Theme,
    Vehicle,
    Visit,
)
from soat.teams.models import Interest, Member, Nomination, Request

Find = Callable[[Cast, Programme, Agency], Any]


def _first(model: Any, **where: Any) -> Any:
    with acting_as(SYSTEM):
        return model.objects.filter(**where).order_by("pk").first()


def _node(programme: Programme) -> Node:
    draft = _first(Outline, programme=programme, state="draft")
    node: Node = _first(Node, outline=draft)
    return node


def _purpose(programme: Programme) -> Statement:
    row: Statement = _first(Statement, programme=programme, kind="purpose")
    return row


def seen_row(cast: Cast, programme: Programme) -> dict[str, Any]:
    """Confirms the row of `row_id` as it stands."""
    with acting_as(SYSTEM):
        return {"step": "confirm", "seen": token(_purpose(programme))}


def target(cast: Cast, programme: Programme) -> dict[str, Any]:
    """Puts a node beside itself: refused, but after the check of the right."""
    return {"revision": "0", "target": _node(programme).code, "side": "before"}


def added_subject(cast: Cast, programme: Programme) -> dict[str, Any]:
    return {"agency": str(cast.standing.pk), "reason": "Công văn số 1."}


def succession(cast: Cast, programme: Programme) -> dict[str, Any]:
    return {
        "kind": "merge",
        "predecessors": [str(cast.other_unit.pk)],
        "successors": [str(cast.unit.pk)],
        "on": "1/3/2026",
        "step": "confirm",
    }


# what an address needs → how it is found, and the name of the argument where it differs
FINDERS: dict[str, tuple[Find, str]] = {
    "theme_id": (lambda cast, programme, unit: _first(Theme, programme=programme).pk, ""),
    "overlap_id": (lambda cast, programme, unit: _first(Overlap, programme=programme).pk, ""),
    "draw_id": (lambda cast, programme, unit: _first(Draw, programme=programme, kind="added").pk, ""),
    "vehicle_id": (lambda cast, programme, unit: _first(Vehicle, programme=programme).pk, ""),
    "absence_id": (lambda cast, programme, unit: _first(Absence, programme=programme).pk, ""),
    "blackout_id": (lambda cast, programme, unit: _first(Blackout, programme=programme).pk, ""),
    "request_asked": (
        lambda cast, programme, unit: _first(BlackoutRequest, programme=programme, agency=unit).pk,
        "request_id",
    ),
    "message_id": (lambda cast, programme, unit: _first(Message, user=cast.user("coordinator")).pk, ""),
    "left_id": (lambda cast, programme, unit: _first(Unplaced, programme=programme).pk, ""),
    "row_id": (lambda cast, programme, unit: _purpose(programme).pk, ""),
    "code": (lambda cast, programme, unit: _node(programme).code, ""),
    "invitation_id": (lambda cast, programme, unit: _first(Invitation, programme_id=programme.pk).pk, ""),
    "grant_id": (lambda cast, programme, unit: _first(Grant, programme_id=programme.pk, role="head").pk, ""),
    "duty_id": (lambda cast, programme, unit: _first(Duty, programme=programme, agency=unit).pk, ""),
    "file_id": (lambda cast, programme, unit: _first(DutyFile, programme=programme, agency=unit).pk, ""),
    "subject_row": (
        lambda cast, programme, unit: _first(Subject, programme=programme, agency=unit).pk,
        "subject_id",
    ),
    "question_id": (lambda cast, programme, unit: _first(Question, programme=programme, agency=unit).pk, ""),
    "visit_id": (
        lambda cast, programme, unit: _first(Visit, programme=programme, agency=unit, state="notified").pk,
        "",
    ),
    "surprise_id": (
        lambda cast, programme, unit: _first(Visit, programme=programme, kind="surprise").pk,
        "visit_id",
    ),
    "run_id": (lambda cast, programme, unit: _first(Run, programme=programme).pk, ""),
    "day_id": (lambda cast, programme, unit: _first(CalendarDay).pk, ""),
    "subject_id": (lambda cast, programme, unit: _first(Question, programme=programme, agency=unit).pk, ""),
    "request_id": (lambda cast, programme, unit: _first(Request, programme=programme, agency=unit).pk, ""),
    "nomination_id": (
        lambda cast, programme, unit: _first(Nomination, programme=programme, agency=unit).pk,
        "",
    ),
    "member_id": (lambda cast, programme, unit: _first(Member, programme=programme).pk, ""),
    "interest_id": (lambda cast, programme, unit: _first(Interest, programme=programme).pk, ""),
    "draft_id": (
        lambda cast, programme, unit: _first(Paper, programme=programme, agency=unit, state="draft").pk,
        "paper_id",
    ),
    "paper_id": (
        lambda cast, programme, unit: _first(Paper, programme=programme, agency=unit, state="issued").pk,
        "",
    ),
    "number_id": (lambda cast, programme, unit: _first(Number, programme=programme).pk, ""),
    "batch_id": (lambda cast, programme, unit: _first(Batch, programme=programme).pk, ""),
    "token": (lambda cast, programme, unit: token_of(programme), ""),
    "user": (lambda cast, programme, unit: cast.user("head").pk, "pk"),
    "document": (lambda cast, programme, unit: _first(Document, number="30/2020/NĐ-CP").pk, "pk"),
    "relation_source": (lambda cast, programme, unit: _first(Relation).source_id, "pk"),
    "relation_id": (lambda cast, programme, unit: _first(Relation).pk, ""),
    "agency": (lambda cast, programme, unit: cast.unit.pk, "pk"),
    "person": (lambda cast, programme, unit: _first(Person, full_name=f"Cán bộ {unit.name}").pk, "pk"),
    "standing_invitation": (lambda cast, programme, unit: _first(Invitation, programme_id=None).pk, "pk"),
    "standing_grant": (
        lambda cast, programme, unit: _first(Grant, programme_id=None, role="coordinator").pk,
        "pk",
    ),
}
