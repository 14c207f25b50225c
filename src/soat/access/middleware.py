"""One transaction a request, and in it the acting person (design.md, Trust).

`OneTransaction` is outermost: sessions and sign-in run as the actor "auth", which sees accounts only. Inside,
`ActingPerson` makes the view run as the signed-in person. A response leaves after the commit, never before. When the
database goes away meanwhile, the answer is the calm page of `common.unavailable`, whatever the view made of it.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db import InterfaceError, OperationalError, connection, transaction
from django.http import HttpRequest, HttpResponseBase

from soat.access.actor import NOBODY, SIGN_IN, Actor, load, set_actor
from soat.common.unavailable import is_connection_broken, tells_of_absence, unavailable

GetResponse = Callable[[HttpRequest], HttpResponseBase]
# Sign-in, password and second-factor pages work on accounts before and while somebody is signed in.
AUTH_PATHS = ("/tai-khoan/",)


class OneTransaction:
    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path.startswith(("/static/", "/suc-khoe")):
            return self.get_response(request)
        try:
            return self._respond(request)
        except (OperationalError, InterfaceError) as error:
            if not tells_of_absence(error):
                raise
            return unavailable(request)

    def _respond(self, request: HttpRequest) -> HttpResponseBase:
        with transaction.atomic():
            set_actor(SIGN_IN.kind, str(SIGN_IN.id))
            response = self.get_response(request)
            # Django has made its 500 page of the lost connection by now.
            return (
                unavailable(request) if response.status_code == 500 and is_connection_broken() else response
            )


class ActingPerson:
    """Sets `request.actor`; the database learns it for the time of the view."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        actor = self._actor(request)
        request.actor = actor  # type: ignore[attr-defined]
        kind = SIGN_IN.kind if request.path.startswith(AUTH_PATHS) else actor.kind
        if not connection.in_atomic_block:
            return self.get_response(request)
        set_actor(kind, str(actor.id))
        response = self.get_response(request)
        set_actor(SIGN_IN.kind, str(SIGN_IN.id))
        return response

    def _actor(self, request: HttpRequest) -> Actor:
        if not connection.in_atomic_block or not request.user.is_authenticated:
            return NOBODY
        return load(request.user.pk, request.user.get_full_name())
