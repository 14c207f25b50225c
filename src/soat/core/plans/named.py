"""Which agencies the words of a party name (requirements G1, G5): one enumeration, or a sentence that opens with one.

"Các Sở: Tư pháp, Tài chính" names two, "Báo A, Đài B phối hợp đưa tin" two, "Các cơ quan báo chí" none. Called by the
start of a programme, which gives each of them its own task.
"""

from __future__ import annotations

import re

from soat.core.plans.agencies import Name, names_in
from soat.core.plans.lines import Line, plain

_KIND_ONLY = re.compile(r"bao (?:chi|dai)\b|(?:dai|bao)$")  # the press as a whole, no agency of it
_VERB = re.compile(r"\s(?:đưa|đăng|phát sóng|ghi|tuyên truyền|bố trí|mở|kịp thời|cử)\b")
_BETWEEN = len(" và các ")  # at most so far apart do two names of one enumeration stand


def named_agencies(party: str, sentence: str = "") -> list[Name]:
    """The agencies `party` names; if none, those `sentence` opens with. Places count in the words they stand in."""
    return _of(party) or _opening(_of(_VERB.split(sentence, maxsplit=1)[0]))


def _of(words: str) -> list[Name]:
    line = Line(words, range(len(words)), range(1, len(words) + 1))
    found = names_in(line, 0, len(words), carry=True)
    return [name for name in found if not _KIND_ONLY.match(plain(name.name))]


def _opening(found: list[Name]) -> list[Name]:
    """The first names as long as nothing but signs stands before and between them."""
    end = 0
    for count, name in enumerate(found):
        if name.start - end > _BETWEEN:
            return found[:count]
        end = name.end
    return found
