"""Rights in the database (requirements P3, P4): grants, the expanded permission table, and what the row-level
functions need to know of higher rooms: the programmes with their states, and which agency answers for which.

`Scope` and `Heir` are filled by triggers of the rooms above (programmes, people), so that no service can forget.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from soat.access.roles import STANDING_ROLES, UNIT_ROLES, Role
from soat.common.models import BaseModel, pair


class Permission(models.Model):
    """One line of `permissions.lines()`; written by `services.sync_permissions` only."""

    role = models.CharField(max_length=20, choices=Role.choices)
    action = models.CharField(max_length=40)
    state = models.CharField(max_length=20)
    scope = models.CharField(max_length=12)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["action", "role", "state", "scope"], name="access_permission_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.role}: {self.action} ({self.scope}, {self.state})"


class Scope(models.Model):
    """A programme as far as rights need it: its id and state. Kept by a trigger of the programmes room."""

    id = models.UUIDField(primary_key=True)
    state = models.CharField(max_length=20)

    def __str__(self) -> str:
        return str(self.id)


class Heir(models.Model):
    """`agency_id` answers for `predecessor_id` (merged, split or renamed; also each for itself). By trigger."""

    agency_id = models.UUIDField()
    predecessor_id = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency_id", "predecessor_id"], name="access_heir_once")
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} ← {self.predecessor_id}"


class Grant(BaseModel):
    """A person holds a role in a programme, for an agency where the role is an agency's.

    Programme and agency are ids without a model reference (their rooms are higher); migrations of those rooms add
    the foreign keys in the database.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=20, choices=[c for c in Role.choices if c[0] != Role.PERSON])
    programme_id = models.UUIDField(null=True)
    agency_id = models.UUIDField(null=True)
    given_at = models.DateTimeField()
    given_by = models.UUIDField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            pair("access_grant", "ended"),
            models.CheckConstraint(
                condition=Q(programme_id__isnull=False) | Q(role__in=sorted(STANDING_ROLES)),
                name="access_grant_within_programme",
            ),
            models.CheckConstraint(
                condition=Q(programme_id__isnull=True) | ~Q(role=Role.SYSADMIN),
                name="access_grant_sysadmin_of_none",
            ),
            models.CheckConstraint(
                condition=Q(agency_id__isnull=False) | ~Q(role__in=sorted(UNIT_ROLES)),
                name="access_grant_unit_has_agency",
            ),
            models.UniqueConstraint(
                fields=["user", "role", "programme_id", "agency_id"],
                condition=Q(ended_at__isnull=True),
                nulls_distinct=False,
                name="access_grant_once",
            ),
        ]
        indexes = [models.Index(fields=["programme_id", "role"], name="access_grant_programme")]

    def __str__(self) -> str:
        return f"{self.get_role_display()}"
