"""Writes a `Plan` as plain JSON values, under the keys of issue 2 (requirement G1).

Spans are `[start, end]` in characters of the extracted text, dates ISO 8601, missing values null. Called by
`soat plan read --json` and by the import of the programmes room.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from soat.core.plans.model import Plan, Seat, Span, Team

_NOT_WRITTEN = {"text", "placed"}
_PLAIN = (str, int, float)


def to_json(plan: Plan) -> dict[str, Any]:
    """The plan as dicts, lists, strings and numbers. The text itself stays out: it is the caller's."""
    written = {f.name: _value(getattr(plan, f.name)) for f in fields(plan) if f.name not in _NOT_WRITTEN}
    return {**written, "text_length": len(plan.text), "coverage": coverage(plan)}


def coverage(plan: Plan) -> dict[str, int]:
    """Characters without spaces that were `placed`, that are listed as `unplaced`, and in `total`."""
    return {
        "placed": _covered(plan.text, plan.placed),
        "unplaced": _covered(plan.text, (unplaced.span for unplaced in plan.unplaced)),
        "total": _covered(plan.text, [(0, len(plan.text))]),
    }


def _team(team: Team) -> dict[str, Any]:
    """Leaders are named by person or office, the others by the agency that sends them."""

    def leader(seat: Seat) -> dict[str, Any]:
        return {**_fields(seat), "name": seat.person or seat.text}

    def sent(seat: Seat) -> dict[str, Any]:
        return {**_fields(seat), "name": seat.agency or seat.person or seat.text}

    return {
        "head": leader(team.head) if team.head else None,
        "deputies": [leader(seat) for seat in team.deputies],
        "members": [sent(seat) for seat in team.members],
        "support_agencies": [sent(seat) for seat in team.support_agencies],
    }


def _value(value: Any) -> Any:
    if value is None or isinstance(value, _PLAIN):
        return value
    if isinstance(value, Team):
        return _team(value)
    if is_dataclass(value):
        return _fields(value)
    if isinstance(value, dict):
        return {key: _value(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_value(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value


def _fields(value: Any) -> dict[str, Any]:
    return {name: _value(getattr(value, name)) for name in value.__dataclass_fields__}


def _covered(text: str, spans: Iterable[Span]) -> int:
    """Characters other than spaces under the spans, each once however often spans overlap."""
    count, reached = 0, 0
    for start, end in sorted(spans):
        count += len("".join(text[max(start, reached) : end].split()))
        reached = max(reached, end)
    return count
