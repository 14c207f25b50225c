"""Reads how the team inspects: announced, surprise, on site, remote, combined, with the days of notice (G1, S1).

Called by `reader.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from soat.core.plans.found import Notes
from soat.core.plans.lines import Line
from soat.core.plans.model import Method, MethodKind, Text
from soat.core.plans.structure import Node

_COMBINED = re.compile(
    r"ket hop (?:giua )?(?:hinh thuc )?(?:kiem tra )?(?:truc tiep|truc tuyen)"
    r"|truc tiep (?:ket hop|va|hoac) (?:voi )?(?:kiem tra )?"
    r"(?:truc tuyen|qua (?:bao cao|he thong|phan mem|ho so)|gian tiep|tu xa)"
)
_ENUMERATED = re.compile(
    r"truc tiep(?: [a-z]+){0,6}, (?:kiem tra )?(?:truc tuyen|qua bao cao|gian tiep|qua he thong|tu xa)"
)
_DIRECT = re.compile(r"[\s.)\w]{0,4}kiem tra truc tiep\b")
_SURPRISE = re.compile(r"dot xuat|khong (?:bao|thong bao|can thong bao) truoc")
_PLANNED: tuple[tuple[MethodKind, re.Pattern[str]], ...] = (
    ("announced", re.compile(r"co (?:thong bao|bao) |theo ke hoach|dinh ky|thong bao truoc|bao truoc|thong bao lich"
        r"|thong bao ke hoach")),
    ("remote", re.compile(
        r"truc tuyen|qua bao cao|gian tiep|qua he thong|tu xa|qua ho so|tren he thong"
        r"|moi truong (?:dien tu|mang)")),
    ("on_site", re.compile(r"truc tiep|tai cho|tai (?:co quan|don vi|tru so)|thuc te")),
)  # fmt: skip
_HEADING = re.compile(
    r"(?:noi dung |hinh thuc )?kiem tra (?:\w+ ){0,2}?"
    r"(?:dot xuat|theo ke hoach|dinh ky|truc tiep|truc tuyen|qua bao cao|gian tiep|tu xa)"
)
_SPOKEN = re.compile(
    r"kiem tra (?:dot xuat|truc tiep|truc tuyen|theo ke hoach|(?:qua|tren) (?:bao cao|he thong)|gian tiep|tu xa)"
    r"|khong (?:bao|thong bao) truoc"
)
_COLUMN = re.compile(r"(?:hinh thuc|phuong thuc|cach thuc|phuong phap)\b")
_CLAUSE = re.compile(r"[;.]\s")
_BESIDE = re.compile(r"(?:,|\bva|\bhoac|ket hop(?: voi)?) (?:co the |khi can |kiem tra )*dot xuat")
_LONGEST = 400  # characters: a longer paragraph tells a story
_DAYS = r"(\d{1,2})\s?(?:\(\w+\)\s?)?ngay(?: lam viec)?"
_WORKING = re.compile(r"\s?(?:\(\w+\)\s?)?ngay lam viec")
_NOTICE = re.compile(
    rf"truoc (?:ngay |khi |thoi diem )?(?:tien hanh )?(?:kiem tra"
    rf"|lam viec)?[^.;]{{0,40}}?(?:it nhat|toi thieu|cham nhat|truoc)?(?: la)? ?{_DAYS}"
    rf"|(?:it nhat|toi thieu|cham nhat|muon nhat|truoc)(?: la)? {_DAYS}[^.;]{{0,30}}?(?:truoc"
    rf"|kiem tra)|truoc {_DAYS}"
)


@dataclass(slots=True, frozen=True)
class Notice:
    """Days before the visit by which something must be there; `working` when the text says working days."""

    days: int
    working: bool
    place: tuple[int, int]


def notice_days(line: Line) -> Notice | None:
    """The first such deadline of the line."""
    match = _NOTICE.search(line.plain)
    if match is None:
        return None
    group = next(place for place, days in enumerate(match.groups(), 1) if days)
    return Notice(int(match[group]), bool(_WORKING.match(line.plain, match.end(group))), match.span())


def read_methods(nodes: Sequence[Node], root: Node, notes: Notes) -> list[Method]:
    """One method for each heading, bullet or sentence that names a way of inspecting; others are its rules.

    Where none is named but a duty sets days of notice, the inspection is taken to be announced, with a doubt."""
    methods: list[Method] = []
    for node in nodes:
        _read(node, methods, notes)
    _from_headings(root, methods)
    _from_columns(root, methods)
    lines = [node.line for node in root.walk()]
    if not methods:
        methods = _from_sentences(lines, notes)
    if not any(method.notice_working_days for method in methods):
        _notice_elsewhere(methods, lines, notes)
    return methods or _from_notice(lines, notes)


def _read(node: Node, methods: list[Method], notes: Notes) -> None:
    for each in node.part():
        line = each.line
        notes.place(line)
        kinds = [] if _is_rule(each, methods) else kinds_of(line.plain[line.body :])
        if each.heads and each.title_end >= len(line.text) and len(each.title) < 60:
            continue
        known = [method.kind for method in methods]
        if new := [kind for kind in kinds if kind not in known]:
            methods += [
                _method(each, kind, place == 0, len(methods) + place, notes) for place, kind in enumerate(new)
            ]
        elif methods:
            methods[-1].rules.append(line.words())
            _set_notice(methods[-1], line, len(methods) - 1, notes)


def _is_rule(node: Node, methods: Sequence[Method]) -> bool:
    """A line below a method's own heading is one of its rules, whatever words it uses."""
    return (
        bool(methods)
        and node.parent is not None
        and node.parent.kind != "lost"
        and any(method.span == node.parent.line.span() for method in methods)
    )


