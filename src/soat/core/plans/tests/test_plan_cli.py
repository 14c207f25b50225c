"""`soat plan read`: JSON under the keys of issue 2, a readable summary, one sentence for bad input."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from soat.cli import main
from soat.core.plans.export import coverage, to_json
from soat.core.plans.model import Doubt, Head, Plan, Seat, Subject, Team, Unplaced
from soat.core.plans.summary import summarise
from soat.core.plans.tests.files import SAMPLE, pdf_at

KEYS = {
    "document", "purposes", "requirements", "content_areas", "carried_over", "thematic", "period", "methods",
    "subjects", "team", "unit_side", "duties", "funding", "outline", "related_documents", "citations",
    "named_citations", "unplaced", "doubts", "text_length", "coverage",
}  # fmt: skip
VALUES = KEYS - {"team", "text_length", "coverage"}


@pytest.fixture(scope="module")
def written() -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "soat.cli", "plan", "read", str(SAMPLE), "--json"],
        capture_output=True,
        check=True,
    )
    return dict(json.loads(done.stdout.decode("utf-8")))


def objects(value: Any) -> list[dict[str, Any]]:
    """Every JSON object below a value."""
    if isinstance(value, list):
        return [found for each in value for found in objects(each)]
    if not isinstance(value, dict):
        return []
    return [value, *(found for key, each in value.items() if key != "spans" for found in objects(each))]


def test_keys_and_spans(written: dict[str, Any]) -> None:
    assert set(written) >= KEYS
    text = SAMPLE.read_text("utf-8")
    assert written["text_length"] == len(text)
    found = [each for key in VALUES for each in objects(written[key])]
    found += objects(list(written["team"].values()))
    assert len(found) > 200
    for each in found:
        start, end = each["span"]
        assert 0 <= start <= end <= len(text)


def test_values_of_the_sample(written: dict[str, Any]) -> None:
    assert written["document"]["number"] == "97/KH-UBND"
    assert written["document"]["date"] == "2024-04-16"
    assert (written["period"]["start"], written["period"]["end"]) == ("2024-06-01", "2024-12-31")
    assert len(written["subjects"]) == 12
    assert [seat["name"] for seat in written["team"]["deputies"]] == ["Lãnh đạo Sở Nội vụ"]
    figures = written["coverage"]
    assert figures["placed"] + figures["unplaced"] == figures["total"]


def empty(text: str = "") -> Plan:
    return Plan(text, Head(None, None, None, None, None, None, None, (0, 0)))


def test_a_plan_without_anything() -> None:
    plain = to_json(empty())
    assert plain["outline"] is plain["period"] is plain["funding"] is plain["team"]["head"] is None
    assert plain["coverage"] == {"placed": 0, "unplaced": 0, "total": 0}
    assert "Đề cương báo cáo: không có" in summarise(empty())


def test_coverage_counts_each_character_once() -> None:
    plan = empty("ab cd ef")
    plan.placed = [(3, 5), (0, 4), (1, 2)]
    plan.unplaced = [Unplaced("ef", (6, 8), "Chưa rõ.")]
    assert coverage(plan) == {"placed": 4, "unplaced": 2, "total": 6}


def test_names_of_seats_and_dates() -> None:
    plan = empty()
    seats = [
        Seat("s", (0, 1)),
        Seat("s", (0, 1), person="Bà A"),
        Seat("s", (0, 1), agency="Sở B", person="Bà A"),
    ]
    plan.team = Team(head=seats[0], deputies=seats[2:], members=seats, support_agencies=seats[1:2])
    plan.subjects = [Subject("Sở C", "department", (0, 1), month=date(2030, 6, 1))]
    plain = to_json(plan)
    assert [seat["name"] for seat in plain["team"]["members"]] == ["s", "Bà A", "Sở B"]
    assert (plain["team"]["head"]["name"], plain["team"]["deputies"][0]["name"]) == ("s", "Bà A")
    assert plain["subjects"][0]["month"] == "2030-06-01"
    assert "  Sở C (tháng 6/2030)" in summarise(plan)
    assert "  Bà A, Sở B" in summarise(plan)


def test_summary_of_the_sample(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["plan", "read", str(SAMPLE)]) == 0
    lines = capfd.readouterr().out.splitlines()
    assert lines[0].startswith("Kế hoạch số 97/KH-UBND: KIỂM TRA CÔNG TÁC")
    assert "Thời gian kiểm tra: 01/06/2024 – 31/12/2024" in lines
    assert "Đối tượng: 12" in lines
    assert max(map(len, lines)) <= 100


def test_summary_lists_what_is_to_be_checked() -> None:
    plan = empty("xin chào")
    plan.unplaced = [Unplaced("xin  chào", (0, 8), "Chưa rõ")]
    plan.doubts = [Doubt("period.start", "Không thấy ngày", (0, 0))]
    assert summarise(plan).splitlines()[-5:] == [
        "Cần xem lại: 1",
        "  period.start: Không thấy ngày",
        "Chưa xếp được: 1",
        "  “xin chào” (Chưa rõ)",
        "Đã xếp 0/7 ký tự",
    ]


def test_bad_input_is_one_sentence_and_status_2(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "x.txt").write_text("Ngày xửa ngày xưa có một cô bé.", "utf-8")
    for name in ("x.txt", "none.txt", "."):
        assert main(["plan", "read", str(tmp_path / name)]) == 2
        out, error = capfd.readouterr()
        assert out == ""
        assert error.count("\n") == 1
        assert error.endswith(".\n")


def test_warnings_go_to_the_error_stream(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    words = "Kế hoạch kiểm tra: đoàn kiểm tra, nội dung kiểm tra"
    (tmp_path / "x.pdf").write_bytes(pdf_at([[(80, 600, words)], []]))
    assert main(["plan", "read", str(tmp_path / "x.pdf"), "--json"]) == 0
    out, error = capfd.readouterr()
    assert json.loads(out)["text_length"] == len(words)
    assert error.startswith("Trang 2 không có chữ")


def test_starts_without_django() -> None:
    code = (
        "import sys; from soat.cli import main; "
        f"main(['plan', 'read', {str(SAMPLE)!r}, '--json']); sys.exit('django' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0
