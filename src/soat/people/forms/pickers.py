"""Choosing agencies by typing a part of their name: hundreds would not fit a select (`views.agencies.choices`).

What is ticked stays; what is found below it can be ticked as well. Without a script the form itself searches: sent
with words and nothing ticked, it comes back with what they find.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from soat.people.models import Agency
from soat.people.selectors import agency_choices


def known(values: list[str]) -> list[Agency]:
    """The agencies of these ids, in alphabetical order; what is no id is left out."""
    ids = []
    for value in values:
        try:
            ids.append(UUID(str(value)))
        except ValueError:
            continue
    return list(Agency.objects.filter(pk__in=ids).order_by("sort_key", "pk")) if ids else []


class AgencyPicker(forms.Widget):
    """Search box, and a list of boxes to tick (`many`) or of which to choose one.

    `day`: the form's field with the day on which the agencies offered exist; none: agencies of all times.
    `offered`: agencies that stand above the box, under the words `offer`; `offer_for` and `only_for` say for which
    values of another field ("role:press") the offer and the whole picker are shown.
    """

    template_name = "people/agency_pick.html"
    use_fieldset = True
    words = ""
    offer = ""
    offer_for = ""
    offered: Sequence[Agency] = ()

    def __init__(self, *, many: bool, day: str = "", only_for: str = "") -> None:
        self.many, self.day, self.only_for = many, day, only_for
        super().__init__()

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        self.words = str(data.get("tim", ""))[:200].strip()
        values = data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])
        return [value for value in values if value]

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_search" if id_ else ""

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        values = value if isinstance(value, list) else [value] if value else []
        chosen = known([str(getattr(one, "pk", one)) for one in values])
        offered = [one for one in self.offered if one not in chosen]
        found = agency_choices(self.words, None) if self.words and not chosen else []
        context["widget"].update(
            chosen=chosen,
            found=[one for one in found if one not in offered],
            words=self.words if not chosen else "",
            offered=offered,
            offer=self.offer,
            offer_for=self.offer_for,
            only_for=self.only_for,
            kind="checkbox" if self.many else "radio",
            day=self.day,
        )
        return context


class AgenciesField(forms.Field):
    """Several agencies; cleaned to a list."""

    default_error_messages = {"required": gettext_lazy("Hãy tìm và chọn ít nhất một cơ quan.")}

    def __init__(self, **more: Any) -> None:
        super().__init__(widget=AgencyPicker(many=True), **more)

    def clean(self, value: list[str]) -> list[Agency]:
        found = known(value or [])
        if self.required and not found:
            raise ValidationError(self.error_messages["required"], code="required")
        return found


class AgencyField(forms.Field):
    """One agency, or None; whether one is needed, the form says. `day`: see `AgencyPicker`."""

    widget: AgencyPicker

    def __init__(self, *, day: str = "", only_for: str = "", **more: Any) -> None:
        super().__init__(widget=AgencyPicker(many=False, day=day, only_for=only_for), **more)

    def clean(self, value: list[str]) -> Agency | None:
        found = known((value or [])[:1])
        return found[0] if found else None
