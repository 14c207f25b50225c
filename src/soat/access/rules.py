"""Which role goes with a programme and an agency (requirement P3). Called by whoever gives a role or invites to one."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext

from soat.access.roles import STANDING_ROLES, UNIT_ROLES, Role
from soat.common.errors import DomainError


def check_role(role: Role, programme_id: UUID | None, agency_id: UUID | None) -> None:
    """Raises DomainError with the field if a role is not held there."""
    if programme_id is None and role not in STANDING_ROLES:
        raise DomainError(
            gettext("Vai trò “%(label)s” chỉ có trong một chương trình. Hãy chọn chương trình.")
            % {"label": role.label},
            "role",
        )
    if programme_id is not None and role is Role.SYSADMIN:
        raise DomainError(
            gettext("Vai trò “%(label)s” không thuộc chương trình nào. Hãy chọn vai trò khác.")
            % {"label": role.label},
            "role",
        )
    if agency_id is None and role in UNIT_ROLES:
        raise DomainError(
            gettext("Vai trò “%(label)s” gắn với một cơ quan. Hãy chọn cơ quan.") % {"label": role.label},
            "agency",
        )
    if agency_id is not None and role not in UNIT_ROLES:
        raise DomainError(
            gettext("Vai trò “%(label)s” không gắn với cơ quan nào. Hãy bỏ chọn cơ quan.")
            % {"label": role.label},
            "agency",
        )
