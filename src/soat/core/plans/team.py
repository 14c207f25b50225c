"""Reads the team: head, deputies, members, and the agencies that send support staff (requirements G1, T1).

By office ("Trưởng Đoàn: Phó Chủ tịch …"), by name ("Ông … - Trưởng đoàn"), in tables, in sentences ("do … làm
Trưởng đoàn"), or left to a later decision. Called by `reader.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from soat.core.plans.agencies import names_in, prefix_of
from soat.core.plans.found import Notes
from soat.core.plans.lines import Line
from soat.core.plans.model import Seat, Team
from soat.core.plans.structure import Node

_ROLE = re.compile(
    r"(?P<deputy>pho (?:truong )?(?:doan|to)(?: truong)?(?: thuong truc)?|to pho)|(?P<head>truong (?:doan|to)|to truong|doan truong)"
    r"|(?P<support>to giup viec|bo phan giup viec|thu ky doan|to thu ky)"
    r"|(?P<member>(?:cac )?thanh vien|uy vien|thu ky)"
)
_OF = re.compile(r"(?:\s(?:doan|to)?\s?(?:kiem tra|cong tac)|\s(?:doan|to)\b|\scua doan)*")
_PERSON = re.compile(r"(?:[ÔôBb](?:ng|à)|[Đđ]ồng chí|[Đđ]/c)\s+((?:[A-ZĐÀ-Ỹ][\wà-ỹ]*\s?){2,6})")
_TAIL = re.compile(r"[,;|(]| - | – | phụ trách| được | làm | trực tiếp| kiêm ")
_MAKES = re.compile(r"\s(?:lam|giu chuc|la|giu vai tro)\s*(?:thanh vien|$)")
_LATER = re.compile(
    r"quyet dinh (?:thanh lap|rieng)|thanh lap (?:theo|tai|bang)|se (?:duoc )?(?:thanh lap|quyet dinh)|do (?:chu tich|uy ban|ubnd|giam doc).*quyet dinh"
)
_BY = re.compile(r"(?:.*\b)?(?:do|gom co|gom|co)\s+")


def read_team(nodes: Sequence[Node], notes: Notes) -> Team:
    """The seats of all team parts in the order of the text."""
    team = Team()
    for node in nodes:
        role: str | None = None
        prefix: str | None = None
        for each in node.walk():
            if each.topic != "team" or each.line is None:
                continue
            role, prefix = _read_line(each, team, role, prefix, notes)
    return team


def _read_line(
    node: Node, team: Team, role: str | None, prefix: str | None, notes: Notes
) -> tuple[str | None, str | None]:
    line = node.line
    assert line is not None
    before = _count(team)
    for start, end in _clauses(line):
        role, prefix = _read_clause(line, start, end, team, role, prefix)
    if _count(team) > before or node.children or node.heads or _ROLE.search(line.plain):
        notes.place(line)
    elif _LATER.search(line.plain):
        notes.keep(line)
        notes.doubt(
            "team",
            "Kế hoạch để việc lập Đoàn cho một quyết định riêng; hãy nhập thành phần Đoàn khi có.",
            line.span(),
        )
    else:
        notes.keep(line)
    return role, prefix


def _count(team: Team) -> int:
    return (team.head is not None) + len(team.deputies) + len(team.members) + len(team.support_agencies)


def _clauses(line: Line) -> Iterator[tuple[int, int]]:
    """Parts of the line between ";" and before a role that follows a comma or full stop in a sentence."""
    if line.is_row:
        yield line.body, len(line.text)
        return
    start = line.body
    for match in re.finditer(
        r";|\.\s|,\s(?=(?:cac )?(?:thanh vien|pho truong doan|truong doan)\s?(?:gom|la|:|doan))", line.plain
    ):
        if match.start() > start:
            yield start, match.start()
        start = match.end()
    if start < len(line.text):
        yield start, len(line.text)


def _read_clause(
    line: Line, start: int, end: int, team: Team, role: str | None, prefix: str | None
) -> tuple[str | None, str | None]:
    match = _ROLE.search(line.plain, start, end)
    if match is None:
        if role:
            _seat(line, start, end, role, prefix, team)
        return role, prefix
    found = match.lastgroup
    assert found is not None
    after = _OF.match(line.plain, match.end(), end)
    rest = after.end() if after else match.end()
    lead = line.plain[start : match.start()].strip(" -|,*+0123456789")
    if len(lead) > 4 and not lead.startswith(("danh sach", "thanh phan")):
        _seat(line, start, match.start(), found, prefix, team)
        return role, prefix
    colon = line.text.find(":", rest, end)
    prefix = prefix_of(line.text[rest : colon if colon >= 0 else end]) or prefix
    _seat(line, rest, end, found, prefix, team)
    return found, prefix


def _seat(line: Line, start: int, end: int, role: str, prefix: str | None, team: Team) -> None:
    if line.is_row:
        start += len(re.match(r"[\s\d|.]*", line.plain[start:end])[0])  # type: ignore[index]
    by = re.match(r"(?:.*\b(?:do|boi)\s)?", line.plain[start:end]) if role in ("head", "deputy") else None
    start += by.end() if by else 0
    makes = re.search(r"\s(?:lam|giu chuc(?: vu)?|la)\s*$", line.plain[start:end])
    end = start + makes.start() if makes else end
    value = line.cut(start, end, edges=" ;,.:-–|(")
    if value is None or len(value.text) < 3:
        return
    person = _PERSON.search(value.text)
    names = names_in(line, start, end, prefix)
    if role in ("member", "support") and person is None and len(names) > 0:
        seats = [
            Seat(name.name, name.span, agency=name.name, confidence=1.0 if name.sure else 0.6)
            for name in names
        ]
    else:
        office = re.search(r"(?:Sở|Ban|Văn phòng|Thanh tra|Ủy ban|UBND|Phòng)\s.*", value.text)
        agency = None
        if office:
            agency = _TAIL.split(office[0])[0].strip(" .")
        seats = [Seat(value.text, value.span, agency=agency, person=person[1].strip() if person else None)]
    _add(team, role, seats)


def _add(team: Team, role: str, seats: list[Seat]) -> None:
    if role == "head":
        if team.head is None:
            team.head = seats[0]
    elif role == "deputy":
        team.deputies += seats
    elif role == "support":
        team.support_agencies += seats
    else:
        team.members += seats
