"""A form that adds something adds it once, however often the browser sends it.

Each form to add carries a signed random key, which becomes the identifier of the row it makes: the primary key keeps
it unique with its result. Sent again with the same values it gives that row; with others, Conflict. Forms add
`OnceForm`, services ask `made_before` under their lock.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import UUID

from django import forms
from django.core import signing
from django.db import models
from django.utils.translation import gettext

from soat.common.errors import Conflict
from soat.common.ids import new_id

_SIGNER = signing.Signer(salt="soat.common.once")
Row = TypeVar("Row", bound=models.Model)


def fresh_key() -> str:
    return _SIGNER.sign(str(new_id()))


class KeyField(forms.CharField):
    """The hidden key; its value is the identifier. Only keys that this server gave out are taken."""

    widget = forms.HiddenInput

    def clean(self, value: Any) -> UUID:
        said = super().clean(value)
        try:
            return UUID(_SIGNER.unsign(said)) if said else new_id()
        except (signing.BadSignature, ValueError) as error:
            raise forms.ValidationError(
                gettext("Biểu mẫu này không còn dùng được. Hãy mở lại trang rồi nhập lại.")
            ) from error


class OnceForm(forms.Form):
    """A form to add something; `key` goes to the service."""

    key = KeyField(required=False, initial=fresh_key)


def made_before(model: type[Row], key: UUID, values: Mapping[str, Any]) -> Row | None:
    """The row that the form with this key made already. Raises Conflict if it was sent again with other values."""
    made = model._default_manager.filter(pk=key).first()
    if made is not None and any(getattr(made, name) != value for name, value in values.items()):
        raise Conflict(
            gettext("Biểu mẫu này đã thêm “%(made)s”. Hãy mở lại biểu mẫu để thêm mục khác.") % {"made": made}
        )
    return made
