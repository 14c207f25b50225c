"""What the frame of every page needs: who is signed in, and the main menu she may use (a context processor)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, partial
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from soat.access.actor import NOBODY, Actor
from soat.common.looks import Me, MeLink, NavItem
from soat.inbox.selectors import unread


class Entry(NamedTuple):
    """A line of the main menu. `actions`: who may do one of them on anything sees it; none: everybody signed in."""

    label: str
    view: str
    icon: str
    group: str = ""
    actions: tuple[str, ...] = ()


MENU = (
    Entry("Việc của tôi", "portal:my_work", "home"),
    Entry("Chương trình kiểm tra", "programmes:list", "clipboard-check"),
    Entry("Kiểm tra chuyên đề", "schedules:my_themes", "clipboard", actions=("schedule.theme",)),
    Entry("Sổ văn bản", "legal:list", "book", "Tra cứu"),
    Entry("Cơ quan", "people:list", "building", "Tra cứu"),
    Entry("Ngày làm việc", "schedules:days", "calendar", "Tra cứu"),
    Entry("Bảng quyền", "portal:permissions", "shield-check", "Tra cứu"),
    Entry("Tài khoản", "accounts:list", "users", "Quản trị", ("account.view",)),
    Entry("Việc nền", "background:list", "settings", "Quản trị", ("job.view",)),
    Entry("Nhật ký", "portal:trail", "history", "Quản trị", ("trail.view",)),
)


def frame(request: HttpRequest) -> dict[str, Any]:
    """`nav` and `me` for `base.html`; a guest has neither."""
    actor: Actor = getattr(request, "actor", NOBODY)
    if actor.kind != "person":
        return sign_on()
    links = (
        MeLink(gettext("Tài khoản của tôi"), reverse("accounts:profile"), "user-circle"),
        MeLink(gettext("Đăng xuất"), reverse("account_logout"), "logout", post=True),
    )
    return {
        "nav": list(menu(actor, request.path)),
        "me": Me(actor.name, role_line(actor), links),
        "bell": cache(partial(bell, actor, request.path)),
    }


def bell(actor: Actor, path: str) -> NavItem:
    """The number of notices she has not read, in words too. Asked by the frame once, not by each part drawn apart."""
    count, url = unread(actor), reverse("inbox:list")
    label = gettext("Tin báo: %(count)s tin chưa đọc") % {"count": count} if count else gettext("Tin báo")
    return NavItem(label, url, "bell", path.startswith(url), count)


def sign_on() -> dict[str, Any]:
    """The button of single sign-on, where settings name a server."""
    if not settings.CONFIG.oidc_server_url:
        return {}
    return {
        "sso_name": settings.CONFIG.oidc_name or gettext("Đăng nhập một lần"),
        "sso_url": reverse("openid_connect_login", args=["sso"]),
    }


def menu(actor: Actor, path: str) -> Iterator[NavItem]:
    """The entries open to `actor`, the one that holds `path` marked."""
    for entry in MENU:
        if entry.actions and not any(actor.may(a) or actor.programmes(a) for a in entry.actions):
            continue
        url = reverse(entry.view)
        here = path == url if url == "/" else path.startswith(url)
        yield NavItem(gettext(entry.label), url, entry.icon, here, group=entry.group and gettext(entry.group))


def role_line(actor: Actor) -> str:
    """Her roles in a few words, each once."""
    return ", ".join(dict.fromkeys(held.role.label for held in actor.holdings)) or gettext("Chưa có vai trò")
