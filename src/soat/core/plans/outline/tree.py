"""Puts each line of an outline under the line it belongs to, also where a portal lost a heading.

Headings nest by their kind (Phần, A, I, 1, 1.1, a), bullets by their order of appearance. A numbering that
starts again at 1 although its series was open means that the heading between was lost: a node without a line
stands for it.
"""

from __future__ import annotations

from itertools import groupby

from soat.core.plans.lines import Line, joined
from soat.core.plans.markers import ALPHABET
from soat.core.plans.outline.node import CAPITALS, OUTER, PLAIN, ROOT, Node

_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_NESTED = ("number", "letter", "bracket")
LOST_TITLE = "Đề cương không còn tiêu đề của phần này: hãy đặt tiêu đề, hoặc xóa phần nếu không cần."
GUESSED_NUMBER = "Số thứ tự của phần này được suy từ các phần đứng cạnh: hãy kiểm tra và đặt tiêu đề."


class Tree:
    """Takes nodes in reading order by `add`; `finish` gives the outermost nodes."""

    def __init__(self) -> None:
        self.root = Node(ROOT, None, None)
        self._open = [self.root]
        self._last = self.root
        self._group = 0
        self._group_start = 0

    def start_group(self) -> int:
        """A second outline begins: its numbering has nothing to do with the first one's. Gives its group."""
        self._group += 1
        self._group_start = len(self.root.children)
        self._open = [self.root]
        self._last = self.root
        return self._group

    @property
    def last(self) -> Node:
        """The node added last, or the root."""
        return self._last

    def add(self, node: Node) -> None:
        if node.style in (CAPITALS, PLAIN) and self._completes_title(node):
            return
        if node.is_heading:
            self._add_heading(node)
        elif node.style == PLAIN:
            self._add_plain(node)
        else:
            self._add_bullet(node)
        self._last = node

    def finish(self) -> list[Node]:
        nodes: list[Node] = []
        for node in self.root.children:
            if node.is_heading:
                nodes.append(node)
            elif nodes and nodes[-1].lost and nodes[-1].group == node.group:
                nodes[-1].children.append(node)
            else:
                nodes.append(self._lost(None, [node]))
        infer_numbers(nodes)
        return nodes

    def _append(self, node: Node) -> None:
        node.group = self._group
        self._open[-1].children.append(node)
        self._open.append(node)

    def _completes_title(self, node: Node) -> bool:
        """A heading that goes on in the next line, or whose words stand there ("Phần I" alone)."""
        head = self._last
        if (
            not head.is_heading
            or head.label is None
            or head.line is None
            or head.span is None
            or node.line is None
        ):
            return False
        alone = head.line.marker.end >= len(head.text)
        if not (alone or (node.style == CAPITALS and head.text.isupper())):
            return False
        head.line = node.line if alone else joined([head.line, node.line])
        head.span = (head.span[0], node.line.ends[-1])
        self._last = self.root
        return True

    def _add_bullet(self, node: Node) -> None:
        for place in range(len(self._open) - 1, 0, -1):
            if self._open[place].style == node.style:
                del self._open[place:]
                break
        else:
            top = self._open[-1]
            if top.is_bullet and not _goes_under(node, top):
                self._open.pop()
        self._append(node)

    def _add_plain(self, node: Node) -> None:
        """A line without a mark belongs to the one that ends with a colon, else beside the line before."""
        if self._open[-1].style == PLAIN and (node.opens or self._open[-1].is_table):
            self._open.pop()
        if self._open[-1].is_bullet and not self._open[-1].opens:
            self._open.pop()
        self._append(node)
        if not node.opens:
            self._open.pop()

    def _add_heading(self, node: Node) -> None:
        top = self._open[-1]
        if node.ordinal == 1 and node.style in _NESTED and not top.is_heading and top.opens:
            self._append(node)
            return
        places = range(len(self._open) - 1, 0, -1)
        series = [place for place in places if self._open[place].style == node.style]
        going_on = [place for place in series if (self._open[place].ordinal or 0) + 1 == node.ordinal]
        if node.style == CAPITALS or not series:
            while self._open[-1].rank >= node.rank:
                self._open.pop()
        elif not going_on and node.ordinal == 1 and (self._open[series[0]].ordinal or 0) > 1:
            self._start_again(series[0])
        else:
            del self._open[(going_on or series)[0] :]
        self._append(node)

    def _start_again(self, place: int) -> None:
        """The series open at `place` starts again: put a lost heading in front of the new one."""
        old, parent = self._open[place], self._open[place - 1]
        del self._open[place:]
        if parent is self.root:
            self._start_again_outermost(old)
        elif parent.is_heading:
            self._open.pop()
            self._append(self._lost(parent, []))

    def _start_again_outermost(self, old: Node) -> None:
        if old.rank <= OUTER:
            self.start_group()
            return
        mine = self.root.children[self._group_start :]
        self.root.children[self._group_start :] = [self._lost(None, mine)]
        self._append(self._lost(None, []))

    def _lost(self, like: Node | None, children: list[Node]) -> Node:
        style, ordinal = (like.style, (like.ordinal or 0) + 1) if like else (CAPITALS, None)
        lost = Node(style, None, None, ordinal, children=children, lost=True, reason=LOST_TITLE)
        lost.group = children[0].group if children else self._group
        return lost


def _goes_under(node: Node, bullet: Node) -> bool:
    """Whether a bullet of another kind details this one. A star right after a dash heads a group of its
    own."""
    if node.style == "*" and bullet.style == "-":
        return bullet.opens
    return node.rank > bullet.rank or bullet.opens or bullet.style == "*"


def infer_numbers(siblings: list[Node]) -> None:
    """Number headings that lost theirs where the neighbours leave exactly that place; look below them too."""
    for _, run in groupby(siblings, key=lambda node: node.group):
        _infer([node for node in run if node.is_heading])
    for node in siblings:
        infer_numbers(node.children)


def _infer(headings: list[Node]) -> None:
    before: Node | None = None
    waiting: list[Node] = []
    for node in headings:
        if node.label is None:
            waiting.append(node)
            continue
        _settle(before, waiting, node)
        before, waiting = node, []
    _settle(before, waiting, None)


def _settle(before: Node | None, waiting: list[Node], after: Node | None) -> None:
    known = after or before
    if known is None:
        return
    first = (before.ordinal or 0) + 1 if before else 1
    gap = (after.ordinal or 0) - first if after else len(waiting)
    if after and gap > 0 and not waiting and before:
        after.reason = f"Trước mục {after.label} có thể thiếu {gap} mục: hãy so lại với văn bản gốc."
    if len(waiting) != gap:
        return
    for ordinal, node in enumerate(waiting, first):
        node.ordinal, node.label, node.style = ordinal, numeral(known.style, ordinal), known.style
        node.reason = GUESSED_NUMBER if node.lost else node.reason


def numeral(style: str, ordinal: int) -> str:
    """The number as headings of this style write it."""
    if style in ("letter", "capital"):
        letter = ALPHABET[(ordinal - 1) % len(ALPHABET)]
        return letter.upper() if style == "capital" else letter
    if style not in ("roman", "part"):
        return str(ordinal)
    written = ""
    for value, digits in _ROMAN:
        while ordinal >= value:
            written, ordinal = written + digits, ordinal - value
    return written


def title_of(line: Line) -> str:
    """A heading's words without the marks that end them."""
    return line.text.rstrip(" .:;")
