"""Text of a web page: paragraphs, table rows, numbered and bulleted lists; menus and scripts stay out (G1).

Works on the parser's events, without a tree, so that memory does not grow with the number of tags. Called by
`extract_bytes`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from lxml import etree

from soat.core.errors import UnreadableFile
from soat.core.plans.extract.numbering import written
from soat.core.plans.extract.plain import decode
from soat.core.plans.extract.rows import LIST_MARK, break_line, table_row

_DROPPED = frozenset(
    (
        "head",
        "script",
        "style",
        "noscript",
        "template",
        "nav",
        "aside",
        "select",
        "button",
        "svg",
        "iframe",
        "textarea",
        "object",
    )
)
_FRAME = frozenset(("header", "footer"))
_CONTENT = frozenset(("main", "article", "section", "td"))
_BLOCKS = frozenset(
    (
        "p",
        "div",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "tr",
        "table",
        "ul",
        "ol",
        "section",
        "article",
        "blockquote",
        "pre",
        "center",
        "dl",
        "dt",
        "dd",
        "hr",
        "address",
        "figure",
        "figcaption",
        "caption",
        "header",
        "footer",
        "main",
        "form",
        "fieldset",
        "body",
        "html",
        "thead",
        "tbody",
        "tfoot",
        "td",
        "th",
    )
)
_EMPTY = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)
_LIST_FORMS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_CHARSET = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,200}(?:charset|encoding)\s*=\s*["']?\s*([a-zA-Z0-9_-]{2,20})"""
)
_CHARSET_WITHIN = 4096
_MAX_TAGS = 1_000_000
_MAX_NESTED = 60  # tables
_MAX_COLUMNS = 100
_BROKEN = "Trang web này hỏng hoặc quá lớn nên không đọc được; hãy chép nội dung kế hoạch sang tệp .docx."


def read_web(data: bytes) -> str:
    """Raises UnreadableFile where the parser gave up: it would leave the rest of the page out."""
    if data.count(b"<") > _MAX_TAGS:
        raise UnreadableFile(_BROKEN)
    reader = _Reader()
    parser = etree.HTMLParser(target=cast(Any, reader), encoding="utf-8", no_network=True, huge_tree=False)
    try:
        text = str(etree.fromstring(_decoded(data).encode("utf-8", "replace"), parser))
    except etree.XMLSyntaxError as error:
        raise UnreadableFile(_BROKEN) from error
    if parser.error_log.filter_from_fatals():
        raise UnreadableFile(_BROKEN)
    return text


def _decoded(data: bytes) -> str:
    """By byte order mark, by UTF-8, then by what the page says of itself: pages often say what is not so."""
    named = _CHARSET.search(data, 0, _CHARSET_WITHIN)
    name = named[1].decode("ascii").lower() if named else ""
    if name in ("windows-1258", "windows-1252", "iso-8859-1"):
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            return data.decode("cp1258", "replace") if name == "windows-1258" else decode(data)[0]
    return decode(data)[0]


@dataclass(slots=True)
class _Flow:
    """Lines gathered in one cell, or on the page."""

    lines: list[str] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Table:
    cells: list[list[str]] = field(default_factory=list)
    # Column -> rows still covered by a cell above, and how many columns wide that cell is.
    below: dict[int, tuple[int, int]] = field(default_factory=dict)
    column: int = 0

    def add(self, paragraphs: list[str], columns: int, rows: int) -> None:
        self.skip_covered()
        self.cells.append(paragraphs)
        if self.column < _MAX_COLUMNS:
            self.below[self.column] = (rows - 1, columns)
        self.column += columns

    def skip_covered(self) -> None:
        while self.below.get(self.column, (0, 0))[0]:
            rows, columns = self.below[self.column]
            self.below[self.column] = (rows - 1, columns)
            self.cells.append([])
            self.column += columns

    def row(self) -> list[list[str]]:
        self.skip_covered()
        cells, self.cells, self.column = self.cells, [], 0
        return cells


