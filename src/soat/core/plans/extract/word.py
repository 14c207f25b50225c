"""Text of a .docx: paragraphs with Word's automatic numbers, table rows, footnotes, text boxes (G1).

Reads the XML itself (python-docx drops numbers, text boxes and insertions). Headers, footers, comments and
deleted text stay out. Called by `extract_bytes`.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Any

from soat.core.errors import UnreadableFile
from soat.core.plans.extract.archive import BROKEN, Archive
from soat.core.plans.extract.kinds import office_refusal
from soat.core.plans.extract.numbering import Numbering, attribute, child, local, value
from soat.core.plans.extract.rows import break_line, table_row

_SKIPPED = {"del", "moveFrom", "pPr", "rPr", "instrText", "delText", "Fallback", "tblPr", "trPr", "tcPr"}
_GLYPHS = {"tab": " ", "ptab": " ", "noBreakHyphen": "-", "br": "\n", "cr": "\n", "sym": "□"}


def read_word(data: bytes) -> str:
    """Raises UnreadableFile when it is no .docx, damaged, or too large."""
    archive = Archive(data)
    main = _main_part(archive)
    folder = posixpath.dirname(main)
    document = archive.xml(main)
    body = child(document, "body") if document is not None else None
    if body is None:
        raise UnreadableFile(BROKEN)
    numbering = Numbering(archive.xml(f"{folder}/numbering.xml"), archive.xml(f"{folder}/styles.xml"))
    return "\n".join(_Reader(numbering, archive.xml(f"{folder}/footnotes.xml")).document(body))


def _main_part(archive: Archive) -> str:
    refusal = office_refusal(archive.names)
    if refusal:
        raise UnreadableFile(refusal)
    relations = archive.xml("_rels/.rels")
    for relation in relations if relations is not None else ():
        if (relation.get("Type") or "").endswith("/officeDocument"):
            return str(relation.get("Target") or "").lstrip("/")
    raise UnreadableFile(BROKEN)


class _Reader:
    def __init__(self, numbering: Numbering, footnotes: Any | None) -> None:
        self._numbering = numbering
        self._footnotes = {
            attribute(note, "id"): note for note in (footnotes if footnotes is not None else ())
        }
        self._notes_seen = 0
        self._carried = ""  # text of a paragraph whose end mark was deleted: the next one continues it

    def document(self, body: Any) -> list[str]:
        return self.blocks(body) + _lines(self._carried)

    def blocks(self, container: Any, *, in_table: bool = False) -> list[str]:
        """Lines of the paragraphs and tables below `container`, in order."""
        lines: list[str] = []
        for element in container:
            kind = local(element)
            if kind == "p":
                lines += self._paragraph(element, in_table=in_table)
            elif kind == "tbl":
                lines += self._table(element)
            elif kind not in _SKIPPED:
                lines += self.blocks(element, in_table=in_table)
        return lines

    def _paragraph(self, element: Any, *, in_table: bool) -> list[str]:
        if not len(element) and not self._carried:
            return []
        properties = child(element, "pPr")
        reference = self._numbering.reference(properties)
        label = self._numbering.label(reference) if reference else ""
        asides: list[str] = []
        text = self._carried + "".join(self._runs(element, asides))
        self._carried = ""
        if child(element, "pPr", "rPr", "del") is not None:
            self._carried = text
            return asides
        lines = _lines(text)
        if label and (lines or in_table):
            lines[:1] = [f"{label} {lines[0]}" if lines else label]
        return lines + asides

    def _runs(self, element: Any, asides: list[str]) -> Iterator[str]:
        """Pieces of text; footnotes and text boxes go to `asides`, to stand after the paragraph."""
        for each in element:
            kind = local(each)
            if kind == "t":
                yield each.text or ""
            elif kind in _GLYPHS:
                yield _GLYPHS[kind]
            elif kind == "txbxContent":
                asides += self.blocks(each)
            elif kind == "footnoteReference":
                asides += self._footnote(attribute(each, "id"))
            elif kind not in _SKIPPED:
                yield from self._runs(each, asides)

    def _footnote(self, name: str | None) -> list[str]:
        note = self._footnotes.pop(name, None)
        if note is None:
            return []
        self._notes_seen += 1
        return [f"[{self._notes_seen}] {' '.join(self.blocks(note))}"]

    def _table(self, table: Any) -> list[str]:
        return [line for row in _below(table, "tr") for line in table_row(self._cells(row))]

    def _cells(self, row: Any) -> list[list[str]]:
        return [[] if _is_merged_up(cell) else self.blocks(cell, in_table=True) for cell in _below(row, "tc")]


def _below(element: Any, name: str) -> Iterator[Any]:
    """Rows or cells, also those wrapped in content controls; deleted rows stay out."""
    for each in element:
        kind = local(each)
        if kind == name:
            if child(each, "trPr", "del") is None:
                yield each
        elif kind in ("sdt", "sdtContent", "customXml", "ins"):
            yield from _below(each, name)


def _is_merged_up(cell: Any) -> bool:
    merge = child(cell, "tcPr", "vMerge")
    return merge is not None and value(cell, "tcPr", "vMerge") != "restart"


def _lines(text: str) -> list[str]:
    """Breaks within a paragraph part it into lines, except where a sentence runs on."""
    joined = ""
    for piece in (" ".join(part.split()) for part in text.split("\n")):
        if piece:
            joined = joined + break_line(joined, piece) + piece if joined else piece
    return joined.split("\n") if joined else []
