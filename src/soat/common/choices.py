"""Choices whose labels follow the language of the page (requirement A4). The base of every list of states and kinds.

A label is for showing only. What is stored, matched with a file or written into a paper takes `written`.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import override

from soat.common.language import VIETNAMESE


class Choices(models.TextChoices):
    """Labels are given by `gettext_lazy`; forms take them as they are, `label` is the word in the language at hand."""

    @property
    def label(self) -> str:
        return str(self._label_)

    @property
    def written(self) -> str:
        """The Vietnamese label, whatever the language of the page."""
        with override(VIETNAMESE):
            return str(self._label_)
