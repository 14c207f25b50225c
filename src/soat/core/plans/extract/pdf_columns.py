"""Puts the cells of a printed table under its columns: an empty cell leaves no trace in a PDF (G1).

Without this the "x" under "Tháng 6" would be taken for one under "Tháng 4". Works on places only. Called by
`pdf_flow`.
"""

from __future__ import annotations

from itertools import accumulate

from soat.core.plans.extract.pdf_pages import Line

Row = list[list[Line]]  # cells, each a list of its lines
_Bounds = tuple[float, float]
Columns = tuple[_Bounds, ...]
_WIDEST = 30  # columns


def complete(table: list[Row], before: Columns) -> tuple[list[Row], Columns]:
    """The rows of one table with [] for each empty cell, and its columns, as the widest of its rows tell; `before`
    are those of the page before where the table goes on from there, else ()."""
    width = max(map(len, table))
    columns = before
    if width >= len(before):
        full = [row for row in table if len(row) == width]
        columns = tuple(_extent([line for row in full for line in row[place]]) for place in range(width))
    if not 2 < len(columns) <= _WIDEST:
        return table, columns
    return [row if len(row) == len(columns) else _spread(row, columns) for row in table], columns


def _extent(lines: list[Line]) -> _Bounds:
    return min(line.left for line in lines), max(line.right for line in lines)


def _spread(row: Row, columns: Columns) -> Row:
    """Each cell under the column nearest to it, in their order, so that all of them together are nearest."""
    best: list[tuple[float, tuple[int, ...]]] = [(0.0, ())] * (len(columns) + 1)
    for count, cell in enumerate(row):
        reached = [(float("inf"), ())] * (count + 1) + [
            (best[place][0] + _distance(_extent(cell), columns[place]), (*best[place][1], place))
            for place in range(count, len(columns))
        ]
        best = list(accumulate(reached, min))
    cells: Row = [[] for _ in columns]
    for cell, place in zip(row, best[-1][1], strict=True):
        cells[place] = cell
    return cells


def _distance(cell: _Bounds, column: _Bounds) -> float:
    """How far the cell stands from the column; 0 where they overlap."""
    return max(0.0, cell[0] - column[1], column[0] - cell[1])
