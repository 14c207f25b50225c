"""A paper from draft to its end: number and bytes at issue, frozen by the database, ended (D1, D2, D4)."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from tests.cast import NOW, SYSTEM, Cast

from soat.access.actor import acting_as
from soat.common.errors import Conflict, DomainError, Missing, Refused
from soat.common.ids import new_id
from soat.core.paper.reading import from_data
from soat.papers.facts import facts_of, issuer_of
from soat.papers.kinds import kind_of
from soat.papers.models import Number, Paper, PaperFile, Series
from soat.papers.selectors import numbers as register
from soat.papers.selectors import papers as read
from soat.papers.services import numbers, papers, wordings
from soat.papers.services.papers import About, Terms
from soat.papers.tests.help import DAY, drafted, issued, ready, run
from soat.programmes.models import Statement, StatementKind
from soat.trail.models import Event


@pytest.fixture
def cast_ready(cast: Cast) -> Cast:
    return ready(cast)


def fresh(paper: Paper) -> Paper:
    with acting_as(SYSTEM):
        return Paper.objects.get(pk=paper.pk)


def files(paper: Paper) -> dict[str, PaperFile]:
    with acting_as(SYSTEM):
        return {one.format: one for one in paper.files.all()}


def test_a_draft_is_filled_from_the_programme_and_has_no_number(cast_ready: Cast) -> None:
    paper = drafted(cast_ready)
    assert paper.state == "draft"
    assert paper.title == "đôn đốc gửi báo cáo (lần 1)"
    assert paper.texts["symbol"] == "SNV"
    assert "Kế hoạch số 97/KH-UBND" in paper.texts["body"]
    assert "……" in paper.texts["body"]  # the terms nobody gave
    assert str(paper) == "Dự thảo công văn đôn đốc"
    with acting_as(SYSTEM):
        assert not Number.objects.exists()
        assert not Series.objects.exists()


def test_a_form_sent_twice_makes_one_draft(cast_ready: Cast) -> None:
    key = new_id()
    kind = kind_of("don-doc")
    one, two = (run(cast_ready, papers.draft, cast_ready.ours, kind, {}, key=key) for _ in range(2))
    assert one.pk == two.pk == key
    assert one.subject_type == ""


def test_editing_keeps_what_was_typed_and_sees_who_was_faster(cast_ready: Cast) -> None:
    paper = drafted(cast_ready)
    texts = {**paper.texts, "abstract": "đôn đốc lần 2"}
    run(cast_ready, papers.edit, paper, texts, seen=0)
    assert fresh(paper).title == "đôn đốc lần 2"
    with pytest.raises(Conflict, match="vừa sửa"):
        run(cast_ready, papers.edit, paper, texts, seen=0)
    with pytest.raises(DomainError, match="dòng 1: không có biến “x”"):
        run(cast_ready, papers.edit, paper, {**texts, "body": "{{ x }}"}, seen=1)
    with pytest.raises(Refused):
        run(cast_ready, papers.edit, paper, texts, seen=1, who="head")


def test_issuing_takes_a_number_and_keeps_the_bytes(cast_ready: Cast) -> None:
    paper = issued(cast_ready)
    assert (paper.number_text, paper.dated, paper.signer) == ("01/SNV", DAY, "Thủ trưởng cơ quan")
    assert paper.cited == "01/SNV ngày 02/03/2026"
    assert str(paper) == "01/SNV: đôn đốc gửi báo cáo (lần 1)"
    drawn = from_data(fresh(paper).model)
    assert (drawn.number, str(drawn.date)) == ("01", "ngày 02 tháng 3 năm 2026")
    kept = files(paper)
    assert set(kept) == {"docx", "pdf"}
    for one in kept.values():
        assert one.sha256 == hashlib.sha256(bytes(one.data)).hexdigest()
    with acting_as(SYSTEM):
        number = Number.objects.get()
        assert (number.recipients, number.abstract) == (str(cast_ready.unit), paper.title)
        told = Event.objects.filter(subject_id=paper.pk, action="paper.issue").get()
    assert kept["pdf"].sha256 in told.payload
    assert told.agency_id == cast_ready.unit.pk


def test_number_and_day_are_filled_in_the_text_at_issue(cast_ready: Cast) -> None:
    people = [{"stt": "1", "ho_ten": "Nguyễn Văn An", "chuc_vu": "Sở Nội vụ", "nhiem_vu": "Trưởng Đoàn"}]
    paper = drafted(cast_ready, "quyet-dinh-doan", danh_sach=people)
    assert "{{ so_ky_hieu }}" in paper.texts["attachments"]
    done = run(cast_ready, papers.issue, paper, Terms(DAY, given=" 612 / QĐ-UBND "))
    assert (done.number, done.number_text) == (None, "612/QĐ-UBND")
    note = from_data(done.model).attachments[0].note
    assert note.startswith("Kèm theo Quyết định số 612/QĐ-UBND ngày 02 tháng 3 năm 2026 của Chủ tịch")
    assert from_data(done.model).attachments[0].body[0].rows[0][1] == "Nguyễn Văn An"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("terms", "field", "told"),
    [
        (Terms(NOW.date() + timedelta(days=2), given="1/QĐ"), "dated", "sau hôm nay"),
        (Terms(date(1800, 11, 24), given="1/QĐ"), "dated", "quá xa hôm nay"),
        (Terms(DAY, given="612"), "given", "ví dụ 612/QĐ-UBND"),
        (Terms(DAY, given="1/" + "x" * 100), "given", "ví dụ"),
        (Terms(DAY), "issuer", "Chưa rõ sổ"),
    ],
)
def test_what_an_issue_needs(cast_ready: Cast, terms: Terms, field: str, told: str) -> None:
    paper = drafted(cast_ready)
    with pytest.raises(DomainError, match=told) as caught:
        run(cast_ready, papers.issue, paper, terms)
    assert caught.value.field == field


def test_a_paper_that_cannot_be_drawn_takes_no_number(cast_ready: Cast) -> None:
    paper = drafted(cast_ready, viec="báo cáo \U0001f600")
    with pytest.raises(DomainError, match="không có ký tự"):
        run(cast_ready, papers.issue, paper, Terms(DAY, issuer=cast_ready.standing))
    with acting_as(SYSTEM):
        assert not Number.objects.exists()
    assert str(run(cast_ready, numbers.take, cast_ready.ours.pk, "running", wanted(cast_ready))) == "01/SNV"


def wanted(cast: Cast, **more: Any) -> numbers.Wanted:
    given = {"issuer_id": cast.standing.pk, "type": "", "symbol": "SNV", "abstract": "Giữ số", "dated": DAY}
    return numbers.Wanted(**{**given, **more})


def test_a_number_kept_before_is_used_once(cast_ready: Cast) -> None:
    kept = run(cast_ready, numbers.take, cast_ready.ours.pk, "running", wanted(cast_ready))
    other = run(cast_ready, numbers.take, cast_ready.ours.pk, "running", wanted(cast_ready, type="QĐ"))
    paper = drafted(cast_ready)
    with acting_as(cast_ready.actor("coordinator")):
        assert list(read.kept_numbers(cast_ready.ours, "don-doc")) == [kept]
    with pytest.raises(DomainError, match="loại văn bản khác"):
        run(cast_ready, papers.issue, paper, Terms(DAY, kept=other))
    with pytest.raises(DomainError, match="sổ năm 2026"):
        run(cast_ready, papers.issue, paper, Terms(date(2025, 12, 30), kept=kept))
    done = run(cast_ready, papers.issue, paper, Terms(DAY, kept=kept))
    assert (done.number, done.number_text) == (kept, "01/SNV")
    with pytest.raises(Conflict, match="đã dùng"):
        run(cast_ready, papers.issue, drafted(cast_ready), Terms(DAY, kept=kept))
    with pytest.raises(Conflict, match="không hủy được"):
        run(cast_ready, numbers.void, kept, "running", reason="Nhầm")
    with acting_as(SYSTEM), pytest.raises(IntegrityError), transaction.atomic():
        Number.objects.filter(pk=kept.pk).update(voided_at=NOW, voided_by=SYSTEM.id, void_reason="x")


def test_an_issued_paper_is_replaced_or_revoked_and_nothing_else(cast_ready: Cast) -> None:
    old = issued(cast_ready)
    draft = drafted(cast_ready)
    with acting_as(cast_ready.actor("coordinator")):
        assert list(read.replaceable(draft)) == [old]
    new = run(cast_ready, papers.issue, draft, Terms(DAY, issuer=cast_ready.standing), instead_of=old)
    ended = fresh(old)
    assert (ended.state, ended.replaced_by_id, ended.end_reason) == (
        "replaced",
        new.pk,
        "Thay bằng văn bản số 02/SNV",
    )
    with pytest.raises(Conflict, match="đã được thay"):
        run(cast_ready, papers.revoke, old, reason="x")
    with pytest.raises(DomainError, match="lý do"):
        run(cast_ready, papers.revoke, new, reason=" ")
    assert run(cast_ready, papers.revoke, new, reason="Sai ngày").state == "revoked"
    with pytest.raises(Conflict, match="đã thu hồi"):
        run(cast_ready, papers.issue, new, Terms(DAY, issuer=cast_ready.standing))
    with pytest.raises(Refused):
        run(cast_ready, papers.revoke, new, reason="x", who="head")


def test_a_draft_is_thrown_away_an_issued_paper_is_not(cast_ready: Cast) -> None:
    draft = drafted(cast_ready)
    run(cast_ready, papers.discard, draft)
    with pytest.raises(Missing):
        run(cast_ready, papers.issue, draft, Terms(DAY, issuer=cast_ready.standing))
    with pytest.raises(Conflict):
        run(cast_ready, papers.discard, issued(cast_ready))


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE papers_paper SET title = 'khác'",
        "UPDATE papers_paper SET texts = '{}'",
        "UPDATE papers_paper SET state = 'draft', issued_at = NULL, issued_by = NULL",
        "UPDATE papers_paper SET state = 'revoked', ended_at = now(), ended_by = id, end_reason = 'x', signer = 'y'",
        "DELETE FROM papers_paper",
        "UPDATE papers_paperfile SET data = 'x'",
        "DELETE FROM papers_paperfile",
        "INSERT INTO papers_paperfile"
        " (id, programme_id, paper_id, format, version, sha256, size, data, made_at, made_by)"
        " SELECT gen_random_uuid(), programme_id, paper_id, 'pdf', 2, sha256, 1, 'x', made_at, made_by"
        " FROM papers_paperfile WHERE format = 'pdf'",
    ],
)
def test_the_database_itself_keeps_an_issued_paper(cast_ready: Cast, sql: str) -> None:
    issued(cast_ready)
    with acting_as(SYSTEM), pytest.raises(IntegrityError), transaction.atomic():
        connection.cursor().execute(sql)


def test_a_paper_begins_as_a_draft_of_the_coordinator(cast_ready: Cast) -> None:
    """Raw SQL: nobody adds an issued paper; a draft is changed and thrown away by who drafts alone."""
    again = "INSERT INTO papers_paper SELECT (jsonb_populate_record(p, jsonb_build_object('id', gen_random_uuid()))).*"
    issued(cast_ready)
    drafted(cast_ready)
    for name in cast_ready.users:
        actor, may = cast_ready.actor(name), name == "coordinator"
        with acting_as(actor), connection.cursor() as cursor:
            mark = transaction.savepoint()
            cursor.execute("UPDATE papers_paper SET revision = 5 WHERE state = 'draft'")
            assert cursor.rowcount == may, name
            cursor.execute("DELETE FROM papers_paper WHERE state = 'draft'")
            assert cursor.rowcount == may, name
            transaction.savepoint_rollback(mark)
            if name in ("coordinator", "head"):
                with pytest.raises(ProgrammingError), transaction.atomic():
                    cursor.execute(f"{again} FROM papers_paper p WHERE state = 'issued'")


def test_no_file_is_added_to_a_draft_nor_a_draft_revoked(cast_ready: Cast) -> None:
    paper = drafted(cast_ready)
    data = b"%PDF"
    file = PaperFile(
        programme=paper.programme, paper=paper, format="pdf", sha256=hashlib.sha256(data).hexdigest(),
        size=len(data), data=data, made_at=NOW, made_by=SYSTEM.id,
    )  # fmt: skip
    with acting_as(SYSTEM), pytest.raises(IntegrityError), transaction.atomic():
        file.save(force_insert=True)
    with acting_as(SYSTEM), pytest.raises(IntegrityError), transaction.atomic():
        connection.cursor().execute("UPDATE papers_paper SET state = 'revoked'")


def test_a_changed_template_touches_no_issued_paper(cast_ready: Cast) -> None:
    paper = issued(cast_ready)
    before = {name: one.sha256 for name, one in files(paper).items()}
    kind = kind_of("don-doc")
    run(cast_ready, wordings.save, cast_ready.ours, kind, {**kind.texts, "body": "Khác hẳn./."}, seen=0)
    assert drafted(cast_ready).texts["body"] == "Khác hẳn./."
    assert {name: one.sha256 for name, one in files(paper).items()} == before
    assert "Khác hẳn" not in fresh(paper).texts["body"]


def test_a_signed_version_is_given_instead_of_the_first(cast_ready: Cast) -> None:
    paper = issued(cast_ready)
    data = b"%PDF signed"
    with acting_as(SYSTEM):
        PaperFile(
            programme=paper.programme, paper=paper, format="pdf", version=2, size=len(data), data=data,
            sha256=hashlib.sha256(data).hexdigest(), made_at=NOW, made_by=SYSTEM.id,
        ).save(force_insert=True)  # fmt: skip
        last = read.file_of(paper, "pdf")
        assert last is not None
        assert bytes(last.data) == data
        assert [one.version for one in read.files(paper)] == [1, 1, 2]


def test_facts_and_whose_register(cast_ready: Cast) -> None:
    ours = cast_ready.ours
    with acting_as(SYSTEM):
        assert facts_of(ours)["cong_tac"] == "kiểm tra cải cách hành chính năm 2026"
        Statement.objects.create(programme=ours, kind=StatementKind.GROUND, text="Căn cứ Luật A; ")
        ours.title, ours.issued_on, ours.standing_agency = "Kế hoạch về Thanh tra 2026.", DAY, None
        facts = facts_of(ours)
        assert facts["cong_tac"] == "kiểm tra (thanh tra 2026)"
        assert facts["ke_hoach"] == "Kế hoạch số 97/KH-UBND ngày 02 tháng 3 năm 2026 của Ủy ban nhân dân tỉnh"
        assert (facts["can_cu"], facts["thuong_truc"], facts["viet_tat"]) == (
            ["Căn cứ Luật A"],
            "Cơ quan thường trực",
            "……",
        )
        assert issuer_of(kind_of("ke-hoach"), ours) is None
        ours.issuer = str(cast_ready.unit)
        assert issuer_of(kind_of("ke-hoach"), ours) == cast_ready.unit
        ours.issuer = ""
        assert issuer_of(kind_of("ke-hoach"), ours) is issuer_of(kind_of("bao-cao"), ours) is None
        ours.standing_agency = cast_ready.standing
        assert read.issuers(ours, "ke-hoach") == [cast_ready.standing]


def test_papers_about_a_record(cast_ready: Cast) -> None:
    about = About(cast_ready.unit, cast_ready.unit)
    one, two = drafted(cast_ready, about=about), drafted(cast_ready, about=about)
    actor = cast_ready.actor("coordinator")
    with acting_as(actor):
        found = read.about([cast_ready.unit.pk], actor)
    assert {paper.pk for paper in found[cast_ready.unit.pk]} == {one.pk, two.pk}
    assert one.subject_type == "people.agency"


def test_gaps_of_the_register_are_told(cast_ready: Cast) -> None:
    run(cast_ready, numbers.begin, cast_ready.standing.pk, "", 2026, used=3)
    issued(cast_ready)
    actor = cast_ready.actor("coordinator")
    with acting_as(actor):
        (series,) = register.series_of(cast_ready.ours, actor)
        assert register.missing(series, actor) == [(1, 3)]
        (line,) = register.listed(cast_ready.ours, actor, register.Filter("sở nội", series))[:1] or (None,)
        assert line is None
        (line,) = register.listed(cast_ready.ours, actor, register.Filter("4 đôn đốc", series, "paper"))
        assert register.line(line)[0] == "04/SNV"
        assert not register.listed(cast_ready.ours, actor, register.Filter("", None, "outside"))
        assert not register.listed(cast_ready.ours, actor, register.Filter("", series, "void"))
