"""Reads an inspection plan (requirements G1, G2, L1): text in, `Plan` out, every value with its place in the text.

Steps: logical lines (`logical`) → zones (`zones`) → head (`head`) → tree with topics (`structure`) → one reader for
each part → outline (`outline`) → citations → what is left over. Deterministic; no network, model or clock.
Called by the command line and by the import of a programme.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import chain

from soat.core.citations import distinct, find_citations, find_named
from soat.core.plans.content import read_areas, read_texts
from soat.core.plans.coverage import gaps
from soat.core.plans.dates import Moment
from soat.core.plans.duties import closing_duty, read_duties, support_of
from soat.core.plans.found import Notes, within
from soat.core.plans.head import read_head
from soat.core.plans.lines import Line
from soat.core.plans.logical import layout_of
from soat.core.plans.methods import read_methods
from soat.core.plans.model import Citation, Outline, Plan, Seat, Span, Text, Unplaced
from soat.core.plans.outline import read_outline
from soat.core.plans.period import read_period
from soat.core.plans.review import review
from soat.core.plans.structure import CLOSING, Node, is_bare_heading, tree_of
from soat.core.plans.subjects import read_elsewhere, read_list, read_subjects
from soat.core.plans.team import read_team
from soat.core.plans.topics import Topic, announced
from soat.core.plans.zones import Zones, zones_of

_GROUND = re.compile(
    r"(?:can cu|theo de nghi|xet de nghi|thuc hien (?:ke hoach|quyet dinh|nghi quyet|chi thi|chuong trinh))"
)
_NO_PLACE = "Chưa rõ đoạn này thuộc phần nào của kế hoạch; hãy đọc và đưa vào mục phù hợp."


def read(text: str) -> Plan:
    """The plan in the text. Never fails: what is missing is None or empty and stands in `doubts`."""
    layout = layout_of(text)
    zones = zones_of(layout.lines)
    notes = Notes(placed=list(layout.furniture))
    plan = Plan(text, read_head(zones, layout.lines))
    notes.year = _year(plan)
    mentions = find_citations(text)
    _read_body(plan, zones, notes)
    plan.outline = _outline(text, zones, mentions, notes)
    _read_around(plan, zones, notes)
    _cite(plan, zones, mentions)
    plan.placed, plan.notes = notes.placed, notes.texts
    plan.unplaced = [Unplaced(text[slice(*span)], span, _NO_PLACE) for span in gaps(text, notes.placed)]
    review(plan, notes)
    plan.doubts = notes.doubts
    return plan


def _year(plan: Plan) -> int | None:
    """The year the title names, else that of the document's date."""
    named = re.findall(r"năm\s+((?:19|20)\d\d)", plan.document.title or "", re.IGNORECASE)
    if named:
        return int(named[0])
    return plan.document.date.year if plan.document.date else None


def _read_body(plan: Plan, zones: Zones, notes: Notes) -> None:
    opening, rest = _opening(zones.body)
    for line in opening:
        notes.place(line)
        (plan.grounds if _GROUND.match(line.plain) else notes.texts).append(line.whole())
    root = tree_of(rest)
    parts = _parts(root)
    issued = _parts(tree_of([line for line in zones.decision if not _GROUND.match(line.plain)]))
    plan.purposes = read_texts(parts.get("purposes", []), notes)
    plan.requirements = read_texts(parts.get("requirements", []), notes)
    plan.content_areas = read_areas(parts.get("content", []), notes)
    plan.carried_over = read_texts(parts.get("carried", []), notes)
    plan.thematic = read_texts(parts.get("thematic", []), notes)
    plan.unit_side = read_texts(parts.get("unit_side", []), notes)
    times = _read_subjects(plan, parts, rest, zones, notes)
    plan.team = read_team(issued.get("team", []) + parts.get("team", []), rest, notes)
    plan.duties = read_duties(parts.get("duties", []), notes)
    plan.team.support_agencies += _new(support_of(parts.get("duties", [])), plan.team.support_agencies)
    plan.methods = read_methods(parts.get("methods", []), root, notes)
    plan.period = read_period(parts.get("period", []), root, plan.subjects, times, notes)
    for node in issued.get("funding", []):
        notes.place(node.line)
        plan.funding = _longer(plan.funding, node)
    for node in chain(parts.get("period", []), parts.get("scope_time", [])):
        for each in node.part():
            notes.place(each.line)
    _read_loose(root, plan, notes)


