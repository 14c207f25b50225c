"""The number register as it is read: lines of a series, what its gaps are, one line for a file (D2)."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from soat.access.actor import Actor
from soat.papers.facts import plan_issuer
from soat.papers.models import Number, Series
from soat.people.models import Agency
from soat.programmes.models import Programme

HEAD = (
    "Số và ký hiệu",
    "Ngày",
    "Cơ quan",
    "Sổ",
    "Năm",
    "Trích yếu",
    "Người ký",
    "Nơi nhận",
    "Tình trạng",
    "Lý do hủy",
)


@dataclass(frozen=True, slots=True)
class Filter:
    """What of the register is shown: words, a series, only some lines ("paper", "outside", "void")."""

    words: str = ""
    series: Series | None = None
    lines: str = ""


def series_of(programme: Programme, actor: Actor) -> list[Series]:
    """The series from which the programme has numbers, and those of its standing agency."""
    used = Number.objects.visible_to(actor).filter(programme=programme).values("series")
    rows = Series.objects.filter(Q(pk__in=used) | Q(issuer=programme.standing_agency_id))
    return list(rows.select_related("issuer").order_by("-year", "issuer__sort_key", "type"))


def listed(programme: Programme, actor: Actor, wanted: Filter) -> QuerySet[Number]:
    """Numbers of the series shown, also of other programmes she may see; of this programme where none is chosen."""
    rows = Number.objects.visible_to(actor).select_related("series__issuer", "paper", "programme")
    rows = rows.filter(series=wanted.series) if wanted.series else rows.filter(programme=programme)
    if wanted.lines == "void":
        rows = rows.filter(voided_at__isnull=False)
    elif wanted.lines:
        rows = rows.filter(voided_at__isnull=True, paper__isnull=wanted.lines == "outside")
    for word in wanted.words.split():
        match = (
            Q(abstract__icontains=word) | Q(symbol__icontains=word) | Q(signer__icontains=word)
            | Q(recipients__icontains=word)
        )  # fmt: skip
        rows = rows.filter(match | Q(number=int(word)) if word.isdecimal() and len(word) < 9 else match)
    return rows.order_by("-series__year", "series__type", "-number", "pk")


def one(programme: Programme, actor: Actor, number_id: UUID) -> Number | None:
    rows = Number.objects.visible_to(actor).select_related("series__issuer", "paper", "programme")
    return rows.filter(programme=programme, pk=number_id).first()


def issuers(programme: Programme) -> list[Agency]:
    """Whose registers the programme may take numbers from."""
    found = (programme.standing_agency, plan_issuer(programme))
    return list({agency.pk: agency for agency in found if agency}.values())


def missing(series: Series, actor: Actor) -> list[tuple[int, int]]:
    """Ranges of numbers of the series that she does not see: given before Soát, or to another programme."""
    seen = Number.objects.visible_to(actor).filter(series=series).order_by("number")
    found, last = [], 0
    for number in (*seen.values_list("number", flat=True), series.last + 1):
        if number > last + 1:
            found.append((last + 1, number - 1))
        last = number
    return found


def status(number: Number) -> str:
    """In words: what the number is used for."""
    if number.voided_at:
        return "Đã hủy"
    return "Văn bản trên hệ thống" if hasattr(number, "paper") else "Văn bản lập ngoài, số giữ trước"


def line(number: Number) -> list[object]:
    """A line of the exported register, in the order of HEAD."""
    series = number.series
    return [
        str(number),
        number.dated,
        str(series.issuer),
        series.type or "Công văn",
        series.year,
        number.abstract,
        number.signer,
        number.recipients,
        status(number),
        number.void_reason,
    ]
