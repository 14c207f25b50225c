"""Reads the report outline between two places of a plan's text (requirement G3). Called by `plans.reader`."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from soat.core.citations import find_citations
from soat.core.plans.lines import Line
from soat.core.plans.logical import layout_of
from soat.core.plans.model import Citation, Outline, OutlineSection
from soat.core.plans.outline.build import Builder
from soat.core.plans.outline.front import Frame
from soat.core.plans.outline.node import Node, node_of
from soat.core.plans.outline.ratios import tie_ratios
from soat.core.plans.outline.review import doubts_of, rest_of
from soat.core.plans.outline.tables import add_table, row_groups
from soat.core.plans.outline.tree import Tree


def read_outline(text: str, start: int, end: int, citations: Sequence[Citation] | None = None) -> Outline:
    """The outline that stands in `text[start:end]`; `citations` are those of the whole text in order, sought
    when not given. Spans count from the start of `text`; `doubts` name
    their field from "outline"; what found no place is in `rest`. Never fails; time grows linearly with
    `end`."""
    frame, nodes = _frame_and_nodes(_lines(text, start, end))
    builder = Builder(find_citations(text) if citations is None else citations)
    sections = builder.sections(nodes)
    _hand_down_audiences(sections, nodes, frame)
    tie_ratios(sections)
    outline = Outline(frame.audience(), frame.data_period, sections, (start, end), notes=frame.notes)
    if frame.title:
        outline.title = " ".join(line.text for line in frame.title)
        outline.title_span = (frame.title[0].starts[0], frame.title[-1].ends[-1])
    outline.doubts = list(doubts_of(outline, builder.reasons))
    outline.rest = rest_of(text, outline)
    return outline


def _lines(text: str, start: int, end: int) -> list[Line]:
    """Logical lines with their places in the whole text: the line breaks in front only shift them."""
    return layout_of("\n" * start + text[start:end]).lines


def _frame_and_nodes(lines: list[Line]) -> tuple[Frame, list[Node]]:
    frame, tree = Frame(), Tree()
    for is_table, run in row_groups(lines):
        if is_table and not frame.closed:
            frame.notes.extend(add_table(tree, run))
            frame.began = True
            continue
        for line in run:
            _add(line, frame, tree)
    return frame, tree.finish()


def _add(line: Line, frame: Frame, tree: Tree) -> None:
    outlines = len(frame.audiences)
    if frame.take(line):
        if len(frame.audiences) > outlines:
            frame.first_groups.append(tree.start_group())
        return
    frame.began = True
    tree.add(node_of(line))


def _hand_down_audiences(sections: list[OutlineSection], nodes: list[Node], frame: Frame) -> None:
    """Where there are several outlines, each section says whom its outline is for."""
    if len({heard and heard.text for heard in frame.audiences}) == 1:
        return
    for section, node in zip(sections, nodes, strict=True):
        heard = frame.audiences[bisect_right(frame.first_groups, node.group)]
        section.audience = section.audience or (heard.text if heard else None)
