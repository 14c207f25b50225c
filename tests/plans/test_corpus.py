"""Reads every plan of the blind corpus and compares it with what a careful official reads there (G1, G2, L2).

The corpus was written without sight of the reader. Each `NAME.expected.json` holds only what is certain; a
key that is missing is not checked. `pytest tests/plans -k score -s` prints the hit rate of each aspect.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from corpus_checks import ASPECTS, Expected, fold

from soat.core.plans.extract import extract
from soat.core.plans.model import Plan
from soat.core.plans.named import named_agencies
from soat.core.plans.reader import read

CORPUS = Path(__file__).parent / "corpus"
NAMES = sorted(path.name.removesuffix(".expected.json") for path in CORPUS.glob("*.expected.json"))
WANTED_RATE = 0.9


@cache
def text_of(name: str) -> str:
    """The plan's text; of a web page what is extracted from it."""
    page = CORPUS / f"{name}.html"
    return extract(page).text if page.exists() else (CORPUS / f"{name}.txt").read_text(encoding="utf-8")


@cache
def expected_of(name: str) -> Expected:
    loaded: Expected = json.loads((CORPUS / f"{name}.expected.json").read_text(encoding="utf-8"))
    return loaded


@cache
def plan_of(name: str) -> Plan:
    return read(text_of(name))


@pytest.mark.parametrize("aspect", ASPECTS)
@pytest.mark.parametrize("name", NAMES)
def test_reads_like_an_official(name: str, aspect: str) -> None:
    missed = [message for ok, message in ASPECTS[aspect](plan_of(name), expected_of(name)) if not ok]
    if missed:
        pytest.fail(f"{name}, {aspect}:\n  " + "\n  ".join(missed), pytrace=False)


_JOINING = re.compile(r"(?:^(?:và|hoặc|của|tại|&)\s)|\s(?:và|hoặc|cùng|với|của|tại|các|&)$|[,;:(]$")


@pytest.mark.parametrize("name", NAMES)
def test_no_name_begins_or_ends_with_what_joined_it_to_others(name: str) -> None:
    plan = plan_of(name)
    team = plan.team
    seats = [seat for seat in (team.head, *team.deputies, *team.members, *team.support_agencies) if seat]
    names = [
        *(subject.name for subject in plan.subjects),
        *(said for seat in seats for said in (seat.agency, seat.person) if said),
        *(one.name for duty in plan.duties for one in named_agencies(duty.party, duty.text)),
    ]
    assert [said for said in names if _JOINING.search(said)] == []


def visible(char: str) -> bool:
    return not char.isspace() and char.isprintable()


def covered(plan: Plan, length: int) -> list[bool]:
    seen = [False] * length
    for start, end in [*plan.placed, *(part.span for part in plan.unplaced)]:
        seen[start:end] = [True] * (end - start)
    return seen


@pytest.mark.parametrize("name", NAMES)
def test_every_character_is_placed_or_listed(name: str) -> None:
    """Invisible marks count as spaces: nothing a reader of the page could see may be lost."""
    plan = plan_of(name)
    seen = covered(plan, len(plan.text))
    lost = [i for i, char in enumerate(plan.text) if not seen[i] and visible(char)]
    assert not lost, f"{name}: lost from character {lost[0]}: {plan.text[lost[0] : lost[0] + 80]!r}"


@pytest.mark.parametrize("name", NAMES)
def test_the_text_keeps_what_was_given(name: str) -> None:
    """Normalising (NFC, tone marks, Eth) is free; dropping or adding words is not."""
    given, kept = (fold("".join(filter(visible, text))) for text in (text_of(name), plan_of(name).text))
    assert kept == given


def spans_of(value: object, path: str = "plan") -> Iterator[tuple[str, tuple[int, int]]]:
    """Every span below `value`, with the path of the field that holds it."""
    if isinstance(value, list):
        for index, one in enumerate(value):
            yield from spans_of(one, f"{path}[{index}]")
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from spans_of(one, f"{path}.{key}")
    elif isinstance(value, tuple) and len(value) == 2 and all(isinstance(edge, int) for edge in value):
        yield path, value
    elif hasattr(value, "__dataclass_fields__"):
        for field in value.__dataclass_fields__:
            yield from spans_of(getattr(value, field), f"{path}.{field}")


@pytest.mark.parametrize("name", NAMES)
def test_every_span_points_into_the_text(name: str) -> None:
    plan = plan_of(name)
    for path, (start, end) in spans_of(plan):
        assert 0 <= start < end <= len(plan.text), f"{name}: {path} has the span {(start, end)}"
        assert plan.text[start:end].strip(), f"{name}: {path} points at blank text"


@pytest.mark.parametrize("name", NAMES)
def test_reading_twice_gives_the_same(name: str) -> None:
    assert read(text_of(name)) == plan_of(name)


def rates() -> dict[str, tuple[int, int]]:
    """Per aspect: checks that hold, checks made, over the whole corpus."""
    table = {}
    for aspect, check in ASPECTS.items():
        results = [ok for name in NAMES for ok, _ in check(plan_of(name), expected_of(name))]
        table[aspect] = (sum(results), len(results))
    return table


def test_score_of_each_aspect() -> None:
    table = rates()
    print()
    for aspect, (hits, made) in table.items():
        print(f"{aspect:14} {hits:4} of {made:4}  {hits / made:6.1%}")
    low = {aspect: f"{hits}/{made}" for aspect, (hits, made) in table.items() if hits < WANTED_RATE * made}
    assert not low, f"below {WANTED_RATE:.0%}: {low}"


def test_the_corpus_is_complete() -> None:
    assert [path.stem for path in sorted(CORPUS.iterdir()) if path.suffix != ".json"] == NAMES
    assert len(NAMES) >= 58
