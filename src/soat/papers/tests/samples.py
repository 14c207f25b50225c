"""Papers for the tests of the writers: the shipped examples and a small one to vary."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from soat.core.paper.formats import PaperDate
from soat.core.paper.model import Block, Kind, Paper, Signature
from soat.core.paper.reading import read

EXAMPLES = Path(__file__).resolve().parents[4] / "examples"
KINDS = sorted(path.stem.removeprefix("paper-") for path in EXAMPLES.glob("paper-*.json"))

SMALL = Paper(
    superior="Ủy ban nhân dân tỉnh Bình Sơn",
    issuer="Sở Nội vụ",
    number="7",
    symbol="TB-SNV",
    place="Bình Sơn",
    date=PaperDate(2026, 2, 5),
    type="Thông báo",
    abstract="Lịch kiểm tra",
    body=(Block(Kind.PARAGRAPH, "Nội dung thông báo. " * 12), Block(Kind.CLAUSE, "Khoản một.")),
    signatures=(Signature("Giám đốc", "Nguyễn Thị Thanh Huyền"),),
    recipients=("Như trên", "Lưu: VT, CCHC"),
)


def small(**changed: Any) -> Paper:
    return replace(SMALL, **changed)


def example(kind: str) -> Paper:
    return read((EXAMPLES / f"paper-{kind}.json").read_text(encoding="utf-8"))
