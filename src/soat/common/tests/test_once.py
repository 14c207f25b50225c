"""The key of a form to add: given out here, taken once."""

from __future__ import annotations

from soat.common.once import KeyField, OnceForm, fresh_key


def test_each_form_has_its_own_key() -> None:
    first, second = (str(OnceForm()["key"].value()) for _ in range(2))
    assert first != second
    form = OnceForm({"key": first})
    assert form.is_valid()
    assert str(form.cleaned_data["key"]) == first.split(":")[0]
    assert f'value="{first}"' in str(form["key"])


def test_a_key_that_was_not_given_out_is_refused() -> None:
    for wrong in (f"{fresh_key()}x", "0e4a7a0e-1111-4111-8111-111111111111"):
        form = OnceForm({"key": wrong})
        assert not form.is_valid()
        assert "Hãy mở lại trang" in form.errors["key"][0]
    assert KeyField(required=False).clean("").version == 4
