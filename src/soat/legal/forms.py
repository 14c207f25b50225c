"""Forms of the register: search, a document, a relation, a file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from soat.common.forms import DayField
from soat.core.text import sort_key
from soat.legal.models import Document, RelationKind
from soat.legal.rules import LABELS

_KNOWN = [("", "Tất cả"), ("known", "Có trong sổ"), ("stub", "Chỉ văn bản chưa có trong sổ")]
_ALL = ("", "Tất cả")


class SearchForm(forms.Form):
    q = forms.CharField(label="Tìm theo số, trích yếu, nội dung", required=False, max_length=200)
    type = forms.ChoiceField(label="Loại văn bản", required=False)
    issuer = forms.ChoiceField(label="Cơ quan ban hành", required=False)
    year = forms.TypedChoiceField(label="Năm ban hành", required=False, coerce=int, empty_value=None)
    on = DayField(label="Hiệu lực tính đến ngày", required=False)
    status = forms.ChoiceField(label="Hiệu lực", choices=[_ALL, *LABELS.items()], required=False)
    known = forms.ChoiceField(label="Trong sổ", choices=_KNOWN, required=False)

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
    on = DayField(label="Tính đến ngày", required=False)


class DocumentForm(forms.Form):
    number = forms.CharField(label="Số, ký hiệu", max_length=80, help_text="Ví dụ: 97/KH-UBND")
    type = forms.CharField(label="Loại văn bản", max_length=60, required=False, help_text="Ví dụ: Kế hoạch")
    title = forms.CharField(
        label="Trích yếu", widget=forms.Textarea(attrs={"rows": 3}), max_length=5000, required=False
    )
    issuer = forms.CharField(label="Cơ quan ban hành", max_length=200, required=False)
    place = forms.CharField(label="Nơi ban hành", max_length=120, required=False)
    signer = forms.CharField(label="Người ký", max_length=150, required=False)
    issued_on = DayField(label="Ngày ban hành", required=False)
    issued_year = forms.IntegerField(
        label="Năm ban hành",
        min_value=1900,
        max_value=2999,
        required=False,
        help_text="Chỉ ghi khi không rõ ngày.",
    )
    effective_on = DayField(label="Ngày có hiệu lực", required=False)
    expires_on = DayField(label="Ngày hết hiệu lực", required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)


class RelationForm(forms.Form):
    """`document` (this page's) stands to another as `kind` says; `direction` tells which of the two acts. `which`
    is asked when several documents bear the number."""

    direction = forms.ChoiceField(
        label="Chiều quan hệ",
        choices=[
            ("in", "Văn bản kia tác động đến văn bản này"),
            ("out", "Văn bản này tác động đến văn bản kia"),
        ],
    )
    kind = forms.ChoiceField(label="Quan hệ", choices=RelationKind.choices)
    other = forms.CharField(
        label="Số, ký hiệu văn bản kia", max_length=200, help_text="Ví dụ: 97/KH-UBND ngày 16/4/2024"
    )
    which = forms.ChoiceField(label="Văn bản nào", widget=forms.RadioSelect, required=False)
    effective_on = DayField(label="Từ ngày", required=False)
    note = forms.CharField(label="Ghi chú, nguồn", max_length=300, required=False)

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
        f"ngày {document.issued_on:%d/%m/%Y}" if document.issued_on else "",
        f"năm {document.issued_year}" if document.issued_year and not document.issued_on else "",
        f"của {document.issuer}" if document.issuer else "",
    ]
    about = f": {document.title[:120]}" if document.title else ""
    return " ".join(filter(None, [str(document), *told])) + about


class FileForm(forms.Form):
    """`thay`: the file that the new one takes the place of."""

    file = forms.FileField(label="Tệp văn bản")
    thay = forms.UUIDField(required=False)
