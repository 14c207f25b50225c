"""Puts the lines of PDF pages together: paragraphs, table rows, without page numbers and running heads (G1).

Works on places only, so that it can be tested without a PDF. Called by the process of `extract.pdf`.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import groupby

from soat.core.plans.extract.pdf_columns import Columns, Row, complete
from soat.core.plans.extract.pdf_joins import Measures, begins_paragraph, join
from soat.core.plans.extract.pdf_pages import Line, Page
from soat.core.plans.extract.rows import LAYOUT, table_row

_PAGE_NUMBER = re.compile(r"[-–\s]*(?:trang\s*)?\d{1,4}(?:\s*[/|]\s*\d{1,4})?[-–\s]*", re.IGNORECASE)
_MARGIN = 0.12  # share of the page's height where running heads and page numbers stand
_BESIDE = 3.0  # points: a page number stands alone, the number of a row beside its cells
_REPEATED = 3  # pages


def flow(pages: list[Page]) -> str:
    """The text of the pages: one paragraph or table row a line."""
    running = _running_heads(pages)
    lines: list[str] = []
    paragraph: list[Line] = []
    printed: set[str] = set()

    def end_paragraph() -> None:
        if paragraph:
            lines.append(join(paragraph))
            paragraph.clear()

    columns: Columns = ()
    for page in pages:
        rows = group([line for line in page.lines if not _is_running(line, page, running)])
        rows, columns = _completed(rows, columns)
        measures = Measures.of([row[0][0] for row in rows if len(row) == 1])
        at_top = True
        for row in rows:
            if len(row) == 1:
                at_top = False
                line = row[0][0]
                if paragraph and begins_paragraph(paragraph, line, measures):
                    end_paragraph()
                paragraph.append(line)
                continue
            end_paragraph()
            texts = table_row([_paragraphs(cell) for cell in row])
            repeated = at_top and printed.issuperset(texts)
            at_top = repeated
            if not repeated:
                lines += texts
                printed.update(texts)
    end_paragraph()
    return "\n".join(lines)


def group(lines: list[Line]) -> list[Row]:
    """Rows of cells; one cell with one line is running text. A file gives tables cell by cell, so a line that
    steps right begins the next cell."""
    rows: list[Row] = []
    for line in lines:
        if rows and _steps_right(rows[-1][-1], line):
            if len(rows[-1]) == 1:
                _gather_first_cell(rows, line)
            rows[-1].append([line])
        elif rows and len(rows[-1]) > 1 and _continues(rows[-1][-1], line):
            rows[-1][-1].append(line)
        else:
            rows.append([[line]])
    return rows


def _completed(rows: list[Row], columns: Columns) -> tuple[list[Row], Columns]:
    """The page's rows with the empty cells of each table in their places, and the columns of a table at its end; that
    of the page before may go on at its top. Heads and signatures are no tables."""
    done: list[Row] = []
    for is_table, group_of_rows in groupby(rows, key=_is_table_row):
        block = list(group_of_rows)
        if is_table:
            block, columns = complete(block, columns)
        else:
            columns = ()
        done += block
    return done, columns


def _is_table_row(row: Row) -> bool:
    return len(row) > 1 and not any(LAYOUT.search(line.text) for cell in row for line in cell)


def _steps_right(cell: list[Line], line: Line) -> bool:
    last = cell[-1]
    return line.left >= max(each.right for each in cell) and line.top > last.bottom + last.height * 0.3


def _gather_first_cell(rows: list[Row], second: Line) -> None:
    """Lines taken for running text turn out to be the first cell when a second cell starts beside them."""
    cell = rows.pop()[0]
    while rows and len(rows[-1]) == 1 and len(rows[-1][0]) == 1:
        line, below = rows[-1][0][0], cell[0]
        beside = line.bottom < second.top and line.right <= second.left
        step = line.middle - below.middle
        if not beside and not _is_centred_cell(line, cell, step, second):
            break
        if not 0 < step < 2.2 * below.height:
            break
        cell.insert(0, line)
        rows.pop()
    rows.append([cell])


def _is_centred_cell(line: Line, cell: list[Line], step: float, second: Line) -> bool:
    """A short second cell may stand at half the height of a first cell of several lines."""
    if len(cell) < 2 or line.right > second.left:
        return False
    above = sum(each.bottom > second.middle for each in cell)
    below = sum(each.top < second.middle for each in cell)
    return above < below and abs(step - (cell[0].middle - cell[1].middle)) < 1


def _continues(cell: list[Line], line: Line) -> bool:
    last = cell[-1]
    step = last.middle - line.middle
    if not 0 < step < 1.8 * last.height:
        return False
    left, right = min(each.left for each in cell), max(each.right for each in cell)
    centred = abs((line.left + line.right) - (left + right)) < 12
    return abs(line.left - left) < 6 or centred


def _paragraphs(cell: list[Line]) -> list[str]:
    """Paragraphs of a cell. In heads of documents capitals and small letters are never one paragraph."""
    measures = Measures.of(cell)
    paragraphs: list[list[Line]] = []
    for line in cell:
        if paragraphs and not _begins_in_cell(paragraphs[-1], line, measures):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    return [join(lines) for lines in paragraphs]


def _begins_in_cell(paragraph: list[Line], line: Line, measures: Measures) -> bool:
    above, below = paragraph[-1].text, line.text
    capitals = above if above.isupper() else below
    if LAYOUT.search(below) or (above.isupper() != below.isupper() and " " in capitals):
        return True  # one word in capitals is an abbreviation: "Văn phòng HĐND và" + "UBND"
    return begins_paragraph(paragraph, line, measures)


def _running_heads(pages: list[Page]) -> set[str]:
    """Texts, digits apart, that stand in the margin of many pages."""
    seen = Counter(
        text for page in pages for text in {_digitless(line) for line in page.lines if _in_margin(line, page)}
    )
    return {text for text, times in seen.items() if times >= _REPEATED and times * 2 > len(pages)}


def _is_running(line: Line, page: Page, running: set[str]) -> bool:
    if not _in_margin(line, page):
        return False
    if _digitless(line) in running:
        return True
    return bool(_PAGE_NUMBER.fullmatch(line.text)) and not any(
        other is not line and abs(other.middle - line.middle) < _BESIDE for other in page.lines
    )


def _in_margin(line: Line, page: Page) -> bool:
    return line.top < page.height * _MARGIN or line.bottom > page.height * (1 - _MARGIN)


def _digitless(line: Line) -> str:
    return re.sub(r"\d+", "#", line.text)
