"""Makes the ends of a PDF's streams unmistakable, as ISO 19005-2, 6.1.7.1 wants them (requirement D1).

typst ends stream data with a line feed. Data whose own last byte is a carriage return then looks one byte shorter
to a validator that takes both bytes for the line end: about one compressed stream in 256. Such data gets a line end
of two bytes, and the cross-reference table the new places. Called by `soat.papers.writers.pdf`.
"""

from __future__ import annotations

import re
from bisect import bisect_left

_DOUBTFUL = re.compile(rb"\r\nendstream")
_ENTRY = re.compile(rb"(\d{10})( \d{5} n)")
_START = re.compile(rb"startxref\n(\d+)\n%%EOF\s*\Z")


def with_clear_ends(pdf: bytes) -> bytes:
    """The PDF with a carriage return and a line feed after each stream whose data ends with a carriage return.

    Expects one plain cross-reference table at the end, as typst writes it.
    """
    places = [match.start() + 1 for match in _DOUBTFUL.finditer(pdf)]
    start = _START.search(pdf)
    if not places or start is None:
        return pdf
    table = int(start[1])

    def moved(offset: int) -> int:
        return offset + bisect_left(places, offset)

    pieces = [pdf[begin:end] for begin, end in zip([0, *places], [*places, table], strict=True)]
    entries = _ENTRY.sub(lambda entry: b"%010d" % moved(int(entry[1])) + entry[2], pdf[table : start.start()])
    return b"\r".join(pieces) + entries + b"startxref\n%d\n%%%%EOF" % moved(table)
