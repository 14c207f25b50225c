"""Writes of rights (requirement P3): the permission table into the database, giving and ending a role."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from soat.access.actor import Actor
from soat.access.models import Grant, Permission
from soat.access.permissions import lines
from soat.access.roles import STANDING_ROLES, UNIT_ROLES, Role
from soat.common.errors import Conflict, DomainError
from soat.trail import services as trail


def sync_permissions() -> int:
    """Make `access_permission` equal to the table in code. Runs as the owner after migrations. Returns lines."""
    rows = [Permission(role=x.role, action=x.action, state=x.state, scope=x.scope) for x in lines()]
    Permission.objects.all().delete()
    Permission.objects.bulk_create(rows)
    return len(rows)


def give(
    user_id: UUID,
    role: Role,
    *,
    by: Actor,
    now: datetime,
    programme_id: UUID | None = None,
    agency_id: UUID | None = None,
    state: str | None = None,
) -> Grant:
    """Give `role`, in a programme (with its `state`) and for an agency where the role is an agency's."""
    by.require("role.give", programme_id=programme_id, state=state)
    if programme_id is None and role not in STANDING_ROLES:
        raise DomainError(
            f"Vai trò “{role.label}” chỉ có trong một chương trình. Hãy chọn chương trình.", "programme"
        )
    if programme_id is not None and role is Role.SYSADMIN:
        raise DomainError(
            f"Vai trò “{role.label}” không thuộc chương trình nào. Hãy chọn vai trò khác.", "role"
        )
    if agency_id is None and role in UNIT_ROLES:
        raise DomainError(f"Vai trò “{role.label}” gắn với một cơ quan. Hãy chọn cơ quan.", "agency")
    wanted = {"user_id": user_id, "role": role, "programme_id": programme_id, "agency_id": agency_id}
    if Grant.objects.filter(**wanted, ended_at=None).exists():
        raise Conflict("Người này đang giữ vai trò đó rồi. Không cần giao lại.")
    grant = Grant(**wanted, given_at=now, given_by=by.id)
    grant.save(force_insert=True)
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


def end(grant: Grant, *, by: Actor, now: datetime, state: str | None = None) -> Grant:
    """End a held role; history stays. Nobody ends her own last right by accident: that is refused."""
    by.require("role.give", programme_id=grant.programme_id, state=state)
    if grant.user_id == by.id:
        raise DomainError("Bạn không thể tự thu vai trò của mình. Hãy nhờ người khác có quyền làm việc này.")
    grant = Grant.objects.select_for_update().get(pk=grant.pk)
    if grant.ended_at:
        raise Conflict("Vai trò này đã được thu trước đó. Hãy tải lại trang.")
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
