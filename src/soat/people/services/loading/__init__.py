"""Agencies and successions from files."""

from soat.people.services.loading.agencies import AGENCY_COLUMNS, load_agencies
from soat.people.services.loading.successions import SUCCESSION_COLUMNS, load_successions
from soat.people.services.loading.table import BadRows, Loaded, RowError

__all__ = [
    "AGENCY_COLUMNS",
    "SUCCESSION_COLUMNS",
    "BadRows",
    "Loaded",
    "RowError",
    "load_agencies",
    "load_successions",
]
