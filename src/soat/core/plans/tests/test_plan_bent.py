"""The sample bent in the ways texts arrive (domain facts 6): the same figures must come out."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

import soat
from soat.core.plans.model import Plan
from soat.core.plans.reader import read

SAMPLE = (Path(soat.__file__).parent / "samples" / "ke-hoach-97-2024.txt").read_text(encoding="utf-8")


def wrapped(width: int, gap: str = "") -> Callable[[str], str]:
    def bend(text: str) -> str:
        lines = [
            part for line in text.splitlines() for part in textwrap.wrap(line, width, break_on_hyphens=False)
        ]
        return f"\n{gap}".join(lines)

    return bend


def with_page_numbers(text: str) -> str:
    lines = wrapped(90)(text).splitlines()
    pages = [lines[start : start + 40] for start in range(0, len(lines), 40)]
    return "\n".join(f"{chr(10).join(page)}\n{number}\n" for number, page in enumerate(pages, 1))


BENDS: dict[str, Callable[[str], str]] = {
    "wrapped at 80": wrapped(80),
    "wrapped at 110": wrapped(110),
    "wrapped, a blank line after each": wrapped(95, "\n"),
    "a blank line after each": lambda text: text.replace("\n", "\n\n"),
    "page numbers": with_page_numbers,
    "decomposed letters": lambda text: unicodedata.normalize("NFD", text),
    "Eth for Đ": lambda text: text.replace("Đ", "Ð"),
    "thin spaces, invisible marks": lambda text: text.replace(" ", "\u00a0").replace("\n", "\u200b\n"),
    "carriage returns": lambda text: text.replace("\n", "\r\n"),
    "old tone marks": lambda text: text.replace("ủy", "uỷ").replace("Ủy", "Uỷ").replace("hóa", "hoá"),
    "en dashes": lambda text: text.replace("\n- ", "\n– "),
    "no lists of a portal": lambda text: "\n".join(
        line for line in text.splitlines() if not line.startswith("- ") or not line[2].isdigit()
    ),
}  # fmt: skip


def figures(plan: Plan) -> dict[str, object]:
    return {
        "head": (plan.document.number, plan.document.date, plan.document.signer),
        "aims": (len(plan.purposes), len(plan.requirements)),
        "areas": [(area.number, len(area.items)) for area in plan.content_areas],
        "other": (len(plan.carried_over), len(plan.thematic), len(plan.unit_side), plan.funding is not None),
        "period": plan.period and (plan.period.start, plan.period.end),
        "subjects": [subject.kind for subject in plan.subjects],
        "team": (plan.team.head is not None, len(plan.team.deputies), len(plan.team.members)),
        "support": len(plan.team.support_agencies),
        "methods": [(method.kind, method.notice_working_days) for method in plan.methods],
        "duties": len(plan.duties),
        "outline": plan.outline is not None,
        "citations": len({citation.number for citation in plan.citations}),
    }


STRAIGHT = figures(read(SAMPLE))


@pytest.mark.parametrize("name", BENDS)
def test_the_same_figures(name: str) -> None:
    assert figures(read(BENDS[name](SAMPLE))) == STRAIGHT
