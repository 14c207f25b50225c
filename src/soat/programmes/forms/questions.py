"""Forms of questions and answers (requirement G7)."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from soat.common.once import OnceForm


class AskForm(OnceForm):
    text = forms.CharField(
        label=gettext_lazy("Khó khăn, vướng mắc"), widget=forms.Textarea(attrs={"rows": 4}), max_length=10000
    )


class AnswerForm(forms.Form):
    """`seen`: the token of the answer as the page showed it."""

    answer = forms.CharField(
        label=gettext_lazy("Trả lời"), widget=forms.Textarea(attrs={"rows": 3}), max_length=10000
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput, max_length=32)
