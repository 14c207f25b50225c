"""Whoever acts: a signed-in person with what she holds, or a named system actor (requirements P3, P4).

`acting_as` tells the database for the running transaction who acts; row-level security reads it. Views get the
actor as `request.actor`, services as the keyword `by`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID, uuid5

from django.db import connection, transaction
from django.utils.translation import gettext

from soat.access.permissions import ANY, PERMISSIONS, Scope, roles_for
from soat.access.roles import Role
from soat.common.errors import Refused

Kind = Literal["person", "system", "auth", "nobody"]
_SYSTEM_IDS = UUID("5f0a7000-0000-4000-8000-000000000000")


@dataclass(frozen=True, slots=True)
class Holding:
    """A role held now. `agencies`: her agency and those it succeeded."""

    role: Role
    programme_id: UUID | None = None
    agency_id: UUID | None = None
    agencies: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class Actor:
    id: UUID
    name: str
    kind: Kind = "person"
    holdings: tuple[Holding, ...] = field(default=())

    def may(
        self,
        action: str,
        *,
        programme_id: UUID | None = None,
        state: str | None = None,
        agency_id: UUID | None = None,
        owner_id: UUID | None = None,
    ) -> bool:
        """Whether the permission table lets her. Pass what the row has: programme and its state, agency, owner."""
        if self.kind == "system":
            return True
        return any(
            self._holds(role, p.scope, programme_id, agency_id, owner_id)
            for p in PERMISSIONS
            if p.action == action and (ANY in p.states or state in p.states)
            for role in p.roles
        )

    def _holds(
        self,
        role: Role,
        scope: Scope,
        programme_id: UUID | None,
        agency_id: UUID | None,
        owner_id: UUID | None,
    ) -> bool:
        if role is Role.PERSON:
            return self.kind == "person" and (scope == "everywhere" or owner_id == self.id)
        for held in self.holdings:
            if held.role is not role:
                continue
            if scope == "everywhere":
                return True
            if programme_id is None or held.programme_id != programme_id:
                continue
            if scope == "programme" or (scope == "unit" and agency_id in held.agencies):
                return True
        return False

    def programmes(self, action: str) -> set[UUID]:
        """The programmes where she may do `action` on some rows, whatever the state."""
        wanted = {role for p in PERMISSIONS if p.action == action for role in p.roles}
        return {h.programme_id for h in self.holdings if h.role in wanted and h.programme_id}

    def roles(self, programme_id: UUID | None = None) -> list[Role]:
        return sorted({h.role for h in self.holdings if h.programme_id == programme_id}, key=list(Role).index)

    def require(
        self,
        action: str,
        *,
        programme_id: UUID | None = None,
        state: str | None = None,
        agency_id: UUID | None = None,
        owner_id: UUID | None = None,
    ) -> None:
        """Raise Refused with a sentence that says who can, unless she may."""
        if not self.may(
            action, programme_id=programme_id, state=state, agency_id=agency_id, owner_id=owner_id
        ):
            raise Refused(refusal(action))


def refusal(action: str) -> str:
    """The sentence for a refused action: who can do it."""
    who = ", ".join(role.label for role in roles_for(action))
    return gettext(
        "Bạn không có quyền làm việc này lúc này. Người có quyền: %(who)s. Hãy liên hệ Cơ quan "
        "thường trực nếu cần."
    ) % {"who": who}


def system(name: str) -> Actor:
    """A named system actor, such as the importer of the sample plan; the same name has the same id for ever."""
    return Actor(id=uuid5(_SYSTEM_IDS, name), name=name, kind="system")


NOBODY = Actor(id=_SYSTEM_IDS, name="Khách", kind="nobody")
SIGN_IN = Actor(id=uuid5(_SYSTEM_IDS, "sign-in"), name="Đăng nhập", kind="auth")


@contextmanager
def acting_as(actor: Actor) -> Iterator[Actor]:
    """A transaction in which the database knows who acts; the former actor is put back at its end."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('soat.kind', true), current_setting('soat.user_id', true)")
            former = cursor.fetchone()
            set_actor(actor.kind, str(actor.id))
        yield actor
        set_actor(former[0] or "", former[1] or "")


def set_actor(kind: str, user_id: str) -> None:
    """Tell the database, until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('soat.kind', %s, true), set_config('soat.user_id', %s, true)", [kind, user_id]
        )


def load(user_id: UUID, name: str) -> Actor:
    """The actor of a signed-in person, with all she holds, in one query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT role, programme_id, agency_id, ARRAY(SELECT predecessor_id FROM access_heir h"
            " WHERE h.agency_id = g.agency_id) FROM access_grant g WHERE user_id = %s AND ended_at IS NULL"
            " ORDER BY given_at, id",
            [user_id],
        )
        rows = cursor.fetchall()
    return Actor(
        id=user_id,
        name=name,
        holdings=tuple(
            Holding(Role(role), programme, agency, frozenset(heirs))
            for role, programme, agency, heirs in rows
        ),
    )
