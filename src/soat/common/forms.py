"""How every Django form is drawn: `FORM_RENDERER = "soat.common.forms.Renderer"`.

`{{ form }}` gives the list of errors, then label, help, control and error of each field
(`templates/ui/form.html`, `ui/field.html`); `{% field form.x %}` one field. Controls get their classes here,
so that forms of other packages look the same. `DayField` takes dates as they are written in Viet Nam.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.forms import (
    BoundField,
    CheckboxInput,
    CheckboxSelectMultiple,
    DateField,
    DateInput,
    Form,
    RadioSelect,
    Select,
    Widget,
)
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext_lazy

from soat.core.errors import DomainError

T = TypeVar("T")
FIRST_YEAR, LAST_YEAR = 1945, 2098


def control_class(widget: Widget) -> str:
    """CSS class of a control by its kind; hidden controls have none."""
    if widget.is_hidden:
        return ""
    if isinstance(widget, CheckboxInput | CheckboxSelectMultiple | RadioSelect):
        return "form-check-input"
    return "form-select" if isinstance(widget, Select) else "form-control"


class StyledField(BoundField):
    """A bound field whose control carries the class of its kind."""

    @property
    def is_single_check(self) -> bool:
        """One box to tick: its label stands behind it."""
        return isinstance(self.field.widget, CheckboxInput)

    def build_widget_attrs(self, attrs: dict[str, Any], widget: Widget | None = None) -> dict[str, Any]:
        """Django's attributes plus the class; classes set by the form itself are kept."""
        widget = widget or self.field.widget
        built: dict[str, Any] = super().build_widget_attrs(attrs, widget)
        classes = f"{control_class(widget)} {widget.attrs.get('class', '')}".strip()
        return {**built, "class": classes} if classes else built


class Renderer(TemplatesSetting):
    """Forms by the templates of this room."""

    form_template_name = "ui/form.html"
    field_template_name = "ui/field.html"
    bound_field_class = StyledField


def is_plausible_day(day: date) -> None:
    """Raise ValidationError outside the years of this state's documents and of the calendar: a slip of the keyboard."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValidationError(
            gettext_lazy("Năm %(year)s không hợp lý. Hãy xem lại ngày, năm từ %(first)s đến %(last)s."),
            params={"year": day.year, "first": FIRST_YEAR, "last": LAST_YEAR},
        )


class DayField(DateField):
    """A date typed as 16/4/2024; a browser's own date control would show it in the order of its language."""

    widget = DateInput(
        format="%d/%m/%Y", attrs={"placeholder": gettext_lazy("ngày/tháng/năm"), "inputmode": "numeric"}
    )
    input_formats = ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d")
    default_error_messages = {
        "invalid": gettext_lazy("Hãy viết ngày theo dạng ngày/tháng/năm, ví dụ 16/4/2024.")
    }
    default_validators = [is_plausible_day]


def attempted(form: Form, write: Callable[[], T]) -> T | None:
    """What `write` gives; None when it refuses: the refusal then stands on the form, at its field if it has it."""
    try:
        return write()
    except DomainError as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return None


def tried(form: Form, write: Callable[[], object]) -> bool:
    """Whether `write` went through; see `attempted`."""
    return attempted(form, lambda: (write(),)) is not None
