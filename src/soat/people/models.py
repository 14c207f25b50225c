"""Agencies that split, merge and end while their records stay (requirement P1); persons with positions over time.

`sort_key` columns hold `core.text.sort_key` of the name, compared byte by byte (collation "C"), so that the
database sorts the Vietnamese way (requirement P5).
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy

from soat.access.actor import Actor, Holding
from soat.access.models import Grant
from soat.common.choices import Choices
from soat.common.models import BaseModel


class AgencyKind(Choices):
    COMMITTEE = "committee", gettext_lazy("Ủy ban nhân dân tỉnh, thành phố")
    COUNCIL = "council", gettext_lazy("Hội đồng nhân dân")
    DEPARTMENT = "department", gettext_lazy("Sở, ban, ngành")
    OFFICE = "office", gettext_lazy("Văn phòng")
    INSPECTORATE = "inspectorate", "Thanh tra"
    DISTRICT = "district", gettext_lazy("Ủy ban nhân dân cấp huyện")
    COMMUNE = "commune", gettext_lazy("Ủy ban nhân dân cấp xã")
    PUBLIC_UNIT = "public_unit", gettext_lazy("Đơn vị sự nghiệp công lập")
    PRESS = "press", gettext_lazy("Cơ quan báo chí")
    OTHER = "other", gettext_lazy("Cơ quan khác")


class AgencyLevel(Choices):
    CENTRAL = "central", gettext_lazy("Trung ương")
    PROVINCE = "province", gettext_lazy("Cấp tỉnh")
    DISTRICT = "district", gettext_lazy("Cấp huyện (đến 30/6/2025)")
    COMMUNE = "commune", gettext_lazy("Cấp xã")


class AgencyQuerySet(models.QuerySet["Agency"]):
    def visible_to(self, actor: Actor) -> AgencyQuerySet:
        return self if actor.may("agency.view") else self.none()

    def on(self, day: date) -> AgencyQuerySet:
        """Agencies that exist on `day`."""
        begun = Q(valid_from__isnull=True) | Q(valid_from__lte=day)
        return self.filter(begun, Q(valid_to__isnull=True) | Q(valid_to__gt=day))


class Agency(BaseModel):
    """An agency from `valid_from` to the day before `valid_to`; a null bound is unknown or open."""

    name = models.CharField(max_length=300)
    short_name = models.CharField(max_length=200, blank=True)
    abbreviation = models.CharField(max_length=40, blank=True)
    code = models.CharField(max_length=20, blank=True)
    kind = models.CharField(max_length=20, choices=AgencyKind.choices)
    level = models.CharField(max_length=20, choices=AgencyLevel.choices)
    place = models.CharField(max_length=120, blank=True)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    sort_key = models.CharField(max_length=700, db_collation="C", editable=False)
    folded = models.CharField(max_length=300, editable=False)
    source = models.CharField(max_length=300, blank=True)

    objects = AgencyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_to__gt=F("valid_from")),
                name="people_agency_valid_span",
            ),
            models.UniqueConstraint(
                fields=["name", "place", "valid_from"], nulls_distinct=False, name="people_agency_once"
            ),
        ]
        indexes = [models.Index(fields=["sort_key"], name="people_agency_sort")]

    def __str__(self) -> str:
        return self.name


class SuccessionKind(Choices):
    MERGE = "merge", gettext_lazy("Hợp nhất, sáp nhập")
    SPLIT = "split", gettext_lazy("Chia, tách")
    RENAME = "rename", gettext_lazy("Đổi tên")
    TRANSFER = "transfer", gettext_lazy("Chuyển chức năng, nhiệm vụ")


class Succession(BaseModel):
    """`successor` takes over from `predecessor` on a day, by a document."""

    predecessor = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="origins")
    kind = models.CharField(max_length=20, choices=SuccessionKind.choices)
    on = models.DateField()
    document = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="people_succession_once"),
            models.CheckConstraint(condition=~Q(predecessor=F("successor")), name="people_succession_two"),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"


class PersonQuerySet(models.QuerySet["Person"]):
    def visible_to(self, actor: Actor) -> PersonQuerySet:
        """Herself, holders of roles in programmes whose people she may see, officers of her agencies."""
        if actor.may("person.view"):
            return self
        programmes = {h.programme_id for h in actor.holdings if _may_see(actor, h, None)}
        agencies = {a for h in actor.holdings if _may_see(actor, h, h.agency_id) for a in h.agencies}
        colleagues = Grant.objects.filter(programme_id__in=programmes - {None}, ended_at=None).values("user")
        officers = Position.objects.filter(agency__in=agencies).values("person")
        return self.filter(Q(user=actor.id) | Q(user__in=colleagues) | Q(pk__in=officers))


def _may_see(actor: Actor, held: Holding, agency_id: UUID | None) -> bool:
    return actor.may("person.view", programme_id=held.programme_id, agency_id=agency_id)


class Person(BaseModel):
    """A person known to the programme, with or without an account."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="person"
    )
    full_name = models.CharField(max_length=150)
    phone = models.CharField(max_length=30, blank=True)
    email = models.EmailField(max_length=254, blank=True)
    sort_key = models.CharField(max_length=400, db_collation="C", editable=False)
    folded = models.CharField(max_length=150, editable=False)

    objects = PersonQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["sort_key"], name="people_person_sort")]

    def __str__(self) -> str:
        return self.full_name


class Position(BaseModel):
    """A person holds an office at an agency from a day to the day before another."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="positions")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="positions")
    title = models.CharField(max_length=150)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_to__gt=F("valid_from")),
                name="people_position_valid_span",
            )
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.agency}"
