"""A form without a known step does nothing: it used to fall through to the last one."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from soat.access.views import step_of
from soat.common.errors import DomainError


def test_only_known_steps_are_taken() -> None:
    post = RequestFactory().post
    assert step_of(post("/", {"step": "open"}), "open", "lock") == "open"
    for body in ({}, {"step": ""}, {"step": "xóa hết"}):
        with pytest.raises(DomainError, match="tải lại trang"):
            step_of(post("/", body), "open", "lock")
