"""Forms of duties: the filter of the list, adding and changing one, saying whose it is, its report."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from soat.common.forms import DayField
from soat.common.once import OnceForm
from soat.files.intake import ACCEPT, KINDS_TOLD, MAX_BYTES
from soat.people.forms.pickers import AgenciesField
from soat.people.models import Agency
from soat.programmes.forms.agency import AgencyField
from soat.programmes.models import DutyOwner
from soat.programmes.selectors.duties import BY_AGENCY, BY_DUE, STATUSES, Wanted


class DutyFilter(forms.Form):
    """`owners`: the agencies to choose from."""

    by = forms.ChoiceField(
        label=gettext_lazy("Xếp theo"),
        choices=[(BY_DUE, gettext_lazy("Hạn")), (BY_AGENCY, gettext_lazy("Cơ quan"))],
        required=False,
    )
    status = forms.ChoiceField(label=gettext_lazy("Tình trạng"), choices=STATUSES, required=False)
    owner = forms.ChoiceField(
        label=gettext_lazy("Bên thực hiện"),
        choices=[("", gettext_lazy("Tất cả")), *DutyOwner.choices],
        required=False,
    )
    agency = forms.ModelChoiceField(
        Agency.objects.none(),
        label=gettext_lazy("Cơ quan"),
        required=False,
        empty_label=gettext_lazy("Tất cả"),
    )

    def __init__(self, data: Any, *, owners: QuerySet[Agency]) -> None:
        super().__init__(data)
        field = self.fields["agency"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = owners

    def wanted(self) -> Wanted:
        """The valid choices."""
        self.is_valid()
        told = {name: self.cleaned_data.get(name) or "" for name in ("status", "owner", "by")}
        agency = self.cleaned_data.get("agency")
        return Wanted(**told, agency=str(agency.pk) if agency else "")


class DutyForm(forms.Form):
    """`allow_past` is asked only for a due date that has passed (`ask_past`)."""

    text = forms.CharField(
        label=gettext_lazy("Nội dung nhiệm vụ"), widget=forms.Textarea(attrs={"rows": 4}), max_length=5000
    )
    party = forms.CharField(label=gettext_lazy("Bên thực hiện, như kế hoạch ghi"), max_length=500)
    owner = forms.ChoiceField(label=gettext_lazy("Thuộc nhóm"), choices=DutyOwner.choices)
    agency = AgencyField(
        Agency.objects.all(),
        label=gettext_lazy("Cơ quan chịu trách nhiệm"),
        required=False,
        help_text=gettext_lazy("Cơ quan này sẽ thấy nhiệm vụ trong Việc của tôi."),
    )
    due_on = DayField(label=gettext_lazy("Hạn hoàn thành"), required=False)
    allow_past = forms.BooleanField(
        label=gettext_lazy("Hạn này đã qua, vẫn ghi như vậy"), required=False, widget=forms.HiddenInput
    )

    def ask_past(self) -> None:
        """Show the box to confirm a date in the past."""
        self.fields["allow_past"].widget = forms.CheckboxInput()


class DutyAddForm(OnceForm, DutyForm):
    """A duty entered by hand."""


class DutyChangeForm(DutyForm):
    """`seen`: the duty as the page showed it."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput, max_length=32)


class GiveForm(forms.Form):
    agencies = AgenciesField(
        label=gettext_lazy("Cơ quan chịu trách nhiệm"),
        help_text=gettext_lazy("Chọn một hoặc nhiều cơ quan. Mỗi cơ quan được giao một nhiệm vụ riêng."),
    )


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files; its value is a list of (name, content)."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[tuple[str, bytes]]:
        """Only what stays within the size is read."""
        one = super().clean
        uploads = [one(upload, initial) for upload in (data or [None])]
        read = []
        for upload in filter(None, uploads):
            if upload.size > MAX_BYTES:
                raise forms.ValidationError(
                    f"Tệp “{upload.name}” lớn hơn 20 MB. Hãy nén ảnh hoặc chia thành nhiều tệp."
                )
            read.append((upload.name, upload.read()))
        return read


def _files(*, required: bool) -> FilesField:
    return FilesField(
        label="Tệp minh chứng",
        required=required,
        help_text=f"Chọn một hoặc nhiều tệp {KINDS_TOLD}; mỗi tệp không quá 20 MB.",
        widget=FilesInput(attrs={"accept": ACCEPT}),
    )


class FilesForm(forms.Form):
    uploads = _files(required=True)


class StrikeForm(forms.Form):
    reason = forms.ChoiceField(
        label="Vì sao",
        choices=[
            (told, told)
            for told in (
                "Là đề mục, không giao việc cho ai.",
                "Là nhận định hoặc yêu cầu chung, không phải việc phải làm.",
                "Trùng với nhiệm vụ khác đã có trong danh sách.",
            )
        ],
    )


class ManyForm(forms.Form):
    """What is done to the duties that are ticked in the list."""

    due_on = DayField(label="Hạn", required=False)
    agency = AgencyField(Agency.objects.all(), label="Cơ quan chịu trách nhiệm", required=False)
    allow_past = forms.BooleanField(
        label="Hạn này đã qua, vẫn ghi như vậy", required=False, widget=forms.HiddenInput
    )

    def ask_past(self) -> None:
        """Show the box to confirm a date in the past."""
        self.fields["allow_past"].widget = forms.CheckboxInput()


class ReportForm(forms.Form):
    evidence = forms.CharField(
        label=gettext_lazy("Kết quả và minh chứng"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=10000,
        help_text=gettext_lazy("Ví dụ: đã ban hành Quyết định số …, ngày …"),
    )
    uploads = _files(required=False)
    seen = forms.CharField(required=False, widget=forms.HiddenInput, max_length=32)


class ReopenForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Lý do mở lại"), widget=forms.Textarea(attrs={"rows": 2}), max_length=2000
    )
