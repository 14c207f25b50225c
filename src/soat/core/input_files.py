"""Reads the file a command was given: a regular file of at most so many bytes, or one sentence (issue 2, bad input).

A device or a pipe is refused unopened, since it may never end. Called by all readers of files in `soat.core` and by
`soat.papers.cli`; `argument` is the argparse type of their paths.
"""

from __future__ import annotations

from pathlib import Path
from stat import S_ISDIR, S_ISREG

from soat.core.errors import DomainError, UnreadableFile

SHOWN = 80  # characters of a name in a sentence


def argument(text: str) -> Path:
    """A path from the command line. Raises DomainError for an empty one, which `Path` would take for this folder."""
    if not text.strip():
        raise DomainError("Chưa ghi tên tệp; hãy ghi đường dẫn của tệp.")
    return Path(text)


def shown(path: Path) -> str:
    """The file's name for a sentence: `SHOWN` characters at most."""
    name = path.name or str(path)
    return name if len(name) <= SHOWN else name[:SHOWN] + "…"


def read_bytes(path: Path, most: int, too_large: str) -> bytes:
    """The file's content. Raises UnreadableFile: no regular file, not readable, or `too_large` beyond `most` bytes."""
    try:
        status = path.stat()
        if S_ISDIR(status.st_mode):
            raise UnreadableFile(f"“{shown(path)}” là thư mục; hãy chọn một tệp.")
        if not S_ISREG(status.st_mode):
            raise UnreadableFile(
                f"“{shown(path)}” không phải là tệp thường (thiết bị hay đường ống); hãy chọn một tệp."
            )
        data = b"" if status.st_size > most else _content(path, most)
    except (OSError, ValueError) as error:  # ValueError: a name that no system takes
        raise UnreadableFile(
            f"Không mở được tệp “{shown(path)}”; hãy kiểm tra lại đường dẫn và quyền đọc tệp."
        ) from error
    if max(status.st_size, len(data)) > most:
        raise UnreadableFile(too_large)
    return data


def _content(path: Path, most: int) -> bytes:
    with path.open("rb") as file:
        return file.read(most + 1)


def read_text(path: Path, most: int, too_large: str) -> str:
    """The text of a UTF-8 file, without its byte order mark. Raises UnreadableFile."""
    try:
        return read_bytes(path, most, too_large).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableFile(
            f"Tệp “{shown(path)}” không phải chữ UTF-8; hãy lưu lại tệp theo mã UTF-8."
        ) from error
