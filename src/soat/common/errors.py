"""Errors that services and views raise; `middleware.Errors` renders each as page, fragment or problem+json."""

from __future__ import annotations

from django.utils.translation import gettext

from soat.core.errors import DomainError


class Refused(DomainError):
    """She is known here but has no right to this. The message says who has."""

    status = 403


class Missing(DomainError):
    """Not there, or not there for her: the same answer for both."""

    status = 404

    def __init__(self, message: str = "") -> None:
        super().__init__(
            message or gettext("Không tìm thấy trang này. Hãy quay lại trang trước hoặc về Việc của tôi.")
        )


class NotTaken(DomainError):
    """The address is there, but not for this method: opened where something is sent, or a method of no form."""

    status = 405

    def __init__(self) -> None:
        super().__init__(
            "Địa chỉ này không mở được theo cách vừa dùng, nên chưa có gì thay đổi. Hãy quay lại trang trước "
            "và bấm lại nút ở đó, hoặc về Việc của tôi."
        )


class Conflict(DomainError):
    """Somebody else was faster, or the state has changed since the page was opened."""

    status = 409


class TooLarge(DomainError):
    """More was sent than is taken in; refused by its announced length, before it is read."""

    status = 413


class Incomplete(DomainError):
    """An action that lacks something. `missing` names it field by field."""

    status = 422

    def __init__(self, message: str, missing: dict[str, str]) -> None:
        super().__init__(message)
        self.missing = missing


__all__ = ["Conflict", "DomainError", "Incomplete", "Missing", "NotTaken", "Refused", "TooLarge"]
