"""The document model of a paper: what it says, not how it looks (requirement D1; cells of Decree 30/2020, Annex I).

Built by the rooms that issue papers or read from JSON by `soat.core.paper.reading`; laid out by `soat.core.paper.flow`.
All texts are plain text; "\\n" breaks a line.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from soat.core.errors import DomainError
from soat.core.paper.formats import PaperDate


class Authority(StrEnum):
    """How the signer signs: for the collective, for the head, by order, by mandate, or acting."""

    COLLECTIVE = "TM."
    DEPUTY = "KT."
    ORDER = "TL."
    MANDATE = "TUQ."
    ACTING = "Q."


class Urgency(StrEnum):
    """The stamp below the number."""

    URGENT = "KHẨN"
    VERY_URGENT = "THƯỢNG KHẨN"
    IMMEDIATE = "HỎA TỐC"


class Kind(StrEnum):
    """Kinds of text blocks, from the largest to the smallest."""

    PART = "part"
    CHAPTER = "chapter"
    SECTION = "section"
    SUBSECTION = "subsection"
    HEADING = "heading"
    ARTICLE = "article"
    CLAUSE = "clause"
    POINT = "point"
    PARAGRAPH = "paragraph"
    BULLET = "bullet"


class Align(StrEnum):
    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"
    JUSTIFY = "justify"


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of the body. `title` is set on its own line (bold) where the kind has one, `text` follows.

    `number` overrides the running number. An article with a title has its text below, one without on its line.
    """

    kind: Kind
    text: str = ""
    title: str = ""
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its share of the width (any unit) and how its cells stand."""

    title: str
    share: float = 1.0
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a head that repeats on each page. `groups` is an upper head row: (title, number of columns);
    a group over one column without a title takes both rows."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    groups: tuple[tuple[str, int], ...] = ()
    total: tuple[str, ...] = ()
    caption: str = ""

    def __post_init__(self) -> None:
        wide = len(self.columns)
        if not wide:
            raise DomainError("Bảng phải có ít nhất một cột. Hãy thêm cột vào “columns”.")
        for number, row in enumerate(self.rows, start=1):
            if len(row) != wide:
                raise DomainError(
                    f"Dòng {number} của bảng có {len(row)} ô, bảng có {wide} cột. Hãy thêm hoặc bớt ô."
                )
        if self.total and len(self.total) != wide:
            raise DomainError(
                f"Dòng tổng của bảng có {len(self.total)} ô, bảng có {wide} cột. Hãy thêm hoặc bớt ô."
            )
        if self.groups and sum(span for _, span in self.groups) != wide:
            raise DomainError(f"Các nhóm cột phải gộp đủ {wide} cột của bảng. Hãy sửa số cột trong “groups”.")


Content = Block | Table


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature block (7a, 7b, 7c). `on_behalf` are the lines above the office: ("TM.", "ỦY BAN NHÂN DÂN")."""

    office: str
    name: str = ""
    on_behalf: tuple[tuple[Authority, str], ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """An annex with page numbers of its own. `note` says what it goes with ("Kèm theo Kế hoạch số …")."""

    title: str
    body: tuple[Content, ...]
    note: str = ""
    landscape: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole paper. `type` empty makes a letter: its `abstract` stands as "V/v …" below the number (5b).

    `competence` is the line of a decision above its grounds ("CHỦ TỊCH ỦY BAN NHÂN DÂN …"), `enacting` the line
    after them ("QUYẾT ĐỊNH:"). `number` empty leaves room for it; `date` may leave day and month open.
    """

    issuer: str
    symbol: str
    place: str
    date: PaperDate
    abstract: str
    type: str = ""
    superior: str = ""
    number: str = ""
    urgency: Urgency | None = None
    competence: str = ""
    grounds: tuple[str, ...] = ()
    enacting: str = ""
    addressees: tuple[str, ...] = ()
    body: tuple[Content, ...] = ()
    signatures: tuple[Signature, ...] = ()
    recipients: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    landscape: bool = False

    def __post_init__(self) -> None:
        needed = {
            "issuer": self.issuer,
            "symbol": self.symbol,
            "place": self.place,
            "type hoặc abstract": self.type or self.abstract,
        }
        for name, text in needed.items():
            if not text.strip():
                raise DomainError(f"Văn bản chưa có “{name}”. Hãy điền trường này.")
