"""What extraction gives: the text and how it was come by. Shared by the readers of the formats."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["txt", "docx", "pdf", "html"]


@dataclass(slots=True)
class Extracted:
    """`warnings` are Vietnamese sentences about what may have been lost."""

    text: str
    kind: Kind
    warnings: list[str] = field(default_factory=list)
