"""Errors of the domain: a message is a full Vietnamese sentence that says what to do next (design.md).

Raised by core and by services; `soat.common.middleware` renders them, the command line prints them with exit 2.
"""

from __future__ import annotations


class DomainError(Exception):
    """Something a person can mend. `field` names the form field it belongs to, if any."""

    status = 400

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class UnreadableFile(DomainError):
    """A file that cannot be taken in: empty, damaged, too large, of a wrong kind, or without text."""


class NotAPlan(DomainError):
    """Text that was read but is no inspection plan."""
