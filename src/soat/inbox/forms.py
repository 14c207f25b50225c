"""How a person wants to be told, one choice a kind (requirement A2)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from soat.common.looks import spoken
from soat.inbox.kinds import Kind, Way


class WaysForm(forms.Form):
    """A list of ways for each kind that may reach her; the names of the fields are those of the kinds."""

    def __init__(self, *given: Any, kinds: Sequence[tuple[Kind, Way]], **more: Any) -> None:
        super().__init__(*given, **more)
        for kind, way in kinds:
            self.fields[kind.name] = forms.ChoiceField(
                label=spoken(kind.title),
                choices=[(one.value, one.label) for one in kind.ways],
                initial=way.value,
            )

    def chosen(self) -> dict[str, Way]:
        return {name: Way(value) for name, value in self.cleaned_data.items()}
