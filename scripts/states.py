"""`make docs`: writes docs/states.md, the states of programme, outline and paper, from the tables in the code.

`programmes.rules` and `papers.rules` say what leads where, `access.permissions` who may do it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from soat.access.permissions import roles_for
from soat.papers.rules import STEPS
from soat.programmes.rules import OUTLINE_TRANSITIONS, TRANSITIONS, Facts, Transition

PAGE = Path(__file__).resolve().parent.parent / "docs" / "states.md"
# Everything missing or open, so that each check says its sentence.
NOTHING = Facts(subjects_unlinked=1, outline_open=1, doubts=1, unplaced=1)
HEAD = """\
# States of a programme, of its outline and of a paper

Made by `make docs` from the `rules` of the rooms and `soat.access.permissions`; do not edit.

"""


def text() -> str:
    """The whole page."""
    outline = ["## States of a version of the outline", "", *_diagram(OUTLINE_TRANSITIONS, "draft or import")]
    lines = [*_diagram(TRANSITIONS, "import"), "", *_table(TRANSITIONS), "", *_checks(), ""]
    return HEAD + "\n".join([*lines, *outline, "", *_table(OUTLINE_TRANSITIONS), *_papers()]) + "\n"


def _diagram(steps: tuple[Transition, ...], first: str) -> Iterator[str]:
    yield from ("```mermaid", "stateDiagram-v2", f"  [*] --> {steps[0].source}: {first}")
    for step in steps:
        named = step.action.split(".")[1] if steps is TRANSITIONS else step.label
        yield f"  {step.source} --> {step.target}: {named}"
    yield "```"


def _table(steps: tuple[Transition, ...]) -> Iterator[str]:
    yield from ("| from | to | action | in the site | who |", "| --- | --- | --- | --- | --- |")
    for step in steps:
        who = ", ".join(role.label for role in roles_for(step.action))
        yield f"| {step.source} | {step.target} | `{step.action}` | {step.label} | {who} |"


def _papers() -> Iterator[str]:
    yield from (
        "",
        "## States of a paper",
        "",
        "```mermaid",
        "stateDiagram-v2",
        f"  [*] --> {STEPS[0].from_state}: draft",
    )
    yield from (f"  {step.from_state} --> {step.to_state}: {step.name}" for step in STEPS)
    yield from ("```", "", "| from | to | action | in the site | who |", "| --- | --- | --- | --- | --- |")
    for step in STEPS:
        who = ", ".join(role.label for role in roles_for(step.action))
        yield f"| {step.from_state} | {step.to_state} | `{step.action}` | {step.label} | {who} |"


def _checks() -> Iterator[str]:
    for step in TRANSITIONS:
        if step.requires:
            yield from (f"## What `{step.action}` needs", "", *_sentences(step))


def _sentences(step: Transition) -> Iterator[str]:
    """Each part of the programme, with what is said while it is missing."""
    for check in step.requires:
        yield f"- `{check.key}`: {check.told(NOTHING)}"


if __name__ == "__main__":
    PAGE.write_text(text(), encoding="utf-8")
