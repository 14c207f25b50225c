"""The language of the interface: Vietnamese, or English for whoever chose it (requirement A4).

`access.middleware.Language` sets it for a request. What leaves the page (mails, papers, files for others) is made
under `in_vietnamese`, whoever presses the button.
"""

from __future__ import annotations

from functools import partial

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import override

VIETNAMESE = "vi"
in_vietnamese = partial(override, VIETNAMESE)


def known(code: str) -> str:
    """The code of a language of the site; Vietnamese for any other."""
    return code if code in dict(settings.LANGUAGES) else VIETNAMESE


def of_browser(request: HttpRequest) -> str:
    """What was chosen on this browser. What the browser asks for by itself is not followed: Vietnamese first."""
    return known(request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, ""))
