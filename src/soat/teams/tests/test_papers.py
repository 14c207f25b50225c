"""Decisions and letters of the team through templates to issue; a decision appoints those in it at once (T1, D1)."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from tests.cast import SYSTEM, Cast

from soat.access.actor import acting_as
from soat.common.errors import Conflict, Refused
from soat.papers.models import Paper
from soat.papers.services.papers import Terms
from soat.papers.tests.help import DAY, ready
from soat.teams.models import Act, Member
from soat.teams.services import papers
from soat.teams.tests.help import add, ask, run, url


@pytest.fixture
def house(cast: Cast) -> Cast:
    return ready(cast)


def states() -> dict[str, tuple[str, str]]:
    with acting_as(SYSTEM):
        rows = Member.objects.select_related("person")
        return {one.person.full_name: (one.state, one.decision) for one in rows}


def test_issuing_the_decision_appoints_those_in_it(house: Cast) -> None:
    add(house, "Lê Thị Một")
    add(house, "Trần Văn Hai", "support")
    draft = run(house, "coordinator", papers.draft_decision, house.ours, papers.TEAM)
    assert [row[1] for row in draft.tables["danh_sach"]["rows"]] == ["Lê Thị Một"]
    add(house, "Người Đến Sau")
    done = run(house, "coordinator", papers.issue_decision, draft, Terms(DAY, given="612/QĐ-UBND"))
    assert states() == {
        "Lê Thị Một": ("serving", "612/QĐ-UBND ngày 02/03/2026"),
        "Trần Văn Hai": ("listed", ""),
        "Người Đến Sau": ("listed", ""),
    }
    with acting_as(SYSTEM):
        assert Act.objects.get().document == done.cited


def test_a_second_decision_on_the_same_people_appoints_nobody_twice(house: Cast) -> None:
    add(house, "Lê Thị Một")
    first, second = (
        run(house, "coordinator", papers.draft_decision, house.ours, papers.TEAM) for _ in range(2)
    )
    done = run(house, "coordinator", papers.issue_decision, first, Terms(DAY, given="1/QĐ-UBND"))
    run(house, "coordinator", papers.issue_decision, second, Terms(DAY, given="2/QĐ-UBND"), instead_of=done)
    assert states()["Lê Thị Một"] == ("serving", "1/QĐ-UBND ngày 02/03/2026")
    with acting_as(SYSTEM):
        assert Paper.objects.get(pk=done.pk).state == "replaced"


def test_the_support_group_has_a_decision_of_its_own(house: Cast) -> None:
    with pytest.raises(Conflict, match="chưa có ai"):
        run(house, "coordinator", papers.draft_decision, house.ours, papers.SUPPORT)
    add(house, "Trần Văn Hai", "support")
    draft = run(house, "coordinator", papers.draft_decision, house.ours, papers.SUPPORT)
    assert "1. Trần Văn Hai" in draft.texts["body"]
    with pytest.raises(Refused):
        run(house, "head", papers.issue_decision, draft, Terms(DAY, given="1/QĐ"))
    run(house, "coordinator", papers.issue_decision, draft, Terms(DAY, issuer=house.standing))
    assert states()["Trần Văn Hai"] == ("serving", "01/QĐ-SNV ngày 02/03/2026")


@pytest.mark.parametrize(
    ("kind", "role"), [("member", "làm thành viên Đoàn kiểm tra"), ("support", "tham gia Tổ giúp việc")]
)
def test_the_letter_says_how_many_and_until_when(house: Cast, kind: str, role: str) -> None:
    asked = ask(house, house.unit, kind=kind, wanted=2)
    letter = run(house, "coordinator", papers.draft_letter, asked)
    assert f"1. Số người: 02 người, {role}." in letter.texts["body"]
    assert "Yêu cầu" not in letter.texts["body"]
    assert f"{asked.due_on.day:02} tháng" in letter.texts["body"]
    assert (letter.agency, letter.subject_id) == (house.unit, asked.pk)


def test_pages_lead_from_the_team_to_its_papers(house: Cast, client_for: Any) -> None:
    client = client_for(house.user("coordinator"))
    add(house, "Lê Thị Một")
    assert "Soạn: Quyết định thành lập Đoàn kiểm tra" in client.get(url("members", house)).content.decode()
    made = client.post(url("decision", house, papers.TEAM))
    with acting_as(SYSTEM):
        paper = Paper.objects.get()
    assert made.headers["Location"] == reverse("papers:paper", args=[house.ours.pk, paper.pk])
    assert client.post(url("decision", house, "don-doc")).status_code == 404
    page = client.get(made.headers["Location"]).content.decode()
    issue = url("decision_issue", house, paper.pk)
    assert f'action="{issue}"' in page
    body = {"seen": 0, "dated": f"{DAY:%d/%m/%Y}", "source": "given", "given": "612/QĐ-UBND"}
    assert client.post(issue, body).status_code == 302
    assert states()["Lê Thị Một"][0] == "serving"
    assert "Số 612/QĐ-UBND" in client.get(url("members", house)).content.decode()
    asked = ask(house, house.unit)
    assert "Soạn công văn" in client.get(url("request", house, asked.pk)).content.decode()
    assert client.post(url("letter", house, asked.pk)).status_code == 302
    assert "lập" in client.get(url("request", house, asked.pk)).content.decode()
    officer = client_for(house.user("unit_officer"))
    page = officer.get(url("request", house, asked.pk)).content.decode()
    assert "Soạn công văn" not in page
    assert "Công văn đề nghị cử người" not in page
    assert officer.post(url("letter", house, asked.pk)).status_code == 403
