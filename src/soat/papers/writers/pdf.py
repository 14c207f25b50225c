"""Draws a laid-out paper as PDF/A-2b with typst (requirement D1). The text reaches typst as data, never as markup.

One compiler with its fonts is kept for each process; a lock lets one thread compile at a time.
Called by `soat.papers.writers`.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import typst

from soat.core.errors import DomainError
from soat.core.paper import layout as measures
from soat.core.paper.flow import layout_of
from soat.papers.writers.fonts import FAMILIES, family, fonts
from soat.papers.writers.streams import with_clear_ends

if TYPE_CHECKING:
    from soat.core.paper.model import Paper

_TEMPLATE = Path(__file__).with_name("paper.typ")
_PAGE = {
    "width": measures.PAGE_WIDTH, "height": measures.PAGE_HEIGHT,
    "top": measures.TOP, "bottom": measures.BOTTOM, "left": measures.LEFT, "right": measures.RIGHT,
    "number_size": measures.PAGE_NUMBER_SIZE, "number_top": measures.PAGE_NUMBER_TOP, "rule": measures.RULE_WEIGHT,
}  # fmt: skip
_UNPRINTABLE = re.compile(r"the text `\"?(?P<text>.*?)\"?` could not be displayed")
_lock = Lock()


class Unprintable(DomainError):
    """A text holds a letter that the fonts of papers lack."""


def write_pdf(paper: Paper) -> bytes:
    """The paper as PDF/A-2b; the same paper and fonts give the same bytes. Raises Unprintable."""
    layout = layout_of(paper)
    data = json.dumps({**asdict(layout), "page": _PAGE, "font": [family(), FAMILIES[-1]]}, ensure_ascii=False)
    stamp = datetime(*layout.day, tzinfo=UTC)
    try:
        with _lock:
            written = _compiler().compile(
                sys_inputs={"paper": data}, format="pdf", pdf_standards=["a-2b"], timestamp=stamp
            )
    except typst.TypstError as error:
        raise _explained(error.message) from error
    except BaseException as error:
        # A panic of typst comes as a class of its own below BaseException: it must not end the worker.
        if type(error).__name__ != "PanicException":
            raise
        raise _explained(str(error)) from error
    assert isinstance(written, bytes)
    return with_clear_ends(written)


@cache
def _compiler() -> typst.Compiler:
    return typst.Compiler(_TEMPLATE, font_paths=fonts(), ignore_system_fonts=True)


def _explained(message: str) -> DomainError:
    if match := _UNPRINTABLE.search(message):
        return Unprintable(
            f"Phông chữ của văn bản không có ký tự “{match['text']}”. Hãy thay ký tự này bằng chữ khác."
        )
    if "PDF string is longer" in message:
        return Unprintable("Văn bản có đoạn chữ rất dài viết liền nhau. Hãy thêm dấu cách vào đoạn đó.")
    return DomainError(f"Không dựng được PDF của văn bản ({message}). Hãy báo người quản trị.")
