"""Forms about papers: which to write, their texts, how one is issued, filter of the list (D1, D4)."""

from __future__ import annotations

from typing import Any

from django import forms

from soat.common.forms import DayField
from soat.common.once import OnceForm
from soat.core.paper.texts import FIELDS
from soat.core.paper.wording import LONGEST_SOURCE
from soat.papers.kinds import kinds
from soat.papers.models import Paper
from soat.papers.rules import State
from soat.papers.selectors import papers as read
from soat.papers.services.papers import Terms
from soat.people.models import Agency
from soat.programmes.models import Programme, Subject

GIVEN = "given"


def kind_choices() -> list[tuple[str, str]]:
    return [(kind.key, kind.label) for kind in kinds().values()]


class PaperFilter(forms.Form):
    words = forms.CharField(label="Số, trích yếu, nơi nhận", required=False, max_length=100)
    kind = forms.ChoiceField(label="Loại văn bản", required=False)
    state = forms.ChoiceField(label="Trạng thái", required=False)

    def __init__(self, *given: Any, drafts: bool, **more: Any) -> None:
        super().__init__(*given, **more)
        states = [one for one in State.choices if drafts or one[0] != State.DRAFT]
        self.fields["kind"].choices = [("", "Tất cả"), *kind_choices()]  # type: ignore[attr-defined]
        self.fields["state"].choices = [("", "Tất cả"), *states]  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, str]:
        """The valid choices; nothing for the others."""
        return {name: str(self.cleaned_data.get(name, "")) for name in self.fields}


class ComposeForm(OnceForm):
    """A paper of any kind, by its template; what the programme does not know stays as dots."""

    kind = forms.ChoiceField(label="Loại văn bản")
    agency = forms.ModelChoiceField(
        label="Đơn vị nhận",
        queryset=Agency.objects.none(),
        required=False,
        empty_label="Không gửi riêng đơn vị nào",
        help_text="Người của đơn vị này đọc được văn bản sau khi ban hành.",
    )

    def __init__(self, *given: Any, programme: Programme, **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["kind"].choices = kind_choices()  # type: ignore[attr-defined]
        units = Subject.objects.filter(programme=programme, agency__isnull=False).values("agency")
        self.fields["agency"].queryset = Agency.objects.filter(pk__in=units).order_by("sort_key")  # type: ignore[attr-defined]


class TextsForm(forms.Form):
    """The texts of a template or of a draft, field by field as `core.paper.texts` names them."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        for one in FIELDS:
            wide = forms.Textarea(attrs={"rows": one.lines, "spellcheck": "false"})
            self.fields[one.name] = forms.CharField(
                label=one.label,
                help_text=one.help,
                required=False,
                strip=False,
                max_length=LONGEST_SOURCE,
                widget=wide if one.lines > 1 else forms.TextInput(attrs={"spellcheck": "false"}),
            )

    def texts(self) -> dict[str, str]:
        return {one.name: self.cleaned_data[one.name].replace("\r\n", "\n").strip() for one in FIELDS}


class IssueForm(forms.Form):
    """Day and number. The number comes from a register, from those kept, or was given by another office."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    dated = DayField(label="Ngày ban hành")
    source = forms.ChoiceField(label="Số văn bản")
    given = forms.CharField(
        label="Số và ký hiệu do văn thư cấp",
        required=False,
        max_length=100,
        help_text="Chỉ ghi khi chọn “Số do văn thư nơi khác cấp”. Ví dụ 612/QĐ-UBND.",
    )
    instead_of = forms.ModelChoiceField(
        label="Thay cho văn bản",
        queryset=Paper.objects.none(),
        required=False,
        empty_label="Không thay văn bản nào",
    )

    def __init__(self, *given: Any, paper: Paper, **more: Any) -> None:
        super().__init__(*given, **more)
        self.issuers = {f"issuer {one.pk}": one for one in read.issuers(paper.programme, paper.kind)}
        self.kept = {f"kept {one.pk}": one for one in read.kept_numbers(paper.programme, paper.kind)[:50]}
        self.fields["source"].choices = [  # type: ignore[attr-defined]
            *((key, f"Số tiếp theo trong sổ của {one}") for key, one in self.issuers.items()),
            *((key, f"Số đã giữ {one}: {one.abstract}") for key, one in self.kept.items()),
            (GIVEN, "Số do văn thư nơi khác cấp"),
        ]
        older = read.replaceable(paper)
        self.fields["instead_of"].queryset = older  # type: ignore[attr-defined]
        if not older.exists():
            del self.fields["instead_of"]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if found.get("source") == GIVEN and not found.get("given", "").strip():
            self.add_error("given", "Hãy ghi số và ký hiệu do văn thư cấp, ví dụ 612/QĐ-UBND.")
        return found

    def terms(self) -> Terms:
        source = self.cleaned_data["source"]
        return Terms(
            self.cleaned_data["dated"],
            issuer=self.issuers.get(source),
            kept=self.kept.get(source),
            given=self.cleaned_data["given"] if source == GIVEN else "",
        )

    def instead(self) -> Paper | None:
        found: Paper | None = self.cleaned_data.get("instead_of")
        return found


class ReasonForm(forms.Form):
    reason = forms.CharField(label="Lý do", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