def _read_subjects(
    plan: Plan, parts: dict[Topic, list[Node]], body: Sequence[Line], zones: Zones, notes: Notes
) -> list[Moment]:
    """Fills the subjects and gives the times at which they are visited."""
    state = read_subjects(parts.get("subjects", []), notes)
    for annex in zones.annexes:
        if _lists_units(annex):
            read_list(annex, state)
            notes.placed.extend(line.span() for line in annex)
    if not state.found:
        read_elsewhere(body, state)
    plan.subjects, plan.subject_rules = state.found, state.rules
    return state.times


def _lists_units(annex: Sequence[Line]) -> bool:
    """An annex whose title or table head speaks of the units to be inspected."""
    return any(
        re.search(r"(?:co quan|don vi|dia phuong|doi tuong|lich).{0,60}kiem tra|^stt.*don vi", line.plain)
        for line in annex[:6]
    )


def _new(seats: Sequence[Seat], known: Sequence[Seat]) -> list[Seat]:
    names = {seat.agency for seat in known}
    return [seat for seat in seats if seat.agency not in names]


def _opening(body: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """Legal grounds and the opening sentence, before the first numbered or titled line."""
    for place, line in enumerate(body):
        if line.marker.kind not in ("none", "bullet") or line.text.isupper() or _is_part(line):
            return list(body[:place]), list(body[place:])
    return [], list(body)


def _is_part(line: Line) -> bool:
    return is_bare_heading(line) and bool(announced(line.plain))


def _parts(root: Node) -> dict[Topic, list[Node]]:
    """The topmost nodes of each topic, in the order of the text."""
    parts: dict[Topic, list[Node]] = {}
    for node in root.walk():
        if node.topic is not None and (node.parent is None or node.parent.topic != node.topic):
            parts.setdefault(node.topic, []).append(node)
    return parts


def _read_loose(root: Node, plan: Plan, notes: Notes) -> None:
    """Funding and closing sentences; headings of several parts are notes. Other lines without a topic are left over."""
    for node in root.walk():
        if node.topic == "funding":
            notes.place(node.line)
            plan.funding = _longer(plan.funding, node)
        elif node.topic is None and (duty := closing_duty(node.line)):
            plan.duties.append(duty)
            notes.place(node.line)
        elif node.topic is None and (node.children or CLOSING.match(node.line.plain)):
            notes.keep(node.line)


def _longer(known: Text | None, node: Node) -> Text:
    value = (
        node.line.cut(node.title_end) if node.title_end < len(node.line.text) else None
    ) or node.line.words()
    if known is None or len(known.text) < 40:
        return value
    return known


def _outline(text: str, zones: Zones, mentions: Sequence[Citation], notes: Notes) -> Outline | None:
    if not zones.outlines:
        return None
    start = zones.outlines[0][0].span()[0]
    end = zones.outlines[-1][-1].span()[1]
    outline = read_outline(text, start, end, mentions)
    reached = start
    for left, right in [*outline.rest, (end, end)]:
        notes.placed.append((reached, left))
        reached = right
    notes.doubts += outline.doubts
    return outline


def _read_around(plan: Plan, zones: Zones, notes: Notes) -> None:
    for line in chain(zones.head, zones.related, zones.metadata):
        notes.place(line)
    for line in chain(zones.decision, zones.signature):
        if _GROUND.match(line.plain) and line in zones.decision[:40]:
            plan.grounds.append(line.whole())
            notes.place(line)
        else:
            notes.keep(line)


def _cite(plan: Plan, zones: Zones, mentions: Sequence[Citation]) -> None:
    """Citations of plan and outline; a portal's lists apart from them, each document once."""
    listed = [line.span() for line in zones.related]
    around = sorted([*listed, *(line.span() for line in zones.metadata)])
    plan.citations = [one for one in mentions if not _within(one.span, around)]
    plan.named_citations = [one for one in find_named(plan.text) if not _within(one.span, around)]
    firsts = (next(iter(within(mentions, span)), None) for span in listed)
    plan.related_documents = distinct(one for one in firsts if one)
    for item in chain.from_iterable(area.items for area in plan.content_areas):
        item.citations = within(plan.citations, item.span)


def _within(span: Span, bounds: Sequence[Span]) -> bool:
    """Whether the span begins in one of the ordered bounds, which do not overlap."""
    place = bisect_right(bounds, span[0], key=lambda bound: bound[0]) - 1
    return place >= 0 and span[0] < bounds[place][1]
