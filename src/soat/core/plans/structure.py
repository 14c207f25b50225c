"""Builds the tree of a plan's body from markers, restarts of numbering and key words (requirement G1).

A portal may lose headings: a "1." after a "2." then opens a part of its own, whose topic its words tell.
Called by `reader.py`; the readers of each part walk the tree.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from soat.core.plans.agencies import starts_agency
from soat.core.plans.lines import Line
from soat.core.plans.topics import AREA, Topic, announced

_TITLE_LENGTH = 130
_DEEPEST = 12
PARTY = re.compile(
    r"(?:de nghi |giao |doi voi |trach nhiem cua )*(?:cac )?(?:doan kiem tra|to kiem tra"
    r"|doan cong tac|to giup viec|truong doan|thanh vien"
    r"|co quan,? don vi|don vi|co quan|dia phuong|thu truong|nguoi dung dau|giam doc"
    r"|chanh van phong|chu tich|so\b|ban\b(?! hanh)"
    r"|van phong|thanh tra|ubnd|uy ban|bao\b(?! cao)|dai\b(?! dien)|phong\b|trung tam|cong an"
    r"|kho bac|cuc\b|truong phong|truong ban)"
)

CLOSING = re.compile(
    r"(?:tren day la|ke hoach nay|can cu (?:noi dung )?ke hoach nay"
    r"|trong qua trinh (?:trien khai|thuc hien|to chuc)|quyet dinh nay"
    r"|yeu cau (?:cac|thu truong|giam doc|nguoi dung dau|co quan)|de nghi (?:cac|thu truong) [^:]*$"
    r"|(?:uy ban nhan dan|ubnd|chu tich|so noi vu|ban chi dao)\b[^:;.]{0,60}(?:yeu cau"
    r"|de nghi) (?:cac|thu truong|giam doc|nguoi dung dau))"
)


# A day before its units, as in "Ngày 18/7/2016: xã A (buổi sáng), xã B (buổi chiều)"
_TIME = re.compile(r"(?:(?:tu|trong|vao|du kien|buoi|sang|chieu) )*(?:ngay|thang|quy|thu \w+)\b[^:]{0,50}$")

NO_LINE = Line("", (), ())


@dataclass(slots=True)
class Node:
    """A line with what stands under it; `NO_LINE` for the root and for a part whose heading is lost.

    `heads`: its own words open the part that `topic` names; `title_end`: where the words after its colon begin."""

    line: Line
    rank: float
    title: str = ""
    title_end: int = 0
    topic: Topic | None = None
    heads: bool = False
    group: list[Topic] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)
    parent: Node | None = None

    def walk(self) -> Iterator[Node]:
        """This node and all below it that have a line, in the order of the text."""
        stack = [self]
        while stack:
            node = stack.pop()
            if node.line is not NO_LINE:
                yield node
            stack.extend(reversed(node.children))

    def part(self) -> Iterator[Node]:
        """This node and what stands below it without another topic between, in the order of the text."""
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            stack.extend(child for child in reversed(node.children) if child.topic == self.topic)

    @property
    def kind(self) -> str:
        return "lost" if self.line is NO_LINE else self.line.marker.kind

    @property
    def is_bullet(self) -> bool:
        return self.kind in ("bullet", "plus", "none", "cell")


def tree_of(lines: Sequence[Line]) -> Node:
    """The body's lines as a tree with the topic of each node set."""
    root = Node(NO_LINE, -1)
    stack = [root]
    before: Line | None = None
    part: Topic | None = None
    for line in lines:
        title, end = title_of(line)
        topics = announced(title)
        node = Node(line, _rank(line, topics, part), title, end)
        if topics and node.rank < 9 and node.rank != 4.5 and topics[0] not in ("carried", "thematic"):
            part = topics[0]
        _place(stack, node, before)
        before = line
    for child in root.children:
        _assign(child, None, [])
    return root


