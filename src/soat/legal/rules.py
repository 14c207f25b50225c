"""What force a document has on a day (requirement L3): from its dates and from what amends or replaces it.

Pure: no queries, no clock. Selectors gather the facts, pages and the plan's marks show the answer.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.utils.translation import gettext, gettext_noop

# Relations that change the force of the document they are about.
CHANGING = ("amends", "replaces")

Status = Literal["unknown", "not_yet", "in_force", "amended", "replaced", "expired"]

LABELS: dict[Status, str] = {
    "unknown": gettext_noop("Chưa rõ hiệu lực"),
    "not_yet": gettext_noop("Chưa có hiệu lực"),
    "in_force": gettext_noop("Còn hiệu lực"),
    "amended": gettext_noop("Đã được sửa đổi, bổ sung"),
    "replaced": gettext_noop("Đã bị thay thế"),
    "expired": gettext_noop("Hết hiệu lực"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """`document` (its name) amends or replaces from a day on; a day that is not known counts as always."""

    kind: Literal["amends", "replaces"]
    document: str
    since: date | None


@dataclass(frozen=True, slots=True)
class Effect:
    """The force on the day asked for, and what brought it about, the latest first."""

    status: Status
    since: date | None = None
    by: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        return gettext(LABELS[self.status])


def effect(
    day: date, *, begins: date | None, ends: date | None, changes: Iterable[Change], is_known: bool = True
) -> Effect:
    """The force on `day` of a document that takes effect on `begins` and ends on `ends`.

    Replaced outweighs ended, ended outweighs amended. A document that is only cited (`is_known` false) and of whose
    end or change nothing is recorded has unknown force: nobody has looked.
    """
    if begins and begins > day:
        return Effect("not_yet", begins)
    done = sorted(
        (change for change in changes if change.since is None or change.since <= day),
        key=lambda change: change.since or date.min,
        reverse=True,
    )
    replaced = [change for change in done if change.kind == "replaces"]
    if replaced:
        return Effect("replaced", replaced[-1].since, tuple(change.document for change in replaced))
    if ends and ends <= day:
        return Effect("expired", ends)
    if done:
        return Effect("amended", done[0].since, tuple(change.document for change in done))
    return Effect("in_force", begins) if is_known else Effect("unknown")
