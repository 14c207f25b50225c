"""Every address × every person of the cast × own and other programme and agency (requirement P3).

The expected answer comes from the permission table alone: a guest is sent to sign in, a stranger to the record gets
404, a person who knows it but lacks the right 403, everybody else neither. Each request is undone after it, so that
all start from the same rows; programmes are looked at in each of their states.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.template import Template
from django.test import Client
from django.test.utils import _TestState
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from tests.addresses import OTHERS, PROGRAMME, SIGN_IN_OPEN, SIGN_IN_OWN, Address, body_of, url_of
from tests.cast import NOW, SYSTEM, Cast

from soat.access.actor import SIGN_IN as SIGN_IN_ACTOR
from soat.access.actor import Actor, acting_as
from soat.common import middleware
from soat.people.models import Agency
from soat.programmes.models import Programme

pytestmark = (
    pytest.mark.no_cover
)  # asks who is let in; what the pages then do is covered by the tests of each room
SIGN_IN = "/tai-khoan/dang-nhap/"
DONE = {200, 302, 400, 409, 422}  # let in: whatever the page then makes of an incomplete form
WHICH = ("ours", "theirs", "draft", "closed", "discarded")
AGENCIES = ("unit", "other_unit")
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class House:
    """The cast with its rows, and everybody signed in: made once for the module."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.actors = {name: self.cast.actor(name) for name in self.cast.users}
        self.clients = {name: Client() for name in self.cast.users}
        with acting_as(SIGN_IN_ACTOR):
            for name, client in self.clients.items():
                client.force_login(self.cast.user(name), backend=BACKEND)

    def is_outside(self, name: str, programme: Programme) -> bool:
        """She holds nothing in the programme; of those one is asked in every state, all in the first."""
        held = {one.programme_id for one in self.actors[name].holdings}
        return name != "stranger" and programme.pk not in held and held != {None}

    def programme(self, which: str) -> Programme:
        """A programme of the cast; `closed` is ours and `discarded` our draft after one step more."""
        steps = {"closed": ("ours", "closed"), "discarded": ("draft", "discarded")}
        name, state = steps.get(which, (which, ""))
        programme: Programme = getattr(self.cast, name)
        if state:
            with acting_as(SYSTEM):
                change = {"state": state, f"{state}_at": NOW, f"{state}_by": SYSTEM.id}
                Programme.objects.filter(pk=programme.pk).update(**change)
                return Programme.objects.get(pk=programme.pk)
        return programme


@pytest.fixture(scope="module")
def shared(_stage: Cast) -> House:
    return House(_stage)


@pytest.fixture
def house(stage: Cast, shared: House) -> House:
    return shared


def may(actor: Actor, address: Address, action: str, programme: Programme, agency: Agency) -> bool:
    state = address.state or programme.state
    match address.kind:
        case "everywhere":
            return actor.may(action)
        case "anywhere":
            return actor.may(action) or any(
                actor.may(action, programme_id=held.programme_id, agency_id=held.agency_id)
                for held in actor.holdings
            )
        case "whole":
            return actor.may(action, programme_id=programme.pk, state=state)
        case "record":
            return actor.may(action, programme_id=programme.pk, state=state, agency_id=agency.pk)
    return on_some(actor, action, programme, state)


def on_some(actor: Actor, action: str, programme: Programme, state: str) -> bool:
    return any(
        actor.may(action, programme_id=programme.pk, state=state, agency_id=held.agency_id)
        for held in actor.holdings
        if held.programme_id == programme.pk
    )


def expected(actor: Actor, address: Address, action: str, programme: Programme, agency: Agency) -> set[int]:
    if address.of_programme and not on_some(actor, "programme.view", programme, programme.state):
        return {404}
    if address.seen and not address.seen(actor, programme, agency):
        return {404}
    return DONE if not action or may(actor, address, action, programme, agency) else {403}


def ask(client: Client, method: str, url: str, body: dict[str, Any] | None = None) -> Any:
    """The response; what the request wrote is undone, and who is signed in stays so."""
    cookies = deepcopy(client.cookies)
    with transaction.atomic():
        response = client.post(url, body or {}) if method == "post" else client.get(url)
        transaction.set_rollback(True)
    client.cookies = cookies
    return response


