"""Tells by its bytes what a file is, and refuses with one sentence what no plan comes in (R4, issue 2).

Called by `extract_bytes`. Returns "zip" for what may be a .docx: only its parts tell.
"""

from __future__ import annotations

import re
from typing import Literal

from soat.core.errors import UnreadableFile

Container = Literal["pdf", "zip", "html", "txt"]

_USE = "hãy tải lên kế hoạch ở dạng .docx, .pdf, .html hoặc .txt."
_IMAGE = "Tệp này là ảnh, không có chữ để đọc; hãy dùng bản .docx hoặc PDF có chữ của kế hoạch."
_PROGRAM = f"Tệp này là chương trình máy tính, không phải văn bản; {_USE}"
_ARCHIVE = f"Tệp này là tệp nén; hãy giải nén rồi {_USE.removeprefix('hãy ')}"
_OLD_WORD = "Tệp này là Word kiểu cũ (.doc); hãy mở bằng Word, lưu lại thành .docx rồi thử lại."
_RTF = "Tệp này là RTF; hãy mở bằng Word, lưu lại thành .docx rồi thử lại."
_MHT = "Tệp này là trang web lưu dạng .mht; hãy lưu lại thành .html hoặc .docx rồi thử lại."
_LOCKED = "Tệp Word này có mật khẩu nên không đọc được; hãy mở bằng Word, bỏ mật khẩu, lưu lại thành .docx rồi thử lại."
_OLD_OFFICE = f"Tệp này thuộc bộ Office kiểu cũ nhưng không phải Word; {_USE}"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_REFUSED: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", _IMAGE),
    (b"\xff\xd8\xff", _IMAGE),
    (b"GIF8", _IMAGE),
    (b"II*\x00", _IMAGE),
    (b"MM\x00*", _IMAGE),
    (b"MZ", _PROGRAM),
    (b"\x7fELF", _PROGRAM),
    (b"\xcf\xfa\xed\xfe", _PROGRAM),
    (b"\xca\xfe\xba\xbe", _PROGRAM),
    (b"#!/", _PROGRAM),
    (b"Rar!\x1a\x07", _ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", _ARCHIVE),
    (b"\x1f\x8b\x08", _ARCHIVE),
    (b"{\\rtf", _RTF),
    (b"MIME-Version:", _MHT),
)
_HTML_START = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|title|div|p|table|span|h\d|article|section)\b",
    re.IGNORECASE | re.DOTALL,
)
_HTML_WITHIN = 4096


def container(data: bytes) -> Container:
    """What the bytes are. Raises UnreadableFile for kinds that are not taken."""
    if data.startswith(_OLE):
        raise UnreadableFile(_ole_sentence(data))
    for magic, sentence in _REFUSED:
        if data.startswith(magic):
            raise UnreadableFile(sentence)
    if data[8:12] == b"WEBP" or data[4:12] in (b"ftypheic", b"ftypmif1") or _is_bitmap(data):
        raise UnreadableFile(_IMAGE)
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    return "html" if _looks_like_html(data) else "txt"


def office_refusal(part_names: list[str]) -> str | None:
    """Why a zip with these parts is no .docx, as a sentence; None where it may be one."""
    folders = {name.partition("/")[0] for name in part_names}
    if "xl" in folders:
        return "Tệp này là bảng tính Excel; hãy tải lên chính văn bản kế hoạch (.docx, .pdf, .html, .txt)."
    if "ppt" in folders:
        return "Tệp này là bản trình chiếu; hãy tải lên chính văn bản kế hoạch (.docx, .pdf, .html, .txt)."
    if "content.xml" in folders:
        return "Tệp này thuộc bộ OpenDocument; hãy lưu lại thành .docx rồi thử lại."
    return None if "[Content_Types].xml" in folders else _ARCHIVE


def _looks_like_html(data: bytes) -> bool:
    head = data[:_HTML_WITHIN]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head[2:].replace(b"\x00", b"")
    return bool(_HTML_START.match(head.removeprefix(b"\xef\xbb\xbf")))


def _is_bitmap(data: bytes) -> bool:
    return data.startswith(b"BM") and int.from_bytes(data[2:6], "little") == len(data)


def _ole_sentence(data: bytes) -> str:
    if any(name.encode("utf-16-le") in data for name in ("EncryptedPackage", "EncryptionInfo")):
        return _LOCKED
    return _OLD_WORD if "WordDocument".encode("utf-16-le") in data else _OLD_OFFICE
