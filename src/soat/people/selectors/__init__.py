"""Reads of the people room, by question."""

from soat.people.selectors.agencies import AgencyFilter, listing, places, roots
from soat.people.selectors.lineage import Link, lineage
from soat.people.selectors.matching import Candidate, Match, Matcher, agency_choices, find, match_agencies
from soat.people.selectors.persons import known_as, may_see_people, persons, positions_at, positions_of

__all__ = [
    "AgencyFilter",
    "Candidate",
    "Link",
    "Match",
    "Matcher",
    "agency_choices",
    "find",
    "known_as",
    "lineage",
    "listing",
    "match_agencies",
    "may_see_people",
    "persons",
    "places",
    "positions_at",
    "positions_of",
    "roots",
]
