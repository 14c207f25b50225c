"""A stratified draw that follows from a seed alone, and what a sample says about all (S8).

The SHA-256 of the seed is published before the list of units is closed, the seed after the draw: nobody can choose a
seed that suits. Numbers come from a SHA-256 counter stream with rejection, so that every unit of a stratum has exactly
the same chance; `docs/draw.md` says it step by step. Pure functions, no clock, no source of chance.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from statistics import NormalDist

from soat.core.errors import DomainError

RANGE = 2**64
LEAST_SEED = 16


@dataclass(frozen=True)
class Protocol:
    """What a draw needs: `population` {unit id: stratum}, `sizes` {stratum: how many}, `drawn` what was announced."""

    seed: str
    commitment: str
    population: Mapping[str, str]
    sizes: Mapping[str, int]
    drawn: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Draw:
    """The units of one stratum, in the order drawn, out of `among`."""

    stratum: str
    units: tuple[str, ...]
    among: int


def commitment(seed: str) -> str:
    """SHA-256 of the seed in UTF-8, in lower-case hexadecimal. Raises DomainError for a seed that can be guessed."""
    if len(seed) < LEAST_SEED or "\n" in seed:
        raise DomainError(f"Mầm bốc thăm phải viết trên một dòng và có ít nhất {LEAST_SEED} ký tự.", "seed")
    return hashlib.sha256(seed.encode()).hexdigest()


def draw(protocol: Protocol) -> list[Draw]:
    """The units drawn in each stratum, strata in byte order. Raises DomainError if the protocol cannot be followed."""
    if commitment(protocol.seed) != protocol.commitment.lower():
        raise DomainError(
            "Mầm bốc thăm không khớp với mã SHA-256 đã công bố trước; kết quả này không có giá trị.", "seed"
        )
    strata: dict[str, list[str]] = {}
    for unit, stratum in protocol.population.items():
        strata.setdefault(stratum, []).append(unit)
    for stratum, size in protocol.sizes.items():
        among = len(strata.get(stratum, ()))
        if not 0 <= size <= among:
            raise DomainError(f"Nhóm “{stratum}” có {among} đơn vị, không bốc được {size}.", "sizes")
    return [
        Draw(stratum, _pick(protocol.seed, stratum, strata[stratum], size), len(strata[stratum]))
        for stratum, size in sorted(protocol.sizes.items(), key=lambda one: one[0].encode())
        if size
    ]


def _pick(seed: str, stratum: str, units: list[str], size: int) -> tuple[str, ...]:
    """The first places of a Fisher–Yates shuffle of the units in byte order."""
    order = sorted(units, key=str.encode)
    numbers = _numbers(seed, stratum)
    for place in range(size):
        chosen = place + _below(numbers, len(order) - place)
        order[place], order[chosen] = order[chosen], order[place]
    return tuple(order[:size])


def _numbers(seed: str, stratum: str) -> Iterator[int]:
    """64-bit numbers: the first 8 bytes, big-endian, of SHA-256("seed LF stratum LF counter") for counter 0, 1, 2, …"""
    counter = 0
    while True:
        block = hashlib.sha256(f"{seed}\n{stratum}\n{counter}".encode()).digest()
        yield int.from_bytes(block[:8], "big")
        counter += 1


def _below(numbers: Iterator[int], count: int) -> int:
    """A number from 0 to count − 1, each equally likely: what lies beyond the last whole multiple is thrown away."""
    limit = RANGE - RANGE % count
    return next(number for number in numbers if number < limit) % count


def wilson(hits: int, count: int, confidence: float = 0.95) -> tuple[float, float]:
    """The Wilson score interval of a proportion, both ends from 0 to 1 (Wilson 1927).

    Raises DomainError unless 0 ≤ hits ≤ count, count ≥ 1 and 0 < confidence < 1.
    """
    if not (0 <= hits <= count and count >= 1 and 0 < confidence < 1):
        raise DomainError("Số trường hợp phải từ 0 đến cỡ mẫu, cỡ mẫu từ 1, độ tin cậy giữa 0 và 1.")
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    share, weight = hits / count, z * z / count
    middle = (share + weight / 2) / (1 + weight)
    reach = z / (1 + weight) * (share * (1 - share) / count + weight / (4 * count)) ** 0.5
    low = 0.0 if hits == 0 else max(0.0, middle - reach)
    return low, 1.0 if hits == count else min(1.0, middle + reach)
