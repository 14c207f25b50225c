"""Reads whom the team inspects: names in sentences, lists and tables, with their dates (requirements G1, S1).

Sentences that name nobody ("ít nhất 20% số đơn vị", "ngoài 12 đơn vị trên …") become rules. Called by `reader.py`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from soat.core.plans.agencies import Name, names_in, prefix_of
from soat.core.plans.dates import find_moments
from soat.core.plans.found import Notes
from soat.core.plans.lines import Line
from soat.core.plans.model import Subject, Text
from soat.core.plans.structure import Node

_RULE = re.compile(
    r"\bngoai (?:ra|cac|\d{1,3}|nhung)|ngoai ra|khi can thiet|(?:it nhat|toi thieu) \d{1,3}\s?%|(?<!\d)\d{1,3}\s?% (?:so|tong)|mot so co quan|theo yeu cau|can cu|dot xuat"
)
_SHARE = re.compile(r"(?<!\d)(\d{1,3})\s?%")
_HEADER = re.compile(r"\b(?:stt|tt|so tt)\b|ten (?:co quan|don vi)|^\|?\s*(?:co quan|don vi)")
_CAN_NAME = re.compile(r"[.]\s")


def read_subjects(nodes: Sequence[Node], notes: Notes) -> tuple[list[Subject], list[Text]]:
    """Subjects in order, each once, and the sentences that give a rule instead of names."""
    subjects: list[Subject] = []
    rules: list[Text] = []
    for node in nodes:
        prefix: str | None = None
        when: date | None = None
        for each in node.walk():
            if each.line is None or each.topic != "subjects":
                continue
            if each.kind not in ("bullet", "plus", "none"):
                prefix = None
            prefix, when = _read_line(each, subjects, rules, prefix, when, notes)
    return subjects, rules


def _read_line(
    node: Node,
    subjects: list[Subject],
    rules: list[Text],
    prefix: str | None,
    when: date | None,
    notes: Notes,
) -> tuple[str | None, date | None]:
    line = node.line
    assert line is not None
    if line.is_row:
        _row(line, subjects, prefix, notes)
        return prefix, when
    if _RULE.search(line.plain):
        rules.append(line.words())
        notes.place(line)
        _share(line, notes)
        return prefix, when
    start = _list_start(line)
    own = prefix_of(line.text[line.body : start]) if start > line.body else None
    prefix = own or prefix
    names = names_in(line, start, len(line.text), prefix)
    if names and not (node.children and start == line.body):
        _add(line, names, subjects, notes)
    elif node.children or node.heads:
        prefix = prefix_of(line.text[line.body :]) or prefix
    else:
        rules.append(line.words())
    notes.place(line)
    return prefix, when


def _list_start(line: Line) -> int:
    """After the words that announce the list ("… tại 12 đơn vị sau:", "gồm")."""
    colon = line.plain.find(":", line.body)
    if colon >= 0:
        return colon + 1
    match = re.search(r"\b(?:gom(?: co)?|tai|doi voi)\s", line.plain[line.body :])
    return line.body + match.end() if match else line.body


def _row(line: Line, subjects: list[Subject], prefix: str | None, notes: Notes) -> None:
    notes.place(line)
    if _HEADER.search(line.plain):
        return
    start = 0
    for cell in line.text.split("|"):
        end = start + len(cell)
        names = names_in(line, start, end, prefix)
        if names:
            _add(line, names, subjects, notes)
            return
        start = end + 1


def _add(line: Line, names: Sequence[Name], subjects: list[Subject], notes: Notes) -> None:
    known = {subject.name.lower() for subject in subjects}
    for place, name in enumerate(names):
        if name.name.lower() in known:
            continue
        known.add(name.name.lower())
        until = names[place + 1].start if place + 1 < len(names) else len(line.text)
        moments = [m for m in find_moments(line.plain, notes.year, name.end, until) if not m.only_year]
        month = moments[0].first.replace(day=1) if moments else None
        subjects.append(Subject(name.name, name.kind, name.span, month, 1.0 if name.sure else 0.6))
        if not name.sure:
            notes.doubt(
                f"subjects[{len(subjects) - 1}]",
                f"Kế hoạch không ghi rõ “{name.name}” thuộc cấp hay loại đơn vị nào; hãy chọn đúng cơ quan trong danh mục.",
                name.span,
            )


def _share(line: Line, notes: Notes) -> None:
    if match := _SHARE.search(line.plain):
        notes.doubt(
            "subjects",
            f"Kế hoạch chỉ nêu tỷ lệ {match[1]}% số đơn vị, không nêu tên; hãy chọn các đơn vị được kiểm tra.",
            line.span(*match.span()),
        )
