"""Data of the programmes room, split by noun."""

from soat.programmes.models.content import (
    Area,
    Item,
    Method,
    MethodKind,
    Seat,
    SeatKind,
    Statement,
    StatementKind,
    Subject,
    SubjectKind,
)
from soat.programmes.models.duty import Duty, DutyFile, DutyOwner, Question
from soat.programmes.models.outline import Node, NodeKind, Outline
from soat.programmes.models.programme import FieldSource, PlanSource, Programme, Review, Sourced, Unplaced

__all__ = [
    "Area",
    "Duty",
    "DutyFile",
    "DutyOwner",
    "FieldSource",
    "Item",
    "Method",
    "MethodKind",
    "Node",
    "NodeKind",
    "Outline",
    "PlanSource",
    "Programme",
    "Question",
    "Review",
    "Seat",
    "SeatKind",
    "Sourced",
    "Statement",
    "StatementKind",
    "Subject",
    "SubjectKind",
    "Unplaced",
]
