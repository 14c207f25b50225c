"""Reads what is inspected: areas with their items, carried-over duties, the thematic clause (requirement G1).

Areas come as "1.1. Công tác chỉ đạo", "a) …", "- Cải cách thể chế: …" or as lettered parts; what stands below an
area are its items. Called by `reader.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from soat.core.plans.found import Notes
from soat.core.plans.lines import Line
from soat.core.plans.model import ContentArea, ContentItem, Text
from soat.core.plans.structure import Node
from soat.core.plans.topics import AREA

_INTRO = re.compile(
    r"(?:(?:cac |nhung )?noi dung(?: kiem tra)?(?: \w+){0,12}|kiem tra (?:cac )?(?:noi dung"
    r"|linh vuc)(?: \w+){0,24}|kiem tra (?:viec|tinh hinh|cong tac|toan dien)"
    r"(?:[ ,]+\w+){0,30}(?:sau|gom|nhu sau|cu the))$"
)
_WHOLE = re.compile(
    r"(?:ve |kiem tra |thuc hien )*(?:cong tac )?cai cach hanh chinh(?: nha nuoc)?(?:$| nam| theo"
    r"| tai)"
)
_PIECE = re.compile(r"\s*(?:va\s)?\s*(?:\(?(?P<number>\d{1,2})[).]\s*)?(?P<words>[^;]+)(?:;|$)")
_BULLETS = ("bullet", "plus")
_FEWEST = 3  # two pieces are an area and its remark


def read_areas(nodes: Sequence[Node], notes: Notes) -> list[ContentArea]:
    """Areas of the content parts in order. Lines that introduce a list are placed without a value."""
    areas: list[ContentArea] = []
    for node in nodes:
        _read(node, areas, notes)
    return areas


def _read(node: Node, areas: list[ContentArea], notes: Notes, alone: bool = False) -> None:
    """A heading with areas below it is walked into; otherwise it is an area itself, a bullet too where it stands
    `alone`, that is among bullets only."""
    below = [child for child in node.children if child.topic == "content"]
    if _holds_areas(node, below):
        notes.place(node.line)
        bullets = all(child.kind in _BULLETS for child in below)
        for child in below:
            _read(child, areas, notes, bullets)
        return
    if spoken := _spoken_areas(node):
        notes.place(node.line)
        areas.extend(spoken)
        return
    area = _area(node, below, notes)
    if area.items or alone or node.kind not in ("none", *_BULLETS) or not areas:
        areas.append(area)
    else:
        areas[-1].items.append(_item(node.line, notes))


def _spoken_areas(node: Node) -> list[ContentArea]:
    """Areas told in one sentence: "Kiểm tra 06 nội dung: cải cách thể chế; cải cách thủ tục hành chính; …"."""
    line = node.line
    colon = line.plain.find(":", line.body)
    if colon < 0 or node.children:
        return []
    pieces = [match for match in _PIECE.finditer(line.plain, colon + 1) if match["words"].strip()]
    if len(pieces) < _FEWEST or not all(AREA.match(piece["words"]) for piece in pieces):
        return []
    found = ((piece["number"], line.cut(*piece.span("words"), edges=" ;,./")) for piece in pieces)
    return [ContentArea(number, title.text, title.span, []) for number, title in found if title]


def _holds_areas(node: Node, below: Sequence[Node]) -> bool:
    """The part's own heading, an introduction, or a group whose members are areas by their words."""
    if not below:
        return False
    if node.heads or _is_intro(node):
        return not AREA.match(node.title) or not _all_plain(below) or _mostly_areas(below)
    if AREA.match(node.title) and not _WHOLE.match(node.title) and _all_plain(below):
        return False
    return node.kind == "capital" or _mostly_areas(below)


def _is_intro(node: Node) -> bool:
    return bool(_INTRO.match(node.title))


def _all_plain(below: Sequence[Node]) -> bool:
    return all(child.is_bullet and not child.children for child in below)


def _mostly_areas(below: Sequence[Node]) -> bool:
    """At least two, and more than half of the lines, are areas by their words."""
    count = sum(bool(AREA.match(child.title)) for child in below)
    return count > 1 and count * 2 > len(below)


def _area(node: Node, below: Sequence[Node], notes: Notes) -> ContentArea:
    line = node.line
    notes.place(line)
    title = line.cut(line.body, node.title_end) or line.whole()
    rest = line.cut(node.title_end) if node.title_end < len(line.text) else None
    items = [ContentItem(rest.text, rest.span)] if rest else []
    number = line.marker.label if line.marker.kind not in ("none", "bullet", "plus") else None
    for child in below:
        items += [_item(each.line, notes) for each in child.walk()]
    return ContentArea(number, title.text, line.span(), items)


def _item(line: Line, notes: Notes) -> ContentItem:
    notes.place(line)
    words = line.words()
    return ContentItem(words.text, words.span)


def read_texts(nodes: Iterable[Node], notes: Notes) -> list[Text]:
    """Purposes, requirements, carried-over duties: one text a line; headings without words of their own and
    words that open a list are none."""
    texts: list[Text] = []
    for node in nodes:
        parts = list(node.part())
        for each, following in zip(parts, [*parts[1:], None], strict=True):
            notes.place(each.line)
            goes_on = bool(each.children) or (following is not None and following.kind in _BULLETS)
            value = None if goes_on and each.line.text.endswith(":") else _value(each)
            if value is not None:
                texts.append(value)
    return texts


def _value(node: Node) -> Text | None:
    """A bare heading gives nothing, "Mục đích: …" what stands after the colon, an ordinary line itself."""
    line = node.line
    if node.heads and node.title_end < len(line.text):
        return line.cut(node.title_end)
    if node.heads and (node.children or len(node.title) < (24 if node.topic == "carried" else 60)):
        return None
    return line.words()
