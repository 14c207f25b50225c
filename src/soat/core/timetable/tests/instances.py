"""Problems of any size by a seed, of the kind a province has: places on a map, windows, absences, recusals."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

MINUTES_PER_KM = 2.2
SIDE_KM = 60


def instance(
    units: int, subteams: int, people: int, days: int, *, seed: int = 1, seconds: float = 20, **weights: int
) -> dict[str, Any]:
    """A problem as JSON values: about eight units per place, six contents, one week's absence per person."""
    draw = random.Random(seed)
    dates = _days(days)
    places = [f"nơi {n}" for n in range(max(3, units // 8))]
    contents = [f"nội dung {n}" for n in range(6)]
    return {
        "days": dates,
        "units": [_unit(draw, n, places, contents, dates) for n in range(units)],
        "people": [_person(draw, n, units, contents, dates) for n in range(people)],
        "lead_people": [f"người {n}" for n in range(subteams + 2)],
        "subteams": subteams,
        "vehicles": subteams + 1,
        "travel": _travel(draw, places),
        "weights": weights,
        "limits": {"seconds": seconds, "workers": 2, "seed": 0},
    }


def _days(count: int) -> list[str]:
    """Weekdays from 2024-05-06 on."""
    days = (date(2024, 5, 6) + timedelta(n) for n in range(2 * count))
    return [day.isoformat() for day in days if day.weekday() < 5][:count]


def _unit(
    draw: random.Random, n: int, places: list[str], contents: list[str], days: list[str]
) -> dict[str, Any]:
    last = len(days) - 1
    first = draw.choice([0, 0, 0, len(days) // 4, len(days) // 2])
    return {
        "id": f"đơn vị {n}",
        "place": draw.choice(places),
        "duration_half_days": draw.choice([1, 1, 1, 2]),
        "contents": draw.sample(contents, draw.choice([1, 2, 2, 3])),
        "earliest": days[first],
        "latest": days[min(last, first + draw.choice([len(days), len(days), len(days) // 3]))],
        "blackout": draw.sample(days, draw.choice([0, 1, 3])),
    }


def _person(draw: random.Random, n: int, units: int, contents: list[str], days: list[str]) -> dict[str, Any]:
    absent = draw.randrange(len(days) - 5)
    return {
        "id": f"người {n}",
        "agency": f"sở {n % 7}",
        "skills": sorted({contents[n % len(contents)], *draw.sample(contents, 2)}),
        "unavailable": days[absent : absent + 5],
        "worked_at": [f"đơn vị {draw.randrange(units)}"] if draw.random() < 0.5 else [],
    }


def _travel(draw: random.Random, places: list[str]) -> dict[str, dict[str, int]]:
    at = {place: (draw.uniform(0, SIDE_KM), draw.uniform(0, SIDE_KM)) for place in places}
    return {
        a: {b: round(MINUTES_PER_KM * ((x - u) ** 2 + (y - v) ** 2) ** 0.5) for b, (u, v) in at.items()}
        for a, (x, y) in at.items()
    }
