"""The sample plan says the same whichever format it comes in (requirement G1)."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest

from soat.core.plans.extract import extract_bytes
from soat.core.plans.model import Plan
from soat.core.plans.reader import read
from soat.core.plans.tests.files import SAMPLE, pdf_of, web_of, word_of

LINES = SAMPLE.read_text("utf-8").splitlines()
# The one change of the PDF: a row whose only cell is filled is a line of text.
PRINTED = [line.strip("| ") if line.startswith("|") else line for line in LINES]


def figures(plan: Plan) -> dict[str, object]:
    head, team, period = plan.document, plan.team, plan.period
    assert period is not None
    assert plan.outline is not None
    return {
        "head": (head.number, head.type, head.issuer, head.place, head.date, head.title, head.signer),
        "areas": [(area.title, len(area.items)) for area in plan.content_areas],
        "subjects": [(subject.name, subject.kind) for subject in plan.subjects],
        "team": (team.head is not None, len(team.deputies), len(team.members), len(team.support_agencies)),
        "period": (period.start, period.end),
        "methods": [(method.kind, method.notice_working_days) for method in plan.methods],
        "outline": [
            (section.title, len(section.items), len(section.sections)) for section in plan.outline.sections
        ],
        "numbers": sorted({citation.number for citation in plan.citations}),
    }


@pytest.fixture(scope="module")
def expected() -> dict[str, object]:
    return figures(read("\n".join(LINES)))


@pytest.mark.parametrize(("build", "kind"), [(word_of, "docx"), (web_of, "html"), (pdf_of, "pdf")])
def test_sample_in_every_format(
    build: Callable[[Iterable[str]], bytes], kind: str, expected: dict[str, object]
) -> None:
    extracted = extract_bytes(build(LINES), "x")
    assert extracted.kind == kind
    assert extracted.warnings == []
    assert extracted.text.splitlines() == (PRINTED if kind == "pdf" else LINES)
    assert figures(read(extracted.text)) == expected
