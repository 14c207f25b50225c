"""Reads who must do what by when, and the agencies that send support staff (requirements G1, G5, T1).

A party's name heads its duties ("1. Sở Nội vụ"), or opens the sentence ("Giao Sở Nội vụ chủ trì …"). Called by
`reader.py`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from soat.core.plans.agencies import names_in, prefix_of, starts_agency
from soat.core.plans.found import Notes
from soat.core.plans.lines import Line
from soat.core.plans.model import Duty, Seat
from soat.core.plans.structure import Node

_VERB = re.compile(
    r"(?<!duoc )\b(?:co trach nhiem|chiu trach nhiem|chu tri|phoi hop|chu dong|tham muu|can cu|cu cong chuc|cu can bo|cu |to chuc|chuan bi|xay dung|gui |bao cao|thuc hien"
    r"|bo tri|tong hop|ban hanh|theo doi|huong dan|kiem tra|phan cong|tiep nhan|dua tin|tuyen truyen|tang cuong|dam bao|bao dam|quan triet|cung cap|giup|nghiem tuc|yeu cau)\b"
)
_SUPPORT = re.compile(
    r"\b(?:cu|bo tri|phan cong|gioi thieu) (?:it nhat )?(?:\d+ |mot )?(?:\(\w+\) )?(?:can bo|cong chuc|chuyen vien|nhan su|dai dien|nguoi|vien chuc)\b"
    r"[^.;]{0,80}giup viec"
)
_DUE = re.compile(
    r"(?:truoc|cham nhat|xong truoc|hoan thanh trong|trong thoi han|sau|trong vong|den het|trong)\s[^.;,()]{0,80}?(?:\d{1,2}\s?(?:\(\w+\)\s?)?ngay(?: lam viec)?(?: (?:truoc|ke tu|sau)[^.;,()]{0,60})?"
    r"|ngay\s?\d{1,2}[/\s][^.;,()]{0,24}|thang\s?\d{1,2}(?:[/ ](?:nam )?\d{4})?|quy [ivx]+(?:[/ ](?:nam )?\d{4})?)"
)
_DIFFICULT = re.compile(
    r"trong qua trinh (?:trien khai|thuc hien|to chuc)[^.]{0,60}(?:vuong mac|phat sinh|kho khan)|neu co (?:kho khan|vuong mac|van de)"
)
_COMMAND = re.compile(
    r"(.{3,80}?) (?:yeu cau|de nghi) (.{3,200}?) (?=nghiem tuc|trien khai|to chuc|thuc hien|phoi hop|chu dong|quan triet)"
)


def read_duties(nodes: Sequence[Node], notes: Notes) -> list[Duty]:
    """One duty for each line below a party, or for the sentence a party opens."""
    duties: list[Duty] = []
    for node in nodes:
        pending: list[tuple[Node, str | None]] = [(node, None)]
        while pending:
            each, party = pending.pop()
            if each.topic != "duties":
                continue
            if each.line is not None:
                party = _read_line(each, party, duties, notes)
            pending.extend((child, party) for child in reversed(each.children))
    return duties


def _read_line(node: Node, party: str | None, duties: list[Duty], notes: Notes) -> str | None:
    line = node.line
    assert line is not None
    notes.place(line)
    if node.heads and node.title_end >= len(line.text):
        return party
    if duty := closing_duty(line):
        duties.append(duty)
        return party
    if party is None or not node.is_bullet:
        own, start = _party(node)
        if own:
            rest = line.cut(start)
            if rest and len(rest.text) > 12:
                duties.append(Duty(own, rest.text, rest.span, due_in(line, start)))
            return own
    words = line.words()
    confidence = 1.0 if party else 0.5
    duties.append(Duty(party or "Chưa rõ", words.text, words.span, due_in(line, line.body), confidence))
    if not party:
        notes.doubt(
            f"duties[{len(duties) - 1}]",
            "Không rõ ai thực hiện việc này; hãy chọn cơ quan chịu trách nhiệm.",
            words.span,
        )
    return party


def _party(node: Node) -> tuple[str | None, int]:
    """The party a line names, and where the words after it begin."""
    line = node.line
    assert line is not None
    begin = line.body
    lead = re.match(r"(?:de nghi|giao|yeu cau|trach nhiem cua|doi voi|phan cong)\s", line.plain[begin:])
    begin += lead.end() if lead else 0
    end = len(line.text)
    if node.title_end < end or node.children:
        verb = _VERB.search(line.plain, begin, node.title_end)
        stop = verb.start() if verb and verb.start() > begin + 2 else node.title_end
        if "," in line.text[begin:stop] and node.title_end < end and line.text.endswith(":"):
            stop = end  # "Các Sở: A, B, C:" names its parties after the first colon
        name = line.cut(begin, _last_colon(line, stop))
        return (name.text if name else None), (stop if stop < end else end)
    verb = _VERB.search(line.plain, begin)
    if verb and verb.start() > begin + 2 and verb.start() - begin < 200:
        name = line.cut(begin, verb.start())
        return (name.text if name else None), verb.start()
    if (
        len(line.text) < 160
        and not line.text.rstrip().endswith((";", "./."))
        and (starts_agency(line.text[begin:]) or not node.is_bullet)
    ):
        name = line.cut(begin)
        return (name.text if name else None), end
    return None, begin


def _last_colon(line: Line, stop: int) -> int:
    """A heading that lists its parties after a colon is the party as a whole."""
    rest = line.plain[stop:].strip()
    if rest and rest.endswith(":") and not _VERB.match(rest):
        return len(line.text)
    return stop


def due_in(line: Line, start: int) -> str | None:
    """The deadline's own words, if the line gives one."""
    match = _DUE.search(line.plain, start)
    return line.text[match.start() : match.end()].strip() if match else None


def closing_duty(line: Line) -> Duty | None:
    """Sentences at the plan's end that bind everybody: "yêu cầu các đơn vị …", "nếu có khó khăn … phản ánh qua …"."""
    words = line.words()
    if _DIFFICULT.search(line.plain):
        return Duty("Các đơn vị, địa phương", words.text, words.span, due_in(line, 0))
    if (match := _COMMAND.match(line.plain)) and len(match[1]) < 80:
        party = line.text[match.start(2) : match.end(2)].strip(" ,")
        return Duty(party[0].upper() + party[1:], words.text, words.span, due_in(line, 0))
    return None


def support_of(nodes: Sequence[Node]) -> list[Seat]:
    """Agencies whose duties say that they send staff to the support group."""
    seats: list[Seat] = []
    for node in nodes:
        for each in node.walk():
            if each.line is None or each.topic != "duties" or not _SUPPORT.search(each.line.plain):
                continue
            holder = each.parent if each.is_bullet and each.parent and each.parent.line else each
            seats += _agencies(holder)
    return list({seat.text: seat for seat in seats}.values())


def _agencies(node: Node) -> list[Seat]:
    line = node.line
    assert line is not None
    first = line.plain.find(":", line.body)
    verb = _VERB.search(line.plain, line.body)
    stop = verb.start() if verb else len(line.text)
    prefix = prefix_of(line.text[line.body : first if 0 <= first < stop else stop])
    start = first + 1 if 0 <= first < len(line.text) - 1 and first < stop else line.body
    return [Seat(name.name, name.span, agency=name.name, confidence=1.0 if name.sure else 0.6)
            for name in names_in(line, start, stop, prefix)]  # fmt: skip
