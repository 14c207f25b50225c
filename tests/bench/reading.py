"""The plan reader at growing lengths: time and memory must grow linearly with the text."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from statistics import median

from soat.core.plans.reader import read

SAMPLE = Path(__file__).resolve().parents[2] / "src" / "soat" / "samples" / "ke-hoach-97-2024.txt"


def run() -> None:
    text = SAMPLE.read_text(encoding="utf-8")
    base: tuple[float, float] | None = None
    for times in (1, 10, 100):
        long = grown(text, times)
        spent = timed(lambda text=long: read(text), 5 if times == 1 else 1)  # type: ignore[misc]
        floor = timed(lambda text=long: text.split(), 5)  # type: ignore[misc]
        memory = peak(lambda text=long: read(text))  # type: ignore[misc]
        base = base or (spent, memory)
        print(
            f"  {times:>4}× {len(long):>9,} ký tự  {spent * 1000:9.1f} ms  ×{spent / floor:7.0f} sàn"
            f"  {memory / 2**20:7.1f} MB   thời gian ×{spent / base[0]:.1f}, bộ nhớ ×{memory / base[1]:.1f}"
        )


HOSTILE = {
    "chữ số liền nhau": "1/",
    "vạch bảng": "| ", "gạch đầu dòng": "- ",
    "lặp tên sở": "và Sở Y tế ", "lặp số hiệu": "97/KH-UBND, ",
    "khoảng trắng": "Quyết định số          ", "dấu rời": "a\u0301", "ngày tháng": "tháng 1, ",
}  # fmt: skip


def run_hostile() -> None:
    """Text made to be slow, at one and two lengths: twice the text must take about twice the time."""
    for name, piece in HOSTILE.items():
        short = piece * (60_000 // len(piece))
        one, two = timed(lambda text=short: read(text), 3), timed(lambda text=short * 2: read(text), 3)  # type: ignore[misc]
        print(f"  {name:<20} {one * 1000:8.1f} ms  gấp đôi: ×{two / one:.1f}")


def grown(text: str, times: int) -> str:
    """The plan with its contents repeated: one head, many items, one foot, as a longer plan would be."""
    lines = text.splitlines(keepends=True)
    return "".join(lines[:60] + lines[60:-60] * times + lines[-60:])


def timed(call: Callable[[], object], times: int) -> float:
    spent = []
    for _ in range(times):
        start = time.perf_counter()
        call()
        spent.append(time.perf_counter() - start)
    return median(spent)


def peak(call: Callable[[], object]) -> float:
    tracemalloc.start()
    call()
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return float(most)
