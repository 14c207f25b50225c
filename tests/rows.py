"""Rows for the access tests: at least one in every domain table, in each programme and for each unit of the cast."""

from __future__ import annotations

from datetime import date, timedelta
from hashlib import sha256

from django.db import connection
from tests.cast import NOW, SYSTEM, Cast

from soat.access.actor import acting_as
from soat.accounts.models import Invitation, Link
from soat.background.models import Failure
from soat.core.citations import number_key
from soat.core.text import fold, person_sort_key, sort_key, sort_text
from soat.inbox.models import Choice, Digest, Message
from soat.legal.models import Citation, Document, File, Relation
from soat.papers.models import Batch, Number, Paper, PaperFile, Series, Wording
from soat.people.models import Agency, Person, Position, Succession
from soat.programmes.models import (
    Area,
    Duty,
    DutyFile,
    FieldSource,
    Item,
    Method,
    Node,
    Outline,
    PlanSource,
    Programme,
    Question,
    Seat,
    Statement,
    Subject,
    Unplaced,
)
from soat.schedules.models import (
    Absence,
    Assignment,
    Blackout,
    BlackoutRequest,
    CalendarDay,
    Content,
    Crew,
    Draw,
    Feed,
    Notice,
    Overlap,
    Run,
    Theme,
    Vehicle,
    Visit,
)
from soat.schedules.services.feeds import hash_of
from soat.teams.models import Act, Competence, Interest, Member, Nomination, Request, Settings
from soat.trail import services as trail

# The smallest file that opens as a PDF of one page.
_PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
)


def fill(cast: Cast) -> None:
    """Add the rows as the system actor."""
    with acting_as(SYSTEM):
        first = _document("30/2020/NĐ-CP")
        second = _document("61/2018/NĐ-CP")
        Relation.objects.create(
            source=second, target=first, kind="cites", created_at=NOW, created_by=SYSTEM.id
        )
        for programme in (cast.ours, cast.theirs, cast.draft):
            _programme_rows(programme, first, cast)
        for agency in (cast.unit, cast.other_unit):
            for programme in (cast.ours, cast.theirs, cast.draft):
                _unit_rows(programme, agency)
            _officer(agency)
        # A thematic lead and the press see the programme, yet no subject: not even where their own agency is one.
        for agency in (cast.standing, cast.press_agency):
            Subject.objects.create(programme=cast.ours, name=agency.name, kind="other", agency=agency)
        gone = Agency.objects.create(
            name="Sở Cũ",
            kind="department",
            level="province",
            valid_to=date(2025, 3, 1),
            sort_key=sort_text(sort_key("Sở Cũ")),
            folded=fold("Sở Cũ"),
        )
        Succession.objects.create(predecessor=gone, successor=cast.unit, kind="merge", on=date(2025, 3, 1))
        _unit_rows(cast.ours, gone)
        CalendarDay.objects.create(
            day=date(2026, 9, 7),
            working=False,
            name="Bão số 5",
            source="Công điện",
            entered_at=NOW,
            entered_by=SYSTEM.id,
        )
        _officer(gone)
        _invitation(None, "coordinator")
        for name, user in cast.users.items():
            Feed.objects.create(user_id=user.pk, token_hash=hash_of(f"lich-{name}"), made_at=NOW)
            Message.objects.create(
                user=user, kind="programme.started", programme_id=cast.ours.pk, key=name, told_at=NOW,
                subject_type="programmes.programme", subject_id=cast.ours.pk, told_by=SYSTEM.id,
                facts={"programme": cast.ours.title},
            )  # fmt: skip
            Choice.objects.create(user=user, kind="visit.off", way="app")
            Digest.objects.create(user=user, day=NOW.date())
        _queue()


def _queue() -> None:
    """A job that failed, the worker that ran it, and the hour of the clock it was for."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH worker AS (INSERT INTO procrastinate_workers DEFAULT VALUES RETURNING id),"
            " job AS (INSERT INTO procrastinate_jobs (queue_name, task_name, status, worker_id)"
            " SELECT 'default', 'test.rows', 'failed', id FROM worker RETURNING id),"
            " event AS (INSERT INTO procrastinate_events (job_id, type) SELECT id, 'failed' FROM job),"
            " hour AS (INSERT INTO procrastinate_periodic_defers (task_name, defer_timestamp, job_id)"
            " SELECT 'test.rows', 1, id FROM job) SELECT id FROM job"
        )
        (number,) = cursor.fetchone() or ()
    Failure.objects.create(job_id=number, job="test.rows", sentence="Không nối được.", at=NOW)


_LIMITED = {"limits": {"seconds": 10}}
_ASKED = {"names": {}, "current": {}, "wishes": {"preset": "balanced", "focus": ""}, "today": "2026-03-02"}


def token_of(programme: Programme) -> str:
    """The secret in the link of the programme's invitation."""
    return f"thu-{programme.pk}"


