"""Forms: every control has its class, label, help and errors tied to it; dates as written in Viet Nam."""

from datetime import date

import pytest
from django import forms
from django.core.exceptions import ValidationError

from soat.common.forms import DayField, Renderer


class Sample(forms.Form):
    default_renderer = Renderer()
    name = forms.CharField(label="Tên", help_text="Viết đủ.", widget=forms.TextInput(attrs={"class": "wide"}))
    kind = forms.ChoiceField(label="Loại", choices=[("a", "A")], required=False)
    parts = forms.MultipleChoiceField(
        label="Phần", choices=[("x", "X"), ("Nhóm", [("y", "Y")])], widget=forms.CheckboxSelectMultiple
    )
    agreed = forms.BooleanField(label="Đồng ý", required=False)
    secret = forms.CharField(widget=forms.HiddenInput)

    def clean(self):
        raise ValidationError("Hai mục không khớp. Hãy xem lại.")


def test_unbound_form():
    html = str(Sample())
    assert (
        '<label class="form-label" for="id_name">Tên<span class="required-mark">(bắt buộc)</span></label>'
        in html
    )
    assert 'class="form-control wide"' in html
    assert 'aria-describedby="id_name_helptext"' in html
    assert 'id="id_name_helptext">Viết đủ.' in html
    assert 'class="form-select"' in html
    assert "<legend>Phần" in html
    assert "<strong>Nhóm</strong>" in html
    assert html.count('class="form-check-input"') == 3
    assert '<label for="id_agreed">Đồng ý</label>' in html
    assert html.count('type="hidden"') == 1
    assert "data-error-summary" not in html


def test_failed_form_lists_errors_with_links_and_beside_the_fields():
    html = str(Sample({"kind": "a"}))
    assert "data-error-summary" in html
    assert '<a href="#id_name">Tên</a>' in html
    assert "Hai mục không khớp. Hãy xem lại." in html
    assert 'id="id_name_error"' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'aria-invalid="true"' in html


@pytest.mark.parametrize("layout", ["as_p", "as_div", "as_ul", "as_table"])
def test_forms_of_other_packages_look_the_same(layout, settings):
    settings.FORM_RENDERER = "soat.common.forms.Renderer"
    assert 'class="form-field"' in getattr(Sample(), layout)()


@pytest.mark.parametrize("typed", ["16/4/2024", "16-04-2024", "16.4.2024", "2024-04-16"])
def test_days_as_written(typed):
    assert DayField().clean(typed) == date(2024, 4, 16)


def test_a_day_that_is_none_says_how_to_write_it():
    with pytest.raises(ValidationError, match="ngày/tháng/năm, ví dụ"):
        DayField().clean("31/02/2024")


def test_a_day_is_shown_the_way_it_is_typed():
    assert 'value="16/04/2024"' in DayField().widget.render("d", date(2024, 4, 16))
