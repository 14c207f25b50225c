"""Names of files people attach: safe to show and to download, with the suffix of what the file really is.

Called where an uploaded file is kept: documents' files, plan files, evidence.
"""

from __future__ import annotations

import re
import unicodedata

from soat.core.errors import UnreadableFile

LONGEST = 200
_SUFFIXES = {
    **{kind: (f".{kind}",) for kind in ("pdf", "docx", "txt", "xlsx", "pptx", "doc", "xls", "png")},
    "html": (".html", ".htm"),
    "jpg": (".jpg", ".jpeg"),
}
_RESERVED = re.compile(r'[<>:"|?*]')


def kept_name(name: str, kind: str) -> str:
    """The name under which a file of `kind` (a key of `_SUFFIXES`) is kept: no folders, no hidden characters, at most
    200 characters. A name without a suffix gets one; raises UnreadableFile for a suffix that says something else."""
    stem, suffix = _parts(name)
    fitting = _SUFFIXES[kind]
    if suffix and suffix.lower() not in fitting:
        raise UnreadableFile(
            f"Tệp “{stem}{suffix}” có nội dung là {fitting[0]} nhưng mang đuôi {suffix}. "
            "Hãy kiểm tra lại tệp, đặt đúng đuôi rồi tải lên."
        )
    suffix = suffix.lower() or fitting[0]
    return (stem[: LONGEST - len(suffix)].rstrip(" .") or "tep") + suffix


def _parts(name: str) -> tuple[str, str]:
    """Stem and suffix. A dot inside words ("Số 12. Kế hoạch") is no suffix: that has letters and digits only."""
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    plain = "".join(
        sign for sign in last if unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")
    )
    plain = " ".join(_RESERVED.sub("-", plain).split()).strip(" .")
    found = re.fullmatch(r"(.*?)(\.[A-Za-z][A-Za-z0-9]{0,9})?", plain)
    assert found  # both parts may be empty: it always fits
    return found[1], found[2] or ""
