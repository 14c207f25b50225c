"""Every action that anything in src records has plain words, and the words tell the deeds of one right apart (A1)."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import soat
from soat.access.permissions import ACTIONS
from soat.trail.deeds import DEEDS, named

ROOT = Path(soat.__file__).parent
ACTION = re.compile(r"[a-z_]+\.[a-z_]+")


def recorded() -> Iterator[tuple[str, str]]:
    """(file, action): what a call of a recording function names first; where it names a variable, every right that
    its file speaks of."""
    for path in sorted(ROOT.rglob("*.py")):
        if "tests" in path.parts or "migrations" in path.parts:
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args):
            if _name(call.func).lstrip("_") not in ("record", "note"):
                continue
            for action in _actions(call.args[0], tree):
                yield path.name, action


def _name(function: ast.expr) -> str:
    return getattr(function, "attr", getattr(function, "id", ""))


def _actions(named_first: ast.expr, tree: ast.Module) -> list[str]:
    texts = [named_first] if isinstance(named_first, ast.Constant) else list(ast.walk(tree))
    found = [text.value for text in texts if isinstance(text, ast.Constant) and isinstance(text.value, str)]
    is_literal = isinstance(named_first, ast.Constant)
    return [text for text in found if (ACTION.fullmatch(text) if is_literal else text in ACTIONS)]


def test_every_recorded_action_has_words() -> None:
    known = {deed.action for deed in DEEDS}
    steps = {f"programme.{step}" for step in ("start", "close", "discard", "restore")}
    told = list(recorded())
    assert len({action for _, action in told}) > 15
    assert [(file, action) for file, action in told if action not in known] == []
    assert steps <= known


def test_the_last_words_of_an_action_fit_whatever_happened() -> None:
    for action in {deed.action for deed in DEEDS}:
        last = [deed for deed in DEEDS if deed.action == action][-1]
        assert (last.on, last.shape, last.field) == ("", "any", ""), action
        assert last.words.startswith("Đã ")


@pytest.mark.parametrize(
    ("action", "kind", "before", "after", "words"),
    [
        ("programme.review", "seat", {"review": "read"}, {"review": "confirmed"}, "Đã xác nhận giá trị đọc được"),
        ("programme.review", "seat", {"title": "a"}, {"title": "b"}, "Đã sửa giá trị đọc được"),
        ("programme.review", "seat", {"title": "a"}, {}, "Đã bỏ mục khỏi bản đọc kế hoạch"),
        ("programme.review", "seat", {}, {"title": "a"}, "Đã thêm mục vào bản đọc kế hoạch"),
        ("programme.review", "unplaced", {"settled_as": ""}, {"settled_as": "note"}, "Đã giữ đoạn văn bản làm ghi chú"),
        ("programme.review", "unplaced", {"settled_as": "note"}, {"settled_as": ""}, "Đã mở lại đoạn văn bản"),
        ("account.manage", "user", {"is_active": True}, {"is_active": False}, "Đã khóa tài khoản"),
        ("role.invite", "invitation", {"expires_at": "x"}, {"expires_at": "y"}, "Đã gửi lại lời mời"),
        ("agency.edit", "agency", {"valid_to": None, "name": "a"}, {"valid_to": None, "name": "b"}, "Đã sửa cơ quan"),
        ("agency.edit", "agency", {"valid_to": None}, {"valid_to": "2025-07-01"}, "Đã ghi ngày kết thúc của cơ quan"),
        ("old.action", "user", {}, {}, "old.action"),
    ],
)  # fmt: skip
def test_words_say_which_deed_it_was(
    action: str, kind: str, before: dict[str, Any], after: dict[str, Any], words: str
) -> None:
    assert named(action, f"app.{kind}", before, after) == words
