"""How wrong passwords are counted (requirement P2): slow for who guesses, never a lock for who knows the password.

Counted by account and address together, by address, and by account over all addresses unknown to it. A browser that
has signed in to the account before carries a signed cookie and is counted by itself, so nobody else's guesses stand in
its way. Called by the adapter of the sign-in library; the numbers stand in docs/operations.md.
"""

from __future__ import annotations

import hashlib
import secrets

from allauth.core.internal import ratelimit
from allauth.core.internal.ratelimit import RateLimitUsage
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

LIMITS = {
    "login_failed": "10/m/ip,60/h/ip,5/5m/key",  # key: account and address
    "login_failed_anywhere": "100/h/key",  # key: account
    "login_failed_known": "10/10m/key",  # key: account and browser
}
_AGE = 180 * 24 * 3600
_PATH = "/tai-khoan/"


def take(request: HttpRequest, email: str) -> RateLimitUsage | None:
    """Count one try for an account. None when it is one too many; roll the usage back when the password was right."""
    browser = _browser(request, email)
    if browser:
        return _consume(request, "login_failed_known", f"{email}|{browser}")
    here = _consume(request, "login_failed", pair(request, email))
    if here is None:
        return None
    anywhere = _consume(request, "login_failed_anywhere", email)
    return RateLimitUsage([*here.usage, *anywhere.usage]) if anywhere else None


def pair(request: HttpRequest, email: str) -> str:
    """An account at an address: what five wrong passwords are counted for."""
    return f"{email}|{ratelimit.get_ip(request)}"


def remember(response: HttpResponseBase, request: HttpRequest, email: str) -> None:
    """This browser has signed in to the account."""
    response.set_signed_cookie(
        _cookie(email),
        _browser(request, email) or secrets.token_urlsafe(16),
        salt=_salt(email),
        max_age=_AGE,
        path=_PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _consume(request: HttpRequest, action: str, key: str) -> RateLimitUsage | None:
    return ratelimit.consume(request, app="allauth.account", action=action, config=LIMITS, key=key)


def _browser(request: HttpRequest, email: str) -> str:
    return request.get_signed_cookie(_cookie(email), default="", salt=_salt(email), max_age=_AGE) or ""


def _cookie(email: str) -> str:
    """One for each account, without telling which."""
    return f"quen_{hashlib.sha256(email.encode()).hexdigest()[:12]}"


def _salt(email: str) -> str:
    return f"soat.accounts.attempts:{email}"