def _invitation(programme: Programme | None, role: str) -> None:
    token = token_of(programme) if programme else "thu"
    invitation = Invitation.objects.create(
        email=f"{token}@soat.example",
        full_name="Khách",
        role=role,
        programme_id=programme.pk if programme else None,
        expires_at=NOW + timedelta(36_500),
        created_at=NOW,
        created_by=SYSTEM.id,
    )
    Link.objects.create(invitation=invitation, token_hash=sha256(token.encode()).hexdigest())


def _officer(agency: Agency) -> None:
    name = f"Cán bộ {agency.name}"
    person = Person.objects.create(
        full_name=name, sort_key=sort_text(*person_sort_key(name)), folded=fold(name)
    )
    Position.objects.create(person=person, agency=agency, title="Chuyên viên")


def _document(number: str) -> Document:
    document = Document.objects.create(
        number=number,
        number_key=number_key(number),
        type="Nghị định",
        folded=fold(number),
        created_at=NOW,
        created_by=SYSTEM.id,
    )
    File.objects.create(
        document=document, number=1, data=b"x", name="van-ban.txt", type="text", size=1, sha256="0" * 64,
        added_at=NOW, added_by=SYSTEM.id, added_by_name=SYSTEM.name,
    )  # fmt: skip
    return document


def _programme_rows(programme: Programme, document: Document, cast: Cast) -> None:
    one = {"programme": programme}
    PlanSource.objects.create(
        **one,
        file_name="ke-hoach.txt",
        media_type="text/plain",
        sha256="0" * 64,
        content=b"x",
        text="x",
        reading={},
        read_at=NOW,
        read_by=SYSTEM.id,
    )
    FieldSource.objects.create(**one, name="number")
    Unplaced.objects.create(**one, text="x", span_start=0, span_end=1, reason="x")
    Statement.objects.create(**one, kind="purpose", text="Rà soát.", order=1)
    Statement.objects.create(**one, kind="note", text="Chờ ý kiến lãnh đạo.", order=2)
    area = Area.objects.create(**one, title="Cải cách thể chế")
    Item.objects.create(**one, area=area, text="Việc ban hành văn bản.")
    Method.objects.create(**one, kind="announced", title="Theo kế hoạch")
    Seat.objects.create(**one, kind="head", text="Phó Chủ tịch")
    Subject.objects.create(**one, name="Sở Y tế", kind="department")
    outline = Outline.objects.create(**one, version=1, created_at=NOW, created_by=SYSTEM.id)
    Node.objects.create(**one, outline=outline, kind="narrative", text="Công tác chỉ đạo", code="m1")
    Citation.objects.create(
        document=document,
        programme_id=programme.pk,
        subject_type="programmes.item",
        subject_id=area.pk,
        label="Nội dung 1",
    )
    Duty.objects.create(**one, owner="standing", party="Sở Nội vụ", agency=cast.standing, text="Chủ trì.")
    Duty.objects.create(**one, owner="press", party="Báo", agency=cast.press_agency, text="Đưa tin.")
    Duty.objects.create(**one, owner="units", party="Các đơn vị", text="Báo cáo.")
    _team(programme, area, cast)
    Wording.objects.create(
        programme=programme, kind="don-doc", version=1, saved_at=NOW, saved_by=SYSTEM.id, saved_by_name="x"
    )
    Batch.objects.create(
        programme=programme, title="Thông báo", items=[], total=0, asked_at=NOW, asked_by=SYSTEM.id,
        asked_by_name="x", finished_at=NOW,
    )  # fmt: skip
    series, _ = Series.objects.get_or_create(issuer_id=cast.standing.pk, type="KH", year=2026)
    Number.objects.create(
        programme_id=programme.pk,
        series=series,
        symbol="KH-SNV",
        abstract="Kế hoạch",
        dated=NOW.date(),
        taken_at=NOW,
        taken_by=SYSTEM.id,
    )
    _invitation(programme, "member")
    trail.record("programme.test", programme, by=SYSTEM, now=NOW, programme_id=programme.pk)


def _team(programme: Programme, area: Area, cast: Cast) -> None:
    Settings.objects.create(programme=programme)
    one = {"programme": programme}
    person = Person.objects.get(user=cast.user("member"))
    member = Member.objects.create(**one, person=person, kind="member", listed_at=NOW, listed_by=SYSTEM.id)
    Act.objects.create(
        **one, member=member, kind="appoint", on=NOW.date(), document="1/QĐ", done_at=NOW, done_by=SYSTEM.id
    )
    Competence.objects.create(**one, member=member, area=area)
    Interest.objects.create(
        **one, person=person, agency=cast.unit, reason="Người thân", declared_at=NOW, declared_by=SYSTEM.id
    )
    _planning(programme, member, cast)
    _visits(programme, member, area, cast)


