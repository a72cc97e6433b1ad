"""Tables without rulings, told by their columns: only where the page leaves no doubt.

Four consecutive lines or more, each in three stretches or more with wide gaps between them, the stretches standing in
columns with free space between, and numbers in most lines. A contents list or a form with two columns is none.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import regex

from extractor.readers.pdf_grid import Grid, GridCell
from extractor.readers.pdf_lines import Line
from extractor.readers.pdf_row import Row

_LEAST_ROWS = 4
_LEAST_COLUMNS = 3
_FILLED = 0.6  # of the cells
_STEP = 3.0  # font sizes between two lines: more ends the table
_NUMBER = regex.compile(r"[-+]?[\d,，]+(?:[.．]\d+)?[%％]?|[-—]+")
_Span = tuple[float, float]


def find_unruled(rows: Sequence[Row]) -> tuple[list[Grid], list[Row]]:
    """Grids made of these rows, and the rows that stay text."""
    grids: list[Grid] = []
    rest: list[Row] = []
    for run in _runs(rows):
        grid = _grid(run)
        if grid is None:
            rest.extend(run)
        else:
            grids.append(grid)
    return grids, rest


def _runs(rows: Sequence[Row]) -> list[list[Row]]:
    """Rows in stretches of the same kind: several columns, or plain text."""
    runs: list[list[Row]] = []
    for row in rows:
        previous = runs[-1][-1] if runs else None
        if (
            previous is not None
            and _is_columned(previous) == _is_columned(row)
            and row.bottom - previous.bottom < _STEP * row.size
        ):
            runs[-1].append(row)
        else:
            runs.append([row])
    return runs


def _is_columned(row: Row) -> bool:
    return len(row.parts) >= _LEAST_COLUMNS


def _grid(rows: Sequence[Row]) -> Grid | None:
    if len(rows) < _LEAST_ROWS or not _is_columned(rows[0]):
        return None
    columns = _columns([part for row in rows for part in row.parts])
    numbers = sum(any(_NUMBER.fullmatch(part.text) for part in row.parts) for row in rows)
    if len(columns) < _LEAST_COLUMNS or numbers < len(rows) / 2:
        return None
    placed = [[_column_of(part, columns) for part in row.parts] for row in rows]
    if any(len(set(places)) < len(places) for places in placed):
        return None  # two stretches of one line in one column
    if sum(map(len, placed)) < _FILLED * len(rows) * len(columns):
        return None
    return _filled(rows, columns, placed)


def _columns(parts: Sequence[Line]) -> list[_Span]:
    """The horizontal stretches text stands in, merged where they overlap."""
    columns: list[_Span] = []
    for x0, x1 in sorted((part.x0, part.x1) for part in parts):
        if columns and x0 <= columns[-1][1]:
            columns[-1] = columns[-1][0], max(columns[-1][1], x1)
        else:
            columns.append((x0, x1))
    return columns


def _column_of(part: Line, columns: Sequence[_Span]) -> int:
    return next(index for index, (x0, x1) in enumerate(columns) if x0 <= part.x0 <= x1)


def _filled(rows: Sequence[Row], columns: Sequence[_Span], placed: Sequence[Sequence[int]]) -> Grid:
    xs = (columns[0][0], *((a[1] + b[0]) / 2 for a, b in pairwise(columns)), columns[-1][1])
    ys = (rows[0].top, *((a.bottom + b.top) / 2 for a, b in pairwise(rows)), rows[-1].bottom)
    cells = []
    for index, (row, places) in enumerate(zip(rows, placed, strict=True)):
        texts = {place: part.text for place, part in zip(places, row.parts, strict=True)}
        for column in range(len(columns)):
            box = xs[column], ys[index], xs[column + 1], ys[index + 1]
            cells.append(GridCell(texts.get(column, ""), index, column, 1, 1, box))
    return Grid(tuple(cells), xs, ys, ruled=False)
