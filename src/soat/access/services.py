"""Writes of rights (requirement P3): the permission table into the database, giving and ending a role."""

from __future__ import annotations

from datetime import datetime
from typing import cast
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext

from soat.access.actor import Actor
from soat.access.models import Grant, Permission
from soat.access.permissions import PERMISSIONS, lines, roles_for
from soat.access.roles import Role
from soat.access.rules import check_role
from soat.common.errors import Conflict, DomainError, Refused
from soat.trail import services as trail


def sync_permissions() -> int:
    """Make `access_permission` equal to the table in code. Runs as the owner after migrations. Returns lines."""
    rows = [Permission(role=x.role, action=x.action, state=x.state, scope=x.scope) for x in lines()]
    Permission.objects.all().delete()
    Permission.objects.bulk_create(rows)
    return len(rows)


def state_of(programme_id: UUID | None) -> str | None:
    """The programme's state now, held until the caller's transaction ends: whoever changes it meanwhile waits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT soat_programme_state(%s)", [programme_id])
        (state,) = cursor.fetchone()
    return cast("str | None", state)


def takes_roles(state: str | None) -> bool:
    """Whether roles are given in a programme in this state."""
    return any(
        state in one.states for one in PERMISSIONS if one.action == "role.give" and one.scope == "programme"
    )


def refuse_self(giver_id: UUID, receiver_id: UUID) -> None:
    """Nobody gives herself a role, whatever she may give to others. Raises Refused that says who else can."""
    if giver_id == receiver_id:
        who = ", ".join(role.label for role in roles_for("role.give"))
        raise Refused(
            gettext(
                "Không ai tự giao vai trò cho mình. Hãy nhờ một người khác có quyền giao vai trò này: "
                "%(who)s."
            )
            % {"who": who}
        )


def give(
    user_id: UUID,
    role: Role,
    *,
    by: Actor,
    now: datetime,
    programme_id: UUID | None = None,
    agency_id: UUID | None = None,
) -> Grant:
    """Give `role`, in a programme and for an agency where the role is an agency's. Conflict for one that is held.

    Refused to who would receive it herself.
    """
    with transaction.atomic():
        by.require("role.give", programme_id=programme_id, state=state_of(programme_id))
        refuse_self(by.id, user_id)
        check_role(role, programme_id, agency_id)
        grant = Grant(
            user_id=user_id,
            role=role,
            programme_id=programme_id,
            agency_id=agency_id,
            given_at=now,
            given_by=by.id,
        )
        try:
            with transaction.atomic():
                grant.save(force_insert=True)
        except IntegrityError as error:
            raise Conflict(gettext("Người này đang giữ vai trò đó rồi. Không cần giao lại.")) from error
        trail.record(
            "role.give",
            grant,
            by=by,
            now=now,
            programme_id=programme_id,
            agency_id=agency_id,
            after=trail.snapshot(grant, ("user_id", "role", "programme_id", "agency_id")),
        )
    return grant


def end(grant: Grant, *, by: Actor, now: datetime) -> Grant:
    """End a held role; history stays. Nobody ends her own last right by accident: that is refused."""
    with transaction.atomic():
        by.require("role.give", programme_id=grant.programme_id, state=state_of(grant.programme_id))
        if grant.user_id == by.id:
            raise DomainError(
                gettext("Bạn không thể tự thu vai trò của mình. Hãy nhờ người khác có quyền làm việc này.")
            )
        grant = Grant.objects.select_for_update().get(pk=grant.pk)
        if grant.ended_at:
            raise Conflict(gettext("Vai trò này đã được thu trước đó. Hãy tải lại trang."))
        grant.ended_at, grant.ended_by = now, by.id
        grant.save(update_fields=["ended_at", "ended_by"])
        trail.record(
            "role.end",
            grant,
            by=by,
            now=now,
            programme_id=grant.programme_id,
            agency_id=grant.agency_id,
            before={"ended_at": None},
            after=trail.snapshot(grant, ("ended_at",)),
        )
    return grant