def incomplete(body: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The form with nothing filled in, for each step the views of the site know."""
    step = body.get("step")
    yield {"step": step} if step else {}
    yield from ({"step": other} for other in ("remove", "correct", "place") if step in ("confirm", "note"))


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who is let in is asked here: no page is drawn for a refusal, and drawn pages are not kept for looking into."""
    monkeypatch.setattr(middleware, "respond", lambda _request, error: HttpResponse(status=error.status))
    monkeypatch.setattr(Template, "_render", _TestState.saved_data.template_render)


def check(house: House, address: Address, programme: Programme, agency: Agency, thorough: bool) -> None:
    """`thorough`: also with forms left empty, by whoever lacks the right.

    Once for each address: a view that looks at the form before the right does so in any state of the programme.
    """
    url = url_of(address, house.cast, programme, agency)
    body = body_of(address, house.cast, programme)
    for method, action in address.methods.items():
        for name, client in house.clients.items():
            if programme.state not in ("running", "draft") and house.is_outside(name, programme):
                continue
            wanted = expected(house.actors[name], address, action, programme, agency)
            # Without the right an empty form is refused too, not met with what it lacks.
            is_tried_empty = thorough and method == "post" and wanted != DONE
            for told in (body, *incomplete(body)) if is_tried_empty else (body,):
                got = ask(client, method, url, told).status_code
                where = f"{method} {address.name} as {name}, {programme.state} programme, {agency}, {told}"
                assert got in wanted, f"{where}: {got}, not {sorted(wanted)}"


@pytest.mark.parametrize("which", WHICH)
@pytest.mark.parametrize("address", PROGRAMME, ids=lambda a: a.name)
def test_addresses_of_a_programme(house: House, address: Address, which: str) -> None:
    programme = house.programme(which)
    for agency in AGENCIES if address.seen else AGENCIES[:1]:
        check(house, address, programme, getattr(house.cast, agency), thorough=which == "ours")


@pytest.mark.parametrize("address", OTHERS, ids=lambda a: a.name)
def test_other_addresses(house: House, address: Address) -> None:
    for agency in AGENCIES if address.seen else AGENCIES[:1]:
        check(house, address, house.cast.ours, getattr(house.cast, agency), thorough=True)


@pytest.mark.parametrize("address", [*OTHERS, *PROGRAMME], ids=lambda a: a.name)
def test_guests_are_sent_to_sign_in_and_other_methods_refused(house: House, address: Address) -> None:
    url = url_of(address, house.cast, house.cast.ours, house.cast.unit)
    for method in ("get", "post"):
        for client in (Client(), house.clients["coordinator"]):
            if method not in address.methods:
                assert ask(client, method, url).status_code == 405
        if method in address.methods:
            response = ask(Client(), method, url)
            is_sent = response.headers.get("Location", "").startswith(SIGN_IN)
            assert is_sent == (address.kind != "open"), f"{method}: {response.status_code}"


def test_the_rows_are_such_that_every_right_is_used(house: House) -> None:
    """Each action of the catalogue is open to somebody and closed to somebody: the test cannot pass by refusing all."""
    programmes = [house.programme(which) for which in WHICH]
    for address in PROGRAMME:
        for action in address.methods.values():
            told = [
                expected(actor, address, action, programme, house.cast.unit) == DONE
                for programme in programmes
                for actor in house.actors.values()
            ]
            assert any(told), address.name
            assert address.kind == "open" or not all(told), address.name


def names(resolver: URLResolver, namespace: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from names(pattern, namespace + (f"{pattern.namespace}:" if pattern.namespace else ""))
        elif isinstance(pattern, URLPattern):
            yield namespace + str(pattern.name)


def test_every_address_is_in_the_catalogue() -> None:
    catalogued = [address.name for address in (*OTHERS, *PROGRAMME)]
    assert sorted(names(get_resolver())) == sorted([*catalogued, *SIGN_IN_OPEN, *SIGN_IN_OWN])


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", [*SIGN_IN_OPEN, *SIGN_IN_OWN])
def test_sign_in_pages_are_about_oneself(house: House, name: str, method: str) -> None:
    """They name no account in their address; guests are sent to sign in where one is needed."""
    url = reverse(name, kwargs={**SIGN_IN_OPEN, **SIGN_IN_OWN}[name])
    guest, stranger = ask(Client(), method, url), ask(house.clients["stranger"], method, url)
    assert guest.status_code < 500
    assert stranger.status_code < 500
    if name in SIGN_IN_OWN:
        assert guest.status_code in (302, 405)
        assert guest.status_code == 405 or guest.headers["Location"].startswith(SIGN_IN)
