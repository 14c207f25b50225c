"""Reads whom the team inspects: names in sentences, lists and tables, with their months (requirements G1, S1).

Sentences that name nobody ("ít nhất 20% số đơn vị", "ngoài 12 đơn vị trên …") become rules. Called by `reader.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from soat.core.plans.agencies import Name, names_in, prefix_of
from soat.core.plans.dates import Moment, find_moments
from soat.core.plans.found import Notes
from soat.core.plans.lines import Line
from soat.core.plans.model import Subject, Text
from soat.core.plans.structure import Node

_RULE = re.compile(
    r"\bngoai (?:ra|cac|\d{1,3}|nhung)|ngoai ra|khi can thiet|(?:it nhat|toi thieu) \d{1,3}\s?%"
    r"|(?<!\d)\d{1,3}\s?% (?:so|tong)|mot so co quan|theo yeu cau|can cu|dot xuat"
    r"|quyet dinh (?:don vi|cu the)|lua chon"
    r"|(?:moi|tung) (?:don vi|dia phuong|huyen|xa|phuong|so)|\bmot so\b"
)
_SHARE = re.compile(r"(?<!\d)(\d{1,3})\s?%")
_HEADER = re.compile(r"\b(?:stt|tt|so tt)\b|ten (?:co quan|don vi)|^\|?\s*(?:co quan|don vi)")
_LIST = re.compile(r"(?:gồm(?: có)?|tại|đối với|làm việc với)\s")
_COUNTED = re.compile(r"[^,;:.|]{0,60}\b\d{1,3} [^,;:.|]{2,60}? (?:gồm(?: có)?|là)\s")
_LED = re.compile(
    r"(?:truong doan|to truong|doan truong)\b[^:;]{0,40}?\bkiem tra(?: tai| doi voi)?(?: (?:cac|\d{1,2}) don vi)?\W+"
)
_BRACKET = re.compile(r"\(([^()]+)\)")
_ELSEWHERE = re.compile(r"kiem tra (?:[a-z,]+ ){0,12}(?:tai|doi voi)\b[^:]{0,80}:")


@dataclass(slots=True)
class Subjects:
    """What was gathered so far. `prefix` and `when` hold for the lines that follow; `columns` come from a header;
    `times` are when the subjects are visited."""

    notes: Notes
    found: list[Subject] = field(default_factory=list)
    rules: list[Text] = field(default_factory=list)
    known: set[str] = field(default_factory=set)
    prefix: str | None = None
    when: Moment | None = None
    times: list[Moment] = field(default_factory=list)
    columns: list[Moment | None] = field(default_factory=list)


def read_subjects(nodes: Sequence[Node], notes: Notes) -> Subjects:
    """Subjects in order, each once, and the sentences that give a rule instead of names."""
    state = Subjects(notes)
    for node in nodes:
        for each in node.part():
            if not each.is_bullet:
                state.prefix, state.when = None, None
            _read_line(each, state)
    return state


def read_elsewhere(lines: Iterable[Line], state: Subjects) -> None:
    """Subjects named outside a part of their own ("Đoàn số 1 … kiểm tra tại: Sở Tư pháp, …")."""
    for line in lines:
        if match := _ELSEWHERE.search(line.plain):
            _add(line, names_in(line, match.end(), len(line.text), bare=False), state)


def read_list(lines: Iterable[Line], state: Subjects) -> None:
    """Subjects of an annex: a table or a list of names."""
    state.prefix, state.when = None, None
    for line in lines:
        if line.is_row or line.marker.kind == "cell":
            _row(line, state)
        elif names := names_in(
            line, line.body, len(line.text), state.prefix, bare=line.marker.kind != "none"
        ):
            _add(line, names, state)
        else:
            state.prefix = prefix_of(line.text) or state.prefix


def _read_line(node: Node, state: Subjects) -> None:
    line = node.line
    state.notes.place(line)
    if line.is_row or node.kind == "cell" or _HEADER.match(line.plain):
        _row(line, state)
        return
    if _RULE.search(line.plain):
        state.rules.append(line.words())
        _share(line, state.notes)
        return
    start = _list_start(line)
    state.prefix = (prefix_of(line.text[line.body : start]) if start > line.body else None) or state.prefix
    names = names_in(line, start, len(line.text), state.prefix, carry=True) or _in_brackets(line, start)
    if start > line.body:
        state.when = _when(find_moments(line.plain, state.notes.year, line.body, start)) or state.when
    if names and not line.text.endswith(":"):
        _add(line, names, state)
    elif node.children or node.heads or line.text.endswith(":"):
        state.prefix = prefix_of(line.text[line.body :]) or state.prefix
        state.when = _when(find_moments(line.plain, state.notes.year)) or state.when
    else:
        state.rules.append(line.words())


def _in_brackets(line: Line, start: int) -> list[Name]:
    """ "05 sở, ngành (Sở Tài chính; Sở Y tế)": the names stand in a bracket after what they are in common."""
    found: list[Name] = []
    for match in _BRACKET.finditer(line.text, start):
        found += names_in(line, *match.span(1), prefix_of(line.text[start : match.start()]))
    return found


def _list_start(line: Line) -> int:
    """After the words that announce the list ("… tại 12 đơn vị sau:", "gồm", "… làm Trưởng đoàn, kiểm tra");
    a time after a name is no list."""
    if led := _LED.search(line.plain, line.body):
        return led.end()
    colon = line.plain.find(":", line.body)
    if 0 <= colon < len(line.text) - 1 and not find_moments(line.plain, 2000, colon, colon + 30):
        counted = _COUNTED.match(line.text, colon + 1)
        return counted.end() if counted else colon + 1
    if counted := _COUNTED.match(line.text, line.body):
        return counted.end()
    match = _LIST.search(line.text, line.body)
    return match.end() if match and colon < 0 else line.body


def _row(line: Line, state: Subjects) -> None:
    if _HEADER.search(line.plain):
        state.columns = [_when(find_moments(cell, state.notes.year)) for cell in line.plain.split("|")]
        return
    start = line.body
    for cell in line.text[line.body :].split("|"):
        end = start + len(cell)
        names = names_in(line, start, end, state.prefix, bare=False)
        if names:
            _add(line, names[:1], state, _marked(line, state.columns))
            return
        start = end + 1
    state.prefix = prefix_of(line.text) or state.prefix


def _marked(line: Line, columns: Sequence[Moment | None]) -> Moment | None:
    """The month of the column that holds an "x"."""
    cells = [cell.strip() for cell in line.plain.split("|")]
    return next(
        (month for cell, month in zip(cells, columns, strict=False) if month and cell in ("x", "+")), None
    )


def _when(moments: Sequence[Moment]) -> Moment | None:
    """The first moment within one month, else the first quarter or longer stretch."""
    exact = [moment for moment in moments if not moment.only_year]
    return next((moment for moment in exact if _month(moment)), exact[0] if exact else None)


def _month(moment: Moment | None) -> date | None:
    """The month that holds the whole moment."""
    if moment is None or moment.first.replace(day=1) != moment.last.replace(day=1):
        return None
    return moment.first.replace(day=1)


def _add(line: Line, names: Sequence[Name], state: Subjects, column: Moment | None = None) -> None:
    year = state.notes.year
    for place, name in enumerate(names):
        if name.name.lower() in state.known:
            continue
        state.known.add(name.name.lower())
        until = names[place + 1].start if place + 1 < len(names) else len(line.text)
        when = _when(find_moments(line.plain, year, name.end, until))
        when = when or _when(find_moments(name.heading, year)) or column or state.when
        state.times += [when] if when else []
        month = _month(when)
        state.found.append(Subject(name.name, name.kind, name.span, month, 1.0 if name.sure else 0.6))
        if not name.sure:
            state.notes.doubt(
                f"subjects[{len(state.found) - 1}]",
                f"Kế hoạch không ghi rõ “{name.name}” thuộc cấp hay loại đơn vị nào; hãy chọn đúng cơ quan.",
                name.span,
            )


def _share(line: Line, notes: Notes) -> None:
    if match := _SHARE.search(line.plain):
        notes.doubt(
            "subjects",
            f"Kế hoạch chỉ nêu tỷ lệ {match[1]}% số đơn vị, không nêu tên; hãy chọn các đơn vị được kiểm tra.",
            line.span(*match.span()),
        )
