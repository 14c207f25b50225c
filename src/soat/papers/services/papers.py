"""A paper from draft to its end: made from a template, edited, issued with number and bytes, ended (D1, D2).

`issue` takes the number, draws both files and freezes the paper in one transaction, so that a paper that is not issued
takes no number. Nothing about a surprise inspection is drafted here before it is opened: the rooms above see to it, so
that neither a number nor a gap in the register tells of it. Called by pages, by rooms above and by the job queue.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.utils.timezone import localdate

from soat.access.actor import Actor
from soat.common.errors import Conflict, DomainError, Missing
from soat.common.ids import new_id
from soat.common.once import made_before
from soat.core.paper import model as form
from soat.core.paper.reading import data_of, table_from_data
from soat.core.paper.texts import FIELDS, signer
from soat.papers import rules
from soat.papers.facts import facts_of, paper_date
from soat.papers.kinds import Kind, kind_of
from soat.papers.models import Number, Paper, PaperFile
from soat.papers.selectors.wordings import current
from soat.papers.services import numbers
from soat.papers.wordings import fill, finish, title_of
from soat.papers.writers import write_docx, write_pdf
from soat.people.models import Agency
from soat.programmes.models import Programme
from soat.trail import services as trail


@dataclass(frozen=True, slots=True)
class About:
    """What a paper is about and whom it is for: the record, and the agency whose people read it once issued."""

    subject: models.Model | None = None
    agency: Agency | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """How a paper is issued: its day, and the issuer's next number, one kept before, or one given elsewhere."""

    dated: date
    issuer: Agency | None = None
    kept: Number | None = None
    given: str = ""


def draft(
    programme: Programme,
    kind: Kind,
    values: Mapping[str, Any],
    about: About = About(),
    *,
    key: UUID | None = None,
    by: Actor,
    now: datetime,
) -> Paper:
    """A draft by the template in use, filled with the facts of the programme and `values`."""
    by.require("paper.draft", programme_id=programme.pk, state=programme.state)
    if key and (found := made_before(Paper, key, {"kind": kind.key})):
        return found
    facts = {**facts_of(programme), **values}
    texts = fill(kind, current(programme, kind).texts, facts)
    tables = {name: data_of(table) for name, table in kind.tables_of(facts).items()}
    made = Paper(
        id=key or new_id(),
        programme=programme,
        kind=kind.key,
        agency=about.agency,
        subject_type=about.subject._meta.label_lower if about.subject else "",
        subject_id=about.subject.pk if about.subject else None,
        title=_title(texts),
        texts=texts,
        tables=tables,
        made_at=now,
        made_by=by.id,
    )
    with transaction.atomic():
        made.save(force_insert=True)
        _record("paper.draft", made, by=by, now=now, after={"kind": kind.key})
    return made


def edit(paper: Paper, texts: Mapping[str, str], *, seen: int, by: Actor, now: datetime) -> Paper:
    """The draft's texts as typed. `seen`: the revision that was edited. Raises DomainError naming field and line."""
    by.require("paper.draft", programme_id=paper.programme_id, state=paper.programme.state)
    kept = {field.name: texts.get(field.name, "") for field in FIELDS}
    with transaction.atomic():
        row = _locked(paper, "edit", seen=seen)
        drawn(kept, row.tables, year=localdate(now).year)
        changed = [name for name, text in kept.items() if row.texts.get(name, "") != text]
        row.texts, row.title, row.revision = kept, _title(kept), row.revision + 1
        row.save(update_fields=["texts", "title", "revision"])
        _record("paper.draft", row, by=by, now=now, before={}, after={"fields": changed})
    return row


def discard(paper: Paper, *, by: Actor, now: datetime) -> None:
    """The draft is thrown away; it never had a number."""
    by.require("paper.draft", programme_id=paper.programme_id, state=paper.programme.state)
    with transaction.atomic():
        row = _locked(paper, "edit")
        _record("paper.draft", row, by=by, now=now, before={"kind": row.kind})
        row.delete()


def issue(
    paper: Paper,
    terms: Terms,
    *,
    seen: int | None = None,
    by: Actor,
    now: datetime,
    instead_of: Paper | None = None,
) -> Paper:
    """Number, day and bytes; from then on nothing changes it. `instead_of`: the issued paper that it replaces.

    Raises DomainError at the field that is wrong, Conflict if it is no draft any more.
    """
    by.require("paper.issue", programme_id=paper.programme_id, state=paper.programme.state)
    if terms.dated > localdate(now):
        raise DomainError("Ngày ban hành không thể sau hôm nay.", "dated")
    if terms.dated.year < localdate(now).year - 1:
        raise DomainError("Ngày ban hành quá xa hôm nay. Hãy ghi ngày trong năm nay hoặc năm trước.", "dated")
    with transaction.atomic():
        row = _locked(paper, "issue", seen=seen)
        number, text = _number(row, terms, by=by, now=now)
        whole = _whole(row, text, terms.dated)
        row.state, row.issued_at, row.issued_by = rules.State.ISSUED, now, by.id
        row.number, row.number_text, row.dated = number, text, terms.dated
        row.signer, row.model = signer(row.texts)[:150], data_of(whole)
        row.save()
        files = [
            _file(row, name, write(whole), by=by, now=now)
            for name, write in (("docx", write_docx), ("pdf", write_pdf))
        ]
        PaperFile.objects.bulk_create(files)
        told = {"number": text, "dated": terms.dated, "sha256": {one.format: one.sha256 for one in files}}
        _record(
            "paper.issue", row, by=by, now=now, before={"state": "draft"}, after={**told, "state": "issued"}
        )
        if instead_of is not None:
            _end(instead_of, "replace", f"Thay bằng văn bản số {text}", by=by, now=now, instead=row)
    return row


