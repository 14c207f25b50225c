"""The demonstration (issue: "Demonstration accounts exist only when asked for"): the sample plan imported once, one
account for each role. Called by `soat serve --demo`; a production start never comes here.

The plan is the real Plan 97/KH-UBND of Hải Phòng of 16/4/2024 as a legal portal prints it
(`samples/README.md` tells the source).
"""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from soat.access.actor import system

SAMPLES = Path(__file__).parent / "samples"
PLAN = SAMPLES / "ke-hoach-97-2024.txt"
ACTOR = system("dữ liệu dùng thử")


@dataclass(frozen=True, slots=True)
class DemoAccount:
    role: str
    email: str
    password: str


def password(data_dir: Path) -> str:
    """The accounts' common password: made once per installation, kept in the data folder."""
    path = data_dir / "demo-password"
    if not path.exists():
        with os.fdopen(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600), "w") as file:
            file.write("Soat-" + secrets.token_urlsafe(6))
    return path.read_text().strip()
