"""The number register (D2): per agency, type and year, gapless, no number twice under concurrency.

The database counts (`migrations/0002_security.py`): whoever adds a number gets the next one of its series, inside her
transaction. A number once given stays; one that was not used is voided with its reason. A line without a paper of
this room (`papers.Paper`) is for one made elsewhere, or kept for one to come.
"""

from __future__ import annotations

from typing import cast

from django.db import models
from django.db.models import Q

from soat.access.actor import Actor
from soat.access.querysets import visible
from soat.common.models import BaseModel, pair
from soat.people.models import Agency
from soat.programmes.models import Programme


class Series(BaseModel):
    """Numbers of one issuer, type ("KH", "QĐ" …, "" for letters) and year. `last`: the last one given."""

    issuer = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    type = models.CharField(max_length=8, blank=True)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issuer", "type", "year"], name="papers_series_once"),
        ]

    def __str__(self) -> str:
        return f"Sổ {self.type or 'công văn'} năm {self.year}"


class NumberQuerySet(models.QuerySet["Number"]):
    def visible_to(self, actor: Actor) -> NumberQuerySet:
        return cast(NumberQuerySet, visible(self, actor, "number.view"))


class Number(BaseModel):
    """One line of the register. `number` is set by the database; `symbol` is what stands after the stroke."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="numbers")
    number = models.PositiveIntegerField(default=0)
    symbol = models.CharField(max_length=60)
    abstract = models.CharField(max_length=500)
    dated = models.DateField()
    signer = models.CharField(max_length=150, blank=True)
    recipients = models.CharField(max_length=500, blank=True)
    taken_at = models.DateTimeField()
    taken_by = models.UUIDField()
    void_reason = models.TextField(blank=True)
    voided_at = models.DateTimeField(null=True)
    voided_by = models.UUIDField(null=True)

    objects = NumberQuerySet.as_manager()

    class Meta:
        ordering = ["-taken_at", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["series", "number"], name="papers_number_once"),
            pair("papers_number", "voided"),
            models.CheckConstraint(
                condition=Q(voided_at__isnull=True) | ~Q(void_reason=""), name="papers_number_void_told"
            ),
            models.CheckConstraint(condition=~Q(symbol="") & ~Q(abstract=""), name="papers_number_told"),
        ]

    def __str__(self) -> str:
        return f"{self.number:02d}/{self.symbol}"
