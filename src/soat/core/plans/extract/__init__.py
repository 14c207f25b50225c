"""Turns a plan file (.txt, .docx, .pdf, .html) into plain text: one paragraph per line, table rows as "A | B |".

The type is decided by the bytes, never by the name. Requirement G1, issue 2. Called by `soat plan read` and by the
import of the programmes room. What cannot be taken in raises UnreadableFile with one sentence that says what to do.
"""

from __future__ import annotations

from pathlib import Path

from soat.core.errors import UnreadableFile
from soat.core.plans.extract.clean import clean
from soat.core.plans.extract.plain import decode, refuse_legacy
from soat.core.plans.extract.types import Extracted, Kind

__all__ = ["MAX_BYTES", "Extracted", "Kind", "extract", "extract_bytes"]

MAX_BYTES = 20 * 1024 * 1024


def extract(path: Path) -> Extracted:
    """Text of the file at `path`. Its size is checked before a byte is read."""
    if path.is_dir():
        raise UnreadableFile(f"“{path.name}” là thư mục; hãy chọn một tệp kế hoạch.")
    try:
        _refuse_size(path.stat().st_size)
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(
            f"Không mở được tệp “{path.name}”; hãy kiểm tra lại đường dẫn và quyền đọc tệp."
        ) from error
    return extract_bytes(data, path.name)


def extract_bytes(data: bytes, name: str) -> Extracted:
    """Text of a file's content. `name` is used in messages only."""
    _refuse_size(len(data))
    text, warnings = decode(data)
    refuse_legacy(text)
    return Extracted(clean(text), "txt", warnings)


def _refuse_size(size: int) -> None:
    if size == 0:
        raise UnreadableFile("Tệp rỗng, không có nội dung; hãy chọn lại tệp kế hoạch.")
    if size > MAX_BYTES:
        raise UnreadableFile("Tệp lớn hơn 20 MB; hãy tải lên riêng văn bản kế hoạch, bỏ bớt ảnh và phụ lục quét.")
