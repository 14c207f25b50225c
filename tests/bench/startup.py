"""How long `make run` takes until the address is printed: on a fresh clone with warm package caches, and again."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "src" / "soat" / "samples" / "ke-hoach-97-2024.txt"
READY = "Soát đang chạy tại"
LIMIT = 600  # seconds after which a start counts as failed


def run() -> None:
    floor = timed([sys.executable, "-c", "import django"])
    print(f"  {'sàn: import django':<44} {floor:7.2f} s")
    print(f"  {'soat cite (lệnh lõi, không Django)':<44} {timed(_cite()):7.2f} s")
    with tempfile.TemporaryDirectory(prefix="soat-clone-", ignore_cleanup_errors=True) as folder:
        subprocess.run(["git", "clone", "--quiet", str(ROOT), folder], check=True)
        for name, target in (("make run lần đầu", 60), ("make run lần sau", 6)):
            spent = start(Path(folder))
            late = "  CHẬM" if spent > target else ""
            print(f"  {name:<44} {spent:7.2f} s  ×{spent / floor:6.1f} sàn  (đích {target} s){late}")


def _cite() -> list[str]:
    return [sys.executable, "-m", "soat.cli", "cite", str(SAMPLE), "--json"]


def timed(command: list[str]) -> float:
    begun = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - begun


def start(folder: Path) -> float:
    """Seconds from the command to the address; the site is stopped again."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("SOAT_", "DATABASE"))
    }
    environment["SOAT_PORT"] = str(free_port())
    begun = time.perf_counter()
    site = subprocess.Popen(
        ["make", "run"], cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, start_new_session=True,
    )  # fmt: skip
    said: list[str] = []
    try:
        for line in site.stdout or ():
            said.append(line)
            if READY in line:
                return time.perf_counter() - begun
            if time.perf_counter() - begun > LIMIT:
                break
        raise RuntimeError(f"make run did not start:\n{''.join(said[-20:])}")
    finally:
        os.killpg(site.pid, signal.SIGINT)
        site.wait(timeout=30)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
