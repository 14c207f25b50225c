"""Whole-tree checks: references go downwards, files stay small, nothing names this workplace or a registry's host."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parent.parent
ROOMS = [  # low to high
    "common", "trail", "access", "background", "accounts", "people", "inbox", "legal", "programmes", "papers", "teams",
    "schedules", "portal",
]  # fmt: skip
UPWARDS = {"access.Grant.user"}  # the one exception (docs/adr/0003): who holds a role is an account


def test_every_room_is_in_the_list() -> None:
    here = {app.label for app in apps.get_app_configs() if app.name.startswith("soat.")}
    assert here <= set(ROOMS)


def test_foreign_keys_point_to_the_same_or_a_lower_room() -> None:
    upwards = set()
    for model in apps.get_models():
        if model._meta.app_label not in ROOMS:
            continue
        for field in model._meta.get_fields():
            target = getattr(field, "remote_field", None) and field.concrete and field.related_model
            if target and target._meta.app_label in ROOMS:
                here, there = ROOMS.index(model._meta.app_label), ROOMS.index(target._meta.app_label)
                if there > here:
                    upwards.add(f"{model._meta.label}.{field.name}")
    assert upwards == UPWARDS


def files(*patterns: str) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--", *patterns], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


@pytest.mark.parametrize(
    "path", files("src/*.py", "frontend/src/*.ts"), ids=lambda p: str(p.relative_to(ROOT))
)
def test_no_file_outgrows_400_lines(path: Path) -> None:
    if "migrations" not in path.parts:
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in files("src/*.py")
        if path.name not in ("__init__.py", "apps.py")
        and not {"migrations", "tests"} & set(path.parts)
        and not path.read_text(encoding="utf-8").lstrip().startswith(('"""', 'r"""'))
    ]
    assert silent == []


def test_no_file_names_a_registry_or_this_machine() -> None:
    bad = re.compile(
        r"(pypi\.org|pythonhosted|registry\.npmjs|registry\.yarnpkg|deb\.debian\.org|/root/|/work/main)"
    )
    for path in files("*"):
        if path.suffix in (".png", ".pdf", ".docx", ".xlsx", ".woff2") or path == Path(__file__):
            continue
        hit = bad.search(path.read_text(encoding="utf-8", errors="ignore"))
        assert not hit, f"{path.relative_to(ROOT)}: {hit}"