def kinds_of(folded: str) -> list[MethodKind]:
    """The ways of inspecting that the folded words name; after the first clause that names one, only those that
    stand right beside "kiểm tra" count, as the rest tells how the team goes about it."""
    found: list[MethodKind] = []
    for clause in _CLAUSE.split(folded[:_LONGEST]):
        if not found or _SPOKEN.search(clause):
            found += [kind for kind in _in_clause(clause) if kind not in found]
    return found


def _in_clause(words: str) -> list[MethodKind]:
    """One kind, or planned and surprise side by side."""
    if _COMBINED.search(words):
        return ["combined", *(["surprise"] if _SURPRISE.search(words) else [])]  # type: ignore[list-item]
    kinds: list[MethodKind] = []
    planned = _SURPRISE.sub(" ", words)
    kinds = [kind for kind, form in _PLANNED if form.search(planned)]
    if _ENUMERATED.search(planned):
        kinds = ["on_site", "remote"]
    elif not (kinds[:1] == ["announced"] and _DIRECT.match(planned)):
        kinds = kinds[:1]
    if _SURPRISE.search(words):
        beside = kinds[:1] == ["announced"] or _BESIDE.search(words)
        kinds = [*kinds, "surprise"] if beside else ["surprise"]
    return kinds


def _method(node: Node, kind: MethodKind, first: bool, place: int, notes: Notes) -> Method:
    line = node.line
    title = line.cut(line.body, node.title_end) or line.whole()
    rest = line.cut(node.title_end) if node.title_end < len(line.text) else None
    if node.heads and rest:
        title, rest = rest, None
    method = Method(kind, title.text, line.span())
    if rest and first:
        method.rules.append(rest)
    _set_notice(method, line, place, notes)
    return method


def _set_notice(method: Method, line: Line, place: int, notes: Notes) -> None:
    if method.notice_working_days is not None or method.kind == "surprise":
        return
    if found := notice_days(line):
        method.notice_working_days = found.days
        if not found.working:
            notes.doubt(
                f"methods[{place}].notice_working_days",
                "Kế hoạch ghi số ngày, không ghi “ngày làm việc”; hãy xác nhận cách tính thời hạn.",
                line.span(*found.place),
            )


def _from_headings(root: Node, methods: list[Method]) -> None:
    """A way of inspecting that heads a paragraph of another part ("2. Kiểm tra đột xuất: …")."""
    for node in root.walk():
        if node.topic not in ("subjects", "period", None) or not _HEADING.match(node.title):
            continue
        for kind in kinds_of(node.title):
            if kind not in [method.kind for method in methods]:
                title = node.line.cut(node.line.body, node.title_end) or node.line.whole()
                methods.append(Method(kind, title.text, title.span))


def _from_columns(root: Node, methods: list[Method]) -> None:
    """The way of inspecting each subject, in a column of their table ("Hình thức kiểm tra": "Trực tuyến")."""
    column: int | None = None
    for line in (node.line for node in root.walk() if node.line.is_row):
        cells = line.plain.split("|")
        heads = [place for place, cell in enumerate(cells) if _COLUMN.match(cell.strip())]
        if heads:
            column = heads[0]
        elif column is not None and column < len(cells):
            start = sum(len(cell) + 1 for cell in cells[:column])
            words = line.cut(start, start + len(cells[column]))
            for kind in kinds_of(cells[column]) if words else []:
                if words and kind not in [method.kind for method in methods]:
                    methods.append(Method(kind, words.text, words.span))


def _from_sentences(body: Iterable[Line], notes: Notes) -> list[Method]:
    methods: list[Method] = []
    for line in body:
        if len(line.text) > 400 or not _SPOKEN.search(line.plain):
            continue
        for kind in kinds_of(line.plain):
            if kind in [method.kind for method in methods]:
                continue
            words = line.words()
            notes.doubt(
                f"methods[{len(methods)}]",
                "Cách kiểm tra được suy từ một câu, không có mục riêng; hãy kiểm tra lại.",
                words.span,
            )
            methods.append(
                Method(kind, words.text, words.span, [Text(words.text, words.span)], confidence=0.6)
            )
    return methods


def _notice_elsewhere(methods: Sequence[Method], body: Iterable[Line], notes: Notes) -> None:
    """The days of notice often stand among the duties of the inspected units."""
    place = next((place for place, method in enumerate(methods) if method.kind != "surprise"), None)
    if place is None:
        return
    for line in body:
        if "kiem tra" in line.plain and notice_days(line):
            _set_notice(methods[place], line, place, notes)
            return


def _from_notice(body: Iterable[Line], notes: Notes) -> list[Method]:
    """ "gửi báo cáo … trước ngày kiểm tra 05 ngày làm việc" without a word on the way of inspecting."""
    for line in body:
        if "kiem tra" in line.plain and notice_days(line):
            words = line.words()
            method = Method("announced", words.text, words.span, [words], confidence=0.4)
            notes.doubt(
                "methods[0]",
                "Kế hoạch không nêu hình thức kiểm tra; suy ra kiểm tra có báo trước từ thời hạn gửi báo cáo. "
                "Hãy chọn lại nếu không đúng.",
                words.span,
            )
            _set_notice(method, line, 0, notes)
            return [method]
    return []
