"""The draw: the published example, a second writing of the algorithm, equal chances, protocols that do not hold."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from soat.cli import main
from soat.core.errors import DomainError
from soat.core.sampling import Protocol, commitment, draw, wilson
from soat.core.sampling.draw import RANGE, _below

ROOT = Path(__file__).resolve().parents[5]
SEED = "Hội trường UBND 08:00 06/5/2024"
PLAIN = Protocol(SEED, commitment(SEED), dict.fromkeys("EDCBA", "xã"), {"xã": 3})


def by_the_page(seed: str, stratum: str, units: list[str], size: int) -> list[str]:
    """docs/draw.md written down once more, in other words than the product's."""
    rest, picked, k = sorted(units, key=lambda unit: unit.encode("utf-8")), [], 0
    while len(picked) < size:
        text = seed + "\n" + stratum + "\n" + str(k)
        value = int(hashlib.sha256(text.encode("utf-8")).hexdigest()[:16], 16)
        k += 1
        m = len(rest)
        if value >= 2**64 - 2**64 % m:
            continue
        j = value % m
        picked.append(rest[j])
        rest[j] = rest[0]
        rest = rest[1:]
    return picked


def test_the_example_of_the_page() -> None:
    page = (ROOT / "docs/draw.md").read_text(encoding="utf-8")
    assert commitment(SEED) in page
    assert "drawn " + ", ".join(f"`{unit}`" for unit in draw(PLAIN)[0].units) in page


@given(
    st.text(st.characters(exclude_characters="\n", codec="utf-8"), min_size=16, max_size=40),
    st.dictionaries(
        st.text(st.characters(codec="utf-8"), max_size=5),
        st.sampled_from(["xã", "phường", "sở"]),
        max_size=30,
    ),
    st.data(),
)
def test_any_draw_can_be_drawn_again_from_the_page(
    seed: str, population: dict[str, str], data: st.DataObject
) -> None:
    among = Counter(population.values())
    sizes = {stratum: data.draw(st.integers(0, count)) for stratum, count in among.items()}
    found = draw(Protocol(seed, commitment(seed), population, sizes))
    assert {one.stratum: list(one.units) for one in found} == {
        stratum: by_the_page(
            seed, stratum, [unit for unit in population if population[unit] == stratum], size
        )
        for stratum, size in sizes.items()
        if size
    }
    assert [one.stratum for one in found] == sorted((one.stratum for one in found), key=str.encode)


def test_every_unit_has_the_same_chance() -> None:
    """6,000 draws of 2 out of 5: each unit 2,400 times; five standard deviations are 190."""
    seeds = [f"{number:016}" for number in range(6000)]
    drawn = Counter(
        u
        for seed in seeds
        for u in draw(replace(PLAIN, seed=seed, commitment=commitment(seed), sizes={"xã": 2}))[0].units
    )
    assert all(abs(drawn[unit] - 2400) < 190 for unit in "ABCDE")


def test_numbers_beyond_the_last_whole_multiple_are_thrown_away() -> None:
    assert _below(iter([RANGE - 1, 7]), 3) == 1  # 2**64 − 1 is a multiple of 3: no room for it
    assert _below(iter([RANGE - 2, 7]), 3) == 2


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"seed": "một mầm khác hẳn mầm trên"}, "không khớp"),
        ({"seed": "ngắn"}, "ít nhất 16"),
        ({"seed": "hai dòng thì không\nđược"}, "một dòng"),
        ({"sizes": {"xã": 6}}, "có 5 đơn vị, không bốc được 6"),
        ({"sizes": {"sở": 1}}, "có 0 đơn vị"),
    ],
)
def test_a_protocol_that_cannot_be_followed(change: dict[str, Any], says: str) -> None:
    with pytest.raises(DomainError, match=says):
        draw(replace(PLAIN, **change))


@pytest.mark.parametrize(
    ("hits", "count", "low", "high"),
    [(0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (5, 10, 0.2366, 0.7634), (81, 263, 0.2553, 0.3662)],
)
def test_wilson_by_published_values(hits: int, count: int, low: float, high: float) -> None:
    assert wilson(hits, count) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


@given(st.integers(1, 500), st.data())
def test_wilson_holds_the_share_and_mirrors(count: int, data: st.DataObject) -> None:
    hits = data.draw(st.integers(0, count))
    low, high = wilson(hits, count)
    assert 0 <= low <= hits / count <= high <= 1
    assert wilson(count - hits, count) == (pytest.approx(1 - high), pytest.approx(1 - low))


@pytest.mark.parametrize(
    ("hits", "count", "confidence"), [(-1, 5, 0.95), (6, 5, 0.95), (0, 0, 0.95), (1, 5, 1.0)]
)
def test_wilson_refuses_what_is_no_share(hits: int, count: int, confidence: float) -> None:
    with pytest.raises(DomainError):
        wilson(hits, count, confidence)


def test_replaying_the_example(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sample", "replay", str(ROOT / "examples/draw.json")]) == 0
    assert "đúng các đơn vị đã công bố" in capsys.readouterr().out


def changed(tmp_path: Path, **change: Any) -> str:
    data = json.loads((ROOT / "examples/draw.json").read_text(encoding="utf-8")) | change
    path = tmp_path / "draw.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    return str(path)


def test_another_announcement_is_found_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sample", "replay", changed(tmp_path, drawn=["Xã 01"])]) == 1
    assert "KHÔNG" in capsys.readouterr().out
    assert main(["sample", "replay", "--json", changed(tmp_path, drawn=["Xã 01"])]) == 1
    assert json.loads(capsys.readouterr().out)["matches"] is False


def test_without_an_announcement_the_draw_is_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["sample", "replay", changed(tmp_path, drawn=None)]) == 0
    assert "phường (2/10)" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"population": [{"id": "a", "stratum": "x"}] * 2}, "hai lần"),
        ({"population": [{"id": "a"}]}, "thiếu “stratum”"),
        ({"sizes": []}, "bảng JSON"),
        ({"sizes": {"xã": -1}}, "số nguyên từ 0"),
        ({"seed": ""}, "để trống"),
        ({"lạ": 1}, "tên lạ"),
        ({"commitment": "0" * 64}, "không khớp"),
    ],
)
def test_a_damaged_protocol_is_one_sentence(
    tmp_path: Path, change: dict[str, Any], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["sample", "replay", changed(tmp_path, **change)]) == 2
    assert says in capsys.readouterr().err
