"""What concerns an agency's own people on the overview, and the one deadline of its report (G5, S1, S6)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.cast import NOW, SYSTEM, Cast

from soat.access.actor import acting_as
from soat.programmes.models import Duty, Outline, Programme, Question
from soat.programmes.selectors.mine import mine
from soat.programmes.services import shares
from soat.schedules.models import Visit
from soat.schedules.services import notices

RULE = "3 ngày làm việc trước ngày kiểm tra; chưa có lịch"


@pytest.fixture
def report(cast: Cast) -> Duty:
    with acting_as(SYSTEM):
        Programme.objects.filter(pk=cast.ours.pk).update(notice_working_days=3)
        Outline.objects.create(
            programme=cast.ours, version=1, title="Đề cương A", state="in_use", created_at=NOW,
            created_by=SYSTEM.id, issued_at=NOW, issued_by=SYSTEM.id,
        )  # fmt: skip
        of = {"programme": cast.ours, "party": "x"}
        Duty.objects.create(**of, owner="other", agency=cast.standing, text="Góp ý nội dung chuyên đề.")
        for number in range(7):
            Duty.objects.create(**of, owner="units", agency=cast.unit, text=f"Việc {number}.", order=number)
        Question.objects.create(
            programme=cast.ours,
            agency=cast.unit,
            text="Số liệu đến ngày nào?",
            asked_at=NOW,
            asked_by=SYSTEM.id,
        )
        return Duty.objects.create(**of, owner="units", agency=cast.unit, text="Gửi báo cáo theo đề cương.")


def visit_of(cast: Cast, **more: Any) -> Visit:
    with acting_as(SYSTEM):
        return Visit.objects.create(
            programme=cast.ours,
            agency=cast.unit,
            day=date(2027, 5, 10),
            made_at=NOW,
            made_by=SYSTEM.id,
            **more,
        )


def told(cast: Cast) -> dict[str, Any]:
    return {"kind": "planned", "state": "notified", "notified_at": NOW, "notified_by": SYSTEM.id,
            "report_due_on": date(2027, 5, 5)}  # fmt: skip


def test_a_unit_sees_first_what_concerns_it(cast: Cast, client_for: Any, report: Duty) -> None:
    visit_of(cast, **told(cast))
    page = client_for(cast.user("unit_officer")).get(f"/chuong-trinh/{cast.ours.pk}/").text
    block = page[page.index("Đơn vị của tôi") : page.index('id="noi-dung"')]
    for words in ("Sở Du lịch", "ngày 10/05/2027", "05/05/2027", "Đề cương A", RULE, "Việc 0.", "Xem cả 7 nhiệm vụ",
                  "Số liệu đến ngày nào?", "Chờ trả lời"):  # fmt: skip
        assert words in block


def test_a_lead_sees_her_inspections_and_no_outline(cast: Cast, client_for: Any, report: Duty) -> None:
    visit_of(cast, kind="thematic", lead_agency=cast.standing)
    page = client_for(cast.user("thematic_lead")).get(f"/chuong-trinh/{cast.ours.pk}/").text
    block = page[page.index("Đơn vị của tôi") : page.index('id="noi-dung"')]
    assert "chuyên đề do cơ quan tôi chủ trì" in block
    assert "Góp ý nội dung chuyên đề." in block
    assert "de-cuong/xem" not in page


def test_others_see_nothing_of_the_unit(cast: Cast, report: Duty) -> None:
    with acting_as(cast.actor("head")) as head:
        assert mine(cast.ours, head, NOW.date()) is None
    with acting_as(cast.actor("other_unit_officer")) as other:
        found = mine(Programme.objects.get(pk=cast.ours.pk), other, NOW.date())
    assert found is not None
    lines = [line for group in found.groups.values() for line in group]
    assert not [line for line in lines if "Việc" in line.text or "Sở Du lịch" in line.text]
    assert [line.note for line in lines if "Đề cương A" in line.text] == [f"Hạn: {RULE}"]


def test_a_notice_sets_the_deadline_and_a_cancelled_visit_takes_it_away(cast: Cast, report: Duty) -> None:
    visit = visit_of(cast, **told(cast))
    with acting_as(cast.actor("coordinator")) as actor:
        notices.send(visit, "schedule", by=actor, now=NOW)
        assert Duty.objects.get(pk=report.pk).due_on == date(2027, 5, 5)
        Visit.objects.filter(pk=visit.pk).update(state="cancelled", cancelled_at=NOW, cancelled_by=actor.id)
        notices.send(visit, "cancel", reason="Bão.", by=actor, now=NOW)
        assert Duty.objects.get(pk=report.pk).due_on is None


def test_the_same_report_said_twice_is_one_task(cast: Cast, report: Duty) -> None:
    with acting_as(cast.actor("coordinator")) as actor:
        of = {
            "programme": cast.ours,
            "owner": "units",
            "party": "Các đơn vị",
            "text": "gửi báo cáo theo đề cương",
        }
        group = Duty.objects.create(**of)
        made = shares.share_all(cast.ours, by=actor, now=NOW)
        copies = Duty.objects.filter(group=group)
        assert (made, [copy.agency_id for copy in copies]) == (1, [cast.other_unit.pk])
