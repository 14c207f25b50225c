"""Brings a database up to date: migrations as the owner, the permission table. Called by the command line and tests."""

from __future__ import annotations

import os
import subprocess
import sys

from soat.core.errors import DomainError


def migrate() -> None:
    """Run the migrations as the owner, in a process of its own, since this one connects as the program."""
    run = subprocess.run(
        [sys.executable, "-m", "soat.common.migrate_as_owner"],
        env={**os.environ, "SOAT_AS_OWNER": "1", "DJANGO_SETTINGS_MODULE": "soat.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    if run.returncode:
        raise DomainError(f"Không cập nhật được cơ sở dữ liệu: {run.stderr.strip().splitlines()[-1]}")
