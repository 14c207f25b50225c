"""What every paper of a programme may say of it: the variables of `kinds/_common.toml` (D4).

Called by services of this room and of those above, which add the variables of their kinds.
"""

from __future__ import annotations

from datetime import date

from django.utils.timezone import localdate

from soat.core.paper.formats import PaperDate
from soat.papers.kinds import Kind
from soat.papers.wordings import DOTS
from soat.people.models import Agency
from soat.programmes.models import Programme, Statement, StatementKind


def facts_of(programme: Programme) -> dict[str, object]:
    """Values of the common variables; dots for what the programme does not know."""
    agency = programme.standing_agency
    grounds = Statement.objects.filter(programme=programme, kind=StatementKind.GROUND)
    return {
        "cong_tac": work(programme.title),
        "ke_hoach": cited(programme),
        "co_quan_cap_tren": programme.issuer or DOTS,
        "thuong_truc": str(agency or "Cơ quan thường trực"),
        "viet_tat": (agency.abbreviation if agency else "") or DOTS,
        "noi": programme.place or DOTS,
        "nam": str(programme.year or localdate().year),
        "can_cu": [
            one.strip().rstrip(";.,")
            for one in grounds.order_by("order", "id").values_list("text", flat=True)
        ],
    }


def issuer_of(kind: Kind, programme: Programme) -> Agency | None:
    """Whose register numbers a paper of this kind: the standing agency's or the plan's issuer's, if it is known."""
    if kind.issuer == "standing":
        return programme.standing_agency
    return plan_issuer(programme) if kind.issuer == "plan" else None


def plan_issuer(programme: Programme) -> Agency | None:
    """The agency that issued the plan, by its name in the directory."""
    if not programme.issuer:
        return None
    found = Agency.objects.filter(name=programme.issuer, valid_to__isnull=True)
    return found.filter(place=programme.place).first() or found.first()


def work(title: str) -> str:
    """What is inspected, to follow "Đoàn": "kiểm tra cải cách hành chính năm 2026"."""
    title = title.strip().rstrip(".")
    for lead in ("kế hoạch", "về"):
        if title.casefold().startswith(f"{lead} "):
            title = title[len(lead) :].strip()
    title = title[:1].lower() + title[1:]
    return title if title.startswith("kiểm tra") else f"kiểm tra ({title})"


def cited(programme: Programme) -> str:
    """The plan with number, day and issuer, as far as known."""
    parts = [f"Kế hoạch số {programme.number or DOTS}"]
    if programme.issued_on:
        parts.append(day_of(programme.issued_on))
    if programme.issuer:
        parts.append(f"của {programme.issuer}")
    return " ".join(parts)


def day_of(day: date) -> str:
    """ "ngày 05 tháng 3 năm 2026", as papers have it."""
    return str(paper_date(day))


def paper_date(day: date) -> PaperDate:
    return PaperDate(day.year, day.month, day.day)
