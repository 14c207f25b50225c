"""Each test counts its own attempts; the mails that wait in the queue leave where the test sees them."""

from __future__ import annotations

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
def posted(run_jobs: Callable[..., list[str]], django_capture_on_commit_callbacks: Any) -> Posted:
    """`with posted() as outbox:` holds afterwards what was mailed for what was done in the block."""

    @contextmanager
    def sent() -> Iterator[list[Any]]:
        with django_capture_on_commit_callbacks(
            execute=True
        ):  # the sign-in library tells changes after its commit
            yield mail.outbox
        run_jobs()

    return sent
