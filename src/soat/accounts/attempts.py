"""How wrong passwords are counted (requirement P2): slow for who guesses, never a lock for who knows the password.

Counted by account and address together, by account over all addresses unknown to it, and by address the accounts it
fails on, each once: a whole province may sit behind one address, and its officials' slips must not add up to a lock
(docs/operations.md). A browser that has signed in to the account before carries a signed cookie and is counted by
itself, so nobody else's guesses stand in its way. Called by the adapter of the sign-in library.
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
    "login_failed": "5/5m/key",  # key: account and address
    "login_failed_first": "1/10m/key",  # key: account and address; whether it has been counted for the address
    "login_failed_address": "60/10m/ip",  # accounts
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
    taken = RateLimitUsage([])
    for count in (_here, _among_others, _anywhere):
        usage = count(request, email)
        if usage is None:
            taken.rollback()
            return None
        taken.usage += usage.usage
    return taken


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


def _here(request: HttpRequest, email: str) -> RateLimitUsage | None:
    return _consume(request, "login_failed", pair(request, email))


def _among_others(request: HttpRequest, email: str) -> RateLimitUsage | None:
    """Counts the account for the address, once in the span."""
    first = _consume(request, "login_failed_first", pair(request, email))
    if first is None:
        return RateLimitUsage([])
    address = _consume(request, "login_failed_address", "")
    if address is None:
        first.rollback()
        return None
    return RateLimitUsage([*first.usage, *address.usage])


def _anywhere(request: HttpRequest, email: str) -> RateLimitUsage | None:
    return _consume(request, "login_failed_anywhere", email)


def _consume(request: HttpRequest, action: str, key: str) -> RateLimitUsage | None:
    return ratelimit.consume(request, app="allauth.account", action=action, config=LIMITS, key=key)


def _browser(request: HttpRequest, email: str) -> str:
    return request.get_signed_cookie(_cookie(email), default="", salt=_salt(email), max_age=_AGE) or ""


def _cookie(email: str) -> str:
    """One for each account, without telling which."""
    return f"quen_{hashlib.sha256(email.encode()).hexdigest()[:12]}"


def _salt(email: str) -> str:
    return f"soat.accounts.attempts:{email}"