def title_of(line: Line) -> tuple[str, int]:
    """The folded words that may be a heading, and where the words after them begin."""
    body = line.body
    colon = line.plain.find(":", body, body + _TITLE_LENGTH + 40)
    if colon > body:
        return line.plain[body:colon].strip(), colon + 1
    return line.plain[body:].strip(" .;/"), len(line.text)


def _rank(line: Line, topics: Sequence[Topic], part: Topic | None) -> float:
    """Unmarked headings (numbers lost by a converter) rank with the numbered ones they would have been."""
    if line.marker.kind != "none" or not is_bare_heading(line):
        return line.marker.rank
    if part == "duties" and topics and topics[0] in PARTY_WORDS:
        return 4.5
    if topics:
        return 2 if line.text.isupper() or len(topics) > 1 or topics[0] == "duties" else 4
    if part == "duties" and (starts_agency(line.text) or PARTY.match(line.plain)):
        return 4.5
    if part == "content" and AREA.match(line.plain):
        return 4.5
    return line.marker.rank


def is_bare_heading(line: Line) -> bool:
    """A short line that ends no sentence."""
    return (
        not line.is_row
        and len(line.text) <= 100
        and line.text[-1] not in ".;,!?…"
        and not line.text[0].islower()
    )


def _place(stack: list[Node], node: Node, before: Line | None) -> None:
    number = node.line.marker.number
    if node.kind == "capital" and any(earlier.kind == "roman" for earlier in stack):
        node.rank = 2.75  # "A." inside "II."
    if number is not None and node.rank < 10:
        if number == 1 and node.kind in ("number", "letter", "bracket"):
            _open_list(stack, node, before)
            return
        for depth in range(len(stack) - 1, 0, -1):
            if stack[depth].kind == node.kind and _follows(stack[depth], node):
                node.rank = stack[depth].rank
                del stack[depth:]
                _push(stack, node)
                return
    _pop(stack, node.rank)
    _push(stack, node)


def _follows(earlier: Node, node: Node) -> bool:
    last, this = earlier.line.marker.path, node.line.marker.path
    return bool(last) and last[:-1] == this[:-1] and this[-1] - last[-1] in (1, 2)


def _open_list(stack: list[Node], node: Node, before: Line | None) -> None:
    """A "1." or "a)": below the line that announces it with a colon, or a new part when the count starts again."""
    same = any(earlier.kind == node.kind for earlier in stack[1:])
    top = stack[-1]
    if (
        before is not None
        and (before.text.endswith(":") or _is_bare(top))
        and top.line is before
        and len(stack) < _DEEPEST
        and (same or top.rank >= node.rank)
    ):
        node.rank = top.rank + 0.25
    elif same and node.kind == "number":
        _pop(stack, 2.5)
        _push(stack, Node(NO_LINE, 2.5))
    _pop(stack, node.rank)
    _push(stack, node)


def _is_bare(node: Node) -> bool:
    """A heading of a part with nothing after it: a list may follow without a colon."""
    return node.title_end >= len(node.line.text) and bool(announced(node.title))


def _pop(stack: list[Node], rank: float) -> None:
    while len(stack) > 1 and stack[-1].rank >= rank:
        stack.pop()


def _push(stack: list[Node], node: Node) -> None:
    node.parent = stack[-1]
    stack[-1].children.append(node)
    stack.append(node)


# Which parts a heading inside another part may open; elsewhere such words are ordinary text.
_MAY_OPEN: dict[Topic | None, set[Topic]] = {
    "content": {
        "carried",
        "thematic",
        "period",
        "scope_time",
        "subjects",
        "methods",
        "team",
        "unit_side",
        "funding",
        "duties",
    },
    "purposes": {"requirements"},
    "requirements": {"purposes"},
    "methods": {"unit_side", "team", "period", "subjects", "scope_time"},
    "team": {"unit_side", "period", "subjects", "methods"},
    "subjects": {"period", "scope_time", "methods"},
    "period": {"scope_time", "subjects", "methods", "team"},
    "duties": {"funding"},
}
# Headings that elsewhere open a part, but name a party among the duties ("Các đơn vị được kiểm tra").
PARTY_WORDS: set[Topic] = {"subjects", "team", "unit_side"}
_FRAME: set[Topic] = {"period", "scope_time", "subjects", "methods", "team", "unit_side"}


