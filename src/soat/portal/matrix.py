"""The permission table as a page: what I may do, and role × action for all (requirement P3).

Made from `access.permissions` alone, so the page cannot differ from what is enforced.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext

from soat.access.permissions import ACTIONS, ANY, PERMISSIONS, Permission
from soat.access.roles import DESCRIPTIONS, Role
from soat.programmes.rules import ProgrammeState

GROUPS = {
    "programme": "Chương trình",
    "subject": "Đối tượng kiểm tra",
    "outline": "Đề cương báo cáo",
    "duty": "Nhiệm vụ",
    "question": "Khó khăn, vướng mắc",
    "nomination": "Cử người vào Đoàn",
    "team": "Đoàn kiểm tra",
    "interest": "Việc phải tránh",
    "schedule": "Lịch kiểm tra",
    "theme": "Kiểm tra chuyên đề",
    "absence": "Ngày vắng",
    "blackout": "Ngày không tiếp Đoàn",
    "draw": "Bốc thăm",
    "visit": "Cuộc kiểm tra",
    "surprise": "Kiểm tra đột xuất",
    "calendar": "Ngày làm việc",
    "paper": "Văn bản ban hành",
    "number": "Sổ số văn bản",
    "role": "Vai trò",
    "account": "Tài khoản",
    "message": "Tin báo",
    "person": "Danh bạ người",
    "agency": "Cơ quan",
    "legal": "Sổ văn bản",
    "citation": "Viện dẫn",
    "trail": "Nhật ký",
    "job": "Việc nền",
    "permission": "Bảng quyền",
}
SCOPES = {
    "everywhere": "mọi nơi",
    "programme": "cả chương trình",
    "unit": "phần của cơ quan mình",
    "own": "của mình",
}


@dataclass(frozen=True, slots=True)
class Head:
    """A column: a role, and whether she holds it (everybody holds the first)."""

    role: Role
    label: str
    text: str
    is_mine: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """What one role may do of one action; no scopes: nothing."""

    head: Head
    scopes: list[str]


@dataclass(frozen=True, slots=True)
class Row:
    label: str
    cells: list[Cell]

    @property
    def is_mine(self) -> bool:
        """Whether one of her roles may do it."""
        return any(cell.scopes and cell.head.is_mine for cell in self.cells)

    @property
    def mine(self) -> list[Cell]:
        """The cells of her roles that let her."""
        return [cell for cell in self.cells if cell.scopes and cell.head.is_mine]


def heads(held: Collection[Role]) -> list[Head]:
    """Everybody first, then her roles, then the others."""
    order = sorted(Role, key=lambda role: (role is not Role.PERSON, role not in held))
    return [
        Head(
            role,
            gettext("Mọi người") if role is Role.PERSON else role.label,
            gettext(DESCRIPTIONS[role]),
            role is Role.PERSON or role in held,
        )
        for role in order
    ]


def groups(held: Collection[Role]) -> Iterator[tuple[str, list[Row]]]:
    """Rows of the table by room, in the order of `PERMISSIONS`."""
    columns = heads(held)
    for prefix, title in GROUPS.items():
        yield (
            gettext(title),
            [
                Row(gettext(label), [Cell(head, scopes(action, head.role)) for head in columns])
                for action, label in _of(prefix)
            ],
        )


def mine(held: Collection[Role]) -> list[tuple[str, list[Row]]]:
    """The same, only what she may do."""
    kept = ((title, [row for row in rows if row.is_mine]) for title, rows in groups(held))
    return [(title, rows) for title, rows in kept if rows]


def _of(prefix: str) -> list[tuple[str, str]]:
    return sorted(
        ((action, label) for action, label in ACTIONS.items() if action.split(".")[0] == prefix),
        key=lambda pair: next(n for n, p in enumerate(PERMISSIONS) if p.action == pair[0]),
    )


def scopes(action: str, role: Role) -> list[str]:
    """On what, and in which states, `role` may do `action`."""
    found = {_told(p) for p in PERMISSIONS if p.action == action and role in p.roles}
    return sorted(found)


def _told(permission: Permission) -> str:
    states = [ProgrammeState(state).label.lower() for state in permission.states if state != ANY]
    return gettext(SCOPES[permission.scope]) + (f" ({', '.join(states)})" if states else "")
