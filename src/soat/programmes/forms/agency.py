"""A field that finds an agency by words of its name (requirement G2): search as one types, choose, no script needed.

The list under the box is a group of radio buttons that `views.review.agencies` draws; without a script the names
nearest to what the plan says are offered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy

from soat.people.models import Agency
from soat.programmes.selectors.agencies import found, shown


class AgencySearch(forms.Widget):
    template_name = "programmes/widgets/agency.html"
    use_fieldset = True
    near = ""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        key = getattr(value, "pk", value)
        held = Agency.objects.filter(pk=key).first() if key else None
        offered = [one for one in found(self.near, limit=5) if held is None or one.pk != held.pk]
        return {
            **context,
            "held": shown(held) if held else None,
            "offered": [shown(one) for one in offered],
            "url": reverse_lazy("programmes:agencies"),
        }


if TYPE_CHECKING:
    _Choice = forms.ModelChoiceField[Agency]
else:  # Django's class takes no type argument at run time
    _Choice = forms.ModelChoiceField


class AgencyField(_Choice):
    widget = AgencySearch
    default_error_messages = {
        "invalid_choice": gettext_lazy("Không có cơ quan này trong danh mục. Hãy tìm và chọn lại.")
    }
