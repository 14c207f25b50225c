"""Reads how the team inspects: announced, surprise, on site, remote, combined, with the days of notice (G1, S1).

Called by `reader.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from soat.core.plans.found import Notes
from soat.core.plans.lines import Line
from soat.core.plans.model import Method, MethodKind, Text
from soat.core.plans.structure import Node

_KINDS: tuple[tuple[MethodKind, re.Pattern[str]], ...] = (
    ("combined", re.compile(r"ket hop (?:giua )?(?:hinh thuc )?(?:kiem tra )?(?:truc tiep|truc tuyen)|truc tiep (?:ket hop|va|hoac|kết hợp) (?:voi )?(?:kiem tra )?truc tuyen")),
    ("surprise", re.compile(r"dot xuat|khong (?:bao|thong bao) truoc|khong bao truoc")),
    ("announced", re.compile(r"co (?:thong bao|bao) truoc|theo ke hoach|dinh ky|thong bao truoc|bao truoc")),
    ("remote", re.compile(r"truc tuyen|qua bao cao|gian tiep|qua he thong|tu xa|qua ho so|tren he thong|thong qua bao cao|moi truong dien tu|moi truong mang")),
    ("on_site", re.compile(r"truc tiep|tai cho|tai (?:co quan|don vi|tru so)|thuc te")),
)  # fmt: skip
_DAYS = r"(\d{1,2})\s?(?:\(\w+\)\s?)?ngay(?: lam viec)?"
_NOTICE = re.compile(
    rf"truoc (?:ngay |khi |thoi diem )?(?:tien hanh )?(?:kiem tra|lam viec)?[^.;]{{0,40}}?(?:it nhat|toi thieu|cham nhat|truoc)?(?: la)? ?{_DAYS}"
    rf"|(?:it nhat|toi thieu|cham nhat|muon nhat|truoc)(?: la)? {_DAYS}[^.;]{{0,30}}?(?:truoc|kiem tra)|truoc {_DAYS}"
)


def notice_days(line: Line) -> tuple[int, tuple[int, int]] | None:
    """Days before the visit by which something must be there, and where that is said."""
    match = _NOTICE.search(line.plain)
    if match is None:
        return None
    return int(next(group for group in match.groups() if group)), match.span()


def read_methods(nodes: Sequence[Node], body: Iterable[Line], notes: Notes) -> list[Method]:
    """One method for each heading, bullet or sentence that names a way of inspecting; others are its rules."""
    methods: list[Method] = []
    for node in nodes:
        _read(node, methods, notes)
    if not methods:
        methods = _from_sentences(body)
    if not any(method.notice_working_days for method in methods):
        _notice_elsewhere(methods, body)
    return methods


def _read(node: Node, methods: list[Method], notes: Notes) -> None:
    for each in _under(node):
        line = each.line
        if line is None:
            continue
        notes.place(line)
        kind = None if _is_rule(each, methods) else kind_of(line.plain[line.body :])
        if each.heads and len(each.title) < 60 and each.title_end >= len(line.text):
            continue
        if kind and not (methods and methods[-1].kind == kind and each.is_bullet and not each.heads):
            methods.append(_method(each, kind))
        elif methods:
            methods[-1].rules.append(line.words())
            _set_notice(methods[-1], line)


def _under(node: Node) -> Iterator[Node]:
    pending = [node]
    while pending:
        each = pending.pop()
        yield each
        pending.extend(child for child in reversed(each.children) if child.topic == node.topic)


def _is_rule(node: Node, methods: Sequence[Method]) -> bool:
    """A line below a method's own heading is one of its rules, whatever words it uses."""
    return (
        bool(methods)
        and node.parent is not None
        and node.parent.line is not None
        and any(method.span == node.parent.line.span() for method in methods)
    )


def kind_of(folded: str) -> MethodKind | None:
    """The way of inspecting that the folded words name first of all."""
    return next((kind for kind, form in _KINDS if form.search(folded[:300])), None)


def _method(node: Node, kind: MethodKind) -> Method:
    line = node.line
    assert line is not None
    title = line.cut(line.body, node.title_end) or line.whole()
    method = Method(kind, title.text, line.span())
    rest = line.cut(node.title_end) if node.title_end < len(line.text) else None
    if rest:
        method.rules.append(rest)
    _set_notice(method, line)
    return method


def _set_notice(method: Method, line: Line) -> None:
    if method.notice_working_days is None and method.kind != "surprise" and (found := notice_days(line)):
        method.notice_working_days = found[0]


def _from_sentences(body: Iterable[Line]) -> list[Method]:
    methods: list[Method] = []
    for line in body:
        if "kiem tra" not in line.plain or len(line.text) > 400:
            continue
        kind = (
            kind_of(line.plain)
            if re.search(r"kiem tra (?:dot xuat|truc tiep|truc tuyen|theo ke hoach)", line.plain)
            else None
        )
        if kind and kind not in [method.kind for method in methods]:
            words = line.words()
            methods.append(
                Method(kind, words.text, words.span, [Text(words.text, words.span)], confidence=0.6)
            )
    return methods


def _notice_elsewhere(methods: Sequence[Method], body: Iterable[Line]) -> None:
    """The days of notice often stand among the duties of the inspected units."""
    target = next((method for method in methods if method.kind != "surprise"), None)
    if target is None:
        return
    for line in body:
        if "kiem tra" in line.plain and (found := notice_days(line)):
            target.notice_working_days = found[0]
            return
