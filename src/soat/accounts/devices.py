"""What a browser calls itself, in words a person knows: "Chrome trên Windows" (the page of sessions)."""

from __future__ import annotations

from django.utils.translation import gettext

# The first that is found counts: others name Chrome, Safari and Linux too.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("coc_coc", "Cốc Cốc"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def device(user_agent: str) -> str:
    """Browser and system by name; what is not known is said so."""
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), gettext("Trình duyệt khác"))
    system = next((name for mark, name in _SYSTEMS if mark in user_agent), "")
    return (
        gettext("%(browser)s trên %(system)s") % {"browser": browser, "system": system} if system else browser
    )
