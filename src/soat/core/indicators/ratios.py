"""A percentage computed from its two counts, never typed (requirement G3). Called by reports and checks."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

_HUNDREDTH = Decimal("0.01")


class Ratio(NamedTuple):
    """Percent, rounded half up to 2 decimals; None with the reason where it cannot be computed."""

    value: Decimal | None
    reason: str = ""


def ratio(numerator: Decimal | int | None, denominator: Decimal | int | None) -> Ratio:
    """numerator ÷ denominator × 100. None stands for a count not filled in yet."""
    if numerator is None or denominator is None:
        return Ratio(None, "Chưa đủ hai số đếm để tính tỷ lệ.")
    if denominator == 0:
        return Ratio(None, "Mẫu số bằng 0 nên không tính tỷ lệ.")
    return Ratio((Decimal(numerator) * 100 / Decimal(denominator)).quantize(_HUNDREDTH, ROUND_HALF_UP))
