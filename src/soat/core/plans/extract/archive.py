"""Opens a .docx without trusting it: entries, inflated sizes and XML are bounded (issue 2, "zip bomb").

Called by the Word reader. A damaged or hostile file raises UnreadableFile.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import Any

from lxml import etree

from soat.core.errors import UnreadableFile

MAX_ENTRIES = 5_000
MAX_DIRECTORY = 1024 * 1024
MAX_PART = 40 * 1024 * 1024
MAX_MARKS = (
    1_500_000  # tags and attributes read from one file: bounds the memory of their trees to about 400 MB
)

BROKEN = "Tệp .docx bị hỏng, không mở được; hãy mở bằng Word, lưu lại thành .docx rồi thử lại."
TOO_LARGE = "Tệp .docx bung ra quá lớn nên không được mở; hãy sao riêng nội dung kế hoạch sang tệp .docx mới."
_END = b"PK\x05\x06"
_END_64 = b"PK\x06\x07"


class Archive:
    """The parts of a .docx. Reads a part when asked, never more than MAX_PART bytes of it."""

    def __init__(self, data: bytes) -> None:
        _check_directory(data)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, struct.error, NotImplementedError) as error:
            raise UnreadableFile(BROKEN) from error
        self.names = self._zip.namelist()
        self._marks_left = MAX_MARKS

    def xml(self, name: str) -> Any | None:
        """Root element of a part, None when there is no such part."""
        if name not in self._zip.NameToInfo:
            return None
        xml = self._read(self._zip.getinfo(name))
        self._marks_left -= xml.count(b"<") + xml.count(b"=")
        if self._marks_left < 0:
            raise UnreadableFile(TOO_LARGE)
        return _parse(xml)

    def _read(self, info: zipfile.ZipInfo) -> bytes:
        if info.file_size > MAX_PART:
            raise UnreadableFile(TOO_LARGE)
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise UnreadableFile(BROKEN)
        try:
            with self._zip.open(info) as part:
                return part.read(MAX_PART)
        except (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, OSError, ValueError) as error:
            raise UnreadableFile(BROKEN) from error


def _parse(xml: bytes) -> Any:
    """Root element; no entities, document types or network; UTF-8 whatever the part says of itself."""
    if b"<!DOCTYPE" in xml:
        raise UnreadableFile(BROKEN)
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        return etree.fromstring(xml, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableFile(BROKEN) from error


def _check_directory(data: bytes) -> None:
    """Reads the end record itself: `zipfile` would first build an object for each of a million entries."""
    at = data.rfind(_END, max(0, len(data) - 65_557))
    if at < 0 or len(data) < at + 22:
        raise UnreadableFile(BROKEN)
    entries, size = struct.unpack_from("<HI", data, at + 10)
    if entries > MAX_ENTRIES or size > MAX_DIRECTORY or data[max(0, at - 20) : at].startswith(_END_64):
        raise UnreadableFile(TOO_LARGE)
