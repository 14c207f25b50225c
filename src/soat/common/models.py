"""The base of every domain model, and the check that ties times to persons (`submitted_at` with `submitted_by`)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from soat.common.ids import new_id


class BaseModel(models.Model):
    """A row with a random identifier."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)

    class Meta:
        abstract = True


def pair(model: str, verb: str) -> models.CheckConstraint:
    """`verb_at` and `verb_by` are set together or not at all. A system's act has the system actor's id."""
    both = Q(**{f"{verb}_at__isnull": True, f"{verb}_by__isnull": True})
    neither = Q(**{f"{verb}_at__isnull": False, f"{verb}_by__isnull": False})
    return models.CheckConstraint(condition=both | neither, name=f"{model}_{verb}_pair")
