"""Draft papers of the team: the decision that sets it up, the letter that asks an agency for persons (T1).

Data in, a `core.paper` paper out; no queries. The number and the day stay blank until the paper is issued. What the
programme does not know is left as dots. Called by `views.papers`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from soat.core.paper.formats import PaperDate
from soat.core.paper.model import Align, Attachment, Block, Column, Kind, Paper, Signature, Table

DOTS = "……"


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan a paper rests on, and the standing agency with its abbreviation; "" or None where unknown."""

    title: str
    number: str = ""
    issued_on: date | None = None
    issuer: str = ""
    place: str = ""
    standing: str = ""
    standing_short: str = ""
    grounds: tuple[str, ...] = ()

    @property
    def work(self) -> str:
        """What is inspected, to follow "Đoàn": "kiểm tra cải cách hành chính năm 2026"."""
        title = self.title.strip().rstrip(".")
        for lead in ("kế hoạch", "về"):
            if title.casefold().startswith(f"{lead} "):
                title = title[len(lead) :].strip()
        title = title[:1].lower() + title[1:]
        return title if title.startswith("kiểm tra") else f"kiểm tra ({title})"

    @property
    def cited(self) -> str:
        """The plan with number, day and issuer, as far as known."""
        parts = [f"Kế hoạch số {self.number or DOTS}"]
        if self.issued_on:
            parts.append(str(PaperDate(self.issued_on.year, self.issued_on.month, self.issued_on.day)))
        if self.issuer:
            parts.append(f"của {self.issuer}")
        return " ".join(parts)


def decision(plan: Plan, people: Sequence[tuple[str, str, str]], *, year: int) -> Paper:
    """`people`: name, title with agency, place in the team."""
    issuer = plan.issuer or DOTS
    head = f"Chủ tịch {issuer}"
    standing = plan.standing or "cơ quan thường trực"
    articles = (
        f"Thành lập Đoàn {plan.work} (sau đây gọi là Đoàn kiểm tra) gồm các ông, bà có tên trong danh sách kèm theo"
        " Quyết định này.",
        f"Đoàn kiểm tra thực hiện nhiệm vụ, quyền hạn theo {plan.cited} và tự giải thể sau khi hoàn thành nhiệm vụ.",
        "Quyết định này có hiệu lực kể từ ngày ký.",
        f"Thủ trưởng {standing}, thủ trưởng các cơ quan, đơn vị liên quan và các ông, bà có tên tại Điều 1 chịu trách"
        " nhiệm thi hành Quyết định này./.",
    )
    rows = tuple((str(number), *person) for number, person in enumerate(people, start=1))
    columns = (
        Column("TT", 1, Align.CENTER),
        Column("Họ và tên", 5),
        Column("Chức vụ, cơ quan", 8),
        Column("Nhiệm vụ", 4),
    )
    return Paper(
        issuer=head,
        symbol="QĐ-UBND",
        place=plan.place or DOTS,
        date=PaperDate(year),
        type="Quyết định",
        abstract=f"Về việc thành lập Đoàn {plan.work}",
        competence=head,
        grounds=(
            *(ground.strip().rstrip(";.,") for ground in plan.grounds),
            f"Căn cứ {plan.cited}",
            f"Theo đề nghị của {standing}",
        ),
        enacting="Quyết định:",
        body=tuple(Block(Kind.ARTICLE, text) for text in articles),
        signatures=(Signature("Chủ tịch"),),
        recipients=("Như Điều 4", "Các đơn vị được kiểm tra", "Lưu: VT"),
        attachments=(
            Attachment(
                "Danh sách Đoàn kiểm tra",
                (Table(columns, rows),),
                note=f"Kèm theo Quyết định số {DOTS}/QĐ-UBND {PaperDate(year)} của {head}",
            ),
        ),
    )


def letter(
    plan: Plan, addressee: str, *, what: str, wanted: int, due_on: date, note: str, year: int
) -> Paper:
    """Ask `addressee` for `wanted` persons; `what` they will be: "tham gia Tổ giúp việc"."""
    sender = plan.standing or "Cơ quan thường trực"
    due = PaperDate(due_on.year, due_on.month, due_on.day)
    clauses = [f"Số người: {wanted:02} người, {what}."]
    if note:
        clauses.append(f"Yêu cầu: {note.rstrip('.')}.")
    clauses.append(
        "Danh sách gồm họ và tên, chức vụ, số điện thoại, thư điện tử, gửi trên hệ thống quản lý công tác kiểm tra"
        f" trước hết {due}."
    )
    return Paper(
        superior=plan.issuer,
        issuer=sender,
        symbol=plan.standing_short or DOTS,
        place=plan.place or DOTS,
        date=PaperDate(year),
        abstract=f"cử người tham gia Đoàn {plan.work}",
        addressees=(addressee,),
        body=(
            Block(Kind.PARAGRAPH, f"Thực hiện {plan.cited}, {sender} đề nghị {addressee} cử người như sau:"),
            *(Block(Kind.CLAUSE, text) for text in clauses),
            Block(Kind.PARAGRAPH, "Rất mong nhận được sự phối hợp của quý cơ quan./."),
        ),
        signatures=(Signature("Thủ trưởng cơ quan"),),
        recipients=("Như trên", "Lưu: VT"),
    )
