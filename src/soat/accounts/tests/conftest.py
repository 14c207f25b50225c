"""Each test counts its own attempts, and waits for the mails that leave apart from the answer."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
from django.core import mail

Posted = Callable[[], AbstractContextManager[list[Any]]]


@pytest.fixture(autouse=True)
def own_attempts(settings: Any, request: pytest.FixtureRequest) -> None:
    backend = "django.core.cache.backends.locmem.LocMemCache"
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": request.node.name}}


@pytest.fixture
def mail_server(settings: Any) -> None:
    settings.EMAIL_HOST = "mail.example"


@pytest.fixture
def posted(django_capture_on_commit_callbacks: Any) -> Posted:
    """`with posted() as outbox:` holds afterwards what was mailed in the block."""

    @contextmanager
    def commit() -> Iterator[list[Any]]:
        before = set(threading.enumerate())
        with django_capture_on_commit_callbacks(execute=True):
            yield mail.outbox
        for thread in set(threading.enumerate()) - before:
            thread.join(10)

    return commit
