"""Inviting a person to a role of a programme."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext, gettext_lazy

from soat.access.roles import UNIT_ROLES, Role
from soat.people.forms.pickers import AgencyField, AgencyPicker
from soat.people.models import Agency

_GIVEN = [role for role in Role if role not in (Role.PERSON, Role.SYSADMIN)]


class InviteForm(forms.Form):
    full_name = forms.CharField(label=gettext_lazy("Họ và tên"), max_length=150)
    email = forms.EmailField(label=gettext_lazy("Thư điện tử"), max_length=254)
    role = forms.ChoiceField(
        label=gettext_lazy("Vai trò"),
        choices=[("", gettext_lazy("Chọn vai trò")), *((role.value, role.label) for role in _GIVEN)],
    )
    agency = AgencyField(
        label=gettext_lazy("Cơ quan"),
        required=False,
        help_text=gettext_lazy("Chỉ chọn với vai trò của đơn vị được kiểm tra, chủ trì chuyên đề, báo chí."),
        only_for=f"role:{' '.join(role.value for role in Role if role in UNIT_ROLES)}",
    )

    def __init__(
        self, *args: Any, agencies: QuerySet[Agency], inspected: Sequence[Agency] = (), **kwargs: Any
    ) -> None:
        """`agencies`: those a role may be bound to; `inspected`: those offered for roles of an inspected unit."""
        super().__init__(*args, **kwargs)
        self._agencies = agencies
        picker = self.fields["agency"].widget
        assert isinstance(picker, AgencyPicker)
        picker.offered, picker.offer = inspected, gettext("Đối tượng kiểm tra của chương trình này:")
        picker.offer_for = f"role:{Role.UNIT_HEAD.value} {Role.UNIT_OFFICER.value}"

    def clean_agency(self) -> Agency | None:
        agency: Agency | None = self.cleaned_data["agency"]
        if agency and not self._agencies.filter(pk=agency.pk).exists():
            raise forms.ValidationError(
                gettext(
                    "Cơ quan này không hoạt động trong thời gian của chương trình. Hãy chọn cơ quan kế thừa."
                )
            )
        return agency

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        role = Role(values["role"]) if values.get("role") else None
        if role in UNIT_ROLES and not values.get("agency"):
            self.add_error("agency", gettext("Hãy tìm và chọn cơ quan cho vai trò này."))
        if role and role not in UNIT_ROLES and values.get("agency"):
            self.add_error(
                "agency",
                gettext("Vai trò “%(label)s” không gắn với cơ quan nào. Hãy bỏ chọn cơ quan.")
                % {"label": role.label},
            )
        return values
