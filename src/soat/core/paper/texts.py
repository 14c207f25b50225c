"""The texts of a paper as an official types them, field by field, and the `Paper` they make (D1, D4; Decree 30/2020).

A line is a paragraph; how it begins says what it is: "Điều 1.", "I.", "1.", "a)", "-" (numbers run by themselves).
`*…*` makes a title of a numbered line, `[bảng ten]` puts a table in. Called by `soat.papers.services`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from soat.core.errors import DomainError
from soat.core.paper.formats import PaperDate
from soat.core.paper.model import Attachment, Authority, Block, Content, Kind, Paper, Signature, Table
from soat.core.paper.wording import JOINER

Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Field:
    """One text of a paper: its name, its label, how it is written, and how many lines its box has."""

    name: str
    label: str
    help: str = ""
    lines: int = 1
    needed: bool = False


FIELDS: tuple[Field, ...] = (
    Field("superior", "Cơ quan chủ quản trực tiếp", "Để trống nếu không có.", 2),
    Field("issuer", "Cơ quan ban hành", "", 2, needed=True),
    Field("symbol", "Ký hiệu", "Phần sau dấu gạch chéo, ví dụ QĐ-UBND.", needed=True),
    Field("place", "Nơi ban hành", "Ví dụ: Hà Nội.", needed=True),
    Field("type", "Tên loại", "Để trống nếu là công văn."),
    Field("abstract", "Trích yếu", "Công văn tự có chữ “V/v” phía trước.", 3, needed=True),
    Field("competence", "Thẩm quyền ban hành", "Dòng trên phần căn cứ của quyết định.", 1),
    Field("grounds", "Căn cứ ban hành", "Mỗi dòng một căn cứ; dấu chấm phẩy tự có.", 5),
    Field("enacting", "Lệnh văn", "Ví dụ: QUYẾT ĐỊNH:"),
    Field("addressees", "Kính gửi", "Mỗi dòng một nơi.", 2),
    Field(
        "body",
        "Nội dung",
        "Mỗi dòng một đoạn. Đầu dòng “Điều 1.”, “I.”, “1.”, “a)”, “-” cho biết cấp của đoạn; số tự chạy."
        " “1. *Mục đích*” là tiêu đề in đậm. “[bảng ten_bang]” chèn bảng.",
        18,
        needed=True,
    ),
    Field(
        "signature",
        "Chữ ký",
        "Từng dòng: quyền hạn (TM., KT., TL., TUQ., Q.) nếu có, chức vụ, họ và tên. Nhiều người ký thì cách nhau"
        " một dòng trống.",
        4,
        needed=True,
    ),
    Field("recipients", "Nơi nhận", "Mỗi dòng một nơi; dấu “-” và “;” tự có.", 4),
    Field(
        "attachments",
        "Phụ lục",
        "Mỗi phụ lục bắt đầu bằng dòng “Phụ lục: tên phụ lục”, dòng sau trong ngoặc đơn là chú thích,"
        " “[trang ngang]” nếu in ngang.",
        6,
    ),
)
_NAMES = {field.name: field for field in FIELDS}

_NUMBERED = (
    (Kind.ARTICLE, re.compile(r"Điều(?:\s+\d+)?\s*[.:]\s*")),
    (Kind.PART, re.compile(r"Phần\s+(?:thứ\s+\w+|[IVXLC\d]+)\s*[.:]?\s*")),
    (Kind.CHAPTER, re.compile(r"Chương\s+[IVXLC\d]+\s*[.:]?\s*")),
    (Kind.SUBSECTION, re.compile(r"Tiểu mục\s+\d+\s*[.:]?\s*")),
    (Kind.SECTION, re.compile(r"Mục\s+\d+\s*[.:]\s*")),
    (Kind.HEADING, re.compile(r"[IVXLC]+\.\s+")),
    (Kind.CLAUSE, re.compile(r"\d{1,3}\.\s+")),
    (Kind.POINT, re.compile(r"[a-zđ]{1,2}\)\s+")),
    (Kind.BULLET, re.compile(r"[-–+•]\s+")),
)
_TITLED = {Kind.PART, Kind.CHAPTER, Kind.SECTION, Kind.SUBSECTION, Kind.HEADING}
_TABLE = re.compile(r"\[bảng\s+([a-z][a-z0-9_]*)\]", re.IGNORECASE)
_ANNEX = re.compile(r"Phụ lục\s*:\s*", re.IGNORECASE)
_AUTHORITY = re.compile(r"(TM|KT|TL|TUQ|Q)\.\s*")


def compose(texts: Texts, tables: Mapping[str, Table], *, number: str = "", date: PaperDate) -> Paper:
    """The paper of these texts. `tables`: those that `[bảng …]` may name. Raises DomainError with the field's name."""
    for field in FIELDS:
        if field.needed and not texts.get(field.name, "").strip():
            raise DomainError(f"Phần “{field.label}” còn trống. Hãy điền.", field.name)
    return Paper(
        superior=_joined(texts, "superior"),
        issuer=_joined(texts, "issuer"),
        symbol=_one(texts, "symbol"),
        place=_one(texts, "place"),
        date=date,
        number=number,
        type=_one(texts, "type"),
        abstract=_one(texts, "abstract"),
        competence=_one(texts, "competence"),
        grounds=tuple(_lines(texts, "grounds")),
        enacting=_one(texts, "enacting"),
        addressees=tuple(_lines(texts, "addressees")),
        body=_contents(_lines(texts, "body"), tables, "body"),
        signatures=_signatures(texts.get("signature", "")),
        recipients=tuple(line.lstrip("-– ") for line in _lines(texts, "recipients")),
        attachments=_attachments(_lines(texts, "attachments"), tables),
    )


