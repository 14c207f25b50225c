"""Turns what the selectors read into what the components of the overview take (docs/look.md). No queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext, gettext_noop

from soat.common.looks import Badge, Entry, Node, spoken
from soat.legal.models import Citation, Document, Relation, RelationKind
from soat.legal.selectors import since
from soat.programmes import rules
from soat.programmes.models import DutyOwner, NodeKind, Programme, Statement, StatementKind
from soat.programmes.selectors.changes import Cited
from soat.programmes.selectors.overview import Overview
from soat.trail.models import Event

Changes = Mapping[UUID, Sequence[Relation]]


def period(programme: Programme) -> str:
    """01/06/2024 – 31/12/2024; a missing end shows as "…"."""
    ends = [f"{end:%d/%m/%Y}" if end else "…" for end in (programme.period_start, programme.period_end)]
    return " – ".join(ends) if programme.period_start or programme.period_end else ""


def left_to_do(programme: Programme) -> object:
    """Doubts and unplaced texts of a draft."""
    if programme.state != "draft":
        return ""
    return sum(getattr(programme, name) for name in ("doubts_left", "unplaced_left"))


def facts(programme: Programme) -> list[tuple[str, object]]:
    notice = programme.notice_working_days
    return [
        (gettext("Kế hoạch số"), programme.number),
        (gettext("Ngày ban hành"), programme.issued_on),
        (gettext("Cơ quan ban hành"), programme.issuer),
        (gettext("Người ký"), programme.signer),
        (gettext("Cơ quan thường trực"), programme.standing_agency),
        (gettext("Thời gian kiểm tra"), period(programme)),
        (
            gettext("Gửi báo cáo trước"),
            spoken("%(notice)s ngày làm việc", notice=notice) if notice else "",
        ),
        (gettext("Kinh phí"), programme.funding),
    ]


_CHANGED = {
    RelationKind.REPLACES: gettext_noop("Đã được thay thế bởi"),
    RelationKind.AMENDS: gettext_noop("Đã được sửa đổi bởi"),
}


def told(relation: Relation) -> str:
    """“Đã được thay thế bởi Nghị định 118/2025/NĐ-CP”."""
    return spoken(
        "%(changed)s %(by)s", changed=spoken(_CHANGED[RelationKind(relation.kind)]), by=relation.source
    )


def document_url(document: Document) -> str:
    return _document_address().replace(_ANY, str(document.pk))


_ANY = str(UUID(int=0))


@cache
def _document_address() -> str:
    """The address of a document, made once: a plan cites many."""
    return reverse("legal:document", args=[_ANY])


def content_tree(read: Overview, changes: Changes) -> list[Node]:
    """Areas, their items, and under each the documents it cites."""
    return [
        Node(
            area.title,
            number=area.number,
            note=gettext("%(len)s nội dung") % {"len": len(items)},
            id=f"area-{area.pk}",
            children=[*_cited(read.citations.get(area.pk, ()), changes)]
            + [Node(item.text, children=_cited(read.citations.get(item.pk, ()), changes)) for item in items],
        )
        for area, items in read.areas
    ]


def _cited(citations: Sequence[Citation], changes: Changes) -> list[Node]:
    return [
        Node(
            str(citation.document),
            url=document_url(citation.document),
            badges=[
                Badge(told(change), "warn", "refresh-alert")
                for change in changes.get(citation.document_id, ())
            ],
        )
        for citation in citations
    ]


def cited_documents(cited: Iterable[Cited]) -> list[tuple[Document, str, list[tuple[str, str, date | None]]]]:
    """Documents that a node of the outline cites: (document, its address, [(changed by what, address, from when)])."""
    return [(one.document, document_url(one.document), _changed_by(one.changes)) for one in cited]


def _changed_by(changes: Iterable[Relation]) -> list[tuple[str, str, date | None]]:
    return [(told(one), document_url(one.source), since(one)) for one in changes]


def changed_documents(
    read: Overview, changes: Changes
) -> list[tuple[Document, list[tuple[str, str, date | None]]]]:
    """Cited documents that changed since, each once: (by what, its address, from when)."""
    documents = {c.document_id: c.document for found in read.citations.values() for c in found}
    return [(documents[key], _changed_by(found)) for key, found in changes.items()]


_SHOWN = (
    StatementKind.PURPOSE,
    StatementKind.REQUIREMENT,
    StatementKind.CARRIED_OVER,
    StatementKind.THEMATIC,
    StatementKind.UNIT_SIDE,
    StatementKind.GROUND,
)


def statement_groups(read: Overview) -> list[tuple[str, list[Statement]]]:
    return [(kind.label, read.statements[kind]) for kind in _SHOWN if read.statements.get(kind)]


def duty_lines(read: Overview) -> list[tuple[str, str, Badge]]:
    """(party, figures, state) of each group of duties."""
    return [
        (
            DutyOwner(one.owner).label,
            gettext("%(done)s/%(total)s đã xong") % {"done": one.done, "total": one.total},
            Badge(gettext("%(late)s quá hạn") % {"late": one.late}, "bad")
            if one.late
            else Badge(gettext("Đã xong"), "good")
            if one.done == one.total
            else Badge(gettext("Đang mở"), "info"),
        )
        for one in read.duties
    ]


def outline_words(read: Overview) -> str:
    """ "3 mục, 40 nội dung trình bày, …", most of all first."""
    kinds = sorted(read.outline_kinds.items(), key=lambda pair: -pair[1])
    return ", ".join(f"{n} {NodeKind(kind).label.lower()}" for kind, n in kinds)


_EVENTS = {
    "programme.import": (gettext_noop("Nhập kế hoạch"), "file-import"),
    "programme.start": (gettext_noop("Bắt đầu chương trình"), "player-play"),
    "programme.close": (gettext_noop("Kết thúc chương trình"), "flag-3"),
    "programme.discard": (gettext_noop("Bỏ bản dự thảo"), "trash"),
    "programme.restore": (gettext_noop("Khôi phục bản dự thảo"), "arrow-back-up"),
}


def timeline(programme: Programme, events: Sequence[Event]) -> list[Entry]:
    """Dates of the plan and steps of the programme, the earliest first."""
    dated = [
        Entry(programme.issued_on, gettext("Ban hành kế hoạch"), tone="good", icon="certificate"),
        Entry(programme.period_start, gettext("Bắt đầu thời gian kiểm tra"), icon="calendar-event"),
        Entry(programme.period_end, gettext("Hết thời gian kiểm tra"), icon="calendar-due"),
    ]
    steps = [
        Entry(
            event.at,
            gettext(_EVENTS[event.action][0]),
            who=event.actor_name,
            tone="info",
            icon=_EVENTS[event.action][1],
        )
        for event in events
    ]
    if not events and programme.started_at:
        steps = [
            Entry(programme.started_at, gettext("Bắt đầu chương trình"), tone="info", icon="player-play")
        ]
    entries = [entry for entry in (*dated, *steps) if entry.at]
    return sorted(entries, key=lambda entry: str(entry.at))


# Where each gap is mended: page and part.
_MEND = {
    "period": ("review", "thoi-gian"),
    "areas": ("review", "noi-dung"),
    "subjects": ("review", "doi-tuong"),
    "agencies": ("review", "doi-tuong"),
    "head": ("review", "doan"),
    "outline": ("outline", ""),
    "outline_open": ("outline", ""),
    "doubts": ("review", "can-xem"),
    "unplaced": ("review", "chua-xep"),
}
_NAMES = {
    "period": gettext_noop("Thời gian kiểm tra"),
    "areas": gettext_noop("Nội dung kiểm tra"),
    "subjects": gettext_noop("Đối tượng kiểm tra"),
    "agencies": gettext_noop("Cơ quan của đối tượng"),
    "head": gettext_noop("Trưởng Đoàn"),
    "outline": gettext_noop("Đề cương báo cáo"),
    "outline_open": gettext_noop("Mục của đề cương"),
    "doubts": gettext_noop("Mục cần xem"),
    "unplaced": gettext_noop("Đoạn chưa xếp được"),
}
# what a check is called once nothing is left of it
_NONE_LEFT = {
    "outline_open": gettext_noop("Không còn mục nào của đề cương cần xem"),
    "doubts": gettext_noop("Không còn mục cần xem"),
    "unplaced": gettext_noop("Không còn đoạn chưa xếp được"),
}


def checks(programme: Programme, gaps: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """(what is checked, what is missing or "", where to mend it), in the order of the checks."""
    return [
        (
            gettext(_NAMES[check.key] if check.key in gaps else _NONE_LEFT.get(check.key, _NAMES[check.key])),
            gaps.get(check.key, ""),
            _mend_url(programme, check.key),
        )
        for check in rules.START.requires
    ]


def outline_url(programme: Programme) -> str:
    return reverse("programmes:outline", args=[programme.pk])


def _mend_url(programme: Programme, key: str) -> str:
    page, part = _MEND[key]
    url = reverse(f"programmes:{page}", args=[programme.pk])
    if key == "doubts":
        return f"{url}?xem=can-xem"
    return f"{url}#{part}" if part else url
