"""Reads the trail for its pages (requirement A1): latest events, and one record's changes field by field."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy

from soat.access.actor import Actor
from soat.portal import words
from soat.trail import deeds
from soat.trail.models import Event


class Filter(forms.Form):
    q = forms.CharField(label=gettext_lazy("Tìm theo người hoặc bản ghi"), required=False, max_length=100)
    since = forms.DateField(label=gettext_lazy("Từ ngày"), required=False)


def events(actor: Actor, form: Filter) -> QuerySet[Event]:
    """Events she may see: those of her programmes, of her unit, or of accounts for an administrator."""
    unit = Q(pk__in=[])
    for held in actor.holdings:
        if actor.may("trail.view", programme_id=held.programme_id, agency_id=held.agency_id):
            unit |= Q(programme_id=held.programme_id, agency_id__in=held.agencies)
    reach = Q(programme_id__in=_programmes(actor)) | unit
    if actor.may("trail.view"):
        reach |= Q(programme_id=None)
    found = Event.objects.filter(reach)
    if form.is_valid():
        if sought := form.cleaned_data["q"]:
            found = found.filter(Q(subject_name__icontains=sought) | Q(actor_name__icontains=sought))
        if since := form.cleaned_data["since"]:
            found = found.filter(at__date__gte=since)
    return found.order_by("-at", "-seq")


def _programmes(actor: Actor) -> set[UUID]:
    """Those whose whole trail she may see."""
    return {
        held.programme_id
        for held in actor.holdings
        if held.programme_id and actor.may("trail.view", programme_id=held.programme_id)
    }


def is_of_system_only(actor: Actor) -> bool:
    """Whether she sees the part of no programme, and none of any."""
    return actor.may("trail.view") and not any(held.programme_id for held in actor.holdings)


def of_record(actor: Actor, subject_id: UUID) -> QuerySet[Event]:
    """One record's events, the latest first."""
    return events(actor, Filter()).filter(subject_id=subject_id)


def link(event: Event) -> str:
    return reverse("portal:trail_of", args=[event.subject_id])


@dataclass(frozen=True)
class Change:
    """An event with its fields before and after, for the page of one record."""

    event: Event

    @property
    def label(self) -> str:
        return deeds.words(self.event)

    @property
    def told(self) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(self.event.payload)
        return told

    @property
    def reason(self) -> str:
        return str(self.told["reason"])

    @property
    def fields(self) -> list[tuple[str, str, str]]:
        """(field, before, after) in words, fields that did not change left out."""
        before, after = self.told["before"], self.told["after"]
        names = dict.fromkeys((*before, *after))
        return [
            (words.field(name), words.value(before.get(name)), words.value(after.get(name)))
            for name in names
            if before.get(name) != after.get(name)
        ]
