"""States of nominations and members, and who must keep away from which agency (T1–T3). No queries, no clock.

Read by the services, the pages, the assignment matrix and the solver, so that each says the same.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

# act → states it leads from, the state it leads to
ACTS: dict[str, tuple[tuple[str, ...], str]] = {
    "appoint": (("listed",), "serving"),
    "replace": (("serving", "suspended"), "ended"),
    "extend": (("serving",), "serving"),
    "suspend": (("serving",), "suspended"),
    "resume": (("suspended",), "serving"),
    "end": (("listed", "serving", "suspended"), "ended"),
}


def reached(act: str, state: str) -> str:
    """The state that `act` leads to from `state`, "" where it is not allowed."""
    sources, target = ACTS[act]
    return target if state in sources else ""


def acts_from(state: str) -> list[str]:
    """The acts that are open to a member in `state`, in the order of the table."""
    return [act for act, (sources, _) in ACTS.items() if state in sources]


@dataclass(frozen=True, slots=True)
class Post:
    """A position as far as recusal needs it: the agency, from a day to the day before another; null: open."""

    agency_id: UUID
    agency_name: str
    title: str
    starts: date | None = None
    ends: date | None = None


@dataclass(frozen=True, slots=True)
class Declared:
    """An interest that a person declared."""

    agency_id: UUID
    agency_name: str
    reason: str


def recusal(
    posts: Collection[Post], declared: Collection[Declared], agencies: Collection[UUID], on: date, years: int
) -> str:
    """Why a person must not inspect on day `on` the unit whose agencies (itself and those it succeeded) are given.

    "" where nothing bars her. A post bars while held and for `years` years after its end (T3).
    """
    for interest in declared:
        if interest.agency_id in agencies:
            return f"đã khai việc phải tránh với {interest.agency_name}: {interest.reason}"
    for post in posts:
        if post.agency_id not in agencies or (post.starts and post.starts > on):
            continue
        if post.ends is None or post.ends > on:
            return f"đang công tác tại {post.agency_name} ({post.title})"
        if on < _years_after(post.ends, years):
            return f"công tác tại {post.agency_name} ({post.title}) đến {post.ends:%d/%m/%Y}, chưa đủ {years} năm"
    return ""


def _years_after(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return date(day.year + years, 3, 1)


def place_state(
    *, wanted: int, members: int, to_decide: int, due_on: date | None, askable: bool, today: date
) -> str:
    """What a place of the team waits for: "to_decide" on names, "filled", "overdue" or "asked" while a request is
    open until the end of `due_on`, "to_ask" its agency, "to_add" somebody from the directory."""
    if to_decide:
        return "to_decide"
    if members >= wanted:
        return "filled"
    if due_on is not None:
        return "overdue" if due_on < today else "asked"
    return "to_ask" if askable else "to_add"