def _planning(programme: Programme, member: Member, cast: Cast) -> None:
    one = {"programme": programme}
    days = {"first": NOW.date(), "last": NOW.date()}
    Vehicle.objects.create(**one, name="Xe 7 chỗ")
    Absence.objects.create(**one, member=member, **days)
    Blackout.objects.create(**one, agency=cast.unit, **days)
    Run.objects.create(**one, state="done", problem=_LIMITED, frame=_ASKED, asked_at=NOW, asked_by=SYSTEM.id)
    for kind in ("added", "surprise"):
        Draw.objects.create(
            **one,
            kind=kind,
            title="Chọn xã",
            commitment="0" * 64,
            nonce="x",
            frame={
                "units": [{"id": cast.unit.name, "stratum": "Sở", "agency": str(cast.unit.pk)}],
                "sizes": {"Sở": 1},
            },
            committed_at=NOW,
            committed_by=SYSTEM.id,
        )
    for agency in (cast.unit, cast.other_unit):
        BlackoutRequest.objects.create(**one, agency=agency, **days, asked_at=NOW, asked_by=SYSTEM.id)


def _visits(programme: Programme, member: Member, area: Area, cast: Cast) -> None:
    """For each unit: one announced visit, one that is only planned, and a surprise; a thematic one of the lead's."""
    first = 3 * [cast.ours, cast.theirs, cast.draft].index(programme) + 4  # nobody is in two places at once
    told = {"state": "notified", "notified_at": NOW, "notified_by": SYSTEM.id}
    for month, agency in enumerate((cast.unit, cast.other_unit), start=first):
        _visit(programme, member, area, agency, date(2026, month, 6), kind="planned", **told)
        _visit(programme, member, None, agency, date(2026, month, 8), kind="planned")
        _visit(
            programme,
            None,
            None,
            agency,
            date(2026, month, 9),
            kind="surprise",
            state="approved",
            reason="Tin báo",
        )
        _visit(
            programme, None, None, agency, date(2026, month, 10), kind="thematic", lead_agency=cast.standing
        )
    led = {"programme": programme, "lead_agency": cast.standing}
    theme = Theme.objects.create(**led, title="Thể chế", made_at=NOW, made_by=SYSTEM.id)
    Overlap.objects.create(**led, theme=theme, agency=cast.unit, area=area)


def _visit(
    programme: Programme, member: Member | None, area: Area | None, agency: Agency, day: date, **more: object
) -> None:
    visit = Visit.objects.create(
        programme=programme, agency=agency, day=day, made_at=NOW, made_by=SYSTEM.id, **more
    )
    one = {"programme": programme, "visit": visit}
    if member:
        crew = Crew.objects.create(**one, member=member, person=member.person)
        if area:
            Content.objects.create(**one, agency=agency, area=area, content=f"{area.pk}", year=2026)
            Assignment.objects.create(**one, crew=crew, area=area, responsible=True)
    if visit.state == "notified":
        Notice.objects.create(
            **one, agency=agency, kind="schedule", title="Thông báo", text="x", sent_at=NOW, sent_by=SYSTEM.id
        )


def _paper_rows(programme: Programme, agency: Agency) -> None:
    """A draft and an issued paper for the unit, the latter with its bytes."""
    one = {"programme": programme, "kind": "don-doc", "agency": agency, "made_at": NOW, "made_by": SYSTEM.id}
    texts = {
        "issuer": "Sở Nội vụ", "symbol": "SNV", "place": "Bình Sơn", "abstract": "đôn đốc",
        "body": "Gửi báo cáo.", "signature": "Giám đốc",
    }  # fmt: skip
    Paper.objects.create(**one, title="Dự thảo", texts=texts)
    issued = Paper.objects.create(
        **one, title="Đôn đốc", texts=texts, state="issued", number_text="1/SNV", dated=NOW.date(),
        issued_at=NOW, issued_by=SYSTEM.id,
    )  # fmt: skip
    for name in ("docx", "pdf"):
        PaperFile.objects.create(
            programme=programme, paper=issued, format=name, sha256=sha256(_PDF).hexdigest(), size=len(_PDF),
            data=_PDF, made_at=NOW, made_by=SYSTEM.id,
        )  # fmt: skip


def _unit_rows(programme: Programme, agency: Agency) -> None:
    _paper_rows(programme, agency)
    asked = Request.objects.create(
        programme=programme, agency=agency, kind="member", due_on=NOW.date(), sent_at=NOW, sent_by=SYSTEM.id
    )
    Nomination.objects.create(
        programme=programme,
        request=asked,
        agency=agency,
        full_name="Người được cử",
        position="Chuyên viên",
        proposed_at=NOW,
        proposed_by=SYSTEM.id,
    )
    Subject.objects.get_or_create(
        programme=programme, agency=agency, defaults={"name": agency.name, "kind": "other"}
    )
    duty = Duty.objects.create(
        programme=programme, owner="units", party=agency.name, agency=agency, text="Báo cáo."
    )
    DutyFile.objects.create(
        programme=programme,
        duty=duty,
        agency=agency,
        name="bao-cao.pdf",
        media_type="application/pdf",
        size=1,
        sha256=sha256(b"x").hexdigest(),
        content=b"x",
        added_at=NOW,
        added_by=SYSTEM.id,
    )
    question = Question.objects.create(
        programme=programme, agency=agency, text="Vướng.", asked_at=NOW, asked_by=SYSTEM.id
    )
    trail.record("question.ask", question, by=SYSTEM, now=NOW, programme_id=programme.pk, agency_id=agency.pk)
