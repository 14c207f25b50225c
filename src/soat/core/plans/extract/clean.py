"""Brings extracted text into one form: NFC, no invisible marks, plain spaces, one kind of line end.

Called by `extract` for every format; spans of a plan count characters of what `clean` returns.
"""

from __future__ import annotations

import re
import unicodedata

_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_SPACES = re.compile(r"[\t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
# Normalising sorts a run of combining marks in quadratic time: nobody writes thirty of them on one letter.
_MARK_RUN = re.compile(
    r"([^\w\s\x00-\u02ff\u2000-\u20cf\u2100-\u2bff]{30})[^\w\s\x00-\u02ff\u2000-\u20cf\u2100-\u2bff]+"
)
_VIETNAMESE_ONLY = re.compile("[ĂăƠơƯưẠ-ỹ]")
_ETH = re.compile(r"(?<=[^\W\d_])[ÐƉðɖ]|[ÐƉðɖ](?=[^\W\d_])")
_ETH_TO_D = str.maketrans("ÐƉðɖ", "ĐĐđđ")


def clean(text: str) -> str:
    """The text in the form in which it is read and cited. Applying it twice changes nothing more."""
    text = _LINE_ENDS.sub("\n", text)
    text = _SPACES.sub(" ", text)
    text = _INVISIBLE.sub("", text)
    text = unicodedata.normalize("NFC", _MARK_RUN.sub(r"\1", text))
    if _VIETNAMESE_ONLY.search(text):
        text = _ETH.sub(lambda eth: eth[0].translate(_ETH_TO_D), text)
    return text
