"""A text template of a kind of paper as a coordinator saved it (D4). Versions are only added; the last is in use."""

from __future__ import annotations

from typing import cast

from django.db import models

from soat.access.actor import Actor
from soat.access.querysets import visible
from soat.common.models import BaseModel
from soat.programmes.models import Programme


class WordingQuerySet(models.QuerySet["Wording"]):
    def visible_to(self, actor: Actor) -> WordingQuerySet:
        return cast(WordingQuerySet, visible(self, actor, "paper.drafts"))


class Wording(BaseModel):
    """`texts` by field of the paper; empty: the shipped ones again."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    texts = models.JSONField(default=dict)
    saved_at = models.DateTimeField()
    saved_by = models.UUIDField()
    saved_by_name = models.CharField(max_length=150)

    objects = WordingQuerySet.as_manager()

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "kind", "version"], name="papers_wording_once"),
        ]

    def __str__(self) -> str:
        return f"Mẫu {self.kind}, phiên bản {self.version}"
