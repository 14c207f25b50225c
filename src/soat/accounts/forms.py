"""Forms of accounts: one's name, inviting to a standing role, accepting, locking."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts
from django.http import HttpRequest
from django.utils.functional import lazy
from django.utils.translation import gettext, gettext_lazy

from soat.access.roles import STANDING_ROLES, Role
from soat.accounts import jobs
from soat.common.jobs import later


class StandingRoleForm(forms.Form):
    role = forms.ChoiceField(
        label=gettext_lazy("Vai trò chung"),
        choices=[choice for choice in Role.choices if choice[0] in STANDING_ROLES],
    )

    def __init__(self, *args: Any, held: Collection[str] = (), **kwargs: Any) -> None:
        """`held`: roles that she has already."""
        super().__init__(*args, **kwargs)
        field = self.fields["role"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = self.choices = [
            (role.value, role.label) for role in Role if role in STANDING_ROLES and role not in held
        ]


class StandingInviteForm(StandingRoleForm):
    email = forms.EmailField(label=gettext_lazy("Thư điện tử"), max_length=254)
    full_name = forms.CharField(label=gettext_lazy("Họ và tên"), max_length=150)
    field_order = ("full_name", "email", "role")


class NameForm(forms.Form):
    full_name = forms.CharField(
        label=gettext_lazy("Họ và tên"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


class AddressForm(forms.Form):
    email = forms.EmailField(
        label=gettext_lazy("Thư điện tử mới"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class AcceptForm(forms.Form):
    """A first password, typed twice. Rules of passwords are checked by the service."""

    password = forms.CharField(
        label=gettext_lazy("Mật khẩu"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=lazy(lambda: " ".join(password_validators_help_texts()), str)(),
    )
    again = forms.CharField(
        label=gettext_lazy("Nhập lại mật khẩu"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_again(self) -> str:
        again: str = self.cleaned_data["again"]
        if "password" in self.cleaned_data and self.cleaned_data["password"] != again:
            raise forms.ValidationError(gettext("Hai lần nhập không giống nhau. Hãy nhập lại."))
        return again


class SearchForm(forms.Form):
    INVITED = "moi"
    q = forms.CharField(label=gettext_lazy("Tìm theo tên hoặc thư điện tử"), required=False, max_length=100)
    tinh_trang = forms.ChoiceField(
        label=gettext_lazy("Tình trạng"),
        required=False,
        choices=[
            ("", gettext_lazy("Tất cả")),
            ("dung", gettext_lazy("Đang dùng")),
            ("khoa", gettext_lazy("Đã khóa")),
            (INVITED, gettext_lazy("Đã mời, chưa nhận")),
        ],
    )


class LockForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("Lý do"), max_length=500)


class ForgottenForm(forms.Form):
    """Asks nothing about the address before the answer has left: it is the same for all, in words and in time."""

    email = forms.EmailField(
        label=gettext_lazy("Thư điện tử"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        email: str = self.cleaned_data["email"]
        later(jobs.offer_new_password, email=email)
        return email
