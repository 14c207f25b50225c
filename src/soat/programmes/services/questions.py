"""Difficulties and questions raised by units (requirement G7): asked, answered, summed up for leadership."""

from __future__ import annotations

import hashlib
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext

from soat.access.actor import Actor
from soat.common.errors import Conflict, DomainError
from soat.common.ids import new_id
from soat.common.once import made_before
from soat.people.models import Agency
from soat.programmes.models import Programme, Question
from soat.programmes.services.holding import held
from soat.trail import services as trail


def ask(
    programme: Programme, agency: Agency, *, text: str, by: Actor, now: datetime, key: UUID | None = None
) -> Question:
    """A unit raises a difficulty. The same words asked twice within the programme are one question.

    `key`: of the form (common/once.py); sent twice it gives the same question.
    """
    text, key = text.strip(), key or new_id()
    with transaction.atomic():
        programme = held(programme, "question.ask", by=by, agency_id=agency.pk)
        if not text:
            raise DomainError(gettext("Hãy ghi khó khăn, vướng mắc cần giải đáp."), "text")
        if (made := made_before(Question, key, {"text": text})) is not None:
            return made
        if Question.objects.filter(programme=programme, agency=agency, text=text, answered_at=None).exists():
            raise Conflict(gettext("Đơn vị đã gửi đúng nội dung này và đang chờ trả lời. Không cần gửi lại."))
        question = Question(
            id=key, programme=programme, agency=agency, text=text, asked_at=now, asked_by=by.id
        )
        question.save(force_insert=True)
        trail.record(
            "question.ask",
            question,
            by=by,
            now=now,
            programme_id=programme.pk,
            agency_id=agency.pk,
            after={"text": text},
        )
    return question


def token(question: Question) -> str:
    """Differs when the answer differs; a form carries it, so that two who answer notice each other."""
    return hashlib.sha256(question.answer.encode()).hexdigest()[:16]


def answer(question: Question, *, text: str, by: Actor, now: datetime, seen: str = "") -> Question:
    """The coordinator answers, or corrects the answer; what stood before stays in the trail.

    `seen` is the token of the answer she saw. Raises Conflict on `answer` with the other's words if they changed since.
    """
    text = text.strip()
    with transaction.atomic():
        held(question.programme, "question.answer", by=by)
        if not text:
            raise DomainError(gettext("Hãy ghi câu trả lời."), "answer")
        question = Question.objects.select_for_update(of=("self",)).get(pk=question.pk)
        if seen not in ("", token(question)) and question.answer != text:
            raise Conflict(
                gettext(
                    "Trong lúc bạn soạn, người khác đã trả lời: “%(answer)s”. Nội dung của bạn vẫn ở ô này; hãy "
                    "ghép hai nội dung rồi gửi lại."
                )
                % {"answer": question.answer},
                "answer",
            )
        before = {"answer": question.answer}
        question.answer, question.answered_at, question.answered_by = text, now, by.id
        question.save(update_fields=["answer", "answered_at", "answered_by"])
        trail.record(
            "question.answer",
            question,
            by=by,
            now=now,
            programme_id=question.programme_id,
            agency_id=question.agency_id,
            before=before,
            after={"answer": text},
        )
    return question
