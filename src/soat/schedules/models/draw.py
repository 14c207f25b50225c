"""A draw by lot of units to inspect ad hoc or by surprise (S8; plan 97, III.4.2): sealed first, drawn afterwards."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy

from soat.access.actor import Actor
from soat.access.querysets import visible
from soat.common.choices import Choices
from soat.common.models import BaseModel, pair
from soat.programmes.models import Programme


class DrawKind(Choices):
    ADDED = "added", gettext_lazy("Bổ sung đối tượng")
    SURPRISE = "surprise", gettext_lazy("Kiểm tra đột xuất")


class DrawQuerySet(models.QuerySet["Draw"]):
    def visible_to(self, actor: Actor) -> DrawQuerySet:
        """Open to all of the programme, units too, so that anyone can replay it; of surprises to who decides."""
        if actor.kind == "system":
            return self
        open_ones = visible(self, actor, "draw.view").filter(kind=DrawKind.ADDED)
        secret = visible(self, actor, "surprise.view")
        return self.filter(
            Q(pk__in=open_ones.order_by().values("pk")) | Q(pk__in=secret.order_by().values("pk"))
        )


class Draw(BaseModel):
    """`commitment`: SHA-256 of the seed, published before; `protocol`: what `soat sample replay` reads, afterwards.

    The seed is derived from `nonce` with the secret key of the installation, so that whoever reads the table cannot
    know it before it is drawn. `frame`: {"units": [{"id", "stratum", "agency"}], "sizes": {stratum: count}}, kept as
    it was sealed by a trigger. A sealed draw that is given up stays, with its reason.
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=DrawKind.choices, default=DrawKind.ADDED)
    title = models.CharField(max_length=300)
    document = models.CharField(max_length=300, blank=True)
    commitment = models.CharField(max_length=64)
    nonce = models.TextField()
    frame = models.JSONField()
    protocol = models.JSONField(default=dict)
    committed_at = models.DateTimeField()
    committed_by = models.UUIDField()
    drawn_at = models.DateTimeField(null=True)
    drawn_by = models.UUIDField(null=True)
    applied_at = models.DateTimeField(null=True)
    applied_by = models.UUIDField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.UUIDField(null=True)
    cancel_reason = models.TextField(blank=True)

    objects = DrawQuerySet.as_manager()

    class Meta:
        ordering = ["-committed_at", "id"]
        constraints = [
            *(pair("schedules_draw", verb) for verb in ("drawn", "applied", "cancelled")),
            models.CheckConstraint(condition=Q(kind__in=DrawKind.values), name="schedules_draw_kind"),
            models.CheckConstraint(
                condition=Q(applied_at__isnull=True) | Q(drawn_at__isnull=False), name="schedules_draw_order"
            ),
        ]

    def __str__(self) -> str:
        if self.kind == DrawKind.SURPRISE:  # this name is written into the trail
            return "Bốc thăm"
        return self.title
