"""What bars a person from inspecting an agency, declared by herself or entered by the coordinator (T3)."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from soat.access.actor import Actor
from soat.common.errors import Conflict, DomainError, Refused
from soat.inbox.services import tell, who_may
from soat.people.models import Agency, Person
from soat.programmes.models import Programme
from soat.teams.models import Interest, Settings
from soat.trail import services as trail


def declare(
    programme: Programme, person: Person, agency: Agency, *, reason: str, by: Actor, now: datetime
) -> Interest:
    """Members declare for themselves, the coordinator for anyone."""
    _may(programme, person, by)
    reason = reason.strip()
    if not reason:
        raise DomainError("Hãy ghi ngắn gọn vì sao phải tránh.", "reason")
    interest = Interest(
        programme=programme, person=person, agency=agency, reason=reason, declared_at=now, declared_by=by.id
    )
    try:
        with transaction.atomic():
            interest.save(force_insert=True)
            facts = {"person": str(person), "agency": str(agency)}
            planners = who_may("team.manage", programme.pk)
            tell("interest.declared", to=planners, about=interest, facts=facts, by=by, now=now)
    except IntegrityError as error:
        raise Conflict(f"Đã khai việc phải tránh giữa {person} và {agency}.") from error
    trail.record(
        "interest.declare", interest, by=by, now=now, programme_id=programme.pk, after={"reason": reason}
    )
    return interest


def withdraw(interest: Interest, *, reason: str, by: Actor, now: datetime) -> Interest:
    """The bar has fallen away; it stays readable in the trail."""
    _may(interest.programme, interest.person, by)
    reason = reason.strip()
    if not reason:
        raise DomainError("Hãy ghi vì sao không còn phải tránh.", "reason")
    with transaction.atomic():
        interest = Interest.objects.select_for_update(of=("self",)).get(pk=interest.pk)
        if interest.withdrawn_at:
            raise Conflict("Việc phải tránh này đã được rút.")
        interest.withdrawn_at, interest.withdrawn_by = now, by.id
        interest.save(update_fields=["withdrawn_at", "withdrawn_by"])
        trail.record(
            "interest.declare",
            interest,
            by=by,
            now=now,
            programme_id=interest.programme_id,
            after={"withdrawn": True},
            reason=reason,
        )
    return interest


def set_recusal_years(programme: Programme, years: int, *, by: Actor, now: datetime) -> Settings:
    """How many years a former post bars from inspecting its agency."""
    by.require("team.manage", programme_id=programme.pk, state=programme.state)
    if not 0 <= years <= 40:
        raise DomainError("Số năm phải từ 0 đến 40.", "recusal_years")
    with transaction.atomic():
        Settings.objects.bulk_create([Settings(programme=programme)], ignore_conflicts=True)
        settings = Settings.objects.select_for_update().get(programme=programme)
        before = trail.snapshot(settings, ("recusal_years",))
        settings.recusal_years = years
        settings.save(update_fields=["recusal_years"])
        trail.record(
            "team.manage",
            settings,
            by=by,
            now=now,
            programme_id=programme.pk,
            before=before,
            after={"recusal_years": years},
        )
    return settings


def _may(programme: Programme, person: Person, by: Actor) -> None:
    by.require("interest.declare", programme_id=programme.pk, state=programme.state)
    may_all = by.may("team.manage", programme_id=programme.pk, state=programme.state)
    if not may_all and person.user_id != by.id:
        raise Refused(
            "Bạn chỉ khai việc phải tránh của chính mình. Cơ quan thường trực khai giúp người khác."
        )
