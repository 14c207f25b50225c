"""Lists of agencies and successions from files: the samples, a second load, errors by row, damaged files."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.cast import NOW, SYSTEM

import soat
from soat.access.actor import acting_as
from soat.people.models import Agency, Succession
from soat.people.services import load_agencies, load_successions

SAMPLES = Path(soat.__file__).parent / "samples"
UNITS = {"dia_ban": "Hải Phòng", "tu_ngay": "2025-07-01"}


def load_all() -> tuple[int, int]:
    """Agencies and successions of the samples; (added, known)."""
    with acting_as(SYSTEM):
        done = [
            load_agencies(SAMPLES / "hai-phong-agencies-2024.csv", by=SYSTEM, now=NOW),
            load_agencies(SAMPLES / "hai-phong-units-2025.csv", by=SYSTEM, now=NOW, defaults=UNITS),
            load_successions(SAMPLES / "hai-phong-successions-2025.csv", by=SYSTEM, now=NOW),
        ]
    return sum(one.added for one in done), sum(one.known for one in done)


def test_the_samples_load_once(db: None) -> None:
    assert load_all() == (27 + 114 + 26, 0)
    assert load_all() == (0, 27 + 114 + 26)
    with acting_as(SYSTEM):
        ward = Agency.objects.get(name="Ủy ban nhân dân phường Hồng Bàng")
        district = Agency.objects.get(name="Ủy ban nhân dân quận Hồng Bàng")
        assert (ward.kind, ward.level, ward.code, ward.valid_from) == (
            "commune",
            "commune",
            "11311",
            date(2025, 7, 1),
        )
        assert (district.kind, district.level, district.valid_to) == (
            "district",
            "district",
            date(2025, 7, 1),
        )
        assert Succession.objects.filter(predecessor=district).count() == 4
        assert Agency.objects.get(name="Sở Tư pháp").parent == Agency.objects.get(
            level="province", kind="committee"
        )
