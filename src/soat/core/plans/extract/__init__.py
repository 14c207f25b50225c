"""Turns a plan file into plain text: one paragraph per line, table rows as "A | B |" (G1, issue 2).

Takes .txt, .docx, .pdf and .html; the bytes decide which, never the name. Called by `soat plan read` and by
the import of the programmes room. What cannot be taken in raises UnreadableFile, one sentence that says what
to do.
"""

from __future__ import annotations

from pathlib import Path

from soat.core.errors import UnreadableFile
from soat.core.input_files import read_bytes
from soat.core.plans.extract.clean import clean
from soat.core.plans.extract.kinds import container
from soat.core.plans.extract.plain import decode, refuse_legacy
from soat.core.plans.extract.types import Extracted, Kind
from soat.core.text import numeral

__all__ = ["MAX_BYTES", "Extracted", "Kind", "extract", "extract_bytes"]

MAX_BYTES = 20 * 1024 * 1024
TOO_LARGE = "Tệp lớn hơn 20 MB; hãy tải lên riêng văn bản kế hoạch, bỏ ảnh và phụ lục quét."
MAX_CHARACTERS = 600_000
"""About 250 pages: what reads within 5 s on a small machine."""


def extract(path: Path) -> Extracted:
    """Text of the file at `path`. Its size is checked before a byte is read."""
    return extract_bytes(read_bytes(path, MAX_BYTES, TOO_LARGE), path.name)


def extract_bytes(data: bytes, name: str) -> Extracted:
    """Text of a file's content. `name` is used in messages only."""
    _refuse_size(len(data))
    kind, text, warnings = _read(data)
    if len(text) > MAX_CHARACTERS:
        raise UnreadableFile(
            f"Văn bản quá dài: {numeral(len(text))} ký tự, mỗi lần chỉ đọc được {numeral(MAX_CHARACTERS)} "
            "ký tự (khoảng 250 trang); hãy tải lên riêng phần kế hoạch và đề cương."
        )
    refuse_legacy(text)
    return Extracted(clean(text), kind, warnings)


def _read(data: bytes) -> tuple[Kind, str, list[str]]:
    """Each reader is loaded when it is needed, so that a .txt is read in a blink."""
    match container(data):
        case "pdf":
            from soat.core.plans.extract.pdf import read_pdf

            return "pdf", *read_pdf(data)
        case "zip":
            from soat.core.plans.extract.word import read_word

            return "docx", read_word(data), []
        case "html":
            from soat.core.plans.extract.web import read_web

            return "html", read_web(data), []
        case _:
            return "txt", *decode(data)


def _refuse_size(size: int) -> None:
    if size == 0:
        raise UnreadableFile("Tệp rỗng, không có nội dung; hãy chọn lại tệp kế hoạch.")
    if size > MAX_BYTES:
        raise UnreadableFile(TOO_LARGE)
