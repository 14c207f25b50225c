"""Choices whose labels follow the language of the page (requirement A4). The base of every list of states and kinds.

A label is for showing only. What is stored, matched with a file or written into a paper takes `written`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models.enums import ChoicesType

from soat.common.language import in_vietnamese

if TYPE_CHECKING:
    from django.db.models import TextChoices as _Base
else:

    class _LateLabels(ChoicesType):
        """Forms and fields take labels that are translated when they are drawn, not when they are read in."""

        @property
        def choices(cls) -> list[tuple[str, Any]]:
            return [(member.value, member._label_) for member in cls]

    class _Base(models.TextChoices, metaclass=_LateLabels):
        """`choices` as above; the type checker knows Django's own class better."""


class Choices(_Base):
    """Labels are given by `gettext_lazy`; `label` is the word in the language at hand."""

    @property
    def label(self) -> str:
        return str(self._label_)

    @property
    def written(self) -> str:
        """The Vietnamese label, whatever the language of the page."""
        with in_vietnamese():
            return str(self._label_)
