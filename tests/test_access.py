"""Every address × every person of the cast × own and other programme and agency (requirement P3).

The expected answer comes from the permission table alone: a guest is sent to sign in, a stranger to the record gets
404, a person who knows it but lacks the right 403, everybody else neither.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from tests.addresses import ELSEWHERE, OTHERS, PROGRAMME, Address, url_of
from tests.cast import Cast
from tests.rows import fill

from soat.access.actor import Actor
from soat.programmes.models import Programme

SIGN_IN = "/tai-khoan/dang-nhap/"
OPENED = range(200, 500)
PROGRAMMES = ("ours", "theirs", "draft")


@pytest.fixture
def filled(cast: Cast) -> Cast:
    fill(cast)
    return cast


def may_on_some(actor: Actor, action: str, programme: Programme) -> bool:
    return any(
        actor.may(action, programme_id=programme.pk, state=programme.state, agency_id=held.agency_id)
        for held in actor.holdings
        if held.programme_id == programme.pk
    )


def expected(address: Address, actor: Actor, programme: Programme, agency: Any) -> int:
    """200 stands for "opened": whatever the page then makes of an empty form."""
    if address.kind == "signed_in":
        return 200
    if address.kind == "everywhere":
        return 200 if actor.may(address.action) else 403
    if not may_on_some(actor, "programme.view", programme):
        return 404
    if address.kind == "record":
        seen = actor.may(
            address.action, programme_id=programme.pk, state=programme.state, agency_id=agency.pk
        )
        return 200 if seen else 404
    if address.kind == "whole":
        return 200 if actor.may(address.action, programme_id=programme.pk, state=programme.state) else 403
    if may_on_some(actor, address.action, programme):
        return 200
    return 409 if has_right_in_another_state(actor, address.action, programme) else 403


def has_right_in_another_state(actor: Actor, action: str, programme: Programme) -> bool:
    """She holds the role, but not now: the answer may say so (409, or a page that tells why) instead of who can."""
    return any(
        actor.may(action, programme_id=programme.pk, state=state, agency_id=held.agency_id)
        for state in ("draft", "running", "closed", "discarded")
        for held in actor.holdings
    )


def answer(client: Client, address: Address, url: str) -> int:
    response = getattr(client, address.method)(url)
    status: int = response.status_code
    return status


def agrees(address: Address, status: int, wanted: int) -> bool:
    if wanted == 409:
        return status in (200, 403, 404, 409)
    if wanted == 200:
        return status in OPENED and status not in (401, 403, 404, 405)
    if wanted == 403 and address.needs:
        return status in (403, 404)  # the record itself may be hidden from her
    return status == wanted


@pytest.mark.parametrize("which", PROGRAMMES)
@pytest.mark.parametrize("address", PROGRAMME, ids=lambda a: a.name)
def test_addresses_of_a_programme(filled: Cast, client_for: Any, address: Address, which: str) -> None:
    programme: Programme = getattr(filled, which)
    agencies = (
        [filled.unit, filled.other_unit] if address.kind == "record" and which == "ours" else [filled.unit]
    )
    if address.kind == "record" and which == "draft":
        agencies = [filled.standing]
    for agency in agencies:
        url = url_of(address, filled, programme, agency)
        for name, user in filled.users.items():
            wanted = expected(address, filled.actor(name), programme, agency)
            got = answer(client_for(user), address, url)
            assert agrees(address, got, wanted), (
                f"{address.method} {address.name} as {name} in {which}: {got}, not {wanted}"
            )


@pytest.mark.parametrize("address", OTHERS, ids=lambda a: a.name)
def test_other_addresses(filled: Cast, client_for: Any, address: Address) -> None:
    url = url_of(address, filled, filled.ours)
    for name, user in filled.users.items():
        wanted = expected(address, filled.actor(name), filled.ours, None)
        got = answer(client_for(user), address, url)
        assert agrees(address, got, wanted), f"{address.method} {address.name} as {name}: {got}, not {wanted}"


def test_guests_are_sent_to_sign_in(filled: Cast) -> None:
    for address in (*OTHERS, *PROGRAMME):
        url = url_of(address, filled, filled.ours, filled.unit)
        response = getattr(Client(), address.method)(url)
        assert response.status_code == 302, f"{address.name}: {response.status_code}"
        assert response.headers["Location"].startswith(SIGN_IN), address.name


def names(resolver: URLResolver, namespace: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from names(pattern, namespace + (f"{pattern.namespace}:" if pattern.namespace else ""))
        elif isinstance(pattern, URLPattern):
            yield namespace + str(pattern.name)


def test_every_address_is_in_the_catalogue() -> None:
    ours = {name for name in names(get_resolver()) if ":" in name}
    assert ours == {address.name for address in (*OTHERS, *PROGRAMME)} | set(ELSEWHERE)


def test_the_libraries_pages_answer_guests_without_an_account(client: Client, db: None) -> None:
    for name in (name for name in names(get_resolver()) if ":" not in name):
        assert name.startswith(("account_", "mfa_", "usersessions_", "socialaccount_", "openid_connect_")), (
            name
        )
    for path in ("bao-mat/", "phien/", "mat-khau/", "bao-mat/khoa/them/", "bao-mat/ma-khoi-phuc/"):
        assert client.get(f"/tai-khoan/{path}").headers["Location"].startswith(SIGN_IN)
