"""Inviting a person to a role of a programme."""

from __future__ import annotations

from typing import Any

from django import forms

from soat.access.roles import UNIT_ROLES, Role
from soat.people.models import Agency

_GIVEN = [role for role in Role if role not in (Role.PERSON, Role.SYSADMIN)]


class InviteForm(forms.Form):
    full_name = forms.CharField(label="Họ và tên", max_length=150)
    email = forms.EmailField(label="Thư điện tử", max_length=254)
    role = forms.ChoiceField(
        label="Vai trò", choices=[("", "Chọn vai trò"), *((role.value, role.label) for role in _GIVEN)]
    )
    agency = forms.ModelChoiceField(
        label="Cơ quan",
        queryset=Agency.objects.none(),
        required=False,
        help_text="Chỉ chọn với vai trò của đơn vị được kiểm tra, chủ trì chuyên đề, báo chí.",
        widget=forms.Select(
            attrs={"data-only-for": f"role:{' '.join(role.value for role in Role if role in UNIT_ROLES)}"}
        ),
    )

    def __init__(self, *args: Any, agencies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["agency"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = agencies

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        role = Role(values["role"]) if values.get("role") else None
        if role in UNIT_ROLES and not values.get("agency"):
            self.add_error("agency", "Hãy chọn cơ quan cho vai trò này.")
        if role and role not in UNIT_ROLES and values.get("agency"):
            self.add_error(
                "agency", f"Vai trò “{role.label}” không gắn với cơ quan nào. Hãy bỏ chọn cơ quan."
            )
        return values
