"""Writes of the people room, by noun."""

from soat.people.services.agencies import AgencyFacts, add_agency, edit_agency, end_agency, version_of
from soat.people.services.loading import BadRows, Loaded, RowError, load_agencies, load_successions
from soat.people.services.persons import (
    Office,
    add_person,
    edit_person,
    fingerprint,
    link_user,
    move_person,
    person_for,
)
from soat.people.services.successions import check_succession, succeed

__all__ = [
    "AgencyFacts",
    "BadRows",
    "Loaded",
    "Office",
    "RowError",
    "add_agency",
    "add_person",
    "check_succession",
    "edit_agency",
    "edit_person",
    "end_agency",
    "fingerprint",
    "link_user",
    "load_agencies",
    "load_successions",
    "move_person",
    "person_for",
    "succeed",
    "version_of",
]
