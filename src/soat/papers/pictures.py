"""Pages of a PDF as PNG pictures for the preview: a phone shows no PDF inside a page, and no frame is allowed (D4).

Grey pictures are written here, since the picture library is not among the packages the program runs with.
"""

from __future__ import annotations

import base64
import struct
import zlib
from dataclasses import dataclass

import pypdfium2

SCALE = 1.5  # 108 dots to the inch: readable at the width of a column
MOST_PAGES = 12


@dataclass(frozen=True, slots=True)
class Pictures:
    """`sources`: the first pages as data addresses; `pages`: how many there are."""

    sources: list[str]
    pages: int

    @property
    def more(self) -> int:
        return self.pages - len(self.sources)


def pictures_of(pdf: bytes) -> Pictures:
    """The first pages, at most MOST_PAGES."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        shown = min(len(document), MOST_PAGES)
        sources = [_address(_png(document[number])) for number in range(shown)]
        return Pictures(sources, len(document))
    finally:
        document.close()


def _png(page: pypdfium2.PdfPage) -> bytes:
    bitmap = page.render(scale=SCALE, grayscale=True)
    try:
        data, stride, width = bytes(bitmap.buffer), bitmap.stride, bitmap.width
        lines = b"".join(b"\0" + data[row * stride : row * stride + width] for row in range(bitmap.height))
        head = struct.pack(">IIBBBBB", width, bitmap.height, 8, 0, 0, 0, 0)
    finally:
        bitmap.close()
        page.close()
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(lines, 3)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, body) for name, body in parts)


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def _address(png: bytes) -> str:
    return f"data:image/png;base64,{base64.b64encode(png).decode()}"