def _lines(texts: Texts, name: str) -> list[str]:
    return [line for line in (line.strip() for line in texts.get(name, "").split("\n")) if line]


def _joined(texts: Texts, name: str) -> str:
    return "\n".join(_clear(line) for line in _lines(texts, name))


def _one(texts: Texts, name: str) -> str:
    return _clear(" ".join(texts.get(name, "").split()))


def _clear(text: str) -> str:
    """Without the joiners that kept a value from being read as a mark."""
    return text.replace(JOINER, "")


def _contents(lines: list[str], tables: Mapping[str, Table], field: str) -> tuple[Content, ...]:
    return tuple(_content(line, tables, field) for line in lines)


def _content(line: str, tables: Mapping[str, Table], field: str) -> Content:
    if match := _TABLE.fullmatch(line):
        if match[1] not in tables:
            given = (
                f"Các bảng có thể chèn: {', '.join(tables)}." if tables else "Loại văn bản này không có bảng."
            )
            raise DomainError(f"Phần “{_NAMES[field].label}”: không có bảng “{match[1]}”. {given}", field)
        return tables[match[1]]
    for kind, mark in _NUMBERED:
        if match := mark.match(line):
            return _block(kind, line[match.end() :].strip())
    return Block(Kind.PARAGRAPH, _clear(line))


def _block(kind: Kind, text: str) -> Block:
    text = _clear(text)
    starred = len(text) > 2 and text.startswith("*") and text.endswith("*")
    if starred or kind in _TITLED:
        return Block(kind, title=text.strip("*").strip())
    return Block(kind, text)


def _signatures(text: str) -> tuple[Signature, ...]:
    blocks = re.split(r"\n\s*\n", text.strip())
    return tuple(_signature([line.strip() for line in block.split("\n") if line.strip()]) for block in blocks)


def _signature(lines: list[str]) -> Signature:
    on_behalf = []
    while len(lines) > 1 and (match := _AUTHORITY.match(lines[0])):
        on_behalf.append((Authority(f"{match[1]}."), _clear(lines.pop(0)[match.end() :])))
    notes = [line for line in lines if line.startswith("(") and line.endswith(")")]
    told = [_clear(line) for line in lines if line not in notes]
    if not told:
        raise DomainError("Phần “Chữ ký”: thiếu chức vụ của người ký. Hãy ghi chức vụ.", "signature")
    return Signature(told[0], _clear(" ".join(told[1:])), tuple(on_behalf), _clear(notes[0]) if notes else "")


def _attachments(lines: list[str], tables: Mapping[str, Table]) -> tuple[Attachment, ...]:
    made: list[Attachment] = []
    rest = lines
    while rest:
        match = _ANNEX.match(rest[0])
        if match is None:
            raise DomainError("Phần “Phụ lục”: dòng đầu phải là “Phụ lục: tên phụ lục”.", "attachments")
        end = next((at for at, line in enumerate(rest[1:], 1) if _ANNEX.match(line)), len(rest))
        made.append(_attachment(_clear(rest[0][match.end() :]), rest[1:end], tables))
        rest = rest[end:]
    return tuple(made)


def _attachment(title: str, lines: list[str], tables: Mapping[str, Table]) -> Attachment:
    note = ""
    if lines and lines[0].startswith("(") and lines[0].endswith(")"):
        note, lines = _clear(lines[0][1:-1]), lines[1:]
    landscape = any(line.casefold() == "[trang ngang]" for line in lines)
    kept = [line for line in lines if line.casefold() != "[trang ngang]"]
    return Attachment(title, _contents(kept, tables, "attachments"), note, landscape)


def signer(texts: Texts) -> str:
    """The name of who signs last in the first block, or her office; for the register."""
    first = _signatures(texts.get("signature", ""))[0]
    return first.name or first.office
