"""What the frame of every page needs: who is signed in, and the main menu she may use (a context processor)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from soat.access.actor import NOBODY, Actor


@dataclass(frozen=True, slots=True)
class NavItem:
    """An entry of the main menu. `action`: who may do it on anything sees the entry."""

    label: str
    url: str
    icon: str
    group: str = ""
    active: bool = False
    count: int = 0


# label, view, icon, address prefix, group, actions one of which opens it
_MENU = (
    ("Việc của tôi", "portal:my_work", "home", "/", "", ()),
    ("Chương trình kiểm tra", "programmes:list", "clipboard-check", "/chuong-trinh/", "", ()),
    ("Sổ văn bản", "legal:list", "books", "/van-ban/", "Tra cứu", ()),
    ("Cơ quan", "people:list", "building", "/co-quan/", "Tra cứu", ()),
    ("Bảng quyền", "portal:permissions", "shield", "/bang-quyen/", "Tra cứu", ()),
    ("Tài khoản, vai trò", "accounts:list", "users", "/quan-tri/tai-khoan/", "Quản trị", ("account.view",)),
    ("Nhật ký", "portal:trail", "history", "/nhat-ky/", "Quản trị", ("trail.view",)),
)


def frame(request: HttpRequest) -> dict[str, Any]:
    actor: Actor = getattr(request, "actor", NOBODY)
    if actor.kind != "person":
        return {"nav": [], "me": None}
    return {"nav": list(menu(actor, request.path)), "me": {"name": actor.name, "role": role_line(actor)}}


def menu(actor: Actor, path: str) -> list[NavItem]:
    """The entries open to `actor`, the one that holds `path` marked."""
    items = []
    for label, view, icon, prefix, group, actions in _MENU:
        if actions and not any(actor.may(a) or actor.programmes(a) for a in actions):
            continue
        try:
            url = reverse(view)
        except NoReverseMatch:  # pragma: no cover
            continue
        here = path == "/" if prefix == "/" else path.startswith(prefix)
        items.append(NavItem(label, url, icon, group, here))
    return items


def role_line(actor: Actor) -> str:
    """Her roles in a few words, each once."""
    names = dict.fromkeys(h.role.label for h in actor.holdings)
    return ", ".join(names) or "Chưa có vai trò"
