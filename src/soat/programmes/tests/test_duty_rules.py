"""States of a duty and the one deadline of a unit's report (G5)."""

from __future__ import annotations

from datetime import date

import pytest
from tests.cast import NOW

from soat.programmes.models import Duty
from soat.programmes.rules.duties import (
    STEPS,
    DutyState,
    due_words,
    is_on_outline,
    is_visit_report,
    reached,
    report_due_words,
    state_of,
)


@pytest.mark.parametrize(
    ("values", "state"),
    [
        ({}, "open"),
        ({"done_at": NOW}, "reported"),
        ({"done_at": NOW, "confirmed_at": NOW}, "confirmed"),
        ({"retired_at": NOW}, "shared"),
        ({"retired_at": NOW, "strike_reason": "Đề mục."}, "struck"),
    ],
)
def test_the_state_and_its_steps(values: dict[str, object], state: str) -> None:
    duty = Duty(text="x", owner="units", **values)
    assert state_of(duty) == state
    assert {name for name in STEPS if reached(name, duty)} == {
        name for name, step in STEPS.items() if DutyState(state) in step.sources
    }


@pytest.mark.parametrize(
    ("text", "owner", "is_report", "on_outline"),
    [
        ("Xây dựng Báo cáo phục vụ kiểm tra theo đề cương, gửi Sở Nội vụ", "units", True, True),
        ("Chuẩn bị đầy đủ báo cáo bằng văn bản", "units", True, False),
        ("Gửi báo cáo về Sở trước ngày kiểm tra", "units", True, False),
        ("Báo cáo, cung cấp kịp thời thông tin theo yêu cầu của Đoàn", "units", False, False),
        ("Gửi báo cáo khắc phục sau kiểm tra", "units", False, False),
        ("Định kỳ gửi báo cáo hằng quý", "units", False, False),
        ("Gửi báo cáo kết quả sau khi có kết luận kiểm tra", "units", False, False),
        ("Gửi báo cáo theo đề cương", "press", False, False),
    ],
)
def test_the_report_before_the_visit(text: str, owner: str, is_report: bool, on_outline: bool) -> None:
    duty = Duty(text=text, owner=owner)
    assert (is_visit_report(duty), is_on_outline(duty)) == (is_report, on_outline)


def test_one_wording_of_the_deadline() -> None:
    rule = "3 ngày làm việc trước ngày kiểm tra; chưa có lịch"
    report = Duty(text="Gửi báo cáo theo đề cương", owner="units", due_text="ít nhất 03 ngày làm việc")
    assert due_words(report, 3) == rule == report_due_words(None, 3)
    assert due_words(report, None) == "ít nhất 03 ngày làm việc"
    report.due_on = date(2026, 5, 4)
    assert due_words(report, 3) == "04/05/2026"
    assert due_words(Duty(text="Đưa tin", owner="press"), 3) == "Chưa có ngày cụ thể"
    assert due_words(Duty(text="Đưa tin", owner="press", due_text="trong quý I"), 3) == "trong quý I"
    assert report_due_words(None, None) == ""
