"""Forms of the register: search, a document, a relation, a file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from soat.common.forms import DayField
from soat.core.text import sort_key
from soat.legal.models import Document, RelationKind
from soat.legal.rules import LABELS

_KNOWN = [
    ("", gettext_lazy("Tất cả")),
    ("known", gettext_lazy("Có trong sổ")),
    ("stub", gettext_lazy("Chỉ văn bản chưa có trong sổ")),
]
_ALL = ("", gettext_lazy("Tất cả"))


class SearchForm(forms.Form):
    q = forms.CharField(
        label=gettext_lazy("Tìm theo số, trích yếu, nội dung"), required=False, max_length=200
    )
    type = forms.ChoiceField(label=gettext_lazy("Loại văn bản"), required=False)
    issuer = forms.ChoiceField(label=gettext_lazy("Cơ quan ban hành"), required=False)
    year = forms.TypedChoiceField(
        label=gettext_lazy("Năm ban hành"), required=False, coerce=int, empty_value=None
    )
    on = DayField(label=gettext_lazy("Hiệu lực tính đến ngày"), required=False)
    status = forms.ChoiceField(
        label=gettext_lazy("Hiệu lực"),
        choices=[_ALL, *((status, gettext_lazy(label)) for status, label in LABELS.items())],
        required=False,
    )
    known = forms.ChoiceField(label=gettext_lazy("Trong sổ"), choices=_KNOWN, required=False)

    def __init__(self, *args: Any, facets: Iterable[tuple[str, str, int | None]], **kwargs: Any) -> None:
        """`facets`: the types, issuers and years there are."""
        super().__init__(*args, **kwargs)
        types, issuers, years = (set(filter(None, values)) for values in zip(*facets, strict=True)) if facets else (
            set(), set(), set(),
        )  # fmt: skip
        chosen: dict[str, list[Any]] = {
            "type": sorted(types, key=sort_key),
            "issuer": sorted(issuers, key=sort_key),
            "year": sorted(years, reverse=True),
        }
        for name, values in chosen.items():
            self.fields[name].choices = [_ALL, *((value, value) for value in values)]  # type: ignore[attr-defined]

    def value(self, name: str) -> Any:
        """The valid value, or None."""
        return self.cleaned_data.get(name) or None


class DayForm(forms.Form):
    on = DayField(label=gettext_lazy("Tính đến ngày"), required=False)


class DocumentForm(forms.Form):
    number = forms.CharField(
        label=gettext_lazy("Số, ký hiệu"), max_length=80, help_text=gettext_lazy("Ví dụ: 97/KH-UBND")
    )
    type = forms.CharField(
        label=gettext_lazy("Loại văn bản"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("Ví dụ: Kế hoạch"),
    )
    title = forms.CharField(
        label=gettext_lazy("Trích yếu"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=5000,
        required=False,
    )
    issuer = forms.CharField(label=gettext_lazy("Cơ quan ban hành"), max_length=200, required=False)
    place = forms.CharField(label=gettext_lazy("Nơi ban hành"), max_length=120, required=False)
    signer = forms.CharField(label=gettext_lazy("Người ký"), max_length=150, required=False)
    issued_on = DayField(label=gettext_lazy("Ngày ban hành"), required=False)
    issued_year = forms.IntegerField(
        label=gettext_lazy("Năm ban hành"),
        min_value=1900,
        max_value=2999,
        required=False,
        help_text=gettext_lazy("Chỉ ghi khi không rõ ngày."),
    )
    effective_on = DayField(label=gettext_lazy("Ngày có hiệu lực"), required=False)
    expires_on = DayField(label=gettext_lazy("Ngày hết hiệu lực"), required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)


class RelationForm(forms.Form):
    """`document` (this page's) stands to another as `kind` says; `direction` tells which of the two acts. `which`
    is asked when several documents bear the number."""

    direction = forms.ChoiceField(
        label=gettext_lazy("Chiều quan hệ"),
        choices=[
            ("in", gettext_lazy("Văn bản kia tác động đến văn bản này")),
            ("out", gettext_lazy("Văn bản này tác động đến văn bản kia")),
        ],
    )
    kind = forms.ChoiceField(label=gettext_lazy("Quan hệ"), choices=RelationKind.choices)
    other = forms.CharField(
        label=gettext_lazy("Số, ký hiệu văn bản kia"),
        max_length=200,
        help_text=gettext_lazy("Ví dụ: 97/KH-UBND ngày 16/4/2024"),
    )
    which = forms.ChoiceField(label=gettext_lazy("Văn bản nào"), widget=forms.RadioSelect, required=False)
    effective_on = DayField(label=gettext_lazy("Từ ngày"), required=False)
    note = forms.CharField(label=gettext_lazy("Ghi chú, nguồn"), max_length=300, required=False)

    def __init__(self, *args: Any, candidates: Iterable[Document] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(document.pk), described(document)) for document in candidates]
        if len(choices) > 1:
            self.fields["which"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["which"]


def described(document: Document) -> str:
    """A document told apart from others of its number."""
    told = [
        gettext("ngày %(issued_on)s") % {"issued_on": f"{document.issued_on:%d/%m/%Y}"}
        if document.issued_on
        else "",
        gettext("năm %(issued_year)s") % {"issued_year": document.issued_year}
        if document.issued_year and not document.issued_on
        else "",
        gettext("của %(issuer)s") % {"issuer": document.issuer} if document.issuer else "",
    ]
    about = f": {document.title[:120]}" if document.title else ""
    return " ".join(filter(None, [str(document), *told])) + about


class FileForm(forms.Form):
    """`thay`: the file that the new one takes the place of."""

    file = forms.FileField(label=gettext_lazy("Tệp văn bản"))
    thay = forms.UUIDField(required=False)
