"""`soat plan read FILE [--json]`: what the reader makes of a plan, for people or for programs (issue 2).

Imports nothing of Django. Bad input raises DomainError; `soat.cli` prints its sentence and exits 2.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from soat.core.input_files import argument

if TYPE_CHECKING:
    from soat.core.plans.model import Plan


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds `plan read` to the parser of `soat`."""
    plan = commands.add_parser("plan", help="đọc kế hoạch kiểm tra").add_subparsers(
        required=True, metavar="VIỆC"
    )
    read = plan.add_parser("read", help="đọc một tệp kế hoạch (.docx, .pdf, .html, .txt)")
    read.add_argument("file", type=argument, metavar="TỆP")
    read.add_argument("--json", action="store_true", help="in toàn bộ kết quả dạng JSON")
    read.set_defaults(run=_read)


def read_file(path: Path) -> tuple[Plan, list[str]]:
    """The plan in the file and the warnings of its extraction. Raises UnreadableFile or NotAPlan."""
    from soat.core.plans.extract import extract
    from soat.core.plans.reader import read
    from soat.core.plans.screening import ensure_plan_like

    extracted = extract(path)
    ensure_plan_like(extracted.text)
    return read(extracted.text), extracted.warnings


def _read(args: argparse.Namespace) -> int:
    from soat.core.plans.export import to_json
    from soat.core.plans.summary import summarise

    plan, warnings = read_file(args.file)
    for warning in warnings:
        print(warning, file=sys.stderr)
    output = json.dumps(to_json(plan), ensure_ascii=False, indent=1) if args.json else summarise(plan)
    sys.stdout.buffer.write(output.encode("utf-8", "replace") + b"\n")
    return 0