class _Reader:
    """Receives the parser's events; `close` gives the text."""

    def __init__(self) -> None:
        self._flows = [_Flow()]
        self._tables: list[_Table] = []
        self._spans: list[tuple[int, int]] = []
        self._lists: list[tuple[str, int]] = []
        self._mark = ""
        self._dropped = 0  # depth inside a part that is left out
        self._within_content = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if self._dropped or self._leaves_out(tag, attributes):
            self._dropped += tag not in _EMPTY
            return
        self._within_content += tag in _CONTENT
        if tag == "br":
            self._flows[-1].pieces.append("\n")
        elif tag in _BLOCKS:
            self._end_line()
        self._open(tag, attributes)

    def _open(self, tag: str, attributes: Mapping[str, str]) -> None:
        match tag:
            case "ol" | "ul":
                form = _LIST_FORMS.get(attributes.get("type", ""), "decimal") if tag == "ol" else "bullet"
                self._lists.append((form, _number(attributes, "start", 1)))
            case "li":
                self._begin_entry(attributes)
            case "table":
                self._tables.append(_Table())
                if len(self._tables) > _MAX_NESTED:
                    raise UnreadableFile(_BROKEN)
            case "tr" if self._tables and self._tables[-1].cells:  # the row above has no tags of its own
                self._end_row()
            case "td" | "th":
                self._flows.append(_Flow())
                self._spans.append((_number(attributes, "colspan", 1), _number(attributes, "rowspan", 1)))

    def end(self, tag: str) -> None:
        if self._dropped:
            self._dropped -= tag not in _EMPTY
            return
        self._within_content -= tag in _CONTENT
        if tag in _BLOCKS:
            self._end_line()
        match tag:
            case "ol" | "ul":
                self._lists.pop()
            case "li":
                self._mark = ""
            case "td" | "th":
                self._end_cell()
            case "tr" if self._tables:
                self._end_row()
            case "table":
                self._end_table()

    def data(self, text: str) -> None:
        if not self._dropped:
            self._flows[-1].pieces.append(" ".join(f"|{text}|".split())[1:-1])

    def close(self) -> str:
        """The parser does not end what the page leaves open: cells and tables are ended here."""
        self._end_line()
        while self._spans or self._tables:
            if len(self._spans) >= len(self._tables):
                self._end_cell()
            else:
                self._end_table()
        return "\n".join(self._flows[0].lines)

    def _leaves_out(self, tag: str, attributes: Mapping[str, str]) -> bool:
        if tag in _DROPPED or attributes.get("role") == "navigation" or "hidden" in attributes:
            return True
        if tag in _FRAME and not self._within_content:
            return True
        return "display:none" in attributes.get("style", "").replace(" ", "").lower()

    def _begin_entry(self, attributes: Mapping[str, str]) -> None:
        if not self._lists or self._lists[-1][0] == "bullet":
            self._mark = "- "
            return
        form, following = self._lists[-1]
        number = _number(attributes, "value", following)
        self._lists[-1] = (form, number + 1)
        self._mark = f"{written(number, form)}. "

    def _end_cell(self) -> None:
        lines = self._flows.pop().lines
        columns, rows = self._spans.pop()
        if self._tables:
            self._tables[-1].add(lines, columns, rows)
        else:
            self._flows[-1].lines += lines

    def _end_table(self) -> None:
        self._end_row()
        self._tables.pop()

    def _end_row(self) -> None:
        self._flows[-1].lines += table_row(self._tables[-1].row())

    def _end_line(self) -> None:
        flow = self._flows[-1]
        text = ""
        for piece in (" ".join(part.split()) for part in "".join(flow.pieces).split("\n")):
            if piece:
                text = text + break_line(text, piece) + piece if text else piece
        flow.pieces.clear()
        if not text:
            return
        if self._mark and not LIST_MARK.match(text):
            text = self._mark + text
        self._mark = ""
        flow.lines += text.split("\n")


def _number(attributes: Mapping[str, str], name: str, default: int) -> int:
    text = attributes.get(name, "").strip()
    return max(1, min(int(text), 1000)) if re.fullmatch(r"[0-9]{1,6}", text) else default
