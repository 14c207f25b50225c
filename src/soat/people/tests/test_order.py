"""Vietnamese order in the database is that of `core.text` (requirement P5): Đ after D, tones after the base letter."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.cast import SYSTEM, make_agency

from soat.access.actor import acting_as
from soat.core.text import fold, person_sort_key, sort_key, sort_text
from soat.people.models import Agency, Person

LETTERS = st.text(alphabet="aàảãáạăằâấbdđeèêếiíoòôổơớuùưứyỳAĐƯ -&01z", min_size=1, max_size=12)
NAMES = st.lists(LETTERS.filter(str.strip), min_size=2, max_size=8, unique_by=sort_key)


@pytest.mark.django_db
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names=NAMES)
def test_the_database_sorts_agencies_as_the_alphabet_does(names: list[str]) -> None:
    with acting_as(SYSTEM):
        Agency.objects.all().delete()
        for name in names:
            make_agency(name, "department")
        stored = list(Agency.objects.order_by("sort_key").values_list("name", flat=True))
    assert stored == sorted(names, key=sort_key)


@pytest.mark.django_db
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names=st.lists(LETTERS.filter(str.strip), min_size=2, max_size=6, unique_by=person_sort_key))
def test_the_database_sorts_persons_by_given_name(names: list[str]) -> None:
    with acting_as(SYSTEM):
        Person.objects.all().delete()
        for name in names:
            Person.objects.create(
                full_name=name, sort_key=sort_text(*person_sort_key(name)), folded=fold(name)
            )
        stored = list(Person.objects.order_by("sort_key").values_list("full_name", flat=True))
    assert stored == sorted(names, key=person_sort_key)
