"""Reads the team: head, deputies, members, and the agencies that send support staff (requirements G1, T1).

By office ("Trưởng Đoàn: Phó Chủ tịch …"), by name ("Ông … - Trưởng đoàn"), in tables, in sentences ("do … làm
Trưởng đoàn"), in brackets of a duty, or left to a later decision. Called by `reader.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from soat.core.plans.agencies import Name, names_in, prefix_of, starts_agency
from soat.core.plans.found import Notes
from soat.core.plans.lines import Line
from soat.core.plans.markers import UPPER
from soat.core.plans.model import Seat, Team
from soat.core.plans.structure import Node

_UNIT = r"(?:doan|to|cac doan|cac to)"
_ROLE = re.compile(
    rf"(?P<deputy>(?:cac )?pho (?:truong )?{_UNIT}\b(?: truong)?(?: thuong truc)?|(?:cac )?to pho|pho doan)"
    rf"|(?P<head>truong {_UNIT}\b|to truong|doan truong)"
    r"|(?P<support>to giup viec|bo phan giup viec|to thu ky)"
    r"|(?P<member>(?:cac )?thanh vien|(?:cac )?uy vien|(?:cac )?to vien|(?:cac )?doan vien|thu ky)"
)
_AFTER = re.compile(
    r"(?:\s(?:doan|to)?\s?(?:kiem tra|cong tac)|\s(?:doan|to)\b|\scua doan|\s(?:la|gom co|gom"
    r"|khac)\b|[\s:)-])*"
)
_SPLIT = re.compile(
    r";|\.\s|,\s(?=(?:cac )?(?:thanh vien|pho truong doan|truong doan|to pho|to truong"
    r"|uy vien)\s(?:doan kiem tra |khac )?(?:gom|la|:))"
    r"|,\s(?=(?:va )?(?:dai dien|lanh dao|ong|ba|dong chi)\b[^,;]{2,60}\((?:pho )?truong)"
    r"|(?<=lam truong doan),\s|(?<=la truong doan),\s|(?<=lam to truong),\s|(?<=doan\)),\s|(?<=to\)),\s|(?<=truc\)),\s"
)
_PERSON = re.compile(
    rf"(?:[Ôô]ng|[Bb]à|[Đđ]ồng chí|[Đđ]/c)(?: \([^)]{{1,9}}\))?\s+((?:[{UPPER}][\w'’]*\s?){{2,6}})"
)
_OFFICE = re.compile(r"(?:Sở|Ban|Văn phòng|Thanh tra|Ủy ban|UBND|Phòng|Bộ|Vụ|Cục)\s.*")
_OFFICE_END = re.compile(r"[,;|(]| - | – | phụ trách| được | làm | trực tiếp| kiêm ")
_LATER = re.compile(
    r"quyet dinh (?:thanh lap|rieng|cu the)|thanh lap (?:theo|tai|bang)|se (?:duoc )?(?:thanh lap|quyet dinh)"
    r"|thanh phan[^.;]{0,60}(?:do|theo)[^.;]{0,60}quyet dinh"
)
_INLINE = re.compile(
    r"(?:pho )?truong (?:doan|to)\b(?: kiem tra)?\s?(?:la|:)|lam (?:truong (?:doan|to)"
    r"|to truong)|\((?:truong (?:doan|to)|to truong)\)"
)
_MAKES = re.compile(r"[\s,;]*(?:\b(?:làm|giữ chức(?: vụ)?|là|nhiệm vụ))?\s*[(]?$")
_BY = re.compile(r"(?:[^,;]*?\b(?:do|bởi|gồm|gồm có)\s)(?=\S)")
_INTRO = re.compile(
    r"(?:ve )?(?:thanh phan|danh sach|co cau|thanh lap|doan|to|quyet dinh)\b[^;]*?(?::"
    r"|\bgom(?: co)?\b:?|\bnhu sau:?)\s*"
    r"|(?:ve )?(?:thanh phan|danh sach|co cau)\b[^;:]*"
)
_SINGLE = re.compile(
    r"[\s:-]*(?:[Cc]huyên viên|[Tt]rưởng phòng|[Pp]hó [Tt]rưởng phòng|[Cc]ông chức [Pp]hòng)"
)
_SOMEBODY = re.compile(
    r"(?:[Đđ]ại diện|[Ll]ãnh đạo|[Ôô]ng|[Bb]à|[Đđ]ồng chí|[Cc]huyên viên|[Cc]ông chức|[Mm]ời) "
)


_POST = re.compile(
    r"(?:Phó |phó )?(?:[Cc]hánh|[Tt]rưởng|[Gg]iám đốc|[Cc]hủ tịch|[Cc]ông chức|[Cc]huyên viên|[Cc]án bộ|[Bb]í thư)\b"
)
_POST_END = re.compile(r"[(|]| phụ trách| kiêm ")
_NEXT_POST = re.compile(rf"[,;]\s+(?:và\s+)?(?={_POST.pattern})|\s+và\s+(?={_POST.pattern})")


@dataclass(slots=True)
class _State:
    """The role and the kind of bare names that hold for the lines below an open "Thành viên gồm:"; a role that is
    `closed` holds for the rest of its own line only."""

    team: Team
    notes: Notes
    role: str | None = None
    prefix: str | None = None
    closed: bool = False


def read_team(nodes: Sequence[Node], body: Sequence[Line], notes: Notes) -> Team:
    """The seats of all team parts in the order of the text; else of the sentence that names the head."""
    state = _State(Team(), notes)
    for node in nodes:
        state.role = state.prefix = None
        for each in node.part():
            _read_line(each, state)
    if state.team.head is None:
        _read_inline(body, state)
    if state.team.head is None and (line := next((line for line in body if _LATER.search(line.plain)), None)):
        reason = "Kế hoạch để việc lập Đoàn cho một quyết định riêng; hãy nhập thành phần Đoàn khi có."
        notes.doubt("team", reason, line.span())
    return state.team


def _read_inline(body: Sequence[Line], state: _State) -> None:
    """A head named in another part: "… thành lập Đoàn kiểm tra (Trưởng đoàn là …; thành viên gồm …)"."""
    for line in body:
        match = _INLINE.search(line.plain)
        if match is None:
            continue
        bracket = line.text.rfind("(", 0, match.start() + 1)
        start = bracket + 1 if bracket >= 0 and not match[0].endswith(")") else line.body
        inner = _State(Team(), state.notes)
        for bounds in _clauses(line, start):
            _read_clause(line, *bounds, inner)
        if inner.team.head is not None:
            state.team.head = inner.team.head
            state.team.deputies = state.team.deputies or inner.team.deputies
            state.team.members = state.team.members or inner.team.members
            return


def _read_line(node: Node, state: _State) -> None:
    line = node.line
    before = _count(state.team)
    for start, end in _clauses(line, line.body):
        _read_clause(line, start, end, state)
    if state.closed:
        state.role, state.closed = None, False
    if _count(state.team) > before or node.children or node.heads or _ROLE.search(line.plain):
        state.notes.place(line)
    else:
        state.notes.keep(line)


def _count(team: Team) -> int:
    return (team.head is not None) + len(team.deputies) + len(team.members) + len(team.support_agencies)


def _clauses(line: Line, start: int) -> Iterator[tuple[int, int]]:
    """Parts of the line at ";", at a full stop, and before a role that follows a comma."""
    if line.is_row:
        yield start, len(line.text)
        return
    for match in _SPLIT.finditer(line.plain, start):
        if match.start() > start:
            yield start, match.start()
        start = match.end()
    if start < len(line.text):
        yield start, len(line.text)


def _read_clause(line: Line, start: int, end: int, state: _State) -> None:
    match = _ROLE.search(line.plain, start, end)
    if match is None:
        role = state.role or (
            "member" if _SOMEBODY.match(line.text, start) or _is_name(line, start, end) else None
        )
        if role:
            _seat(line, start, end, role, state)
        return
    role = match.lastgroup or ""
    if intro := _INTRO.match(line.plain, start, match.start()):
        start = intro.end()
    lead = line.plain[start : match.start()].strip(" -|,*+0123456789(:")
    if len(lead) > 4:
        _seat(line, start, match.start(), role, state)
        return
    after = _AFTER.match(line.plain, match.end(), end)
    rest = after.end() if after else match.end()
    colon = line.text.find(":", match.end(), end)
    state.prefix = prefix_of(line.text[match.end() : colon if colon >= 0 else end])
    state.role = role
    state.closed = bool(line.text[rest:end].strip(" :.")) and role not in ("member", "support")
    _seat(line, rest, end, role, state)


def _is_name(line: Line, start: int, end: int) -> bool:
    return end - start < 90 and starts_agency(line.text[start:end].lstrip("- "))


def _seat(line: Line, start: int, end: int, role: str, state: _State) -> None:
    if line.is_row:
        start = _past_number(line, start)
    if role in ("head", "deputy"):
        by = _BY.match(line.text, start, end)
        start = by.end() if by else start
    end = start + _MAKES.search(line.text[start:end]).start() if start < end else end  # type: ignore[union-attr]
    value = line.cut(start, end, edges=" ;,.:-–|()")
    if value is None or len(value.text) < 3:
        return
    person = _PERSON.search(value.text)
    names = names_in(line, start, end, state.prefix)
    officers = _officers(line, start, end) if role == "member" and person is None else []
    if officers:
        _add(state.team, role, officers)
        return
    if role in ("member", "support") and person is None and names and not _SINGLE.match(line.text, start):
        _add(state.team, role, [_seat_of(name) for name in names])
        return
    office = _OFFICE.search(value.text)
    agency = _OFFICE_END.split(office[0])[0].strip(" .") if office else None
    if role == "deputy" and person is None and len(names) > 1 and "," in value.text:
        _add(state.team, role, [_seat_of(name) for name in names])
        return
    _add(state.team, role, [Seat(value.text, value.span, agency, person[1].strip() if person else None)])


def _officers(line: Line, start: int, end: int) -> list[Seat]:
    """Members told by their posts, each of another unit: "Chánh Văn phòng Sở, Trưởng phòng Y, Giám đốc Z"; none
    where one of the pieces is no post."""
    marks = [mark.span() for mark in _NEXT_POST.finditer(line.text, start, end)]
    bounds = pairwise([(start, start), *marks, (end, end)])
    values = [line.cut(before[1], after[0], edges=" ;,.:-–|()") for before, after in bounds]
    told = [value for value in values if value and _POST.match(value.text)]
    if len(told) < 2 or len(told) < len(values):
        return []
    return [Seat(value.text, value.span, _unit_of(value.text)) for value in told]


def _unit_of(post: str) -> str | None:
    """ "Trưởng phòng Văn hóa - Xã hội" leads "Phòng Văn hóa - Xã hội"."""
    office = _OFFICE.search(re.sub(r"^(?:Phó )?[Tt]rưởng phòng ", "Phòng ", post))
    return _POST_END.split(office[0])[0].strip(" .") if office else None


def _past_number(line: Line, start: int) -> int:
    match = re.compile(r"[\s\d|.]*").match(line.text, start)
    return match.end() if match else start


def _seat_of(name: Name) -> Seat:
    return Seat(name.name, name.span, agency=name.name, confidence=1.0 if name.sure else 0.6)


def _add(team: Team, role: str, seats: Sequence[Seat]) -> None:
    if role == "head":
        team.head = team.head or seats[0]
    elif role == "deputy":
        team.deputies += seats
    elif role == "support":
        team.support_agencies += seats
    else:
        team.members += seats
