"""Each test counts its own attempts; the mails that leave apart from the answer leave where the test sees them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
from django.core import mail

from soat.accounts import mails

Posted = Callable[[], AbstractContextManager[list[Any]]]


@pytest.fixture(autouse=True)
def own_attempts(settings: Any, request: pytest.FixtureRequest) -> None:
    backend = "django.core.cache.backends.locmem.LocMemCache"
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": request.node.name}}


class Inline:
    """In place of a thread: done at once, in the connection of the test, which alone sees the test's rows."""

    def __init__(self, target: Callable[..., None], args: tuple[Callable[[], None]]) -> None:
        [self.start] = args


@pytest.fixture
def mail_server(settings: Any) -> None:
    settings.EMAIL_HOST = "mail.example"


@pytest.fixture
def posted(django_capture_on_commit_callbacks: Any, monkeypatch: pytest.MonkeyPatch) -> Posted:
    """`with posted() as outbox:` holds afterwards what was mailed in the block."""
    monkeypatch.setattr(mails, "Thread", Inline)

    @contextmanager
    def commit() -> Iterator[list[Any]]:
        with django_capture_on_commit_callbacks(execute=True):
            yield mail.outbox

    return commit
