"""A paper of five pages and more as PDF/A and as .docx, each time with other words, beside an empty file of its kind.

Aim (issue 3): either below 60 ms after the first. Processor time tells what a busy machine hides.
"""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from pathlib import Path
from statistics import median

import docx
import pypdfium2
import typst

from soat.core.paper.reading import read
from soat.papers.writers import write_docx, write_pdf
from soat.papers.writers.fonts import fonts

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
TIMES = 15


def run() -> None:
    plan, notice = (
        read((EXAMPLES / f"paper-{kind}.json").read_text(encoding="utf-8"))
        for kind in ("ke-hoach", "thong-bao-lich")
    )
    first = _spent(lambda: write_pdf(plan))[0]
    pages = len(pypdfium2.PdfDocument(write_pdf(plan)))
    print(f"  lần đầu trong tiến trình (đọc phông, khuôn)  {first * 1000:7.1f} ms")
    number = count(1)
    empty = typst.Compiler(b"", font_paths=fonts(), ignore_system_fonts=True)
    _compare(
        f"PDF/A, {pages} trang",
        lambda: write_pdf(replace(plan, number=str(next(number)))),
        lambda: empty.compile(b"", format="pdf"),
    )
    _compare(
        f".docx, {pages} trang",
        lambda: write_docx(replace(plan, number=str(next(number)))),
        lambda: docx.Document().save(io.BytesIO()),
    )
    both = _spent(lambda: [write_pdf(replace(notice, number=str(place))) for place in range(100)])
    print(f"  100 thông báo PDF/A khác số  {both[0] * 1000:7.0f} ms  (bộ xử lý {both[1] * 1000:.0f} ms)")


def _compare(name: str, write: Callable[[], object], floor: Callable[[], object]) -> None:
    write(), floor()
    wall, processor = _medians(write)
    below, _ = _medians(floor)
    print(
        f"  {name:<20} {wall * 1000:7.1f} ms  (bộ xử lý {processor * 1000:5.1f} ms)"
        f"   tệp rỗng {below * 1000:5.1f} ms  ×{wall / below:.1f}"
    )


def _medians(call: Callable[[], object]) -> tuple[float, float]:
    walls, processors = zip(*(_spent(call) for _ in range(TIMES)), strict=True)
    return median(walls), median(processors)


def _spent(call: Callable[[], object]) -> tuple[float, float]:
    wall, processor = time.perf_counter(), time.process_time()
    call()
    return time.perf_counter() - wall, time.process_time() - processor
