"""The permission table as a page: role × action, with the states in which it holds (requirement P3).

Made from `access.permissions` alone, so the page cannot differ from what is enforced.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from soat.access.permissions import ACTIONS, ANY, PERMISSIONS
from soat.access.roles import DESCRIPTIONS, Role

ROLES = [(role, role.label, DESCRIPTIONS[role]) for role in Role]
GROUPS = {
    "programme": "Chương trình",
    "subject": "Đối tượng kiểm tra",
    "outline": "Đề cương báo cáo",
    "duty": "Nhiệm vụ",
    "question": "Khó khăn, vướng mắc",
    "role": "Vai trò",
    "account": "Tài khoản",
    "person": "Danh bạ người",
    "agency": "Cơ quan",
    "legal": "Sổ văn bản",
    "citation": "Viện dẫn",
    "trail": "Nhật ký",
    "permission": "Bảng quyền",
}
SCOPES = {
    "everywhere": "mọi nơi",
    "programme": "cả chương trình",
    "unit": "phần của cơ quan mình",
    "own": "của mình",
}
STATES = {"draft": "dự thảo", "running": "đang thực hiện", "closed": "đã kết thúc", "discarded": "đã bỏ"}


@dataclass(frozen=True, slots=True)
class Cell:
    """What one role may do of one action; no scopes: nothing."""

    role: str
    scopes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Row:
    label: str
    cells: list[Cell]


def groups() -> Iterator[tuple[str, list[Row]]]:
    """Rows of the table by room, in the order of `PERMISSIONS`."""
    for prefix, title in GROUPS.items():
        rows = [Row(label, cells(action)) for action, label in _of(prefix)]
        if rows:
            yield title, rows


def _of(prefix: str) -> list[tuple[str, str]]:
    return sorted(
        ((action, label) for action, label in ACTIONS.items() if action.split(".")[0] == prefix),
        key=lambda pair: next(n for n, p in enumerate(PERMISSIONS) if p.action == pair[0]),
    )


def cells(action: str) -> list[Cell]:
    """One cell for each role."""
    return [Cell(role.label, sorted(set(_scopes(action, role)))) for role in Role]


def _scopes(action: str, role: Role) -> Iterator[str]:
    for permission in PERMISSIONS:
        if permission.action == action and role in permission.roles:
            states = [STATES.get(state, state) for state in permission.states if state != ANY]
            yield SCOPES[permission.scope] + (f" ({', '.join(states)})" if states else "")
