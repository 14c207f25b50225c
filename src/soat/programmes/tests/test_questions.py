"""Difficulties and questions (G7): asked by units, answered by the coordinator, summed up."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from time import sleep
from typing import Any

import pytest
from django.db import connection, transaction
from tests.cast import NOW, SYSTEM, Cast

from soat.access.actor import acting_as
from soat.common.errors import Conflict, DomainError, Refused
from soat.programmes.models import Programme, Question
from soat.programmes.services import questions


def ask(cast: Cast, by: str = "unit_officer", text: str = "Phần mềm một cửa hay lỗi.") -> Question:
    actor = cast.actor(by)
    with acting_as(actor):
        return questions.ask(cast.ours, cast.unit, text=text, by=actor, now=NOW)


def test_a_unit_asks_and_is_answered(cast: Cast) -> None:
    question, coordinator = ask(cast), cast.actor("coordinator")
    with acting_as(coordinator):
        seen = questions.token(question)
        answered = questions.answer(question, text=" Sẽ nâng cấp. ", by=coordinator, now=NOW, seen=seen)
        assert (answered.answer, answered.answered_by) == ("Sẽ nâng cấp.", coordinator.id)
        seen = questions.token(answered)
        again = questions.answer(question, text="Đã nâng cấp.", by=coordinator, now=NOW, seen=seen)
        assert again.answer == "Đã nâng cấp."
        with pytest.raises(DomainError, match="câu trả lời"):
            questions.answer(question, text=" ", by=coordinator, now=NOW, seen="")


def test_the_same_question_waits_once(cast: Cast) -> None:
    ask(cast)
    with pytest.raises(Conflict):
        ask(cast)


def test_an_empty_question_is_sent_back(cast: Cast) -> None:
    with pytest.raises(DomainError, match="vướng mắc"):
        ask(cast, text=" ")


@pytest.mark.parametrize("by", ["coordinator", "other_unit_officer", "press", "stranger"])
def test_nobody_asks_for_another_unit(cast: Cast, by: str) -> None:
    with pytest.raises(Refused):
        ask(cast, by)


def test_a_unit_may_not_answer(cast: Cast) -> None:
    question, officer = ask(cast), cast.actor("unit_officer")
    with acting_as(officer), pytest.raises(Refused):
        questions.answer(question, text="x", by=officer, now=NOW, seen="")


def test_the_pages(cast: Cast, client_for: Any) -> None:
    base = f"/chuong-trinh/{cast.ours.pk}/vuong-mac/"
    unit, coordinator = client_for(cast.user("unit_officer")), client_for(cast.user("coordinator"))
    assert "Chưa có khó khăn" in unit.get(base).text
    assert "Hãy" in unit.post(f"{base}gui/", {"text": ""}).text
    assert "Thiếu kinh phí." in unit.post(f"{base}gui/", {"text": "Thiếu kinh phí."}, follow=True).text
    assert "Không cần gửi lại" in unit.post(f"{base}gui/", {"text": "Thiếu kinh phí."}).text
    with acting_as(cast.actor("coordinator")):
        question = Question.objects.get()
    assert "Hãy" in coordinator.post(f"{base}{question.pk}/", {"answer": ""}).text
    assert (
        "Đã bổ sung."
        in coordinator.post(f"{base}{question.pk}/", {"answer": "Đã bổ sung."}, follow=True).text
    )
    assert "Đã bổ sung." in unit.get(base).text
    assert "Thiếu kinh phí." not in client_for(cast.user("other_unit_officer")).get(base).text
    assert (
        client_for(cast.user("other_unit_officer")).post(f"{base}{question.pk}/", {"answer": "x"}).status_code
        == 404
    )
    assert unit.post(f"{base}{question.pk}/", {"answer": "x"}).status_code == 403
    assert coordinator.post(f"{base}gui/", {"text": "x"}).status_code == 403
    assert client_for(cast.user("stranger")).get(base).status_code == 404
    assert client_for(cast.user("press")).get(base).status_code == 403


def test_two_who_answer_notice_each_other(cast: Cast, client_for: Any) -> None:
    """The second sees the first's words beside her own, and may send again knowing them."""
    question = ask(cast)
    url = f"/chuong-trinh/{cast.ours.pk}/vuong-mac/{question.pk}/"
    seen, client = questions.token(question), client_for(cast.user("coordinator"))
    client.post(url, {"answer": "Sẽ nâng cấp.", "seen": seen})
    page = client.post(url, {"answer": "Đã báo nhà thầu.", "seen": seen})
    assert "người khác đã trả lời: “Sẽ nâng cấp.”" in page.text
    assert "Đã báo nhà thầu.</textarea>" in page.text
    coordinator = cast.actor("coordinator")
    with acting_as(coordinator):
        question.refresh_from_db()
        assert question.answer == "Sẽ nâng cấp."
        same = questions.answer(question, text="Sẽ nâng cấp.", by=coordinator, now=NOW, seen=seen)
        assert same.answer == "Sẽ nâng cấp."
    fresh = questions.token(question)
    assert fresh in page.text
    assert client.post(url, {"answer": "Cả hai.", "seen": fresh}).status_code == 302


def test_a_programme_closed_in_between_takes_no_question_and_no_answer(cast: Cast) -> None:
    question, officer, coordinator = ask(cast), cast.actor("unit_officer"), cast.actor("coordinator")
    with acting_as(SYSTEM):
        Programme.objects.filter(pk=cast.ours.pk).update(state="closed", closed_at=NOW, closed_by=SYSTEM.id)
    with acting_as(officer), pytest.raises(Conflict, match="vừa thay đổi"):
        questions.ask(cast.ours, cast.unit, text="Thiếu máy.", by=officer, now=NOW)
    with acting_as(coordinator), pytest.raises(Conflict, match="vừa thay đổi"):
        questions.answer(question, text="x", by=coordinator, now=NOW)


def test_the_same_words_at_the_same_time_are_one_question(fresh_db: str) -> None:
    """Two windows send at once: the second waits for the first and is told."""
    from tests.cast import build

    cast = build()
    actor = cast.actor("unit_officer")

    def send(_: int) -> str:
        try:
            with transaction.atomic(), acting_as(actor):
                questions.ask(cast.ours, cast.unit, text="Thiếu máy.", by=actor, now=NOW)
                sleep(0.2)
        except Conflict:
            return "told"
        else:
            return "kept"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(send, range(2))) == ["kept", "told"]
