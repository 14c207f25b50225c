"""What pages hand to the components of `templatetags.ui`: small frozen records, no queries, no HTML.

Used by the views of every room; `docs/look.md` says which component is for what.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from django.db.models import Model
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from soat.common.language import VIETNAMESE

Tone = Literal["neutral", "info", "good", "warn", "bad", "accent"]

TONE_ICONS: dict[str, str] = {
    "neutral": "circle",
    "info": "info-circle",
    "good": "circle-check",
    "warn": "alert-triangle",
    "bad": "alert-circle",
    "accent": "point",
}


def spoken(sentence: str, **data: object) -> SafeString:
    """A sentence of the interface, in the language of the page, for a place that as a rule holds data.

    `data`: names and texts of the records that stand in it as %(name)s; they are marked as Vietnamese.
    """
    said = escape(gettext(sentence))
    return SafeString(said % {name: _marked(value) for name, value in data.items()} if data else said)


def _marked(value: object) -> str:
    is_plain = get_language() == VIETNAMESE or not is_data(value)
    return conditional_escape(str(value)) if is_plain else format_html('<span lang="vi">{}</span>', value)


def is_data(value: object) -> bool:
    """Whether it is text of the records, which stays Vietnamese on an English page."""
    return isinstance(value, str | Model) and not isinstance(value, SafeString) and value != ""


@dataclass(frozen=True)
class Badge:
    """A state in one or two words. The icon tells states apart for those who do not see the colour."""

    label: str
    tone: Tone = "neutral"
    icon: str = ""


@dataclass(frozen=True)
class Tab:
    """A link to a part of the record at hand; `count` is shown when it is not None."""

    label: str
    url: str
    active: bool = False
    count: int | None = None


@dataclass(frozen=True)
class NavItem:
    """An entry of the main menu. Items of one group stand next to each other; the group "" has no heading."""

    label: str
    url: str
    icon: str
    active: bool = False
    count: int = 0
    group: str = ""


@dataclass(frozen=True)
class MeLink:
    """A link under the signed-in person's name; `post` for what changes something (signing out)."""

    label: str
    url: str
    icon: str
    post: bool = False


@dataclass(frozen=True)
class Me:
    """The signed-in person as the frame shows her: name, role line, own links."""

    name: str
    role: str = ""
    links: Sequence[MeLink] = ()


@dataclass(frozen=True)
class Entry:
    """One thing that happened (or will), for `{% timeline %}`."""

    at: datetime | date | None
    title: str
    text: str = ""
    who: str = ""
    tone: Tone = "neutral"
    icon: str = ""
    url: str = ""


@dataclass(frozen=True)
class Node:
    """A numbered line of a tree. Children fold under it; `is_open` says whether they show at first."""

    text: str
    number: str = ""
    note: str = ""
    url: str = ""
    badges: Sequence[Badge] = ()
    children: Sequence[Node] = ()
    is_open: bool = True
    id: str = ""


@dataclass(frozen=True)
class Empty:
    """Words for a list without rows, and the one thing to do next."""

    title: str
    text: str = ""
    action: str = ""
    url: str = ""
    icon: str = "inbox"
