"""Inviting to a role of a programme: the agency is searched for, units of the programme stand first (P2)."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.cast import SYSTEM, Cast

from soat.access.actor import acting_as
from soat.accounts.models import Invitation
from soat.people.models import Agency
from soat.programmes.models import Subject


@pytest.fixture
def client(cast: Cast, client_for: Any) -> Client:
    found: Client = client_for(cast.user("coordinator"))
    return found


def page_of(cast: Cast) -> str:
    return f"/chuong-trinh/{cast.ours.pk}/nguoi/"


def offered(page: str) -> list[str]:
    """Ids in the offer, not those found by words."""
    block = re.search(r'class="choice-list agency-offered">(.*?)</div>', page, re.DOTALL)
    return re.findall(r'value="([\w-]+)"', block[1]) if block else []


FIELDS = {"full_name": "Vũ Thị Mới", "email": "moi@soat.example", "role": "unit_officer"}


def test_inspected_agencies_are_offered_and_the_register_is_searched(cast: Cast, client: Client) -> None:
    page = client.get(page_of(cast)).text
    assert offered(page) == [str(cast.unit.pk), str(cast.other_unit.pk)]
    assert str(cast.press_agency.pk) not in page
    assert 'data-only-for="role:unit_head unit_officer" data-only-part' in page
    assert client.post(page_of(cast), {**FIELDS, "agency": str(cast.unit.pk)}).status_code == 200
    with acting_as(SYSTEM):
        assert Invitation.objects.get(email=FIELDS["email"]).agency_id == cast.unit.pk


def test_a_role_of_a_unit_needs_its_agency_and_words_alone_find_it(cast: Cast, client: Client) -> None:
    """Without a script: sent with words, the form comes back with the agencies that bear them."""
    page = client.post(page_of(cast), {**FIELDS, "tim": cast.press_agency.name}).text
    assert "Hãy tìm và chọn cơ quan cho vai trò này." in page
    assert f'value="{cast.press_agency.pk}"' in page
    assert f'value="{cast.press_agency.name}"' in page
    with acting_as(SYSTEM):
        assert not Invitation.objects.filter(email=FIELDS["email"]).exists()


def test_what_is_chosen_stays_when_something_else_is_wrong(cast: Cast, client: Client) -> None:
    page = client.post(page_of(cast), {**FIELDS, "email": "sai", "agency": str(cast.unit.pk)}).text
    assert re.search(rf'value="{cast.unit.pk}"\s+checked', page)


def test_an_agency_of_another_time_is_refused(cast: Cast, client: Client) -> None:
    with acting_as(SYSTEM):
        gone = Agency.objects.get(pk=cast.unit.pk)
        gone.pk, gone.valid_from, gone.valid_to = None, None, "2001-01-01"
        gone.id = gone._meta.pk.get_default()
        gone.name = gone.folded = "so cu"
        gone.save(force_insert=True)
    page = client.post(page_of(cast), {**FIELDS, "agency": str(gone.pk)}).text
    assert "Hãy chọn cơ quan kế thừa" in page


def test_the_page_asks_no_more_of_the_database_for_more_agencies(cast: Cast, client: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get(page_of(cast))
        return len(asked)

    few = queries()
    with acting_as(SYSTEM):
        agency = cast.press_agency
        Subject.objects.create(programme=cast.ours, name=agency.name, kind="department", agency=agency)
    assert queries() == few
