"""What is too large is refused by its announced length; a guest sends no file; nothing of it is read."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from tests.cast import Cast

from soat.access.middleware import GUEST_BYTES
from soat.access.middleware import _announced as announced

IMPORT = "/chuong-trinh/nhap/"


class Unread:
    """A body whose reading is a failure."""

    def read(self, *args: int) -> bytes:
        pytest.fail("the body was read")

    readline = read


def send(client: Client, path: str, length: int, **headers: str) -> Any:
    return client.generic(
        "POST",
        path,
        content_type="multipart/form-data; boundary=x",
        **{"wsgi.input": Unread(), "CONTENT_LENGTH": str(length)},  # type: ignore[arg-type]
        headers=headers,
    )


@pytest.fixture(autouse=True)
def nothing_drained(settings: Any) -> None:
    """What is thrown away once the answer stands has a test of its own: `test_what_is_left_is_thrown_away`."""
    settings.DRAIN_MAX_BYTES = 0


@pytest.fixture
def strict() -> Client:
    """A browser whose forms' tokens are checked, as they are outside the tests: the check reads the body."""
    return Client(enforce_csrf_checks=True)


def test_a_guest_is_sent_to_sign_in_at_once(strict: Client, db: None) -> None:
    answer = send(strict, IMPORT, GUEST_BYTES + 1)
    assert answer.status_code == 302
    assert answer["Location"] == f"/tai-khoan/dang-nhap/?next={IMPORT}"


def test_a_guest_sends_no_file_to_the_sign_in_pages(strict: Client, db: None) -> None:
    answer = send(strict, "/tai-khoan/dang-nhap/", GUEST_BYTES + 1)
    assert answer.status_code == 413
    assert "lớn hơn 64 kB" in answer.text


def test_what_is_too_large_is_refused_unread(cast: Cast, client_for: Any, settings: Any) -> None:
    client = client_for(cast.user("coordinator"))
    answer = send(client, IMPORT, settings.REQUEST_MAX_BYTES + 1)
    assert answer.status_code == 413
    assert "lớn hơn 25 MB" in answer.text
    part = send(client, IMPORT, settings.REQUEST_MAX_BYTES + 1, **{"HX-Request": "true"})
    assert part.status_code == 413
    assert "<title>" not in part.text


@pytest.mark.parametrize(("told", "length"), [("", 0), ("abc", 0), ("-5", 0), ("12", 12)])
def test_lengths_as_they_are_announced(rf: Any, told: str, length: int) -> None:
    assert announced(rf.get("/", CONTENT_LENGTH=told)) == length


def test_the_health_page_leaves_who_is_signed_in_alone(cast: Cast, client_for: Any) -> None:
    client = client_for(cast.user("coordinator"))
    client.get("/suc-khoe/")
    assert send(client, "/suc-khoe/", GUEST_BYTES + 1).status_code == 302
    assert client.get("/").status_code == 200


class Endless:
    """A body of a sender who does not stop, or who leaves."""

    def __init__(self, *, leaves: bool = False) -> None:
        self.given, self.leaves = 0, leaves

    def read(self, size: int) -> bytes:
        if self.leaves:
            raise OSError("gone")
        self.given += size
        return bytes(size)

    readline = read


@pytest.mark.parametrize(("bound", "given"), [(200_000, 262_144), (10_000_000, 1_000_000)])
def test_what_is_left_is_thrown_away_up_to_a_bound(
    settings: Any, strict: Client, db: None, bound: int, given: int
) -> None:
    settings.DRAIN_MAX_BYTES = bound
    body = Endless()
    answer = strict.generic(
        "POST", IMPORT, content_type="multipart/form-data; boundary=x",
        **{"wsgi.input": body, "CONTENT_LENGTH": "1000000"},  # type: ignore[arg-type]
    )  # fmt: skip
    assert (answer.status_code, body.given) == (302, given)


def test_a_sender_who_left_is_no_error(settings: Any, strict: Client, db: None) -> None:
    settings.DRAIN_MAX_BYTES = 1_000_000
    answer = strict.generic(
        "POST", IMPORT, content_type="multipart/form-data; boundary=x",
        **{"wsgi.input": Endless(leaves=True), "CONTENT_LENGTH": "1000000"},  # type: ignore[arg-type]
    )  # fmt: skip
    assert answer.status_code == 302
