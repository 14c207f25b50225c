"""Text of a PDF, read in a process of its own with little memory and time (G1; issue 2, "bad input").

PDFium is a C library that threads must not share and that a hostile file may crash: the web server must
outlive that. `read_pdf` is called by `extract_bytes`; `main` is the process.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from typing import BinaryIO

from soat.core.errors import UnreadableFile

MEMORY = 450 * 1024 * 1024
CPU_SECONDS = 4
# Only for a machine that is busy with other work: it is processor time that is bounded.
_WALL_SECONDS = 60
_PROCESS = f"import sys; from {__name__} import main; main(sys.stdin.buffer, sys.stdout.buffer)"
_GAVE_UP = "PDF này hỏng hoặc quá phức tạp nên không đọc được; hãy dùng bản .docx."


def read_pdf(data: bytes) -> tuple[str, list[str]]:
    """Text and warnings. Raises UnreadableFile with the sentence of the process, or one of its own if it died."""
    try:
        done = subprocess.run(  # noqa: S603 - this program itself, no word of the user in its arguments
            [sys.executable, "-c", _PROCESS],
            input=data,
            capture_output=True,
            timeout=_WALL_SECONDS,
            check=True,
        )
        answer = json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError) as error:
        raise UnreadableFile(_GAVE_UP) from error
    if "refused" in answer:
        raise UnreadableFile(answer["refused"])
    return answer["text"], answer["warnings"]


def answer(data: bytes) -> dict[str, object]:
    """What the process prints for a file: `text` and `warnings`, or `refused`."""
    from soat.core.plans.extract.pdf_flow import flow
    from soat.core.plans.extract.pdf_pages import read_pages

    try:
        pages, warnings = read_pages(data)
    except UnreadableFile as error:
        return {"refused": error.message}
    return {"text": flow(pages), "warnings": warnings}


def main(source: BinaryIO, target: BinaryIO) -> None:
    """Reads a PDF from `source` under the limits and writes the answer as JSON to `target`."""
    for kind, limit in ((resource.RLIMIT_CPU, CPU_SECONDS), (resource.RLIMIT_DATA, MEMORY)):
        resource.setrlimit(kind, (limit, resource.getrlimit(kind)[1]))
    target.write(json.dumps(answer(source.read())).encode("ascii"))
