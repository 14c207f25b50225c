"""Papers of the team: decisions on team and support group, the letter that asks an agency for persons (T1, D1).

Drafted by the templates of the papers room. Issuing a decision appoints those in its list at once, so that its number
is not typed again.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from soat.access.actor import Actor
from soat.common.errors import Conflict
from soat.papers.facts import day_of
from soat.papers.kinds import kind_of
from soat.papers.models import Paper
from soat.papers.services import papers
from soat.papers.services.papers import About, Terms
from soat.programmes.models import Programme, SeatKind
from soat.teams.models import Member, Request, kind_label
from soat.teams.selectors.members import office, standing
from soat.teams.services import members
from soat.teams.services.members import Paper as Decided

TEAM, SUPPORT, LETTER = "quyet-dinh-doan", "quyet-dinh-to-giup-viec", "de-nghi-cu-nguoi"
DECISIONS = (TEAM, SUPPORT)


def draft_decision(programme: Programme, key: str, *, by: Actor, now: datetime) -> Paper:
    """Everybody of the team, or of its support group, who has not left stands in the list."""
    people = [one for one in standing(programme) if (one.kind == SeatKind.SUPPORT) is (key == SUPPORT)]
    if not people:
        raise Conflict("Danh sách chưa có ai để ghi vào quyết định. Hãy nhận hoặc thêm người trước.")
    values = {"danh_sach": [_row(number, one) for number, one in enumerate(people, start=1)]}
    return papers.draft(programme, kind_of(key), values, About(programme), by=by, now=now)


def draft_letter(asked: Request, *, by: Actor, now: datetime) -> Paper:
    """The letter of a request, for its agency."""
    values = {
        "co_quan": str(asked.agency),
        "so_nguoi": f"{asked.wanted:02}",
        "vai_tro": f"tham gia {kind_label(asked.kind)}"
        if asked.kind == SeatKind.SUPPORT
        else "làm thành viên Đoàn kiểm tra",
        "yeu_cau": " ".join(asked.note.split()).rstrip("."),
        "han": day_of(asked.due_on),
    }
    about = About(asked, asked.agency)
    return papers.draft(asked.programme, kind_of(LETTER), values, about, by=by, now=now)


def issue_decision(
    paper: Paper,
    terms: Terms,
    *,
    seen: int | None = None,
    by: Actor,
    now: datetime,
    instead_of: Paper | None = None,
) -> Paper:
    """Issues the decision and appoints the listed persons that stand in it, by its number and from its day."""
    by.require("team.manage", programme_id=paper.programme_id, state=paper.programme.state)
    with transaction.atomic():
        done = papers.issue(paper, terms, seen=seen, by=by, now=now, instead_of=instead_of)
        waiting = named(done, [one for one in standing(paper.programme) if one.state == "listed"])
        if waiting:
            members.appoint(waiting, Decided(done.cited, terms.dated), by=by, now=now)
    return done


def named(paper: Paper, people: Sequence[Member]) -> list[Member]:
    """Those of `people` who stand in the decision's list, by name and office."""
    rows = {tuple(row[1:3]) for row in paper.tables["danh_sach"]["rows"]}
    return [one for one in people if (str(one.person), office(one)) in rows]


def _row(number: int, one: Member) -> dict[str, Any]:
    return {
        "stt": str(number),
        "ho_ten": str(one.person),
        "chuc_vu": office(one),
        "nhiem_vu": kind_label(one.kind),
    }
