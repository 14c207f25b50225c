"""Draft decision and letter (T1): what stands in them, what stays blank, and who downloads them."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from typing import Any

import pytest
from tests.cast import SYSTEM, Cast

from soat.access.actor import acting_as
from soat.programmes.models import Programme, Statement
from soat.teams.drafts import Plan, decision, letter
from soat.teams.tests.help import add, ask, url

FULL = Plan(
    "Kế hoạch kiểm tra công vụ năm 2026",
    "97/KH-UBND",
    date(2026, 2, 12),
    "Ủy ban nhân dân tỉnh Bình Sơn",
    "Bình Sơn",
    "Sở Nội vụ",
    "SNV",
    ("Căn cứ Luật Tổ chức chính quyền địa phương;",),
)


@pytest.mark.parametrize(
    ("title", "work"),
    [
        ("Kế hoạch kiểm tra công vụ năm 2026", "kiểm tra công vụ năm 2026"),
        ("Kế hoạch về kiểm tra công vụ.", "kiểm tra công vụ"),
        ("Kiểm tra công vụ", "kiểm tra công vụ"),
        ("Rà soát công vụ", "kiểm tra (rà soát công vụ)"),
    ],
)
def test_what_is_inspected_follows_the_word_for_the_team(title: str, work: str) -> None:
    assert Plan(title).work == work


def test_decision_names_the_plan_and_the_people() -> None:
    paper = decision(FULL, [("Lê Thị Một", "Phó Giám đốc, Sở Nội vụ", "Trưởng Đoàn")], year=2026)
    assert paper.number == ""
    assert paper.date.day is None
    assert paper.grounds[:2] == (
        "Căn cứ Luật Tổ chức chính quyền địa phương",
        "Căn cứ Kế hoạch số 97/KH-UBND ngày 12 tháng 02 năm 2026 của Ủy ban nhân dân tỉnh Bình Sơn",
    )
    table: Any = paper.attachments[0].body[0]
    assert table.rows == (("1", "Lê Thị Một", "Phó Giám đốc, Sở Nội vụ", "Trưởng Đoàn"),)


def test_what_is_unknown_is_left_as_dots() -> None:
    paper = decision(Plan("Kiểm tra công vụ"), [("A", "", "Thành viên")], year=2026)
    assert (paper.place, paper.issuer) == ("……", "Chủ tịch ……")
    asked = letter(
        Plan("Kiểm tra công vụ"),
        "Sở Du lịch",
        what="x",
        wanted=1,
        due_on=date(2026, 3, 1),
        note="",
        year=2026,
    )
    assert (asked.issuer, asked.symbol) == ("Cơ quan thường trực", "……")
    assert len(asked.body) == 4


def test_letter_says_how_many_and_until_when() -> None:
    paper = letter(
        FULL, "Sở Du lịch", what="x", wanted=2, due_on=date(2026, 3, 16), note="Am hiểu công vụ.", year=2026
    )
    told = " ".join(getattr(block, "text", "") for block in paper.body)
    for words in ("02 người", "Yêu cầu: Am hiểu công vụ.", "ngày 16 tháng 3 năm 2026", "Sở Du lịch cử người"):
        assert words in told


def text_of(response: Any) -> str:
    with zipfile.ZipFile(io.BytesIO(response.content)) as file:
        return file.read("word/document.xml").decode()


def test_downloads(cast: Cast, client_for: Any) -> None:
    client = client_for(cast.user("coordinator"))
    assert client.get(url("decision", cast, "docx")).status_code == 409
    add(cast, "Lê Thị Một")
    with acting_as(SYSTEM):
        Programme.objects.filter(pk=cast.ours.pk).update(standing_agency=cast.standing)
        Statement.objects.create(programme=cast.ours, kind="ground", text="Căn cứ Luật;")
    answer = client.get(url("decision", cast, "docx"))
    assert "Lê Thị Một" in text_of(answer)
    assert "quyet-dinh-thanh-lap-doan.docx" in answer.headers["Content-Disposition"]
    assert client.get(url("decision", cast, "pdf")).content.startswith(b"%PDF")
    assert client.get(url("decision", cast, "odt")).status_code == 404
    assert client.get(url("members", cast)).content.decode().count("Tải Word") == 1
    for kind in ("member", "support"):
        asked = ask(cast, cast.unit, kind=kind)
        assert "Sở Du lịch" in text_of(client.get(url("letter", cast, asked.pk, "docx")))
    assert client_for(cast.user("unit_officer")).get(url("letter", cast, asked.pk, "pdf")).status_code == 200
    assert client_for(cast.user("press")).get(url("letter", cast, asked.pk, "pdf")).status_code == 404
    assert client_for(cast.user("unit_officer")).get(url("decision", cast, "pdf")).status_code == 403
