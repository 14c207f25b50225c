"""One transaction a request, and in it the acting person (design.md, Trust).

`OneTransaction` is outermost: sessions and sign-in run as the actor "auth", which sees accounts only. Inside,
`ActingPerson` makes the view run as the signed-in person. A response leaves after the commit, never before. When the
database goes away meanwhile, the answer is the calm page of `common.unavailable`, whatever the view made of it.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.db import InterfaceError, OperationalError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext, override

from soat.access.actor import NOBODY, SIGN_IN, Actor, load, set_actor
from soat.common.errors import TooLarge
from soat.common.language import known, of_browser
from soat.common.middleware import respond
from soat.common.unavailable import is_connection_broken, tells_of_absence, unavailable

GetResponse = Callable[[HttpRequest], HttpResponseBase]
# Sign-in, password and second-factor pages work on accounts before and while somebody is signed in.
AUTH_PATHS = ("/tai-khoan/",)
# Answered outside the transaction, where no session can be read: looking at who is signed in would lose it.
OUTSIDE = ("/static/", "/suc-khoe")
GUEST_BYTES = 64 * 1024  # a form, no file
# Whoever holds a paper may compare it, signed in or not.
GUEST_FILES, GUEST_FILE_BYTES = ("/kiem-van-ban/",), 10 * 1024**2


class OneTransaction:
    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path.startswith(OUTSIDE):
            return self.get_response(request)
        try:
            return self._respond(request)
        except (OperationalError, InterfaceError) as error:
            if not tells_of_absence(error):
                raise
            with override(of_browser(request)):
                return unavailable(request)

    def _respond(self, request: HttpRequest) -> HttpResponseBase:
        with transaction.atomic():
            set_actor(SIGN_IN.kind, str(SIGN_IN.id))
            response = self.get_response(request)
            # Django has made its 500 page of the lost connection by now.
            if response.status_code == 500 and is_connection_broken():
                with override(of_browser(request)):
                    return unavailable(request)
            return response


class ActingPerson:
    """Sets `request.actor`; the database learns it for the time of the view."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        actor = self._actor(request)
        request.actor = actor  # type: ignore[attr-defined]
        kind = SIGN_IN.kind if request.path.startswith(AUTH_PATHS) else actor.kind
        if request.path.startswith(OUTSIDE):
            return self.get_response(request)
        set_actor(kind, str(actor.id))
        response = self.get_response(request)
        set_actor(SIGN_IN.kind, str(SIGN_IN.id))
        return response

    def _actor(self, request: HttpRequest) -> Actor:
        if request.path.startswith(OUTSIDE) or not request.user.is_authenticated:
            return NOBODY
        return load(request.user.pk, request.user.get_full_name())


class Language:
    """The page in the language of her account, or else of this browser (requirement A4)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        code = of_browser(request)
        if getattr(request, "actor", NOBODY).kind == "person":
            code = known(getattr(request.user, "language", "") or code)
        with override(code):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", code)
        return response


class SentSize:
    """What is sent is refused by its announced length before a byte of it is read; a guest may send a form, no file.

    Stands behind `ActingPerson` and before anything that reads the body (the first is the check of forms' tokens).
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self._refusal(request) or self.get_response(request)

    def _refusal(self, request: HttpRequest) -> HttpResponse | None:
        length = _announced(request)
        if not length:
            return None
        is_guest = request.path.startswith(OUTSIDE) or not request.user.is_authenticated
        is_file = request.path.startswith(GUEST_FILES)
        guest = GUEST_FILE_BYTES if is_file else GUEST_BYTES
        limit = guest if is_guest else settings.REQUEST_MAX_BYTES
        if length <= limit:
            return None
        if is_guest and not is_file and not request.path.startswith(AUTH_PATHS):
            return redirect_to_login(request.get_full_path())
        told = f"{limit // 1024**2} MB" if limit >= 1024**2 else f"{limit // 1024} kB"
        return respond(
            request,
            TooLarge(
                gettext("Nội dung gửi lên lớn hơn %(told)s nên không được nhận. Hãy gửi tệp nhỏ hơn.")
                % {"told": told}
            ),
        )


def _announced(request: HttpRequest) -> int:
    """Bytes; what announces no length has none for Django either, and what is no number is nothing."""
    announced = request.META.get("CONTENT_LENGTH") or "0"
    return int(announced) if announced.isdecimal() else 0