def _assign(node: Node, inherited: Topic | None, group: list[Topic]) -> None:
    """Set the topic of a node and all below it: its own words, else what it stands under."""
    pending = [(node, inherited, group)]
    while pending:
        node, inherited, group = pending.pop()
        if node.kind == "none" and CLOSING.match(node.line.plain):
            continue
        if node.line is not NO_LINE:
            _decide(node, inherited, group)
        pending += [(child, node.topic, node.group) for child in reversed(node.children)]


def _decide(node: Node, inherited: Topic | None, group: list[Topic]) -> None:
    own = _own(node, inherited, group)
    node.heads = bool(own)
    node.topic = own[0] if own else inherited
    if own:
        keeps = own == ["period"] and "subjects" in group
        node.group = group if keeps else own[:] if len(own) > 1 else []
    else:
        node.group = group
    if not own and "subjects" in group and _lists_unit(node):
        node.topic = "subjects"
    node.topic = node.topic or _guess(node)


def _own(node: Node, inherited: Topic | None, group: list[Topic]) -> list[Topic]:
    """The parts that the node's own words open where it stands."""
    if node.line.is_row:
        return []
    topics = announced(node.title)
    if not topics or not _is_heading(node):
        return []
    if inherited == "team" and topics == ["subjects"]:
        topics = ["unit_side"]
    if inherited is None:
        return [] if topics == ["subjects"] and _after_party(node) else topics
    if topics[0] in group or topics[0] == inherited:
        return topics
    return topics if _may_open(node, inherited, topics[0]) else []


def _may_open(node: Node, inherited: Topic, topic: Topic) -> bool:
    """Whether a part may begin inside another; a bullet's words open one only where parts are told by bullets."""
    if node.kind == "none" and node.rank < 9:
        return not (inherited == "duties" and topic in PARTY_WORDS)
    if topic not in _MAY_OPEN.get(inherited, set()):
        return False
    return (
        not node.is_bullet
        or topic == "funding"
        or (inherited in _FRAME and node.title_end < len(node.line.text))
    )


def _lists_unit(node: Node) -> bool:
    """Below a heading of several parts a row, or a line that begins with an agency, is about whom to inspect."""
    words = node.line.text[node.title_end if _TIME.match(node.title) else node.line.body :].lstrip()
    return node.line.is_row or node.kind == "cell" or starts_agency(words)


def _after_party(node: Node) -> bool:
    """ "3. Các đơn vị được kiểm tra" after "1. Sở Nội vụ" names a party of the duties."""
    assert node.parent is not None
    first = node.parent.children[0]
    return first is not node and first.topic == "duties"


def _is_heading(node: Node) -> bool:
    """A title ends at a colon or is short; a long sentence that begins with the same words is none, save for time."""
    if node.title_end < len(node.line.text) or node.children:
        return True
    return len(node.title) <= _TITLE_LENGTH or announced(node.title)[0] == "carried"


def _guess(node: Node) -> Topic | None:
    """A part whose heading is lost: party names open the duties, "kiểm tra …" the content."""
    line = node.line
    words = line.text[line.body :]
    if node.kind not in ("number", "letter", "roman"):
        return None
    first = (
        node.parent.children[0] if node.parent and node.parent.kind == "lost" and node.parent.parent else node
    )
    if first is not node and first.topic is not None:
        return first.topic
    if AREA.match(node.title):
        return "content"
    return "duties" if starts_agency(words) or PARTY.match(node.title) else None
