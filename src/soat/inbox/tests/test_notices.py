"""Notices: told once and to whom it concerns, read by their person alone, silent about surprises (A2, P4, S7)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core import mail
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.cast import NOW, SYSTEM, Cast
from tests.jobs import waiting

from soat.access.actor import acting_as
from soat.access.models import Grant
from soat.inbox import services
from soat.inbox.jobs import send
from soat.inbox.kinds import KINDS, plain, sentence
from soat.inbox.models import MailState, Message
from soat.inbox.services import everybody, mark_all_read, of_agency, tell, who_may
from soat.people.models import Agency
from soat.programmes.models import Area, Duty
from soat.programmes.services import duties, duty_reports
from soat.schedules.models import BlackoutRequest, Visit
from soat.schedules.services import crews, spans, surprises, themes, visits
from soat.schedules.services.spans import Days
from soat.schedules.services.visits import Shape
from soat.teams.models import Member, Settings
from soat.teams.services import interests, members
from soat.teams.services.members import Paper

FACTS = {"programme": "Kế hoạch số 1"}


def told(cast: Cast, name: str) -> list[str]:
    """The sentences she has, the latest first, as she reads them by her own rights."""
    actor = cast.actor(name)
    with acting_as(actor):
        return [plain(one.kind, one.facts) for one in Message.objects.visible_to(actor)]


def tell_all(cast: Cast, by: str = "coordinator", key: str = "k") -> None:
    to = [user.pk for user in cast.users.values()]
    with acting_as(cast.actor(by)) as actor:
        tell("programme.started", to=to, about=cast.ours, facts=FACTS, by=actor, now=NOW, key=key)


def test_told_once_not_to_herself_and_only_to_who_may_see(cast: Cast) -> None:
    tell_all(cast)
    tell_all(cast)
    assert told(cast, "head") == ["Chương trình Kế hoạch số 1 đã bắt đầu."]
    assert told(cast, "unit_head") == told(cast, "head")
    for name in ("coordinator", "stranger", "other_head", "sysadmin"):
        assert told(cast, name) == []
    tell_all(cast, key="another moment")
    assert len(told(cast, "head")) == 2


def test_nobody_is_told_of_nothing_without_an_account(cast: Cast) -> None:
    with acting_as(SYSTEM) as actor:
        tell("programme.started", to=[None], about=cast.ours, facts=FACTS, by=actor, now=NOW)
        assert not Message.objects.exists()


def test_whom_the_table_of_rights_names(cast: Cast) -> None:
    def names(found: set[Any]) -> set[str]:
        return {name for name, user in cast.users.items() if user.pk in found}

    assert names(who_may("surprise.approve", cast.ours.pk)) == {"head"}
    assert names(of_agency("blackout.ask", cast.ours.pk, cast.unit.pk)) == {"unit_head", "unit_officer"}
    assert of_agency("blackout.ask", cast.ours.pk, None) == set()
    assert names(everybody(cast.theirs.pk)) == {"other_coordinator", "other_head"}


def test_what_was_told_stays_as_it_was(cast: Cast) -> None:
    tell_all(cast)
    for statement in ("DELETE FROM inbox_message", "UPDATE inbox_message SET facts = '{}'"):
        with pytest.raises(ProgrammingError), acting_as(SYSTEM), connection.cursor() as cursor:
            cursor.execute(statement)
    with acting_as(cast.actor("head")):
        with pytest.raises(ProgrammingError), transaction.atomic():
            Message.objects.update(mail_state=MailState.SENT)
        assert Message.objects.update(read_at=NOW) == 1
        with pytest.raises(ProgrammingError), transaction.atomic():
            Message.objects.update(read_at=None)


def test_the_page_the_bell_and_the_mark(cast: Cast, client_for: Any) -> None:
    tell_all(cast)
    client = client_for(cast.user("head"))
    page = client.get(reverse("inbox:list")).content.decode()
    assert "Tin báo: 1 tin chưa đọc" in page
    assert "Kế hoạch số 1" in page
    assert (
        "Tin báo: 1 tin chưa đọc"
        in client.get(reverse("account_change_password"), follow=True).content.decode()
    )
    with acting_as(SYSTEM):
        one = Message.objects.get(user=cast.user("head"))
    assert str(one) == "Tin báo"
    answer = client.get(reverse("inbox:open", args=[one.pk]))
    assert answer.headers["Location"] == reverse("programmes:overview", args=[cast.ours.pk])
    page = client.get(reverse("inbox:list"), {"xem": "chua-doc"}).content.decode()
    assert "Bạn đã đọc hết tin báo." in page
    assert "Đánh dấu đã đọc hết" not in page
    assert client_for(cast.user("deputy")).get(reverse("inbox:open", args=[one.pk])).status_code == 404


def test_all_are_marked_at_once_and_only_hers(cast: Cast, client_for: Any) -> None:
    tell_all(cast)
    tell_all(cast, key="again")
    assert client_for(cast.user("head")).post(reverse("inbox:all_read")).status_code == 302
    with acting_as(SYSTEM):
        assert set(Message.objects.filter(read_at=None).values_list("user", flat=True)) >= {
            cast.user("deputy").pk
        }
        assert not Message.objects.filter(read_at=None, user=cast.user("head")).exists()
    with acting_as(cast.actor("head")) as actor:
        assert mark_all_read(by=actor, now=NOW) == 0
    assert (
        "Chưa có tin báo nào."
        in client_for(cast.user("stranger")).get(reverse("inbox:list")).content.decode()
    )


def test_a_record_she_may_not_see_any_more_has_neither_words_nor_link(cast: Cast, client_for: Any) -> None:
    tell_all(cast)
    with acting_as(SYSTEM):
        Grant.objects.filter(user=cast.user("head")).update(ended_at=NOW, ended_by=SYSTEM.id)
        one = Message.objects.get(user=cast.user("head"))
    client = client_for(cast.user("head"))
    page = client.get(reverse("inbox:list")).content.decode()
    assert "không còn mở với bạn" in page
    assert "Kế hoạch số 1" not in page
    assert str(one.pk) not in page
    assert client.get(reverse("inbox:open", args=[one.pk])).headers["Location"] == reverse("inbox:list")


def test_queries_do_not_grow_with_notices(cast: Cast, client_for: Any) -> None:
    tell_all(cast)
    client = client_for(cast.user("head"))
    client.get(reverse("inbox:list"))

    def cost() -> int:
        with CaptureQueriesContext(connection) as caught:
            client.get(reverse("inbox:list"))
        return len(caught)

    few = cost()
    with acting_as(SYSTEM):
        one = Message.objects.get(user=cast.user("head"))
        Message.objects.bulk_create(
            Message(user=one.user, kind=one.kind, subject_type=one.subject_type, subject_id=one.subject_id,
                    facts=FACTS, key=f"{n}", told_at=NOW, told_by=SYSTEM.id)
            for n in range(120)
        )  # fmt: skip
    assert cost() == few


def duty_of_the_unit(cast: Cast) -> Duty:
    with acting_as(SYSTEM):
        return Duty.objects.create(
            programme=cast.ours, owner="units", party=cast.unit.name, agency=cast.unit, text="Gửi báo cáo."
        )


def test_a_duty_is_reported_returned_and_confirmed(cast: Cast) -> None:
    duty = duty_of_the_unit(cast)
    with acting_as(cast.actor("unit_officer")) as unit:
        duty_reports.report(duty, evidence="Xong.", by=unit, now=NOW)
    with acting_as(cast.actor("coordinator")) as coordinator:
        duty_reports.reopen(duty, reason="Thiếu.", by=coordinator, now=NOW)
    assert told(cast, "coordinator") == ["Sở Du lịch báo đã làm xong: Gửi báo cáo."]
    assert told(cast, "unit_head") == ["Cơ quan thường trực trả lại báo cáo về: Gửi báo cáo."]
    assert told(cast, "other_unit_officer") == []
    assert [name for name, _ in waiting()] == ["inbox.mail"] * 2


def test_a_mail_goes_once_unless_read_or_closed(cast: Cast, run_jobs: Any) -> None:
    duty = duty_of_the_unit(cast)
    with acting_as(cast.actor("coordinator")) as by:
        to = of_agency("duty.report", cast.ours.pk, cast.unit.pk)
        tell("duty.returned", to=to, about=duty, facts={"duty": duty.text}, by=by, now=NOW)
    with acting_as(cast.actor("unit_officer")) as officer:
        services.mark_read(Message.objects.visible_to(officer).get(), by=officer, now=NOW)
    run_jobs()
    assert [one.to for one in mail.outbox] == [[cast.user("unit_head").email]]
    assert "trả lại báo cáo về: Gửi báo cáo." in mail.outbox[0].body
    with acting_as(SYSTEM):
        states = dict(Message.objects.values_list("user__full_name", "mail_state"))
        one = Message.objects.get(user=cast.user("unit_head"))
    assert states == {"Ngô Thị Yến": "sent", "Dương Văn Đăng": "withheld"}
    send(message_id=str(one.pk))
    assert len(mail.outbox) == 1
    assert send.given_up
    send.given_up(message_id=str(one.pk))
    with acting_as(SYSTEM):
        assert Message.objects.get(pk=one.pk).mail_state == MailState.FAILED


def test_days_a_unit_asks_for(cast: Cast) -> None:
    with acting_as(cast.actor("unit_head")) as unit:
        days = Days(date(2026, 5, 4), date(2026, 5, 5), "Đại hội.")
        asked = spans.ask(cast.ours, cast.unit, days, by=unit, now=NOW)
    with acting_as(cast.actor("coordinator")) as by:
        spans.answer(BlackoutRequest.objects.get(pk=asked.pk), accepted=True, words="", by=by, now=NOW)
    assert told(cast, "coordinator") == ["Sở Du lịch đề nghị không tiếp Đoàn từ 04/05/2026 đến 05/05/2026."]
    assert told(cast, "unit_officer")[0].endswith("đến 05/05/2026: được chấp nhận.")
    assert told(cast, "head") == []


def test_what_else_is_told_and_to_whom(cast: Cast) -> None:
    """A duty given after the start, an absence on the day of a visit, something to avoid, a decision, an overlap."""
    with acting_as(SYSTEM):
        area = Area.objects.create(programme=cast.ours, title="Thể chế")
        Settings.objects.create(programme=cast.ours)
        member = Member.objects.create(
            programme=cast.ours, person=cast.user("member").person, kind="member", state="listed",
            listed_at=NOW, listed_by=SYSTEM.id,
        )  # fmt: skip
    with acting_as(cast.actor("coordinator")) as by:
        whole = {"party": "Các sở", "owner": "others", "due_on": None, "by": by, "now": NOW}
        duties.add(cast.ours, text="Báo cáo quý.", agency=cast.unit, **whole)
        given = duties.add(cast.ours, text="Nộp hồ sơ.", agency=None, **whole)
        duties.give_to(given, agencies=[cast.unit, cast.other_unit], by=by, now=NOW)
        members.appoint([member], Paper("612/QĐ-UBND", on=date(2026, 3, 1)), by=by, now=NOW)
        member = Member.objects.select_related("programme", "person").get(pk=member.pk)
        visit = visits.add(cast.ours, cast.unit, Shape([area]), reason="Theo đơn.", by=by, now=NOW)
        visit = visits.move(visit, date(2026, 5, 6), "am", by=by, now=NOW)
        crews.join(visit, member, by=by, now=NOW)
    assert set(told(cast, "unit_officer")) == {
        f"Cơ quan bạn được giao nhiệm vụ: {text}" for text in ("Nộp hồ sơ.", "Báo cáo quý.")
    }
    assert told(cast, "other_unit_officer") == ["Cơ quan bạn được giao nhiệm vụ: Nộp hồ sơ."]
    with acting_as(cast.actor("member")) as by:
        off = Days(date(2026, 5, 5), date(2026, 5, 7), "Nghỉ phép.")
        spans.declare(member, off, by=by, now=NOW)
        interests.declare(cast.ours, member.person, cast.other_unit, reason="Người nhà.", by=by, now=NOW)
    assert "Bạn tham gia Đoàn kiểm tra theo 612/QĐ-UBND." in told(cast, "member")
    assert sorted(told(cast, "coordinator")) == [
        f"{member.person} khai phải tránh {cast.other_unit}.",
        f"{member.person} vắng ngày 06/05/2026, khi có {visit}.",
    ]
    with acting_as(cast.actor("thematic_lead")) as by:
        lead = by.holdings[0].agency_id
        plan = themes.Plan("Thể chế", Agency.objects.get(pk=lead), [cast.unit], [area], day=date(2026, 6, 1))
        themes.register(cast.ours, plan, merges=True, by=by, now=NOW)
    line = "Chuyên đề Thể chế có 1 nội dung trùng, chờ giải quyết."
    assert line in told(cast, "coordinator")
    assert line in told(cast, "head")
    assert line not in told(cast, "unit_officer")


def seen_by(cast: Cast, client_for: Any, name: str) -> tuple[Any, ...]:
    """Everything she gets of notices: her page without the tokens of forms, her rows, the mails to her."""
    page = client_for(cast.user(name)).get(reverse("inbox:list")).content.decode()
    lines = [line for line in page.splitlines() if "csrf" not in line]
    mails = [one.body for one in mail.outbox if cast.user(name).email in one.to]
    return lines, told(cast, name), mails


def test_a_surprise_leaves_no_trace(cast: Cast, client_for: Any, run_jobs: Any) -> None:
    """Proposed, manned and approved: for whoever may not see it all is, byte for byte, as if it were not."""
    outsiders = ("unit_head", "unit_officer", "press", "leadership", "support", "stranger", "thematic_lead")
    before = {name: seen_by(cast, client_for, name) for name in outsiders}
    with acting_as(SYSTEM):
        area = Area.objects.create(programme=cast.ours, title="Thể chế")
        Settings.objects.create(programme=cast.ours)
        member = Member.objects.create(
            programme=cast.ours, person=cast.user("member").person, kind="member", state="serving",
            decision="1/QĐ", serves_from=date(2026, 1, 1),
            listed_at=NOW, listed_by=SYSTEM.id,
        )  # fmt: skip
    with acting_as(cast.actor("coordinator")) as by:
        visit = surprises.propose(
            cast.ours, cast.unit, Shape([area]), day=date(2026, 5, 6), reason="Tin của dân.", by=by, now=NOW
        )
        # to everybody, as a careless service might
        tell("surprise.proposed", to=everybody(cast.ours.pk), about=visit, by=by, now=NOW, key="all")
        crew = crews.join(Visit.objects.get(pk=visit.pk), member, by=by, now=NOW)
    assert told(cast, "member") == ["Bạn được phân công đi Kiểm tra đột xuất."]
    with acting_as(cast.actor("coordinator")) as by:
        crews.leave(crew, by=by, now=NOW)
    with acting_as(cast.actor("head")) as head:
        surprises.approve(Visit.objects.get(pk=visit.pk), by=head, now=NOW)
    run_jobs()
    assert {name: seen_by(cast, client_for, name) for name in outsiders} == before
    assert "Có đề xuất kiểm tra đột xuất chờ bạn duyệt." in told(cast, "head")
    assert told(cast, "coordinator") == ["Đề xuất kiểm tra đột xuất đã được duyệt."]
    assert {address for one in mail.outbox for address in one.to} <= {
        cast.user(name).email for name in ("head", "deputy", "coordinator")
    }
    page = client_for(cast.user("member")).get(reverse("inbox:list")).content.decode()
    assert "không còn mở với bạn" in page
    assert "đột xuất" not in page.lower()


def test_each_kind_reads_as_a_sentence() -> None:
    facts = dict.fromkeys(
        (
            "programme",
            "day",
            "duty",
            "party",
            "wanted",
            "document",
            "number",
            "agency",
            "person",
            "visit",
            "title",
            "answer",
            "first",
            "last",
        ),
        "<b>",
    )
    for name in KINDS:
        assert "%(" not in plain(name, facts)
        assert "<b>" not in sentence(name, facts)
