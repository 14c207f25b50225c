"""The states of a paper and what leads from one to the next (D1). No queries, no clock.

Read by services, pages and `docs/states.md`.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models


class State(models.TextChoices):
    DRAFT = "draft", "Dự thảo"
    ISSUED = "issued", "Đã ban hành"
    REVOKED = "revoked", "Đã thu hồi"
    REPLACED = "replaced", "Đã được thay"


@dataclass(frozen=True, slots=True)
class Step:
    """`name` leads from a state to another, by who may do `action`."""

    name: str
    label: str
    action: str
    from_state: State
    to_state: State


STEPS: tuple[Step, ...] = (
    Step("edit", "Sửa dự thảo", "paper.draft", State.DRAFT, State.DRAFT),
    Step("issue", "Ban hành", "paper.issue", State.DRAFT, State.ISSUED),
    Step("revoke", "Thu hồi", "paper.issue", State.ISSUED, State.REVOKED),
    Step("replace", "Ban hành bản thay", "paper.issue", State.ISSUED, State.REPLACED),
)
_BY_NAME = {step.name: step for step in STEPS}


def step(name: str) -> Step:
    """Raises KeyError for a step that is none."""
    return _BY_NAME[name]


def open_steps(state: str) -> list[Step]:
    """What may be done with a paper in this state."""
    return [one for one in STEPS if one.from_state == state]
