"""Takes a file that somebody hands in: its kind by its bytes, its size, its name, its SHA-256 (requirements P4, G5).

Called by services that keep evidence. Nothing is opened or rendered; what could run when opened is refused.
"""

from __future__ import annotations

import hashlib
import re
import zipfile
from dataclasses import dataclass
from io import BytesIO

import puremagic

from soat.core.errors import DomainError
from soat.core.file_names import kept_name

MAX_BYTES = 20 * 2**20
_OFFICE = "application/vnd.openxmlformats-officedocument"
MEDIA = {
    "pdf": "application/pdf",
    "docx": f"{_OFFICE}.wordprocessingml.document",
    "xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    "pptx": f"{_OFFICE}.presentationml.presentation",
    "doc": "application/msword",
    "xls": "application/vnd.ms-excel",
    "jpg": "image/jpeg",
    "png": "image/png",
}
ACCEPT = ",".join(f".{kind}" for kind in (*MEDIA, "jpeg"))
KINDS_TOLD = "PDF, Word, Excel, PowerPoint hoặc ảnh JPG, PNG"
_FOLDERS = {"word": "docx", "xl": "xlsx", "ppt": "pptx"}
_MACRO = re.compile(r"vbaproject\.bin$|/macrosheets/", re.IGNORECASE)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True, slots=True)
class Taken:
    """A file that may be kept. `name` is safe to show and fits its kind; `sha256` is the key of its content."""

    name: str
    media_type: str
    size: int
    sha256: str
    content: bytes


def take(name: str, data: bytes) -> Taken:
    """The file, ready to be kept. Raises DomainError: empty, larger than 20 MB, a kind that is not taken, or a suffix
    that says something else than the content."""
    if not data:
        raise DomainError(f"Tệp “{name[:80]}” rỗng. Hãy kiểm tra lại tệp rồi tải lên.")
    if len(data) > MAX_BYTES:
        raise DomainError(f"Tệp “{name[:80]}” lớn hơn 20 MB. Hãy nén ảnh hoặc chia thành nhiều tệp.")
    kinds = _kinds(data)
    if not kinds:
        raise DomainError(f"Tệp “{name[:80]}” không thuộc loại được nhận. Hãy dùng tệp {KINDS_TOLD}.")
    said = name.rpartition(".")[2].lower()
    kind = said if said in kinds else kinds[0]
    return Taken(kept_name(name, kind), MEDIA[kind], len(data), hashlib.sha256(data).hexdigest(), data)


def _kinds(data: bytes) -> list[str]:
    """What the bytes may be, of the kinds that are taken; a file of the old Office may be several."""
    if data.startswith(b"PK\x03\x04"):
        return _office(data)
    if data.startswith(_OLE):
        return _old_office(data)
    try:
        found = {match.extension.removeprefix(".") for match in puremagic.magic_string(data)}
    except puremagic.PureError:
        return []
    return [kind for kind in ("pdf", "jpg", "png") if kind in found]


def _old_office(data: bytes) -> list[str]:
    """By the streams its directory names; none for one with macros and for what else begins so, as installers do."""
    if "_VBA_PROJECT".encode("utf-16-le") in data:
        return []
    streams = {"doc": ("WordDocument",), "xls": ("Workbook", "Book")}
    return [kind for kind, names in streams.items() if any(one.encode("utf-16-le") in data for one in names)]


def _office(data: bytes) -> list[str]:
    """Word, Excel or PowerPoint without macros; any other zip is none of them."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError):
        return []
    if "[Content_Types].xml" not in names or any(map(_MACRO.search, names)):
        return []
    folders = {name.partition("/")[0] for name in names}
    return [kind for folder, kind in _FOLDERS.items() if folder in folders]
