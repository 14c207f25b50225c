"""English pages (requirement A4): in finished rooms nothing of the interface is Vietnamese, and all that is, is marked.

What stays Vietnamese by right, names and texts of the records, stands in elements with `lang="vi"` (WCAG 3.1.2).
Attributes and options cannot be marked piece by piece: there the names of the records are taken out first.
"""

from __future__ import annotations

import re
import runpy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db.models import CharField, Model, TextField
from django.urls import reverse
from lxml import html
from tests.addresses import PAGES, SIGN_IN_OPEN, SIGN_IN_OWN, page_url
from tests.cast import Cast
from tests.rows import fill

from soat.access.actor import SIGN_IN, acting_as, system
from soat.accounts.models import Invitation, User
from soat.legal.models import Document
from soat.people.models import Agency, Person, Position
from soat.programmes.models import Programme

# Rooms whose pages are not in English yet, most used first; docs/architecture.md says so too.
UNFINISHED = (
    "programmes",
    "teams",
    "schedules",
    "background",
    "papers",
    "portal:my_work",
)  # the last: its lines are those rooms'
SYSTEM = system("kiểm thử")
_READ = runpy.run_path(str(Path(__file__).parent.parent / "scripts" / "messages.py"))["read"]
ENGLISH = {message.string for message in _READ("en") if message.id and message.string != message.id}
OWN_WORDS = re.compile(r"Soát|Tiếng Việt")
VIETNAMESE = re.compile(
    r"[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]", re.IGNORECASE
)
ATTRIBUTES = ("aria-label", "title", "placeholder", "alt")
NAMED: tuple[type[Model], ...] = (User, Invitation, Agency, Person, Position, Document, Programme)
FINISHED = [page for page in PAGES if not {page.name, page.name.partition(":")[0]} & {*UNFINISHED}]


def names(cast: Cast) -> re.Pattern[str]:
    """The texts of the records that titles, options and labels of controls name, the longest first."""
    found: set[str] = set()
    with acting_as(SYSTEM):
        for model in NAMED:
            fields = [f.name for f in model._meta.concrete_fields if isinstance(f, CharField | TextField)]
            for row in model._default_manager.all():
                found |= {str(row), *(str(getattr(row, name)) for name in fields)}
    told = sorted(filter(VIETNAMESE.search, found), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, told)) or "(?!)")


def words(page: str) -> Iterator[tuple[str, str, bool]]:
    """(tag, words, whether names in them cannot be marked) of what a person reads or hears, data left out."""
    document = html.fromstring(page)
    for element in document.iter():
        if not isinstance(element.tag, str) or element.tag in ("script", "style", "textarea"):
            continue
        is_data = any(above.get("lang") == "vi" for above in (element, *element.iterancestors()))
        if element.text and not is_data:
            yield element.tag, element.text, element.tag in ("option", "title")
        if element.tail and not any(above.get("lang") == "vi" for above in element.iterancestors()):
            yield f"after {element.tag}", element.tail, False
        yield from (
            (f"{element.tag}[{name}]", element.get(name, ""), True) for name in ATTRIBUTES if not is_data
        )


def left(page: str, known: re.Pattern[str]) -> set[tuple[str, str]]:
    """What is still Vietnamese."""
    found = set()
    for place, said, has_names in words(page):
        plain = OWN_WORDS.sub("", known.sub("", said) if has_names else said)
        if VIETNAMESE.search(plain):
            found.add((place, " ".join(plain.split())[:80]))
    return found


def english(client: Any) -> Any:
    client.post(reverse("accounts:language"), {"language": "en"})
    return client


def test_pages_of_finished_rooms_are_english(cast: Cast, client_for: Any) -> None:
    fill(cast)
    known = names(cast)
    clients = {who: english(client_for(cast.user(who))) for who in ("coordinator", "sysadmin")}
    wrong: dict[str, set[tuple[str, str]]] = {}
    for page in FINISHED:
        answer = clients["sysadmin" if page.of_sysadmin else "coordinator"].get(page_url(page, cast))
        assert answer.status_code == 200, page.name
        body = answer.content.decode()
        assert '<html lang="en">' in body
        if found := left(body, known):
            wrong[page.name] = found
    assert not wrong, "\n".join(f"{name}: {found}" for name, found in wrong.items())


@pytest.mark.parametrize("name", [*SIGN_IN_OPEN, *SIGN_IN_OWN])
def test_sign_in_pages_are_english(cast: Cast, client_for: Any, client: Any, name: str) -> None:
    with acting_as(SIGN_IN):
        cast.user("coordinator").set_password("Mua-xuan-2026-ve")
        cast.user("coordinator").save()
    who = english(client if name in SIGN_IN_OPEN else client_for(cast.user("coordinator")))
    answer = who.get(reverse(name, kwargs=SIGN_IN_OPEN.get(name) or SIGN_IN_OWN.get(name)), follow=True)
    assert not left(answer.content.decode(), names(cast))


def test_a_stranger_is_told_in_english_that_there_is_nothing(cast: Cast, client_for: Any) -> None:
    answer = english(client_for(cast.user("stranger"))).get(
        reverse("programmes:overview", args=[cast.ours.pk])
    )
    assert answer.status_code == 404
    assert not left(answer.content.decode(), names(cast))


def test_what_is_marked_as_vietnamese_is_not_a_translated_word(cast: Cast, client_for: Any) -> None:
    """A column of words in which `looks.spoken` was forgotten would be read out with the wrong sounds."""
    fill(cast)
    client = english(client_for(cast.user("coordinator")))
    for page in (page for page in FINISHED if not page.of_sysadmin):
        for element in html.fromstring(client.get(page_url(page, cast)).content.decode()).xpath(
            '//*[@lang="vi"]'
        ):
            said = element.text_content().strip()
            assert said not in ENGLISH, f"{page.name}: {said}"
