"""Rows from plans built by hand (requirements G1–G3): corners the sample does not have."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from tests.cast import NOW, SYSTEM, Cast

from soat.access.actor import acting_as, system
from soat.core.citations import find_citations
from soat.core.plans.model import (
    Duty,
    Head,
    Outline,
    OutlineItem,
    OutlineSection,
    Period,
    Plan,
    Seat,
    Subject,
    Team,
    Text,
    Unplaced,
)
from soat.legal.models import Citation
from soat.people.models import Agency
from soat.people.selectors import Match
from soat.programmes.models import Duty as DutyRow
from soat.programmes.models import FieldSource, Node, NodeKind, Programme
from soat.programmes.models import Outline as OutlineRow
from soat.programmes.models import Seat as SeatRow
from soat.programmes.models import Subject as SubjectRow
from soat.programmes.services.import_plan import import_plan
from soat.programmes.services.reading.citing import cite_plan
from soat.programmes.services.reading.outline import outline_of
from soat.programmes.services.reading.rows import Rows, rows_of


class Names:
    """Knows some agencies by name, as `people.selectors.Matcher` does over the register."""

    def __init__(self, agencies: tuple[Agency, ...]) -> None:
        self.by_name = {agency.name: agency for agency in agencies}

    def match(self, name: str, kind: str = "") -> Match:
        found = self.by_name.get(name)
        return Match(found, (), "" if found else f"Danh mục cơ quan không có “{name}”.")


DEPARTMENT = Agency(name="Sở Du lịch")


def rows(plan: Plan, *known: Agency) -> Rows:
    return rows_of(plan, Programme(year=2026), Names(known))  # type: ignore[arg-type]


def empty(**more: object) -> Plan:
    return Plan("", Head(None, None, None, None, None, None, None, (0, 0)), **more)  # type: ignore[arg-type]


def test_an_empty_plan_has_fields_without_a_place() -> None:
    made = rows(empty())
    sources = {row.name: row for row in made.of(FieldSource)}
    assert sources["number"].span_start is None
    assert "cơ quan thường trực" in sources["standing_agency"].doubt


def test_the_standing_agency_is_where_its_first_duty_stands() -> None:
    home = Agency(name="Sở Nội vụ")
    made = rows(empty(duties=[Duty("Sở Nội vụ", "x", (3, 9)), Duty("Sở Nội vụ", "y", (20, 30))]), home)
    source = next(row for row in made.of(FieldSource) if str(row) == "standing_agency")
    assert (made.programme.standing_agency_id, source.span_start, source.doubt) == (home.id, 3, "")


def test_an_agency_named_twice_is_linked_once() -> None:
    named = [Subject("Sở Du lịch", "department", (0, 5)), Subject("Sở Du lịch", "department", (9, 14))]
    first, second = rows(empty(subjects=named), DEPARTMENT).of(SubjectRow)
    assert (first.agency_id, second.agency_id) == (DEPARTMENT.id, None)
    assert "hai lần" in second.doubt


def test_doubts_find_the_nearest_row() -> None:
    plan = empty(
        period=Period(None, date(2026, 5, 1), "trước 1/5", (1, 2)),
        subjects=[Subject("Sở Lạ", "department", (0, 5)), Subject("Sở Du lịch", "department", (6, 9))],
        duties=[Duty("Chưa rõ", "x", (0, 1), confidence=0.5)],
        unplaced=[Unplaced("abc", (50, 53), "Chưa rõ.")],
    )
    made = rows(plan, DEPARTMENT)
    for path, reason in (
        ("period", "A."),
        ("subjects[0]", "B."),
        ("subjects[1].name", "C."),
        ("duties[0]", "D."),
        ("methods", "E."),
        ("methods", "F."),
        ("team.members[7].agency", "G."),
        ("document.date", "H."),
    ):
        made.doubt(path, reason)
    by = made.by_path
    assert by["period.start"].doubt == by["period.end"].doubt == "A."
    assert by["subjects[0]"].doubt.startswith("Danh mục cơ quan không có")  # the register's word is nearer
    assert by["subjects[1]"].doubt == "C."
    assert (by["duties[0]"].doubt, by["duties[0]"].confidence) == ("D.", 0.5)
    assert by["methods"].doubt == "E. F."
    assert by["team"].doubt == "G."
    assert str(by["document.date"]) == "issued_on"
    assert by["document.date"].doubt == "H."
    assert [left.span_start for left in made.unplaced] == [50]


def test_seats_by_name_and_by_office() -> None:
    team = Team(
        head=Seat("Ông Trần Văn A", (0, 9), person="Trần Văn A"),
        members=[Seat("Sở Du lịch", (10, 20), agency="Sở Du lịch"), Seat("Sở Lạ", (21, 26), agency="Sở Lạ")],
    )
    head, known, strange = rows(empty(team=team), DEPARTMENT).of(SeatRow)
    assert (head.person_name, head.doubt, head.agency_id) == ("Trần Văn A", "", None)
    assert known.agency_id == DEPARTMENT.id
    assert "không có “Sở Lạ”" in strange.doubt


def test_members_are_those_who_sit_in_the_team() -> None:
    team = Team(
        head=Seat("Chủ tịch UBND tỉnh", (0, 1), agency="UBND tỉnh"),
        members=[Seat("a", (0, 1), agency="Sở Y tế")],
    )
    duties = [Duty("Các Sở: Y tế, Tài chính", "x", (0, 1)), Duty("UBND tỉnh", "y", (0, 1))]
    owners = [row.owner for row in rows(empty(team=team, duties=duties)).of(DutyRow)]
    assert owners == ["members", "other"]


def outline(*sections: OutlineSection, **more: object) -> tuple[OutlineRow, list[Node]]:
    made = rows(empty())
    read = Outline(None, None, list(sections), (0, 9), **more)  # type: ignore[arg-type]
    row = outline_of(read, made, by=system("thử"), now=datetime(2026, 1, 1, tzinfo=UTC))
    return row, made.of(Node)


def test_outline_without_a_head() -> None:
    row, nodes = outline(OutlineSection(None, "", (0, 1)))
    assert (row.title, row.audience_text, row.data_period_start) == ("Đề cương báo cáo", "", None)
    assert (nodes[0].text, nodes[0].number) == ("(chưa có tiêu đề)", "")


def test_audience_comes_down_and_papers_become_items() -> None:
    item = OutlineItem("narrative", "Nêu rõ", (2, 3), attachment=True)
    own = OutlineItem("narrative", "Riêng", (4, 5), audience="UBND cấp xã")
    section = OutlineSection("I", "Mục", (0, 1), items=[item, own], audience="các sở")
    _, nodes = outline(section, title="ĐỀ CƯƠNG\nBÁO CÁO")
    assert [(n.kind, n.audience) for n in nodes] == [
        ("section", ["department"]),
        ("narrative", ["department"]),
        ("attachment", ["department"]),
        ("narrative", ["commune"]),
    ]
    assert nodes[2].parent == nodes[1]


def test_two_counts_of_the_same_words_are_told_apart_by_place() -> None:
    def group(at: int) -> list[OutlineItem]:
        return [
            OutlineItem("ratio", "Tỷ lệ", (at, at + 1), numerator="Số đã làm", denominator="Tổng số",
                        numerator_span=(at + 4, at + 5), denominator_span=(at + 2, at + 3)),
            OutlineItem("count", "Tổng số", (at + 2, at + 3)),
            OutlineItem("count", "Số đã làm", (at + 4, at + 5)),
        ]  # fmt: skip

    lost = OutlineItem("ratio", "Tỷ lệ khác", (90, 91), numerator="không có", numerator_span=(95, 96))
    _, nodes = outline(OutlineSection("I", "Mục", (0, 1), items=[*group(10), *group(30), lost]))
    ratios = [node for node in nodes if node.kind == NodeKind.RATIO]
    places = [
        (r.numerator and r.numerator.span_start, r.denominator and r.denominator.span_start) for r in ratios
    ]
    assert places == [(14, 12), (34, 32), (None, None)]


BARE = """KẾ HOẠCH
Kiểm tra công tác cải cách hành chính
Đoàn kiểm tra kiểm tra công tác tại các đơn vị. Thời gian kiểm tra: quý II.
Nội dung kiểm tra: việc thực hiện kế hoạch cải cách hành chính.
"""


@pytest.mark.parametrize("name", ["a.txt", "b" * 300])
def test_a_plan_without_number_agency_or_outline(cast: Cast, name: str) -> None:
    with acting_as(SYSTEM) as actor:
        programme = import_plan(BARE.encode(), name, by=actor, now=NOW)
        assert (programme.number, programme.standing_agency) == ("", None)
        assert not OutlineRow.objects.filter(programme=programme).exists()
        source = FieldSource.objects.get(programme=programme, name="number")
        assert source.is_doubtful
        text = programme.source.text
        spans = [*programme.source.reading["placed"]]
        spans += [[u.span_start, u.span_end] for u in programme.unplaced.all()]
        covered = {at for start, end in spans for at in range(start, end)}
        assert all(at in covered for at, sign in enumerate(text) if not sign.isspace())


def test_a_citation_that_no_row_holds_belongs_to_the_programme(cast: Cast) -> None:
    text = "Theo Nghị định số 61/2018/NĐ-CP ngày 23/4/2018 và Kế hoạch số 9/KH-UBND."
    with acting_as(SYSTEM) as actor:
        plan = Plan(text, empty().document, citations=find_citations(text), notes=[Text("Theo", (0, 4))])
        made = rows(plan)
        made.programme = cast.draft
        cite_plan(cast.draft, plan, made, by=actor, now=NOW)
        cited = Citation.objects.filter(programme_id=cast.draft.pk)
        assert {c.subject_id for c in cited} == {cast.draft.pk}
        assert cited.count() == 2
