"""`soat paper`: draws a document model from JSON (requirement D1), signs a PDF and verifies its signatures (D3).

Imports nothing of Django. Bad input raises DomainError; `soat.cli` prints its sentence and exits 2.
"""

from __future__ import annotations

import argparse

from soat.core.errors import DomainError
from soat.core.input_files import argument, read_text
from soat.papers.saving import save
from soat.papers.signing import cli as signing

MOST_BYTES = 20_000_000
TOO_LARGE = "Tệp lớn hơn 20 MB; hãy tách bớt nội dung sang phụ lục riêng."


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds `paper render` to the parser of `soat`."""
    paper = commands.add_parser(
        "paper", help="trình bày văn bản theo Nghị định 30/2020/NĐ-CP, ký số và kiểm tra chữ ký số"
    ).add_subparsers(required=True, metavar="VIỆC")
    signing.add_commands(paper)
    render = paper.add_parser("render", help="dựng .docx và PDF/A từ một tệp JSON")
    render.add_argument("file", type=argument, metavar="TỆP.json")
    render.add_argument("--docx", type=argument, metavar="TỆP.docx")
    render.add_argument("--pdf", type=argument, metavar="TỆP.pdf")
    render.set_defaults(run=_render)


def _render(args: argparse.Namespace) -> int:
    from soat.core.paper.reading import read
    from soat.papers.writers import write_docx, write_pdf

    if args.docx is None and args.pdf is None:
        raise DomainError("Hãy cho biết tệp cần ghi: --docx TỆP.docx, --pdf TỆP.pdf, hoặc cả hai.")
    paper = read(read_text(args.file, MOST_BYTES, TOO_LARGE))
    for path, write in ((args.docx, write_docx), (args.pdf, write_pdf)):
        if path is not None:
            save(path, write(paper))
    return 0
