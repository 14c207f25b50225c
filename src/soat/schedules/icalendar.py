"""Visits and own absences as an iCalendar text (RFC 5545) for phones (S9). Pure: no queries, no clock.

Called by the feed's page. Lines end in CRLF and are folded at 75 octets; times are UTC; the same visit keeps its UID.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from soat.core.working_days import VIETNAM

# office hours as commonly kept; the notice says the hour that counts
_HOURS = {
    ("am", 1): (time(8), time(11, 30)),
    ("pm", 1): (time(13, 30), time(17)),
    ("am", 2): (time(8), time(17)),
}
_WIDTH = 75


@dataclass(frozen=True, slots=True)
class Entry:
    """One visit: `revision` counts its changes, `made_at` when it was entered. With `last` whole days, no hours."""

    uid: str
    day: date
    half: str
    half_days: int
    title: str
    place: str
    note: str
    url: str
    revision: int
    made_at: datetime
    last: date | None = None


def text_of(name: str, entries: Iterable[Entry]) -> str:
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Soat//Lich kiem tra//VI",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{escaped(name)}",
    ]
    for one in entries:
        lines += _event(one)
    return "".join(f"{folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def _event(one: Entry) -> list[str]:
    return [
        "BEGIN:VEVENT",
        f"UID:{one.uid}",
        f"DTSTAMP:{_utc(one.made_at)}",
        *_times(one),
        f"SEQUENCE:{one.revision}",
        f"SUMMARY:{escaped(one.title)}",
        f"LOCATION:{escaped(one.place)}",
        f"DESCRIPTION:{escaped(one.note)}",
        f"URL:{one.url}",
        "END:VEVENT",
    ]


def _times(one: Entry) -> list[str]:
    if one.last:  # the end is the day after, RFC 5545 3.6.1
        after = one.last + timedelta(days=1)
        return [f"DTSTART;VALUE=DATE:{one.day:%Y%m%d}", f"DTEND;VALUE=DATE:{after:%Y%m%d}"]
    start, end = _HOURS[(one.half, one.half_days)]
    return [
        f"DTSTART:{_utc(datetime.combine(one.day, start, VIETNAM))}",
        f"DTEND:{_utc(datetime.combine(one.day, end, VIETNAM))}",
    ]


def escaped(text: str) -> str:
    """Backslash, semicolon, comma and line ends as RFC 5545 3.3.11 writes them."""
    for plain, written in (
        ("\\", "\\\\"),
        (";", "\\;"),
        (",", "\\,"),
        ("\r\n", "\\n"),
        ("\n", "\\n"),
        ("\r", "\\n"),
    ):
        text = text.replace(plain, written)
    return text


def folded(line: str) -> str:
    """Cut at 75 octets, never inside a character; each piece that follows begins with a space (3.1)."""
    pieces, piece = [], ""
    for character in line:
        if len((piece + character).encode()) > _WIDTH:
            pieces.append(piece)
            piece = " "
        piece += character
    return "\r\n".join([*pieces, piece])


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
