"""`soat paper render FILE.json --docx A --pdf B`: draws a document model from JSON (requirement D1).

Imports nothing of Django. Bad input raises DomainError; `soat.cli` prints its sentence and exits 2.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from soat.core.errors import DomainError, UnreadableFile


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds `paper render` to the parser of `soat`."""
    paper = commands.add_parser(
        "paper", help="trình bày văn bản theo Nghị định 30/2020/NĐ-CP"
    ).add_subparsers(required=True, metavar="VIỆC")
    render = paper.add_parser("render", help="dựng .docx và PDF/A từ một tệp JSON")
    render.add_argument("file", type=Path, metavar="TỆP.json")
    render.add_argument("--docx", type=Path, metavar="TỆP.docx")
    render.add_argument("--pdf", type=Path, metavar="TỆP.pdf")
    render.set_defaults(run=_render)


def _render(args: argparse.Namespace) -> int:
    from soat.core.paper.reading import read
    from soat.papers.writers import write_docx, write_pdf

    if args.docx is None and args.pdf is None:
        raise DomainError("Hãy cho biết tệp cần ghi: --docx TỆP.docx, --pdf TỆP.pdf, hoặc cả hai.")
    paper = read(_text(args.file))
    for path, write in ((args.docx, write_docx), (args.pdf, write_pdf)):
        if path is not None:
            _save(path, write(paper))
    return 0


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError:
        raise UnreadableFile(f"Không mở được tệp {path}. Hãy kiểm tra tên và quyền đọc tệp.") from None
    except UnicodeDecodeError:
        raise UnreadableFile(f"Tệp {path} không phải chữ UTF-8. Hãy lưu lại tệp JSON theo UTF-8.") from None


def _save(path: Path, written: bytes) -> None:
    try:
        path.write_bytes(written)
    except OSError:
        raise DomainError(f"Không ghi được tệp {path}. Hãy kiểm tra thư mục và quyền ghi.") from None
