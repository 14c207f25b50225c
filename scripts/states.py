"""`make docs`: writes docs/states.md, the states of a programme, from the tables in the code.

`programmes.rules` says what leads where and what must be there, `access.permissions` who may do it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from soat.access.permissions import roles_for
from soat.programmes.rules import TRANSITIONS, Facts, Transition

PAGE = Path(__file__).resolve().parent.parent / "docs" / "states.md"
# Everything missing or open, so that each check says its sentence.
NOTHING = Facts(subjects_unlinked=1, outline_open=1, doubts=1, unplaced=1)
HEAD = """\
# States of a programme

Made by `make docs` from `soat.programmes.rules` and `soat.access.permissions`; do not edit.

"""


def text() -> str:
    """The whole page."""
    return HEAD + "\n".join([*_diagram(), "", *_table(), "", *_checks()]) + "\n"


def _diagram() -> Iterator[str]:
    yield from ("```mermaid", "stateDiagram-v2", "  [*] --> draft: import")
    for step in TRANSITIONS:
        yield f"  {step.source} --> {step.target}: {step.action.split('.')[1]}"
    yield "```"


def _table() -> Iterator[str]:
    yield from ("| from | to | action | in the site | who |", "| --- | --- | --- | --- | --- |")
    for step in TRANSITIONS:
        who = ", ".join(role.label for role in roles_for(step.action))
        yield f"| {step.source} | {step.target} | `{step.action}` | {step.label} | {who} |"


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
