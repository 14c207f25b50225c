"""What stands around the items of an outline: title, audience, data period, notes (requirement G3).

`Frame.take` looks at each line before the tree does and keeps what is not an item. A second title ("Đề cương
2: dành cho UBND xã") begins a second outline: its sections follow the first one's and carry their audience.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from soat.core.plans.lines import Line
from soat.core.plans.model import Text
from soat.core.plans.outline.audience import audience_in, data_period_in
from soat.core.plans.outline.node import is_capitals

_TITLE = re.compile(r"(?:phu luc|de cuong|mau (?:so|bao cao|de cuong)|bieu (?:mau )?so|bao cao\b)")
_TITLE_WORDS = re.compile(
    r"(?:bao cao|ket qua|ve|cong tac|phuc vu|thuc hien|kiem tra|tu kiem tra|nam \d{4})\b"
    r"(?!.*[.;:]$)"
)
_NEXT_TITLE = re.compile(
    r"(?:phu luc|de cuong|mau(?: bao cao| de cuong| so)*)\b(?: bao cao)?(?: so)?"
    r"\s*(?:\d{1,2}\b|[ivx]+\b|:|\()"
)
_NOTE = re.compile(
    r"[(*\s-]*(?:(?:ban hanh )?kem theo (?:ke hoach|quyet dinh|cong van|van ban|thong bao)|luu y|ghi chu"
    r"|kinh gui|noi nhan|ky ten|ky, (?:ghi|dong)|ho va ten|so:|cong hoa xa hoi|doc lap - tu do)"
)
_SIGNER = re.compile(
    r"(?:thu truong|giam doc|chu tich|tm\.|kt\.|tl\.|nguoi (?:lap|ky)|dai dien|lanh dao don vi|xac nhan)"
)


@dataclass(slots=True)
class Frame:
    """`audiences` has one entry for each outline in the text; None where it names nobody. `first_groups` are the
    groups of nodes with which the second and later outlines begin."""

    title: list[Line] = field(default_factory=list)
    audiences: list[Text | None] = field(default_factory=lambda: [None])
    first_groups: list[int] = field(default_factory=list)
    data_period: Text | None = None
    notes: list[Text] = field(default_factory=list)
    began: bool = False
    closed: bool = False
    _in_title: bool = False

    def take(self, line: Line) -> bool:
        """Keep a line that is no item; False for all others."""
        if line.marker.kind == "none" and self._take_title(line):
            return True
        self._in_title = False
        if self.closed or self._take_period(line) or _NOTE.match(line.plain, line.body):
            self.closed = self.closed or line.plain.startswith("noi nhan")
            self.notes.append(line.whole())
            return True
        return line.marker.kind == "none" and self._take_loose(line)

    def audience(self) -> Text | None:
        """Whom the whole text is for: all its outlines together; None where one of them names nobody."""
        named = [heard for heard in self.audiences if heard]
        if len(named) < len(self.audiences):
            return None
        texts = dict.fromkeys(heard.text for heard in named)
        return Text("; ".join(texts), named[0].span)

    def _take_title(self, line: Line) -> bool:
        if self.began or self.title:
            if self._in_title and self._goes_on(line):
                return self._keep_title(line)
            again = self.began and line.text.isupper() and _TITLE.match(line.plain)
            return bool(again or _NEXT_TITLE.match(line.plain)) and self._start_again(line)
        return bool(_TITLE.match(line.plain)) and self._keep_title(line)

    def _goes_on(self, line: Line) -> bool:
        """Whether a title has another line: in capitals, or what is reported on."""
        return is_capitals(line.text) or bool(_TITLE_WORDS.match(line.plain) or _TITLE.match(line.plain))

    def _start_again(self, line: Line) -> bool:
        if self.began:
            self.audiences.append(None)
            self.began, self.closed = False, False
        return self._keep_title(line)

    def _keep_title(self, line: Line) -> bool:
        self._in_title = True
        if len(self.audiences) == 1:
            self.title.append(line)
        else:
            self.notes.append(line.whole())
        self._hear(line)
        return True

    def _take_loose(self, line: Line) -> bool:
        """A line without marker before the first item, or a bracket or signature that asks for nothing."""
        if not self.began and (audience := audience_in(line, anywhere=True)) and line.text.startswith("("):
            self.audiences[-1] = self.audiences[-1] or audience
            self.notes.append(line.whole())
            return True
        if is_capitals(line.text) and not _SIGNER.match(line.plain):
            return False
        if self.began and not (line.text.isupper() and _SIGNER.match(line.plain)):
            return False
        self.notes.append(line.whole())
        return True

    def _hear(self, line: Line) -> None:
        self.audiences[-1] = self.audiences[-1] or audience_in(line, anywhere=True)
        self.data_period = self.data_period or data_period_in(line)

    def _take_period(self, line: Line) -> bool:
        period = data_period_in(line)
        self.data_period = self.data_period or period
        return period is not None
