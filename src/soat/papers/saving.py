"""Writes what a command made where it was told to; called by the commands of `soat paper`."""

from __future__ import annotations

from pathlib import Path

from soat.core.errors import DomainError


def save(path: Path, written: bytes) -> None:
    """Raises DomainError where the file cannot be written."""
    try:
        path.write_bytes(written)
    except OSError:
        raise DomainError(f"Không ghi được tệp {path}. Hãy kiểm tra thư mục và quyền ghi.") from None
