"""One line of "my work" (requirement A2), and how urgent it is. Shared by the modules that find them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from soat.common.looks import Badge
from soat.programmes.models import Programme
from soat.programmes.rules import is_overdue

SOON = 7  # days before a due date when a task is called urgent


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do: what, where, until when. `is_secret`: its words stand on the page alone, in no mail."""

    title: str
    programme: str
    url: str
    due: date | None = None
    kind: str = ""
    badge: Badge | None = None
    is_secret: bool = False


def name_of(programme: Programme) -> str:
    """What a narrow column calls a programme: the number of its plan, which people go by."""
    return programme.number or programme.title


def due_badge(due: date | None, today: date, words: str = "") -> Badge:
    """How urgent a due date is, in words; `words` stand where there is no date."""
    if due is None:
        return Badge(words or gettext("Chưa có hạn"), "neutral")
    left = (due - today).days
    if is_overdue(due, today):
        return Badge(gettext("Quá hạn %(left)s ngày") % {"left": -left}, "bad")
    if left == 0:
        return Badge(gettext("Hạn hôm nay"), "bad")
    return Badge(gettext("Còn %(left)s ngày") % {"left": left}, "warn" if left <= SOON else "info")
