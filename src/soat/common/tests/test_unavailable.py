"""The answer while the database is away, in each form it is asked for, and what counts as away."""

from __future__ import annotations

import json
from typing import Any

import psycopg
import pytest
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.test import RequestFactory

from soat.access.middleware import OneTransaction
from soat.common.unavailable import MESSAGE, tells_of_absence, unavailable


def caused_by(cause: Exception) -> OperationalError:
    error = OperationalError("told")
    error.__cause__ = cause
    return error


def test_each_form_says_when_to_come_back() -> None:
    ask = RequestFactory()
    page = unavailable(ask.get("/"))
    part = unavailable(ask.get("/", headers={"HX-Request": "true"}))
    data = unavailable(ask.get("/", headers={"Accept": "application/json"}))
    for answer in (page, part, data):
        assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert "<title>" in page.content.decode()
    assert "<title>" not in part.content.decode()
    assert MESSAGE in page.content.decode()
    assert MESSAGE in part.content.decode()
    assert json.loads(data.content)["title"] == MESSAGE


@pytest.mark.parametrize(
    ("cause", "away"),
    [
        (psycopg.OperationalError("the connection is lost"), True),
        (psycopg.errors.AdminShutdown("x"), True),
        (psycopg.errors.CrashShutdown("x"), True),
        (psycopg.errors.ConnectionFailure("x"), True),
        (psycopg.errors.QueryCanceled("x"), False),
        (psycopg.errors.DeadlockDetected("x"), False),
        (psycopg.errors.DiskFull("x"), False),
    ],
)
def test_only_absence_is_absence(cause: Exception, away: bool) -> None:
    assert tells_of_absence(caused_by(cause)) is away


def test_other_errors_of_the_database_are_not_hidden(db: None) -> None:
    def broken(request: object) -> HttpResponse:
        raise caused_by(psycopg.errors.DeadlockDetected("x"))

    with pytest.raises(OperationalError):
        OneTransaction(broken)(RequestFactory().get("/"))


def test_a_broken_view_of_a_lost_connection_becomes_the_calm_page(fresh_db: str) -> None:
    def lost(request: Any) -> HttpResponse:
        connection.connection.close()
        return HttpResponse(status=500)

    assert OneTransaction(lost)(RequestFactory().get("/")).status_code == 503
    assert (
        OneTransaction(lambda request: HttpResponse(status=500))(RequestFactory().get("/")).status_code == 500
    )
