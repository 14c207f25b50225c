"""How the documents a text cites stand to each other and to the text itself (requirement L1).

"Nghị định 107/2021/NĐ-CP sửa đổi Nghị định 61/2018/NĐ-CP" gives (107/2021, amends, 61/2018). A document cited
within another's abstract is related to that other; elsewhere the source is None, the text's own document.
Called by the legal register when it takes in a plan and the lists of a legal portal.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from soat.core.citations.context import Reading, read_contexts
from soat.core.citations.find import to_citation
from soat.core.citations.grammar import find_numbers
from soat.core.citations.model import Citation
from soat.core.citations.phrases import LISTED_LINE, TYPE_PATTERN
from soat.core.text import normalise_with_map

Kind = Literal["based_on", "amends", "replaces", "guides", "issued_with", "cites"]

_LOOK_BACK = 260
_BORDER = re.compile(r"[;\n]|\.\s")
_WORDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("amends", re.compile(r"(?i:sửa\s+đổi|bổ\s+sung\s+một\s+số\s+điều)")),
    ("replaces", re.compile(r"(?i:thay\s+thế|bãi\s+bỏ)")),
    ("guides", re.compile(r"(?i:hướng\s+dẫn|quy\s+định\s+chi\s+tiết)")),
    ("issued_with", re.compile(r"(?i:kèm\s+theo)")),
    ("based_on", re.compile(r"(?i:căn\s+cứ(?:\s+vào)?)\s")),
)
_GROUND = re.compile(rf"\s*[-+•*]?\s*Căn\s+cứ\s|\s*Thực\s+hiện\s+(?i:{TYPE_PATTERN})\s")
_OWN_HEAD = re.compile(r"\W*(?i:số(?:\s+(?:ký\s+)?hiệu)?)\s*:\s*$")
_PASSIVE = re.compile(r"(?i:(?:được|bị)\s+(?:sửa\s+đổi|bổ\s+sung|thay\s+thế|hướng\s+dẫn))")


class Relation(NamedTuple):
    """`source` stands to `target` as `kind` says; `source` None is the document the text itself is."""

    source: Citation | None
    kind: Kind
    target: Citation


def find_relations(text: str) -> list[Relation]:
    """One relation for each numbered document that is cited by another or by the text, in text order. The
    head of a list line or of the document, which nothing cites, has none."""
    mapped = normalise_with_map(text)
    readings = read_contexts(mapped.text, find_numbers(mapped.text))
    citations = [to_citation(text, mapped, reading) for reading in readings]
    relations = []
    for index, reading in enumerate(readings):
        line = _line_before(mapped.text, reading)
        source = _source(readings, index)
        if source is not None:
            words = mapped.text[readings[source].number.span[1] : reading.number.span[0]]
            relations.append(Relation(citations[source], _kind(words), citations[index]))
        elif index and (passive := _passive(mapped.text, readings[index - 1], reading)):
            relations.append(Relation(citations[index], _kind(passive), citations[index - 1]))
        elif not (_OWN_HEAD.match(line) or LISTED_LINE.match(line)):
            relations.append(Relation(None, _kind_to_text(line), citations[index]))
    return relations


def _source(readings: list[Reading], index: int) -> int | None:
    """The nearest earlier document in whose abstract this one stands."""
    start = readings[index].number.span[0]
    for earlier in range(index - 1, max(-1, index - 8), -1):
        title = readings[earlier].title_span
        if title and title[0] <= start < title[1]:
            return earlier
    return None


def _passive(text: str, before: Reading, reading: Reading) -> str | None:
    """ "61/2018/NĐ-CP … được sửa đổi, bổ sung tại Nghị định số 107/2021/NĐ-CP": the later one acts."""
    between = text[before.number.span[1] : reading.number.span[0]]
    passive = _PASSIVE.search(between) if len(between) < _LOOK_BACK and not _BORDER.search(between) else None
    return passive[0] if passive else None


def _line_before(text: str, reading: Reading) -> str:
    start = reading.number.span[0]
    return text[max(0, start - _LOOK_BACK) : start].rpartition("\n")[2]


def _kind(words: str) -> Kind:
    return next((kind for kind, pattern in _WORDS if pattern.search(words)), "cites")


def _kind_to_text(line: str) -> Kind:
    """What the text itself does with a document: only the words of the last clause act on it, but grounds are
    given for the whole line."""
    kind = _kind(_BORDER.split(line)[-1])
    return "based_on" if kind == "cites" and _GROUND.match(line) else kind