def revoke(paper: Paper, *, reason: str, by: Actor, now: datetime) -> Paper:
    """The paper is taken back; it and its number stay, with the reason."""
    by.require("paper.issue", programme_id=paper.programme_id, state=paper.programme.state)
    reason = reason.strip()
    if not reason:
        raise DomainError("Hãy ghi lý do thu hồi.", "reason")
    with transaction.atomic():
        return _end(paper, "revoke", reason, by=by, now=now, instead=None)


def drawn(texts: Mapping[str, str], tables: Mapping[str, Any], *, year: int) -> form.Paper:
    """A draft's texts as a paper with number and day open, for previews. Raises DomainError naming field and line."""
    return finish(texts, {name: table_from_data(data) for name, data in tables.items()}, year=year)


def _end(paper: Paper, name: str, reason: str, *, by: Actor, now: datetime, instead: Paper | None) -> Paper:
    row = _locked(paper, name)
    row.state, row.ended_at, row.ended_by = rules.step(name).to_state, now, by.id
    row.end_reason, row.replaced_by = reason, instead
    row.save(update_fields=["state", "ended_at", "ended_by", "end_reason", "replaced_by"])
    _record(
        "paper.issue",
        row,
        by=by,
        now=now,
        before={"state": "issued"},
        after={"state": row.state},
        reason=reason,
    )
    return row


def _locked(paper: Paper, name: str, *, seen: int | None = None) -> Paper:
    row = (
        Paper.objects.select_for_update(of=("self",)).select_related("programme").filter(pk=paper.pk).first()
    )
    if row is None:
        raise Missing
    if row.state != rules.step(name).from_state:
        raise Conflict(
            f"Văn bản này {row.get_state_display().lower()} nên không làm được việc này. Hãy tải lại trang."
        )
    if seen is not None and row.revision != seen:
        raise Conflict("Có người vừa sửa dự thảo này. Hãy chép phần bạn sửa, tải lại trang rồi sửa tiếp.")
    return row


def _number(row: Paper, terms: Terms, *, by: Actor, now: datetime) -> tuple[Number | None, str]:
    """The register's line and the number with its symbol as they stand on the paper."""
    if terms.given:
        text = "".join(terms.given.split())
        number, stroke, symbol = text.partition("/")
        if not (number and stroke and symbol) or len(text) > 100:
            raise DomainError("Hãy ghi số và ký hiệu, ví dụ 612/QĐ-UBND.", "given")
        return None, text
    if terms.kept is not None:
        return _kept(row, terms.kept, terms.dated)
    if terms.issuer is None:
        raise DomainError(
            "Chưa rõ sổ của cơ quan nào. Hãy chọn cơ quan cấp số, hoặc ghi số do văn thư cấp.", "issuer"
        )
    whole = drawn(row.texts, row.tables, year=terms.dated.year)
    wanted = numbers.Wanted(
        issuer_id=terms.issuer.pk,
        type=kind_of(row.kind).type,
        symbol=whole.symbol,
        abstract=row.title,
        dated=terms.dated,
        signer=signer(row.texts),
        recipients="; ".join(whole.addressees or whole.recipients),
    )
    taken = numbers.take(row.programme_id, row.programme.state, wanted, by=by, now=now)
    return taken, str(taken)


def _kept(row: Paper, kept: Number, dated: date) -> tuple[Number, str]:
    rows = Number.objects.select_for_update(of=("self",)).select_related("series")
    number = rows.filter(pk=kept.pk, programme_id=row.programme_id).first()
    if number is None or number.voided_at or Paper.objects.filter(number=number).exists():
        raise Conflict("Số giữ trước này đã dùng hoặc đã hủy. Hãy chọn số khác.")
    if number.series.type != kind_of(row.kind).type:
        raise DomainError(f"Số {number} thuộc sổ của loại văn bản khác. Hãy chọn số khác.", "kept")
    if number.series.year != dated.year:
        raise DomainError(
            f"Số {number} thuộc sổ năm {number.series.year}. Hãy chọn ngày trong năm đó.", "dated"
        )
    return number, str(number)


def _whole(row: Paper, text: str, dated: date) -> form.Paper:
    number, _, symbol = text.partition("/")
    tables = {name: table_from_data(data) for name, data in row.tables.items()}
    day = paper_date(dated)
    return finish(row.texts, tables, year=dated.year, number=number, symbol=symbol, date=day)


def _file(row: Paper, name: str, data: bytes, *, by: Actor, now: datetime) -> PaperFile:
    return PaperFile(
        programme_id=row.programme_id,
        paper=row,
        format=name,
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        data=data,
        made_at=now,
        made_by=by.id,
    )


def _title(texts: Mapping[str, str]) -> str:
    return title_of(texts.get("abstract", ""))[:500]


def _record(
    action: str,
    paper: Paper,
    *,
    by: Actor,
    now: datetime,
    before: dict[str, object] | None = None,
    after: dict[str, object] | None = None,
    reason: str = "",
) -> None:
    trail.record(
        action,
        paper,
        by=by,
        now=now,
        programme_id=paper.programme_id,
        agency_id=paper.agency_id if paper.state != rules.State.DRAFT else None,
        before=before,
        after=after,
        reason=reason,
    )
